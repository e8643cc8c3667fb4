"""The whole program: all of it at once or in parts, up and down in good order, and never in another's way."""

import asyncio
import logging
import os
import re
import signal
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from bot import program
from bot.__main__ import main
from bot.app import App
from bot.clock import SimulatedClock
from bot.config import Settings
from bot.program import ROLES, Role, running, serve
from bot.web.app import WEBHOOK
from storage import consultations, outbox, responses, schema
from storage.outbox import Kind, Queued
from surveys.errors import ConfigError, StoreAway
from surveys.messages import Inbound, Outgoing, Start
from tests.app.commanding import run
from tests.app.programs import Programs
from tests.emulators.telegram import TOKEN, Emulator, Person
from tests.factories import MIXED, a_consultation, a_person

CHILDREN = Path(__file__).parents[1] / "transcripts" / "children.yaml"  # asks the same for each child
OPEN = datetime(2010, 9, 1, 12, tzinfo=UTC)
# Each answer to MIXED, as it is typed in a chat and as it is put into a form; then the two questions at the end.
TYPED = ("yes", "1", "9", "2", "1, 3", "Shorter forms.", "yes", "no")
FORMS: tuple[dict[str, Any], ...] = (
    {"do": "yes"},
    {"do": "answer", "answer": "small"},
    {"do": "answer", "answer": "9"},
    {"do": "answer", "answer": "no"},
    {"do": "answer", "answer": ["money", "help"]},
    {"do": "answer", "answer": "Shorter forms."},
    {"do": "yes"},
    {"do": "no"},
)
STORED = {"size": "small", "years": "9", "young": "no", "paid": "no", "needs": "money help", "why": "Shorter forms."}


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    with Emulator(limits=False) as emulator:
        yield emulator


def an_app(folder: Path, telegram: Emulator | None = None, **settings: Any) -> App:
    """A program with a consultation of seven questions that is open, on a free port, on a clock that stands still."""
    bot = {"telegram_token": TOKEN, "telegram_api_url": telegram.url} if telegram is not None else {}
    plain: dict[str, Any] = {
        "database_url": f"sqlite:///{folder / 'test.db'}",
        "key_file": folder / "keys",
        "folder": folder / "letters",
        "bind": "127.0.0.1:0",
    }
    app = App(Settings(**(plain | bot | settings)), SimulatedClock(OPEN))
    schema.upgrade(app.database)
    with app.database.write() as tx:
        new = consultations.add(tx, a_consultation(), [("tso", MIXED.encode())], created_by="sam@wexmoor.example")
        consultations.set_state(tx, new, "open")
    return app


@asynccontextmanager
async def up(app: App, *roles: Role) -> AsyncIterator[str]:
    """The program while the block lasts; the address of its pages."""
    told: list[str] = []
    async with asyncio.timeout(30), running(app, roles, told.append):
        [address] = told
        yield address
    app.database.close()


def queue(app: App, who: str, text: str, kind: Kind = "turn", channel: str = "folder") -> None:
    """A message waits for somebody."""
    with app.database.write() as tx:
        outbox.add(tx, [Queued(channel, a_person(tx, who, channel), Outgoing(text), kind)], now=OPEN, place=1)


def statuses(app: App) -> dict[str, int]:
    """How many deliveries there are in each state."""
    with app.database.read() as tx:
        return dict(sum((Counter({status: count}) for (_, status), count in outbox.counts(tx).items()), Counter[str]()))


async def until(app: App, **expected: int) -> None:
    """Wait until the deliveries stand so."""
    async with asyncio.timeout(10):
        while await asyncio.to_thread(statuses, app) != expected:  # noqa: ASYNC110  a table tells nobody that it has changed
            await asyncio.sleep(0.01)


def answers(app: App) -> list[dict[str, str]]:
    """What every finished response says."""
    with app.database.read() as tx:
        [held] = consultations.every(tx)
        return [
            {name: answer.value for name, answer in each.answers.items() if answer.value}
            for each in responses.of_consultation(tx, held.id, held.histories)
        ]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def chats(person: Person, said: Sequence[str] = TYPED) -> None:
    """Go through the consultation on Telegram."""
    person.start("fairer")
    for number, text in enumerate(said, start=1):
        person.wait(lambda heard, number=number: len(heard) >= number)  # type: ignore[misc]  # its own number
        person.say(text)
    person.hears("Thank you")


async def fills_in(address: str) -> None:
    """Go through the consultation on its pages."""
    async with httpx.AsyncClient(base_url=address, follow_redirects=False) as client:
        page = (await client.get("/consultations/fairer")).text
        [survey] = set(re.findall(r'name="survey" value="([^"]+)"', page))
        link = (await client.post("/consultations/fairer", data={"survey": survey})).headers["location"]
        for form in FORMS:
            page = (await client.get(link, follow_redirects=True)).text
            hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
            assert (await client.post(link, data=hidden | form)).status_code == 303, page


