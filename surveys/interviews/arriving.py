"""What arrives from somebody who may have seen another version of the survey than the one that they are in."""

from dataclasses import replace
from datetime import datetime

from surveys.definitions.model import Question, Survey, say
from surveys.definitions.versions.history import History
from surveys.interviews.answering import picked
from surveys.interviews.asking import offered
from surveys.interviews.commands import command
from surveys.interviews.crossing import ticks_in, value_in
from surveys.interviews.engine import step
from surveys.interviews.model import (
    Answer,
    Apart,
    Ask,
    Chose,
    Corrected,
    Crossed,
    Effect,
    Event,
    Filled,
    Interview,
    Record,
    Said,
    Say,
    SetApart,
    Shared,
    Turn,
    Wrote,
)
from surveys.interviews.obeying import Obeying
from surveys.interviews.reading import Understood, read


def advance(history: History, interview: Interview, event: Event, *, now: datetime, closes: datetime | None = None) -> Turn:
    """`step`, for interviews of a survey that has several versions.

    A button or a form of an earlier version means what it meant then, or nothing. The first thing that somebody says after they
    were carried over answers what they were asked before, if it answers anything; then they are told what has changed.
    """
    return _Arrival(history, interview, now, closes).take(event)


class _Arrival(Obeying):
    """An event of somebody who may have seen another version than the one that they are in."""

    def __init__(self, history: History, interview: Interview, now: datetime, closes: datetime | None) -> None:
        super().__init__(history.of(interview.structure), interview, now, closes)
        self._history = history
        self._closes = closes

    def take(self, event: Event) -> Turn:
        """Route the event by which version it is about."""
        it = self.it
        if isinstance(event, Wrote) and event.structure != it.structure and self._history.knows(event.structure):
            return self._wrote_back(self._history.of(event.structure), event)
        if it.status == "consent" or it.stopped or it.sure:
            return self._as_it_is(event)
        match event:
            case Chose(structure, index) | Filled(structure, index) if structure != it.structure and self._history.knows(
                structure
            ):
                asked = self._history.of(structure).placed(index)
                return self._pressed(asked, event) if asked is not None else self._as_it_is(event)
            case Corrected(text, message):
                return self._edited(text, message, event)
            case Said() | Shared() if it.crossed is not None and not (it.helped or it.paused):
                return self._first(it.crossed, event)
            case _:
                return self._as_it_is(event)

    def _as_it_is(self, event: Event) -> Turn:
        return self._told(step(self.survey, self.it, event, now=self.now, closes=self._closes))

    def _told(self, turn: Turn) -> Turn:
        """The turn, in which they hear first what has changed, once something is asked of them."""
        crossed = turn.interview.crossed
        if crossed is None or not any(isinstance(effect, Ask) and effect.question != "forget" for effect in turn.effects):
            return turn
        counts = {"crossed.added": crossed.added, "crossed.again": crossed.again, "crossed.gone": crossed.gone}
        news: list[Effect] = [Say("crossed"), *(Say(key, {"n": n}) for key, n in counts.items() if n)]
        # the question goes into a message of its own: in the place of an older one nobody would see the news
        rest = [replace(effect, replaces="") if isinstance(effect, Ask) else effect for effect in turn.effects]
        return Turn(replace(turn.interview, crossed=None), (*news, *rest))

    def _done(self) -> Turn:
        return self._told(Turn(self.it, tuple(self.effects)))

    # ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _first(self, crossed: Crossed, event: Said | Shared) -> Turn:
        """The first words since they were carried over: written with the question before their eyes that was open then."""
        old = self._history.of(crossed.structure)
        asked = old.asked(crossed.at)
        if asked is None:
            return self._another(crossed, event)
        now = self.survey.stored(asked.key)
        if now is not None and now.name == self.it.at and alike(asked, now):
            self._set(ticks=self.it.ticks, unclear=crossed.unclear, maybe=_guess(crossed, asked, now))
            return self._as_it_is(event)
        turn = step(old, self._then(old, crossed), event, now=self.now, closes=self._closes)
        answers = [effect.answer for effect in turn.effects if isinstance(effect, Record) and effect.question == asked.name]
        if not answers:
            return self._no_answer(turn, event)
        self.effects += [effect for effect in turn.effects if isinstance(effect, Say) and effect.key.startswith("understood")]
        return self._answered(old.structure, asked, now, answers[0])

    def _another(self, crossed: Crossed, event: Said | Shared) -> Turn:
        """They were asked whether there is another round of a repeat: a yes to that is no yes to anything else."""
        called = command(event.text, language=self.it.language) if isinstance(event, Said) else None
        if self.it.at == crossed.at or (called is not None and called[0] not in ("yes", "no", "done", "keep", "skip")):
            return self._as_it_is(event)
        self._say("crossed.not_taken")
        self._ask_again()
        return self._done()

    def _then(self, old: Survey, crossed: Crossed) -> Interview:
        """The interview as it stood in `old`, as far as it matters for reading what they say."""
        then = replace(self.it, structure=old.structure, at=crossed.at, answers=self._answers_in(old), kept={}, crossed=None)
        return replace(then, ticks=crossed.ticks, unclear=crossed.unclear, maybe=crossed.maybe)

    def _answers_in(self, old: Survey) -> dict[str, Answer]:
        """What they have answered, as `old` says it."""
        answers = {}
        for name, answer in self.it.answers.items():
            now = self.survey.named(name)
            before = old.stored(now.key)
            value = value_in(now, before, answer.value) if before is not None else None
            if before is not None and value is not None:
                answers[before.name] = replace(answer, value=value)
        return answers

    def _as_asked(self, old: Survey, question: Question) -> Question:
        """`question` of `old` with the choices that it offered: what is numbered is numbered among these."""
        if question.choice_filter is None:
            return question
        then = replace(self.it, structure=old.structure, answers=self._answers_in(old), kept={})
        return offered(old, question, then, self.now)

    def _no_answer(self, turn: Turn, event: Said | Shared) -> Turn:
        """They asked for something else than answering, or nobody can tell: then it is no answer to another question either."""
        if any(isinstance(effect, Say) and effect.key.startswith(_NOT_READ) for effect in turn.effects):
            self._say("crossed.not_taken")
            self._ask_again()
            return self._done()
        return self._as_it_is(event)

    def _answered(self, structure: int, asked: Question, now: Question | None, answer: Answer) -> Turn:
        """They answered what they had been asked: it counts where it is still asked so, and is kept apart where it is not."""
        value = value_in(asked, now, answer.value) if now is not None else None
        if now is None or value is None or not self._relevant(now):
            return self._kept_apart(Apart(structure, asked.name, answer))
        answer = replace(answer, value=value)
        if answer.skipped and now.required:
            self._say("required")
            self._ask(now.name)
        elif self._allowed(now, answer):
            self._set(at=now.name)
            self._record(now, answer)
            self._onward()
        else:
            self._ask(now.name)
        return self._done()

    def _kept_apart(self, apart: Apart) -> Turn:
        if not apart.answer.skipped:
            self._keep_apart(apart)
        self._ask_again()
        return self._done()

    def _keep_apart(self, apart: Apart) -> None:
        others = tuple(each for each in self.it.apart if (each.structure, each.question) != (apart.structure, apart.question))
        self._set(apart=(*others, apart))
        self.effects.append(SetApart(apart, fresh=True))
        self._say("crossed.kept_apart")

    # ── mail ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _wrote_back(self, old: Survey, event: Wrote) -> Turn:
        """A sheet of an earlier version, filled in: each answer goes to its own question, or is kept apart."""
        parts: list[tuple[str, str]] = []
        apart: list[Apart] = []
        rest = [event.rest]
        for name, text in event.parts:
            asked = old.asked(name)
            now = self.survey.stored(asked.key) if asked is not None else None
            if asked is None or (now is not None and alike(asked, now)):
                parts.append((now.name if now is not None else name, text))
                continue
            asked = self._as_asked(old, asked)
            reading = read(asked, text, language=self.it.language, today=self.now.date(), zone=self.now.tzinfo)
            value = value_in(asked, now, reading.value) if isinstance(reading, Understood) and now is not None else None
            if not isinstance(reading, Understood):
                rest.append(text)
            elif now is None or value is None:
                apart.append(Apart(old.structure, name, Answer(reading.value, reading.remark, event.message)))
            else:
                parts.append((now.name, _written(now, value, reading.remark, self.it.language)))
        left = "\n".join(filter(None, rest))
        if parts or left or not apart:
            turn = self._as_it_is(replace(event, parts=tuple(parts), rest=left, structure=self.it.structure))
            self.it, self.effects = turn.interview, list(turn.effects)
        if self.it.status == "consent" or self.it.stopped or self.late:
            return Turn(self.it, tuple(self.effects))
        for each in apart:
            self._keep_apart(each)
        if apart and not (parts or left):
            self._ask_again()
        return self._done()

    # ── buttons and forms ───────────────────────────────────────────────────────────────────────────────────────────

    def _pressed(self, asked: Question, event: Chose | Filled) -> Turn:
        """A button or a form of an earlier version: taken where the same question and choice are there, and nowhere else."""
        now = self.survey.stored(asked.key)
        answer = _picked(asked, event, self.it.language, self.now)
        if now is None or (answer is not None and value_in(asked, now, answer.value) is None):
            return self._of_nothing(event.structure, asked, answer)
        crossed = self.it.crossed
        if crossed is not None and (crossed.structure, crossed.at) == (event.structure, asked.name) and self._relevant(now):
            ticks = self.it.ticks if now.name == self.it.at else ticks_in(asked, now, crossed.ticks)
            self._set(at=now.name, ticks=ticks)
        if isinstance(event, Filled) and asked.choices and answer is not None:
            event = replace(event, values=tuple((value_in(asked, now, answer.value) or "").split()))
        return self._as_it_is(replace(event, structure=self.it.structure, question=now.place_number))

    def _of_nothing(self, structure: int, asked: Question, answer: Answer | None) -> Turn:
        """It is about a question or a choice that is not there any more: kept if it answers what was open, else only told."""
        crossed = self.it.crossed
        open_then = crossed is not None and (crossed.structure, crossed.at) == (structure, asked.name)
        if answer is not None and open_then and not self.late:
            return self._kept_apart(Apart(structure, asked.name, answer))
        self._say("crossed.old_button")
        self._ask_again()
        return self._done()

    # ── edits ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _edited(self, text: str, message: str, event: Corrected) -> Turn:
        """An edit of a message that answered a question of an earlier version: read as that version asked."""
        found = next(((name, each) for name, each in self.it.answers.items() if message and each.message == message), None)
        if found is None or found[1].structure == self.it.structure or self.it.helped or self.late:
            return self._edited_apart(text, message, event)
        now = self.survey.named(found[0])
        old = self._history.of(found[1].structure)
        asked = old.stored(now.key)
        if asked is None or alike(asked, now):
            return self._as_it_is(event)
        asked = self._as_asked(old, asked)
        reading = read(asked, text, language=self.it.language, today=self.now.date(), zone=self.now.tzinfo)
        value = value_in(asked, now, reading.value) if isinstance(reading, Understood) else None
        if not isinstance(reading, Understood) or value is None:
            return self._as_it_is(event)
        values = tuple(value.split()) if now.choices else (value,)
        return self._as_it_is(Filled(self.it.structure, now.place_number, values, message, reading.remark))

    def _edited_apart(self, text: str, message: str, event: Corrected) -> Turn:
        """An edit of an answer that is kept apart changes it there."""
        apart = next((each for each in self.it.apart if message and each.answer.message == message), None)
        if apart is None or self.it.helped or self.late:
            return self._as_it_is(event)
        old = self._history.of(apart.structure)
        asked = self._as_asked(old, old.named(apart.question))
        reading = read(asked, text, language=self.it.language, today=self.now.date(), zone=self.now.tzinfo)
        if not isinstance(reading, Understood):
            return self._as_it_is(event)
        answer = replace(apart.answer, value=reading.value, remark=reading.remark)
        return self._kept_apart(replace(apart, answer=answer))


