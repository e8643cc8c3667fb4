"""Check, show, try and convert survey files."""

import asyncio
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import click

from bot.app import App
from bot.channels.terminal import Terminal
from bot.commands.chat import read_line, show_message
from bot.commands.survey_diff import diff
from bot.files import read_file, write_new
from bot.printing import print_faults
from bot.questionnaires.files import Away
from bot.second_opinion import second_opinion
from bot.survey_files import FORMS, Format, read_survey_file, write_survey_file
from bot.survey_sheet import print_sheet, sheet_rows
from bot.tryout import Tryout, stand_in
from surveys.consultations.model import Audience, Consultation
from surveys.consultations.questionnaire import questionnaire
from surveys.consultations.reader import read_consultation
from surveys.definitions.check import Checked, check_survey
from surveys.definitions.flow import draw_flow
from surveys.definitions.model import Survey
from surveys.definitions.versions.changes import stale, stale_faults
from surveys.definitions.versions.plan import derive
from surveys.errors import DefinitionError, Fault

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_language = click.option("--language", default="", help="The language it is in; by default the one it was written in first.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")


@click.group()
def survey() -> None:
    """Check, show, try and convert survey files: YAML, XLSForm workbooks (.xlsx), XLSForm as a Markdown table (.md).

    Example: hearback survey check examples/framework/survey.yaml
    """


@survey.command()
@_file
@click.option("--audience", type=click.Choice(get_args(Audience)), help="Who is asked: for young people it has to be plainer.")
@click.option("--since", type=click.Path(path_type=Path), help="The file as it was: translations left behind since are told.")
@click.option("--ways", is_flag=True, help="Tell the shortest answers that lead to each question.")
@_json
@click.pass_obj
def check(app: App, file: Path, audience: str | None, since: Path | None, *, ways: bool, as_json: bool) -> None:
    """Tell everything that is wrong with FILE, and what could be better. Exits with 1 when something is wrong.

    Every way through it is tried out; docs/writing-surveys.md lists what is checked.

    Example: hearback survey check examples/framework/survey.yaml --audience tso
    """
    faults: tuple[Fault, ...] = ()
    advice: tuple[Fault, ...] = ()
    checked: Checked | None = None
    try:
        read = read_survey_file(file)
        checked = check_survey(read.survey, now=app.clock.now(), audience=audience or "")
        faults, advice = checked.faults, checked.advice
        if since is not None:
            before = read_survey_file(since).survey
            advice += stale_faults(stale(before, read.survey, derive(before, read.survey)))
        if read.form:
            advice += second_opinion(read.form, str(file))
    except DefinitionError as error:
        faults = error.faults
    if as_json:
        shown = {"file": str(file), "faults": [asdict(one) for one in faults], "advice": [asdict(one) for one in advice]}
        click.echo(json.dumps(shown | _tried(checked), ensure_ascii=False, indent=2))
    else:
        print_faults("Wrong", faults, "red")
        print_faults("Could be better", advice, "yellow")
        if checked is not None:
            _tell_tried(checked, ways=ways)
        if not faults:
            click.echo(f"{file} can be used.")
    if faults:
        raise SystemExit(1)


def _tried(checked: Checked | None) -> dict[str, object]:
    """How long it takes and what trying it out found, for programs; nothing where it could not be read."""
    if checked is None:
        return {"minutes": None, "tried": None}
    found = checked.simulation
    ways = {name: [{"question": asked, "answer": answer} for asked, answer in way] for name, way in found.ways.items()}
    return {"minutes": asdict(checked.minutes), "tried": {"whole": found.whole, "steps": found.steps, "ways": ways}}


def _tell_tried(checked: Checked, *, ways: bool) -> None:
    found = checked.simulation
    for name, way in found.ways.items() if ways else ():
        click.echo(f"{name}: {', '.join(f'{asked} = {answer}' for asked, answer in way) or 'whatever is answered'}")
    walked = "Every way through it was tried" if found.whole else "Each condition was tried by itself: there are too many ways"
    click.echo(f"{walked} ({found.steps:,} steps).\n{checked.minutes}\n")


