"""The tables as this program needs them: made, brought up to date, and looked at before anything is read or written."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from storage.database import Database, Tx
from storage.tables import metadata, participants, responses
from surveys.errors import ConfigError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"  # the newest of storage/migrations/versions/, which are numbered in order
MIGRATIONS = str(files("storage.migrations"))
LOCK = 4432_7285  # any number, the same in every process: of two that start at once, one makes the tables and the other waits
VERSION = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

State = Literal["empty", "behind", "current", "ahead"]


def state(database: Database) -> State:
    """What is in the database; "ahead" when a newer Hearback has changed it. StoreAway when it cannot be reached."""
    file = database.engine.url.database or ""
    if database.engine.dialect.name == "sqlite" and not Path(file).is_file():
        return "empty"  # to connect would make an empty file
    with database.look() as tx:
        return _state(tx)


def _state(tx: Tx) -> State:
    known = sa.inspect(tx.connection).has_table(VERSION.name)
    version = tx.connection.scalar(sa.select(VERSION.c.version_num)) if known else None
    if version is None:
        return "empty"
    if version == HEAD:
        return "current"
    return "behind" if version < HEAD else "ahead"


def require(database: Database) -> None:
    """ConfigError, saying what to do, unless the tables are as this program needs them and its keys are theirs."""
    match state(database):
        case "empty":
            raise ConfigError("the database has no tables yet: run `hearback db upgrade`")
        case "behind":
            raise ConfigError("the database was made by an older Hearback: keep a copy of it, then run `hearback db upgrade`")
        case "ahead":
            raise ConfigError("the database was made by a newer Hearback than this one: install that one")
        case "current":
            try_key(database)


def try_key(database: Database) -> None:
    """ConfigError unless the keyring opens what this database has sealed; an empty one fits every key."""
    with database.look() as tx:
        for table in (participants, responses):
            wrapped = tx.connection.scalar(sa.select(table.c.data_key).limit(1))
            if wrapped is not None:
                tx.keyring.unwrap(wrapped)


def upgrade(database: Database) -> State:
    """Make the tables, or bring them up to date, in one transaction; what was found before. ConfigError when they are ahead."""
    with database.remake() as tx:
        if tx.postgres:
            tx.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        before = _state(tx)
        if before == "empty":
            _create(tx)
        elif before == "behind":
            _migrate(tx)
    if before == "ahead":
        require(database)
    return before


def _create(tx: Tx) -> None:
    """All tables at once, without loading Alembic: what its steps come to (a test compares the two)."""
    metadata.create_all(tx.connection)
    VERSION.create(tx.connection, checkfirst=True)
    tx.connection.execute(sa.insert(VERSION).values(version_num=HEAD))


def _migrate(tx: Tx) -> None:
    from alembic import command  # noqa: PLC0415  loaded only when there is something to migrate

    command.upgrade(alembic(tx.connection), "head")


def alembic(connection: sa.Connection) -> "Config":
    """Alembic's settings for working on `connection`, within its transaction."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", MIGRATIONS.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
