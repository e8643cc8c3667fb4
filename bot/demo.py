"""The whole loop by itself: the example is opened, answered, closed, replied to and told back, in 2010, on a simulated clock.

Nothing is canned: the people's answers are files in `examples/framework/`, everybody's messages go through the same door as on
any channel, all they are told goes through the outbox and the sender, and officers use the same handlers as the command line.
"""

import asyncio
import csv
import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as moment
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from openpyxl import load_workbook

from bot import example
from bot.app import App
from bot.channels.folder import Folder
from bot.clock import SimulatedClock
from bot.config import Settings
from bot.sender import Sender
from bot.sheets import read_sheets, write_sheets
from bot.web.pages import Pages
from handlers import bodies, digests, due, imports, invitations, points, replies
from handlers.desk import Outcome
from storage import schema
from storage.keyring import new_id
from surveys.digests.model import EditionKind
from surveys.digests.renderings import plain
from surveys.digests.script import script
from surveys.errors import DefinitionError, Refused
from surveys.interviews.model import Ask
from surveys.messages import Content, Destination, Inbound, Outgoing, Press, Start, Text

CHANNEL = "rehearsal"
TOLD = ("forum", "board", "network")
MARK = ".hearback-demo"  # a folder without it is somebody's own, and is left alone
Say = Callable[[str], None]


class Phones(Folder):
    """Every person's phone, as a folder of the messages they were sent; the newest one can still be pressed."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, CHANNEL)
        self.newest: dict[str, Outgoing] = {}

    async def send(self, to: Destination, message: Outgoing, **how: object) -> str:
        """Deliver, and remember what can be pressed."""
        self.newest[to.address] = message
        return await super().send(to, message, **how)  # type: ignore[arg-type]  # handed on as it came


@dataclass
class Person:
    """Somebody who answers: what they type when a question is asked, from the example's file."""

    reference: str
    answers: dict[str, str | list[str]]
    hear_back: bool
    quote: bool
    token: str = ""
    pending: list[str] = field(default_factory=list)
    finished: bool = False

    def next(self, outcome: Outcome | None) -> Content | None:
        """What they do after what they were last told; None when they are done."""
        if outcome is None:
            return Start(self.token)
        if not self.pending:
            self.pending = self._typed(_asked(outcome))
        self.finished = not self.pending
        return None if self.finished else Text(self.pending.pop(0), message=new_id())

    def _typed(self, asked: str) -> list[str]:
        aside = {"take_part": "yes", "hear_back": _yes(self.hear_back), "quote": _yes(self.quote), "": ""}
        if asked in aside:
            return [aside[asked]] if aside[asked] else []
        if asked not in self.answers:
            raise LookupError(f"{self.reference} was asked '{asked}' and the example says nothing for it")
        typed = self.answers.pop(asked)
        return [typed] if isinstance(typed, str) else list(typed)


def _yes(given: bool) -> str:
    return "yes" if given else "no"


def _asked(outcome: Outcome) -> str:
    effects = outcome.turn.effects if outcome.turn is not None else ()
    return next((effect.question for effect in effects if isinstance(effect, Ask)), "")


def people() -> list[Person]:
    """The example's 68 people."""
    listed = yaml.safe_load((example.FOLDER / "people.yaml").read_bytes())
    return [
        Person(
            each["reference"],
            {name: typed if isinstance(typed, list) else str(typed) for name, typed in each["answers"].items()},
            bool(each["hear_back"]),
            bool(each["quote"]),
        )
        for each in listed
    ]


