"""The one writer: messages that arrive while a commit is under way are taken together in the next one.

That is group commit: the slower the disk, the larger the batch, and one transaction a batch.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from bot.clock import Clock
from handlers.desk import Outcome
from handlers.inbound import Door
from surveys.errors import HearbackError, StoreAway
from surveys.messages import Inbound

LARGEST = 256  # messages in one transaction: beyond that the latency grows and the rate does not
_Waiting = tuple[Inbound, asyncio.Future[Outcome], asyncio.AbstractEventLoop]


class Writer:
    """Takes messages from the event loop to one thread, and brings their outcomes back once they are committed."""

    def __init__(self, door: Door, clock: Clock) -> None:
        self._door = door
        self._clock = clock
        self._waiting: deque[_Waiting] = deque()
        self._wake = threading.Condition()
        self._ending = False
        self._place = 0
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread once everything that waits has been written."""
        with self._wake:
            self._ending = True
            self._wake.notify()
        self._thread.join()

    async def receive(self, message: Inbound) -> Outcome:
        """Hand over one message; return once it is committed. StoreAway: it was not taken, the vendor should try again."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Outcome] = loop.create_future()
        with self._wake:
            if self._ending:
                raise StoreAway("the program is stopping")
            self._waiting.append((message, future, loop))
            self._wake.notify()
        return await future

    def _run(self) -> None:
        while batch := self._gather():
            try:
                outcomes: Sequence[Outcome | HearbackError] = self._door.receive(
                    [message for message, _, _ in batch], now=self._clock.now(), place=self._next_place()
                )
            except HearbackError as error:
                outcomes = [error] * len(batch)
            except Exception as error:  # noqa: BLE001  the thread must outlive whatever went wrong
                outcomes = [StoreAway(f"the turn was not written: {type(error).__name__}")] * len(batch)
            for (_, future, loop), outcome in zip(batch, outcomes, strict=True):
                with suppress(RuntimeError):  # a loop that has closed meanwhile has nobody left who waits
                    loop.call_soon_threadsafe(_settle, future, outcome)

    def _next_place(self) -> int:
        """Where this batch's answers stand in the queue: the time, and after the last batch even if the clock was put back."""
        self._place = max(time.time_ns(), self._place + LARGEST)
        return self._place

    def _gather(self) -> list[_Waiting]:
        with self._wake:
            while not self._waiting and not self._ending:
                self._wake.wait()
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST))]


def _settle(future: asyncio.Future[Outcome], outcome: Outcome | HearbackError) -> None:
    if future.cancelled():
        return
    if isinstance(outcome, HearbackError):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
