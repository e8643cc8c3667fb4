"""`hearback consultation`: create, check, approve, open and close consultations."""

import json
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.app import App
from bot.commands.consultation_revise import carried, carry, print_versions, revise, version_rows
from bot.files import read_file
from bot.pictures import read_pictures
from bot.printing import print_faults, print_rows
from bot.survey_files import read_survey_file
from handlers import consultations as handler
from handlers import versions
from handlers.consultations import Shown
from storage.consultations import Held
from surveys.consultations.model import Consultation
from surveys.consultations.norms import check_norms
from surveys.consultations.reader import read_consultation
from surveys.consultations.spoken import check_spoken
from surveys.definitions.check import check_survey
from surveys.definitions.model import Survey
from surveys.errors import DefinitionError, Fault

Beside = dict[str, dict[str, bytes]]  # by audience, the pictures of its survey
Sources = list[tuple[str, bytes]]

_name = click.argument("name", metavar="ID")
_by = click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")


@click.group()
def consultation() -> None:
    """Create, check, approve, open and close consultations.

    Example: hearback consultation create examples/framework/consultation.yaml --by sam@council.example
    """


@consultation.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rehearsal", is_flag=True, help="For trying it out among colleagues: it may open on any day.")
@_by
@click.pass_obj
def create(app: App, file: Path, by: str, *, rehearsal: bool) -> None:
    """Store FILE, and the surveys beside it that it names, as a draft. A second officer approves it.

    Example: hearback consultation create examples/framework/consultation.yaml --by sam@council.example
    """
    about, sources, shown, _ = _read(app, file)
    handler.create(app.database, about, sources, by=by, rehearsal=rehearsal, shown=shown)
    click.echo(f"'{about.slug}' is a draft{' for a rehearsal' if rehearsal else ''}: {about.title}")
    click.echo(f"What could be better:  hearback consultation check {about.slug}")
    click.echo(f"See it in the browser:  hearback preview {about.slug}")
    click.echo(f"Then a second officer:  hearback consultation approve {about.slug} --by OFFICER")


def _read(app: App, file: Path) -> tuple[Consultation, Sources, Beside, list[Fault]]:
    """The consultation, its surveys, their pictures, and what could be better. DefinitionError with the faults of all files."""
    about = read_consultation(read_file(file), str(file))
    sources: Sources = []
    faults: list[Fault] = []
    shown: Beside = {}
    told = (*check_norms(about), *check_spoken(about, app.catalogues))
    advice = [replace(fault, place=replace(fault.place, file=str(file))) for fault in told]
    for audience, name in about.audiences:
        path = file.parent / name
        try:
            read = read_survey_file(path)
            sources.append((audience, read.source))
            shown[audience] = read_pictures(path, read.survey)
            checked = check_survey(read.survey, now=app.clock.now(), audience=audience)
            faults += checked.faults
            advice += checked.advice
        except DefinitionError as error:
            faults += error.faults
    if faults:
        raise DefinitionError(tuple(faults))
    return about, sources, shown, advice


@consultation.command()
@click.argument("what", metavar="FILE-OR-ID")
@_json
@click.pass_obj
def check(app: App, what: str, *, as_json: bool) -> None:
    """Tell everything that is wrong with a consultation's file, or keeps one from opening, and what could be better.

    Exits with 1 when something is wrong.

    Example: hearback consultation check examples/framework/consultation.yaml
    """
    faults: tuple[Fault, ...] = ()
    advice: list[Fault] = []
    waits_for = ""
    if is_file(what):
        try:
            _, _, _, advice = _read(app, Path(what))
        except DefinitionError as error:
            faults = error.faults
    else:
        now = app.clock.now()
        shown = handler.show(app.database, what, now)
        waits_for = shown.waits_for
        advice = list(check_norms(shown.held.consultation))
        for survey_id, survey in shown.held.surveys.items():
            checked = check_survey(survey, now=now, audience=shown.audiences[survey_id])
            faults += checked.faults
            advice += checked.advice
    if as_json:
        told = {"faults": [asdict(one) for one in faults], "advice": [asdict(one) for one in advice], "waits_for": waits_for}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print_faults("Wrong", faults, "red")
        print_faults("Could be better", advice, "yellow")
        if waits_for:
            click.echo(waits_for)
        elif not faults:
            click.echo(f"{what} can be used.")
    if faults:
        raise SystemExit(1)


def is_file(what: str) -> bool:
    """A name holds no dot and no slash; whatever does, or is there, is meant as a file."""
    return "." in what or "/" in what or Path(what).exists()


@consultation.command()
@_name
@_by
@click.pass_obj
def approve(app: App, name: str, by: str) -> None:
    """Say that ID may open, or that its survey may change as somebody proposed. Not your own: two people have seen what is asked.

    Example: hearback consultation approve framework-2010 --by ruth@council.example
    """
    changed = versions.approve(app.database, name, by=by, now=app.clock.now())
    if changed:
        click.echo(f"In use from now on: version {', '.join(str(version) for version in changed)}.")
        click.echo(carried(app, name))
        return
    handler.approve(app.database, name, by=by)
    shown = handler.show(app.database, name, app.clock.now())
    click.echo(f"'{shown.held.consultation.slug}' is approved by {shown.held.approved_by}.")
    click.echo(shown.waits_for or f"Its first day has come: hearback consultation open {name} --by OFFICER")


