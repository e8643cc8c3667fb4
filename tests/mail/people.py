"""People with a mailbox on a real server: they read by IMAP, and answer by SMTP as their mail program does."""

import asyncio
import imaplib
import smtplib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from tests.mail.servers import PASSWORD, THEIRS, MailServers
from tests.mail.writers import Done, Writer, parsed

PATIENCE = 60.0  # seconds for a mail to come


@dataclass(frozen=True)
class Person:
    """Somebody at `name`@people.example."""

    servers: MailServers
    name: str

    @property
    def address(self) -> str:
        """Their mailbox."""
        return f"{self.name}@{THEIRS}"

    def mails(self) -> list[EmailMessage]:
        """Everything in their mailbox, oldest first."""
        box = imaplib.IMAP4("127.0.0.1", self.servers.imap)
        try:
            box.login(self.address, PASSWORD)
            box.select(readonly=True)
            numbers = box.search(None, "ALL")[1][0].split()
            raw = [box.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
            return [parsed(each[1]) for each in raw if isinstance(each, tuple)]
        finally:
            box.logout()

    def waits(self, count: int) -> list[EmailMessage]:
        """Their mails, once there are `count`."""
        end = time.monotonic() + PATIENCE
        while len(mails := self.mails()) < count:
            if time.monotonic() > end:
                raise AssertionError(f"{self.name} has {len(mails)} mails, not {count}")
            time.sleep(0.1)
        return mails

    async def gets(self, count: int) -> list[EmailMessage]:
        """`waits`, while the program runs in this event loop."""
        return await asyncio.to_thread(self.waits, count)

    async def replies(self, mail: EmailMessage, writer: Writer, done: Done) -> None:
        """Answer a mail as `writer` writes it."""
        await asyncio.to_thread(self.sends, writer(mail, done, self.address), str(mail["Reply-To"].addresses[0].addr_spec))

    def sends(self, raw: bytes, to: str) -> None:
        """Send these bytes."""
        with smtplib.SMTP("127.0.0.1", self.servers.smtp) as server:
            server.sendmail(self.address, [to], raw)


def all_mail(people: Sequence[Person]) -> dict[str, list[EmailMessage]]:
    """What each of these has, by name; read from where Dovecot keeps it, for a login each would take minutes."""
    found = {}
    for person in people:
        folder = person.servers.folder / "dovecot" / "mail" / THEIRS / person.name
        files = sorted((path for part in ("new", "cur") for path in (folder / part).glob("*")), key=lambda path: path.name)
        found[person.name] = [parsed(path.read_bytes()) for path in files]
    return found
