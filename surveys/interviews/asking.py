"""What a survey comes to for one person: which questions are asked of them, and what is told before each."""

from collections.abc import Callable, Mapping
from datetime import datetime

from surveys.definitions.model import Question, Section, Survey
from surveys.interviews.model import Answer, Interview


def lookup(answers: Mapping[str, Answer]) -> Callable[[str], str]:
    """What expressions see of the answers: a question's value, or nothing."""

    def value(name: str) -> str:
        answer = answers.get(name)
        return answer.value if answer is not None else ""

    return value


def is_relevant(survey: Survey, question: Question, interview: Interview, now: datetime) -> bool:
    """Whether `question` is asked, or told, or worked out, as things stand. `now` is aware, in the consultation's zone."""
    rules = survey.conditions[question.name]
    if not rules:
        return True
    given, labels = lookup(interview.answers), survey.labels(survey.language)
    return all(rule.truth(given, now=now, labels=labels) for rule in rules)


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
