"""`hearback body`: who receives digests and replies to points."""

import click

from bot.accounts import own_account
from bot.app import App
from bot.printing import print_rows
from handlers import bodies as handler
from storage import bodies
from surveys.mail.tokens import is_mailbox
from surveys.messages import Destination


@click.group()
def body() -> None:
    """Who receives digests and replies to points.

    Example: hearback body add forum --channel telegram --address -1001234567890
    """


@body.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def list_(app: App, *, as_json: bool) -> None:
    """List all bodies.

    Example: hearback body list
    """
    with app.database.read() as tx:
        rows = [{"body": each.slug, "name": each.name, "kind": each.kind} for each in bodies.everyone(tx)]
    print_rows(rows, as_json=as_json, empty="There are no bodies yet. A consultation's file brings its own.")


@body.command("show")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def show(app: App, slug: str, *, as_json: bool) -> None:
    """Show where a body's digests go.

    Example: hearback body show forum
    """
    with app.database.read() as tx:
        found, homes = handler.show(tx, slug)
    rows = [
        {
            "channel": home.channel,
            "address": home.destination.address,
            "thread": home.destination.thread,
            "account": home.destination.account,
            "state": home.recipient.state,
        }
        for home in homes
    ]
    if not as_json:
        click.echo(f"{found.name} ({found.slug}, {found.kind})")
    print_rows(rows, as_json=as_json, empty="It has no address yet. Give it one with: hearback body add")


@body.command("add")
@click.argument("slug")
@click.option("--name", default="", help="Its name, where it is new.")
@click.option("--kind", default="", type=click.Choice(["", *bodies.KINDS]), help="What it is, where it is new.")
@click.option("--channel", type=click.Choice(["telegram", "slack", "email", "folder"]), help="Where its digests go.")
@click.option(
    "--address", default="", help="A Telegram chat id, a Slack channel's id (C…), an email address, or a folder's name."
)
@click.option("--thread", default="", help="A topic within a Telegram forum, or a thread's ts on Slack.")
@click.option(
    "--account", default="", help="Which Telegram bot or Slack workspace (T…), by its id; the one that is set up when left out."
)
@click.pass_obj
def add(app: App, slug: str, name: str, kind: str, channel: str | None, address: str, thread: str, account: str) -> None:
    """Add a body, give it an address, or both.

    Example: hearback body add forum --name "Wexmoor Third Sector Forum" --kind forum --channel folder --address forum
    """
    if bool(channel) != bool(address):
        raise click.UsageError("Give --channel and --address together.")
    if channel and not account:
        account = own_account(app, channel)
        if channel == "telegram" and not account:
            raise click.UsageError("No Telegram bot is set up. Set HEARBACK_TELEGRAM_TOKEN, or say which bot with --account.")
        if channel == "slack" and not account:
            raise click.UsageError("Which workspace? Set HEARBACK_SLACK_BOT_TOKEN, or say its id with --account (T…).")
    if channel == "email":
        address = address.casefold()
        if not is_mailbox(address):
            raise click.UsageError(f"'{address}' is no email address. Write it like forum@example.org.")
    with app.database.write() as tx:
        added = handler.add(tx, slug, name, kind)
        if channel:
            handler.house(tx, slug, channel, Destination(account, address, thread))
    click.echo(
        f"{added.name} ({added.slug}): its digests go to {channel} {address}." if channel else f"{added.name} ({added.slug})."
    )
