"""Every message is taken once; one that could not be handled is kept, sealed, for a person to look at."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import sqlalchemy as sa

from storage import inbox
from storage.database import Database
from storage.tables import inbox as table
from surveys.messages import Inbound, Text

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)


def _message(external_id: str, text: str = "hello", channel: str = "telegram") -> Inbound:
    return Inbound(channel, external_id, "ada", Text(text, "m1"), account="bot")


def test_a_message_is_new_once(database: Database) -> None:
    with database.write() as tx:
        assert inbox.take(tx, [_message("1"), _message("2"), _message("1")], now=NOW) == {("telegram", "1"), ("telegram", "2")}
    with database.write() as tx:
        assert inbox.take(tx, [_message("2"), _message("3")], now=NOW) == {("telegram", "3")}
        assert inbox.take(tx, [_message("3", channel="web")], now=NOW) == {("web", "3")}


def test_nothing_is_taken_that_is_not_committed(database: Database) -> None:
    with database.read() as tx:
        inbox.take(tx, [_message("1")], now=NOW)
    with database.write() as tx:
        assert inbox.take(tx, [_message("1")], now=NOW) == {("telegram", "1")}


def test_of_two_that_take_the_same_message_at_once_one_does(database: Database) -> None:
    def take(_: int) -> int:
        with database.write() as tx:
            return len(inbox.take(tx, [_message(str(number)) for number in range(40)], now=NOW))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(4))) == 40


def test_what_is_set_aside_is_sealed_and_can_be_looked_at(database: Database) -> None:
    with database.write() as tx:
        assert inbox.set_aside(tx, _message("1", "canary"), "ValueError at somewhere:3", now=NOW)
        assert not inbox.set_aside(tx, _message("1", "canary"), "ValueError at somewhere:3", now=NOW)
        assert b"canary" not in (tx.connection.scalar(sa.select(table.c.sealed)) or b"")
        [held] = inbox.aside(tx)
    assert (held["channel"], held["external_id"], held["fault"]) == ("telegram", "1", "ValueError at somewhere:3")
    assert held["received_at"] == NOW
    assert held["message"]["kind"] == "Text"
    assert held["message"]["message"]["content"]["text"] == "canary"


def test_what_was_set_aside_is_not_taken_again(database: Database) -> None:
    with database.write() as tx:
        inbox.set_aside(tx, _message("1"), "", now=NOW)
        assert inbox.take(tx, [_message("1")], now=NOW) == set()


def test_to_forget_somebody_deletes_what_was_set_aside_of_theirs_and_no_other(database: Database) -> None:
    with database.write() as tx:
        inbox.set_aside(tx, _message("1"), "", now=NOW)
        inbox.set_aside(tx, Inbound("telegram", "2", "bea", Text("hi"), account="bot"), "", now=NOW)
        inbox.set_aside(tx, Inbound("telegram", "3", "ada", Text("hi"), account="other"), "", now=NOW)
        inbox.forget(tx, "telegram", "bot", "ada")
        assert [held["external_id"] for held in inbox.aside(tx)] == ["2", "3"]


def test_what_does_not_open_any_more_keeps_nobody_from_being_forgotten(database: Database) -> None:
    """Somebody has broken the bytes of one message in the database."""
    with database.write() as tx:
        inbox.set_aside(tx, _message("1"), "", now=NOW)
        inbox.set_aside(tx, Inbound("telegram", "2", "bea", Text("hi"), account="bot"), "", now=NOW)
        tx.connection.execute(sa.update(table).where(table.c.external_id == "2").values(sealed=b"broken"))
        inbox.forget(tx, "telegram", "bot", "ada")
        assert [(held["external_id"], held["message"]) for held in inbox.aside(tx)] == [("2", None)]
