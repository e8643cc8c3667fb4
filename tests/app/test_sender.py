"""What is queued goes out: once, answers first, no faster than the vendor allows, whatever one address, channel or disk does."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot import sender as module
from bot.clock import SimulatedClock
from bot.sender import LEASE, Channel, Sender
from storage import outbox
from storage.database import Database, Tx
from storage.outbox import Kind, Queued
from storage.tables import addresses, deliveries
from surveys.errors import ChannelBusy, ChannelError, InDoubt, StoreAway, Unreachable
from surveys.messages import Destination, Outgoing
from tests.factories import a_person

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)
Sent = Callable[[int, str], Awaitable[None]]


@dataclass
class Post:
    """A channel that keeps what it was given. `errors` are raised in turn, by address; None in their place lets one through."""

    name: str = "telegram"
    pace: float = math.inf
    parts: int = 1
    errors: dict[str, list[Exception | None]] = field(default_factory=dict)
    got: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event | None = None  # nothing leaves while it is not set

    async def send(self, to: Destination, message: Outgoing, *, already: int, sent: Sent) -> str:
        """Send part after part; an error comes before the last one."""
        self.times.append(asyncio.get_running_loop().time())
        self.arrived.set()
        if self.gate is not None:
            await self.gate.wait()
        for part in range(already, self.parts):
            if part == self.parts - 1 and (error := next(iter(self.errors.get(to.address, [])), None)):
                self.errors[to.address].pop(0)
                raise error
            self.got.append(message.text if self.parts == 1 else f"{message.text} {part}")
            await sent(part, f"m{part}")
        return f"m{self.parts - 1}"


@dataclass
class Office:
    """A sender with its channels, and people to write to."""

    database: Database
    channels: dict[str, Channel]
    clock: SimulatedClock
    sender: Sender

    def queue(self, who: str, *texts: str, kind: Kind = "turn", place: int = 1, channel: str = "telegram") -> None:
        """These wait for somebody new."""
        with self.database.write() as tx:
            person = a_person(tx, who, channel)
            outbox.add(tx, [Queued(channel, person, Outgoing(text), kind) for text in texts], now=self.clock.now(), place=place)

    def rows(self, *columns: str) -> list[Any]:
        """These columns of every delivery, in the order of queueing."""
        with self.database.read() as tx:
            return list(tx.connection.execute(sa.select(*(deliveries.c[name] for name in columns)).order_by(deliveries.c.place)))

    def statuses(self) -> list[str]:
        """How every delivery stands."""
        return [row.status for row in self.rows("status")]

    def later(self, seconds: float) -> None:
        """Time passes."""
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))

    async def all(self) -> None:
        """Send until nothing is due."""
        while await self.sender.drain():
            pass

    async def waits(self) -> list[float]:
        """Send again and again until nothing is queued: after how many seconds each time it was due again."""
        waits: list[float] = []
        while True:
            await self.all()
            with self.database.read() as tx:
                due = outbox.next_due(tx, list(self.channels))
            if due is None:
                return waits
            waits.append((due - self.clock.now()).total_seconds())
            self.clock.set(due)


def office(database: Database, *channels: Channel) -> Office:
    """A sender on these channels."""
    named = {channel.name: channel for channel in channels}
    clock = SimulatedClock(NOW)
    return Office(database, named, clock, Sender(database, named, clock))


@contextmanager
def running(sender: Sender) -> Iterator[asyncio.Task[None]]:
    """The sender at work."""
    task = asyncio.create_task(sender.run())
    try:
        yield task
    finally:
        task.cancel()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender that looks again at once."""
    monkeypatch.setattr(module, "IDLE", 0.001)


# ── one message ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_was_sent_is_marked_and_its_words_are_not_kept(sqlite: Database) -> None:
    post = Post()
    at = office(sqlite, post)
    at.queue("ada", "hello")
    assert await at.sender.drain()
    assert at.rows("status", "message", "sealed", "leased_until") == [("sent", "m0", None, None)]
    assert not await at.sender.drain()
    assert post.got == ["hello"]


