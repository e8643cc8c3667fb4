"""Who answers: found by a pseudonym, at their addresses, until they are forgotten."""

from datetime import UTC, datetime

import sqlalchemy as sa

from storage import bodies, interviews, outbox, participants
from storage.database import Database, Tx
from storage.interviews import Waiting
from storage.outbox import Kind, Queued
from storage.participants import Home, Participant
from storage.tables import addresses, deliveries, invitations
from storage.tables import participants as people
from surveys.messages import Destination, Inbound, Moved, Outgoing, Start
from tests.factories import a_person, a_stored_consultation

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)


def _from(address: str, channel: str = "telegram", account: str = "", thread: str = "") -> Inbound:
    return Inbound(channel, f"from {address}", address, Start(), account=account, thread=thread)


def _find(tx: Tx, address: str, channel: str = "telegram") -> Waiting | None:
    digest = tx.keyring.pseudonym(channel, "", address)
    return interviews.waiting(tx, [digest]).get(digest)


def _queue(tx: Tx, person: Participant, kind: Kind = "bulk", text: str = "news") -> None:
    outbox.add(tx, [Queued("telegram", person, Outgoing(text), kind)], now=NOW, place=1)


def _waiting(tx: Tx) -> list[str]:
    return list(tx.connection.scalars(sa.select(deliveries.c.kind).order_by(deliveries.c.kind)))


def test_a_stranger_becomes_a_participant_with_an_address(database: Database) -> None:
    with database.write() as tx:
        message = _from("ada", account="bot", thread="7")
        participants.add(tx, {participants.pseudonym(tx, message): message})
        found = interviews.waiting(tx, [participants.pseudonym(tx, message)])[participants.pseudonym(tx, message)]
        assert (found.participant.state, found.participant.leaving, found.row) == ("live", False, None)
        assert participants.homes(tx, found.participant) == (Home("telegram", Destination("bot", "ada", "7"), "live"),)
        assert _find(tx, "bea") is None


def test_nobody_to_add_is_nothing_to_do(database: Database) -> None:
    with database.write() as tx:
        participants.add(tx, {})
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(people)) == 0


def test_who_came_to_exist_meanwhile_is_left_as_they_are(database: Database) -> None:
    with database.write() as tx:
        first = a_person(tx, "ada")
        again = a_person(tx, "ada")
        assert again == Participant(first.id, first.address_id, "live", again.key)
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(people)) == 1


def test_a_stop_holds_for_every_address_and_drops_bulk_but_no_answer(database: Database) -> None:
    with database.write() as tx:
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        for person in (ada, bea):
            _queue(tx, person)
            _queue(tx, person, "turn")
        participants.stop(tx, ada.id)
        participants.stop(tx, ada.id)
        assert [home.state for home in participants.homes(tx, ada)] == ["stopped"]
        assert [home.state for home in participants.homes(tx, bea)] == ["live"]
        assert _waiting(tx) == ["bulk", "turn", "turn"]


def test_a_stop_outlives_the_person(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        participants.stop(tx, ada.id)
        participants.leave(tx, ada.id)
        assert participants.sweep(tx) == 1
        assert a_person(tx, "ada").state == "stopped"


def test_who_comes_back_may_be_written_to_again(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        participants.stop(tx, ada.id)
        participants.resume(tx, ada.id)
        assert [home.state for home in participants.homes(tx, ada)] == ["live"]
        participants.leave(tx, ada.id)
        participants.sweep(tx)
        assert a_person(tx, "ada").state == "live"


def test_an_address_that_shuts_and_opens_again_leaves_a_stop_as_it_is(database: Database) -> None:
    with database.write() as tx:
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        participants.stop(tx, bea.id)
        both = [ada.address_id, bea.address_id]
        participants.reach(tx, both, reachable=False)
        assert [participants.homes(tx, each)[0].state for each in (ada, bea)] == ["unreachable", "stopped"]
        participants.reach(tx, both, reachable=True)
        assert [participants.homes(tx, each)[0].state for each in (ada, bea)] == ["live", "stopped"]


def test_a_conversation_that_moved_is_found_at_its_new_id_only(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        participants.move(tx, ada, Inbound("telegram", "1", "ada", Moved("-100")), "-100")
        assert _find(tx, "ada") is None
        found = _find(tx, "-100")
        assert found is not None
        assert found.participant.id == ada.id
        assert participants.homes(tx, ada) == (Home("telegram", Destination("", "-100"), "live"),)


def test_a_conversation_that_moved_to_where_it_is_stays(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        participants.move(tx, ada, Inbound("telegram", "1", "ada", Moved("ada")), "ada")
        assert _find(tx, "ada") is not None


def test_what_waits_for_an_old_id_of_a_body_goes_to_its_new_one(database: Database) -> None:
    with database.write() as tx:
        a_stored_consultation(tx)
        bodies.house(tx, "forum", "telegram", Destination("", "-1"))
        bodies.house(tx, "forum", "telegram", Destination("", "-100"))
        old = _find(tx, "-1")
        assert old is not None
        _queue(tx, old.participant, text="the digest")
        participants.move(tx, old.participant, Inbound("telegram", "1", "-1", Moved("-100")), "-100")
        assert _find(tx, "-1") is None
        [claimed] = outbox.claim(tx, ["telegram"], now=NOW, lease=NOW - NOW, limit=9)
        assert (claimed.destination, claimed.message.text) == (Destination("", "-100"), "the digest")


def test_what_waits_for_an_old_id_is_dropped_where_the_new_one_is_somebody_else_s(database: Database) -> None:
    """It is sealed with the key of whom it was for: nobody else could open it."""
    with database.write() as tx:
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        _queue(tx, ada)
        _queue(tx, bea)
        participants.move(tx, ada, Inbound("telegram", "1", "ada", Moved("bea")), "bea")
        assert _find(tx, "ada") is None
        assert _waiting(tx) == ["bulk"]


def test_the_last_goodbye_is_waited_for_before_somebody_is_gone_for_good(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _queue(tx, ada, "turn", "Goodbye.")
        participants.leave(tx, ada.id)
        assert participants.sweep(tx) == 0
        found = _find(tx, "ada")
        assert found is not None
        assert found.participant.leaving
        [claimed] = outbox.claim(tx, ["telegram"], now=NOW, lease=NOW - NOW, limit=9)
        assert participants.sweep(tx) == 0
        outbox.sent(tx, claimed.id, "m1")
        assert participants.sweep(tx) == 1
        assert _find(tx, "ada") is None
        assert [tx.connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in (addresses, deliveries)] == [
            0,
            0,
        ]


def test_who_writes_again_before_they_are_gone_stays(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        participants.leave(tx, ada.id)
        participants.stay(tx, ada.id)
        assert participants.sweep(tx) == 0


def test_a_link_that_a_forgotten_person_used_stays_as_one_that_nobody_used(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        consultation = a_stored_consultation(tx)
        survey = tx.connection.scalar(sa.text("SELECT id FROM surveys"))
        tx.connection.execute(sa.insert(invitations).values(digest=b"d", survey_id=survey, reference="R1", participant_id=ada.id))
        participants.leave(tx, ada.id)
        participants.sweep(tx)
        assert consultation
        assert tx.connection.execute(sa.select(invitations.c.reference, invitations.c.participant_id)).one() == ("R1", None)
