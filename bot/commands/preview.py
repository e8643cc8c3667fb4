"""Try a draft in the browser: a file, or what is stored of it."""

import asyncio
from pathlib import Path

import click

from bot.app import App
from bot.commands.consultation import is_file
from bot.commands.survey import consultation_in
from bot.preview import Sources, previewed
from bot.program import serve
from bot.survey_files import read_survey_file
from bot.tryout import stand_in
from handlers import consultations
from surveys.consultations.model import Consultation
from surveys.definitions.writer import write_survey


@click.command()
@click.argument("what", metavar="FILE-OR-ID")
@click.option("--port", type=click.IntRange(1, 65534), default=8001, show_default=True, help="Where it is served.")
@click.pass_obj
def preview(app: App, what: str, port: int) -> None:
    """Try a draft in the browser before it opens: its page, its questions, the sheets to take away. Nothing is kept.

    FILE is a survey or a consultation's file; ID is a consultation as it is stored, for whoever approves it. It is served to this
    computer alone. End with Ctrl-C. To try a draft together, on phones, see: hearback consultation create --rehearsal

    Example: hearback preview examples/framework/consultation.yaml
    """
    about, sources = _of_file(app, Path(what)) if is_file(what) else _stored(app, what)
    with previewed(about, sources, app.clock, port) as draft:
        asyncio.run(serve(draft, ["web"], lambda address: _tell(f"{address}/consultations/{about.slug}")))
    click.echo("Nothing was kept.")


def _of_file(app: App, file: Path) -> tuple[Consultation, Sources]:
    about = consultation_in(file)
    if about is None:
        read = read_survey_file(file)
        return stand_in(read.survey, read.survey.language, app.clock), [("public", read.source)]
    return about, [(audience, read_survey_file(file.parent / name).source) for audience, name in about.audiences]


def _stored(app: App, name: str) -> tuple[Consultation, Sources]:
    shown = consultations.show(app.database, name, app.clock.now())
    surveys = shown.held.surveys
    sources = [(audience, write_survey(surveys[survey_id]).encode()) for survey_id, audience in shown.audiences.items()]
    return shown.held.consultation, sources


def _tell(page: str) -> None:
    click.echo(f"Try it here:  {page}")
    click.echo("On this computer alone. Stop it with Ctrl-C, and nothing that was entered is kept.")
