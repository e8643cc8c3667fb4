"""Answer a consultation in the terminal."""

import asyncio
import sys

import click

from bot.app import App
from bot.channels.terminal import Terminal
from surveys.messages import Inbound, Outgoing


@click.command()
@click.argument("consultation")
@click.option("--as", "address", default="terminal", show_default=True, help="Who answers: another name is another person.")
@click.pass_obj
def chat(app: App, consultation: str, address: str) -> None:
    """Answer CONSULTATION (its name, or a personal link's token) here in the terminal. End with Ctrl-D.

    @PATH sends a file, where a photo or another file is asked for.

    Example: hearback chat framework-2010 --as me
    """

    async def talk() -> None:
        async def receive(message: Inbound) -> Outgoing | None:
            return (await app.writer.receive(message)).outgoing

        app.writer.start()
        try:
            megabytes = app.settings.media_megabytes
            await Terminal(address, receive, read_line, show_message, megabytes=megabytes).talk(consultation)
        finally:
            app.writer.stop()

    asyncio.run(talk())


def read_line() -> str | None:
    """What is typed next, None when nothing more is."""
    if sys.stdin.isatty():
        click.secho("> ", nl=False, fg="cyan")
    line = sys.stdin.buffer.readline()  # as bytes: what is no text in this terminal's encoding is no reason to break off
    return line.decode(sys.stdin.encoding, "replace").rstrip("\r\n") if line else None


def show_message(text: str) -> None:
    """Print one message."""
    click.echo(f"\n{text}\n")
