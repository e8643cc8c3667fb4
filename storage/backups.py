"""Copies of an SQLite database, made and brought back while it may be in use. PostgreSQL has tools of its own for that."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage import schema
from storage.database import Database, Tx
from surveys.errors import Refused

_KEYS = "SELECT data_key FROM participants UNION ALL SELECT data_key FROM responses LIMIT 1"


def integrity(tx: Tx) -> tuple[str, ...]:
    """What the database finds wrong with itself, empty when nothing; PostgreSQL looks after itself."""
    if tx.postgres:
        return ()
    found = tx.connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    broken = tx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return tuple(line for line in found if line != "ok") + tuple(
        f"a row of {row[0]} refers to none of {row[2]}" for row in broken
    )


def backup(database: Database, path: Path) -> None:
    """Copy the database into a new file with mode 600, whole and checked. The key file is not in it.

    Refused for PostgreSQL, and where there is a file of that name.
    """
    _only_sqlite(database, "pg_dump --format=custom --file FILE DATABASE")
    schema.require(database)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise Refused("backup.exists", f"{path} is there already. Name another file.") from error
    except OSError as error:
        raise Refused("backup.unwritable", f"{path} cannot be written: {error.strerror}.") from error
    try:
        with closing(sqlite3.connect(database.engine.url.database or "")) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, that needs no other beside it
            _check(copy, path)
    except BaseException:
        path.unlink()
        raise


def restore(database: Database, path: Path, *, replace: bool = False) -> None:
    """Put a copy made by `backup` in the place of the database. Nothing else may be using it meanwhile.

    Refused where the file is no such copy, is broken, or was sealed with other keys; and, without `replace`, where the database
    holds something.
    """
    _only_sqlite(database, "pg_restore --clean --dbname DATABASE FILE")
    if not path.is_file():
        raise Refused("restore.missing", f"There is no file {path}.")
    with closing(_opened(path)) as copy:
        _check(copy, path)
        _check_ours(copy, path, database)
        if not replace and schema.state(database) != "empty":
            raise Refused("restore.full", "The database holds something. To put the copy in its place, add --replace.")
        with closing(sqlite3.connect(database.engine.url.database or "", timeout=0)) as target:
            copy.backup(target, progress=_no_waiting)


def _no_waiting(status: int, remaining: int, total: int) -> None:
    """Python's backup tries for ever while somebody else has the database."""
    del remaining, total
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise Refused("restore.busy", "The database is in use. Stop Hearback first.")


def _only_sqlite(database: Database, instead: str) -> None:
    if database.engine.dialect.name != "sqlite":
        raise Refused("backup.postgres", f"This is PostgreSQL, which has its own tool for that: {instead}")


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _check(copy: sqlite3.Connection, path: Path) -> None:
    try:
        found = [line for (line,) in copy.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        raise Refused("restore.broken", f"{path} is no SQLite database: {error}.") from error
    if found != ["ok"]:
        raise Refused("restore.broken", f"{path} is damaged: {found[0]}.")


def _check_ours(copy: sqlite3.Connection, path: Path, database: Database) -> None:
    try:
        (version,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        sealed = copy.execute(_KEYS).fetchone()
    except (sqlite3.OperationalError, TypeError) as error:
        raise Refused("restore.strange", f"{path} is no database of Hearback's.") from error
    if version > schema.HEAD:
        raise Refused("restore.ahead", f"{path} was made by a newer Hearback than this one: install that one first.")
    if sealed is not None:
        database.keyring.unwrap(sealed[0])
