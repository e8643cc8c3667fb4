"""A survey as the YAML file that says it: `read_survey` reads back the very same survey."""

import re
import sys
from collections.abc import Mapping
from itertools import chain, count

import yaml

from surveys.definitions.model import Choice, Question, Section, Survey
from surveys.definitions.parameters import write_scale

_OTHER_BREAKS = re.compile("[\r\x85\u2028\u2029]")  # YAML would read them as a new line, or a space

Lists = Mapping[str, tuple[Choice, ...]]


def write_survey(survey: Survey) -> str:
    """`survey` in YAML. What no file holds, its structure and revision, is left out."""
    lists, used = named_lists(survey)
    file: dict[str, object] = {
        "survey": survey.name,
        "title": dict(survey.title),
        "languages": list(survey.languages),
        **({"tried_by": survey.tried_by} if survey.tried_by else {}),
        "questions": _nested(survey, used),
    }
    if lists:
        file["choices"] = {name: {choice.name: _choice(choice) for choice in choices} for name, choices in lists.items()}
    return yaml.dump(file, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=sys.maxsize)


def named_lists(survey: Survey) -> tuple[Lists, Mapping[str, str]]:
    """The lists of choices by name, and by question the one it uses. A list without a name is called after its question."""
    lists: dict[str, tuple[Choice, ...]] = {}
    used: dict[str, str] = {}
    for question in survey.questions:
        if question.closed:
            wanted = question.list_name or question.name
            names = chain([wanted], (f"{wanted}_{number}" for number in count(2)))
            written = tuple(choice for choice in question.choices if not choice.added)
            name = next(name for name in names if lists.get(name, written) == written)
            lists[name] = written
            used[question.name] = name
    return lists, used


def type_of(question: Question, used: Mapping[str, str]) -> str:
    """The type of `question` as authors write it, with the name of its list."""
    other = " or_other" if question.or_other else ""
    return f"{question.kind} {used[question.name]}{other}" if question.closed else question.kind


def _choice(choice: Choice) -> dict[str, object]:
    """Its label alone, or under its own key where there is more."""
    said = {"label": dict(choice.label), "easy_read": dict(choice.easy_read), "picture": choice.picture, **choice.columns}
    more = choice.columns or choice.easy_read or choice.picture
    return {key: value for key, value in said.items() if value} if more else dict(choice.label)


def _nested(survey: Survey, used: Mapping[str, str]) -> list[object]:
    """The questions, each within the sections that it stands in."""
    top: list[object] = []
    holders = {"": top}  # by section
    for at, question in enumerate(survey.questions):
        holder = ""
        for section in survey.paths[at]:
            if section.first == at:
                inner: list[object] = []
                holders[holder].append(_section(section, inner))
                holders[section.name] = inner
            holder = section.name
        if not question.added:
            holders[holder].append(_question(question, used))
    return top


def _section(section: Section, questions: list[object]) -> dict[str, object]:
    said: dict[str, object] = {"name": section.name, "type": section.kind, "label": dict(section.label)}
    said |= {"relevant": source_of(section, "relevant"), "repeat_count": source_of(section, "count")}
    said["appearance"] = section.appearance
    return {key: value for key, value in said.items() if value} | {"questions": questions}


def _question(question: Question, used: Mapping[str, str]) -> dict[str, object]:
    said: dict[str, object] = {"name": question.name, "type": type_of(question, used)}
    for key in ("label", "hint", "guidance_hint", "plain", "easy_read", "picture_alt"):
        said[key] = dict(getattr(question, key))
    said["required"] = question.required
    for key in ("relevant", "constraint"):
        said[key] = source_of(question, key)
    said["constraint_message"] = dict(question.constraint_message)
    said["calculation"] = source_of(question, "calculation")
    said |= {"picture": question.picture, "bsl": question.bsl}
    said["parameters"] = write_scale(question.scale) if question.scale else ""
    said["required_message"] = dict(question.required_message)
    said["choice_filter"] = source_of(question, "choice_filter")
    said["default"] = question.default.source if question.default else ""
    said["appearance"] = question.appearance
    return {key: value for key, value in said.items() if value}


def source_of(holder: Question | Section, key: str) -> str:
    """The expression at `key` as it was written, "" where there is none."""
    expression = getattr(holder, key)
    return expression.source if expression else ""


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such, and everything in full: an alias would be refused on reading."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if _OTHER_BREAKS.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
