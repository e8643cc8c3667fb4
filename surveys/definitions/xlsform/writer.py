"""A survey as an XLSForm: `read_form` reads back the very same survey, and other tools of XLSForm can use it too."""

from collections.abc import Iterator, Mapping, Sequence

from surveys.definitions.model import Question, Survey, Texts
from surveys.definitions.parameters import write_scale
from surveys.definitions.writer import named_lists, source_of, type_of
from surveys.definitions.xlsform.form import Form, Line
from surveys.definitions.xlsform.languages import heading_of
from surveys.definitions.xlsform.spelling import TRANSLATED

_SURVEY = (
    *("type", "name", "label", "hint", "plain", "required", "relevant"),
    *("constraint", "constraint_message", "calculation", "parameters"),
    *("choice_filter", "default", "required_message", "guidance_hint", "appearance", "repeat_count"),
    *("easy_read", "picture", "picture_alt", "bsl"),
)
_CHOICES = ("list_name", "name", "label", "easy_read", "picture")

_Row = Mapping[str, str]  # heading → cell


def write_form(survey: Survey) -> Form:
    """The sheets survey, choices (where there are any) and settings, with the columns that something is in."""
    lists, used = named_lists(survey)
    questions = list(_rows(survey, used))
    choices = [
        {"list_name": name, "name": choice.name, "picture": choice.picture, **choice.columns}
        | _texts("label", choice.label, survey)
        | _texts("easy_read", choice.easy_read, survey)
        for name, listed in lists.items()
        for choice in listed
    ]
    columns = dict.fromkeys(column for listed in lists.values() for choice in listed for column in choice.columns)
    titles = _texts("title_in", survey.title, survey)
    first = titles.pop(_heading("title_in", survey.language, survey))
    settings = {"form_title": first, **titles, "form_id": survey.name, "default_language": heading_of(survey.language)}
    if survey.tried_by:
        settings["tried_by"] = survey.tried_by
    sheets = {
        "survey": _sheet(questions, _headings(_SURVEY, survey)),
        "choices": _sheet(choices, [*_headings(_CHOICES, survey), *columns]),
        "settings": _sheet([settings], list(settings)),
    }
    return Form({name: lines for name, lines in sheets.items() if len(lines) > 1}, rows=True)


def _rows(survey: Survey, used: Mapping[str, str]) -> Iterator[_Row]:
    """A row for each question, and those between which the questions of a section stand."""
    for question, path in zip(survey.questions, survey.paths, strict=True):
        for section in path:
            if section.first == question.index:
                row = {"type": f"begin_{section.kind}", "name": section.name, "relevant": source_of(section, "relevant")}
                row |= {"repeat_count": source_of(section, "count"), "appearance": section.appearance}
                yield row | _texts("label", section.label, survey)
        if not question.added:
            yield _question(question, used, survey)
        for section in reversed(path):
            if section.end == question.index + 1:
                yield {"type": f"end_{section.kind}"}


def _question(question: Question, used: Mapping[str, str], survey: Survey) -> _Row:
    row = {"type": type_of(question, used), "name": question.name, "required": "yes" if question.required else ""}
    for key in ("relevant", "constraint", "calculation", "choice_filter"):
        row[key] = source_of(question, key)
    row |= {"default": question.default.source if question.default else "", "appearance": question.appearance}
    row |= {"picture": question.picture, "bsl": question.bsl}
    row["parameters"] = write_scale(question.scale) if question.scale else ""
    for key in TRANSLATED:
        row |= _texts(key, getattr(question, key), survey)
    return row


def _texts(key: str, texts: Texts, survey: Survey) -> dict[str, str]:
    return {_heading(key, tag, survey): text for tag, text in texts.items()}


def _heading(key: str, tag: str, survey: Survey) -> str:
    """In a survey of one language no column names it, as most XLSForms are."""
    return f"{key}::{heading_of(tag)}" if len(survey.languages) > 1 else key


def _headings(keys: Sequence[str], survey: Survey) -> list[str]:
    return [
        heading
        for key in keys
        for heading in ([_heading(key, tag, survey) for tag in survey.languages] if key in TRANSLATED else [key])
    ]


def _sheet(rows: Sequence[_Row], headings: Sequence[str]) -> tuple[Line, ...]:
    filled = [heading for heading in headings if any(row.get(heading) for row in rows)]
    lines = [filled, *([row.get(heading, "") for heading in filled] for row in rows)]
    return tuple(Line(number, tuple(cells)) for number, cells in enumerate(lines, 1))
