"""Replies of our own writing to the invitation about the park: each with what its writer meant.

Most are what eight mail programs make of five people's answers, put in five places. The others are written by hand: heads of
quoted mail in many languages, quotes cut down, ticks beside choices, answers in one's own order, signatures, notices, odd
encodings.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.header import Header
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from tests.mail.post import JO, arrived
from tests.mail.writers import PROMPT, WRITERS, Done, Placed, _answering, plain_of

PLACES: tuple[Placed, ...] = ("beneath", "beside", "above", "below", "alone")


@dataclass(frozen=True)
class Case:
    """One mail, and what its writer meant, as XForms writes it; `exact` where each of it must be understood."""

    name: str
    raw: bytes
    meant: Mapping[str, str]
    exact: bool = True


# Five people: what each wrote in "Answer …:", and what it means.
PEOPLE: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "all": (
        {"1": "most weeks", "2": "2", "3": "1 May 2001", "4": "1 and 3", "5": "no", "6": "More lights.\nAnd benches, please.",
         "A": "yes", "B": "no"},
        {"often": "weeks", "children": "2", "first": "2001-05-01", "do": "play sport", "dark": "no",
         "change": "More lights.\nAnd benches, please."},
    ),
    "numbers": (
        {"1": "1", "2": "0", "3": "16/08/1999", "4": "4", "5": "2", "6": "Nothing. It is fine as it is – really."},
        {"often": "days", "children": "0", "first": "1999-08-16", "do": "sit", "dark": "no",
         "change": "Nothing. It is fine as it is – really."},
    ),
    "few": ({"1": "Never", "5": "Yes", "6": "A gate on the east side"}, {"often": "never", "dark": "yes",
                                                                         "change": "A gate on the east side"}),
    "words": (
        {"1": "now and then", "2": "three", "4": "Play, and sit and talk", "6": "Ice cream! Mae'n braf – £2 a cone"},
        {"often": "seldom", "children": "3", "do": "play sit", "change": "Ice cream! Mae'n braf – £2 a cone"},
    ),
    "required only": ({"1": "2"}, {"often": "weeks"}),
}  # fmt: skip


def written() -> Iterator[Case]:
    """What the programs make of it: eight, five places, five people."""
    for writer_name, writer in WRITERS.items():
        for place in PLACES:
            for person, (answers, meant) in PEOPLE.items():
                if place == "alone" and len(answers) == 1:
                    continue  # one line with a number says too little of what it answers
                raw = writer(arrived(), Done(answers, place), JO)
                yield Case(f"{person}, {place}, by {writer_name}", raw, meant)


# ── by hand ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def mail(text: str, *, subtype: str = "plain", charset: str = "utf-8") -> bytes:
    """A reply of one part."""
    return _answering(arrived(), MIMEText(text, subtype, charset), JO).as_bytes()


def sheet() -> str:
    """The invitation's words."""
    return plain_of(arrived())


def quoted(mark: str = "> ", fill: Mapping[str, str] | None = None) -> str:
    """The invitation, marked, with answers on lines of their own under the prompts."""
    lines: list[str] = []
    for line in sheet().splitlines():
        lines.append(f"{mark}{line}".rstrip())
        prompt = PROMPT.fullmatch(line.strip())
        if prompt and fill and prompt[1] in fill:
            lines.append(fill[prompt[1]])
    return "\n".join(lines)