def _written(question: Question, value: str, remark: str, language: str) -> str:
    """An answer as somebody would write it: by the numbers of the choices, or by their names where some may not be on offer."""
    if not question.choices:
        return value
    if question.choice_filter is not None:
        said = "\n".join(say(choice.label, language) for choice in question.choices if choice.name in value.split())
    else:
        names = [choice.name for choice in question.choices]
        said = " and ".join(str(names.index(name) + 1) for name in value.split())
    return f"{said}, {remark}" if remark else said


def _guess(crossed: Crossed, asked: Question, now: Question) -> Answer | None:
    """What they probably meant when they were carried over, as `now` says it."""
    maybe = crossed.maybe
    value = value_in(asked, now, maybe.value) if maybe is not None else None
    return replace(maybe, value=value) if maybe is not None and value is not None else None


# What is said where a reply was no answer to what was asked: with these, and no others, the catalogue's keys begin.
_NOT_READ = ("reading.", "did_you_mean", "pick_first", "not_allowed", "required")


def alike(before: Question, now: Question) -> bool:
    """Whether the two are read alike, so that what was written for the one can be taken for the other."""
    here, there = ([(choice.code, choice.label) for choice in each.choices] for each in (before, now))
    return before.kind == now.kind and here == there


def _picked(asked: Question, event: Chose | Filled, language: str, now: datetime) -> Answer | None:
    """What a button or form of an earlier version answers, None where it answers nothing."""
    if isinstance(event, Chose):
        return picked(asked, event.pick)
    if asked.choices:
        names = " ".join(choice.name for choice in asked.choices if choice.name in event.values)
        return Answer(names, event.remark, event.message) if names else None
    reading = read(asked, " ".join(event.values), language=language, today=now.date(), zone=now.tzinfo)
    return Answer(reading.value, reading.remark, event.message) if isinstance(reading, Understood) else None
