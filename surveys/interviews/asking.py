"""What a survey comes to for one person: which questions and choices are put to them, and what is told before each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from surveys.definitions.defaults import is_answer
from surveys.definitions.model import Choice, Question, Section, Survey
from surveys.definitions.repeats import column_key
from surveys.interviews.model import Answer, Interview

_COLUMN = column_key("")
_OWN_NAME = column_key("name")


def lookup(answers: Mapping[str, Answer]) -> Callable[[str], str]:
    """What expressions see of the answers: a question's value, or nothing."""

    def value(name: str) -> str:
        answer = answers.get(name)
        return answer.value if answer is not None else ""

    return value


def is_relevant(survey: Survey, question: Question, interview: Interview, now: datetime) -> bool:
    """Whether `question` is asked, or told, or worked out, as things stand. `now` is aware, in the consultation's zone.

    A question whose choice_filter lets no choice pass cannot be answered, and is not asked.
    """
    rules = survey.conditions[question.name]
    if rules:
        given, labels = lookup(interview.answers), survey.labels(survey.language)
        if not all(rule.truth(given, now=now, labels=labels) for rule in rules):
            return False
    return question.choice_filter is None or bool(offered(survey, question, interview, now).choices)


def told_before(survey: Survey, before: int, interview: Interview, now: datetime) -> tuple[Question | Section, ...]:
    """The notes since the last question that is asked, and each section's heading before the first thing in it.

    They are told before the question at `before`; after the last one, that is the number of questions.
    """
    passed: list[Question] = list(survey.questions[before : before + 1])
    path: tuple[Section, ...] = ()
    for question in reversed(survey.questions[:before]):
        if question.kind != "calculate" and is_relevant(survey, question, interview, now):
            if question.asks:
                path = survey.paths[question.index]
                break
            passed.append(question)
    told: list[Question | Section] = []
    for question in reversed(passed):
        if survey.paths[question.index] is not path:
            known, path = path, survey.paths[question.index]
            told += [section for section in path if section.label and section not in known]
        if not question.asks:
            told.append(question)
    return tuple(told)


def offered(survey: Survey, question: Question, interview: Interview, now: datetime) -> Question:
    """`question` with only those of its choices that its choice_filter lets pass."""
    rule = question.choice_filter
    if rule is None:
        return question
    given, labels = lookup(interview.answers), survey.labels(survey.language)

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
    given, labels = lookup(interview.answers), survey.labels(survey.language)
    expression, rule = question.default.expression, question.constraint
    value = expression.text(given, now=now, labels=labels) if expression is not None else question.default.source
    if not is_answer(question, value) or (rule and not rule.truth(given, this=value, now=now, labels=labels)):
        return ""
    return value
