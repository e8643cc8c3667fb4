"""Drains the outbox: claims with a lease, sends outside any transaction, marks what came of it in another.

A crash between sending and marking leaves a lease that runs out: the answer to a person's own turn is then sent again, so each
crash may repeat, for each person, the one message that was under way; bulk is never sent again by itself.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Protocol

from bot.clock import Clock
from storage import outbox
from storage.database import Database, Tx
from storage.outbox import Claimed
from surveys.errors import ChannelBusy, ChannelError, InDoubt, StoreAway, Unreachable
from surveys.messages import Destination, Outgoing

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
IDLE = 1.0  # seconds between looks when nobody has woken us
TOGETHER = 32  # deliveries claimed at once: about a second's worth, so that an answer never waits long behind bulk
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)

Mark = Callable[[Tx], None]


class Channel(Protocol):
    """How a message leaves. `pace` is the vendor's limit in messages a second, over all addresses."""

    name: str
    pace: float

    async def send(self, to: Destination, message: Outgoing, *, already: int, sent: Callable[[int, str], Awaitable[None]]) -> str:
        """Send the parts after the first `already`; tell `sent` of each part; the vendor's id of the last one."""
        ...


class Sender:
    """Sends what is queued on these channels, each at its vendor's pace."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], clock: Clock) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._wake = asyncio.Event()
        self._ending = False
        self._queues: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # who waits for a channel, in order
        self._free_at: dict[str, float] = {}  # when each channel may send next, in the loop's time

    def wake(self) -> None:
        """Something was queued."""
        self._wake.set()

    def stop(self) -> None:
        """Take nothing more in hand: `run` returns once what is under way has gone out and is marked."""
        self._ending = True
        self._wake.set()

    async def run(self) -> None:
        """Send until stopped; the database's being away is waited out, and nothing that breaks ends it."""
        while not self._ending:
            try:
                busy = await self.drain()
            except StoreAway as error:
                logger.warning("the outbox waits: %s", type(error.__cause__).__name__)
                busy = False
            except Exception as error:  # noqa: BLE001  whatever broke, the others' answers must go out
                logger.error("the outbox stumbled: %s", type(error).__name__)  # noqa: TRY400  its words may be people's
                busy = False
            if not busy:
                await self._sleep()

    async def _sleep(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), IDLE)
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    async def drain(self) -> bool:
        """Send one lot of what is due. Whether there was any."""
        claimed = await asyncio.to_thread(self._claim)
        marks = _Marks(self._database)
        await asyncio.gather(*(self._send(delivery, marks) for delivery in claimed))
        await marks.done()
        return bool(claimed)

    def _claim(self) -> list[Claimed]:
        channels = list(self._channels)
        # A look without the write lock first: an idle sender must not keep the writer waiting.
        with self._database.read() as tx:
            due = outbox.next_due(tx, channels)
        now = self._clock.now()
        if due is None or due > now:
            return []
        with self._database.write() as tx:
            return outbox.claim(tx, channels, now=now, lease=LEASE, limit=TOGETHER)

    async def _send(self, delivery: Claimed, marks: "_Marks") -> None:
        channel = self._channels[delivery.channel]
        await self._turn(channel)

        async def part_sent(part: int, message: str) -> None:
            if part > delivery.already:  # the first one's slot is taken
                self._spend(channel)
            await marks.add(lambda tx: outbox.part_sent(tx, delivery.id, part, message))

        try:
            message = await channel.send(delivery.destination, delivery.message, already=delivery.already, sent=part_sent)
        except Exception as error:  # noqa: BLE001  one delivery must not stop the others
            await marks.add(self._failed(delivery, channel, error))
        else:
            await marks.add(lambda tx: outbox.sent(tx, delivery.id, message))

    async def _turn(self, channel: Channel) -> None:
        """Wait until the channel is free: no second sees more messages than its pace, also after the machine stood still."""
        loop = asyncio.get_running_loop()
        async with self._queues[channel.name]:
            # again, for the further parts of a long message may have taken the slot meanwhile
            while (wait := self._free_at.get(channel.name, 0.0) - loop.time()) > 0:  # noqa: ASYNC110  a slot is no event
                await asyncio.sleep(wait)
            self._spend(channel)

    def _spend(self, channel: Channel) -> None:
        """One message goes out. A long one's further parts do not wait for their slots; whoever comes next does."""
        now = asyncio.get_running_loop().time()
        self._free_at[channel.name] = max(now, self._free_at.get(channel.name, 0.0)) + 1 / channel.pace

    def _failed(self, delivery: Claimed, channel: Channel, error: Exception) -> Mark:
        """What becomes of a delivery that failed, as something to do in a transaction."""
        now = self._clock.now()
        fault = type(error).__name__
        match error:
            case ChannelBusy(retry_after=seconds):
                due = now + timedelta(seconds=seconds)
                return lambda tx: outbox.put_back(tx, delivery.id, fault, due_at=due, counted=False)
            case Unreachable():
                return lambda tx: outbox.give_up(tx, delivery.id, "unreachable", fault)
            case InDoubt():
                return lambda tx: outbox.doubt(tx, delivery, fault, due_at=now + FIRST_WAIT)
            case _:
                if not isinstance(error, ChannelError):
                    logger.error("sending on %s broke: %s", channel.name, fault)
                if delivery.attempts >= outbox.TRIES:
                    return lambda tx: outbox.give_up(tx, delivery.id, "dead", fault)
                wait = min(FIRST_WAIT * 2 ** (delivery.attempts - 1), LONGEST_WAIT)
                return lambda tx: outbox.put_back(tx, delivery.id, fault, due_at=now + wait)


class _Marks:
    """What is to be marked, committed together: whatever comes in while one commit is under way goes into the next."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Mark] = []
        self._task: asyncio.Task[None] | None = None

    async def add(self, mark: Mark) -> None:
        """Take a mark; it is committed soon, and before `done` returns."""
        self._waiting.append(mark)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._commit())

    async def done(self) -> None:
        """Return once every mark is committed."""
        while self._task is not None and (self._waiting or not self._task.done()):
            await self._task

    async def _commit(self) -> None:
        together = True
        while self._waiting:
            marks = self._waiting if together else self._waiting[:1]
            self._waiting = self._waiting[len(marks) :]
            try:
                await asyncio.to_thread(self._write, marks)
            except StoreAway as error:  # what has gone out would go out again, were this forgotten
                logger.warning("what was sent waits to be marked: %s", type(error.__cause__).__name__)
                self._waiting = [*marks, *self._waiting]
                await asyncio.sleep(IDLE)
            except Exception as error:  # noqa: BLE001  one that cannot be marked must not take the others with it
                if together:
                    together, self._waiting = False, [*marks, *self._waiting]
                else:
                    logger.error("a delivery cannot be marked: %s", type(error).__name__)  # noqa: TRY400

    def _write(self, marks: list[Mark]) -> None:
        with self._database.write() as tx:
            for mark in marks:
                mark(tx)
