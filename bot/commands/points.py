"""`hearback points`: what people said, in points."""

from pathlib import Path

import click

from bot.app import App
from bot.printing import print_rows
from bot.sheets import read_sheets, write_sheets
from handlers import points as handler


@click.group()
def points() -> None:
    """What people said, in points.

    Example: hearback points export framework-2010 points.xlsx
    """


@points.command("list")
@click.argument("consultation")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def list_(app: App, consultation: str, *, as_json: bool) -> None:
    """List the points with who said them, exactly, and who has replied. For officers: these counts are not for publication.

    Example: hearback points list framework-2010
    """
    with app.database.read() as tx:
        listed = handler.listed(tx, consultation)
    rows = [
        {
            "point": each.point.number,
            "kind": each.point.kind,
            "sentence": each.point.sentence,
            "people": each.tally.people,
            "groups": each.tally.groups,
            "replied": " ".join(each.replied),
            "approved": "yes" if each.approved else "no",
            "to_reply": " ".join(body for body in each.point.bodies if body not in each.replied),
        }
        for each in listed
    ]
    print_rows(rows, as_json=as_json, empty="There are no points yet. Bring them in with: hearback points import")


@points.command("export")
@click.argument("consultation")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def export(app: App, consultation: str, path: Path) -> None:
    """Write a workbook (.xlsx, or a folder of CSV files) in which points are made, linked to answers and replied to.

    It holds every answer with its reference, and so people's own words: keep it safe, and delete it when you are done.

    Example: hearback points export framework-2010 points.xlsx
    """
    with app.database.read() as tx:
        exported = handler.export(tx, consultation)
    write_sheets(exported, path)
    click.echo(
        f"Wrote {path}: {len(exported.answers)} answers, {len(exported.points)} points, {len(exported.links)} links. "
        "It holds people's own words: keep it safe."
    )


@points.command("import")
@click.argument("consultation")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--by", required=True, metavar="OFFICER", help="Your email or name as an officer.")
@click.pass_obj
def import_(app: App, consultation: str, path: Path, by: str) -> None:
    """Bring in points, the answers that say them, and replies: from a workbook, a folder of CSV files, or one CSV file.

    The sheets points and links are whole: what they leave out is taken out. All of it is stored, or, with one fault, nothing.

    Example: hearback points import framework-2010 points.xlsx --by sam@council.example
    """
    sheets = read_sheets(path, ("points", "links"), ("replies",))
    with app.database.write() as tx:
        brought = handler.bring_in(tx, consultation, sheets, by=by, now=app.clock.now())
    click.echo(
        f"Points: {brought.points} new or changed, {brought.points_gone} taken out. "
        f"Links: {brought.links} new, {brought.links_gone} taken out. Replies: {brought.replies} new."
    )
