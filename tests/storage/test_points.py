"""Points, links, replies and editions as the database keeps them, on both kinds of database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from storage import consultations, editions, points, replies, responses
from storage.database import Database
from storage.responses import Kept
from storage.tables import addresses
from storage.tables import replies as table
from surveys.digests.compile import Tally, compile_edition
from surveys.digests.model import Edition
from surveys.interviews.model import Answer
from surveys.points.model import Link
from tests.factories import (
    CLOSED,
    a_consultation,
    a_person,
    a_point,
    a_promise,
    a_reply,
    a_response,
    a_stored_consultation,
    recorded,
    somebody_who_answered,
)


def test_points_come_back_by_number_with_their_bodies(database: Database) -> None:
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        points.put(tx, consultation, [a_point(2, bodies=("council", "network")), a_point(1)], "sam")
    with database.read() as tx:
        assert points.of(tx, consultation) == (a_point(1), a_point(2, bodies=("council", "network")))


def test_a_point_is_changed_in_place_and_keeps_its_links(database: Database) -> None:
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        a_response(tx, consultation, {"why": "Too long."}, reference="P01")
        points.put(tx, consultation, [a_point(1)], "sam")
        points.add_links(tx, consultation, [Link(1, "P01", 1)], "sam")
        points.put(tx, consultation, [a_point(1, sentence="New words.", bodies=("forum",))], "ruth")
    with database.read() as tx:
        assert points.of(tx, consultation) == (a_point(1, sentence="New words.", bodies=("forum",)),)
        assert points.links_of(tx, consultation) == (Link(1, "P01", 1),)


def test_a_point_that_is_removed_takes_its_links_with_it(database: Database) -> None:
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        response = a_response(tx, consultation, {"why": "Too long."}, reference="P01")
        points.put(tx, consultation, [a_point(1), a_point(2)], "sam")
        points.add_links(tx, consultation, [Link(1, "P01", 1), Link(2, "P01", 1)], "sam")
        points.remove(tx, consultation, [1])
        assert points.of(tx, consultation) == (a_point(2),)
        assert points.said_by(tx, response) == ((2, 1),)


def test_a_link_goes_with_the_answer_it_was_made_to(database: Database) -> None:
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        response = a_response(tx, consultation, {"why": "Too long."}, reference="P01")
        points.put(tx, consultation, [a_point(1)], "sam")
        points.add_links(tx, consultation, [Link(1, "P01", 1)], "sam")
        [survey] = consultations.by_ids(tx, [consultation])[consultation].surveys.values()
        _, key = responses.add(tx, consultation, next(iter(consultations.by_ids(tx, [consultation])[consultation].surveys)))
        responses.keep(tx, [Kept(consultation, response, key, survey.questions[1], Answer("Too short."), revises=True)])
        assert points.links_of(tx, consultation) == ()


def test_people_and_groups_are_tallied_apart_and_once_each_and_only_when_finished(database: Database) -> None:
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        a_response(tx, consultation, {"why": "Too long.", "fair": "disagree"}, reference="P01")
        a_response(tx, consultation, {"why": "Too long."}, reference="G1", mode="focus_group", people=15)
        a_response(tx, consultation, {"why": "Too long."}, reference="P02", status="unfinished")
        points.put(tx, consultation, [a_point(1), a_point(2)], "sam")
        said = [Link(1, "P01", 0), Link(1, "P01", 1), Link(1, "G1", 1), Link(1, "P02", 1)]
        points.add_links(tx, consultation, said, "sam")
        assert points.tallies(tx, consultation) == {1: Tally(people=1, groups=1)}


def test_what_may_be_linked_is_known_without_opening_any_words(database: Database) -> None:
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        a_response(tx, consultation, {"fair": "agree", "why": "Too long.", "help": "money time"}, reference="P01")
        a_response(tx, consultation, {}, reference="P02")
        a_response(tx, consultation, {"why": "x"}, reference="P03", status="unfinished")
        answered = points.answered(tx, consultation)
    assert {reference: questions for reference, (_, _, questions) in answered.items()} == {
        "P01": frozenset({0, 1, 2}),
        "P02": frozenset(),
    }


def test_links_of_one_consultation_are_not_anothers(database: Database) -> None:
    with database.write() as tx:
        first = a_stored_consultation(tx)
        second = a_stored_consultation(tx, a_consultation(slug="other"))
        for consultation in (first, second):
            a_response(tx, consultation, {"why": "x"}, reference="P01")
            points.put(tx, consultation, [a_point(1)], "sam")
            points.add_links(tx, consultation, [Link(1, "P01", 1)], "sam")
        points.remove_links(tx, second, [Link(1, "P01", 1)])
        assert points.links_of(tx, first) == (Link(1, "P01", 1),)
        assert points.links_of(tx, second) == ()


def test_the_newest_reply_speaks_and_the_earlier_ones_are_kept(database: Database) -> None:
    later = CLOSED + timedelta(days=1)
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        points.put(tx, consultation, [a_point(1)], "sam")
        due = a_reply(1, status="due", reason="The board meets in March.", due_on=date(2011, 3, 1))
        replies.add(tx, consultation, [due], "sam", now=CLOSED)
        assert replies.latest(tx, consultation) == {(1, "council"): due}
        replies.add(tx, consultation, [a_reply(1, status="no", reason="The law forbids it.")], "ruth", now=later)
    with database.read() as tx:
        assert replies.latest(tx, consultation) == {(1, "council"): a_reply(1, status="no", reason="The law forbids it.")}
        kept = sa.select(table.c.status, table.c.reason, table.c.made_by, table.c.made_at).order_by(table.c.revision)
        assert [tuple(row) for row in tx.connection.execute(kept)] == [
            ("due", "The board meets in March.", "sam", CLOSED),
            ("no", "The law forbids it.", "ruth", later),
        ]


def test_a_promise_comes_with_its_reply_changes_with_it_and_goes_with_it(database: Database) -> None:
    first = a_reply(1, status="planned", commitment=a_promise())
    second = a_reply(1, status="planned", commitment=a_promise(due_on=date(2011, 5, 31)))
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        points.put(tx, consultation, [a_point(1)], "sam")
        for reply in (first, second, a_reply(1), first):
            replies.add(tx, consultation, [reply], "sam", now=CLOSED)
            assert replies.latest(tx, consultation) == {(1, "council"): reply}


def test_an_edition_is_kept_as_it_was_compiled_and_goes_out_once(database: Database) -> None:
    compiled = compile_edition(
        recorded([a_point(1)], [a_reply(1, status="planned", commitment=a_promise())]),
        kind="final",
        number=1,
        today=date(2011, 1, 20),
        body="council",
    )
    assert isinstance(compiled, Edition)
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        edition_id = editions.add(tx, consultation, compiled, "sam", now=CLOSED)
        assert editions.published(tx, consultation) == ()
        editions.approve(tx, edition_id, "ruth")
        assert editions.publish(tx, edition_id, now=CLOSED)
        assert not editions.publish(tx, edition_id, now=CLOSED + timedelta(days=1))
    with database.read() as tx:
        [issue] = editions.published(tx, consultation)
        assert issue == editions.by_id(tx, edition_id)
        assert issue.edition == compiled
        assert (issue.compiled_by, issue.approved_by, issue.published_at) == ("sam", "ruth", CLOSED)
        assert editions.by_id(tx, "nothing") is None


def test_points_that_people_were_told_of_are_known(database: Database) -> None:
    compiled = compile_edition(recorded([a_point(1), a_point(4)]), kind="interim", number=1, today=date(2010, 12, 1))
    assert isinstance(compiled, Edition)
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        edition_id = editions.add(tx, consultation, compiled, "sam", now=CLOSED)
        assert points.digested(tx, consultation) == set()
        editions.publish(tx, edition_id, now=CLOSED)
        assert points.digested(tx, consultation) == {1, 4}


def test_those_who_finished_and_asked_to_hear_back_are_told_once_each(database: Database) -> None:
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        wants = somebody_who_answered(tx, consultation, {"why": "Too long."}, reference="R01")
        somebody_who_answered(tx, consultation, {"why": "x"}, reference="R02", hear_back=False)
        somebody_who_answered(tx, consultation, {"why": "x"}, reference="R03", finished=False)
        somebody_who_answered(tx, consultation, {"why": "x"}, reference="R04", channel="web")
        a_response(tx, consultation, {"why": "x"}, reference="P01")
        points.put(tx, consultation, [a_point(3)], "sam")
        points.add_links(tx, consultation, [Link(3, "R01", 1), Link(3, "R02", 1)], "sam")
        [told] = editions.contributors(tx, consultation)
    assert (told.channel, told.recipient.id, told.points) == ("telegram", wants.id, frozenset({3}))


def test_who_has_a_chat_and_a_postal_address_is_written_to_in_the_chat(sqlite: Database) -> None:
    with sqlite.write() as tx:
        consultation = a_stored_consultation(tx)
        letters = somebody_who_answered(tx, consultation, {"why": "x"}, reference="R01", channel="folder", address="home")
        chat = a_person(tx, "101", "telegram")
        moved = sa.update(addresses).where(addresses.c.id == chat.address_id).values(participant_id=letters.id)
        tx.connection.execute(moved)
        assert [told.channel for told in editions.contributors(tx, consultation)] == ["telegram"]


def test_the_newest_edition_is_that_of_the_consultation_a_person_was_in_last(database: Database) -> None:
    compiled = compile_edition(recorded([a_point(1)]), kind="interim", number=1, today=date(2010, 12, 1))
    assert isinstance(compiled, Edition)
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        person = somebody_who_answered(tx, consultation, {"why": "x"}, reference="R01")
        assert editions.latest_for(tx, person.id) is None
        for number in (1, 2):
            edition = replace(compiled, number=number)
            editions.publish(tx, editions.add(tx, consultation, edition, "sam", now=CLOSED), now=datetime.now(UTC))
        issue = editions.latest_for(tx, person.id)
    assert issue is not None
    assert issue.edition.number == 2
