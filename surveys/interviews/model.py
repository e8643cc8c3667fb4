"""The going-through of a survey by one person: its state, what can happen to it, and what comes of that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from surveys.definitions.model import Variant
from surveys.messages import Sendable

Status = Literal["consent", "asking", "closing", "finished"]
Permission = Literal["take_part", "hear_back", "quote"]
Command = Literal[
    "start", "help", "what", "back", "keep", "skip", "pause", "stop", "status", "questions", "switch",
    "my_answers", "hide", "forget", "privacy", "language", "plain", "easy_read", "standard", "need_help",
    "results", "yes", "no", "done", "change",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered, as XForms writes it: text, "42", "2010-08-16", a choice's name, names parted by spaces.

    Of a file it is the id that the file is kept under.
    `remark` is what they added beside a choice. `message` is the vendor's id of the message it came in, so that an edit of that
    message revises it. A skipped question has an empty value and `skipped`. `structure` is the one in which it was given.
    """

    value: str
    remark: str = ""
    message: str = ""
    skipped: bool = False
    structure: int = 1


@dataclass(frozen=True, slots=True)
class Apart:
    """An answer that a later version of the survey could not take over, as `structure` held it under the name `question`."""

    structure: int
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Crossed:
    """What somebody who was carried over to another version has not been told yet, and what was open when they were.

    What they say next they may have written with the question before their eyes that was open then: `at`, in `structure`, with
    these ticks and this guess. `added` questions are new to them, `again` are asked again, `gone` are answered and asked no more.
    """

    structure: int
    at: str
    ticks: tuple[str, ...] = ()
    unclear: str = ""
    maybe: Answer | None = None
    added: int = 0
    again: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Interview:
    """Where one person is in one survey. It knows who; the response it leaves knows what.

    `at` is what the person was asked last and has not answered: a question, or a permission before the first question and after
    the last; empty when nothing is open. `answers` are those that count; `kept` are answers to questions that a later change made
    irrelevant, so that nothing is lost when it is changed back. `ticks` are the choices ticked so far in an open select_multiple.
    `rounds` is how many times each repeat is gone through that has no count, 1 where nothing is said, and `enough` are those
    of which there is no other. `sure` is set while "forget me" waits for its yes; `helped` once they asked for help, until
    they say that they want to go on; `variant` is in which words they are asked. `choosing` is set while we wait to hear in
    which language they wish to be asked, and `chosen` once they have said so, here or in an earlier interview. `sheet` where
    all questions that are open are laid out at once, as in a mail, and not asked one by one; `unclear` is the last message
    that was not understood, and `maybe` the answer that it probably meant, until they say so. `apart` are answers that no
    question of this version holds any more; `crossed` is what they are yet to be told of that.
    """

    id: str
    survey: str
    structure: int = 1
    status: Status = "consent"
    language: str = "en"
    variant: Variant = "standard"
    chosen: bool = False
    choosing: bool = False
    at: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    kept: Mapping[str, Answer] = field(default_factory=dict)
    ticks: tuple[str, ...] = ()
    rounds: Mapping[str, int] = field(default_factory=dict)
    enough: tuple[str, ...] = ()
    permissions: Mapping[Permission, bool] = field(default_factory=dict)
    paused: bool = False
    stopped: bool = False
    sure: bool = False
    helped: bool = False
    sheet: bool = False
    unclear: str = ""
    maybe: Answer | None = None
    apart: tuple[Apart, ...] = ()
    crossed: Crossed | None = None