@consultation.command("open")
@_name
@_by
@click.pass_obj
def open_(app: App, name: str, by: str) -> None:
    """Open ID now. By itself it opens on its first day, while `hearback run` is running.

    Example: hearback consultation open framework-2010 --by sam@council.example
    """
    handler.open_now(app.database, name, by=by, now=app.clock.now())
    about = handler.show(app.database, name, app.clock.now()).held.consultation
    click.echo(f"'{about.slug}' is open. Answer it here: {app.settings.address}/consultations/{about.slug}")


@consultation.command()
@_name
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
@_by
@click.pass_obj
def close(app: App, name: str, by: str, *, yes: bool) -> None:
    """Close ID before its last day. By itself it closes at the end of that day, while `hearback run` is running.

    Example: hearback consultation close framework-2010 --by sam@council.example
    """
    held = handler.show(app.database, name, app.clock.now()).held
    if held.open_at(app.clock.now()) and not yes:
        last = app.english.shown(_day(held, held.closes_at))
        click.confirm(f"'{held.consultation.slug}' was to run until {last}. Close it now, for good?", abort=True)
    handler.close(app.database, name, by=by, now=app.clock.now())
    click.echo(f"'{held.consultation.slug}' is closed. What comes from now on is too late.")


def _day(held: Held, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(held.consultation.zone)).date()


@consultation.command("list")
@_json
@click.pass_obj
def list_(app: App, *, as_json: bool) -> None:
    """List all consultations with how many took part (`begun` have not finished); those that open last come first.

    Example: hearback consultation list
    """
    rows = [_row(shown) for shown in handler.every(app.database, app.clock.now())]
    print_rows(rows, as_json=as_json, empty="There are no consultations yet. Create one with: hearback consultation create")


def _row(shown: Shown) -> dict[str, str | int | date | None]:
    held = shown.held
    return {
        "consultation": held.consultation.slug,
        "state": f"{held.state}{' (rehearsal)' if held.rehearsal else ''}",
        "opens": _day(held, held.opens_at),
        "closes": _day(held, held.closes_at),
        "online": shown.participation.get("online", (0, 0))[0],
        "paper": shown.participation.get("paper", (0, 0))[0],
        "groups": shown.participation.get("focus_group", (0, 0))[0],
        "begun": shown.unfinished,
    }


@consultation.command()
@_name
@_json
@click.pass_obj
def show(app: App, name: str, *, as_json: bool) -> None:
    """Show ID: its state, its days, whom it asks, who must reply, and how many took part.

    Example: hearback consultation show framework-2010
    """
    shown = handler.show(app.database, name, app.clock.now())
    if as_json:
        told = _row(shown) | _details(shown) | {"versions": version_rows(versions.listed(app.database, name))}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=str))
        return
    _print(shown)
    of_surveys = versions.listed(app.database, name)
    if len(of_surveys) > len(shown.audiences):
        click.echo()
        print_versions(of_surveys)


def _details(shown: Shown) -> dict[str, object]:
    about = shown.held.consultation
    return {
        "in_groups": _in_groups(shown),
        "invited": shown.invited,
        "arrived": shown.arrived,
        "title": about.title,
        "owner": about.owner,
        "created_by": shown.held.created_by,
        "approved_by": shown.held.approved_by,
        "waits_for": shown.waits_for,
        "audiences": [
            {"audience": audience, "survey": survey.name, "questions": survey.total} for audience, survey in _surveys(shown)
        ],
        "bodies": [asdict(body) for body in about.bodies],
    }


def _print(shown: Shown) -> None:
    about = shown.held.consultation
    click.secho(about.title, bold=True)
    click.echo(f"{about.owner}\nCreated by {shown.held.created_by}, approved by {shown.held.approved_by or 'nobody yet'}.")
    if shown.waits_for:
        click.echo(shown.waits_for)
    for audience, survey in _surveys(shown):
        click.echo(f"Asks {audience}: {survey.total} questions ({survey.name})")
    for body in about.bodies:
        click.echo(f"Replies: {body.name} ({body.slug}, {body.kind})")
    click.echo(f"People in groups: {_in_groups(shown)}. Personal links: {shown.invited} made, {shown.arrived} used.\n")
    print_rows([_row(shown)], as_json=False, empty="")


def _surveys(shown: Shown) -> list[tuple[str, Survey]]:
    return [(audience, shown.held.surveys[survey_id]) for survey_id, audience in shown.audiences.items()]


def _in_groups(shown: Shown) -> int:
    return shown.participation.get("focus_group", (0, 0))[1]


consultation.add_command(revise)
consultation.add_command(carry)
