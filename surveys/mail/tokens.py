"""The form of the tokens in our mail addresses: who a mail is from is told by the address it was sent to, and by nothing else.

A token is in letters and figures of one case (RFC 4648, base32), for mail systems may change the case of an address. With a
mailbox of up to 17 characters and a plus sign the whole stays within the 64 that may stand before the @ (RFC 5321, 4.5.3.1.1).
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Purpose = Literal["r", "b", "s"]  # an answer, a bounce, a stop by button

SIGNATURE = 10  # bytes
_IDENTITY = 16  # bytes of a public id
_EPOCH = date(2000, 1, 1)
_FORM = re.compile(r"(?<![a-z2-7])[rbs][a-z2-7]{45}(?![a-z2-7])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says: it is for mail to `purpose` of the address with this id, until the end of the day `expires`."""

    purpose: Purpose
    address_id: str
    expires: date

    @property
    def body(self) -> bytes:
        """The bytes that are signed, without the purpose."""
        identity = base64.urlsafe_b64decode(f"{self.address_id}==")
        return identity + (self.expires - _EPOCH).days.to_bytes(2, "big")


def write_token(claim: Claim, signature: bytes) -> str:
    """The token of a claim: its purpose, and 45 letters and figures."""
    return claim.purpose + base64.b32encode(claim.body + signature).decode().lower().rstrip("=")


def read_token(token: str) -> tuple[Claim, bytes] | None:
    """The claim and the signature in a token, not checked; None where it is none."""
    if _FORM.fullmatch(token) is None:
        return None
    try:
        body = base64.b32decode(token[1:].upper() + "===")
    except binascii.Error:  # pragma: no cover  the pattern leaves nothing that base32 refuses
        return None
    purpose: Purpose = "r" if token[0] in "rR" else "b" if token[0] in "bB" else "s"
    identity, days, signature = body[:_IDENTITY], body[_IDENTITY : _IDENTITY + 2], body[_IDENTITY + 2 :]
    address_id = base64.urlsafe_b64encode(identity).decode().rstrip("=")
    return Claim(purpose, address_id, _EPOCH + timedelta(days=int.from_bytes(days, "big"))), signature


def find_tokens(texts: Iterable[str]) -> tuple[str, ...]:
    """Everything in these texts that has the form of a token, in small letters, each once, in their order."""
    return tuple(dict.fromkeys(found.lower() for text in texts for found in _FORM.findall(text)))


_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}$)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")


def is_mailbox(address: str) -> bool:
    """Whether mail can be sent to `address`: a plain one, as HTML's own input field takes it, with a dot in its domain."""
    return _MAILBOX.fullmatch(address) is not None
