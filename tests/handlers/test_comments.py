"""Words beneath a digest, where a group reads it, are kept with the edition and answered to their writer alone."""

from datetime import timedelta

import pytest

from handlers import bodies, comments, officers, withdrawal
from storage import editions, outbox
from storage.bodies import homes
from storage.comments import Told, told
from storage.database import Database
from storage.outbox import Queued
from surveys.errors import Refused
from surveys.messages import Comment, Destination, Outgoing
from surveys.words.catalogue import Catalogue
from tests.handlers.street import Street
from tests.web.samples import an_edition


@pytest.fixture
def street(database: Database, english: Catalogue) -> Street:
    return Street(database, english)


def a_digest_in(street: Street, group: str = "C1", message: str = "1.5", channel: str = "slack") -> str:
    """A digest was posted in a channel, in two parts, the last of which has this id. The edition's id."""
    held = street.opens()
    with street.database.write() as tx:
        bodies.add(tx, "club", "The club", "forum")
        bodies.house(tx, "club", channel, Destination("T1", group))
        edition = editions.add(tx, held, an_edition(), "sam@wexmoor.example", now=street.now)
        [home] = homes(tx, ["club"])
        queued = Queued(channel, home.recipient, Outgoing("The digest"), "bulk", held, edition)
        outbox.add(tx, [queued], now=street.now, place=1)
        [claimed] = outbox.claim(tx, [channel], now=street.now, lease=timedelta(minutes=1), limit=9)
        outbox.part_sent(tx, claimed.id, 0, "1.4")
        outbox.part_sent(tx, claimed.id, 1, message)
        outbox.sent(tx, claimed.id, message)
    return edition


def comments_on(street: Street, who: str, text: str, message: str = "2.1", under: str = "1.5", group: str = "C1") -> str:
    street.now += timedelta(minutes=1)
    return street.send(who, Comment(text, message, group, under), "slack", account="T1")


def kept(street: Street) -> list[tuple[int, str]]:
    with street.database.read() as tx:
        return [(each.edition, each.words) for each in comments.of(tx, "fairer")]


def test_it_is_kept_with_its_edition_and_its_writer_is_told_so(street: Street) -> None:
    a_digest_in(street)
    said = comments_on(street, "U1", "Why not now?")
    assert "I have kept what you wrote under the news about “A fairer way”" in said
    assert "cannot bring you an answer" in said
    comments_on(street, "U2", "Beneath the first part", message="2.2", under="1.4")
    assert kept(street) == [(2, "Why not now?"), (2, "Beneath the first part")]
    with street.database.write() as tx:
        queued = outbox.claim(tx, ["slack"], now=street.now, lease=timedelta(minutes=1), limit=9)
    assert [(each.destination.address, each.message.text) for each in queued] == [("U1", said), ("U2", said)]


def test_an_edit_takes_the_place_of_what_it_said(street: Street) -> None:
    a_digest_in(street)
    comments_on(street, "U1", "Why not now?")
    assert comments_on(street, "U1", "Why not soon?").startswith("I have changed")
    comments_on(street, "U2", "Soon enough", message="2.2")
    assert kept(street) == [(2, "Why not soon?"), (2, "Soon enough")]


def test_it_is_no_answer_to_what_is_open(street: Street) -> None:
    a_digest_in(street)
    street.send("U1", Comment("1", "2.1", "C1", "1.5"), "slack", account="T1")
    assert street.said() == {}
    assert street.rows()["interviews"] == 0


@pytest.mark.parametrize(("group", "under"), [("C1", "9.9"), ("C2", "1.5")])
def test_what_is_beneath_no_digest_is_not_kept_and_that_is_said(street: Street, group: str, under: str) -> None:
    a_digest_in(street)
    assert "not kept your words" in comments_on(street, "U1", "Hello", group=group, under=under)
    assert kept(street) == []


def test_words_that_are_none_change_nothing(street: Street) -> None:
    a_digest_in(street)
    assert comments_on(street, "U1", "  ") == ""
    assert street.rows()["comments"] == 0


def test_it_is_the_persons_to_see_and_goes_with_them(street: Street) -> None:
    a_digest_in(street)
    comments_on(street, "U1", "Why not now?")
    comments_on(street, "U2", "Lunch", message="2.2")
    assert withdrawal.show(street.database, "U1", channel="slack", account="T1").comments == ("Why not now?",)
    with street.database.write() as tx:
        officers.add(tx, "Sam", "sam@wexmoor.example", ("commissioner",))
    withdrawal.forget(street.database, "U1", channel="slack", account="T1", by="Sam")
    assert kept(street) == [(2, "Lunch")]


def test_nobody_is_told_of_a_digest_in_a_group_that_is_not_there(street: Street) -> None:
    edition = a_digest_in(street)
    with street.database.read() as tx:
        digest = tx.keyring.pseudonym("slack", "T1", "C1")
        found = told(tx, digest, "1.5")
        assert isinstance(found, Told)
        assert found.edition_id == edition
        assert told(tx, tx.keyring.pseudonym("telegram", "T1", "C1"), "1.5") is None
        with pytest.raises(Refused):
            comments.of(tx, "unknown")