@survey.command()
@_file
@_language
@click.option("--audience", type=click.Choice(get_args(Audience)), help="Whose survey, where FILE is a consultation's.")
@click.option("--flow", is_flag=True, help="Draw it as a flow chart in Mermaid's language, for any page or tool that shows it.")
@click.option("--to", type=click.Choice(("pdf", "docx")), help="Make a sheet of it for people to read first and take away.")
@click.option("--large", is_flag=True, help="With --to pdf: in large print, 18 points.")
@click.option("--out", type=click.Path(path_type=Path), help="With --to: the file to write; it must not be there yet.")
@_json
@click.pass_obj
def show(
    app: App,
    file: Path,
    language: str,
    audience: str | None,
    to: str | None,
    out: Path | None,
    *,
    flow: bool,
    large: bool,
    as_json: bool,
) -> None:
    """Show FILE as a sheet: each question with its type, words, choices and conditions; or as a flow chart, or as a file.

    FILE is a survey, or a consultation's file: then a PDF or a Word file also says who asks, why, and until when.

    Example: hearback survey show examples/framework/consultation.yaml --to pdf --large
    """
    if (large and to != "pdf") or (out is not None and to is None):
        raise click.UsageError("--large goes with --to pdf, and --out with --to.")
    about, path = _asked_by(file, audience)
    read = read_survey_file(path).survey
    check_language(read, language)
    chosen = language or read.language
    if to is not None:
        away = Away(read, chosen, "docx" if to == "docx" else "large" if large else "pdf")
        words = app.catalogues.get(chosen, app.english)
        target = out or Path(away.name)
        write_new(target, away.made(questionnaire(read, chosen, words, about, app.settings.address)))
        click.echo(f"Written: {target}")
    elif flow:
        click.echo(draw_flow(read, chosen, app.english), nl=False)
    elif as_json:
        rows = list(sheet_rows(read, chosen, app.english))
        click.echo(json.dumps({"survey": read.name, "questions": rows}, ensure_ascii=False, indent=2))
    else:
        print_sheet(read, chosen, app.english)


def check_language(read: Survey, language: str) -> None:
    """BadParameter where the survey is not in `language`, if one was asked for."""
    if language and language not in read.languages:
        raise click.BadParameter(f"The survey is in: {', '.join(read.languages)}.", param_hint="--language")


@survey.command()
@_file
@click.option("--audience", type=click.Choice(get_args(Audience)), help="Whose survey, where FILE is a consultation's.")
@_language
@click.pass_obj
def chat(app: App, file: Path, audience: str | None, language: str) -> None:
    """Try FILE in the terminal before it opens. Nothing is stored. End with Ctrl-D.

    FILE is a survey, or a consultation's file, whose own words are then said before the first question. @PATH sends a file, where
    a photo or another file is asked for.

    Example: hearback survey chat examples/framework/consultation.yaml --audience tso
    """
    about, path = _asked_by(file, audience)
    read = read_survey_file(path).survey
    check_language(read, language)
    chosen = language or read.language
    words = app.catalogues.get(chosen, app.english)
    if words.language != chosen:
        click.echo(f"The bot does not speak '{chosen}' yet: its own words are in English.")
    tryout = Tryout(read, about or stand_in(read, chosen, app.clock), chosen, app.catalogues, app.clock)
    megabytes = app.settings.media_megabytes
    asyncio.run(Terminal("tryout", tryout.receive, read_line, show_message, megabytes=megabytes).talk(""))
    click.echo("Nothing was stored.")


def consultation_in(file: Path) -> Consultation | None:
    """The consultation in `file`; None where it is a survey."""
    data = b"" if file.suffix.lower() in FORMS else read_file(file)
    return read_consultation(data, str(file)) if re.search(rb"^audiences\s*:", data, re.MULTILINE) else None


def _asked_by(file: Path, audience: str | None) -> tuple[Consultation | None, Path]:
    """The consultation in `file`, if it is one, and the file of the survey that `audience` answers."""
    about = consultation_in(file)
    if about is None:
        if audience:
            what = f"{file} is a survey, which does not know who is asked. Give the consultation's file."
            raise click.BadParameter(what, param_hint="--audience")
        return None, file
    surveys = dict(about.audiences)
    if audience is None and len(surveys) == 1:
        (audience,) = surveys
    if audience not in surveys:
        raise click.BadParameter(f"It asks: {', '.join(surveys)}.", param_hint="--audience")
    return about, file.parent / surveys[audience]


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


survey.add_command(diff)
