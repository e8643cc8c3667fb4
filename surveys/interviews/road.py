"""The rule of the road: where an interview goes next, and what hangs on an answer.

The next question is always the first relevant one that is neither answered nor skipped. `back` and `change` only point at an
earlier question; once it is answered the rule leads on from where the person was.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any

from surveys.definitions.model import MEDIA, Question, Section, Survey, say
from surveys.definitions.repeats import Lookup
from surveys.definitions.terms import Labels
from surveys.definitions.wordings import worded
from surveys.interviews.asking import fits, is_relevant, offered, suggested, told_before
from surveys.interviews.model import (
    ASIDES,
    Answer,
    Ask,
    Effect,
    Finish,
    Interview,
    Moment,
    Offer,
    Param,
    Permission,
    Permit,
    Record,
    Resume,
    Retract,
    Say,
    Sight,
)
from surveys.interviews.rounds import MOST_TIMES, another, another_of, answered, is_entered, seen_by, times, unrolled
from surveys.words.languages import closest


class Road:
    """One step under way: the interview so far, and the effects so far. It lives as long as the call of `step`."""

    def __init__(self, survey: Survey, interview: Interview, now: datetime, closes: datetime | None) -> None:
        self.survey = worded(survey, interview.variant)  # what is typed is read against what was shown
        self.it = interview
        self.now = now
        self.late = closes is not None and now >= closes + timedelta(seconds=1)
        self.effects: list[Effect] = []

    def _say(self, key: str, **params: Param) -> None:
        self.effects.append(Say(key, params))

    def _set(self, **changes: object) -> None:
        self.it = _changed(self.it, changes)

    def _ask(self, name: str) -> None:
        """Ask something else than what was open, and tell what is told before it."""
        question = self.survey.asked(name)
        told = told_before(self.survey, question, self.it, self.now) if question is not None or name == "hear_back" else ()
        notes = tuple(each.name for each in told)
        self._set(at=name, ticks=self.it.ticks if name == self.it.at else (), unclear="", maybe=None)
        self._put(notes=notes)

    def _put(self, *, notes: tuple[str, ...] = (), replaces: str = "") -> None:
        """Put what is open to the person, with the choices that are on offer and what may be kept."""
        question = self._open()
        ticks, suggests = self.it.ticks, ""
        names: tuple[str, ...] = ()
        if question is not None and question.choice_filter is not None:
            names = tuple(choice.name for choice in question.choices)
            ticks = tuple(name for name in ticks if name in names)
        if question is not None and question.default is not None:
            suggests = self._suggested(question)
        self.effects.append(Ask(self.it.at, ticks, replaces, notes, names, suggests))

    def _suggested(self, question: Question) -> str:
        """The answer that may be kept as it is: none once the question has been answered."""
        if question.default is None or question.name in self.it.answers:
            return ""
        return suggested(self.survey, question, self.it, self.now)

    def _ask_again(self) -> None:
        if self.it.sure:
            self.effects.append(Ask("forget"))
        elif self.it.choosing and not (self._shut() or self._left()):
            self._offer()
        elif self.it.at and not (self._shut() or self._left()):
            self._put()

    def _offer(self, suggested: str = "") -> None:
        """Ask in which language. The one that the app is in only comes first: everybody chooses for themselves."""
        first = closest(suggested, self.survey.languages)
        self._set(choosing=True)
        self.effects.append(Offer(tuple(sorted(self.survey.languages, key=lambda tag: tag != first))))

    def _left(self) -> bool:
        """Whether they are not to be asked just now: they stopped, need help, took a break, or said no at the beginning."""
        return self.it.stopped or self.it.helped or self.it.paused or self._declined()

    def _declined(self) -> bool:
        return self.it.status == "consent" and self.it.permissions.get("take_part") is False

    def _closed(self) -> None:
        """It came too late: what that means for what they said before."""
        if self.it.status == "consent":
            self._say("closed")
        else:
            self._say("closed.unfinished" if self.it.status == "asking" else "closed.finished")

    def _onward(self) -> None:
        """Ask the next question; after the last, what may be done with the answers; after that, thank."""
        name = self._next()
        if name:
            self._ask(name)
            return
        if self.it.status == "asking":
            self._set(status="closing")
            self.effects.append(Finish())
        permission = _next_permission(self.survey, self.it)
        if permission is not None:
            self._ask(permission)
            return
        self._end()

    def _end(self) -> None:
        """Nothing more to ask."""
        if self.it.status == "closing":
            self._say("finished.late" if self.late else "finished")
            if self.it.permissions.get("hear_back"):
                self._say("finished.hear_back")
        else:
            changed = any(isinstance(effect, Record | Permit) for effect in self.effects)
            self._say("changed_all" if changed else "finished_before")
        self._set(status="finished", at="", ticks=(), unclear="", maybe=None)

    def _next(self) -> str:
        """What to ask next: a question, or whether there is another of a repeat; "" at the end."""
        answers = self.it.answers
        for each in unrolled(self.survey, self.it, self.now):
            if each.name in answers:  # looked at first, since most have one: this is the longest loop of a turn
                continue
            if isinstance(each, Section):
                if self._asks_another(each):
                    return another(each)
            elif each.asks and self._relevant(each):
                return each.name
        return ""

    def _asks_another(self, section: Section) -> bool:
        rounds, enough = self.it.rounds.get(section.name, 1), section.name in self.it.enough
        if section.count is not None or enough or rounds >= MOST_TIMES:
            return False
        return is_entered(self.survey, section, self.it, self.now)

    @property
    def _aside(self) -> bool:
        """Whether a yes or a no is waited for, to something beside the survey's own questions."""
        return self.it.at in ASIDES or another_of(self.survey, self.it.at) is not None

    def _relevant(self, question: Question) -> bool:
        return is_relevant(self.survey, question, self.it, self.now)

    def _fits(self, question: Question, answer: Answer) -> bool:
        return question.choice_filter is None or fits(self.survey, question, answer, self.it, self.now)

    def _open(self) -> Question | None:
        """The question that is open, with the choices that it offers."""
        question = self.survey.asked(self.it.at)
        return question if question is None or question.choice_filter is None else self._offered(question)

    def _offered(self, question: Question) -> Question:
        return offered(self.survey, question, self.it, self.now)

    def _shut(self) -> bool:
        """Whether what is open came too late. What may be done with the answers can be said after closing too."""
        if not self.late:
            return False
        waits = self._open() is not None or another_of(self.survey, self.it.at) is not None
        return self.it.status == "consent" or waits

    def _progress(self) -> dict[str, str | int]:
        question = self._open()
        return {"number": number_of(question) if question else self.survey.total, "total": self.survey.total}

    def _begin(self, suggested: str = "") -> None:
        if self.it.stopped:
            self.effects.append(Resume())
        self._set(stopped=False, paused=False, helped=False, sure=False)
        question = self._open()
        if self._shut():
            self._closed()
        elif self.it.status == "consent":
            self._set(permissions={})  # whoever said no before is asked anew
            if len(self.survey.languages) > 1 and not self.it.chosen:
                self._offer(suggested)
            else:
                self._say("consent")
                self._ask("take_part")
        elif not self.it.at:
            self._nothing_open()
        else:
            self._say("welcome_back" if question is None else "welcome_back_at", **self._progress())
            self._ask(self.it.at)

    def _nothing_open(self) -> None:
        if self.it.status == "consent":
            self._begin()
        elif self.late:
            self._closed()
        else:
            self._say("finished_before")

    def _labels(self) -> Labels:
        """Labels as expressions see them: in the survey's own language, so that who answers in another gets the same survey."""
        return self.survey.labels(self.survey.language)

    def _record(self, question: Question, answer: Answer) -> None:
        revises = question.name in self.it.answers
        if question.name in self.it.kept:  # answered anew: what was set aside before does not come back
            self._set(kept={other: kept for other, kept in self.it.kept.items() if other != question.name})
        if answer.structure != self.it.structure:
            answer = replace(answer, structure=self.it.structure)
        self._store(question.name, answer, revises=revises)
        if question.bare in self.survey.uses:
            self._ripple()

    def _store(self, name: str, answer: Answer, *, revises: bool) -> None:
        self._set(answers={**self.it.answers, name: answer})
        self.effects.append(Record(name, answer, revises=revises))

    def _ripple(self) -> None:
        """Work out again what hangs on a changed answer; forward references do not exist, so once through is enough."""
        gone = set(self.it.answers) if self.survey.repeat_of else set()  # what belongs to no time round any more
        for each in unrolled(self.survey, self.it, self.now):
            if isinstance(each, Section):
                continue
            name = each.name
            gone.discard(name)
            relevant = self._relevant(each)
            if each.calculation is not None:
                before = self.it.answers.get(name)
                stood = before.value if before else ""
                given, labels = self._seen(each), self._labels()
                value = each.calculation.text(given, this=stood, now=self.now, labels=labels) if relevant else ""
                if value != stood:
                    self._store(name, Answer(value), revises=before is not None)
            elif name in self.it.answers and not (relevant and self._fits(each, self.it.answers[name])):
                self._set_aside(name)
            elif name in self.it.kept and relevant and self._fits(each, self.it.kept[name]):
                self._store(name, self.it.kept[name], revises=False)
                self._set(kept={other: answer for other, answer in self.it.kept.items() if other != name})
        for name in sorted(gone):
            self._set_aside(name)
        question = self._open()
        if question is not None and (not self._relevant(question) or self._beyond(question)):
            self._set(at="", ticks=())
        if any(isinstance(effect, Retract) for effect in self.effects):
            self._say("set_aside")

    def _set_aside(self, name: str) -> None:
        self._set(
            kept={**self.it.kept, name: self.it.answers[name]},
            answers={other: answer for other, answer in self.it.answers.items() if other != name},
        )
        self.effects.append(Retract(name))

    def _beyond(self, question: Question) -> bool:
        """Whether there are not as many times round any more."""
        repeat = self.survey.repeat_of.get(question.bare) if question.time else None
        return repeat is not None and question.time > times(self.survey, repeat, self.it, self.now)

    def _seen(self, question: Question) -> Lookup:
        return seen_by(self.survey, question, self.it, self.now)


