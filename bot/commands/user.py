"""`hearback user`: officers and what they may do."""

import click

from bot.app import App
from bot.printing import print_rows
from handlers import officers as handler
from storage import officers


@click.group()
def user() -> None:
    """Officers and what they may do.

    Example: hearback user add "Ruth Ansell" --email ruth@council.example --role approver
    """


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def list_(app: App, *, as_json: bool) -> None:
    """List the officers, those who have left too.

    Example: hearback user list
    """
    with app.database.read() as tx:
        rows = [
            {
                "name": officer.name,
                "email": officer.email,
                "roles": " ".join(officer.roles),
                "active": "yes" if officer.active else "no",
            }
            for officer in officers.everyone(tx)
        ]
    print_rows(rows, as_json=as_json, empty="There are no officers yet. Add one with: hearback user add")


@user.command("add")
@click.argument("name")
@click.option("--email", required=True, help="Names the officer in commands and records.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(handler.ROLES), help="May be given more than once."
)
@click.pass_obj
def add(app: App, name: str, email: str, roles: tuple[str, ...]) -> None:
    """Add an officer, or change the roles of one.

    A commissioner makes points, replies and digests; an approver approves what somebody else made; a coordinator brings in
    responses and points for a forum.

    Example: hearback user add "Ruth Ansell" --email ruth@council.example --role approver --role commissioner
    """
    with app.database.write() as tx:
        officer = handler.add(tx, name, email, roles)
    click.echo(f"{officer.name} ({officer.email}): {', '.join(officer.roles)}.")


@user.command("remove")
@click.argument("who", metavar="OFFICER")
@click.pass_obj
def remove(app: App, who: str) -> None:
    """An officer leaves. What they did keeps their name; they can do no more.

    Example: hearback user remove ruth@council.example
    """
    with app.database.write() as tx:
        officer = handler.remove(tx, who)
    click.echo(f"{officer.name} can do no more.")
