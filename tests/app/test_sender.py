"""The sender outlives whatever goes wrong: a database that is away, a mark that cannot be made, the end of the program."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa

from bot import sender as sending
from bot.clock import SimulatedClock
from bot.sender import Sender
from storage import outbox
from storage.database import Database
from storage.outbox import Queued
from storage.tables import addresses, deliveries
from surveys.errors import StoreAway
from surveys.messages import Destination, Outgoing
from tests.factories import a_person
from tests.handlers.street import OPEN


class Wire:
    """A channel that remembers what went out, and may be held up."""

    name = "telegram"
    pace = 1000.0

    def __init__(self) -> None:
        self.gone: list[str] = []
        self.free = asyncio.Event()
        self.free.set()
        self.under_way = asyncio.Event()
        self.before_mark: Callable[[], None] = lambda: None

    async def send(self, to: Destination, message: Outgoing, *, already: int, sent: Callable[[int, str], Awaitable[None]]) -> str:
        del to, already
        self.under_way.set()
        await self.free.wait()
        self.gone.append(message.text)
        self.before_mark()
        await sent(0, "m")
        return "m"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a second between two looks."""
    monkeypatch.setattr(sending, "IDLE", 0.01)


def queue(database: Database, *people: str, kind: outbox.Kind = "turn") -> None:
    with database.write() as tx:
        for place, who in enumerate(people):
            outbox.add(tx, [Queued("telegram", a_person(tx, who), Outgoing(f"to {who}"), kind)], now=OPEN, place=place)


def statuses(database: Database) -> dict[str, int]:
    with database.read() as tx:
        return {status: count for (_, status), count in outbox.counts(tx).items()}


@asynccontextmanager
async def running(database: Database, wire: Wire) -> AsyncIterator[Sender]:
    sender = Sender(database, {"telegram": wire}, SimulatedClock(OPEN))
    task = asyncio.create_task(sender.run())
    yield sender
    sender.stop()
    await asyncio.wait_for(task, 30)


async def until(done: Callable[[], bool]) -> None:
    for _ in range(3000):
        if done():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")


async def test_what_is_under_way_goes_out_and_is_marked_before_the_end(sqlite: Database) -> None:
    """A notice that is cut off would be left in doubt, and never sent again."""
    queue(sqlite, "ada", "bea", kind="bulk")
    wire = Wire()
    wire.free.clear()
    async with running(sqlite, wire) as sender:
        await wire.under_way.wait()
        sender.stop()
        wire.free.set()
    assert (sorted(wire.gone), statuses(sqlite)) == (["to ada", "to bea"], {"sent": 2})


async def test_what_has_gone_out_is_marked_once_the_database_is_back(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its disk was full for a while: nobody is told twice for that."""
    queue(sqlite, "ada")
    write, failures = sending._Marks._write, [StoreAway("full"), StoreAway("full")]

    def away(self: sending._Marks, marks: list[sending.Mark]) -> None:
        if failures:
            raise failures.pop()
        write(self, marks)

    monkeypatch.setattr(sending._Marks, "_write", away)
    wire = Wire()
    async with running(sqlite, wire):
        await until(lambda: statuses(sqlite) == {"sent": 1})
    assert (wire.gone, failures) == (["to ada"], [])


async def test_a_delivery_that_is_gone_when_it_is_marked_takes_no_other_with_it(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Its address was dropped meanwhile (a group moved to where somebody else is)."""
    queue(database, "ada", "bea")
    wire = Wire()

    def drop() -> None:
        if wire.gone == ["to ada"]:
            with database.write() as tx:
                hers = sa.select(deliveries.c.address_id).where(deliveries.c.place == 0)
                tx.connection.execute(sa.delete(addresses).where(addresses.c.id.in_(hers)))

    wire.before_mark = drop
    with caplog.at_level(logging.ERROR):
        async with running(database, wire):
            await until(lambda: statuses(database) == {"sent": 1})
            queue(database, "cid")
            await until(lambda: statuses(database) == {"sent": 2})
    assert wire.gone == ["to ada", "to bea", "to cid"]
    assert [record.getMessage() for record in caplog.records] == ["a delivery cannot be marked: IntegrityError"]


async def test_whatever_breaks_the_outbox_goes_on(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would notice a sender that has ended, but for the silence."""
    queue(sqlite, "ada")
    claim, faults = outbox.claim, [ValueError("words of hers"), StoreAway("away")]

    def broken(*args: object, **kwargs: object) -> object:
        if faults:
            raise faults.pop()
        return claim(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "claim", broken)
    wire = Wire()
    async with running(sqlite, wire):
        await until(lambda: statuses(sqlite) == {"sent": 1})
    assert wire.gone == ["to ada"]