HEADS = {
    "English": "On Fri, 3 Sep 2010 at 11:00, Wexmoor Council <hear@hear.example> wrote:",
    "English, wrapped": ("On Fri, 3 Sep 2010 at 11:00, Wexmoor Council\n<hear@hear.example> wrote:"),
    "English, American": "On 9/3/2010 11:00 AM, Wexmoor Council wrote:",
    "Welsh": "Ar Gwe, 3 Medi 2010 am 11:00, ysgrifennodd Wexmoor Council <hear@hear.example>:",
    "German": "Am Fr., 3. Sept. 2010 um 11:00 Uhr schrieb Wexmoor Council <hear@hear.example>:",
    "German, Outlook": (
        "Von: Wexmoor Council <hear@hear.example>\nGesendet: Freitag, 3. September 2010 11:00\nAn: Jo\nBetreff: A fairer way"
    ),
    "French": "Le ven. 3 sept. 2010 à 11:00, Wexmoor Council <hear@hear.example> a écrit :",
    "French, Outlook": (
        "De : Wexmoor Council <hear@hear.example>\nEnvoyé : vendredi 3 septembre 2010 11:00\nÀ : Jo\nObjet : A fairer way"
    ),
    "Russian": "пт, 3 сент. 2010 г. в 11:00, Wexmoor Council <hear@hear.example>:",
    "Russian, Yandex": '03.09.2010, 11:00, "Wexmoor Council" <hear@hear.example>:',
    "Spanish": "El vie, 3 sept 2010 a las 11:00, Wexmoor Council (<hear@hear.example>) escribió:",
    "Italian": "Il giorno ven 3 set 2010 alle ore 11:00 Wexmoor Council <hear@hear.example> ha scritto:",
    "Dutch": "Op vr 3 sep 2010 om 11:00 schreef Wexmoor Council <hear@hear.example>:",
    "Polish": "pt., 3 wrz 2010 o 11:00 Wexmoor Council <hear@hear.example> napisał(a):",
    "Original Message": (
        "-----Original Message-----\n"
        "From: Wexmoor Council <hear@hear.example>\n"
        "Sent: Friday, September 3, 2010 11:00 AM\n"
        "To: Jo\n"
        "Subject: x"
    ),
    "a rule and fields": (
        "________________________________\n"
        "From: Wexmoor Council <hear@hear.example>\n"
        "Sent: 03 September 2010 11:00\n"
        "To: Jo <jo@people.example>\n"
        "Subject: Questions"
    ),
    "stars": ("*From:* Wexmoor Council <hear@hear.example>\n*Sent:* 03 September 2010 11:00\n*To:* Jo\n*Subject:* Questions"),
}
ABOVE = "1. Most days\n2. 3\n3. 1 May 2001\n4. 2\n5. Yes\n6. Longer hours in summer"
MEANT = {
    "often": "days", "children": "3", "first": "2001-05-01", "do": "walk", "dark": "yes", "change": "Longer hours in summer",
}  # fmt: skip
FILLED = {"1": "1", "2": "3", "3": "1 May 2001", "4": "2", "5": "yes", "6": "Longer hours in summer"}
FEET = {
    "iPhone": "Sent from my iPhone",
    "Outlook": "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "German phone": "Von meinem iPhone gesendet",
    "French phone": "Envoyé de mon iPhone",
    "Welsh phone": "Anfonwyd o fy iPhone",
    "dashes": "-- \nJo Bloggs | Chair, Friends of Quay Street\n01632 960000",
    "farewell": "Kind regards,\n\nJo Bloggs\nChair\nFriends of Quay Street",
    "German farewell": "Mit freundlichen Grüßen\nJo Bloggs",
    "Welsh farewell": "Cofion gorau\nJo",
    "notice": "This email and any attachments are confidential. If you are not the intended recipient, delete it.",
    "rule and notice": "________________________________\nDisclaimer: views expressed here are mine.\nRegistered charity 0000000",
}


def by_hand() -> Iterator[Case]:
    """The ones that no program was asked to write."""
    for name, head in HEADS.items():
        yield Case(f"above, head: {name}", mail(f"{ABOVE}\n\n{head}\n\n{quoted()}"), MEANT)
        yield Case(f"above, no marks, head: {name}", mail(f"{ABOVE}\n\n{head}\n\n{sheet()}"), MEANT)
    for name, foot in FEET.items():
        yield Case(f"foot under the answers: {name}", mail(f"{ABOVE}\n\n{foot}\n\n{HEADS['English']}\n{quoted()}"), MEANT)
        yield Case(f"foot at the end: {name}", mail(f"{HEADS['English']}\n{quoted(fill=FILLED)}\n\n{foot}"), MEANT)
    yield from _cut()
    yield from _ticked()
    yield from _ordered()
    yield from _encoded()
    yield from _doubtful()


def _block(number: int) -> list[str]:
    """The lines of one question."""
    lines = sheet().splitlines()
    start = lines.index(f"Question {number} of 6")
    end = next(at for at, line in enumerate(lines) if line == f"Answer {number}:")
    return lines[start : end + 1]


