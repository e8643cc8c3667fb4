"""`hearback run`: the program."""

import asyncio
import logging

import click

from bot import example
from bot.app import App
from bot.program import ROLES, serve
from handlers import due
from storage import schema


@click.command()
@click.option(
    "--role",
    "roles",
    type=click.Choice(["all", *ROLES]),
    multiple=True,
    default=["all"],
    help="What this process does; repeat for several. On PostgreSQL any number of processes share the work.",
)
@click.option(
    "--example", "with_example", is_flag=True, help="Into an empty database, load the example consultation, open today."
)
@click.pass_obj
def run(app: App, roles: tuple[str, ...], *, with_example: bool) -> None:
    """Run the bot and its pages until interrupted (Ctrl-C).

    Example: HEARBACK_TELEGRAM_TOKEN=… hearback run
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("apscheduler", "httpx"):  # they tell of every tick, and of every request
        logging.getLogger(name).setLevel(logging.WARNING)
    schema.upgrade(app.database)
    slug = _load_example(app) if with_example else ""
    due.tick(app.database, app.clock.now())
    asyncio.run(
        serve(app, [role for role in ROLES if role in roles or "all" in roles], lambda address: _tell(app, address, slug))
    )


def _load_example(app: App) -> str:
    """Load the example where nothing is yet; its slug."""
    consultation, sources = example.read_example()
    if not example.is_loaded(app.database):
        example.load(app.database, example.opening_on(consultation, app.clock.now().astimezone().date()), sources)
    return consultation.slug


def _tell(app: App, address: str, slug: str) -> None:
    if address and slug:
        click.echo(f"Answer it here:   {address}/consultations/{slug}")
        click.echo(f"What came of it:  {address}/consultations/{slug}/results")
    elif address:
        click.echo(f"The pages are at {address}")
    if app.settings.telegram_token.get_secret_value():
        click.echo("On Telegram: as soon as Telegram can be reached. What goes wrong there is logged here.")
    elif address:
        click.echo("Not on Telegram: set HEARBACK_TELEGRAM_TOKEN to a bot's token for that.")
    if app.settings.on_slack:
        click.echo("On Slack: as soon as Slack can be reached. What goes wrong there is logged here.")
    click.echo("Stop it with Ctrl-C.")
