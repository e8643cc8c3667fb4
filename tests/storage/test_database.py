"""A transaction happens whole or not at all, and a database that is away is said to be away in our own words."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.keyring import Keyring
from storage.tables import consultations, inbox, participants, stops
from surveys.errors import ConfigError, StoreAway

NOON = datetime(2010, 9, 1, 12, tzinfo=UTC)


def _entry(external_id: str, received_at: datetime = NOON) -> dict[str, object]:
    return {"channel": "test", "external_id": external_id, "state": "done", "fault": "", "received_at": received_at}


def _count(database: Database) -> int:
    with database.read() as tx:
        return tx.connection.scalar(sa.select(sa.func.count()).select_from(inbox)) or 0


def test_what_was_written_is_there_after_the_block(database: Database) -> None:
    with database.write() as tx:
        tx.connection.execute(sa.insert(inbox).values(_entry("1")))
    assert _count(database) == 1


def test_a_block_that_fails_writes_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as tx:
            tx.connection.execute(sa.insert(inbox).values(_entry("1")))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _count(database) == 0


def test_a_read_leaves_nothing_behind(database: Database) -> None:
    with database.read() as tx:
        tx.connection.execute(sa.insert(inbox).values(_entry("1")))
    assert _count(database) == 0


def test_it_knows_which_database_it_speaks_to(database: Database) -> None:
    with database.read() as tx:
        assert tx.postgres == ("postgresql" in database.url)


def test_a_moment_comes_back_in_utc_wherever_it_was_from(database: Database) -> None:
    there = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    with database.write() as tx:
        tx.connection.execute(sa.insert(inbox).values(_entry("1", there)))
        kept = tx.connection.scalar(sa.select(inbox.c.received_at))
        empty = tx.connection.scalar(sa.select(sa.func.max(inbox.c.received_at)).where(inbox.c.channel == "none"))
    assert (kept, kept and kept.tzinfo, empty) == (NOON, UTC, None)


def test_a_moment_without_a_zone_is_a_mistake_of_ours(database: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="time zone"), database.write() as tx:
        tx.connection.execute(sa.insert(inbox).values(_entry("1", NOON.replace(tzinfo=None))))


def test_the_tables_refuse_what_is_none_of_their_states(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError), database.write() as tx:
        tx.connection.execute(sa.insert(inbox).values({**_entry("1"), "state": "lost"}))


@pytest.mark.parametrize("url", ["", "no url", "nothing://here", "mysql+nothing://here"])
def test_an_address_that_no_database_has_is_a_setting_to_mend(url: str, keyring: Keyring) -> None:
    with pytest.raises(ConfigError, match="HEARBACK_DATABASE_URL"):
        _ = Database(url, keyring).engine


def test_a_fault_does_not_carry_what_was_to_be_stored(database: Database) -> None:
    """It gets into logs: not the reference that somebody was invited under, nor the digest of where they are."""
    with pytest.raises(sa.exc.IntegrityError) as raised, database.write() as tx:
        tx.connection.execute(sa.insert(inbox).values({**_entry("1"), "fault": "ORG-017", "state": "lost"}))
    assert "ORG-017" not in str(raised.value).partition("DETAIL")[0]


def test_the_address_is_shown_without_its_password(keyring: Keyring) -> None:
    assert (
        Database("postgresql+psycopg://bee:honey@localhost/hive", keyring).place == "postgresql+psycopg://bee:***@localhost/hive"
    )


def test_sqlite_is_set_to_lose_nothing_and_to_overwrite_what_is_forgotten(sqlite: Database) -> None:
    with sqlite.read() as tx:
        found = [tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        found += [tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "secure_delete")]
    assert found == ["wal", 2, 1, 1]


def test_a_new_sqlite_may_be_read_by_its_owner_only(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.read() as tx:
        tx.connection.exec_driver_sql("SELECT 1")
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("test.db*")} == {0}


def test_the_files_of_sqlite_may_be_read_by_their_owner_only_and_are_not_made_before_they_are_needed(
    tmp_path: Path, keyring: Keyring
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}", keyring)
    assert database.place.endswith("new.db")
    assert list(tmp_path.iterdir()) == []
    with database.write() as tx:
        tx.connection.exec_driver_sql("CREATE TABLE t (x)")
        assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {
            "new.db": 0o600,
            "new.db-wal": 0o600,
            "new.db-shm": 0o600,
        }
    database.close()


def test_a_locked_sqlite_is_away_and_comes_back(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.read() as tx:
        tx.connection.exec_driver_sql("PRAGMA busy_timeout=1")
    other = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreAway), sqlite.write():
        raise AssertionError("the lock was not noticed")
    assert _count(sqlite) == 0  # reading goes on meanwhile
    other.execute("ROLLBACK")
    other.close()
    with sqlite.write() as tx:
        tx.connection.execute(sa.insert(inbox).values(_entry("1")))
    assert _count(sqlite) == 1


def test_a_full_disk_is_away_and_nothing_half_is_kept(sqlite: Database) -> None:
    def fill() -> None:
        with sqlite.write() as tx:
            pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar()
            tx.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            for number in range(2000):
                tx.connection.execute(sa.insert(inbox).values(_entry(f"{number:0100}")))

    with pytest.raises(StoreAway):
        fill()
    sqlite.close()
    assert _count(sqlite) == 0


def test_a_server_that_does_not_answer_is_away(keyring: Keyring, tmp_path: Path) -> None:
    database = Database(f"postgresql+psycopg:///none?host={tmp_path}", keyring)
    with pytest.raises(StoreAway), database.write():
        raise AssertionError("nobody is there")


def test_a_postgresql_that_ends_our_connection_is_away_and_then_back(database: Database) -> None:
    if "postgresql" not in database.url:
        return

    def be_ended() -> None:
        with database.write() as tx:
            own = tx.connection.scalar(sa.text("SELECT pg_backend_pid()"))
            with database.write() as other:
                other.connection.execute(sa.text("SELECT pg_terminate_backend(:own)"), {"own": own})
            tx.connection.execute(sa.insert(inbox).values(_entry("1")))

    with pytest.raises(StoreAway):
        be_ended()
    with database.write() as tx:
        tx.connection.execute(sa.insert(inbox).values(_entry("1")))
    assert _count(database) == 1


def test_when_every_connection_is_taken_it_is_away(sqlite: Database) -> None:
    with pytest.raises(StoreAway, match="busy"), sqlite.write():
        raise sa.exc.TimeoutError


def test_a_person_s_rows_go_with_the_person_and_a_stop_stays(database: Database) -> None:
    with database.write() as tx:
        tx.connection.execute(sa.insert(participants).values(id="p" * 22, data_key=b"k", leaving=False))
        tx.connection.execute(sa.insert(stops).values(pseudonym=b"s"))
        tx.connection.execute(sa.delete(participants))
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(stops)) == 1


def test_two_consultations_cannot_share_a_name(database: Database) -> None:
    row = {"definition": b"", "state": "draft", "opens_at": NOON, "closes_at": NOON, "rehearsal": False}
    rows = [{**row, "id": f"{number}" * 22, "slug": "same", "created_by": "", "approved_by": ""} for number in (1, 2)]
    with pytest.raises(sa.exc.IntegrityError), database.write() as tx:
        tx.connection.execute(sa.insert(consultations), rows)
