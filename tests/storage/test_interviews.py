"""Whose message this is and where they are, written by whoever read it last and by nobody else."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from storage import consultations, interviews, outbox, participants, responses
from storage.database import Database, Tx
from storage.interviews import Row, saved
from storage.outbox import Queued
from storage.participants import Participant
from storage.tables import interviews as table
from surveys.errors import ConfigError, StaleInterview
from surveys.interviews.model import Answer, Interview
from surveys.messages import Outgoing
from tests.factories import a_consultation, a_person, a_stored_consultation

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)


def _begin(tx: Tx, person: Participant, slug: str = "fairer", mark: str = "i") -> Row:
    held = consultations.by_slug(tx, slug)
    consultation_id = held.id if held is not None else a_stored_consultation(tx, a_consultation(slug=slug))
    [survey_id] = consultations.by_ids(tx, [consultation_id])[consultation_id].surveys
    return interviews.begin(tx, person, Interview(mark * 22, survey_id), consultation_id, now=NOW)


def _read(tx: Tx, address: str = "ada") -> Row | None:
    digest = tx.keyring.pseudonym("telegram", "", address)
    return interviews.waiting(tx, [digest])[digest].row


def test_an_interview_that_began_waits_for_its_person(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        row = _begin(tx, ada)
        assert _read(tx) == row
        assert (row.revision, row.response_id, row.response_key) == (0, "", None)


def test_whether_something_may_not_have_reached_them_is_known(database: Database) -> None:
    with database.write() as tx:
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        for place, person in enumerate((ada, bea)):
            outbox.add(tx, [Queued("telegram", person, Outgoing("news"), "bulk")], now=NOW, place=place)
        [first, _] = outbox.claim(tx, ["telegram"], now=NOW, lease=NOW - NOW, limit=2)
        outbox.give_up(tx, first.id, "unknown", "InDoubt")
        digests = [tx.keyring.pseudonym("telegram", "", name) for name in ("ada", "bea")]
        found = interviews.waiting(tx, digests)
        assert [found[digest].doubt for digest in digests] == [True, False]


def test_many_are_found_at_once_and_strangers_are_missing(database: Database) -> None:
    with database.write() as tx:
        _begin(tx, a_person(tx, "ada"))
        a_person(tx, "bea")
        digests = {name: tx.keyring.pseudonym("telegram", "", name) for name in ("ada", "bea", "cid")}
        found = interviews.waiting(tx, digests.values(), lock=False)
        assert {name: found[digest].row is not None for name, digest in digests.items() if digest in found} == {
            "ada": True,
            "bea": False,
        }


def test_what_is_saved_is_read_again_with_the_response_and_its_key(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        row = _begin(tx, ada)
        response_id, key = responses.add(tx, row.consultation_id, row.survey_id, participant_id=ada.id)
        moved = replace(row.interview, status="asking", at="fair", answers={"fair": Answer("agree", "mostly", "m1")})
        row = replace(row, interview=moved, response_id=response_id, response_key=key)
        interviews.save(tx, [(ada, row)], now=NOW)
        again = _read(tx)
        assert again is not None
        assert (again.interview, again.revision, again.response_id) == (moved, 1, response_id)
        assert again.response_key is not None
        assert again.response_key.open(key.seal(b"words", "a"), "a") == b"words"
        interviews.save(tx, [(ada, replace(saved(row), interview=replace(moved, at="why")))], now=NOW)


def test_nothing_to_save_is_nothing_to_do(database: Database) -> None:
    with database.write() as tx:
        interviews.save(tx, [], now=NOW)


def test_a_write_by_who_read_an_older_state_is_refused_and_nothing_of_it_kept(database: Database) -> None:
    with database.write() as tx:
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        hers, theirs = _begin(tx, ada), _begin(tx, bea, mark="j")
        interviews.save(tx, [(ada, replace(hers, interview=replace(hers.interview, at="new")))], now=NOW)

    def write() -> None:
        with database.write() as tx:
            late = replace(hers.interview, at="late")
            interviews.save(
                tx,
                [(bea, replace(theirs, interview=replace(theirs.interview, at="late"))), (ada, replace(hers, interview=late))],
                now=NOW,
            )

    with pytest.raises(StaleInterview):
        write()
    with database.read() as tx:
        rows = [_read(tx, "ada"), _read(tx, "bea")]
        assert [row and row.interview.at for row in rows] == ["new", ""]


def test_of_two_writers_at_once_the_second_steps_what_the_first_has_left(database: Database) -> None:
    """PostgreSQL locks the person, SQLite the database: nobody's turn is lost."""
    with database.write() as tx:
        _begin(tx, a_person(tx, "ada"))
    began = threading.Barrier(2)

    def step() -> None:
        began.wait(10)
        with database.write() as tx:
            digest = tx.keyring.pseudonym("telegram", "", "ada")
            found = interviews.waiting(tx, [digest])[digest]
            assert found.row is not None
            moved = replace(found.row.interview, at=f"{found.row.interview.at}x")
            interviews.save(tx, [(found.participant, replace(found.row, interview=moved))], now=NOW)

    threads = [threading.Thread(target=step) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with database.read() as tx:
        row = _read(tx)
        assert row is not None
        assert (row.interview.at, row.revision) == ("xx", 2)


def test_one_interview_is_current_and_another_can_take_its_place(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        first = _begin(tx, ada)
        second = _begin(tx, ada, "other", "j")
        assert _read(tx) == second
        interviews.make_current(tx, ada.id, first.interview.id)
        assert _read(tx) == first
        found = [interviews.find(tx, ada.id, survey_id=row.survey_id) for row in (first, second)]
        assert found == ["i" * 22, "j" * 22]
        assert interviews.find(tx, ada.id, interview_id="j" * 22) == "j" * 22
        assert interviews.find(tx, a_person(tx, "bea").id, interview_id="j" * 22) == ""


def test_nobody_has_two_interviews_in_one_survey(database: Database) -> None:
    with database.write() as tx:
        _begin(tx, a_person(tx, "ada"))

    def again() -> None:
        with database.write() as tx:
            _begin(tx, a_person(tx, "ada"), mark="j")

    with pytest.raises(sa.exc.IntegrityError):
        again()


def test_nobody_has_two_current_interviews(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _begin(tx, ada)
        _begin(tx, ada, "other", "j")

    def both() -> None:
        with database.write() as tx:
            tx.connection.execute(sa.update(table).values(current=True))

    with pytest.raises(sa.exc.IntegrityError):
        both()


def test_a_person_s_interviews_are_listed_newest_touched_first(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        first, second = _begin(tx, ada), _begin(tx, ada, "other", "j")
        stopped = replace(first, interview=replace(first.interview, status="asking", stopped=True))
        interviews.save(tx, [(ada, stopped)], now=NOW + timedelta(hours=1))
        assert interviews.of_participant(tx, ada.id) == [
            ("i" * 22, first.consultation_id, "stopped", first.survey_id),
            ("j" * 22, second.consultation_id, "consent", second.survey_id),
        ]
        assert [row.interview for row in interviews.opened(tx, ada)] == [stopped.interview, second.interview]


def test_a_state_moved_to_another_interview_does_not_open(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _begin(tx, ada)
        _begin(tx, ada, "other", "j")
        state = tx.connection.scalar(sa.select(table.c.sealed).where(table.c.id == "i" * 22))
        tx.connection.execute(sa.update(table).where(table.c.id == "j" * 22).values(sealed=state))
        with pytest.raises(ConfigError):
            _read(tx)


def test_with_another_key_file_nobody_is_found_and_nothing_opens(database: Database) -> None:
    from storage.keyring import Keyring

    with database.write() as tx:
        _begin(tx, a_person(tx, "ada"))
        digest = tx.keyring.pseudonym("telegram", "", "ada")
    stranger = Database(database.url, Keyring.fresh())
    with stranger.read() as tx:
        assert interviews.waiting(tx, [tx.keyring.pseudonym("telegram", "", "ada")]) == {}
        with pytest.raises(ConfigError, match="does not fit"):
            interviews.waiting(tx, [digest])
    stranger.close()


def test_interviews_go_with_their_person(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _begin(tx, ada)
        participants.leave(tx, ada.id)
        participants.sweep(tx)
        assert interviews.of_participant(tx, ada.id) == []
