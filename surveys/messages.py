"""What channels speak: `Inbound` comes in, `Outgoing` goes out, and nothing of a vendor's passes either way."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

# Here the person waits for the answer where they asked, so it is handed back at once and never queued.
ANSWERED_AT_ONCE = frozenset({"web", "terminal"})
# What is delivered here is read on paper: nobody can press a button or write back.
LETTERS = frozenset({"folder"})
# Here a message is long, stands alone and is answered in one go: a survey is laid out whole, to be filled in and sent back.
MAILED = frozenset({"email"})

Unreadables = Literal["sticker", "contact", "poll", "other"]
Sendable = Literal["photo", "voice", "audio", "video", "file"]


@dataclass(frozen=True, slots=True)
class Text:
    """Something a person wrote. `message` is the vendor's id of it, so that a later edit can be matched."""

    text: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed: `option` is the `Option.id` that we sent, `message` the message it stood under."""

    option: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form was filled in: `option` names it as a button's id does, `values` are what was put in or ticked.

    It answers its own question and no other, and no word in it is a command. `remark` is what was added beside choices, `file`
    the file that was put into the field.
    """

    option: str
    values: tuple[str, ...]
    message: str = ""
    remark: str = ""
    file: "File | None" = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A person changed a message they had sent: the whole new text, and the id of the message changed."""

    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Start:
    """A person opened the conversation; `token` is what their link carried, empty when there was none."""

    token: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something arrived that is no words and can be no answer: a sticker, a poll."""

    what: Unreadables
    message: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody sent. `name` and `mime` are what its sender's app says of it: nobody looks inside."""

    data: bytes = field(repr=False)
    name: str = ""
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo, a voice note, a video or another file was sent, with `caption` beside it.

    `file` is None until its channel has fetched it by the vendor's `handle`, and stays None where nobody asks for one, where it
    has more than `limit` megabytes, and where the vendor did not give it (`lost`). `name`, `mime` and `size` (in bytes) are what
    the vendor says.
    """

    what: Sendable
    message: str = ""
    caption: str = ""
    name: str = ""
    mime: str = ""
    size: int = 0
    handle: str = ""
    file: File | None = None
    limit: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place that somebody shared from a map. `where` is already rounded (`rounded_place`): the exact spot goes no further."""

    where: str
    message: str = ""


def rounded_place(latitude: float, longitude: float) -> str:
    """A place in degrees to three decimals, about 100 metres, as XForms writes it: "51.507 -0.128"."""
    return " ".join(format(round(degrees, 3) + 0.0, ".3f").rstrip("0").rstrip(".") for degrees in (latitude, longitude))


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person has shut us out on this channel."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person has let us in again."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The conversation has a new id on its channel (a Telegram group became a supergroup)."""

    to: str


@dataclass(frozen=True, slots=True)
class Mail:
    """An email: `text` as a mail program shows it, each level of quoting marked by ">".

    `routes` are the addresses it was sent to and the mails it refers to, in which a token of ours may be, the most trustworthy
    first. `signs` are its header fields, names in small letters, by which automatic mail is told. `message` is its Message-ID,
    `raw` the mail as it came. `proven` is set once a token has shown whose mailbox it was sent to, `expired` where that was too
    long ago, `other` where it came from another one.
    """

    text: str
    message: str = ""
    subject: str = ""
    routes: tuple[str, ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
    attached: bool = False
    raw: bytes = b""
    proven: bool = False
    expired: bool = False
    other: bool = False


@dataclass(frozen=True, slots=True)
class Bounced:
    """A mail of ours could not be delivered: `final` where it never will be. `routes` are as in `Mail`."""

    routes: tuple[str, ...]
    final: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """Somebody wrote beneath a message of ours that a group reads: `under` is its id there, `group` the group's address.

    It is about what that message tells, and never an answer. The same `message` again is an edit: the whole new text.
    """

    text: str
    message: str
    group: str
    under: str


Content = (
    Text | Press | Field | Edit | Start | Unreadable | Sent | Place | Blocked | Unblocked | Moved | Mail | Bounced | Comment
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that came in from a channel.

    `external_id` is the vendor's id of the event, unique within the channel: a second arrival changes nothing.
    `address` is where an answer goes (a chat id, a mailbox, a web token); `account` is which of our bots it came to.
    `thread` is a forum topic within a group. `language` is the app's own, used only as a first suggestion. `waits` is whether the
    person waits for the answer where they asked, as in a form that stands open: it is handed back, and not queued.
    """

    channel: str
    external_id: str
    address: str
    content: Content
    account: str = ""
    thread: str = ""
    language: str = ""
    group: bool = False
    waits: bool = False


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def legible(message: Inbound) -> Inbound:
    """`message` with U+FFFD in the place of what no database and no UTF-8 can hold: NUL, and half of a surrogate pair."""
    content = message.content
    return replace(message, content=replace(content, **_mended(content)), **_mended(message))


