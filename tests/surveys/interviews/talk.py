"""A conversation with the engine alone: the interview is serialised and re-read between any two turns."""

from collections.abc import Iterable
from datetime import UTC, datetime

from storage.codecs import decode_interview, encode
from surveys.definitions.model import Survey
from surveys.interviews.engine import step
from surveys.interviews.model import (
    ASIDES,
    Ask,
    Began,
    Chose,
    Corrected,
    Effect,
    Event,
    Filled,
    Interview,
    NoWords,
    Offer,
    Permit,
    Prefer,
    Record,
    Retract,
    Said,
    Say,
    Show,
)

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)
CLOSES = datetime(2010, 11, 15, 23, 59, 59, tzinfo=UTC)
AFTER = datetime(2010, 11, 16, 0, 0, 0, tzinfo=UTC)


class Talk:
    """Steps one interview through `survey`; what each event comes to is given back in short."""

    def __init__(self, survey: Survey, interview: Interview, *, now: datetime = NOW, closes: datetime | None = CLOSES) -> None:
        self.survey = survey
        self.interview = interview
        self.now = now
        self.closes = closes
        self.effects: tuple[Effect, ...] = ()

    def step(self, event: Event) -> str:
        """Take one event; its effects in short."""
        interview = decode_interview(encode(self.interview))
        assert interview == self.interview
        turn = step(self.survey, interview, event, now=self.now, closes=self.closes)
        self.interview, self.effects = turn.interview, turn.effects
        return short(turn.effects)

    def began(self, suggested: str = "") -> str:
        return self.step(Began(suggested))

    def said(self, text: str, message: str = "new") -> str:
        return self.step(Said(text, message))

    def press(self, question: str, pick: str, message: str = "under") -> str:
        return self.step(Chose(self.interview.structure, self._index(question), pick, message))

    def fill(self, question: str, *values: str, remark: str = "") -> str:
        return self.step(Filled(self.interview.structure, self._index(question), values, remark=remark))

    def edit(self, message: str, text: str) -> str:
        return self.step(Corrected(text, message))

    def sticker(self) -> str:
        return self.step(NoWords("sticker"))

    def value(self, name: str) -> str:
        return self.interview.answers[name].value

    def _index(self, question: str) -> int:
        return ASIDES[question] if question in ASIDES else self.survey.by_name[question].index


def short(effects: Iterable[Effect]) -> str:
    """Effects as words: `say:closed`, `ask:size`, `record:size=small`, `revise:size=large`, `permit:quote=no`."""
    return " ".join(_short(effect) for effect in effects)


def _short(effect: Effect) -> str:
    match effect:
        case Say(key, _):
            return f"say:{key}"
        case Ask(question, ticks, replaces, notes):
            marks = "".join(f"[{tick}]" for tick in ticks) + (f"@{replaces}" if replaces else "")
            return "".join(f"note:{note} " for note in notes) + f"ask:{question}{marks}"
        case Record(question, answer, revises):
            value = "-" if answer.skipped else answer.value + (f"|{answer.remark}" if answer.remark else "")
            return f"{'revise' if revises else 'record'}:{question}={value}"
        case Retract(question):
            return f"retract:{question}"
        case Permit(permission, given):
            return f"permit:{permission}={'yes' if given else 'no'}"
        case Show(what):
            return f"show:{what}"
        case Offer(languages):
            return f"offer:{','.join(languages)}"
        case Prefer(language, variant):
            return f"prefer:{language or variant}"
        case _:
            return type(effect).__name__.lower()
