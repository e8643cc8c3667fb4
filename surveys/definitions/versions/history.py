"""All the versions of a survey, and what stays the same through them: the keys that answers are stored under."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from surveys.definitions.model import Question, Survey, Version

_NUMBER = re.compile(r"(\d{1,4})(?: ?\((\d{1,2})\))?", re.ASCII)  # "4", or "4 (2)" the second time round


@dataclass(frozen=True, slots=True)
class Keys:
    """What one version's answers are stored under: a key for each question by its name, a code for each of its choices."""

    questions: Mapping[str, int]
    codes: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a survey that are in use, oldest first, at least one."""

    versions: tuple[Survey, ...]

    @property
    def newest(self) -> Survey:
        """The version that whoever begins now is asked in."""
        return self.versions[-1]

    def of(self, structure: int) -> Survey:
        """What is asked in `structure`, in its newest words. KeyError where there is none."""
        for survey in reversed(self.versions):
            if survey.structure == structure:
                return survey
        raise KeyError(structure)

    def knows(self, structure: int) -> bool:
        """Whether there is such a structure."""
        return any(survey.structure == structure for survey in self.versions)

    def at(self, version: Version) -> Survey:
        """The survey as it was in `version`. KeyError where there is none."""
        for survey in self.versions:
            if survey.version == version:
                return survey
        raise KeyError(version)

    def called(self, key: int, version: Version) -> str:
        """How a sheet names the question with this key beside a response of `version`.

        By its number, like "3"; like "why@1" where only structure 1 asked it. KeyError where none did.
        """
        asked = self.of(version.structure).stored(key)
        if asked is not None:
            return asked.figure
        found = [(survey.structure, question) for survey in self.versions if (question := survey.stored(key)) is not None]
        structure, question = max(found, key=lambda each: each[0])
        return f"{question.name}@{structure}"

    def meant(self, text: str, version: Version) -> Question | None:
        """The question that `text` calls beside a response of `version`: its number or name there, or "why@1"; None for none."""
        name, at, structure = text.rpartition("@")
        if at:
            known = structure.isascii() and structure.isdigit() and len(structure) <= 4 and self.knows(int(structure))
            return self.of(int(structure)).asked(name) if known else None
        survey = self.of(version.structure)
        numbered = _NUMBER.fullmatch(text)
        if numbered is None:
            return survey.asked(text)
        return survey.figured(int(numbered[1]), int(numbered[2] or 0))


def keys_of(survey: Survey) -> Keys:
    """The keys and codes of `survey`, to be kept with it."""
    return Keys(
        {question.name: question.key for question in survey.questions},
        {question.name: {each.name: each.code for each in question.choices} for question in survey.questions if question.choices},
    )


def keyed(survey: Survey, keys: Keys, version: Version) -> Survey:
    """`survey`, as it was read from its file, with the keys and codes that it was given, as `version`."""
    return replace(
        survey,
        questions=tuple(_keyed(question, keys) for question in survey.questions),
        structure=version.structure,
        revision=version.revision,
    )


def _keyed(question: Question, keys: Keys) -> Question:
    codes = keys.codes.get(question.name, {})
    choices = tuple(replace(choice, code=codes[choice.name]) for choice in question.choices)
    return replace(question, key=keys.questions[question.name], choices=choices)