def _mended(value: Inbound | Content | File) -> dict[str, Any]:
    mended: dict[str, Any] = {}
    for each in fields(value):
        held = getattr(value, each.name)
        if isinstance(held, str) and _UNSTORABLE.search(held):
            mended[each.name] = _UNSTORABLE.sub("\ufffd", held)
        elif isinstance(held, File):
            mended[each.name] = replace(held, **_mended(held))
        elif isinstance(held, tuple):
            mended[each.name] = tuple(_UNSTORABLE.sub("\ufffd", each) if isinstance(each, str) else each for each in held)
    return mended


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch `[start, end)` of the text, in code points, that is bold, italic, quoted or a link."""

    start: int
    end: int
    kind: Literal["bold", "italic", "quote", "link"]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the author's: `name` is what the program finds its bytes by, `caption` the idea that it stands beside.

    `alt` says in words what is to be seen in it.
    """

    name: str
    caption: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One button. `id` is at most 64 bytes of ASCII and comes back in `Press`. `ticked` is None where nothing is ticked.

    `number` is what a person may type instead of pressing, 0 for buttons that are no answer of their own (skip, done).
    `value` is what stands for it in a `Field`, empty where it is no answer to one. `sends` is whether pressing it hands in what
    is ticked above it.
    """

    id: str
    label: str
    ticked: bool | None = None
    number: int = 0
    value: str = ""
    sends: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """What an email carries outside: made once, when it is queued, so that it is the same mail however often it is tried.

    `id` becomes its Message-ID, `answers` is the one that it answers. `reply`, `bounce` and `stop` are the tokens of the
    addresses for an answer, for a bounce and for the button "unsubscribe".
    """

    id: str = ""
    reply: str = ""
    bounce: str = ""
    stop: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to say to one recipient; the channel decides how it looks.

    `subject` heads it where a channel has subjects (email, letters, files). `replaces` is the vendor's id of one of our own
    messages that this one takes the place of, empty for a new message. `post` is what only an email has. `field` is what a form's
    field that answers it is called (`Field.option`), empty where it asks for nothing. `pictures` are shown before the text, where
    a channel shows any. `language` is what the person is spoken to in, for what a channel says beside the text.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    options: tuple[Option, ...] = ()
    subject: str = ""
    replaces: str = ""
    post: Post | None = None
    field: str = ""
    pictures: tuple[Picture, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes on its channel: which of our accounts, which address, which thread in it.

    On paper (`LETTERS`) `thread` is the name and postal address to print.
    """

    account: str
    address: str
    thread: str = ""


_BARE = re.compile(r"-?\d{1,6}(?:\.\d{1,6})?")  # a number and no words
_BETWEEN = "\n\n—\n\n"  # one language and the next


def together(messages: Sequence[Outgoing]) -> Outgoing:
    """The same said in several languages as one message, in their order: none of them waits for a second one to arrive."""
    text, marks = "", []
    for message in messages:
        start = len(text) + (len(_BETWEEN) if text else 0)
        text = f"{text}{_BETWEEN}{message.text}" if text else message.text
        marks += [replace(mark, start=mark.start + start, end=mark.end + start) for mark in message.marks]
    options = dict.fromkeys(option for message in messages for option in message.options)
    subjects = dict.fromkeys(message.subject for message in messages if message.subject)
    post = next((message.post for message in messages if message.post is not None), None)
    return Outgoing(text, tuple(marks), tuple(options), " / ".join(subjects), post=post)


