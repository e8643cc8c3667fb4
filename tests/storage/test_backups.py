"""Copies of an SQLite database: whole, private, and brought back only where they belong."""

import sqlite3
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import backups, schema
from storage.database import Database
from storage.keyring import Keyring
from storage.tables import officers
from surveys.errors import ConfigError, Refused
from tests.factories import a_stored_consultation, somebody_who_answered


@pytest.fixture
def full(tmp_path: Path, keyring: Keyring) -> Database:
    """A database with somebody's answers in it, still in its write-ahead log."""
    database = Database(f"sqlite:///{tmp_path / 'full.db'}", keyring)
    schema.upgrade(database)
    with database.write() as tx:
        somebody_who_answered(tx, a_stored_consultation(tx), {"why": "Because."}, reference="R1")
    return database


def _answers(database: Database) -> int:
    with database.look() as tx:
        return int(tx.connection.exec_driver_sql("SELECT count(*) FROM words").scalar_one())


def _refused(key: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.key == key)


def test_a_copy_is_one_private_file_and_comes_back_whole(full: Database, tmp_path: Path, keyring: Keyring) -> None:
    """Made while somebody reads; brought into a database that was not there."""
    copy = tmp_path / "copy.db"
    with full.read():
        backups.backup(full, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("copy")) == ["copy.db"]
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}", keyring)
    backups.restore(fresh, copy)
    schema.require(fresh)
    assert _answers(fresh) == 1
    with fresh.read() as tx:
        assert backups.integrity(tx) == ()
    for database in (fresh, full):
        database.close()


def test_a_copy_never_takes_the_place_of_a_file(full: Database, tmp_path: Path) -> None:
    """Nor is one made where it cannot be, or of a database that is none."""
    (tmp_path / "copy.db").write_bytes(b"mine")
    with _refused("backup.exists"):
        backups.backup(full, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"mine"
    with _refused("backup.unwritable"):
        backups.backup(full, tmp_path / "nowhere" / "copy.db")
    empty = Database(f"sqlite:///{tmp_path / 'none.db'}", full.keyring)
    with pytest.raises(ConfigError, match="no tables yet"):
        backups.backup(empty, tmp_path / "copy2.db")
    full.close()


def test_a_copy_that_fails_leaves_no_half_of_itself(full: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a backup is worse than none."""
    monkeypatch.setattr(backups, "_check", lambda copy, path: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backups.backup(full, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    full.close()


def test_what_the_database_holds_is_replaced_only_on_purpose(full: Database, tmp_path: Path) -> None:
    """And then wholly: what came after the copy is gone."""
    backups.backup(full, tmp_path / "copy.db")
    with full.write() as tx:
        tx.connection.execute(sa.insert(officers).values(id="o", name="Lee", email="l@x", roles="", active=True))
    with _refused("restore.full"):
        backups.restore(full, tmp_path / "copy.db")
    backups.restore(full, tmp_path / "copy.db", replace=True)
    with full.read() as tx:
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(officers)) == 0
    assert _answers(full) == 1
    full.close()


def test_a_database_in_use_is_not_replaced_under_its_users(full: Database, tmp_path: Path) -> None:
    """It says to stop Hearback first; nothing changes."""
    backups.backup(full, tmp_path / "copy.db")
    with full.write(), pytest.raises(Refused, match=r"in use\. Stop Hearback first"):
        backups.restore(full, tmp_path / "copy.db", replace=True)
    assert _answers(full) == 1
    full.close()


def test_other_keys_than_those_it_was_sealed_with_do_not_open_a_copy(full: Database, tmp_path: Path) -> None:
    """So it is not brought back with them."""
    backups.backup(full, tmp_path / "copy.db")
    stranger = Database(f"sqlite:///{tmp_path / 'other.db'}", Keyring.fresh())
    with pytest.raises(ConfigError, match="does not fit this database"):
        backups.restore(stranger, tmp_path / "copy.db")
    assert schema.state(stranger) == "empty"
    full.close()


def test_what_is_no_copy_of_ours_is_refused(full: Database, tmp_path: Path) -> None:
    """Missing, no database, somebody else's, damaged, from a newer Hearback."""
    with _refused("restore.missing"):
        backups.restore(full, tmp_path / "none", replace=True)
    (tmp_path / "text").write_text("This is a letter and no database at all." * 50)
    with _refused("restore.broken"):
        backups.restore(full, tmp_path / "text", replace=True)
    with sqlite3.connect(tmp_path / "theirs.db") as theirs:
        theirs.execute("CREATE TABLE tunes (name TEXT)")
    theirs.close()
    with _refused("restore.strange"):
        backups.restore(full, tmp_path / "theirs.db", replace=True)
    backups.backup(full, tmp_path / "copy.db")
    newer = sqlite3.connect(tmp_path / "copy.db")
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()
    with _refused("restore.ahead"):
        backups.restore(full, tmp_path / "copy.db", replace=True)
    with sqlite3.connect(tmp_path / "bent.db") as bent:
        bent.executescript(
            "CREATE TABLE tunes (name TEXT); INSERT INTO tunes VALUES (NULL); PRAGMA writable_schema = ON;"
            "UPDATE sqlite_master SET sql = 'CREATE TABLE tunes (name TEXT NOT NULL)'"
        )
    bent.close()
    with pytest.raises(Refused, match=r"is damaged: NULL value in tunes\.name"):
        backups.restore(full, tmp_path / "bent.db", replace=True)
    data = bytearray((tmp_path / "copy.db").read_bytes())
    data[8192:16384] = b"x" * 8192
    (tmp_path / "copy.db").write_bytes(data)
    with _refused("restore.broken"):
        backups.restore(full, tmp_path / "copy.db", replace=True)
    assert _answers(full) == 1
    full.close()


def test_an_empty_copy_fits_every_key(tmp_path: Path) -> None:
    """Nothing in it was sealed."""
    first = Database(f"sqlite:///{tmp_path / 'a.db'}", Keyring.fresh())
    schema.upgrade(first)
    backups.backup(first, tmp_path / "copy.db")
    second = Database(f"sqlite:///{tmp_path / 'b.db'}", Keyring.fresh())
    backups.restore(second, tmp_path / "copy.db")
    assert schema.state(second) == "current"
    for database in (first, second):
        database.close()


def test_postgresql_has_its_own_tools(postgres_url: str, keyring: Keyring, tmp_path: Path) -> None:
    """Which ones is said."""
    database = Database(postgres_url, keyring)
    with pytest.raises(Refused, match="pg_dump"):
        backups.backup(database, tmp_path / "copy")
    with pytest.raises(Refused, match="pg_restore"):
        backups.restore(database, tmp_path / "copy")
    with database.look() as tx:
        assert backups.integrity(tx) == ()
    database.close()


def test_a_row_that_hangs_on_nothing_is_found(full: Database) -> None:
    """Whoever changed the file by hand is told."""
    with full.remake() as tx:
        tx.connection.exec_driver_sql("DELETE FROM consultations")
        broken = backups.integrity(tx)
        tx.connection.rollback()
    assert "a row of surveys refers to none of consultations" in broken
    full.close()
