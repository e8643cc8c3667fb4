"""What a mail says, in our words: MIME, charsets and HTML undone. Nothing is fetched or sent here."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr
from typing import cast

from flufl.bounce import all_failures

from bot.channels.mail_html import as_text
from surveys.messages import Bounced, Inbound, Mail

NAME = "email"
LARGEST = 1_000_000  # bytes of a mail that are kept as they came; of a larger one its words are
_TO = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_REFERENCES = ("in-reply-to", "references")
_ENVELOPE_FOR = re.compile(r"\bfor\s+<([^<>\s]+)>")
_STATUS = re.compile(r"^\s*Status:\s*([245])\.(\d{1,3})\.(\d{1,3})", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(r"^\s*Action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
# A full mailbox or a rule of the receiving house: the mailbox is there, and may take mail tomorrow (RFC 3463)
_PASSING = frozenset({("5", "2", "2"), ("5", "2", "3")})
_NO_FILES = ("application/pgp-signature", "application/pkcs7-signature", "text/vcard", "text/calendar", "message/rfc822")


@dataclass(frozen=True, slots=True)
class _Words:
    """What a part of a mail says, and whether a file hangs on it."""

    text: str = ""
    attached: bool = False


def read_mail(raw: bytes, recipients: Sequence[str] = (), sender: str | None = None) -> Inbound | None:
    """What a mail means to us; None for a notice that says nothing of a mailbox. Never raises on what a mail may hold.

    `recipients` and `sender` are the envelope's, where we are given it; a bounce has an empty sender.
    """
    message = _parsed(raw)
    headers = tuple((name.lower(), _plain(value)) for name, value in message.items())
    found = _words(message)
    routes = (*recipients, *_routes(headers))
    address = parseaddr(_one(headers, "from"))[1].casefold()
    told = "|".join((_one(headers, "message-id"), address, _one(headers, "date"), _one(headers, "subject"), found.text))
    external_id = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
    if sender == "" or _one(headers, "return-path").replace(" ", "") == "<>":
        final = _bounce(raw, message)
        return None if final is None else Inbound(NAME, external_id, "", Bounced(routes, final))
    mail = Mail(
        text=found.text,
        message=_one(headers, "message-id").strip("<> \t"),
        subject=" ".join(_one(headers, "subject").split())[:200],
        routes=routes,
        signs=headers,
        attached=found.attached,
        raw=raw if len(raw) <= LARGEST else found.text.encode("utf-8", "replace"),
    )
    return Inbound(NAME, external_id, address, mail)


def _parsed(raw: bytes) -> Message:
    """The mail. Where the library stumbles over a header, by its older and simpler rules."""
    message: Message = message_from_bytes(raw, policy=policy.default)
    try:
        for value in message.values():
            str(value)
    except Exception:  # noqa: BLE001  it raises whatever it stumbled over; a mail that cannot be read is none the less a mail
        return message_from_bytes(raw)
    return message


def _plain(value: object) -> str:
    return str(value).replace("\r", " ").replace("\n", " ")


def _one(headers: Sequence[tuple[str, str]], name: str) -> str:
    return next((value for each, value in headers if each == name), "")


def _routes(headers: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The addresses a mail was sent to, what it refers to, and the envelopes it went through."""
    for wanted in _TO:
        yield from (address for _, address in getaddresses([value for name, value in headers if name == wanted]))
    yield from (value for wanted in _REFERENCES for name, value in headers if name == wanted)
    yield from (found for name, value in headers if name == "received" for found in _ENVELOPE_FOR.findall(value))


# ── what it says ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _words(part: Message) -> _Words:
    kind = part.get_content_type()
    if part.is_multipart() and kind != "message/rfc822":
        parts = cast("list[Message]", part.get_payload())
        return _best(parts) if kind == "multipart/alternative" else _all(parts)
    if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
        file = part.get_content_disposition() == "attachment" and kind not in _NO_FILES
        return _Words(attached=file)
    text = _decoded(part)
    return _Words(as_text(text) if kind == "text/html" else _unflowed(text, part))


def _best(parts: Sequence[Message]) -> _Words:
    """Of the same words in several forms the plain ones, unless they are empty."""
    read = [(each.get_content_type(), _words(each)) for each in parts]
    attached = any(words.attached for _, words in read)
    said = [(kind, words.text) for kind, words in read if words.text.strip()]
    plain = next((text for kind, text in said if kind == "text/plain"), said[0][1] if said else "")
    return _Words(plain, attached)


def _all(parts: Sequence[Message]) -> _Words:
    read = [_words(each) for each in parts]
    return _Words("\n".join(words.text for words in read if words.text), any(words.attached for words in read))


def _decoded(part: Message) -> str:
    """The text of a part, whatever its header says of its charset."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    declared = str(part.get_content_charset() or "")
    for charset in (declared, "utf-8"):
        try:
            text = data.decode(charset) if charset else ""
        except (LookupError, ValueError):  # "undefined" is a charset to Python, and a NUL in its name no name
            continue
        if text:
            return text.replace("\r\n", "\n")
    return data.decode("cp1252", "replace").replace("\r\n", "\n")


def _unflowed(text: str, part: Message) -> str:
    """Lines that a mail program broke softly, whole again (RFC 3676)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        stuffed = line.removeprefix(" ")
        if soft and not stuffed.startswith(">"):
            lines[-1] += stuffed
        else:
            lines.append(stuffed)
        soft = stuffed.endswith(" ") and stuffed != "-- " and not stuffed.startswith(">")
    return "\n".join(lines)


# ── what came back ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _bounce(raw: bytes, message: Message) -> bool | None:
    """Whether a mail of ours will never arrive (True), did not this time (False), or is only late or nothing of the kind (None).

    By its delivery status whatever the content type around it says, for some servers send multipart/mixed (RFC 3464); where it
    has none, by what flufl.bounce makes of its words.
    """
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            told = "\n".join(str(each) for each in part.get_payload()) if part.is_multipart() else str(part.get_payload())
            action, status = _ACTION.search(told), _STATUS.search(told)
            if action and action[1].lower() not in ("failed", "failure"):
                return None
            if status:
                return status[1] == "5" and (status[1], status[2], status[3]) not in _PASSING
    passing, final = all_failures(cast("EmailMessage", message_from_bytes(raw)))
    return True if final else False if passing else None
