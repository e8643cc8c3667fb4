"""The clock's ticks. What is due is in tables; a tick only asks, so that a missed one loses nothing."""

import asyncio
import logging

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from handlers import due
from storage.database import Database
from surveys.errors import StoreAway

logger = logging.getLogger(__name__)

EVERY = 5  # seconds


class Schedule:
    """Asks every few seconds what is due: openings, closings, leases that ran out, people who are leaving."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Begin to tick, within the running event loop."""
        # One tick at a time, and after a long sleep of the machine one, not all that were missed.
        self._scheduler.add_job(self._tick, "interval", seconds=EVERY, max_instances=1, coalesce=True, misfire_grace_time=None)
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        try:
            await asyncio.to_thread(due.tick, self._database, self._clock.now())
        except StoreAway as error:
            logger.warning("the clock waits for the database: %s", type(error.__cause__).__name__)
