"""A digest is compiled, approved by somebody else, published once, and told to each person in their own points."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import get_args

import pytest

from handlers import bodies, digests, officers, points
from handlers.digests import Published
from storage import bodies as stored_bodies
from storage import consultations, editions, outbox, participants, responses
from storage import replies as stored_replies
from storage.database import Database, Tx
from storage.editions import Issue
from storage.outbox import Claimed, Queued
from storage.participants import Participant
from storage.responses import Kept
from surveys.consultations.model import Consultation
from surveys.digests.model import EditionKind, Heard
from surveys.digests.renderings import chat
from surveys.digests.script import script
from surveys.errors import DefinitionError, Refused
from surveys.messages import Destination, Outgoing
from surveys.points.model import Reply
from surveys.words.catalogue import Catalogue
from tests.factories import CATALOGUES, CLOSED, a_consultation, a_person, a_response, a_stored_consultation, somebody_who_answered
from tests.handlers.test_points import LINKS, POINTS, SAM, sheets

RUTH = "ruth@wexmoor.example"
ADDRESS = "https://hear.example"
NOTICE = "There is news about something you took part in. To read it, press the button or send RESULTS."
ALL_REPLIES = [
    {"point": "1", "body": "council", "status": "done", "reason": "The form was cut to two pages."},
    {"point": "1", "body": "network", "status": "no", "reason": "Our forms are set by law."},
    {"point": "2", "body": "council", "status": "answered", "reason": "The fund stays until 2013."},
]


def refused(key: str) -> AbstractContextManager[object]:
    return pytest.raises(Refused, check=lambda error: error.key == key)


def prepared(tx: Tx, replies: list[dict[str, str]] | None = None, about: Consultation | None = None) -> tuple[str, Participant]:
    """A closed consultation with two points and a forum that has an address. Its id, and the person behind R01."""
    officers.add(tx, "Sam Okafor", SAM, ("commissioner", "approver"))
    officers.add(tx, "Ruth Ansell", RUTH, ("approver",))
    consultation = a_stored_consultation(tx, about)
    person = somebody_who_answered(tx, consultation, {"why": "Too long."}, reference="R01", address="101")
    a_response(tx, consultation, {"fair": "disagree | a lot", "why": "Endless."}, reference="P01")
    a_response(tx, consultation, {"why": "We all said so."}, reference="G1", mode="focus_group", people=15)
    consultations.set_state(tx, consultation, "closed")
    bodies.house(tx, "forum", "folder", Destination("", "forum"))
    points.bring_in(tx, "fairer", sheets(POINTS, LINKS, replies), by=SAM, now=CLOSED)
    return consultation, person


def compiled(tx: Tx, kind: EditionKind = "final", body: str = "") -> Issue:
    return digests.compile_edition_of(tx, "fairer", kind=kind, by=SAM, now=CLOSED, body=body)


def published(
    tx: Tx, words: Catalogue, kind: EditionKind = "final", body: str = "", shuffle: digests.Shuffle = lambda queued: None
) -> Published:
    compiled(tx, kind, body)
    digests.approve(tx, "fairer", by=RUTH)
    return out(tx, words, shuffle)


def out(tx: Tx, words: Catalogue, shuffle: digests.Shuffle = lambda queued: None, number: int | None = None) -> Published:
    return digests.publish(
        tx,
        "fairer",
        by=SAM,
        now=CLOSED,
        place=7,
        words=words,
        address=ADDRESS,
        shuffle=shuffle,
        number=number,
    )


def queue(tx: Tx) -> list[Claimed]:
    """Everything that waits to be sent, in its order; taken out of the queue."""
    found: list[Claimed] = []
    while taken := outbox.claim(tx, ["telegram", "folder"], now=CLOSED, lease=timedelta(minutes=1), limit=100):
        found += taken
        for each in taken:
            outbox.sent(tx, each.id, "message")
    return found


def told(tx: Tx) -> dict[str, str]:
    return {each.destination.address: each.message.text for each in queue(tx)}


# ── compiling and approving ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_edition_is_compiled_from_what_is_stored(database: Database) -> None:
    with database.write() as tx:
        prepared(tx, ALL_REPLIES)
        issue = compiled(tx)
    edition = issue.edition
    assert (edition.number, edition.kind, edition.compiled_on, issue.compiled_by) == (1, "final", CLOSED.date(), SAM)
    took_part = edition.participation
    assert (took_part.online, took_part.paper, took_part.groups, took_part.group_people) == (1, 1, 1, 15)
    assert [(point.number, point.heard) for point in edition.points] == [(1, Heard(None, 0)), (2, Heard(None, 0))]
    replies = [reply.reply for point in edition.points for reply in point.replies]
    assert Reply(1, "network", "no", "Our forms are set by law.") in replies


def test_a_final_edition_is_refused_while_replies_are_missing_and_names_them(database: Database) -> None:
    with database.write() as tx:
        prepared(tx, ALL_REPLIES[:1])
        with pytest.raises(DefinitionError) as error:
            compiled(tx)
    assert [fault.what for fault in error.value.faults] == [
        "point 1 has no reply from network",
        "point 2 has no reply from council",
    ]


def test_nothing_is_compiled_while_answers_may_still_come(sqlite: Database) -> None:
    with sqlite.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES)
        consultations.set_state(tx, consultation, "open")
        early = CLOSED.replace(month=11, day=15, hour=23)
        with pytest.raises(DefinitionError, match="answers are still coming in"):
            digests.compile_edition_of(tx, "fairer", kind="interim", by=SAM, now=early)
        assert digests.compile_edition_of(tx, "fairer", kind="interim", by=SAM, now=CLOSED).edition.number == 1


def test_a_second_officer_approves_and_the_points_with_it(sqlite: Database) -> None:
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES)
        with refused("edition.unknown"):
            digests.approve(tx, "fairer", by=RUTH)
        compiled(tx)
        with refused("edition.own"):
            digests.approve(tx, "fairer", by=SAM)
        with refused("edition.unknown"):
            digests.approve(tx, "fairer", by=RUTH, number=2)
        assert digests.approve(tx, "fairer", by="Ruth Ansell").approved_by == RUTH
        assert all(each.approved for each in points.listed(tx, "fairer"))


def test_a_point_that_was_reworded_since_is_not_approved_with_an_edition_that_has_the_old_words(sqlite: Database) -> None:
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES)
        compiled(tx)
        other = [{**POINTS[0], "sentence": "Forms should be abolished."}, *POINTS[1:]]
        points.bring_in(tx, "fairer", sheets(other), by=SAM, now=CLOSED)
        digests.approve(tx, "fairer", by=RUTH)
        assert [(each.point.number, each.approved) for each in points.listed(tx, "fairer")] == [(1, False), (2, True)]


def test_only_an_approver_approves(sqlite: Database) -> None:
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES)
        officers.add(tx, "Jo", "jo@wexmoor.example", ("commissioner", "coordinator"))
        compiled(tx)
        with refused("officer.role"):
            digests.approve(tx, "fairer", by="Jo")


def test_an_edition_that_nobody_approved_does_not_go_out(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES)
        compiled(tx)
        with refused("edition.unapproved"):
            out(tx, english)
        assert queue(tx) == []


# ── publishing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_publishing_queues_the_digest_for_each_body_and_a_notice_for_each_person_who_asked(
    database: Database, english: Catalogue
) -> None:
    with database.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES)
        somebody_who_answered(tx, consultation, {"why": "x"}, reference="R02", address="102", hear_back=False)
        done = published(tx, english)
        held = consultations.by_ids(tx, [consultation])[consultation]
        waiting = queue(tx)
    assert (done.bodies, done.people) == (1, 1)
    assert done.issue.published_at == CLOSED
    assert held.state == "published"
    assert [(each.channel, each.destination.address, each.kind) for each in waiting] == [
        ("folder", "forum", "bulk"),
        ("telegram", "101", "bulk"),
    ]
    assert waiting[0].message.text.startswith("You said, we did\nA fairer way")
    assert waiting[0].message.subject == "You said, we did: A fairer way"
    assert waiting[1].message == Outgoing(NOTICE, (), waiting[1].message.options)
    assert [option.id for option in waiting[1].message.options] == [f"n.{done.issue.id}"]


def test_the_order_of_what_goes_out_is_the_shuffles(sqlite: Database, english: Catalogue) -> None:
    def backwards(queued: list[Queued]) -> None:
        queued.reverse()

    with sqlite.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES)
        for number in (2, 3):
            somebody_who_answered(tx, consultation, {"why": "x"}, reference=f"R0{number}", address=f"10{number}")
        published(tx, english, shuffle=backwards)
        assert [each.destination.address for each in queue(tx)][-1] == "forum"


def test_nobody_gets_an_edition_twice(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES)
        published(tx, english)
        assert len(queue(tx)) == 2
        with refused("edition.out"):
            out(tx, english)
        with refused("edition.out"):
            digests.approve(tx, "fairer", by=RUTH)
        assert queue(tx) == []


def test_of_two_who_publish_at_once_one_does(database: Database, english: Catalogue) -> None:
    with database.write() as tx:
        prepared(tx, ALL_REPLIES)
        compiled(tx)
        digests.approve(tx, "fairer", by=RUTH)
    both = threading.Barrier(2)

    def publish_now() -> str:
        both.wait()
        try:
            with database.write() as tx:
                out(tx, english)
        except Refused as error:
            return error.key
        return "out"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(each.result() for each in [pool.submit(publish_now) for _ in range(2)])
    with database.write() as tx:
        assert (results, len(queue(tx))) == (["edition.out", "out"], 2)


def test_on_paper_the_whole_news_comes_as_a_letter(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES)
        somebody_who_answered(
            tx, consultation, {"why": "We wait too long."}, reference="R02", channel="folder", address="Mrs Farrow"
        )
        points.bring_in(
            tx,
            "fairer",
            sheets(POINTS, [*LINKS, {"point": "2", "response": "R02", "question": "why"}]),
            by=SAM,
            now=CLOSED,
        )
        published(tx, english)
        letter = told(tx)["Mrs Farrow"]
    assert "You said: “We wait too long.”\nThe question was: What would make it fairer?" in letter
    assert "That is part of point 2: Keep small grants." in letter
    assert letter.endswith("Read it all here: https://hear.example/consultations/fairer/results")


def test_who_stopped_is_not_written_to_and_who_shut_us_out_once_they_are_back(database: Database, english: Catalogue) -> None:
    with database.write() as tx:
        consultation, person = prepared(tx, ALL_REPLIES)
        gone = somebody_who_answered(tx, consultation, {"why": "x"}, reference="R02", address="102")
        participants.stop(tx, person.id)
        forum = stored_bodies.homes(tx, ["forum"])[0].recipient.address_id
        participants.reach(tx, [gone.address_id, forum], reachable=False)
        assert published(tx, english).people == 1
        assert told(tx) == {}
        participants.reach(tx, [gone.address_id, forum], reachable=True)
        assert set(told(tx)) == {"102", "forum"}


def test_an_edition_compiled_before_another_went_out_is_compiled_again(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES)
        for kind in reversed(get_args(EditionKind)):
            compiled(tx, kind)
        for number in (1, 2):
            digests.approve(tx, "fairer", by=RUTH, number=number)
        out(tx, english, number=2)
        with refused("edition.stale"):
            out(tx, english, number=1)


def test_an_interim_edition_leaves_the_consultation_closed_and_the_final_one_follows(
    sqlite: Database, english: Catalogue
) -> None:
    with sqlite.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES)
        published(tx, english, "interim")
        assert consultations.by_ids(tx, [consultation])[consultation].state == "closed"
        assert told(tx)["forum"].startswith("What you told us")
        done = published(tx, english)
        assert (done.issue.edition.number, done.issue.edition.follows) == (2, 1)
        assert told(tx) == {"forum": told_text(done, english), "101": NOTICE}


def told_text(done: Published, words: Catalogue) -> str:
    return chat(script(done.issue.edition, words)).text


def test_a_bodys_own_edition_goes_to_that_body_and_those_whose_points_concern_it(database: Database, english: Catalogue) -> None:
    with database.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES[1:2])
        somebody_who_answered(tx, consultation, {"why": "x"}, reference="R02", address="102")
        bodies.house(tx, "network", "folder", Destination("", "network"))
        done = published(tx, english, body="network")
        sent = told(tx)
        held = consultations.by_ids(tx, [consultation])[consultation]
    assert (done.bodies, done.people) == (1, 1)
    assert set(sent) == {"network", "101"}  # R01 said point 1, which concerns the network; R02 said nothing of it
    assert "Wexmoor Council: no reply yet." in sent["network"]
    assert held.state == "closed"


def test_a_bodys_own_edition_does_not_go_out_after_the_final_one_for_everyone(sqlite: Database, english: Catalogue) -> None:
    """It was compiled before, and is older than what everybody has read."""
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES)
        compiled(tx, body="network")
        digests.approve(tx, "fairer", by=RUTH)
        published(tx, english)
        with refused("edition.stale"):
            out(tx, english, number=1)


def test_of_two_editions_that_are_published_at_once_one_is_compiled_again(database: Database, english: Catalogue) -> None:
    """Two officers, each with an edition of their own that follows none."""
    with database.write() as tx:
        prepared(tx, ALL_REPLIES)
        for number in (1, 2):
            compiled(tx)
            digests.approve(tx, "fairer", by=RUTH, number=number)
    with ThreadPoolExecutor() as pool:

        def other() -> Published:
            with database.write() as tx:
                return out(tx, english, number=2)

        with database.write() as tx:
            out(tx, english, number=1)
            later = pool.submit(other)
            with pytest.raises(TimeoutError):
                later.result(0.5)  # it waits
        with refused("edition.stale"):
            later.result(30)


def test_two_who_compile_or_bring_in_at_once_do_so_one_after_the_other(database: Database) -> None:
    with database.write() as tx:
        prepared(tx, ALL_REPLIES)
    began = threading.Barrier(4)

    def compile_one() -> int:
        began.wait(10)
        with database.write() as tx:
            better = {**ALL_REPLIES[2], "reason": f"The fund stays until 2015, said {threading.get_ident()}."}
            points.bring_in(tx, "fairer", sheets(replies=[better]), by=SAM, now=CLOSED)
            return compiled(tx).edition.number

    with ThreadPoolExecutor(4) as pool:
        assert sorted(made.result(30) for made in [pool.submit(compile_one) for _ in range(4)]) == [1, 2, 3, 4]


def test_after_the_final_edition_for_everyone_no_body_has_one_of_its_own(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES)
        published(tx, english)
        with refused("edition.whole"):
            compiled(tx, body="forum")


def test_a_correction_tells_bodies_and_only_those_whose_points_changed(database: Database, english: Catalogue) -> None:
    with database.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES)
        other = somebody_who_answered(tx, consultation, {"why": "Grants matter."}, reference="R02", address="102")
        linked = [*LINKS, {"point": "2", "response": "R02", "question": "why"}]
        points.bring_in(tx, "fairer", sheets(POINTS, linked), by=SAM, now=CLOSED)
        published(tx, english)
        queue(tx)
        better = {**ALL_REPLIES[2], "reason": "The fund stays until 2015."}
        points.bring_in(tx, "fairer", sheets(replies=[better]), by=SAM, now=CLOSED)
        done = published(tx, english)
        sent = told(tx)
        news = digests.personal(tx, other.id, done.issue.id, words=english, address="")
    assert done.issue.edition.corrects_on == CLOSED.date()
    assert set(sent) == {"forum", "102"}
    assert "Point 2 has a new reply from Wexmoor Council." in sent["forum"]
    assert news is not None
    assert "Something here is new since the digest of 20 November 2010." in news.text
    assert "until 2015" in news.text


def test_the_same_edition_again_is_refused_when_nothing_changed(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES)
        published(tx, english)
        with pytest.raises(DefinitionError, match="nothing has changed since edition 1"):
            compiled(tx)


# ── the news of one person ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_who_taps_hears_what_became_of_their_own_words(database: Database, english: Catalogue) -> None:
    with database.write() as tx:
        _, person = prepared(tx, ALL_REPLIES)
        done = published(tx, english)
        news = digests.personal(tx, person.id, done.issue.id, words=english, address=ADDRESS)
    assert news is not None
    assert (
        news.text
        == """\