async def test_a_long_message_goes_on_where_it_stopped(sqlite: Database) -> None:
    post = Post(parts=3, errors={"ada": [ChannelBusy("slow down", 1)]})
    at = office(sqlite, post)
    at.queue("ada", "long")
    await at.waits()
    assert post.got == ["long 0", "long 1", "long 2"]
    assert at.rows("status", "message") == [("sent", "m2")]


async def test_a_channel_that_asks_us_to_wait_is_waited_for_and_that_counts_as_no_try(sqlite: Database) -> None:
    post = Post(errors={"ada": [ChannelBusy("slow down", 7)] * 20})
    at = office(sqlite, post)
    at.queue("ada", "hello")
    assert await at.waits() == [7.0] * 20
    assert at.rows("status", "attempts", "fault") == [("sent", 1, "")]


async def test_an_address_that_cannot_be_reached_is_written_to_no_more(sqlite: Database) -> None:
    post = Post(errors={"ada": [Unreachable("blocked")]})
    at = office(sqlite, post)
    at.queue("ada", "answer")
    await at.all()
    assert at.rows("status", "fault") == [("unreachable", "Unreachable")]
    with sqlite.write() as tx:
        assert list(tx.connection.scalars(sa.select(addresses.c.state))) == ["unreachable"]
    at.queue("bea", "for bea", place=3)
    with sqlite.write() as tx:  # news for the address that is shut
        tx.connection.execute(sa.update(deliveries).where(deliveries.c.place == 1).values(status="queued", kind="bulk"))
    await at.all()
    assert post.got == ["for bea"]


async def test_an_answer_in_doubt_is_sent_again_once_and_is_then_unknown(sqlite: Database) -> None:
    post = Post(errors={"ada": [InDoubt("no answer")] * 9, "bea": [InDoubt("no answer")]})
    at = office(sqlite, post)
    at.queue("ada", "one", place=1)
    at.queue("bea", "two", place=2)
    assert await at.waits() == [5.0]
    assert at.rows("status", "attempts") == [("unknown", 2), ("sent", 2)]


async def test_news_in_doubt_is_unknown_at_once(sqlite: Database) -> None:
    at = office(sqlite, Post(errors={"ada": [InDoubt("no answer")]}))
    at.queue("ada", "news", kind="bulk")
    assert await at.waits() == []
    assert at.rows("status", "attempts", "fault") == [("unknown", 1, "InDoubt")]