def prepare(folder: Path) -> App:
    """An empty place for the demonstration. Refused where the folder is somebody's own."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise Refused("demo.folder", f"{folder} holds something else. Name another folder with --dir.")
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():  # and not the folder itself: it may be the one we stand in
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    (folder / MARK).touch()
    settings = Settings(database_url=f"sqlite:///{folder / 'hearback.db'}", key_file=folder / "hearback.keys", folder=folder)
    app = App(settings, SimulatedClock(datetime(2010, 8, 15, 20, tzinfo=UTC)))
    schema.upgrade(app.database)
    return app


@dataclass
class Demo:
    """One run of the loop, step by step; `say` is told what happens."""

    app: App
    folder: Path
    say: Say
    phones: Phones = field(init=False)
    sender: Sender = field(init=False)
    slug: str = field(init=False, default="")
    zone: ZoneInfo = field(init=False, default=ZoneInfo("Europe/London"))

    def __post_init__(self) -> None:
        self.phones = Phones(self.folder / "phones")
        letters = Folder(self.folder)
        self.sender = Sender(self.app.database, {CHANNEL: self.phones, letters.name: letters}, self.app.clock)

    def at(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Move the clock to that local time, and let what is due happen."""
        clock = self.app.clock
        assert isinstance(clock, SimulatedClock)
        clock.set(datetime.combine(day, moment(hour, minute), self.zone))
        due.tick(self.app.database, clock.now())

    def open(self) -> None:
        """The consultation is created, approved by a second officer, and opens with its day."""
        consultation, sources = example.read_example()
        self.slug, self.zone = consultation.slug, ZoneInfo(consultation.zone)
        example.load(self.app.database, consultation, sources)
        with self.app.database.write() as tx:
            for body in TOLD:
                bodies.house(tx, body, "folder", Destination("", f"letters/bodies/{body}"))
        self.at(consultation.opens)
        self.say(f"Opened on {self.app.english.shown(consultation.opens)}: {consultation.title}")

    def receive(self, sent: Sequence[tuple[str, Content]]) -> list[Outcome]:
        """Hand messages in by the door that every channel uses."""
        batch = [Inbound(CHANNEL, new_id(), address, content) for address, content in sent]
        return self.app.door.receive(batch, now=self.app.clock.now(), place=time.time_ns())

    def invite(self, invited: Sequence[Person]) -> None:
        """Make everybody a link of their own."""
        links = invitations.invite(self.app.database, self.slug, [person.reference for person in invited])
        tokens = {link.reference: link.token for link in links}
        for person in invited:
            person.token = tokens[person.reference]

    async def answer(self, group: Sequence[Person]) -> None:
        """These people answer at the same time, each at the other end of a chat, until all have finished."""
        told: dict[str, Outcome | None] = {person.reference: None for person in group}
        while True:
            sent = [(person, person.next(told[person.reference])) for person in group if not person.finished]
            typed = [(person.reference, content) for person, content in sent if content is not None]
            if not typed:
                return
            for outcome in self.receive(typed):
                told[outcome.inbound.address] = outcome
            await self.deliver()

    async def deliver(self) -> None:
        """Send whatever is queued."""
        while await self.sender.drain():
            pass

    def bring_in(self) -> None:
        """Paper responses and focus groups, typed in by an officer."""
        by = example.AUTHOR[1]
        brought: tuple[tuple[imports.Mode, str], ...] = (("paper", "paper.csv"), ("focus_group", "groups.csv"))
        for mode, file in brought:
            data = (example.FOLDER / file).read_bytes()
            imported = imports.bring_in(self.app.database, self.slug, data, file=file, mode=mode, by=by, now=self.app.clock.now())
            self.say(
                f"Brought in from {file}: {imported.responses} {'responses on paper' if mode == 'paper' else 'focus groups'}"
            )

    def make_points(self) -> None:
        """The officer takes the workbook of answers, writes points and links in it, and brings it back."""
        path = self.folder / "points.xlsx"
        with self.app.database.read() as tx:
            write_sheets(points.export(tx, self.slug), path)
        _fill(path, {name: _csv(name) for name in ("points", "links")})
        with self.app.database.write() as tx:
            sheets = read_sheets(path, ["points", "links"])
            brought = points.bring_in(tx, self.slug, sheets, by=example.AUTHOR[1], now=self.app.clock.now())
        self.say(f"Made {brought.points} points, from {brought.links} answers that say them ({path})")

    def reply(self) -> None:
        """Every body replies to every point that concerns it. While one reply is missing the final edition is refused."""
        given = _csv("replies")
        with self.app.database.write() as tx:
            for cells in given[:-1]:
                replies.reply(tx, self.slug, cells, by=example.AUTHOR[1], now=self.app.clock.now())
        self.say(f"Replied: {len(given) - 1} replies of {len(given)}")
        try:
            self.compile("final")
        except DefinitionError as error:
            self.say(f"Tried to compile the final edition, and was refused: {error.faults[0].what}")
        with self.app.database.write() as tx:
            replies.reply(tx, self.slug, given[-1], by=example.AUTHOR[1], now=self.app.clock.now())
        self.say("Replied: the last one too")

    def compile(self, kind: EditionKind) -> None:
        """One officer compiles an edition."""
        with self.app.database.write() as tx:
            digests.compile_edition_of(tx, self.slug, kind=kind, by=example.AUTHOR[1], now=self.app.clock.now())

    async def publish(self, kind: EditionKind) -> digests.Published:
        """Compile, have it approved by somebody else, publish, deliver."""
        self.compile(kind)
        with self.app.database.write() as tx:
            digests.approve(tx, self.slug, by=example.APPROVER[1])
        with self.app.database.write() as tx:
            published = digests.publish(
                tx,
                self.slug,
                by=example.AUTHOR[1],
                now=self.app.clock.now(),
                place=time.time_ns(),
                words=self.app.english,
                tongues=self.app.catalogues,
                address=self.app.settings.address,
                shuffle=random.shuffle,
            )
        await self.deliver()
        edition = published.issue.edition
        page = self.folder / f"edition-{edition.number}-{kind}.html"
        said = {"script": script(edition, self.app.english)}
        page.write_text(Pages(self.app.catalogues).render("digest_file.html", said), encoding="utf-8")
        self.say(f"Published edition {edition.number} ({kind}) to {published.bodies} bodies and {published.people} people")
        return published

    async def tap(self) -> int:
        """Everybody who got a notice taps it, and is told what became of what they said. How many."""
        noticed = [(who, message.options[0]) for who, message in sorted(self.phones.newest.items()) if message.options]
        self.receive([(who, Press(option.id)) for who, option in noticed])
        await self.deliver()
        return len(noticed)