# ── together and apart ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_people_on_telegram_and_on_the_web_are_heard_at_once_by_one_program(tmp_path: Path, telegram: Emulator) -> None:
    app = an_app(tmp_path, telegram)
    people = [telegram.user(name) for name in ("Ada", "Bea")]
    async with up(app, *ROLES) as address:
        await asyncio.gather(*(asyncio.to_thread(chats, each) for each in people), fills_in(address), fills_in(address))
        assert answers(app) == [STORED] * 4
    assert set(statuses(app)) == {"sent"}
    with pytest.raises(httpx.ConnectError):
        await fills_in(address)
    with pytest.raises(StoreAway, match="stopping"):
        await app.writer.receive(Inbound("web", "1", "x", Start()))


async def test_the_same_questions_for_each_child_on_telegram(tmp_path: Path, telegram: Emulator) -> None:
    """By buttons and words: one more, the first one taken out, and the answers under the number that is left."""
    app = an_app(tmp_path, telegram)
    with app.database.write() as tx:
        about = a_consultation(slug="children", title="Holiday places")
        new = consultations.add(tx, about, [("tso", CHILDREN.read_bytes())], created_by="sam@wexmoor.example")
        consultations.set_state(tx, new, "open")
    ada = telegram.user("Ada")
    ada.start("children")

    def tells() -> None:
        steps = [
            ("Would you like to take part?", "[Yes, start]"), ("live with you?", "[Yes]"), ("first name", "Ben"),
            ("How old is Ben?", "15"), ("told us about one", "[Yes, add another]"), ("Question 2 (2) of 5", "Cy"),
            ("How old is Cy?", "9"), ("What help does Cy need", "[Skip]"), ("told us about 2", "[Take out (1)]"),
            ("I have taken out (1).", "[No, that is all]"), ("a place for 1?", "4"), ("tell you what came", "no"),
            ("print some", "no"),
        ]  # fmt: skip
        for hears, says in steps:
            ada.hears(hears)
            if says[0] == "[":
                ada.press(says[1:-1])
            else:
                ada.say(says)
        ada.hears("Thank you")

    async with up(app, *ROLES):
        await asyncio.to_thread(tells)
    with app.database.read() as tx:
        held = consultations.by_slug(tx, "children")
        assert held is not None
        [found] = responses.of_consultation(tx, held.id, held.histories)
    told = {name: answer.value for name, answer in found.answers.items() if not answer.skipped}
    assert told == {"any": "yes", "name[1]": "Cy", "age[1]": "9", "young": "1", "days": "4"}


async def test_only_the_pages(tmp_path: Path, telegram: Emulator) -> None:
    """Nothing is fetched from Telegram, and nothing is sent."""
    app = an_app(tmp_path, telegram)
    queue(app, "ada", "hello")
    async with up(app, "web") as address:
        await fills_in(address)
    assert telegram.calls("getUpdates") == []
    assert statuses(app) == {"queued": 1}


async def test_only_the_sender(tmp_path: Path, telegram: Emulator) -> None:
    """It sends on every channel, has no page, and fetches nothing."""
    app = an_app(tmp_path, telegram)
    ada = telegram.user("Ada")
    ada.start()
    queue(app, str(ada.id), "hello", channel="telegram")
    queue(app, "P01", "a letter", kind="bulk")
    async with up(app, "sender") as address:
        await asyncio.to_thread(ada.hears, "hello")
        await until(app, sent=2)
    assert address == ""
    assert (tmp_path / "letters" / "P01" / "0001.txt").read_text() == "a letter\n"
    assert telegram.calls("getUpdates") == []


async def test_only_the_channels(tmp_path: Path, telegram: Emulator) -> None:
    """What comes in is answered in the outbox, for whoever sends."""
    app = an_app(tmp_path, telegram)
    telegram.user("Ada").start("fairer")
    async with up(app, "channels"):
        await until(app, queued=1)
    assert telegram.calls("sendMessage") == []


async def test_only_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticked = asyncio.Event()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr("bot.schedule.EVERY", 0.01)
    monkeypatch.setattr("bot.schedule.due.tick", lambda *_: loop.call_soon_threadsafe(ticked.set))
    async with up(an_app(tmp_path), "clock"):
        await ticked.wait()


async def test_without_a_token_there_is_no_telegram(tmp_path: Path) -> None:
    async with up(an_app(tmp_path), *ROLES) as address, httpx.AsyncClient(base_url=address) as client:
        assert (await client.get("/health")).text == "ok"
        assert (await client.post(WEBHOOK)).status_code == 404


