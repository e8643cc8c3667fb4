"""`hearback invite`: personal links to a consultation."""

import csv
import io
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import SystemRandom

import click

from bot.app import App
from bot.channels.telegram_name import bot_name
from bot.files import read_file, write_new
from bot.program import make_email
from handlers import invitations, mail
from handlers.invitations import Link
from handlers.mail import Guest
from surveys.errors import ConfigError, Place, Refused
from surveys.messages import Inbound
from surveys.points.rows import Row
from surveys.sheets import guarded, read_csv


@click.command()
@click.argument("name", metavar="ID")
@click.argument("file", metavar="[FILE.csv]", required=False, type=click.Path(path_type=Path))
@click.option("--count", type=click.IntRange(1, invitations.MOST), help="Make so many, with random references, without a file.")
@click.option(
    "--base", type=click.Choice(["web", "telegram", "slack"]), help="Only one way in; all that are set up when left out."
)
@click.option("--bot", default="", metavar="NAME", help="The Telegram bot's name; asked of Telegram where a token is set.")
@click.option("--channel", type=click.Choice(["email"]), help="Send each a mail with the whole survey, instead of making a file.")
@click.option("--audience", default="", help="Whom they are for, where the consultation asks several.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the links to this new file instead of here.")
@click.pass_obj
def invite(
    app: App,
    name: str,
    file: Path | None,
    count: int | None,
    base: str | None,
    bot: str,
    channel: str | None,
    audience: str,
    out: Path | None,
) -> None:
    """Make personal links to ID: one for each row of FILE.csv, which has a column 'reference', or --count of them.

    The table with the links is written as CSV, to be merged into letters or messages; all columns of FILE.csv are in it. Only a
    digest of each link is stored, so that this is the only time they can be seen. A link works for the first person to use it. On
    Slack it is a command to paste there: /hearback start and the link's code.

    With --channel email no file is written. FILE.csv has a column 'email' too, and each row is sent a mail with the whole survey,
    to be answered in the mail or by the personal link in it.

    Example: hearback invite framework-2010 groups.csv --channel email

    Example: hearback invite framework-2010 groups.csv --out links.csv
    """
    if channel == "email":
        if file is None or base or bot or out is not None:
            raise click.UsageError("With --channel email give a FILE.csv with a column 'email', and no other way out.")
        _by_mail(app, name, file, audience)
        return
    if (file is None) == (count is None):
        raise click.UsageError("Give either a FILE.csv or --count.")
    rows = _rows(file) if file is not None else _random(count or 0)
    bot = _bot(app, base, bot)  # before anything is stored: links are seen this once only
    if out is not None and out.exists():
        raise Refused("file.exists", f"{out} is there already. Name another file.")
    links = invitations.invite(
        app.database, name, [row.cells["reference"] for row in rows], audience=audience, places=[row.place for row in rows]
    )
    ways = {"web": f"{app.settings.address}/answer/"}
    ways |= {"telegram": f"https://t.me/{bot}?start="} if bot else {}
    ways |= {"slack": "/hearback start "} if app.settings.on_slack or base == "slack" else {}
    text = _table(rows, links, {base: ways[base]} if base else ways)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_new(out, text.encode("utf-8-sig"))  # with a mark, so that Excel knows the encoding
        click.echo(f"Wrote {len(links)} links to {out}. Whoever has a link can answer by it: keep the file safe.")


def _by_mail(app: App, name: str, file: Path, audience: str) -> None:
    if make_email(app.settings, nobody) is None:
        raise ConfigError("No mailbox is set up: set HEARBACK_MAIL_ADDRESS, HEARBACK_SMTP_URL and HEARBACK_IMAP_URL.")
    rows = read_csv(read_file(file), str(file), needed=("reference", "email"), others=True)
    guests = [Guest(row.cells["reference"], row.cells["email"], row.place) for row in rows]
    invited = mail.invite(
        app.database,
        name,
        guests,
        tongues=app.catalogues,
        home=app.settings.address,
        now=app.clock.now(),
        place=time.time_ns(),
        shuffle=SystemRandom().shuffle,
        audience=audience,
    )
    click.echo(f"Queued {invited.queued} invitations by email. They are sent while 'hearback run' is running.")
    if invited.stopped:
        click.echo(f"Left out, because they had asked for no more messages: {', '.join(invited.stopped)}.")


async def nobody(message: Inbound) -> None:
    """Nothing comes in while a command only looks at the settings."""


def _rows(file: Path) -> Sequence[Row]:
    return read_csv(read_file(file), str(file), needed=("reference",), others=True)


def _random(count: int) -> Sequence[Row]:
    made = invitations.fresh_references(count)
    return [Row(Place(line=line), {"reference": reference}) for line, reference in enumerate(made, start=1)]


def _bot(app: App, base: str | None, bot: str) -> str:
    token = app.settings.telegram_token.get_secret_value()
    if base in ("web", "slack") or bot:
        return bot.removeprefix("@")
    if token:
        return bot_name(token, app.settings.telegram_api_url)
    if base == "telegram":
        raise click.UsageError("Give --bot NAME, or set HEARBACK_TELEGRAM_TOKEN.")
    return ""


def _table(rows: Sequence[Row], links: Sequence[Link], into: Mapping[str, str]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    columns = [column for column in (rows[0].cells if rows else ("reference",)) if column not in into]
    writer.writerow([*map(guarded, columns), *into])
    for row, link in zip(rows, links, strict=True):
        writer.writerow([*(guarded(row.cells[column]) for column in columns), *(start + link.token for start in into.values())])
    return stream.getvalue()
