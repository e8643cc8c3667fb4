"""Check and show survey files."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import get_args

import click
from rich.console import Console
from rich.table import Table

from bot.files import write_new
from bot.printing import print_faults
from bot.second_opinion import second_opinion
from bot.survey_files import Format, read_survey_file, write_survey_file
from surveys.definitions.check import check_survey
from surveys.definitions.model import Question, Survey, say
from surveys.errors import DefinitionError, Fault

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")


@click.group()
def survey() -> None:
    """Check, show and convert survey files: YAML, XLSForm workbooks (.xlsx), XLSForm as a Markdown table (.md).

    Example: hearback survey check examples/framework/survey.yaml
    """


@survey.command()
@_file
@_json
def check(file: Path, as_json: bool) -> None:
    """Tell everything that is wrong with FILE, and what could be better. Exits with 1 when something is wrong.

    Example: hearback survey check examples/framework/survey.yaml
    """
    faults: tuple[Fault, ...] = ()
    advice: tuple[Fault, ...] = ()
    try:
        read = read_survey_file(file)
        found = check_survey(read.survey)
        advice = tuple(replace(fault, place=replace(fault.place, file=str(file))) for fault in found)
        if read.form:
            advice += second_opinion(read.form, str(file))
    except DefinitionError as error:
        faults = error.faults
    if as_json:
        shown = {"file": str(file), "faults": [asdict(one) for one in faults], "advice": [asdict(one) for one in advice]}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        print_faults("Wrong", faults, "red")
        print_faults("Could be better", advice, "yellow")
        if not faults:
            click.echo(f"{file} can be used.")
    if faults:
        raise SystemExit(1)


@survey.command()
@_file
@click.option("--language", default="", help="The language to show it in; by default the one it was written in first.")
@_json
def show(file: Path, language: str, as_json: bool) -> None:
    """Show FILE as a sheet: each question with its type, words, choices and conditions.

    Example: hearback survey show examples/framework/survey.yaml
    """
    read = read_survey_file(file).survey
    if language and language not in read.languages:
        raise click.BadParameter(f"The survey is in: {', '.join(read.languages)}.", param_hint="--language")
    rows = [_row(question, language or read.language) for question in read.questions]
    if as_json:
        click.echo(json.dumps({"survey": read.name, "questions": rows}, ensure_ascii=False, indent=2))
    else:
        Console(markup=False, emoji=False, highlight=False).print(_sheet(read, rows, language or read.language))


@survey.command()
@_file
@click.option("--to", required=True, type=click.Choice(get_args(Format)), help="What to make of it.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; it must not be there yet.")
def convert(file: Path, to: Format, out: Path | None) -> None:
    """Convert FILE to YAML, to an XLSForm workbook or to an XLSForm as a Markdown table. Nothing is lost on the way.

    Without --out, YAML and Markdown are printed.

    Example: hearback survey convert examples/framework/survey.yaml --to xlsx --out framework.xlsx
    """
    if out is None and to == "xlsx":
        raise click.UsageError("A workbook needs a file to be written to. Add --out FILE.")
    data = write_survey_file(read_survey_file(file).survey, to)
    if out is None:
        click.echo(data, nl=False)
        return
    write_new(out, data)
    click.echo(f"Written: {out}")


def _row(question: Question, language: str) -> dict[str, str]:
    conditions = {"only if": question.relevant, "must be": question.constraint, "is": question.calculation}
    told = [f"{what}: {expression.source}" for what, expression in conditions.items() if expression]
    label = [say(texts, language) for texts in (question.label, question.hint) if texts]
    return {
        "number": str(question.number) if question.asks else "",
        "name": question.name,
        "type": question.kind,
        "label": "\n".join(label),
        "choices": "\n".join(f"{choice.code}. {say(choice.label, language)}" for choice in question.choices),
        "conditions": "\n".join([*["required"] * question.required, *told]),
    }


def _sheet(read: Survey, rows: Sequence[dict[str, str]], language: str) -> Table:
    title, caption = f"{say(read.title, language)} ({read.name})", f"{read.total} questions"
    table = Table(title=title, caption=caption, show_lines=True, expand=True)
    table.add_column("No.", justify="right", no_wrap=True)
    table.add_column("Name and type", min_width=15, max_width=24, overflow="fold")
    for heading, ratio in (("Label", 4), ("Choices", 3), ("Conditions", 3)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for row in rows:
        table.add_row(row["number"], f"{row['name']}\n{row['type']}", row["label"], row["choices"], row["conditions"])
    return table
