"""What a survey says, text by text, for the rules that look at words."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from surveys.definitions.model import Question, Survey, Texts
from surveys.definitions.pipes import blank


class Said(NamedTuple):
    """One text in one language: the question it stands in, and which of its texts it is ("label", "choice 'often'" …)."""

    question: Question
    what: str
    language: str
    text: str


def said(survey: Survey) -> Iterator[Said]:
    """Every text that people read, in the order of the questions; a list that several questions share is given once."""
    seen: set[tuple[str, ...]] = set()
    for question in survey.questions:
        heads = [section for section in survey.paths[question.index] if section.first == question.index]
        parts = [(f"heading of '{section.name}'", section.label) for section in heads]
        parts += [(key, question.texts[key]) for key in ("label", "hint", "plain", "guidance_hint")]
        names = tuple(choice.name for choice in question.choices)
        if names not in seen:
            parts += [(f"choice '{choice.name}'", choice.label) for choice in question.choices]
        seen.add(names)
        parts += [(key, question.texts[key]) for key in ("constraint_message", "required_message")]
        for what, texts in parts:
            for language, text in texts.items():
                yield Said(question, what, language, blank(text))


def is_english(language: str) -> bool:
    """Whether the rules for English words hold."""
    return language.partition("-")[0] == "en"


def english(texts: Texts) -> str:
    """The English among `texts`, "" where there is none."""
    return blank(next((text for language, text in texts.items() if is_english(language)), ""))


def any_of(*phrases: str) -> re.Pattern[str]:
    """A pattern that finds any of these phrases (themselves patterns) as whole words, in capitals or not."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)
