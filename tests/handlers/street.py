"""People who write to one door, each from an address of their own."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from handlers.desk import Outcome
from handlers.inbound import Door
from storage import consultations, interviews, outbox, responses
from storage.database import Database
from storage.interviews import Waiting
from storage.tables import metadata
from surveys.interviews.model import Answer
from surveys.messages import Content, Inbound, Option, Outgoing, Press, Start, Text
from surveys.words.catalogue import Catalogue
from tests.factories import MIXED, a_consultation

OPEN = datetime(2010, 9, 1, 12, tzinfo=UTC)
AFTER = datetime(2010, 11, 16, 0, 0, 5, tzinfo=UTC)
HOME = "https://hear.example"


class Street:
    """Sends messages through a door, one transaction each, and remembers what each person was told last."""

    def __init__(self, database: Database, words: Catalogue) -> None:
        self.database = database
        self.door = Door(database, {"en": words}, HOME)
        self.now = OPEN
        self.told: dict[str, Outgoing] = {}
        self._count = itertools.count(1)

    def opens(self, slug: str = "fairer", source: str = MIXED, state: str = "open", **changes: Any) -> str:
        """A consultation is there. Its id."""
        with self.database.write() as tx:
            about = a_consultation(slug=slug, **changes)
            new = consultations.add(tx, about, [("tso", source.encode())], created_by="sam@wexmoor.example")
            consultations.set_state(tx, new, state)  # type: ignore[arg-type]
            return new

    def message(self, who: str, content: Content, channel: str = "telegram", **changes: Any) -> Inbound:
        """Something new from `who`; a text carries its own number as its id."""
        number = str(next(self._count))
        if isinstance(content, Text) and not content.message:
            content = Text(content.text, number)
        return Inbound(channel, number, who, content, **changes)

    def receive(self, *batch: Inbound) -> list[Outcome]:
        """These messages in one batch."""
        outcomes = self.door.receive(batch, now=self.now, place=next(self._count) * 1000)
        self.told |= {each.inbound.address: each.outgoing for each in outcomes if each.outgoing is not None}
        return outcomes

    def send(self, who: str, content: Content, channel: str = "telegram", **changes: Any) -> str:
        """One message; what was said back, empty when nothing was."""
        [outcome] = self.receive(self.message(who, content, channel, **changes))
        return outcome.outgoing.text if outcome.outgoing is not None else ""

    def starts(self, who: str, token: str = "", channel: str = "telegram") -> str:
        return self.send(who, Start(token), channel)

    def says(self, who: str, text: str, channel: str = "telegram") -> str:
        return self.send(who, Text(text), channel)

    def option(self, who: str, label: str) -> Option:
        """The button with this label under what this person was told last."""
        return next(option for option in self.told[who].options if option.label == label)

    def presses(self, who: str, label: str, channel: str = "telegram") -> str:
        return self.send(who, Press(self.option(who, label).id, "under"), channel)

    def answers(self, who: str, said: Sequence[str] = ("yes", "1", "9", "2", "1, 3", "Shorter forms.", "yes", "no")) -> str:
        """Go through MIXED from the beginning to the end: by default as a small, unpaid group."""
        self.starts(who, "fairer")
        return [self.says(who, text) for text in said][-1]

    # ── what is stored ──────────────────────────────────────────────────────────────────────────────────────────────

    def waiting(self, who: str, channel: str = "telegram") -> Waiting | None:
        with self.database.read() as tx:
            digest = tx.keyring.pseudonym(channel, "", who)
            return interviews.waiting(tx, [digest], lock=False).get(digest)

    def said(self, slug: str = "fairer") -> dict[str, Mapping[str, Answer]]:
        """The finished responses' answers, without the ids of messages, by reference."""
        with self.database.read() as tx:
            held = consultations.by_slug(tx, slug)
            assert held is not None
            return {each.reference: each.answers for each in responses.of_consultation(tx, held.id, held.histories)}

    def sent(self) -> list[tuple[str, str]]:
        """Everything that waits in the outbox, sent now: to whom, and the words."""
        gone: list[tuple[str, str]] = []
        while True:
            with self.database.write() as tx:
                claimed = outbox.claim(tx, ["telegram", "folder"], now=self.now, lease=timedelta(seconds=60), limit=99)
                for each in claimed:
                    outbox.sent(tx, each.id, "m")
            if not claimed:
                return gone
            gone += [(each.destination.address, each.message.text) for each in claimed]

    def rows(self) -> dict[str, int]:
        """How many rows each table holds."""
        with self.database.read() as tx:
            tables = metadata.sorted_tables
            return {table.name: tx.connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables}