# ── events: what can happen ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Began:
    """The person opened the conversation, or came back to it by its link. `suggested` is the language that their app is in."""

    suggested: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The person wrote something: an answer, a command, or neither."""

    text: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Chose:
    """The person pressed a button under a question of this interview, as it was in `structure`.

    `question` is an index, or one of `ASIDES` below 0; `pick` is a choice's code as digits, or a command.
    """

    structure: int
    question: int
    pick: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """The person filled in a form's field for a question of this interview, as it was in `structure`.

    `values` are choices' names, or what they wrote: always an answer, never a command. A question answered before is revised.
    `remark` is what they added beside choices. `media` is the id of the file in the field.
    """

    structure: int
    question: int
    values: tuple[str, ...]
    message: str = ""
    remark: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The person edited a message they had sent."""

    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Attached:
    """The person sent a file, known as `media`: an answer where such a file is asked for. `remark` is what stands beside it."""

    media: str
    what: Sendable
    mime: str = ""
    message: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """The person shared a place, as XForms writes one: an answer where a place is asked for."""

    where: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class NoWords:
    """Something came that is no words (a sticker, a voice note), or a file that could not be had.

    `limit` is how many megabytes are kept, where it has more.
    """

    what: str
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Wrote:
    """The person sent back a mail in which several questions were laid out.

    `parts` are what stands under each question, by its name in `structure` or one of `ASIDES`; `rest` is what stands under none.
    """

    parts: tuple[tuple[str, str], ...]
    rest: str = ""
    message: str = ""
    structure: int = 1


# What is asked beside the survey's own questions, and the index that its buttons carry.
ASIDES: Mapping[str, int] = {"take_part": -1, "hear_back": -2, "quote": -3, "forget": -4, "language": -5, "variant": -6}

Event = Began | Said | Chose | Filled | Corrected | Attached | Shared | NoWords | Wrote


# ── effects: what comes of it ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a time of it, on the clock where they were said."""

    day: date
    clock: time

    def __str__(self) -> str:
        return f"{self.day} {self.clock:%H:%M}"


@dataclass(frozen=True, slots=True)
class Sight:
    """That there is a file of this kind; what is in it is not shown."""

    kind: str

    def __str__(self) -> str:
        return f"({self.kind})"


Param = str | int | date | time | Moment | Sight


@dataclass(frozen=True, slots=True)
class Say:
    """Say the text `key` of the catalogue, filled with `params`."""

    key: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a question by its name, or one of `ASIDES`. `ticks` are shown as ticked; `replaces` is the message it replaces.

    `notes` are the notes and sections told before it, by name: none when it has just been asked. `offered` are the names of the
    choices on offer, where a choice_filter left some out. `suggests` is an answer that may be kept as it is.
    """

    question: str
    ticks: tuple[str, ...] = ()
    replaces: str = ""
    notes: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    suggests: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Ask in which language the person wishes to be asked; `languages` in the order to show them in."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefer:
    """The person chose a language, or in which words they are asked: it is kept with them, for their other interviews too.

    What they have not chosen is empty, or None.
    """

    language: str = ""
    variant: Variant | None = None


NO_WISH = Prefer()


@dataclass(frozen=True, slots=True)
class Record:
    """Store this answer. `revises` when there was one before."""

    question: str
    answer: Answer
    revises: bool = False


@dataclass(frozen=True, slots=True)
class Retract:
    """Take a stored answer out of the response: its question is no longer asked of this person."""

    question: str


@dataclass(frozen=True, slots=True)
class SetApart:
    """Keep this answer apart, under the version that asked. `fresh`: it came in just now, and was not stored before."""

    apart: Apart
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Permit:
    """The person gave (or refused) a permission."""

    permission: Permission
    given: bool


@dataclass(frozen=True, slots=True)
class Finish:
    """The interview is complete: its response counts."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Do not write to this person again, on any channel, unless they come back."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The person came back after a stop."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete what this person said and who they are."""


@dataclass(frozen=True, slots=True)
class Show:
    """Show the questions, the person's answers, their other interviews, or the news of their points."""

    what: Literal["questions", "answers", "switch", "results"]


@dataclass(frozen=True, slots=True)
class Took:
    """Show what was put down as the answers to these questions."""

    questions: tuple[str, ...]


Effect = Say | Ask | Took | Offer | Prefer | Record | Retract | SetApart | Permit | Finish | Stop | Resume | Forget | Show


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event made of an interview: its new state and the effects to apply, in order."""

    interview: Interview
    effects: tuple[Effect, ...] = ()
