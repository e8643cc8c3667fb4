"""Texts with the person's own answers in them: "How long does it take by bus?" for "How long does it take by ${how}?"."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from babel import UnknownLocaleError

from surveys.definitions.model import Question, Survey, Texts, say
from surveys.definitions.pipes import BLANK, PIPE
from surveys.definitions.repeats import instance_key
from surveys.interviews.asking import Heading
from surveys.interviews.model import Answer
from surveys.interviews.road import shown_value
from surveys.words.catalogue import Catalogue

LONGEST = 120  # characters of an answer within a text: enough to know it again


def fill(text: str, survey: Survey, answers: Mapping[str, Answer], language: str, time: int = 0) -> str:
    """`text` with each `${name}` as people read that answer in `language`: in one line, cut where it is very long.

    What was not answered is an ellipsis. Within a repeat the answers are those of the same `time` round.
    """

    def shown(found: re.Match[str]) -> str:
        question = survey.by_name.get(found[1])
        name = instance_key(found[1], time) if time and found[1] in survey.repeat_of else found[1]
        answer = answers.get(name)
        if question is None or answer is None or not answer.value:
            return BLANK
        value = shown_value(filled(survey, question, answers, language), answer.value, language)
        line = " ".join(_speaker(language).shown(value).split())
        return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"

    return PIPE.sub(shown, text) if "${" in text else text


def filled(survey: Survey, question: Question, answers: Mapping[str, Answer], language: str) -> Question:
    """`question` as it reads after these answers, in `language`; the same where no answer stands in its texts."""
    if question.bare not in survey.piped:
        return question

    def each(texts: Texts) -> Texts:
        return {language: fill(say(texts, language), survey, answers, language, question.time)} if texts else texts

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


def heading(survey: Survey, over: Heading, answers: Mapping[str, Answer], language: str) -> str:
    """A section's heading as it reads after these answers, a repeat's with the time round."""
    words = fill(say(over.section.label, language), survey, answers, language, over.time)
    return f"{words} ({over.time})" if over.section.repeats and over.time else words


@lru_cache(maxsize=64)
def _speaker(language: str) -> Catalogue:
    """What writes days, times and figures as `language` does; as English does where CLDR does not know it."""
    try:
        return Catalogue(language, {})
    except (UnknownLocaleError, ValueError):
        return Catalogue("en", {})
