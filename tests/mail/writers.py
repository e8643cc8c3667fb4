"""How mail programs write a reply: which parts, which charsets, which marks before quoted lines, which head over them.

Each writer takes the mail that was received and what the person did with it, and gives the bytes that the program would send. The
shapes are those of mail in the wild, written down from the programs' own output; the words are ours.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.charset import QP, Charset
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import make_msgid
from typing import Literal

Placed = Literal["beneath", "beside", "above", "below", "alone"]
PROMPT = re.compile(r"Answer (\d+|[AB]):")
WHEN = "Fri, 03 Sep 2010 12:00:00 +0100"


@dataclass(frozen=True)
class Done:
    """What a person did: their answers by what stands in "Answer …:", and where they put them.

    beneath: on a line of its own under each prompt; beside: after the prompt; above and below: all together, numbered; alone:
    so too, and nothing is quoted.
    """

    answers: Mapping[str, str]
    placed: Placed = "beneath"
    head: str = "On Fri, 3 Sep 2010 at 11:00, Wexmoor Council <hear@hear.example> wrote:"
    foot: str = ""


def plain_of(mail: EmailMessage) -> str:
    """The plain words of a mail, as its reader sees them."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).rstrip("\n")


def parsed(raw: bytes) -> EmailMessage:
    """A mail from its bytes."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _listed(done: Done) -> str:
    return "\n".join(f"{number}. {said}" for number, said in done.answers.items())


def _marked(mail: EmailMessage, done: Done, mark: str) -> str:
    """The quoted mail with what they wrote into it or round it."""
    lines: list[str] = []
    for line in plain_of(mail).splitlines():
        prompt = PROMPT.fullmatch(line.strip())
        said = done.answers.get(prompt[1], "") if prompt else ""
        quoted = f"{mark}{line}".rstrip()
        if said and done.placed == "beside":
            lines.append(f"{quoted} {said}")
        elif said and done.placed == "beneath":
            lines += [quoted, *said.splitlines(), ""]
        else:
            lines.append(quoted)
    return "\n".join(lines)


def _laid_out(mail: EmailMessage, done: Done, mark: str) -> str:
    if done.placed == "alone":
        return "\n\n".join(filter(None, (_listed(done), done.foot)))
    quoted = f"{done.head}\n{mark.rstrip()}\n{_marked(mail, done, mark)}" if done.head else _marked(mail, done, mark)
    if done.placed == "above":
        return "\n\n".join(filter(None, (_listed(done), done.foot, quoted)))
    if done.placed == "below":
        return "\n\n".join(filter(None, (quoted, _listed(done), done.foot)))
    return "\n\n".join(filter(None, (quoted, done.foot)))


def _answering(mail: EmailMessage, message: Message, sender: str) -> Message:
    message["From"] = sender
    message["To"] = str(mail["Reply-To"])
    subject = str(mail["Subject"])
    message["Subject"] = subject if subject.startswith("Re:") else f"Re: {subject}"
    message["Date"] = WHEN
    message["Message-ID"] = make_msgid(domain="people.example")
    message["In-Reply-To"] = message["References"] = str(mail["Message-ID"])
    return message


def stdlib(mail: EmailMessage, done: Done, sender: str) -> bytes:
    """A script, or a small program: plain text, the old mail below without any mark."""
    message = EmailMessage()
    message.set_content(_laid_out(mail, done, ""))
    return _answering(mail, message, sender).as_bytes()


def thunderbird(mail: EmailMessage, done: Done, sender: str) -> bytes:
    """Plain text that flows (RFC 3676), marks, a short head, a signature after two dashes."""
    text = _laid_out(mail, done, "> ") + "\n\n-- \nJo Bloggs\nThe Lodge, Quay Street\n"
    message = MIMEText(text, "plain", "utf-8")
    message.replace_header("Content-Type", 'text/plain; charset="utf-8"; format=flowed')
    message["User-Agent"] = "Mozilla Thunderbird"
    return _answering(mail, message, sender).as_bytes()


def gmail(mail: EmailMessage, done: Done, sender: str) -> bytes:
    """Two forms of the same words; in the plain one bold words get stars, and the head is wrapped."""
    text = re.sub(r"^> (Question \d+ of \d+|Answer \w+:)", r"> *\1*", _laid_out(mail, done, "> "), flags=re.MULTILINE)
    message = MIMEMultipart("alternative")
    message.attach(MIMEText(text, "plain", "utf-8"))
    body = "<br>".join(html.escape(line) for line in text.splitlines())
    message.attach(MIMEText(f'<div dir="ltr">{body}</div>', "html", "utf-8"))
    return _answering(mail, message, sender).as_bytes()


def _outlook_html(mail: EmailMessage, done: Done) -> str:
    """What Outlook makes of it: each line a paragraph, no marks, a block of fields over the old mail."""
    head = (
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Wexmoor Council '
        "&lt;hear@hear.example&gt;<br><b>Sent:</b> 03 September 2010 12:00<br><b>To:</b> Jo &lt;jo@people.example&gt;<br>"
        f"<b>Subject:</b> {html.escape(str(mail['Subject']))}</p></div>"
    )
    quoted = "".join(_msonormal(line) for line in _marked(mail, done, "").splitlines())
    listed = "".join(_msonormal(line) for line in f"{_listed(done)}\n{done.foot}".splitlines())
    if done.placed == "alone":
        body = listed
    elif done.placed == "above":
        body = listed + head + quoted
    elif done.placed == "below":
        body = head + quoted + listed
    else:
        body = head + quoted
    style = "<style><!-- p.MsoNormal {margin:0cm;font-size:11.0pt} --></style>"
    return f'<html><head>{style}</head><body lang="EN-GB"><div class="WordSection1">{body}</div></body></html>'


def _msonormal(line: str) -> str:
    return f'<p class="MsoNormal">{html.escape(line) or "<o:p>&nbsp;</o:p>"}</p>'


def outlook(mail: EmailMessage, done: Done, sender: str) -> bytes:
    """Plain text without marks under a block of fields, and HTML of paragraphs."""
    message = MIMEMultipart("alternative")
    fields = (
        f"From: Wexmoor Council <hear@hear.example>\nSent: 03 September 2010 12:00\nTo: Jo <jo@people.example>\n"
        f"Subject: {mail['Subject']}"
    )
    bare = Done(done.answers, done.placed, f"{'_' * 32}\n{fields}", done.foot)
    message.attach(MIMEText(_laid_out(mail, bare, "").replace("\n", "\r\n"), "plain", "utf-8"))
    message.attach(MIMEText(_outlook_html(mail, done), "html", "utf-8"))
    message["X-MS-Has-Attach"] = ""
    return _answering(mail, message, sender).as_bytes()


def outlook_html_only(mail: EmailMessage, done: Done, sender: str) -> bytes:
    """HTML and nothing else, in the charset of Western Windows."""
    charset = Charset("windows-1252")
    charset.body_encoding = QP
    text = _outlook_html(mail, done).encode("cp1252", "xmlcharrefreplace").decode("cp1252")
    message = MIMEText(text, "html", charset)  # type: ignore[arg-type]  # a Charset is taken as well as its name
    return _answering(mail, message, sender).as_bytes()


def ios(mail: EmailMessage, done: Done, sender: str) -> bytes:
    """A phone: its own line at the foot of what was typed, and the head inside the quote."""
    inside = Done(done.answers, done.placed, "", "")
    quoted = _marked(mail, inside, "> ")
    head = "> On 3 Sep 2010, at 12:00, Wexmoor Council <hear@hear.example> wrote:\n> "
    foot = "Sent from my iPhone"
    match done.placed:
        case "alone":
            text = f"{_listed(done)}\n\n{foot}"
        case "above":
            text = f"{_listed(done)}\n\n{foot}\n\n{head}\n{quoted}"
        case "below":
            text = f"\n\n{head}\n{quoted}\n\n{_listed(done)}\n\n{foot}"
        case _:
            text = f"\n\n{foot}\n\n{head}\n{quoted}"
    message = MIMEText(text, "plain", "utf-8")
    message["X-Mailer"] = "iPhone Mail (20A362)"
    return _answering(mail, message, sender).as_bytes()


def mutt(mail: EmailMessage, done: Done, sender: str) -> bytes:
    """Marks without a space after them, a head without an address, plain ASCII where it can be."""
    inside = Done(done.answers, done.placed, "On Fri, Sep 03, 2010 at 12:00:00PM +0100, Wexmoor Council wrote:", done.foot)
    message = MIMEText(_laid_out(mail, inside, ">"), "plain", "utf-8")
    return _answering(mail, message, sender).as_bytes()


def blockquote(mail: EmailMessage, done: Done, sender: str) -> bytes:
    """A web mailer: the old mail as HTML in a blockquote, what is typed in it in there too."""
    original = mail.get_body(("html",))
    assert original is not None
    body = str(original.get_content())
    body = body[body.index("<div") : body.rindex("</div>") + 6]

    def typed(found: "re.Match[str]") -> str:
        said = html.escape(done.answers.get(found[1], "")).replace("\n", "<br>")
        if not said or done.placed not in ("beneath", "beside"):
            return found[0]
        return f"{found[0]} {said}" if done.placed == "beside" else f"{found[0]}</p><div>{said}</div><p>"

    quoted = re.sub(r"<strong>Answer (\w+):</strong>(?:&nbsp;)?", typed, body)
    listed = "".join(f"<div>{html.escape(line)}</div>" for line in _listed(done).splitlines())
    head = f"<div>{html.escape(done.head)}</div>"
    match done.placed:
        case "alone":
            page = listed
        case "above":
            page = f"{listed}<br>{head}<blockquote>{quoted}</blockquote>"
        case "below":
            page = f"{head}<blockquote>{quoted}</blockquote>{listed}"
        case _:
            page = f"{head}<blockquote>{quoted}</blockquote>"
    message = MIMEText(f"<html><body>{page}</body></html>", "html", "utf-8")
    return _answering(mail, message, sender).as_bytes()


Writer = Callable[[EmailMessage, Done, str], bytes]
WRITERS: Mapping[str, Writer] = {
    each.__name__: each for each in (stdlib, thunderbird, gmail, outlook, outlook_html_only, ios, mutt, blockquote)
}