What became of what you said: A fairer way

You said: “Too long.”
The question was: What would make it fairer?
That is part of point 1: Forms are too long.
Fewer than 10 people said this.

Wexmoor Council: this is done.
The form was cut to two pages.

Commissioners Network: no, and here is why.
Our forms are set by law.

Read it all here: https://hear.example/consultations/fairer/results"""
    )


def test_what_is_stored_and_linked_decides_what_a_person_hears(sqlite: Database, english: Catalogue) -> None:
    """Change the link and the reply, and each shows in the right person's news."""
    with sqlite.write() as tx:
        consultation, person = prepared(tx, ALL_REPLIES)
        moved = [{"point": "2", "response": "R01", "question": "why"}, *LINKS[1:]]
        points.bring_in(tx, "fairer", sheets(POINTS, moved), by=SAM, now=CLOSED)
        changed = Reply(2, "council", "done", "The fund was doubled.")
        stored_replies.add(tx, consultation, [changed], SAM, now=CLOSED)
        published(tx, english)
        news = digests.personal(tx, person.id, None, words=english, address="")
    assert news is not None
    assert "Forms are too long." not in news.text
    assert "The fund was doubled." in news.text


def test_choices_are_told_by_their_labels_with_what_was_added(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES)
        answers = {"fair": "disagree | not at all", "help": "money rooms", "since": "1995-04-01"}
        person = somebody_who_answered(tx, consultation, answers, reference="R02", address="102")
        linked = [*LINKS, *({"point": "2", "response": "R02", "question": name} for name in ("fair", "help", "since"))]
        points.bring_in(tx, "fairer", sheets(POINTS, linked), by=SAM, now=CLOSED)
        published(tx, english)
        news = digests.personal(tx, person.id, None, words=english, address="")
    assert news is not None
    assert "You picked: “Disagree (not at all)”" in news.text
    assert "You picked: “Money; Rooms”" in news.text
    assert "You said: “1 April 1995”" in news.text


