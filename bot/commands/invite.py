"""`hearback invite`: personal links to a consultation."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import click

from bot.app import App
from bot.channels.telegram_name import bot_name
from bot.files import read_file, write_new
from handlers import invitations
from handlers.invitations import Link
from surveys.errors import Place, Refused
from surveys.points.rows import Row
from surveys.sheets import guarded, read_csv


@click.command()
@click.argument("name", metavar="ID")
@click.argument("file", metavar="[FILE.csv]", required=False, type=click.Path(path_type=Path))
@click.option("--count", type=click.IntRange(1, invitations.MOST), help="Make so many, with random references, without a file.")
@click.option("--base", type=click.Choice(["web", "telegram"]), help="Only links to the pages, or only into Telegram.")
@click.option("--bot", default="", metavar="NAME", help="The Telegram bot's name; asked of Telegram where a token is set.")
@click.option("--audience", default="", help="Whom they are for, where the consultation asks several.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the links to this new file instead of here.")
@click.pass_obj
def invite(
    app: App, name: str, file: Path | None, count: int | None, base: str | None, bot: str, audience: str, out: Path | None
) -> None:
    """Make personal links to ID: one for each row of FILE.csv, which has a column 'reference', or --count of them.

    The table with the links is written as CSV, to be merged into letters or messages; all columns of FILE.csv are in it. Only a
    digest of each link is stored, so that this is the only time they can be seen. A link works for the first person to use it.

    Example: hearback invite framework-2010 groups.csv --out links.csv
    """
    if (file is None) == (count is None):
        raise click.UsageError("Give either a FILE.csv or --count.")
    rows = _rows(file) if file is not None else _random(count or 0)
    bot = _bot(app, base, bot)  # before anything is stored: links are seen this once only
    if out is not None and out.exists():
        raise Refused("file.exists", f"{out} is there already. Name another file.")
    links = invitations.invite(
        app.database, name, [row.cells["reference"] for row in rows], audience=audience, places=[row.place for row in rows]
    )
    text = _table(app.settings.address, rows, links, base, bot)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_new(out, text.encode("utf-8-sig"))  # with a mark, so that Excel knows the encoding
        click.echo(f"Wrote {len(links)} links to {out}. Whoever has a link can answer by it: keep the file safe.")


def _rows(file: Path) -> Sequence[Row]:
    return read_csv(read_file(file), str(file), needed=("reference",), others=True)


def _random(count: int) -> Sequence[Row]:
    made = invitations.fresh_references(count)
    return [Row(Place(line=line), {"reference": reference}) for line, reference in enumerate(made, start=1)]


def _bot(app: App, base: str | None, bot: str) -> str:
    token = app.settings.telegram_token.get_secret_value()
    if base == "web" or bot:
        return bot.removeprefix("@")
    if token:
        return bot_name(token, app.settings.telegram_api_url)
    if base == "telegram":
        raise click.UsageError("Give --bot NAME, or set HEARBACK_TELEGRAM_TOKEN.")
    return ""


def _table(address: str, rows: Sequence[Row], links: Sequence[Link], base: str | None, bot: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    into = {"web": f"{address}/answer/"} if base != "telegram" else {}
    into |= {"telegram": f"https://t.me/{bot}?start="} if bot and base != "web" else {}
    columns = [column for column in (rows[0].cells if rows else ("reference",)) if column not in into]
    writer.writerow([*map(guarded, columns), *into])
    for row, link in zip(rows, links, strict=True):
        writer.writerow([*(guarded(row.cells[column]) for column in columns), *(start + link.token for start in into.values())])
    return stream.getvalue()
