"""Texts with the person's own answers in them: "How long does it take by bus?" for "How long does it take by ${how}?"."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from babel import UnknownLocaleError

from surveys.definitions.model import Question, Section, Survey, Texts, say
from surveys.definitions.pipes import BLANK, PIPE
from surveys.interviews.model import Answer
from surveys.interviews.road import shown_value
from surveys.words.catalogue import Catalogue

LONGEST = 120  # characters of an answer within a text: enough to know it again


def fill(text: str, survey: Survey, answers: Mapping[str, Answer], language: str) -> str:
    """`text` with each `${name}` as people read that answer in `language`: in one line, cut where it is very long.

    What was not answered is an ellipsis.
    """

    def shown(found: re.Match[str]) -> str:
        question, answer = survey.by_name.get(found[1]), answers.get(found[1])
        if question is None or answer is None or not answer.value:
            return BLANK
        value = shown_value(filled(survey, question, answers, language), answer.value, language)
        line = " ".join(_speaker(language).shown(value).split())
        return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"

    return PIPE.sub(shown, text) if "${" in text else text


def filled(survey: Survey, question: Question, answers: Mapping[str, Answer], language: str) -> Question:
    """`question` as it reads after these answers, in `language`; the same where no answer stands in its texts."""
    if question.name not in survey.piped:
        return question

    def each(texts: Texts) -> Texts:
        return {language: fill(say(texts, language), survey, answers, language)} if texts else texts

    return replace(
        question,
        label=each(question.label),
        hint=each(question.hint),
        plain=each(question.plain),
        guidance_hint=each(question.guidance_hint),
        constraint_message=each(question.constraint_message),
        required_message=each(question.required_message),
        choices=tuple(replace(choice, label=each(choice.label)) for choice in question.choices),
    )


def heading(survey: Survey, section: Section, answers: Mapping[str, Answer], language: str) -> str:
    """The heading of `section` as it reads after these answers."""
    return fill(say(section.label, language), survey, answers, language)


@lru_cache(maxsize=64)
def _speaker(language: str) -> Catalogue:
    """What writes days, times and figures as `language` does; as English does where CLDR does not know it."""
    try:
        return Catalogue(language, {})
    except (UnknownLocaleError, ValueError):
        return Catalogue("en", {})