async def test_a_telegram_that_is_away_keeps_nobody_from_the_pages(tmp_path: Path) -> None:
    app = an_app(tmp_path, telegram_token=TOKEN, telegram_api_url=f"http://127.0.0.1:{free_port()}")
    async with up(app, *ROLES) as address:
        await fills_in(address)
    assert answers(app) == [STORED]


# ── the webhook ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_telegram_posts_to_our_pages_and_shows_that_it_is_telegram(tmp_path: Path, telegram: Emulator) -> None:
    app = an_app(
        tmp_path, telegram, bind=f"127.0.0.1:{free_port()}", telegram_mode="webhook", telegram_secret="only-Telegram-knows"
    )
    ada = telegram.user("Ada")
    async with up(app, *ROLES) as address:
        await asyncio.to_thread(chats, ada)
        assert telegram.calls("getUpdates") == []
        assert answers(app) == [STORED]
        before = len(ada.messages())
        update = {"update_id": 1, "message": {"message_id": 99, "date": 0, "text": "hello", "chat": {"id": ada.id}}}
        async with httpx.AsyncClient(base_url=address) as client:
            for secret in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guessed"}):
                assert (await client.post(WEBHOOK, json=update, headers=secret)).status_code == 403
        assert len(ada.messages()) == before


async def test_a_webhook_without_a_secret_does_not_start(tmp_path: Path, telegram: Emulator) -> None:
    app = an_app(tmp_path, telegram, telegram_mode="webhook")
    with pytest.raises(ConfigError, match="HEARBACK_TELEGRAM_SECRET"):
        async with up(app, *ROLES):
            pass
    app.database.close()


# ── starting ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_port_that_is_taken_is_told_and_nothing_that_another_program_has_in_hand_was_touched(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        app = an_app(tmp_path, bind=f"127.0.0.1:{port}")
        queue(app, "ada", "hello")
        with app.database.write() as tx:
            outbox.claim(tx, ["folder"], now=OPEN, lease=timedelta(seconds=60), limit=1)
        with pytest.raises(ConfigError, match=rf"127\.0\.0\.1:{port} cannot be listened on \(Address already in use\)"):
            async with up(app, *ROLES):
                pass
    assert statuses(app) == {"sending": 1}
    app.database.close()


def test_of_two_programs_that_start_at_once_on_one_port_only_one_does() -> None:
    """The second one asks for the port before the first has begun to serve pages on it."""
    port = free_port()
    first = program._listen("127.0.0.1", port)
    with pytest.raises(ConfigError, match="Address already in use"):
        program._listen("127.0.0.1", port).close()
    first.close()


async def test_an_address_of_the_newer_kind_is_told_as_browsers_know_it(tmp_path: Path) -> None:
    try:
        with socket.socket(socket.AF_INET6) as known:
            known.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine knows no such address")
    async with up(an_app(tmp_path, bind="[::1]:0"), "web") as address:
        assert re.fullmatch(r"http://\[::1\]:\d+", address)
        async with httpx.AsyncClient(base_url=address) as client:
            assert (await client.get("/health")).status_code == 200


async def test_the_public_address_is_told_where_there_is_one(tmp_path: Path) -> None:
    async with up(an_app(tmp_path, public_url="https://hear.example"), "web") as address:
        assert address == "https://hear.example"


@pytest.mark.parametrize(("token", "said"), [("nonsense", "is not a token"), ("1:OTHER", "Telegram refuses")])
async def test_a_wrong_token_is_told_and_everything_is_given_back(
    tmp_path: Path, telegram: Emulator, token: str, said: str
) -> None:
    port = free_port()
    app = an_app(tmp_path, telegram, telegram_token=token, bind=f"127.0.0.1:{port}")
    with pytest.raises(ConfigError, match=said):
        async with up(app, *ROLES):
            pass
    program._listen("127.0.0.1", port).close()
    assert not app.writer._thread.is_alive()
    app.database.close()


async def test_what_an_earlier_run_had_in_hand_when_it_died_is_free_at_once(tmp_path: Path) -> None:
    """An answer is sent again; news may have arrived, and wait for a person (decision 9)."""
    app = an_app(tmp_path)
    queue(app, "ada", "answer")
    queue(app, "bea", "news", kind="bulk")
    with app.database.write() as tx:
        assert len(outbox.claim(tx, ["folder"], now=OPEN, lease=timedelta(seconds=60), limit=9)) == 2
    async with up(app, "sender"):
        await until(app, sent=1, unknown=1)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["ada"]


def test_on_postgresql_other_senders_may_be_at_work_and_nothing_of_theirs_is_touched(tmp_path: Path) -> None:
    """There is no such database here: whoever asked it anything would fail."""
    settings = Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:1/none", key_file=tmp_path / "keys")
    program._give_back(App(settings))


# ── ending ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it(tmp_path: Path, number: signal.Signals) -> None:
    app = an_app(tmp_path)
    async with asyncio.timeout(20):
        await serve(app, ROLES, lambda _address: os.kill(os.getpid(), number))
    app.database.close()


