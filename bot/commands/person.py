"""`hearback person`: what is stored about one person, when they ask in writing."""

import json
from dataclasses import asdict

import click

from bot.accounts import own_account
from bot.app import App
from handlers import withdrawal
from handlers.withdrawal import Taken

CHANNELS = ("telegram", "slack", "email", "web", "folder", "terminal")

_address = click.argument("address")
_channel = click.option("--channel", required=True, type=click.Choice(CHANNELS), help="Where that address is.")
_account = click.option(
    "--account", default="", help="Which of your bots or Slack workspaces (T…); by default the one that is set."
)


@click.group()
def person() -> None:
    """Show or forget what one person said.

    People can do both by themselves, with MY ANSWERS and FORGET ME. This is for those who ask in writing. ADDRESS is a Telegram
    user's number, a Slack member's id (U…), an email address, the code in the link of an answer page, or the folder of somebody's
    letters (letters/ID/REFERENCE).

    Example: hearback person show letters/framework-2010/P01 --channel folder
    """


@person.command()
@_address
@_channel
@_account
@click.option("--json", "as_json", is_flag=True, help="Print JSON, to hand over or for another program.")
@click.pass_obj
def show(app: App, address: str, channel: str, account: str, *, as_json: bool) -> None:
    """Show all that is stored about whoever is at ADDRESS: it is theirs to see, and nobody else's.

    Example: hearback person show 4711 --channel telegram
    """
    stored = withdrawal.show(app.database, address, channel=channel, account=account or own_account(app, channel))
    if as_json:
        click.echo(json.dumps(asdict(stored), ensure_ascii=False, indent=2))
        return
    for home in stored.homes:
        where = ", ".join(filter(None, (home.destination.address, home.destination.thread)))
        click.echo(f"Address on {home.channel}: {where} ({home.state})")
    for taken in stored.interviews:
        _show(taken)
    if stored.mails:
        click.echo(f"Mails kept as they came, until the answers are complete: {len(stored.mails)} (see them with --json)")
    for words in stored.comments:
        click.echo(f"\nWritten beneath a digest: {words}")
    if not stored.interviews:
        click.echo("They have not begun to answer anything.")


def _show(taken: Taken) -> None:
    click.secho(f"\n{taken.consultation}: {taken.status}", bold=True)
    if taken.response is not None:
        typed = f", typed in by {taken.response.entered_by}" if taken.response.entered_by else ""
        click.echo(f"Reference {taken.response.reference} ({taken.response.mode.replace('_', ' ')}{typed})")
        for what, known in asdict(taken.response.source).items():
            if known:
                click.echo(f"{what.capitalize()}: {known}")
    for permission, given in taken.permissions.items():
        click.echo(f"{permission.replace('_', ' ').capitalize()}: {'yes' if given else 'no'}")
    for number, question, words in taken.answers:
        click.echo(f"\n{number}. {question}\n→ {words}")


@person.command()
@_address
@_channel
@_account
@click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer.")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
@click.pass_obj
def forget(app: App, address: str, channel: str, account: str, by: str, *, yes: bool) -> None:
    """Delete all that is stored about whoever is at ADDRESS, as FORGET ME does. It cannot be undone.

    Backups from before still hold it: keep them no longer than you must.

    Example: hearback person forget 4711 --channel telegram --by sam@council.example
    """
    if not yes:
        click.confirm(f"Delete everything that {address} on {channel} said, and who they are?", abort=True)
    withdrawal.forget(app.database, address, channel=channel, account=account or own_account(app, channel), by=by)
    click.echo("It is deleted. Tell them so by the way they asked: nothing more is sent to that address.")
