"""What a mail says, whatever its shape: its words, its sender, whether it came back, and nothing that breaks us."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.mail_parse import LARGEST, read_mail
from surveys.messages import Bounced, Inbound, Mail

HEAD = b"From: Jo <Jo@People.example>\r\nTo: hear+x@hear.example\r\nMessage-ID: <1@x>\r\nSubject: a\r\n b\r\n"


def said(raw: bytes) -> Mail:
    inbound = read_mail(raw)
    assert inbound is not None
    assert isinstance(inbound.content, Mail)
    return inbound.content


def bounced(raw: bytes, sender: str | None = None) -> Bounced | None:
    inbound = read_mail(raw, ("hear+b@hear.example",), sender)
    if inbound is None:
        return None
    assert isinstance(inbound.content, Bounced)
    return inbound.content


def test_who_wrote_what_under_which_subject_by_which_ways() -> None:
    ways = b"Delivered-To: hear+d@hear.example\r\nIn-Reply-To: <d.r@x>\r\nReceived: by x for <hear+e@hear.example>; now\r\n"
    raw = HEAD + ways + b"\r\nHello\r\n"
    inbound = read_mail(raw, ["hear+env@hear.example"])
    assert inbound is not None
    assert inbound.address == "jo@people.example"
    content = inbound.content
    assert isinstance(content, Mail)
    assert (content.text, content.subject, content.message) == ("Hello\n", "a b", "1@x")
    assert content.routes == (
        "hear+env@hear.example", "hear+d@hear.example", "hear+x@hear.example", "<d.r@x>", "hear+e@hear.example",
    )  # fmt: skip
    assert content.raw == raw


def test_the_same_mail_by_two_ways_is_one_and_another_is_another() -> None:
    def number(raw: bytes) -> str:
        inbound = read_mail(raw)
        assert inbound is not None
        return inbound.external_id

    one = HEAD + b"\r\nHello\r\n"
    assert number(one) == number(b"Received: from somewhere\r\n" + one)
    assert number(one) != number(one.replace(b"Hello", b"Hallo"))
    assert number(one) != number(one.replace(b"<1@x>", b"<2@x>"))


def test_plain_words_are_taken_before_html_unless_they_are_empty() -> None:
    both = MIMEMultipart("alternative")
    both.attach(MIMEText("plain", "plain"))
    both.attach(MIMEText("<p>html</p>", "html"))
    assert said(both.as_bytes()).text == "plain"
    empty = MIMEMultipart("alternative")
    empty.attach(MIMEText(" \n", "plain"))
    empty.attach(MIMEText("<p>html</p>", "html"))
    assert said(empty.as_bytes()).text == "html"
    assert said(MIMEMultipart("alternative").as_bytes()).text == ""


def test_what_is_attached_is_noticed_and_a_signature_or_a_forwarded_mail_is_no_file() -> None:
    mail = EmailMessage()
    mail.set_content("see attached")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    assert said(mail.as_bytes()).attached
    assert said(mail.as_bytes()).text.strip() == "see attached"
    for kind in ("pgp-signature", "pkcs7-signature"):
        signed = EmailMessage()
        signed.set_content("words")
        signed.add_attachment(b"x", maintype="application", subtype=kind, filename="s")
        assert not said(signed.as_bytes()).attached
    forwarded = EmailMessage()
    forwarded.set_content("see below")
    inner = EmailMessage()
    inner.set_content("not their words")
    forwarded.add_attachment(inner)
    assert "not their words" not in said(forwarded.as_bytes()).text


def test_lines_that_flow_are_whole_again_and_a_signature_stays_one() -> None:
    body = b"One \r\nlong line.\r\n> quoted \r\n> too\r\n From here\r\n-- \r\nJo\r\n"
    raw = HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + body
    assert said(raw).text == "One long line.\n> quoted \n> too\nFrom here\n-- \nJo\n"


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("utf-8", "Café".encode(), "Café"),
        ("us-ascii", "Café".encode(), "Café"),
        ("no-such-charset", "Café".encode(), "Café"),
        ("utf-8", "Café".encode("cp1252"), "Café"),
        ("", b"", ""),
    ],
)
def test_a_charset_that_is_wrong_or_unknown_is_guessed(charset: str, data: bytes, text: str) -> None:
    declared = (
        f'Content-Type: text/plain; charset="{charset}"\r\nContent-Transfer-Encoding: 8bit\r\n'.encode() if charset else b""
    )
    assert said(HEAD + declared + b"\r\n" + data).text == text


def test_a_header_that_the_library_stumbles_over_loses_no_mail() -> None:
    subjects = b"From: jo@people.example\r\nTo: =?utf-8?q?=\r\nSubject: x\r\nMessage-ID: <[\r\n"
    broken = subjects + b"Content-Type: text/plain; x*0*=utf-8''%\r\n\r\nHello"
    assert said(broken).text == "Hello"


def test_of_a_mail_that_is_far_too_large_its_words_are_kept() -> None:
    mail = EmailMessage()
    mail["From"] = "jo@people.example"
    mail.set_content("Hello")
    mail.add_attachment(b"x" * LARGEST, maintype="application", subtype="pdf", filename="a.pdf")
    assert said(mail.as_bytes()).raw.strip() == b"Hello"


@given(st.binary(max_size=400))
def test_nothing_that_a_mail_may_hold_breaks_us(junk: bytes) -> None:
    for raw in (
        junk,
        HEAD + b"\r\n" + junk,
        HEAD + junk,
        HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + junk,
    ):
        inbound = read_mail(raw)
        assert inbound is None or isinstance(inbound, Inbound)


# ── what comes back ─────────────────────────────────────────────────────────────────────────────────────────────────────


def report(status: str, action: str = "failed", kind: str = "report; report-type=delivery-status") -> bytes:
    told = f"Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; jo@people.example\r\nAction: {action}\r\nStatus: {status}\r\n"
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@x\r\nContent-Type: multipart/{kind}; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\n{told}\r\n--b--\r\n"
    ).encode()


QMAIL = (
    b"Return-Path: <>\r\nFrom: MAILER-DAEMON@x\r\n\r\nHi. This is the qmail-send program at x.\r\n"
    b"I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
    b"This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
    b"<jo@people.example>:\r\n550 no such user\r\n"
)


@pytest.mark.parametrize(
    ("raw", "final"),
    [
        (report("5.1.1"), True),
        (report("5.1.1", kind="mixed"), True),
        (report("5.2.2"), False),
        (report("4.4.1"), False),
        (QMAIL, True),
    ],
)
def test_a_mail_that_came_back_is_told_by_its_status_and_else_by_its_words(raw: bytes, final: bool) -> None:
    assert bounced(raw) == Bounced(("hear+b@hear.example",), final)


@pytest.mark.parametrize(
    "raw", [report("4.4.1", "delayed"), b"Return-Path: <>\r\nFrom: x@y.example\r\n\r\nI am away until Monday.\r\n"]
)
def test_a_mail_that_is_only_late_and_a_notice_of_absence_are_no_bounce(raw: bytes) -> None:
    assert bounced(raw) is None


def test_the_envelope_tells_a_bounce_too_and_a_status_without_a_number_is_read_by_its_words() -> None:
    assert bounced(report("5.1.1").removeprefix(b"Return-Path: <>\r\n"), sender="") is not None
    assert bounced(report("unknown")) == Bounced(("hear+b@hear.example",), final=True)


@pytest.mark.parametrize("charset", [b"undefined", b"a\x00b", b"no-such", b"hex"])
def test_words_in_a_charset_that_is_none_are_read_all_the_same(charset: bytes) -> None:
    """A charset is whatever a program wrote there; Python knows one that refuses everything."""
    raw = HEAD + b'Content-Type: text/plain; charset="' + charset + b'"\r\n\r\nMore buses\r\n'
    assert said(raw).text == "More buses\n"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>More</p><![foo <p>buses</p>", "More\n\nbuses"),
        ("<p>More</p><![ x]><p>buses</p>", "More\n\nbuses"),
        ("More<!-- <b>no</b> --> buses<!-- and no end", "More buses"),
        ("<!--[if !mso]><!-->More buses<!--<![endif]-->", "More buses"),
        ("at 3 < 4 <b>buses</b>", "at 3 < 4 buses"),
        (f'More <img src="data:{"A" * 9000}">buses', "More buses"),
    ],
)
def test_html_that_is_none_is_read_as_browsers_show_it(html: str, words: str) -> None:
    """Python's parser raises on some of it; a comment is nobody's words."""
    assert said(HEAD + b"Content-Type: text/html\r\n\r\n" + html.encode()).text == words


@pytest.mark.parametrize("piece", ["<a ", "<a b='", "<!--", "<![CDATA[", "</a "])
def test_html_that_never_ends_its_tags_is_read_at_once(piece: str) -> None:
    """A parser that begins anew at each of them would be busy for hours with this megabyte, and nothing else would be read."""
    assert said(HEAD + b"Content-Type: text/html\r\n\r\nMore buses " + piece.encode() * 200_000).text.startswith("More buses")
