"""The database: SQLite or PostgreSQL, opened once, spoken to in transactions."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import ConnectionPoolEntry

from storage.keyring import Keyring
from surveys.errors import ConfigError, StoreAway

# Trust: synchronous=FULL is what covers a power cut, secure_delete overwrites what is forgotten.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=10000")


@dataclass(frozen=True, slots=True)
class Tx:
    """One open transaction, and the keys that its rows are sealed with."""

    connection: sa.Connection
    keyring: Keyring

    @property
    def postgres(self) -> bool:
        """Whether rows can be locked one by one; SQLite has one writer and needs no such lock."""
        return self.connection.dialect.name == "postgresql"

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows ON CONFLICT on the database at hand."""
        return postgresql.insert(table) if self.postgres else sqlite.insert(table)


@dataclass(frozen=True)
class Database:
    """Opens transactions. `url` is SQLAlchemy's: `sqlite:///hearback.db` or `postgresql+psycopg://…`.

    `check` looks at the database before the first transaction, and raises ConfigError when it cannot be used as it is.
    """

    url: str
    keyring: Keyring
    check: Callable[["Database"], None] | None = None

    @cached_property
    def engine(self) -> sa.Engine:
        """The pool of connections, made on first use; ConfigError when the address is no usable one."""
        try:
            # what goes into a statement is people's: a fault that gets into a log must not carry it
            engine = sa.create_engine(self.url, pool_pre_ping=not self.url.startswith("sqlite"), hide_parameters=True)
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
            raise ConfigError(f"HEARBACK_DATABASE_URL is no database address that works here: {error}") from error
        if engine.dialect.name == "sqlite":
            # at the first connection, not before: to look at an address makes no file
            sa.event.listen(engine, "do_connect", lambda *_: _keep_private(engine.url.database))
            sa.event.listen(engine, "connect", _configure)
            sa.event.listen(engine, "begin", _begin)
        return engine

    @cached_property
    def _checked(self) -> bool:
        """That it was looked at and can be used: done once, and again after it failed."""
        if self.check is not None:
            self.check(self)
        return True

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """One transaction that commits at the end of the block and rolls back when it fails."""
        self._checked  # noqa: B018  looked at once, and kept
        with _away(), self.engine.begin() as connection:
            yield Tx(connection, self.keyring)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """One transaction that changes nothing, and on SQLite waits for no writer."""
        self._checked  # noqa: B018  looked at once, and kept
        with self.look() as tx:
            yield tx

    @contextmanager
    def look(self) -> Iterator[Tx]:
        """As `read`, unchecked: for looking whether the database can be used."""
        with _away(), self.engine.connect().execution_options(reads=True) as connection:
            yield Tx(connection, self.keyring)

    @property
    def place(self) -> str:
        """Its address, to be shown: without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def remake(self) -> Iterator[Tx]:
        """As `write`, unchecked, for changing tables: SQLite's foreign keys rest meanwhile, and are checked before the commit.

        SQLite changes a table by making it anew; with foreign keys on, dropping the old one would delete what refers to it.
        """
        with _away(), self.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if isinstance(raw, sqlite3.Connection):
                raw.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield Tx(connection, self.keyring)
                    if isinstance(raw, sqlite3.Connection) and raw.execute("PRAGMA foreign_key_check").fetchall():
                        raise ConfigError("the tables do not fit together after the change: nothing was changed")
            finally:
                if isinstance(raw, sqlite3.Connection):
                    raw.execute("PRAGMA foreign_keys=ON")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


@contextmanager
def _away() -> Iterator[None]:
    """Say in our own words that the database is away: unreachable, locked, full, restarted."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
        raise StoreAway(f"the database did not do it: {error.orig}") from error
    except sa.exc.TimeoutError as error:
        raise StoreAway("the database is busy: every connection is taken") from error


def _keep_private(path: str | None) -> None:
    """Make the file, if it is not there yet, so that only its owner may read it; SQLite's files beside it follow suit."""
    if path and path != ":memory:":
        with suppress(OSError):  # SQLite says better what is wrong, when it opens the file
            Path(path).touch(mode=0o600)


def _configure(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late; ours is below
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # IMMEDIATE takes the write lock at once: two writers wait for each other instead of failing at the first write.
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
