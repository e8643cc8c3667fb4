"""A survey as a sheet for its author: what is asked, of whom, with what to pick from, and under which conditions."""

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.table import Table

from surveys.definitions.checks.effort import estimate
from surveys.definitions.conditions import Depends, condition_of
from surveys.definitions.expressions import Expression
from surveys.definitions.model import Question, Section, Survey, say
from surveys.definitions.parameters import write_scale
from surveys.words.catalogue import Catalogue
from surveys.words.conditions import say_condition

_EMPTY = {"number": "", "choices": "", "conditions": ""}


def print_sheet(survey: Survey, language: str, words: Catalogue) -> None:
    """Print the sheet as a table as wide as the terminal. A list of choices is written out where it is first offered."""
    minutes = str(estimate(survey)).partition(":")[0].replace("About", "about")
    title = f"{say(survey.title, language)} ({survey.name})"
    table = Table(title=title, caption=f"{survey.total} questions, {minutes}", show_lines=True, expand=True)
    table.add_column("No.", justify="right", no_wrap=True)
    table.add_column("Name and type", min_width=15, max_width=24, overflow="fold")
    for heading, ratio in (("Label", 4), ("Choices", 3), ("Conditions", 3)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    offered: dict[str, str] = {}  # a list's name → the number of the question that it is written out at
    for row, question in zip(sheet_rows(survey, language, words), _rows(survey), strict=True):
        choices = row["choices"]
        name = question.list_name if isinstance(question, Question) else ""
        if name and offered.setdefault(name, row["number"]) != row["number"]:
            choices = f"as in question {offered[name]} ({name})"
        table.add_row(row["number"], f"{row['name']}\n{row['type']}", row["label"], choices, row["conditions"])
    Console(markup=False, emoji=False, highlight=False).print(table)


def sheet_rows(survey: Survey, language: str, words: Catalogue) -> Iterator[Mapping[str, str]]:
    """A row for each section and question, in order; `relevant` is as the author wrote it, `conditions` are to be read."""
    for each in _rows(survey):
        if isinstance(each, Section):
            row = {"name": each.name, "type": each.kind, "label": say(each.label, language)}
            row["relevant"] = each.relevant.source if each.relevant else ""
            yield _EMPTY | row | {"conditions": "\n".join([*_who(each.relevant, survey, language, words), *_times(each)])}
        else:
            yield _row(each, survey, language, words)


def _times(section: Section) -> list[str]:
    return [f"as many times as: {section.count.source}"] if section.count is not None else []


def _rows(survey: Survey) -> Iterator[Section | Question]:
    for question in survey.questions:
        yield from (section for section in survey.paths[question.index] if section.first == question.index)
        yield question


def _row(question: Question, survey: Survey, language: str, words: Catalogue) -> dict[str, str]:
    label = [say(question.label, language)] if question.label else []
    label += [f"{what}: {say(texts, language)}" for what, texts in (("Hint", question.hint), ("Plain", question.plain)) if texts]
    told = ["Must be answered."] if question.required else []
    told += _who(question.relevant, survey, language, words)
    told += [f"points: {write_scale(question.scale)}"] if question.scale else []
    told += [f"suggested: {question.default.source}"] if question.default else []
    if question.constraint:
        message = say(question.constraint_message, language)
        told.append(f"must be: {question.constraint.source}" + (f" (else: {message})" if message else ""))
    told += [f"is: {question.calculation.source}"] if question.calculation else []
    told += [f"on offer: {question.choice_filter.source}"] if question.choice_filter else []
    return {
        "number": str(question.number) if question.asks else "",
        "name": question.name,
        "type": question.kind,
        "label": "\n".join(label),
        "choices": "\n".join(f"{choice.code}. {say(choice.label, language)}" for choice in question.choices),
        "conditions": "\n".join(told),
        "relevant": question.relevant.source if question.relevant else "",
    }


def _who(relevant: Expression | None, survey: Survey, language: str, words: Catalogue) -> list[str]:
    """Who is asked, in words; as the author wrote it where that has none."""
    if relevant is None:
        return []
    condition = condition_of([relevant], survey)
    if condition is None or isinstance(condition, Depends):
        return [f"only if: {relevant.source}"]
    return list(say_condition(condition, words, language))
