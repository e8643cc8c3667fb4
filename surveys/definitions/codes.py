"""Answers that are known beforehand as the integers they are stored as (decision 1), and back."""

from collections.abc import Iterable

from surveys.definitions.model import ACKNOWLEDGED, Question

Code = tuple[int, int]  # item, code


def codes_of(question: Question, value: str) -> tuple[Code, ...]:
    """What is stored of `value`, a lexical answer to a coded question.

    Of select_one the choice's code, of a range the place of the point, from 1; of select_multiple an item for each choice,
    of rank an item for each choice, with its place from 1 as the code.
    """
    if question.kind == "range" and question.scale is not None:
        code = question.scale.code(value)
        return ((0, code),) if code else ()
    if question.kind == "acknowledge":
        return ((0, 1),) if value else ()
    chosen = value.split()
    if question.kind == "rank":
        return tuple((choice.code, chosen.index(choice.name) + 1) for choice in question.choices if choice.name in chosen)
    picked = [choice.code for choice in question.choices if choice.name in chosen]
    return tuple((code, 1) if question.kind == "select_multiple" else (0, code) for code in picked)


def value_of(question: Question, codes: Iterable[Code]) -> str:
    """The lexical answer that these codes stand for."""
    if question.kind == "acknowledge":
        return ACKNOWLEDGED
    if question.kind == "range" and question.scale is not None:
        return " ".join(question.scale.point(code) for _, code in codes)
    several = question.kind == "select_multiple"
    names = {choice.code: choice.name for choice in question.choices}
    if question.kind == "rank":
        return " ".join(names[item] for _, item in sorted((place, item) for item, place in codes))
    return " ".join(names[item if several else code] for item, code in sorted(codes))
