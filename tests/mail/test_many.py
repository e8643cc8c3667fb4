"""A thousand people by email through the real servers: none lost, none twice, the pace kept."""

import asyncio
import smtplib
import time
from collections import Counter
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

import pytest

from storage import outbox
from surveys.interviews.model import Interview
from tests.mail.people import Person, all_mail
from tests.mail.servers import MailServers
from tests.mail.test_whole_way import house
from tests.mail.writers import WRITERS, Done, Writer

PEOPLE = 1_000
PATIENCE = 600.0  # seconds


@pytest.mark.long
async def test_a_thousand_people_are_asked_and_answer_by_mail(tmp_path: Path, servers: MailServers) -> None:
    """Each is invited once, answers by one of eight mail programs, has the whole of it stored once, and is thanked once."""
    people = [Person(servers, f"many{at:04}") for at in range(PEOPLE)]
    writers = list(WRITERS.values())
    async with house(tmp_path, servers, "many") as here:
        here.opens()
        began = time.monotonic()
        here.invites(*people)
        invitations = await _all_have(people, 1)
        invited = time.monotonic() - began

        began = time.monotonic()
        await asyncio.to_thread(_answer, people, [invitations[person.name][0] for person in people], writers)
        thanks = await _all_have(people, 2)
        thanked = time.monotonic() - began

        with here.app.database.read() as tx:
            counts = outbox.counts(tx)
        wrong = [person.name for at, person in enumerate(people) if _stored(here.interview(person)) != _said(at)]
    print(f"{PEOPLE} invited in {invited:.0f} s, answered and thanked in {thanked:.0f} s")
    assert wrong == []
    assert Counter(len(mails) for mails in thanks.values()) == {2: PEOPLE}
    assert counts == {("bulk", "sent"): PEOPLE, ("turn", "sent"): PEOPLE}
    assert invited >= PEOPLE / 20 * 0.9  # no faster than the pace


def _said(at: int) -> dict[str, str]:
    return {"often": "weeks", "children": str(at % 20), "change": f"More lights, says number {at}."}


def _stored(interview: Interview | None) -> dict[str, str]:
    assert interview is not None
    return {name: answer.value for name, answer in interview.answers.items() if not answer.skipped}


def _answer(people: list[Person], invitations: Sequence[EmailMessage], writers: Sequence[Writer]) -> None:
    """Everybody's reply, over one line."""
    with smtplib.SMTP("127.0.0.1", people[0].servers.smtp) as server:
        for at, (person, invitation) in enumerate(zip(people, invitations, strict=True)):
            done = Done(
                {"1": "2", "2": str(at % 20), "3": "skip", "4": "skip", "5": "skip", "6": f"More lights, says number {at}."}
            )
            raw = writers[at % len(writers)](invitation, done, person.address)
            server.sendmail(person.address, [str(invitation["Reply-To"].addresses[0].addr_spec)], raw)


async def _all_have(people: list[Person], count: int) -> dict[str, list[EmailMessage]]:
    """Everybody's mails, once each has `count`; what stands in the folders is looked at from time to time."""
    end = time.monotonic() + PATIENCE
    while True:
        mails = await asyncio.to_thread(all_mail, people)
        short = [name for name, theirs in mails.items() if len(theirs) < count]
        if not short:
            return mails
        assert time.monotonic() < end, f"{len(short)} have not got {count} mails"
        await asyncio.sleep(2)