def _cut() -> Iterator[Case]:
    """Only some of what we sent is left."""
    one = "\n".join(f"> {line}" for line in _block(5))
    yield Case("only one question quoted", mail(f"{one}\nyes\n"), {"dark": "yes"})
    bare = "\n".join(_block(5))
    yield Case("only one question, no marks", mail(f"{bare} yes\n"), {"dark": "yes"})
    two = (
        "\n".join(f"> {line}" for line in (*_block(1)[:3],))
        + "\n2\n"
        + "\n".join(f"> {line}" for line in _block(5)[:3])
        + "\nno\n"
    )
    yield Case("headings and questions only", mail(two), {"often": "weeks", "dark": "no"})
    prompts = "Answer 1: most days\nAnswer 5: no\nAnswer 6: Swings"
    yield Case("prompts retyped, nothing quoted", mail(prompts), {"often": "days", "dark": "no", "change": "Swings"})
    head = "\n".join(quoted(fill=FILLED).splitlines()[40:])
    yield Case("the beginning cut off", mail(head), MEANT, exact=False)


def _beside_choice(number: int, choice: str, mark: str, *, after: bool = True, quote: str = "> ") -> str:
    lines = []
    inside = False
    for line in sheet().splitlines():
        inside = line == f"Question {number} of 6" or (inside and not line.startswith("Question "))
        if inside and line.endswith(f". {choice}"):
            lines.append(f"{quote}{line} {mark}" if after else f"{quote}{mark} {line}")
        else:
            lines.append(f"{quote}{line}".rstrip())
    return "\n".join(lines)


def _ticked() -> Iterator[Case]:
    """A mark beside a choice instead of an answer under it."""
    for mark in ("x", "X", "✓", "<--", "← this one", "[x]", "yes"):
        yield Case(f"tick {mark} after", mail(_beside_choice(1, "Most weeks", mark)), {"often": "weeks"})
    for mark in ("x", "->", "[x]"):
        yield Case(f"tick {mark} before", mail(_beside_choice(1, "Now and then", mark, after=False)), {"often": "seldom"})
    yield Case("tick without marks", mail(_beside_choice(1, "Never", "x", quote="")), {"often": "never"})
    both = _beside_choice(1, "Most weeks", "x").replace("> 3. Never", "> 3. Never").replace("> 1. Most days", "> 1. Most days x")
    yield Case("two ticks where one is asked for", mail(both), {"often": "?"}, exact=False)


def _ordered() -> Iterator[Case]:
    """Answers with their numbers, in ways of their own."""
    yield Case("brackets", mail("1) never\n5) yes\n6) Nothing to add, I never go."), {
        "often": "never", "dark": "yes", "change": "Nothing to add, I never go."})  # fmt: skip
    yield Case("Q and colon", mail("Q1: 2\nQ2: 1\nQ5: no"), {"often": "weeks", "children": "1", "dark": "no"})
    yield Case("dashes", mail("1 - most days\n2 - 4\n5 - yes"), {"often": "days", "children": "4", "dark": "yes"})
    yield Case("numbers and words", mail("1 most days\n2 4\n5 yes"), {"often": "days", "children": "4", "dark": "yes"})
    yield Case("out of order", mail("6. Trees\n1. never"), {"often": "never", "change": "Trees"})
    yield Case("greeting before", mail("Hi there,\n\n1. never\n5. yes\n\nThanks,\nJo"), {"often": "never", "dark": "yes"})
    yield Case("several lines", mail("1. never\n6. First, lights.\nSecond, benches.\n\nThird, a gate.\n5. yes"), {
        "often": "never", "dark": "yes", "change": "First, lights.\nSecond, benches.\n\nThird, a gate."})  # fmt: skip
    yield Case("a list as an answer", mail(quoted(fill={"1": "never", "6": "- lights\n- benches"})), {
        "often": "never", "change": "- lights\n- benches"})  # fmt: skip
    yield Case("a figure with a point", mail(quoted(fill={"1": "3", "6": "3.5 metres more path"})), {
        "often": "seldom", "change": "3.5 metres more path"})  # fmt: skip
    yield Case("skip", mail(quoted(fill={"1": "never", "5": "skip", "6": "skip"})), {"often": "never"})
    yield Case("with remarks", mail(quoted(fill={"1": "Most weeks, but not in winter"})), {"often": "weeks"}, exact=False)


