"""`hearback demo`: the whole loop by itself."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.demo import run


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Where to put the messages, letters and pages. What an earlier demonstration left there is replaced.",
)
def demo(folder: Path) -> None:
    """Show the whole loop by itself: a consultation is opened, answered, closed, replied to, and told back to everyone.

    Example: hearback demo --dir /tmp/hearback-demo
    """
    console = Console(stderr=True, highlight=False)
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console) as bar:
        task = bar.add_task("People answering in chat", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            if not console.is_terminal:
                console.print(f"People answering in chat: {done} of {total}")

        digest = run(folder, lambda line: console.print(line, markup=False, soft_wrap=True), progress)
    click.echo(f"\n{digest}\n")
    click.echo(_where(folder))


def _where(folder: Path) -> str:
    places = {
        "phones": "what each of the 68 people was sent, message by message",
        "letters": "letters to print for those who answered on paper, and the digests of the bodies",
        "edition-1-interim.html": "what you told us",
        "edition-2-final.html": "you said, we did: the public page",
        "points.xlsx": "the workbook in which points were made",
        "hearback.db": "the database: everything people wrote in it is sealed",
    }
    width = max(map(len, places)) + 2
    return "\n".join([f"All of it is in {folder}:", *(f"  {name:<{width}}{what}" for name, what in places.items())])
