"""What a question hangs on, said in words: "Only if the answer to question 5 is “Yes”"."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import assert_never

from surveys.definitions.conditions import Answered, Compared, Condition, Depends, How, Joined, Operator, Picked, Sayable
from surveys.definitions.model import Question, say
from surveys.interviews.model import Param
from surveys.words.catalogue import Catalogue

_AMOUNTS: Mapping[Operator, str] = {"<": "less", "<=": "at_most", ">": "more", ">=": "at_least", "=": "is", "!=": "not_is"}
_DAYS: Mapping[Operator, str] = {**_AMOUNTS, "<": "before", "<=": "until", ">": "after", ">=": "since"}


def say_condition(condition: Condition, words: Catalogue, language: str) -> tuple[str, ...]:
    """A sentence; where several things are joined that are joined themselves, a line that ends with a colon, and each of them.

    `language` is the one that the survey's own choices are said in.
    """
    if isinstance(condition, Depends):
        if not condition.questions:  # on the day, say
            return (words.text("condition.some"),)
        params: Mapping[str, Param] = {"n": len(condition.questions), "questions": _numbers(condition.questions, words, "and")}
        return (words.text("condition.depends", params),)
    if isinstance(condition, Joined) and any(isinstance(part, Joined) for part in condition.parts):
        head = "condition.all" if condition.how == "and" else "condition.one"
        return (words.text(head), *(_part(part, words, language) for part in condition.parts))
    return (words.text("condition.only", {"condition": _part(condition, words, language)}),)


def _part(condition: Sayable, words: Catalogue, language: str) -> str:
    match condition:
        case Picked(questions, choices, holds):
            said = "ticked" if questions[0].kind == "select_multiple" else "is"
            answers = [words.text("condition.answer", {"answer": say(choice.label, language)}) for choice in choices]
            params = {"questions": _numbers(questions, words, "or"), "answers": words.joined(answers, "or")}
            return words.text(f"condition.{said if holds else f'not_{said}'}", params)
        case Compared(question, operator, value):
            relations, shown = _relation(question, value, words)
            return words.text(f"condition.{relations[operator]}", {"questions": question.number, "answers": shown})
        case Answered(question, holds):
            return words.text(f"condition.{'answered' if holds else 'not_answered'}", {"questions": question.number})
        case Joined(how, parts):
            return words.joined([_part(part, words, language) for part in parts], how)
        case _:
            assert_never(condition)


def _numbers(questions: Iterable[Question], words: Catalogue, how: How) -> str:
    return words.joined([words.shown(question.number) for question in questions], how)


def _relation(question: Question, value: str, words: Catalogue) -> tuple[Mapping[Operator, str], Param]:
    """What the operators are called for this kind of answer, and `value` as a person writes it."""
    if question.kind not in ("date", "dateTime"):
        quoted = question.kind == "text"
        return _AMOUNTS, words.text("condition.answer", {"answer": value}) if quoted else value
    try:
        return _DAYS, date.fromisoformat(value)
    except ValueError:  # a moment, not a day
        return _DAYS, value