def test_an_answer_that_was_taken_back_after_it_was_linked_is_not_quoted(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        consultation, person = prepared(tx, ALL_REPLIES)
        published(tx, english)
        [survey] = consultations.by_ids(tx, [consultation])[consultation].surveys.values()
        [response] = editions.finished_responses(tx, consultation, person.id)
        gone = Kept(consultation, response, person.key, survey.by_name["why"], None, revises=True)
        responses.keep(tx, [gone])
        news = digests.personal(tx, person.id, None, words=english, address="")
    assert news is not None
    assert "None of them is linked to an answer of yours." in news.text


def test_somebody_who_did_not_finish_hears_the_truth(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES)
        person = somebody_who_answered(tx, consultation, {"why": "x"}, reference="R02", address="102", finished=False)
        published(tx, english)
        news = digests.personal(tx, person.id, None, words=english, address="")
    assert news is not None
    assert "so your answers were not counted." in news.text


def test_an_edition_is_not_for_strangers_and_not_before_it_is_out(sqlite: Database, english: Catalogue) -> None:
    with sqlite.write() as tx:
        _, person = prepared(tx, ALL_REPLIES)
        stranger = a_person(tx, "999")
        draft = compiled(tx)
        assert digests.personal(tx, person.id, draft.id, words=english, address="") is None
        assert digests.personal(tx, person.id, None, words=english, address="") is None
        assert digests.personal(tx, person.id, "nothing", words=english, address="") is None
        digests.approve(tx, "fairer", by=RUTH)
        done = out(tx, english)
        assert digests.personal(tx, stranger.id, done.issue.id, words=english, address="") is None


def test_where_the_consultation_says_so_everyone_is_told_in_welsh_and_english_at_once(sqlite: Database) -> None:
    about = a_consultation(languages=("en", "cy"), bilingual=("cy", "en"))
    english, welsh = CATALOGUES["en"], CATALOGUES["cy"]
    with sqlite.write() as tx:
        prepared(tx, ALL_REPLIES, about)
        compiled(tx)
        digests.approve(tx, "fairer", by=RUTH)
        done = digests.publish(
            tx,
            "fairer",
            by=SAM,
            now=CLOSED,
            place=7,
            words=english,
            address=ADDRESS,
            shuffle=lambda queued: None,
            tongues=CATALOGUES,
        )
        texts = told(tx)
    assert texts["101"].startswith(welsh.text("digest.notice"))
    assert texts["101"].endswith(NOTICE)
    assert texts["forum"].startswith(told_text(done, welsh))
    assert texts["forum"].endswith(told_text(done, english))