def test_the_program_ends_with_exit_code_0_when_it_is_asked_to(tmp_path: Path) -> None:
    programs = Programs(tmp_path, f"http://127.0.0.1:{free_port()}", TOKEN)
    started = programs.start("bot", "run", "--example")
    try:
        patience = time.monotonic() + 60
        while "Stop it with Ctrl-C" not in programs.log.read_text():
            assert started.poll() is None, programs.log.read_text()
            assert time.monotonic() < patience, programs.log.read_text()
            time.sleep(0.02)
    finally:
        code = programs.stop()
    assert code == 0, programs.log.read_text()
    assert "Traceback" not in programs.log.read_text()


async def test_a_form_that_never_comes_to_its_end_does_not_hold_up_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "LAST_PAGES", 0)
    async with up(an_app(tmp_path), "web") as address:
        url = httpx.URL(address)
        _, writer = await asyncio.open_connection(url.host, url.port)
        form = b"POST /consultations/fairer HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        writer.write(form + b"Content-Length: 100\r\n\r\nsurvey=")
        await writer.drain()
        async with httpx.AsyncClient(base_url=address) as client:  # the server has seen the first one by now
            await client.get("/health")
    writer.close()


async def test_what_is_being_sent_is_finished_before_the_end(tmp_path: Path, telegram: Emulator) -> None:
    """The program is told to end while Telegram takes its time."""
    app = an_app(tmp_path, telegram)
    ada = telegram.user("Ada")
    ada.start()
    queue(app, str(ada.id), "hello", kind="bulk", channel="telegram")
    async with up(app, "sender"):
        await asyncio.to_thread(telegram.until, lambda: telegram.calls("sendMessage"))
    assert statuses(app) == {"sent": 1}


async def test_what_cannot_be_finished_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, telegram: Emulator) -> None:
    monkeypatch.setattr(program, "LAST_WORDS", 0)
    telegram.fault("sendMessage", "hang")
    app = an_app(tmp_path, telegram)
    ada = telegram.user("Ada")
    ada.start()
    queue(app, str(ada.id), "hello", channel="telegram")
    async with up(app, "sender"):
        await asyncio.to_thread(telegram.until, lambda: telegram.calls("sendMessage"))
    assert statuses(app) == {"sending": 1}


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Served:
    """Stands in for `serve`: keeps the roles, and is up at once at `address`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, address: str = "http://127.0.0.1:8000") -> None:
        self.address = address
        self.roles: list[list[str]] = []
        for name in ("apscheduler", "httpx"):  # the command makes them quieter: only while the test lasts
            monkeypatch.setattr(logging.getLogger(name), "level", logging.WARNING)
        monkeypatch.setattr("bot.commands.run.serve", self)

    async def __call__(self, app: App, roles: Sequence[str], ready: Any) -> None:
        self.roles.append(list(roles))
        ready(self.address)


def a_bare_app(folder: Path, **settings: Any) -> App:
    """A program that has never run."""
    plain = {"database_url": f"sqlite:///{folder / 'test.db'}", "key_file": folder / "keys", "folder": folder / "letters"}
    return App(Settings(**{**plain, **settings}), SimulatedClock(OPEN))


def test_the_example_is_loaded_once_and_is_open_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Served(monkeypatch)
    for _ in range(2):
        said = run(a_bare_app(tmp_path), "run", "--example").stdout.splitlines()
        assert said == [
            "Answer it here:   http://127.0.0.1:8000/consultations/framework-2010",
            "What came of it:  http://127.0.0.1:8000/consultations/framework-2010/results",
            "Not on Telegram: set HEARBACK_TELEGRAM_TOKEN to a bot's token for that.",
            "Stop it with Ctrl-C.",
        ]
        app = a_bare_app(tmp_path)
        with app.database.read() as tx:
            assert [(held.state, held.consultation.opens) for held in consultations.every(tx)] == [("open", OPEN.date())]
        app.database.close()


def test_without_the_example_only_the_pages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(monkeypatch)
    said = run(a_bare_app(tmp_path, telegram_token=TOKEN), "run").stdout
    assert said.startswith("The pages are at http://127.0.0.1:8000\nOn Telegram: as soon as")
    assert served.roles == [list(ROLES)]


def test_a_process_may_do_a_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(monkeypatch, address="")
    assert run(a_bare_app(tmp_path), "run", "--role", "clock", "--role", "sender").stdout == "Stop it with Ctrl-C.\n"
    assert served.roles == [["sender", "clock"]]


def test_a_part_that_there_is_not_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["run", "--role", "everything"], obj=a_bare_app(tmp_path))
    assert result.exit_code == 2
    assert "'everything' is not one of 'all', 'web', 'channels', 'sender', 'clock'" in result.stderr
