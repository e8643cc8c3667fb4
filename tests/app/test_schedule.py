"""The clock asks again and again what is due, whatever happens to the database meanwhile."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot import schedule as module
from bot.clock import SimulatedClock
from bot.schedule import Schedule
from handlers.due import Ticked
from storage import consultations
from storage.database import Database
from surveys.errors import StoreAway
from tests.factories import a_consultation, a_stored_consultation

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)


class Ticks:
    """Stands in for what is due: keeps each moment asked about; `errors` are raised in turn."""

    def __init__(self, *errors: Exception) -> None:
        self.moments: list[datetime] = []
        self._errors = list(errors)
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()

    def __call__(self, database: Database, now: datetime) -> Ticked:
        self.moments.append(now)
        self._loop.call_soon_threadsafe(self._changed.set)
        if self._errors:
            raise self._errors.pop(0)
        return Ticked()

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait for a tick after which it is so."""
        async with asyncio.timeout(10):
            while not done():
                self._changed.clear()
                await self._changed.wait()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that ticks without a pause."""
    monkeypatch.setattr(module, "EVERY", 0.01)


async def test_each_tick_asks_what_is_due_at_the_clock_s_moment(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks, clock = Ticks(), SimulatedClock(NOW)
    monkeypatch.setattr("handlers.due.tick", ticks)
    schedule = Schedule(sqlite, clock)
    schedule.start()
    await ticks.until(lambda: NOW in ticks.moments)
    clock.set(NOW + timedelta(days=1))
    await ticks.until(lambda: NOW + timedelta(days=1) in ticks.moments)
    schedule.stop()


async def test_a_database_that_is_away_is_logged_and_waited_out(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ticks = Ticks(StoreAway("locked"))
    monkeypatch.setattr("handlers.due.tick", ticks)
    schedule = Schedule(sqlite, SimulatedClock(NOW))
    with caplog.at_level(logging.WARNING, "bot.schedule"):
        schedule.start()
        await ticks.until(lambda: len(ticks.moments) >= 2)
        schedule.stop()
    assert [record.getMessage() for record in caplog.records if record.name == "bot.schedule"] == [
        "the clock waits for the database: NoneType"
    ]


async def test_whatever_breaks_the_clock_goes_on(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = Ticks(ZeroDivisionError(), ZeroDivisionError())
    monkeypatch.setattr("handlers.due.tick", ticks)
    schedule = Schedule(sqlite, SimulatedClock(NOW))
    schedule.start()
    await ticks.until(lambda: len(ticks.moments) >= 3)
    schedule.stop()


async def test_a_consultation_whose_days_are_over_is_closed_by_the_clock(sqlite: Database) -> None:
    with sqlite.write() as tx:
        held = a_stored_consultation(tx, a_consultation())
    schedule = Schedule(sqlite, SimulatedClock(datetime(2010, 11, 16, 0, 0, 5, tzinfo=UTC)))
    schedule.start()

    def state() -> str:
        with sqlite.read() as tx:
            return consultations.by_ids(tx, [held])[held].state

    async with asyncio.timeout(10):
        while await asyncio.to_thread(state) != "closed":  # noqa: ASYNC110  a table tells nobody that it has changed
            await asyncio.sleep(0.01)
    schedule.stop()
