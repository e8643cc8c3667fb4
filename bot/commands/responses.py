"""`hearback responses`: paper responses, focus groups, and the files that came with answers."""

import mimetypes
import re
from datetime import date
from pathlib import Path

import click

from bot.app import App
from bot.files import read_file, write_new
from bot.printing import print_rows
from handlers import imports, media
from surveys.messages import File

MODES: dict[str, imports.Mode] = {"paper": "paper", "focus-group": "focus_group"}


@click.group()
def responses() -> None:
    """Bring in paper responses and focus groups, list responses, and take out the files that came with them.

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
            "version": str(entry.version),
            "who": ", ".join(filter(None, (source.organisation, source.facilitator, source.place, source.day))),
            "entered_by": entry.entered_by,
        }
        for entry, audience in imports.listed(app.database, name)
        for source in [entry.source]
    ]
    print_rows(rows, as_json=as_json, empty="There are no responses yet.")


@responses.command("media")
@click.argument("name", metavar="ID")
@click.argument("reference", metavar="REFERENCE")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder to write them to.")
@click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")
@click.pass_obj
def media_(app: App, name: str, reference: str, out: Path, by: str, *, as_json: bool) -> None:
    """Take the files out that came with a response: pictures, sounds, videos, as people sent them. REFERENCE is the response's.

    Nobody has looked into them, and no program either: open them as you would a stranger's mail. They are written so that only
    you can read them. Delete them when you are done.

    Example: hearback responses media framework-2010 GX4T9K2P --out pictures --by sam@council.example
    """
    rows: list[dict[str, str | int | date | None]] = []
    for taken in media.take_out(app.database, name, reference, by=by):
        path = out / f"{reference}-{taken.question}{_ending(taken.file)}"
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_new(path, taken.file.data)
        rows.append(
            {
                "question": taken.number,
                "file": str(path),
                "bytes": len(taken.file.data),
                "sent_as": _legible(taken.file.name),
                "type": _legible(taken.file.mime),
            }
        )
    print_rows(rows, as_json=as_json, empty="")


def _ending(file: File) -> str:
    """The ending of its name if it has a plain one, else the one of its type; the rest of a stranger's name is never used."""
    named = re.search(r"\.[A-Za-z0-9]{1,8}\Z", file.name)
    return named[0].lower() if named else mimetypes.guess_extension(file.mime) or ""


def _legible(text: str) -> str:
    """A stranger's words on one line of a terminal."""
    return "".join(char for char in text if char.isprintable())[:80]
