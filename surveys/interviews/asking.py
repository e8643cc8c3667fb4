"""What a survey comes to for one person: which questions and choices are put to them, and what is told before each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from surveys.definitions.defaults import is_answer
from surveys.definitions.model import Choice, Question, Section, Survey
from surveys.definitions.repeats import column_key, instance_key
from surveys.interviews.model import Answer, Interview
from surveys.interviews.rounds import seen_by, unrolled

_COLUMN = column_key("")
_OWN_NAME = column_key("name")


class Heading(NamedTuple):
    """The heading of a section, the `time`-th time round where that is in a repeat; `name` is how an `Ask` refers to it."""

    section: Section
    time: int

    @property
    def name(self) -> str:
        """The section's name, with the time round."""
        return instance_key(self.section.name, self.time) if self.time else self.section.name


def is_relevant(survey: Survey, question: Question, interview: Interview, now: datetime) -> bool:
    """Whether `question` is asked, or told, or worked out, as things stand. `now` is aware, in the consultation's zone.

    A question whose choice_filter lets no choice pass cannot be answered, and is not asked.
    """
    rules = survey.conditions[question.bare]
    if rules:
        given, labels = seen_by(survey, question, interview, now), survey.labels(survey.language)
        if not all(rule.truth(given, now=now, labels=labels) for rule in rules):
            return False
    return question.choice_filter is None or bool(offered(survey, question, interview, now).choices)


def told_before(survey: Survey, before: Question | None, interview: Interview, now: datetime) -> tuple[Question | Heading, ...]:
    """The notes since the last question that is asked, and each section's heading before the first thing in it.

    They are told before the question `before`, None after the last one.
    """
    passed: list[Question] = [] if before is None else [before]
    standing: tuple[Heading, ...] = ()
    for question in _backwards(survey, before, interview, now):
        if question.kind != "calculate" and is_relevant(survey, question, interview, now):
            if question.asks:
                standing = headings_over(survey, question)
                break
            passed.append(question)
    told: list[Question | Heading] = []
    for question in reversed(passed):
        over = headings_over(survey, question)
        told += [each for each in over if each not in standing]
        standing = over
        if not question.asks:
            told.append(question)
    return tuple(told)


def heading_called(survey: Survey, name: str) -> Heading:
    """The heading that an `Ask` refers to by `name`."""
    bare, _, time = name.removesuffix("]").partition("[")
    return Heading(survey.headed[bare], int(time or 0))


def headings_over(survey: Survey, question: Question) -> tuple[Heading, ...]:
    """The headings that `question` stands under, the outermost first."""
    path = survey.paths[question.index]
    if not path:
        return ()
    home = next((at for at, section in enumerate(path) if section.repeats), len(path))
    return tuple(Heading(each, question.time if at >= home else 0) for at, each in enumerate(path) if each.label)


def _backwards(survey: Survey, before: Question | None, interview: Interview, now: datetime) -> Iterator[Question]:
    """The questions that come before one, the nearest first."""
    if not survey.repeat_of:
        yield from reversed(survey.questions if before is None else survey.questions[: before.index])
        return
    every = [each for each in unrolled(survey, interview, now) if isinstance(each, Question)]
    at = next((at for at, each in enumerate(every) if before is not None and each.name == before.name), len(every))
    yield from reversed(every[:at])


def offered(survey: Survey, question: Question, interview: Interview, now: datetime) -> Question:
    """`question` with only those of its choices that its choice_filter lets pass."""
    rule = question.choice_filter
    if rule is None:
        return question
    given, labels = seen_by(survey, question, interview, now), survey.labels(survey.language)

    def passes(choice: Choice) -> bool:
        def value(key: str) -> str:
            if not key.startswith(_COLUMN):
                return given(key)
            return choice.name if key == _OWN_NAME else choice.columns.get(key[len(_COLUMN) :], "")

        return rule.truth(value, now=now, labels=labels)

    return replace(question, choices=tuple(choice for choice in question.choices if passes(choice)))


def fits(survey: Survey, question: Question, answer: Answer, interview: Interview, now: datetime) -> bool:
    """Whether `answer`, which `question` took before, is still among the choices that it offers."""
    if question.choice_filter is None or not answer.value:
        return True
    return is_answer(offered(survey, question, interview, now), answer.value)


def suggested(survey: Survey, question: Question, interview: Interview, now: datetime) -> str:
    """The answer that `question`, as it is offered, suggests; "" where there is none, or none that it would take."""
    if question.default is None:
        return ""
    given, labels = seen_by(survey, question, interview, now), survey.labels(survey.language)
    expression, rule = question.default.expression, question.constraint
    value = expression.text(given, now=now, labels=labels) if expression is not None else question.default.source
    if not is_answer(question, value) or (rule and not rule.truth(given, this=value, now=now, labels=labels)):
        return ""
    return value
