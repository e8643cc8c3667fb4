"""The whole way, through a real Dovecot and a real Postfix, with the real program in between."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.clock import SystemClock
from bot.config import Settings
from bot.program import running
from handlers import mail
from handlers.mail import Guest
from storage import consultations, interviews, schema
from storage.database import Database
from surveys.errors import Place
from surveys.interviews.model import Interview
from tests.factories import a_consultation
from tests.mail.people import Person
from tests.mail.servers import OURS, MailServers
from tests.mail.writers import WRITERS, Done, plain_of

PARK = Path(__file__).parents[1] / "transcripts" / "park.yaml"
ANSWERS = {
    "1": "most weeks", "2": "2", "3": "1 May 2001", "4": "1 and 3", "5": "no", "6": "More lights.\nAnd benches, please.",
    "A": "yes", "B": "no",
}  # fmt: skip
STORED = {
    "often": "weeks", "children": "2", "first": "2001-05-01", "do": "play sport", "dark": "no",
    "change": "More lights.\nAnd benches, please.",
}  # fmt: skip


@dataclass
class House:
    """The program, and what is in its database."""

    app: App
    servers: MailServers

    def opens(self) -> None:
        """The park is asked about, from yesterday to in a month."""
        today = self.app.clock.now().date()
        days = {
            "opens": today - timedelta(days=1),
            "closes": today + timedelta(days=30),
            "comes_back": today + timedelta(days=90),
        }
        with self.app.database.write() as tx:
            new = consultations.add(
                tx, a_consultation(slug="park", **days), [("tso", PARK.read_bytes())], created_by="sam@wexmoor.example"
            )
            consultations.set_state(tx, new, "open")

    def invites(self, *people: Person) -> None:
        """Each of them is sent the whole survey."""
        guests = [Guest(f"R-{person.name}", person.address, Place(line=at)) for at, person in enumerate(people, start=1)]
        invited = mail.invite(
            self.app.database,
            "park",
            guests,
            tongues=self.app.catalogues,
            home=self.app.settings.address,
            now=self.app.clock.now(),
            place=1,
            shuffle=lambda queued: None,
        )
        assert invited.queued == len(people)

    def interview(self, person: Person) -> Interview | None:
        """Where a person is."""
        return interview_of(self.app.database, person)


def interview_of(database: Database, person: Person) -> Interview | None:
    with database.read() as tx:
        digest = tx.keyring.pseudonym("email", "", person.address)
        found = interviews.waiting(tx, [digest], lock=False).get(digest)
        return found.row.interview if found is not None and found.row is not None else None


@asynccontextmanager
async def house(folder: Path, servers: MailServers, mailbox: str, **changes: object) -> AsyncIterator[House]:
    """The program, up, with a mailbox of its own."""
    values: dict[str, object] = {
        "database_url": f"sqlite:///{folder / 'hearback.db'}",
        "key_file": folder / "hearback.keys",
        "folder": folder / "letters",
        "bind": "127.0.0.1:0",
        "public_url": "https://hear.example",
        "mail_address": f"Wexmoor Council <{mailbox}@{OURS}>",
        "smtp_url": SecretStr(servers.smtp_url),
        "imap_url": SecretStr(servers.imap_url(f"{mailbox}@{OURS}")),
    }
    app = App(Settings(**(values | changes)), SystemClock())  # type: ignore[arg-type]
    schema.upgrade(app.database)
    try:
        async with running(app, ("web", "channels", "sender", "clock"), lambda address: None):
            yield House(app, servers)
    finally:
        app.database.close()


@pytest.mark.parametrize("name", WRITERS)
async def test_a_mail_that_comes_back_filled_in_is_read_whole(name: str, tmp_path: Path, servers: MailServers) -> None:
    """Invited by mail, answered in one reply as each mail program writes it, thanked by mail: every answer as it was given."""
    person = Person(servers, f"whole-{name.replace('_', '-')}")
    async with house(tmp_path, servers, f"w-{name.replace('_', '')[:12]}") as here:
        here.opens()
        here.invites(person)
        [invitation] = await person.gets(1)

        await person.replies(invitation, WRITERS[name], Done(ANSWERS))
        [_, thanks] = await person.gets(2)

        interview = here.interview(person)
        assert interview is not None
        assert {question: answer.value for question, answer in interview.answers.items()} == STORED
        assert interview.permissions == {"take_part": True, "hear_back": True, "quote": False}
        assert interview.status == "finished"
        assert "More lights." in plain_of(thanks)
        assert thanks["In-Reply-To"] is not None