def number_of(question: Question) -> str | int:
    """How people are told of a question: its number, with the time round where there are several."""
    return question.figure if question.time else question.number


_FIELDS = tuple(field.name for field in fields(Interview))


_VALUES = attrgetter(*_FIELDS)


def _changed(interview: Interview, changes: Mapping[str, object]) -> Interview:
    """`dataclasses.replace`, at a third of its cost: every turn makes several of these."""
    values: dict[str, Any] = dict(zip(_FIELDS, _VALUES(interview), strict=True))
    values.update(changes)
    return Interview(**values)


def _next_permission(survey: Survey, interview: Interview) -> Permission | None:
    """What to ask after the last question: whether to tell them what came of it, and whether their words may be quoted."""
    if "hear_back" not in interview.permissions:
        return "hear_back"
    wrote = any(each.kind == "text" and interview.answers[each.name].value for each in answered(survey, interview.answers))
    return "quote" if wrote and "quote" not in interview.permissions else None


def shown_value(question: Question, value: str, language: str) -> str | date | time | Moment | Sight:
    """An answer's value as people read it: the labels of the choices, days and times as such, of a file that there is one.

    Everything else stands as it is.
    """
    if question.kind == "date" and value:
        return date.fromisoformat(value)
    if question.kind in MEDIA and value:
        return Sight(question.kind)
    if question.kind == "time" and value:
        return time.fromisoformat(value)
    if question.kind == "dateTime" and value:
        moment = datetime.fromisoformat(value)
        return Moment(moment.date(), moment.time())
    if not question.closed:
        return value
    labels = [say(choice.label, language) for name in value.split() if (choice := question.choice(name))]
    if question.kind == "rank":
        labels = [f"{place}. {label}" for place, label in enumerate(labels, start=1)]
    return "; ".join(labels)