_POINT = re.compile(r"\s*-?\d{1,6}(?:\.\d{1,6})?\s*(?:$|[-–—:.)=(,]\s*\D)")
_NO_SPACE = re.compile(r"\S")
_STOPS = tuple(re.compile(stop) for stop in (r"\n\s*\n", r"\n", r"(?<=[.!?…])\s", r"\s"))  # the best place for a cut first


def listed(message: Outgoing) -> Outgoing:
    """`message` with its numbered buttons written out beneath the text, for channels and labels that buttons cannot carry."""
    lines: list[str] = []
    answers = [option for option in message.options if option.number]
    if all(_BARE.fullmatch(option.label) and option.ticked is None for option in answers):
        row = "  ".join(option.label for option in answers)  # a range: its points beside each other
        return replace(message, text="\n\n".join(filter(None, (message.text, row))))
    scale = _scale(message.options)
    for option in message.options:
        if option.number:
            tick = {None: "", True: "[x] ", False: "[ ] "}[option.ticked]
            lines.append(f"{tick}{option.label}" if scale else f"{tick}{option.number}. {option.label}")
    return replace(message, text="\n\n".join(filter(None, (message.text, "\n".join(lines)))))


def _scale(options: tuple[Option, ...]) -> bool:
    """Whether the labels have numbers of their own, but for a "don't know" and a "rather not say".

    There "1. 0 – not at all" would give the 0 two numbers, and a number that is sent means the point.
    """
    answers = [option for option in options if option.number]
    points = sum(_POINT.match(option.label) is not None for option in answers)
    return points >= 2 and points >= len(answers) - 2


def utf16(text: str) -> int:
    """The length of `text` in UTF-16 units, the unit of Telegram's limits and offsets."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


def split(message: Outgoing, limit: int, measure: Callable[[str], int] = utf16) -> tuple[Outgoing, ...]:
    """Cut `message` into parts of at most `limit`, in order; buttons stay under the last part.

    `measure` counts at least one for each character. A cut falls, in this order of liking, at a blank line, a line end, the end
    of a sentence, any white space; never inside a word or a mark, unless one word or mark alone is longer than a whole part.
    Nothing but the white space at a cut and at the ends is dropped. A message that fits stays as it is.
    """
    text = message.text.rstrip()
    if not _longer(message.text, 0, limit, measure):
        return (message,)
    parts: list[Outgoing] = []
    start = _word(text, 0)
    while _longer(text, start, limit, measure):
        end = _cut(message, start, limit, measure)
        parts.append(_part(message, start, end))
        start = _word(text, end)
    parts.append(_part(message, start, len(text)))
    parts[-1] = replace(parts[-1], options=message.options, field=message.field)
    parts[0] = replace(parts[0], subject=message.subject, replaces=message.replaces)
    return tuple(parts)


def _longer(text: str, start: int, limit: int, measure: Callable[[str], int]) -> bool:
    return measure(text[start : start + limit + 1]) > limit


def _word(text: str, start: int) -> int:
    """Where the first word from `start` on begins."""
    found = _NO_SPACE.search(text, start)
    return found.start() if found else len(text)


def _cut(message: Outgoing, start: int, limit: int, measure: Callable[[str], int]) -> int:
    furthest = _furthest(message.text, start, limit, measure)
    near = tuple(mark for mark in message.marks if mark.start < furthest and mark.end > start)
    for marks in (near, ()):  # a mark longer than a part has to be cut, though still between its words
        for stop in _STOPS:
            stops = [found.start() for found in stop.finditer(message.text, start + 1, furthest + 2)]
            for end in reversed(stops):
                if end <= furthest and not any(mark.start < end < mark.end for mark in marks):
                    return end
    return furthest


def _furthest(text: str, start: int, limit: int, measure: Callable[[str], int]) -> int:
    """The last end such that `text[start:end]` still fits, found by halving."""
    low, high = start + 1, min(len(text), start + limit)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[start:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _part(message: Outgoing, start: int, end: int) -> Outgoing:
    marks = tuple(
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in message.marks
        if mark.start < end and mark.end > start
    )
    return Outgoing(message.text[start:end], marks)
