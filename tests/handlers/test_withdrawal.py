"""What an officer can show and delete when somebody asks in writing: the same as people can by themselves."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from handlers import bodies, consultations, due, imports, officers, withdrawal
from handlers.inbound import Door
from storage import consultations as stored
from storage import inbox, interviews, outbox, participants
from storage.database import Database, Tx
from storage.keyring import new_id
from storage.participants import Participant
from storage.tables import metadata
from surveys.errors import Refused
from surveys.messages import Content, Destination, Inbound, Outgoing, Start, Text
from surveys.words.catalogue import Catalogue
from tests.factories import a_consultation, a_person, a_stored_consultation, somebody_who_answered

SAM = "sam@wexmoor.example"
NOW = datetime(2010, 9, 1, 9, tzinfo=UTC)
LEASE = timedelta(minutes=1)
# What may be left of somebody who was forgotten: rows that were there before they came.
OURS = {"officers", "bodies", "consultations", "consultation_bodies", "surveys", "alembic_version", "inbox"}


@pytest.fixture
def ours(database: Database) -> Database:
    """An officer, and the consultation 'fairer', open."""
    with database.write() as tx:
        officers.add(tx, "Sam Okafor", SAM, ("coordinator",))
        a_stored_consultation(tx)
    return database


def _talk(database: Database, english: Catalogue, *said: str, address: str = "4711") -> None:
    """Somebody starts, agrees to take part and says this."""
    _say(database, english, Start("fairer"), *(Text(text) for text in ("yes", *said)), address=address)


def _say(database: Database, english: Catalogue, *contents: Content, address: str = "4711", now: datetime = NOW) -> None:
    door = Door(database, {"en": english}, "https://hear.example")
    for content in contents:
        inbound = Inbound("telegram", new_id(), address, content, account="99")
        [outcome] = door.receive([inbound], now=now, place=time.time_ns())
        assert outcome.fault == ""


def _person(tx: Tx, address: str = "4711") -> Participant:
    digest = participants.pseudonym(tx, Inbound("telegram", "", address, Start(), account="99"))
    return interviews.waiting(tx, [digest])[digest].participant


def _counts(database: Database) -> Mapping[str, int]:
    with database.read() as tx:
        query = "SELECT count(*) FROM {}"
        return {name: tx.connection.exec_driver_sql(query.format(name)).scalar_one() for name in metadata.tables}


def test_all_that_a_person_said_is_shown_to_them(ours: Database, english: Catalogue) -> None:
    """Opened, by question, with where they are and what they agreed to."""
    _talk(ours, english, "2, because I said so", "The forms are too long.", "skip")
    shown = withdrawal.show(ours, "4711", channel="telegram", account="99")
    [home] = shown.homes
    assert (home.channel, home.destination, home.state) == ("telegram", Destination("99", "4711"), "live")
    [taken] = shown.interviews
    assert (taken.consultation, taken.status, taken.permissions) == ("fairer", "asking", {"take_part": True})
    assert taken.response is not None
    assert (taken.response.mode, taken.response.status) == ("online", "unfinished")
    assert taken.answers == (
        ("1", "Contracts are awarded fairly.", "Disagree (because I said so)"),
        ("2", "What would make it fairer?", "The forms are too long."),
    )


def test_somebody_who_only_said_hello_is_shown_too(ours: Database, english: Catalogue) -> None:
    """Their address is stored, and that is all."""
    with ours.write() as tx:
        stored.set_state(tx, consultations.held(tx, "fairer").id, "closed")
        a_person(tx, "5")
    shown = withdrawal.show(ours, "5", channel="telegram")
    assert (len(shown.homes), shown.interviews, shown.leaving) == (1, (), False)


def test_a_stopped_interview_is_shown_as_stopped(ours: Database, english: Catalogue) -> None:
    """And so is the address."""
    _talk(ours, english, "stop")
    shown = withdrawal.show(ours, "4711", channel="telegram", account="99")
    assert shown.interviews[0].status == "stopped"
    assert shown.homes[0].state == "stopped"


def test_forgetting_leaves_nothing_of_the_person(ours: Database, english: Catalogue) -> None:
    """No row of theirs in any table but that an update of that number was seen; others lose nothing."""
    _talk(ours, english, "1", "Mine.", address="1")
    before = _counts(ours)
    _talk(ours, english, "2", "Yours.", address="2")
    with ours.write() as tx:
        inbox.set_aside(tx, Inbound("telegram", "x", "2", Text("broken"), account="99"), "fault", now=NOW)
        inbox.set_aside(tx, Inbound("telegram", "y", "1", Text("broken"), account="99"), "fault", now=NOW)
    withdrawal.forget(ours, "2", channel="telegram", account="99", by=SAM)
    after = _counts(ours)
    assert {name: count for name, count in after.items() if name not in OURS} == {
        name: count for name, count in before.items() if name not in OURS
    }
    with ours.read() as tx:
        assert [each["external_id"] for each in inbox.aside(tx)] == ["y"]
    with pytest.raises(Refused, match="Nobody is known at '2' on telegram"):
        withdrawal.show(ours, "2", channel="telegram", account="99")
    assert len(withdrawal.show(ours, "1", channel="telegram", account="99").interviews) == 1


def test_what_is_being_sent_is_waited_for(ours: Database) -> None:
    """The person goes with the next tick after it; nothing new is sent to them."""
    with ours.write() as tx:
        person = somebody_who_answered(tx, consultations.held(tx, "fairer").id, {"why": "x"}, reference="R1", address="7")
        message = Outgoing("Hello")
        kinds: tuple[outbox.Kind, ...] = ("turn", "turn", "bulk")
        outbox.add(tx, [outbox.Queued("telegram", person, message, kind) for kind in kinds], now=NOW, place=1)
        [claimed] = outbox.claim(tx, ["telegram"], now=NOW, lease=LEASE, limit=1)
    withdrawal.forget(ours, "7", channel="telegram", by=SAM)
    assert withdrawal.show(ours, "7", channel="telegram").leaving
    assert withdrawal.show(ours, "7", channel="telegram").interviews == ()
    with ours.write() as tx:
        assert outbox.claim(tx, ["telegram"], now=NOW, lease=LEASE, limit=9) == []
        outbox.sent(tx, claimed.id, "1")
    assert due.tick(ours, NOW).swept == 1


def test_a_paper_form_is_shown_and_forgotten_by_its_folder(ours: Database) -> None:
    """With who typed it in; afterwards its reference is free again."""
    head = "reference,organisation,hear_back,name_and_address,quote,fair,why,help,since\n"
    data = (head + 'P01,Elders,yes,"Jo, 1 Lane",no,1,Because.,,\n').encode()
    imports.bring_in(ours, "fairer", data, file="f.csv", mode="paper", by=SAM, now=NOW)
    shown = withdrawal.show(ours, "letters/fairer/P01", channel="folder")
    [taken] = shown.interviews
    assert taken.response is not None
    assert (taken.response.entered_by, taken.response.source.organisation) == (SAM, "Elders")
    assert [words for _, _, words in taken.answers] == ["Agree", "Because."]
    withdrawal.forget(ours, "letters/fairer/P01", channel="folder", by=SAM)
    assert imports.listed(ours, "fairer") == ()
    imports.bring_in(ours, "fairer", data, file="f.csv", mode="paper", by=SAM, now=NOW)


def test_the_notes_of_a_group_outlive_the_one_who_gave_an_address(ours: Database) -> None:
    """Fifteen people said them; only the address goes."""
    head = "reference,people,hear_back,name_and_address,question,statement\n"
    data = (head + 'G1,15,yes,"Jo, 1 Lane",why,Because.\n').encode()
    imports.bring_in(ours, "fairer", data, file="f.csv", mode="focus_group", by=SAM, now=NOW)
    withdrawal.forget(ours, "letters/fairer/G1", channel="folder", by=SAM)
    [(entry, _)] = imports.listed(ours, "fairer")
    assert (entry.reference, entry.people) == ("G1", 15)
    with pytest.raises(Refused):
        withdrawal.show(ours, "letters/fairer/G1", channel="folder")


def test_only_an_officer_forgets_for_others(ours: Database) -> None:
    """Whoever it is must be known, and still be here."""
    with ours.write() as tx:
        a_person(tx, "5")
        officers.add(tx, "Lee", "lee@wexmoor.example", ("approver",))
        officers.remove(tx, "lee@wexmoor.example")
    for who in ("nobody", "lee@wexmoor.example"):
        with pytest.raises(Refused, match="There is no officer"):
            withdrawal.forget(ours, "5", channel="telegram", by=who)
    assert len(withdrawal.show(ours, "5", channel="telegram").homes) == 1


def test_a_body_is_no_person(ours: Database) -> None:
    """Its digests go on."""
    with ours.write() as tx:
        bodies.house(tx, "forum", "folder", Destination("", "bodies/forum"))
    with pytest.raises(Refused, match="where a body's digests go"):
        withdrawal.show(ours, "bodies/forum", channel="folder")
    with pytest.raises(Refused, match="where a body's digests go"):
        withdrawal.forget(ours, "bodies/forum", channel="folder", by=SAM)


def test_forget_me_in_a_chat_drops_the_news_that_waits_and_what_was_set_aside(ours: Database, english: Catalogue) -> None:
    """The same deletion: only the goodbye is still sent."""
    _talk(ours, english, "2", "Yours.")
    with ours.write() as tx:
        outbox.add(tx, [outbox.Queued("telegram", _person(tx), Outgoing("News"), "bulk")], now=NOW, place=99)
        inbox.set_aside(tx, Inbound("telegram", "x", "4711", Text("broken"), account="99"), "fault", now=NOW)
    _say(ours, english, Text("forget me"), Text("yes"))
    with ours.write() as tx:
        assert inbox.aside(tx) == []
        assert {kind for kind, _ in outbox.counts(tx)} == {"turn"}


def test_two_consultations_are_both_shown(ours: Database, english: Catalogue) -> None:
    """The newest touched first."""
    _talk(ours, english, "1")
    with ours.write() as tx:
        a_stored_consultation(tx, a_consultation(slug="second"))
    _say(ours, english, Start("second"), now=datetime(2010, 9, 2, tzinfo=UTC))
    shown = withdrawal.show(ours, "4711", channel="telegram", account="99")
    assert [(taken.consultation, taken.status) for taken in shown.interviews] == [("second", "consent"), ("fairer", "asking")]
    assert shown.interviews[0].response is None
