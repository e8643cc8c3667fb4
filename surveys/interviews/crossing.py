"""Over to another version of the survey: an interview that is under way goes on in it.

Questions are known by their keys and choices by their codes, which every version of a survey keeps. Nothing that somebody
answered is thrown away or becomes an answer to something else: what the new version has no place for is kept apart.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from surveys.definitions.model import Question, Survey
from surveys.interviews.answering import Answering
from surveys.interviews.model import Answer, Apart, Crossed, Effect, Interview, Retract, Say, SetApart, Turn
from surveys.interviews.rounds import answered


def cross(old: Survey, new: Survey, interview: Interview, *, now: datetime) -> Turn | None:
    """Carry an interview that is not finished from `old` to `new`, and what is to be stored of that; nothing is said yet.

    None where it stays: it is finished, or the new version has nothing left to ask somebody who has answered nothing.
    """
    if interview.status == "consent":
        return Turn(replace(interview, structure=new.structure))
    if interview.status != "asking":
        return None
    return _Crossing(old, new, interview, now).carried()


class _Crossing(Answering):
    """One interview on its way from `old` to the survey it will be in."""

    def __init__(self, old: Survey, new: Survey, interview: Interview, now: datetime) -> None:
        super().__init__(new, interview, now, None)
        self._old = old
        self._was = interview
        self._apart: list[Apart] = []
        self._again: set[str] = set()

    def carried(self) -> Turn | None:
        """The interview as it goes on in the new version."""
        answers, kept = self._over(self._was.answers), self._over(self._was.kept)
        self._set(structure=self.survey.structure, at="", ticks=(), unclear="", maybe=None, answers=answers, kept=kept)
        self._set(rounds=self._rounds(answers))
        self._check_constraints()
        self._ripple()
        at = self._where()
        if not at:
            return None
        effects: list[Effect] = [effect for effect in self.effects if not isinstance(effect, Say)]
        effects += [SetApart(apart) for apart in self._apart]
        # an answer that only does not fit any more is kept in the interview too, in case it fits again
        effects += [
            SetApart(Apart(self.survey.structure, effect.question, self.it.kept[effect.question]))
            for effect in self.effects
            if isinstance(effect, Retract)
        ]
        self._set(at=at, ticks=self._ticks(at), apart=(*self._was.apart, *self._apart), crossed=self._news())
        return Turn(self.it, tuple(effects))

    def _over(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """These answers under the names that they have now; those that have no place are set apart."""
        over = {}
        for name, answer in answers.items():
            before = self._old.named(name)
            now = self.survey.stored(before.key)
            value = value_in(before, now, answer.value) if now is not None else None
            if now is None or value is None:
                self._set_apart(before, now, answer)
            elif not (answer.skipped and now.required):  # what may not be skipped any more is asked again
                over[now.name] = replace(answer, value=value)
        return over

    def _rounds(self, answers: Mapping[str, Answer]) -> dict[str, int]:
        """How many times round there are: as many as there are answers for, though the repeat may be called otherwise now."""
        rounds = dict(self._was.rounds)
        for question in answered(self.survey, answers):
            if question.time:
                repeat = self.survey.repeat_of[question.bare].name
                rounds[repeat] = max(rounds.get(repeat, 1), question.time)
        return rounds

    def _set_apart(self, before: Question, now: Question | None, answer: Answer) -> None:
        if before.asks and not answer.skipped:
            self._apart.append(Apart(self._old.structure, before.name, answer))
            instead = now or self.survey.by_name.get(before.name)  # another question under its name is in its place
            if instead is not None and instead.asks:
                self._again.add(instead.name)

    def _check_constraints(self) -> None:
        """Answers that a changed constraint does not allow any more are asked again."""
        for name, answer in list(self.it.answers.items()):
            now = self.survey.named(name)
            before = self._old.stored(now.key)
            assert before is not None  # it was answered there
            if now.asks and not answer.skipped and now.constraint != before.constraint and not self._allowed(now, answer):
                self._set_apart(before, now, self._was.answers[before.name])
                self._set(answers={other: each for other, each in self.it.answers.items() if other != name})

    def _where(self) -> str:
        """What is open now: what they pointed at, else the next question, else the last they answered, to keep or to change."""
        open_before = self._old.asked(self._was.at)
        here = self.survey.stored(open_before.key) if open_before is not None else None
        if here is not None and here.name in self.it.answers:
            return here.name
        following = self._next()
        if following:
            return following
        given = [each.name for each in answered(self.survey, self.it.answers) if each.asks]
        return given[-1] if given else ""

    def _ticks(self, at: str) -> tuple[str, ...]:
        before, now = self._old.asked(self._was.at), self.survey.asked(at)
        same = before is not None and now is not None and before.key == now.key
        return ticks_in(before, now, self._was.ticks) if before is not None and now is not None and same else ()

    def _news(self) -> Crossed:
        """What they are told: with what they have not been told of versions in between."""
        was = self._was
        untold = was.crossed or Crossed(was.structure, was.at, was.ticks, was.unclear, was.maybe)
        asked = [each for each in self.survey.questions if each.asks and each.key not in self._old.by_key]
        new = {each.name for each in asked if self._relevant(each)}
        added, again, gone = len(new - self._again), len(self._again), len(self._apart) - len(self._again)
        return replace(untold, added=untold.added + added, again=untold.again + again, gone=untold.gone + gone)


def ticks_in(before: Question, now: Question, ticks: tuple[str, ...]) -> tuple[str, ...]:
    """The choices ticked in `before` that are there now."""
    codes = {choice.code for choice in before.choices if choice.name in ticks}
    return tuple(choice.name for choice in now.choices if choice.code in codes)


def value_in(before: Question, now: Question, value: str) -> str | None:
    """An answer to `before` as the same question says it now; None where one of its choices is not there any more."""
    if not now.choices or not value:
        return value
    codes = {choice.name: choice.code for choice in before.choices}
    names = {choice.code: choice.name for choice in now.choices}
    said = [names.get(codes.get(name, 0)) for name in value.split()]
    return None if None in said else " ".join(name for name in said if name is not None)
