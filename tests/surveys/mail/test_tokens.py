"""Tokens in our mail addresses: they survive what mail systems do to addresses, and say nothing when they are not ours."""

import base64
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from surveys.mail.tokens import SIGNATURE, Claim, find_tokens, is_mailbox, read_token, write_token

IDENTITY = base64.urlsafe_b64encode(bytes(range(16))).decode().rstrip("=")
CLAIM = Claim("r", IDENTITY, date(2011, 1, 31))


@given(
    purpose=st.sampled_from(["r", "b", "s"]),
    identity=st.binary(min_size=16, max_size=16),
    expires=st.dates(date(2000, 1, 1), date(2179, 1, 1)),
    signature=st.binary(min_size=SIGNATURE, max_size=SIGNATURE),
)
def test_what_is_written_is_read_also_in_capitals(purpose: str, identity: bytes, expires: date, signature: bytes) -> None:
    claim = Claim(purpose, base64.urlsafe_b64encode(identity).decode().rstrip("="), expires)  # type: ignore[arg-type]
    token = write_token(claim, signature)
    assert read_token(token) == (claim, signature)
    assert read_token(token.upper()) == (claim, signature)
    assert len(f"hearback-mailbox+{token}") <= 64  # RFC 5321, 4.5.3.1.1


def test_a_token_is_found_in_an_address_a_reference_and_a_sentence_once() -> None:
    token = write_token(CLAIM, b"0123456789")
    texts = [f"hear+{token}@hear.example", f"<abc.{token.upper()}@hear.example>", f"ref {token}."]
    assert find_tokens(texts) == (token,)


def test_what_has_another_form_is_no_token() -> None:
    token = write_token(CLAIM, b"0123456789")
    for other in ("", token[:-1], f"{token}a", f"x{token[1:]}", token.replace(token[3], "1")):
        assert read_token(other) is None
        assert find_tokens([f"hear+{other}@hear.example"]) == ()


def test_a_mailbox_is_an_address_with_a_dot_in_its_domain() -> None:
    assert is_mailbox("jo.o'neil+x@people.example")
    for other in ("", "jo", "jo@people", "jo@", "@people.example", "jo jo@people.example", "jo@a.example, al@a.example"):
        assert not is_mailbox(other), other
    for other in ("jo@pe_ople.example", "jo@people.example\n", f"{'j' * 65}@people.example", f"jo@{'p' * 64}.example"):
        assert not is_mailbox(other), other