def _csv(name: str) -> list[dict[str, str]]:
    with (example.FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _fill(path: Path, sheets: dict[str, list[dict[str, str]]]) -> None:
    """Type rows into a workbook, as an officer would."""
    workbook = load_workbook(path)
    for name, rows in sheets.items():
        columns = [str(cell.value) for cell in workbook[name][1]]
        for row in rows:
            workbook[name].append([row[column] for column in columns])
    workbook.save(path)


def cohorts(everybody: Sequence[Person], weeks: int) -> Iterator[Sequence[Person]]:
    """The people in as many groups as there are weeks, as even as can be; the last one answers on the last evening."""
    size = -(-(len(everybody) - 1) // weeks)
    for start in range(0, len(everybody) - 1, size):
        yield everybody[start : min(start + size, len(everybody) - 1)]


def run(folder: Path, say: Say, progress: Callable[[int, int], None]) -> str:
    """Run the loop in `folder`; the final digest as text. `progress` is told how many of the people have answered."""
    return asyncio.run(_run(Demo(prepare(folder), folder, say), progress))


async def _run(demo: Demo, progress: Callable[[int, int], None]) -> str:
    consultation, _ = example.read_example()
    demo.open()
    everybody = people()
    demo.invite(everybody)
    done = 0
    for week, group in enumerate(cohorts(everybody, 12)):
        demo.at(consultation.opens + timedelta(weeks=week, days=1), 18)
        await demo.answer(group)
        done += len(group)
        progress(done, len(everybody))
    demo.at(consultation.closes, 23, 30)
    await demo.answer(everybody[-1:])
    progress(len(everybody), len(everybody))
    demo.say(f"{len(everybody)} people have answered in chat, the last one at 23:30 on the closing day")
    after = consultation.closes + timedelta(days=1)
    demo.at(after, 0, 5)
    demo.receive([("late", Start(demo.slug))])
    await demo.deliver()
    demo.say(f"Closed. At 00:05 somebody came too late, and was told so ({demo.folder / 'phones' / 'late'})")
    demo.at(after, 10)
    demo.bring_in()
    demo.at(after + timedelta(weeks=1))
    demo.make_points()
    await demo.publish("interim")
    demo.at(after + timedelta(weeks=8))
    demo.reply()
    demo.at(consultation.comes_back - timedelta(days=3))
    published = await demo.publish("final")
    tapped = await demo.tap()
    demo.say(f"{tapped} people tapped the notice and were told about their own point")
    demo.app.database.close()
    return plain(script(published.issue.edition, demo.app.english))
