"""The going-through of a survey by one person: its state, what can happen to it, and what comes of that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Status = Literal["consent", "asking", "closing", "finished", "stopped", "withdrawn"]
Permission = Literal["take_part", "hear_back", "quote"]
Command = Literal[
    "start", "help", "what", "back", "keep", "skip", "pause", "stop", "status", "questions", "switch",
    "my_answers", "hide", "forget", "privacy", "language", "need_help", "results", "yes", "no", "done", "change",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered, as XForms writes it: text, "42", "2010-08-16", a choice's name, names parted by spaces.

    `remark` is what they added beside a choice. `message` is the vendor's id of the message it came in, so that an edit of that
    message revises it. A skipped question has an empty value and `skipped`.
    """

    value: str
    remark: str = ""
    message: str = ""
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Interview:
    """Where one person is in one survey. It knows who; the response it leaves knows what.

    `at` is the open question, empty when none is; while `closing` it is the permission being asked for. `answers` keeps every
    answer given, also to questions that a changed answer made irrelevant, so that nothing is lost when it is changed back.
    `ticks` are the choices ticked so far in an open select_multiple. `sure` is set while "forget me" waits for its yes.
    """

    id: str
    survey: str
    structure: int = 1
    status: Status = "consent"
    language: str = "en"
    at: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    ticks: tuple[str, ...] = ()
    permissions: Mapping[Permission, bool] = field(default_factory=dict)
    paused: bool = False
    sure: bool = False


# ── events: what can happen ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Began:
    """The person opened the conversation, or came back to it by its link."""


@dataclass(frozen=True, slots=True)
class Said:
    """The person wrote something: an answer, a command, or neither."""

    text: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Chose:
    """The person pressed a button that belongs to this interview. `question` is an index, `pick` what the button stands for.

    `pick` is a choice's code as digits, or a command's name.
    """

    question: int
    pick: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The person edited a message they had sent."""

    text: str
    message: str


@dataclass(frozen=True, slots=True)
class NoWords:
    """Something came that is no words (a sticker, a voice note)."""

    what: str


Event = Began | Said | Chose | Corrected | NoWords


# ── effects: what comes of it ───────────────────────────────────────────────────────────────────────────────────────────

Param = str | int | date


@dataclass(frozen=True, slots=True)
class Say:
    """Say the text `key` of the catalogue, filled with `params`."""

    key: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the open question: a question's name, or while closing a permission's. `ticks` are shown as ticked."""

    question: str
    ticks: tuple[str, ...] = ()
    replaces: str = ""


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
    """Show something that the interview itself does not hold: the person's other interviews, or the news of their points."""

    what: Literal["switch", "results"]


Effect = Say | Ask | Record | Retract | Permit | Finish | Stop | Resume | Forget | Show


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event made of an interview: its new state and the effects to apply, in order."""

    interview: Interview
    effects: tuple[Effect, ...] = ()
