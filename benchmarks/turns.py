"""The durable turn, through the whole house (Inbound → committed outbox row), beside python-telegram-bot's ConversationHandler.

The peer keeps its conversation in memory, or pickles it every turn; ours is on disk (SQLite, WAL, synchronous=FULL) before the
answer goes out. Vendor parsing and the reply's own HTTP call are in neither figure.
"""

import asyncio
import os
import tempfile
import time
import warnings
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from telegram import Chat, Message, Update, User
from telegram.ext import (
    Application,
    BaseHandler,
    ContextTypes,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest

from benchmarks.survey import QUESTIONS, source, typed
from bot.clock import SimulatedClock
from bot.writer import Writer
from handlers.inbound import Door
from storage import consultations
from storage.database import Database
from storage.keyring import Keyring
from storage.tables import metadata
from surveys.consultations.model import Consultation
from surveys.messages import Content, Inbound, Start, Text
from surveys.words.catalogue import read_catalogue

Context = ContextTypes.DEFAULT_TYPE
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECONDS = 5.0
ENGLISH = Path(__file__).parents[1] / "surveys" / "words" / "en.yaml"


def sync_cost(folder: str) -> float:
    """The disk's mood: the median of 30 fdatasyncs of 4 KiB, in milliseconds."""
    costs = []
    handle = os.open(Path(folder) / "sync", os.O_WRONLY | os.O_CREAT)
    for at in range(30):
        os.pwrite(handle, b"x" * 4096, at * 4096)
        start = time.perf_counter()
        os.fdatasync(handle)
        costs.append((time.perf_counter() - start) * 1e3)
    os.close(handle)
    return sorted(costs)[15]


def a_door(folder: str) -> Door:
    """A fresh SQLite with one consultation open."""
    database = Database(f"sqlite:///{folder}/bench.db", Keyring.fresh())
    metadata.create_all(database.engine)
    about = Consultation(
        "bench", "Bench", "The benchmark", "To measure", "Nothing", "Everything", "plan",
        date(2026, 1, 1), date(2026, 12, 1), date(2026, 12, 31),
    )  # fmt: skip
    with database.write() as tx:
        made = consultations.add(tx, about, [("tso", source())], created_by="bench")
        consultations.set_state(tx, made, "open")
    return Door(database, {"en": read_catalogue(ENGLISH.read_bytes(), "en")}, "http://localhost")


async def ours(people: int) -> tuple[float, float]:
    """Turns a second with this many people at once, and the 99th percentile of a turn in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        door = a_door(folder)
        writer = Writer(door, SimulatedClock(NOW))
        writer.start()
        spent: list[float] = []
        end = time.perf_counter() + SECONDS

        async def person(name: int) -> None:
            life, count = 0, 0
            while time.perf_counter() < end:
                address = f"{name}.{life}"
                answers = (Text(typed(at), f"m{at}") for at in range(1, QUESTIONS + 1))
                script: list[Content] = [Start("bench"), Text("yes"), *answers, Text("yes"), Text("no")]
                for content in script:
                    count += 1
                    start = time.perf_counter()
                    if start >= end:
                        return
                    await writer.receive(Inbound("bench", f"{name}.{count}", address, content))
                    spent.append(time.perf_counter() - start)
                life += 1

        start = time.perf_counter()
        await asyncio.gather(*(person(name) for name in range(people)))
        rate = len(spent) / (time.perf_counter() - start)
        writer.stop()
        door.database.close()
        return rate, sorted(spent)[int(len(spent) * 0.99)] * 1e3


class _NoNetwork(BaseRequest):
    """Answers every call at once: what is measured is the conversation, not HTTP."""

    read_timeout = 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, *args: object, **kwargs: object) -> tuple[int, bytes]:
        """`getMe`'s answer, to whatever was asked."""
        del args, kwargs
        return 200, b'{"ok": true, "result": {"id": 1, "is_bot": true, "first_name": "bench", "username": "bench"}}'


async def peer(people: int, pickle: Path | None) -> float:
    """ConversationHandler's turns a second: one state a question, answers in `user_data`."""
    replies: list[str] = []

    async def answer(update: Update, context: Context) -> int:
        message, kept = update.message, context.user_data
        assert message is not None
        assert kept is not None
        at = int(kept.get("at", 0))
        kept[f"q{at % QUESTIONS}"], kept["at"] = message.text, at + 1
        replies.append(f"Question {at % QUESTIONS + 2} of {QUESTIONS}")
        return (at + 1) % QUESTIONS

    anything: BaseHandler[Update, Context, object] = MessageHandler(filters.TEXT, answer)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = (
            Application.builder().bot(ExtBot("1:bench", request=_NoNetwork(), get_updates_request=_NoNetwork())).updater(None)
        )
        if pickle is not None:
            builder = builder.persistence(PicklePersistence(pickle, update_interval=3600))
        application = builder.build()
        states: dict[object, list[BaseHandler[Update, Context, object]]] = {at: [anything] for at in range(QUESTIONS)}
        talk = ConversationHandler([anything], states, [], name="bench", persistent=pickle is not None)
        application.add_handler(talk)
    await application.initialize()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        for name in range(1, people + 1):
            user = User(name, "bench", is_bot=False)
            text = typed(count % QUESTIONS + 1)
            message = Message(count + 1, NOW + timedelta(seconds=count), Chat(name, "private"), from_user=user, text=text)
            await application.process_update(Update(count, message=message))
            if pickle is not None:
                await application.update_persistence()
            count += 1
    rate = count / (time.perf_counter() - start)
    await application.shutdown()
    return rate


def main() -> None:
    """Print our rates and the peer's, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"fdatasync of 4 KiB before: {sync_cost(folder):.2f} ms")
        rates = {}
        for people in (1, 16, 64, 256):
            rates[people], slow = asyncio.run(ours(people))
            print(f"Hearback, durable, {people:>3} at once: {rates[people]:>7.0f} turns/s   p99 {slow:.1f} ms")
        memory = asyncio.run(peer(64, None))
        print(f"ConversationHandler, nothing kept: {memory:>7.0f} turns/s   ours at 64 is {rates[64] / memory:.2f}× (goal 1.5×)")
        pickled = asyncio.run(peer(100, Path(folder) / "pickle"))
        print(f"… pickled every turn, 100 people:  {pickled:>7.0f} turns/s   ours at 64 is {rates[64] / pickled:.0f}× (goal 50×)")
        print(f"fdatasync of 4 KiB after: {sync_cost(folder):.2f} ms")
