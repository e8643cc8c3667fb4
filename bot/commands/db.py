"""`hearback db`: create, upgrade, check, back up and restore the database."""

import json
from pathlib import Path

import click

from bot.app import App
from bot.printing import Row, print_rows
from storage import backups, inbox, outbox, schema
from storage.database import Database
from surveys.errors import ConfigError

_FOUND = {
    "empty": "The tables are made.",
    "behind": "The tables are brought up to date.",
    "current": "The tables are up to date: nothing was to be done.",
}


@click.group()
def db() -> None:
    """Create, upgrade, check, back up and restore the database.

    Example: hearback db check
    """


@db.command()
@click.pass_obj
def upgrade(app: App) -> None:
    """Make the tables in an empty database, or bring them up to date. `hearback run` does so by itself.

    Example: hearback db upgrade
    """
    click.echo(_FOUND[schema.upgrade(app.database)])


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")
@click.pass_obj
def check(app: App, *, as_json: bool) -> None:
    """Look whether the tables, the key file and the data fit together, and what waits for a person.

    Deliveries that are "unknown" may or may not have arrived; "dead" ones were given up. A message that was set aside could not
    be handled. Exits with 1 when something is broken.

    Example: hearback db check
    """
    wrong = _wrong(app.database)
    deliveries: list[Row] = []
    aside: list[Row] = []
    if not wrong:
        with app.database.read() as tx:
            counts = outbox.counts(tx)
            deliveries = [{"kind": kind, "status": status, "count": count} for (kind, status), count in sorted(counts.items())]
            aside = [
                {
                    "channel": each["channel"],
                    "received": each["received_at"].isoformat(timespec="seconds"),
                    "fault": each["fault"],
                }
                for each in inbox.aside(tx)
            ]
    if as_json:
        click.echo(json.dumps({"wrong": wrong, "deliveries": deliveries, "set_aside": aside}, ensure_ascii=False, indent=2))
    else:
        for line in wrong:
            click.secho(f"Wrong: {line}", fg="red")
        if not wrong:
            click.echo("The tables are up to date, the key file opens them, and nothing is damaged.")
            print_rows(deliveries, as_json=False, empty="Nothing was sent yet, and nothing waits to be.")
            click.echo(f"Messages set aside: {len(aside)}")
            print_rows(aside, as_json=False, empty="")
    if wrong:
        raise SystemExit(1)


def _wrong(database: Database) -> list[str]:
    try:
        schema.require(database)
    except ConfigError as error:
        return [str(error)]
    with database.look() as tx:
        return list(backups.integrity(tx))


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(app: App, file: Path) -> None:
    """Copy the database into the new FILE while it may be in use. On PostgreSQL use pg_dump.

    The copy opens nothing without the key file: keep that too, in another place. Delete old copies: they hold what people have
    since asked us to forget.

    Example: hearback db backup /backups/hearback-2010-11-15.db
    """
    backups.backup(app.database, file)
    click.echo(
        f"Copied to {file}. It opens only with the key file {app.settings.key_file}: keep a copy of that in another place."
    )


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of what the database holds now.")
@click.pass_obj
def restore(app: App, file: Path, *, replace: bool) -> None:
    """Bring back FILE, made by `hearback db backup`. Stop Hearback first. On PostgreSQL use pg_restore.

    Example: hearback db restore /backups/hearback-2010-11-15.db --replace
    """
    backups.restore(app.database, file, replace=replace)
    click.echo("The copy is in place. Whoever asked to be forgotten after it was made is in it again: forget them once more.")
    if schema.state(app.database) == "behind":
        click.echo("It is from an older Hearback: run `hearback db upgrade`.")
