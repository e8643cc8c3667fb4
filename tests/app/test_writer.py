"""The one writer takes what waits together and in order, survives whatever goes wrong, and stops only when all is written."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime

import pytest

from bot.clock import SimulatedClock
from bot.writer import LARGEST, Writer
from handlers.desk import Outcome
from handlers.inbound import Door
from storage.database import Database
from surveys.errors import HearbackError, StaleInterview, StoreAway
from surveys.messages import Inbound, Start, Text
from surveys.words.catalogue import Catalogue
from tests.handlers.street import HOME, OPEN, Street


class Gate(Door):
    """A door that can be held shut, and that remembers what went through it together."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.places: list[int] = []
        self.moments: list[datetime] = []
        self.errors: list[Exception] = []
        self.open = threading.Event()
        self.open.set()

    def receive(self, batch: Sequence[Inbound], *, now: datetime, place: int) -> list[Outcome]:
        assert self.open.wait(30)
        self.batches.append([message.external_id for message in batch])
        self.places.append(place)
        self.moments.append(now)
        if self.errors:
            raise self.errors.pop()
        return [Outcome(message) for message in batch]

    @contextmanager
    def shut(self) -> Iterator[None]:
        self.open.clear()
        yield
        self.open.set()


@pytest.fixture
def gate() -> Gate:
    return Gate()


@asynccontextmanager
async def _running(gate: Door) -> AsyncIterator[Writer]:
    writer = Writer(gate, SimulatedClock(OPEN))
    writer.start()
    try:
        yield writer
    finally:
        await asyncio.to_thread(writer.stop)


def _message(number: int) -> Inbound:
    return Inbound("test", str(number), "ada", Text("hello"))


async def test_an_outcome_comes_back_once_its_message_was_taken(gate: Gate) -> None:
    async with _running(gate) as writer:
        assert await writer.receive(_message(1)) == Outcome(_message(1))
    assert (gate.batches, gate.moments) == ([["1"]], [OPEN])


async def test_what_comes_while_a_commit_is_under_way_is_taken_together_in_order_and_no_more_than_fits(gate: Gate) -> None:
    async with _running(gate) as writer:
        with gate.shut():
            waiting = [asyncio.create_task(writer.receive(_message(0)))]
            await asyncio.sleep(0.05)  # the first is on its way alone
            waiting += [asyncio.create_task(writer.receive(_message(number))) for number in range(1, LARGEST + 3)]
            await asyncio.sleep(0)
        outcomes = await asyncio.gather(*waiting)
    assert [outcome.inbound.external_id for outcome in outcomes] == [str(number) for number in range(LARGEST + 3)]
    assert [len(batch) for batch in gate.batches] == [1, LARGEST, 2]
    assert [each for batch in gate.batches for each in batch] == [str(number) for number in range(LARGEST + 3)]


async def test_places_grow_even_when_the_machine_s_clock_is_put_back(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([5_000_000, 1_000, 9_000_000])
    monkeypatch.setattr("bot.writer.time.time_ns", lambda: next(times))
    async with _running(gate) as writer:
        for number in range(3):
            await writer.receive(_message(number))
    assert gate.places == [5_000_000, 5_000_000 + LARGEST, 9_000_000]


@pytest.mark.parametrize("error", [StoreAway("away"), StaleInterview("moved"), ValueError("unheard of"), MemoryError()])
async def test_whatever_goes_wrong_is_told_to_those_who_wait_and_the_next_are_taken(gate: Gate, error: Exception) -> None:
    gate.errors.append(error)
    async with _running(gate) as writer:
        with pytest.raises(type(error) if isinstance(error, HearbackError) else StoreAway):
            await writer.receive(_message(1))
        assert await writer.receive(_message(2)) == Outcome(_message(2))


async def test_who_no_longer_waits_does_no_harm(gate: Gate) -> None:
    async with _running(gate) as writer:
        with gate.shut():
            gone = asyncio.create_task(writer.receive(_message(1)))
            await asyncio.sleep(0.05)
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)
        assert await writer.receive(_message(2)) == Outcome(_message(2))


async def test_an_event_loop_that_has_closed_does_no_harm(gate: Gate) -> None:
    async with _running(gate) as writer:
        with gate.shut():

            async def leave() -> None:
                task = asyncio.ensure_future(writer.receive(_message(1)))
                await asyncio.sleep(0.05)
                task.cancel()

            await asyncio.to_thread(asyncio.run, leave())
        assert await writer.receive(_message(2)) == Outcome(_message(2))


async def test_it_stops_once_all_that_waits_is_written_and_takes_nothing_more(gate: Gate) -> None:
    writer = Writer(gate, SimulatedClock(OPEN))
    writer.start()
    with gate.shut():
        waiting = [asyncio.create_task(writer.receive(_message(number))) for number in range(3)]
        await asyncio.sleep(0.05)
        stopping = asyncio.create_task(asyncio.to_thread(writer.stop))
        await asyncio.sleep(0.05)
        with pytest.raises(StoreAway):
            await writer.receive(_message(9))
    assert [outcome.inbound.external_id for outcome in await asyncio.gather(*waiting)] == ["0", "1", "2"]
    await stopping


async def test_one_that_never_had_anything_to_do_stops_too(gate: Gate) -> None:
    async with _running(gate):
        pass
    assert gate.batches == []


async def test_a_whole_conversation_of_many_people_goes_through_a_real_door(sqlite: Database, english: Catalogue) -> None:
    street = Street(sqlite, english)
    street.opens()
    said = ["yes", "1", "9", "2", "1, 3", "Shorter forms.", "yes", "no"]

    async def talk(writer: Writer, who: str) -> None:
        await writer.receive(Inbound("web", f"{who} start", who, Start("fairer")))
        for number, text in enumerate(said):
            outcome = await writer.receive(Inbound("web", f"{who} {number}", who, Text(text)))
            assert outcome.turn is not None

    async with _running(Door(sqlite, {"en": english}, HOME)) as writer:
        await asyncio.gather(*(talk(writer, f"person {number}") for number in range(20)))
    assert len(street.said()) == 20