@pytest.mark.parametrize("error", [ChannelError("no"), ValueError("what they wrote")])
async def test_what_fails_is_tried_ever_more_slowly_and_given_up_after_eight_times(
    sqlite: Database, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    at = office(sqlite, Post(errors={"ada": [error] * 9}))
    at.queue("ada", "hello")
    assert await at.waits() == [5, 10, 20, 40, 80, 160, 320]
    assert at.rows("status", "attempts", "fault") == [("dead", 8, type(error).__name__)]
    assert "wrote" not in caplog.text
    assert ("sending on telegram broke: ValueError" in caplog.text) == isinstance(error, ValueError)


async def test_a_wait_is_never_longer_than_a_quarter_of_an_hour(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "TRIES", 11)
    at = office(sqlite, Post(errors={"ada": [ChannelError("no")] * 11}))
    at.queue("ada", "hello")
    assert (await at.waits())[6:] == [320, 640, 900, 900]


# ── many messages ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_answers_go_before_news(sqlite: Database) -> None:
    post = Post()
    at = office(sqlite, post)
    for number in range(3):
        at.queue(f"reader {number}", f"news {number}", kind="bulk", place=number)
    at.queue("ada", "answer", place=9)
    await at.sender.drain()
    assert post.got == ["answer", "news 0", "news 1", "news 2"]


async def test_two_messages_for_one_person_go_one_after_the_other(sqlite: Database) -> None:
    post = Post(errors={"ada": [ChannelBusy("slow down", 1)]})
    at = office(sqlite, post)
    at.queue("ada", "one", "two")
    await at.all()
    assert post.got == []
    at.later(1)
    await at.all()
    assert post.got == ["one", "two"]


async def test_an_address_or_a_channel_that_breaks_stops_nobody_else(sqlite: Database) -> None:
    post, letters = Post(errors={"ada": [ZeroDivisionError()] * 9}), Post("folder")
    at = office(sqlite, post, letters)
    at.queue("ada", "for ada", place=1)
    at.queue("bea", "for bea", place=2)
    at.queue("cid", "for cid", place=3, channel="folder")
    await at.sender.drain()
    assert at.statuses() == ["queued", "sent", "sent"]
    assert (post.got, letters.got) == (["for bea"], ["for cid"])


# ── pace ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Hours:
    """The event loop's time while only sleeping moves it; `stands_still` is how long the machine oversleeps the next time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.stands_still = 0.0
        self._really = asyncio.sleep
        monkeypatch.setattr(asyncio, "sleep", self._sleep)
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: self.now)

    async def _sleep(self, seconds: float) -> None:
        self.now += max(0.0, seconds) + self.stands_still
        self.stands_still = 0.0
        await self._really(0)


def most_in_a_second(times: Sequence[float]) -> int:
    """The largest number of moments that fall within one second, the end of it left out."""
    return max(sum(1 for each in times if start <= each < start + 1 - 1e-6) for start in times)


@pytest.mark.parametrize("stands_still", [0.0, 10.0])
async def test_no_second_sees_more_than_the_pace_also_after_the_machine_stood_still(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, stands_still: float
) -> None:
    post = Post(pace=5)
    at = office(sqlite, post)
    for number in range(50):
        at.queue(f"person {number}", "hello", place=number)
    with monkeypatch.context() as changed:
        hours = Hours(changed)
        hours.stands_still = stands_still
        await at.all()
    assert len(post.times) == 50
    assert most_in_a_second(post.times) == 5
    assert post.times[-1] - post.times[0] == pytest.approx(49 / 5 + stands_still)


async def test_every_part_of_a_long_message_counts(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post(pace=5, parts=3)
    at = office(sqlite, post)
    for number in range(4):
        at.queue(f"person {number}", "long", place=number)
    with monkeypatch.context() as changed:
        Hours(changed)
        await at.all()
    assert [later - earlier for earlier, later in zip(post.times, post.times[1:], strict=False)] == pytest.approx([3 / 5] * 3)


async def test_a_slow_channel_does_not_hold_up_a_quick_one(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, quick = Post("telegram", pace=1), Post("folder")
    at = office(sqlite, slow, quick)
    for number in range(4):
        at.queue(f"slow {number}", "hello", place=number)
        at.queue(f"quick {number}", "hello", place=100 + number, channel="folder")
    with monkeypatch.context() as changed:
        Hours(changed)
        await at.all()
    assert slow.times == pytest.approx([1000, 1001, 1002, 1003])
    assert len(quick.times) == 4
    assert max(quick.times) <= 1001


# ── running ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_who_has_nothing_to_send_keeps_no_writer_waiting(sqlite: Database) -> None:
    """Neither with an empty outbox nor with something that is due later: the write lock is held by somebody else meanwhile."""
    at = office(sqlite, Post(errors={"ada": [ChannelBusy("slow down", 60)]}))
    with sqlite.write():
        assert not await at.sender.drain()
    at.queue("ada", "hello")
    await at.sender.drain()
    with sqlite.write():
        assert not await at.sender.drain()


async def test_a_sender_that_is_woken_looks_at_once(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 3600.0)
    post = Post()
    at = office(sqlite, post)
    looked = asyncio.Event()
    drain = at.sender.drain

    async def look() -> bool:
        busy = await drain()
        looked.set()
        return busy

    monkeypatch.setattr(at.sender, "drain", look)
    async with asyncio.timeout(10):
        with running(at.sender):
            await looked.wait()  # it found nothing, and sleeps for an hour
            at.queue("ada", "hello")
            at.sender.wake()
            await post.arrived.wait()


async def test_a_sender_that_nobody_wakes_looks_by_itself(sqlite: Database, quick: None) -> None:
    post = Post()
    at = office(sqlite, post)
    async with asyncio.timeout(10):
        with running(at.sender):
            await asyncio.sleep(0.01)
            at.queue("ada", "hello")
            await post.arrived.wait()


async def test_a_sender_that_is_told_to_stop_finishes_and_marks_what_is_under_way_and_takes_nothing_more(
    sqlite: Database,
) -> None:
    post = Post(gate=asyncio.Event())
    at = office(sqlite, post)
    at.queue("ada", "one", "two")
    async with asyncio.timeout(10):
        with running(at.sender) as task:
            await post.arrived.wait()
            at.sender.stop()
            assert post.gate is not None
            post.gate.set()
            await task
    assert post.got == ["one"]
    assert at.statuses() == ["sent", "queued"]


async def test_what_was_cut_off_keeps_its_lease_and_an_answer_goes_again_when_that_runs_out(sqlite: Database) -> None:
    post = Post(gate=asyncio.Event())
    at = office(sqlite, post)
    at.queue("ada", "answer", place=1)
    at.queue("bea", "news", kind="bulk", place=2)
    async with asyncio.timeout(10):
        with running(at.sender) as task:
            await post.arrived.wait()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert at.rows("status", "leased_until") == [("sending", NOW + LEASE)] * 2
    with sqlite.write() as tx:
        assert outbox.expire(tx, now=NOW + LEASE) == 0
        assert outbox.expire(tx, now=NOW + LEASE + timedelta(seconds=1)) == 2
    post.gate = None
    await at.all()
    assert post.got == ["answer"]
    assert at.statuses() == ["sent", "unknown"]


# ── when the database is away ───────────────────────────────────────────────────────────────────────────────────────────


def failing(monkeypatch: pytest.MonkeyPatch, method: str, *errors: Exception) -> list[Exception]:
    """Let the next transactions of this kind fail; what is left to fail."""
    whole, left = getattr(Database, method), list(errors)

    @contextmanager
    def fails(self: Database) -> Iterator[Tx]:
        if left:
            raise left.pop(0)
        with whole(self) as tx:
            yield tx

    monkeypatch.setattr(Database, method, fails)
    return left


@pytest.mark.parametrize("error", [StoreAway("locked"), ValueError("what they wrote")])
async def test_a_database_that_is_away_or_breaks_is_waited_out_and_told_in_the_log(
    sqlite: Database, quick: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    post = Post()
    at = office(sqlite, post)
    at.queue("ada", "hello")
    left = failing(monkeypatch, "read", error, error)
    with caplog.at_level(logging.WARNING):
        async with asyncio.timeout(10):
            with running(at.sender):
                await post.arrived.wait()
    assert left == []
    assert len([record for record in caplog.records if record.name == "bot.sender"]) == 2
    assert "wrote" not in caplog.text


async def test_what_was_sent_while_the_database_went_away_is_marked_when_it_is_back_and_not_sent_again(
    sqlite: Database, quick: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post()
    at = office(sqlite, post)
    at.queue("ada", "hello")
    post.gate = asyncio.Event()
    drained = asyncio.create_task(at.sender.drain())
    await post.arrived.wait()
    left = failing(monkeypatch, "write", StoreAway("locked"), StoreAway("locked"))
    post.gate.set()
    assert await drained
    assert left == []
    assert caplog.text.count("waits to be marked") == 2
    assert at.statuses() == ["sent"]
    assert post.got == ["hello"]


async def test_one_that_cannot_be_marked_takes_no_other_with_it(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its row went while it was under way: its part can be entered nowhere."""
    post = Post(gate=asyncio.Event())
    at = office(sqlite, post)
    for number, who in enumerate(("ada", "bea", "cid")):
        at.queue(who, f"for {who}", place=number)
    drained = asyncio.create_task(at.sender.drain())
    await post.arrived.wait()
    with sqlite.write() as tx:
        tx.connection.execute(sa.delete(deliveries).where(deliveries.c.place == 1))
    assert post.gate is not None
    post.gate.set()
    await drained
    assert at.statuses() == ["sent", "sent"]
    assert caplog.text.count("a delivery cannot be marked: IntegrityError") == 1