def _encoded() -> Iterator[Case]:
    """What becomes of characters on the way."""
    text = quoted(fill={"1": "never", "6": "Café, 20 € – näher am Fluss"})
    meant = {"often": "never", "change": "Café, 20 € – näher am Fluss"}
    for charset in ("utf-8", "windows-1252", "iso-8859-15"):
        sendable = text.translate({0x201C: '"', 0x201D: '"'}) if charset == "iso-8859-15" else text
        sendable = sendable.replace("–", "-") if charset == "iso-8859-15" else sendable
        wanted = {name: value.replace("–", "-") if charset == "iso-8859-15" else value for name, value in meant.items()}
        yield Case(f"charset {charset}", mail(sendable, charset=charset), wanted)
    lied = mail(text).replace(b'charset="utf-8"', b'charset="us-ascii"')
    yield Case("a charset that is not true", lied, meant)
    unknown = mail(text).replace(b'charset="utf-8"', b'charset="x-unknown-9"')
    yield Case("a charset that nobody knows", unknown, meant)
    mixed = MIMEMultipart("mixed")
    mixed.attach(MIMEText(quoted(fill=FILLED), "plain", "utf-8"))
    mixed.attach(MIMEImage(b"\x89PNG\r\n\x1a\n", "png"))
    yield Case("a picture beside", _answering(arrived(), mixed, JO).as_bytes(), MEANT)
    again = mail(quoted(fill=FILLED)).replace(b"Subject: Re:", b"Subject: " + Header("Réponse:", "utf-8").encode().encode())
    yield Case("a subject in another script", again, MEANT)
    yield Case("marks of another kind", mail(quoted("| ", FILLED)), MEANT)
    yield Case("deep marks", mail(quoted(">> ", FILLED)), MEANT)
    yield Case("wide spaces", mail(quoted(fill=FILLED).replace(" of ", "\u00a0of\u00a0")), MEANT)
    narrow = "\n".join(_wrapped(line) for line in quoted(fill=FILLED).splitlines())
    yield Case("wrapped off the mark", mail(narrow), MEANT)


def _wrapped(line: str, width: int = 60) -> str:
    """A quoted line as careless programs wrap it: the rest stands on a line of its own without a mark."""
    if not line.startswith(">") or len(line) <= width:
        return line
    cut = line.rindex(" ", 0, width)
    return f"{line[:cut]}\n{line[cut + 1 :]}"


def _doubtful() -> Iterator[Case]:
    """What cannot be known must be asked again, and never guessed."""
    above: Callable[[str], str] = lambda words: f"{words}\n\n{HEADS['English']}\n{quoted()}"  # noqa: E731
    yield Case("agreement with all of it", mail(above("I agree with everything you say.")), {})
    yield Case("a bare number", mail(above("2")), {})
    yield Case("only a greeting", mail(above("Dear all,\n\nThanks,\nJo")), {})
    yield Case("empty", mail(quoted()), {})
    yield Case("nothing at all", mail(""), {})
    shifted = "\n".join(["most days", *_above_each({"2": "2", "3": "1 May 2001", "4": "1", "5": "no", "6": "Lights"})])
    yield Case("answers above their questions", mail(shifted), MEANT | {
        "children": "2", "do": "play", "dark": "no", "change": "Lights"}, exact=False)  # fmt: skip
    yield Case(
        "unreadable date", mail(quoted(fill={"1": "1", "3": "some time in spring"})), {"often": "days", "first": "?"}, False
    )
    yield Case("two choices for one", mail(quoted(fill={"1": "1 or 2"})), {"often": "?"}, exact=False)
    yield Case("not on the list", mail(quoted(fill={"1": "9", "5": "yes"})), {"often": "?", "dark": "yes"}, exact=False)
    yield Case("out of bounds", mail(quoted(fill={"1": "1", "2": "400"})), {"often": "days", "children": "?"}, exact=False)
    yield Case("asked back", mail(quoted(fill={"1": "what do you mean?"})), {"often": "?"}, exact=False)


def _above_each(answers: Mapping[str, str]) -> Iterator[str]:
    """Each answer on the line above its question's heading."""
    for line in sheet().splitlines():
        number = line.removeprefix("Question ").partition(" ")[0] if line.startswith("Question ") else ""
        if number in answers:
            yield answers[number]
        yield f"> {line}".rstrip()
