"""What we say, as a mail: plain words first, and the same in HTML that a phone and a large print can show.

Nothing in it is loaded from anywhere and nothing tells us that it was read. The few styles are set where they are used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from html import escape
from itertools import pairwise
from textwrap import TextWrapper

from surveys.errors import ChannelError, ConfigError
from surveys.messages import Destination, Mark, Outgoing, Post

WIDTH = 72  # of a line of plain text: quoted once or twice it still stays within 78 (RFC 5322, 2.1.1)
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_CHOICE = re.compile(r"\d{1,3}\. ")
_TAGS = {"bold": "strong", "italic": "em", "quote": "q"}
_BODY = "margin:0;padding:1em;font-family:Verdana,Arial,sans-serif;font-size:1.1em;line-height:1.5"
_COLUMN = "max-width:38em;margin:0 auto;overflow-wrap:anywhere"
_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
    "<style>:root{color-scheme:light dark}body{background:#fff;color:#0b0c0c}a{color:#1d4f91}"
    "@media (prefers-color-scheme:dark){body{background:#14171a!important;color:#f3f2f1!important}a{color:#8ab4f8!important}}"
    "</style>"
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Our own mailbox: `name` stands before it in mail, "+" and a token go into it."""

    name: str
    local: str
    domain: str

    @classmethod
    def read(cls, setting: str) -> "Mailbox":
        """From HEARBACK_MAIL_ADDRESS: "hear@example.org", or "Name <hear@example.org>". ConfigError when it is no such thing."""
        name, address = parseaddr(setting)
        local, _, domain = address.rpartition("@")
        if not local or "." not in domain or "+" in local or not address.isascii():
            raise ConfigError("HEARBACK_MAIL_ADDRESS is no mailbox: write hear@example.org, or Name <hear@example.org>")
        if len(local) > 17:
            raise ConfigError(
                "HEARBACK_MAIL_ADDRESS is too long before the @: at most 17 letters, for a token goes in after them"
            )
        return cls(name, local.lower(), domain.lower())

    def at(self, token: str = "") -> str:
        """The address with a token in it, or the plain one."""
        return f"{self.local}+{token}@{self.domain}" if token else f"{self.local}@{self.domain}"

    def takes(self, address: str) -> bool:
        """Whether mail to `address` is for this mailbox."""
        local, _, domain = address.lower().rpartition("@")
        return domain == self.domain and local.partition("+")[0] == self.local


def compose(message: Outgoing, to: Destination, mailbox: Mailbox, home: str) -> EmailMessage:
    """The mail. `home` is the public web address. ChannelError where the address is none that a mail can be sent to."""
    post = message.post or Post()
    mail = EmailMessage(policy=SMTP.clone(max_line_length=78))
    try:
        local, _, domain = to.address.rpartition("@")
        mail["To"] = Address(username=local, domain=domain)
        mail["From"] = Address(mailbox.name, mailbox.local, mailbox.domain)
        mail["Reply-To"] = Address(mailbox.name, *mailbox.at(post.reply).split("@"))
    except (ValueError, IndexError) as error:  # what is no address raises either
        raise ChannelError("that is no address that a mail can be sent to") from error
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = f"<{post.id}.{post.reply}@{mailbox.domain}>"
    if post.answers:
        mail["In-Reply-To"] = mail["References"] = f"<{' '.join(post.answers.split())}>"
    mail["Auto-Submitted"] = "auto-replied" if post.answers else "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["List-Id"] = f"<{mailbox.local}.{mailbox.domain}>"
    mail["List-Help"] = f"<mailto:{mailbox.at(post.reply)}?subject=help&body=HELP>"
    mail["List-Unsubscribe"] = f"<{home}/mail/stop/{post.stop}>, <mailto:{mailbox.at(post.stop)}?subject=stop>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(plain(message.text))
    mail.add_alternative(html(message), subtype="html")
    return mail


def plain(text: str) -> str:
    """The words in lines that a quote does not break; an address stays whole."""
    wrapper = TextWrapper(WIDTH, break_long_words=False, break_on_hyphens=False)
    lines: list[str] = []
    for line in text.split("\n"):
        wrapper.subsequent_indent = "   " if _CHOICE.match(line) else ""
        lines += wrapper.wrap(line) if len(line) > WIDTH else [line]
    return "\n".join(lines) + "\n"


def html(message: Outgoing) -> str:
    """The same words as a page of their own."""
    paragraphs = "".join(f'<p style="margin:0 0 1em">{words}</p>' for words in _paragraphs(message))
    title = escape(message.subject)
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title>{_HEAD}</head><body style="{_BODY}">'
        f'<div role="article" style="{_COLUMN}">{paragraphs}</div></body></html>\n'
    )


def _paragraphs(message: Outgoing) -> Iterator[str]:
    start = 0
    for paragraph in message.text.split("\n\n"):
        end = start + len(paragraph)
        words = "".join(_pieces(message, start, end)).replace("\n", "<br>\n")
        # a line of its own, in which an answer can be written
        yield f"{words}&nbsp;" if any(mark.kind == "bold" and mark.end == end for mark in message.marks) else words
        start = end + 2


def _pieces(message: Outgoing, start: int, end: int) -> Iterator[str]:
    """The stretches of a paragraph, each within the marks that lie over it."""
    edges = {start, end}
    marks = [mark for mark in message.marks if mark.start < end and mark.end > start]
    for mark in marks:
        edges |= {max(mark.start, start), min(mark.end, end)}
    cuts = sorted(edges)
    for left, right in pairwise(cuts):
        yield _marked(message.text[left:right], [mark for mark in marks if mark.start <= left and mark.end >= right])


def _marked(words: str, marks: list[Mark]) -> str:
    inner = escape(words) if any(mark.kind == "link" for mark in marks) else _linked(words)
    for mark in marks:
        if mark.kind == "link":
            inner = f'<a href="{escape(mark.url)}">{inner}</a>'
        else:
            inner = f"<{_TAGS[mark.kind]}>{inner}</{_TAGS[mark.kind]}>"
    return inner


def _linked(words: str) -> str:
    pieces, last = [], 0
    for found in _URL.finditer(words):
        pieces += [escape(words[last : found.start()]), f'<a href="{escape(found[0])}">{escape(found[0])}</a>']
        last = found.end()
    return "".join([*pieces, escape(words[last:])])
