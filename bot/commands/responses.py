"""`hearback responses`: paper responses and focus groups."""

from datetime import date
from pathlib import Path

import click

from bot.app import App
from bot.files import read_file
from bot.printing import print_rows
from handlers import imports

MODES: dict[str, imports.Mode] = {"paper": "paper", "focus-group": "focus_group"}


@click.group()
def responses() -> None:
    """Bring in paper responses and focus groups.

    Example: hearback responses import framework-2010 paper.csv --mode paper --by sam@council.example
    """


@responses.command("import")
@click.argument("name", metavar="ID")
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--mode", required=True, type=click.Choice(list(MODES)), help="What the file holds.")
@click.option("--audience", default="", help="Who answered, where the consultation asks several audiences.")
@click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer: who typed it in.")
@click.pass_obj
def import_(app: App, name: str, file: Path, mode: str, audience: str, by: str) -> None:
    """Bring in what people said on paper or in groups. All of it is stored or, with one fault, nothing.

    --mode paper: a row for each form. Columns: reference, the name of every question, and, where known, organisation, hear_back
    and quote (yes or no), name_and_address. A cell holds a choice's number or label (several parted by ;), a number, a date, or
    the words on the form. An empty cell is a question left out.

    --mode focus-group: a row for each thing said. Columns: reference, people (how many took part), question, statement, and,
    where known, facilitator, place, date, hear_back, name_and_address.

    Who wants to hear back and gave an address gets a letter in the folder `letters` when there is news.

    Example: hearback responses import framework-2010 paper.csv --mode paper --by sam@council.example
    """
    data = read_file(file)
    now = app.clock.now()
    done = imports.bring_in(app.database, name, data, file=str(file), mode=MODES[mode], by=by, now=now, audience=audience)
    what = "responses on paper" if mode == "paper" else f"focus groups with {done.people} people"
    click.echo(f"Brought in {done.responses} {what}. {done.letters} of them will hear back by letter.")


@responses.command("list")
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")
@click.pass_obj
def list_(app: App, name: str, *, as_json: bool) -> None:
    """List the responses by reference, and who typed in those that did not come in by a chat or a page; not what they say.

    Example: hearback responses list framework-2010
    """
    rows: list[dict[str, str | int | date | None]] = [
        {
            "reference": entry.reference,
            "mode": entry.mode.replace("_", "-"),
            "status": entry.status,
            "people": entry.people,
            "audience": audience,
            "who": ", ".join(filter(None, (source.organisation, source.facilitator, source.place, source.day))),
            "entered_by": entry.entered_by,
        }
        for entry, audience in imports.listed(app.database, name)
        for source in [entry.source]
    ]
    print_rows(rows, as_json=as_json, empty="There are no responses yet.")
