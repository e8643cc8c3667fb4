"""Translations that look forgotten, or left behind when the first text was changed."""

import re
import unicodedata
from collections.abc import Iterator

from surveys.definitions.model import Survey, Texts
from surveys.definitions.pipes import names_in
from surveys.errors import Fault, Place

SAME_FROM = 3  # words: shorter texts may well be the same in two languages (Facebook, taxi, NHS 111)
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_LONGER, _FROM = 4, 20  # times; letters of the shorter text from which lengths are compared


def check_languages(survey: Survey) -> Iterator[Fault]:
    """Texts that are the same in two languages, and translations with other numbers or a very different length."""
    for section in survey.sections:
        yield from _compare(section.label, "label", section.place)
    for question in survey.questions:
        for what, texts in question.texts.items():
            yield from _compare(texts, what, question.place)


def _compare(texts: Texts, what: str, place: Place) -> Iterator[Fault]:
    (first, source), *others = texts.items() or (("", ""),)
    for language, text in others:
        if text.casefold() == source.casefold() and len(_WORD.findall(text)) >= SAME_FROM:
            told = f"the {what} is the same in '{first}' and '{language}'"
            yield Fault("translation-same", told, f"Translate it into '{language}'.", place)
        elif sorted(names_in({language: text})) != sorted(names_in({first: source})):
            told = f"the {what} refers to other answers in '{language}' than in '{first}'"
            yield Fault("translation-numbers", told, "See whether one was changed and the other forgotten.", place)
        elif (mine := _numbers(text)) and (theirs := _numbers(source)) and mine != theirs:
            told = f"the {what} has other numbers in '{language}' than in '{first}'"
            yield Fault("translation-numbers", told, "See whether one was changed and the other forgotten.", place)
        elif min(len(text), len(source)) >= _FROM and max(len(text), len(source)) > _LONGER * min(len(text), len(source)):
            told = f"the {what} is more than {_LONGER} times as long in one of '{first}' and '{language}' as in the other"
            yield Fault("translation-length", told, "See whether one was changed and the other forgotten.", place)


def _numbers(text: str) -> list[str]:
    """The numbers in `text`, in whichever script their digits are. Those written as words are not known to be numbers."""
    return sorted("".join(str(unicodedata.digit(char, char)) for char in number) for number in _NUMBER.findall(text))
