"""`hearback reply`: what a body answers to a point."""

from pathlib import Path

import click

from bot.app import App
from bot.sheets import read_sheets
from handlers import points, replies
from surveys.points.rows import STATUSES


class _Reply(click.Group):
    """`reply import …` is a command of its own; anything else is `reply CONSULTATION POINT …`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the command in front where it is left out."""
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = ["record", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Reply)
def reply() -> None:
    """Record what a body answers to a point, one by one or from a sheet.

    Example: hearback reply framework-2010 7 --body network --status done --reason "…" --by sam@council.example
    """


@reply.command("record")
@click.argument("consultation")
@click.argument("point", type=int)
@click.option("--body", required=True, metavar="SLUG", help="Who replies.")
@click.option("--status", required=True, type=click.Choice(list(STATUSES)), help="What becomes of the point.")
@click.option("--reason", required=True, metavar="WORDS", help="Why, in words that people outside can follow.")
@click.option("--commitment", default="", metavar="WORDS", help="What will happen.")
@click.option("--owner", default="", metavar="NAME", help="Who sees to it.")
@click.option(
    "--due", default="", metavar="DATE", help="By which day it happens; with --status due, by which day the reply comes."
)
@click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer.")
@click.pass_obj
def record(
    app: App, consultation: str, point: int, body: str, status: str, reason: str, commitment: str, owner: str, due: str, by: str
) -> None:
    r"""Record one body's reply to one point. An earlier reply is kept, and this one speaks from now on.

    Example: hearback reply framework-2010 7 --body network --status planned --reason "One form will do." \
    --commitment "a two-page form" --owner "Priya Nair" --due 2011-03-31 --by sam@council.example
    """
    when = "reply_due" if status == "due" else "due"
    cells = {
        "point": str(point),
        "body": body,
        "status": status,
        "reason": reason,
        "commitment": commitment,
        "owner": owner,
        when: due,
    }
    with app.database.write() as tx:
        brought = replies.reply(tx, consultation, cells, by=by, now=app.clock.now())
    click.echo("Recorded." if brought.replies else "That reply stands already.")


@reply.command("import")
@click.argument("consultation")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer.")
@click.pass_obj
def import_(app: App, consultation: str, path: Path, by: str) -> None:
    """Bring in replies from the sheet 'replies' of a workbook or from a CSV file: all of them, or, with one fault, none.

    Example: hearback reply import framework-2010 replies.csv --by sam@council.example
    """
    sheets = read_sheets(path, ("replies",))
    with app.database.write() as tx:
        brought = points.bring_in(tx, consultation, sheets, by=by, now=app.clock.now())
    click.echo(f"Replies: {brought.replies} new.")
