"""What is to be sent goes out once, in order, answers before bulk, one at a time to each address, whoever dies on the way."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from storage import outbox, participants
from storage.database import Database, Tx
from storage.outbox import TRIES, Claimed, Kind, Queued
from storage.participants import Participant
from storage.tables import deliveries, parts
from surveys.messages import Destination, Mark, Option, Outgoing
from tests.factories import a_person, a_stored_consultation

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)
SOON = timedelta(seconds=5)


def _queue(tx: Tx, person: Participant, *texts: str, kind: Kind = "turn", place: int = 1, channel: str = "telegram") -> None:
    outbox.add(tx, [Queued(channel, person, Outgoing(text), kind) for text in texts], now=NOW, place=place)


def _claim(tx: Tx, *, now: datetime = NOW, limit: int = 99, channels: Sequence[str] = ("telegram",)) -> list[Claimed]:
    return outbox.claim(tx, channels, now=now, lease=LEASE, limit=limit)


def _texts(claimed: list[Claimed]) -> list[str]:
    return [each.message.text for each in claimed]


def _all(tx: Tx) -> dict[str, int]:
    counted: dict[str, int] = {}
    for (_, status), count in outbox.counts(tx).items():
        counted[status] = counted.get(status, 0) + count
    return counted


def test_a_delivery_is_claimed_with_all_that_its_channel_needs(database: Database) -> None:
    message = Outgoing("Which?", (Mark(0, 5, "bold"),), (Option("q.1", "Yes", ticked=True, number=1),), "Subject", "m0")
    with database.write() as tx:
        ada = a_person(tx, "ada")
        outbox.add(tx, [Queued("telegram", ada, message)], now=NOW, place=1)
        [claimed] = _claim(tx)
        assert claimed == Claimed(claimed.id, "telegram", "turn", Destination("", "ada"), message, 1, 0)
        assert _claim(tx) == []


def test_nothing_to_queue_is_nothing_to_do(database: Database) -> None:
    with database.write() as tx:
        outbox.add(tx, [], now=NOW, place=1)
        assert (_all(tx), outbox.next_due(tx, ["telegram"])) == ({}, None)


def test_answers_come_before_bulk_and_each_in_the_order_of_queueing(database: Database) -> None:
    with database.write() as tx:
        ada, bea, cid, dot = (a_person(tx, name) for name in ("ada", "bea", "cid", "dot"))
        _queue(tx, ada, "news for ada", kind="bulk", place=1)
        _queue(tx, bea, "news for bea", kind="bulk", place=2)
        _queue(tx, dot, "answer for dot", place=4)
        _queue(tx, cid, "answer for cid", place=3)
        assert _texts(_claim(tx)) == ["answer for cid", "answer for dot", "news for ada", "news for bea"]


def test_a_sender_takes_no_more_than_it_asked_for_and_only_of_its_own_channels(database: Database) -> None:
    with database.write() as tx:
        for number, name in enumerate(("ada", "bea", "cid"), start=1):
            _queue(tx, a_person(tx, name), name, place=number)
        _queue(tx, a_person(tx, "dot", "folder"), "dot", channel="folder")
        assert _texts(_claim(tx, limit=2)) == ["ada", "bea"]
        assert _texts(_claim(tx, channels=["folder"])) == ["dot"]


def test_one_thing_at_a_time_goes_to_an_address_and_its_answers_first(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _queue(tx, ada, "news", kind="bulk", place=1)
        _queue(tx, ada, "one", "two", place=2)
        for expected in ("one", "two", "news"):
            claimed = _claim(tx)
            assert _texts(claimed) == [expected]
            assert _claim(tx) == []  # the next waits while this one is on its way
            outbox.sent(tx, claimed[0].id, "m1")


def test_an_answer_waits_for_bulk_that_is_on_its_way_to_the_same_address(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _queue(tx, ada, "news", kind="bulk")
        [news] = _claim(tx)
        _queue(tx, ada, "answer", place=2)
        assert _claim(tx) == []
        outbox.sent(tx, news.id, "m1")
        assert _texts(_claim(tx)) == ["answer"]


def test_what_is_put_back_is_due_later_and_holds_back_what_follows_it(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _queue(tx, ada, "one", "two")
        [one] = _claim(tx)
        outbox.put_back(tx, one.id, "ChannelBusy", due_at=NOW + SOON)
        assert outbox.next_due(tx, ["telegram"]) == NOW  # the second is due, though it waits for the first
        assert _claim(tx, now=NOW + SOON - timedelta(seconds=1)) == []
        [again] = _claim(tx, now=NOW + SOON)
        assert (again.message.text, again.attempts) == ("one", 2)


def test_a_try_that_the_vendor_only_delayed_is_not_counted(database: Database) -> None:
    with database.write() as tx:
        _queue(tx, a_person(tx, "ada"), "one")
        [one] = _claim(tx)
        outbox.put_back(tx, one.id, "ChannelBusy", due_at=NOW, counted=False)
        [again] = _claim(tx)
        assert again.attempts == 1


def test_what_was_sent_keeps_the_vendor_s_id_and_no_words(database: Database) -> None:
    with database.write() as tx:
        _queue(tx, a_person(tx, "ada"), "one")
        [one] = _claim(tx)
        outbox.sent(tx, one.id, "m7")
        [row] = tx.connection.execute(sa.select(deliveries)).all()
        assert (row.status, row.message, row.sealed, row.leased_until) == ("sent", "m7", None, None)


def test_parts_that_went_out_are_known_after_a_restart(database: Database) -> None:
    with database.write() as tx:
        _queue(tx, a_person(tx, "ada"), "long")
        [one] = _claim(tx)
        outbox.part_sent(tx, one.id, 0, "m1")
        outbox.part_sent(tx, one.id, 0, "m1")
        outbox.part_sent(tx, one.id, 1, "m2")
        outbox.put_back(tx, one.id, "Crash", due_at=NOW)
        [again] = _claim(tx)
        assert again.already == 2
        assert tx.connection.scalar(sa.select(sa.func.count()).select_from(parts)) == 2


def test_an_answer_in_doubt_is_sent_again_once_and_bulk_never(database: Database) -> None:
    with database.write() as tx:
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        _queue(tx, ada, "answer")
        _queue(tx, bea, "news", kind="bulk")
        for claimed in _claim(tx):
            outbox.doubt(tx, claimed, "InDoubt", due_at=NOW + SOON)
        assert _all(tx) == {"queued": 1, "unknown": 1}
        [again] = _claim(tx, now=NOW + SOON)
        outbox.put_back(tx, again.id, "ChannelBusy", due_at=NOW)  # another fault between does not give it another turn
        [again] = _claim(tx)
        outbox.doubt(tx, again, "InDoubt", due_at=NOW + SOON)
        assert _all(tx) == {"unknown": 2}


def test_a_lease_that_ran_out_gives_an_answer_back_and_leaves_bulk_in_doubt(database: Database) -> None:
    with database.write() as tx:
        _queue(tx, a_person(tx, "ada"), "answer")
        _queue(tx, a_person(tx, "bea"), "news", kind="bulk")
        assert len(_claim(tx)) == 2
        assert outbox.expire(tx, now=NOW + LEASE) == 0
        assert outbox.expire(tx, now=NOW + LEASE + SOON) == 2
        assert outbox.counts(tx) == {("turn", "queued"): 1, ("bulk", "unknown"): 1}


def test_an_answer_in_doubt_whose_sender_died_is_still_in_doubt(database: Database) -> None:
    with database.write() as tx:
        _queue(tx, a_person(tx, "ada"), "answer")
        outbox.doubt(tx, _claim(tx)[0], "InDoubt", due_at=NOW)
        _claim(tx)
        outbox.expire(tx, now=NOW + LEASE + SOON)
        outbox.doubt(tx, _claim(tx)[0], "InDoubt", due_at=NOW)
        assert _all(tx) == {"unknown": 1}


def test_a_delivery_that_kills_its_sender_every_time_is_left_for_a_person(database: Database) -> None:
    with database.write() as tx:
        _queue(tx, a_person(tx, "ada"), "answer")
        now = NOW
        for _ in range(TRIES):
            assert len(_claim(tx, now=now)) == 1
            now += LEASE + SOON
            assert outbox.expire(tx, now=now) == 1
        assert _all(tx) == {"unknown": 1}


def test_who_shut_us_out_gets_no_bulk_until_they_are_back_and_then_what_they_missed(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _queue(tx, ada, "news", "more news", kind="bulk")
        outbox.give_up(tx, _claim(tx)[0].id, "unreachable", "Unreachable")
        assert [home.state for home in participants.homes(tx, ada)] == ["unreachable"]
        assert (_claim(tx), outbox.next_due(tx, ["telegram"])) == ([], None)
        participants.reach(tx, [ada.address_id], reachable=True)
        outbox.revive(tx, ada.address_id, now=NOW + SOON)
        [first] = _claim(tx, now=NOW + SOON)
        assert (first.message.text, first.attempts) == ("news", 1)
        outbox.sent(tx, first.id, "m1")
        assert _texts(_claim(tx, now=NOW + SOON)) == ["more news"]


def test_bulk_in_doubt_is_sent_again_when_the_person_writes_and_nobody_else_s_is(database: Database) -> None:
    with database.write() as tx:
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        _queue(tx, ada, "news", kind="bulk")
        _queue(tx, bea, "news", kind="bulk")
        for claimed in _claim(tx):
            outbox.doubt(tx, claimed, "InDoubt", due_at=NOW)
        outbox.revive(tx, ada.address_id, now=NOW)
        assert [each.destination.address for each in _claim(tx)] == ["ada"]


def test_who_said_stop_is_sent_the_answers_to_what_they_write_and_no_bulk(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        participants.stop(tx, ada.id)
        _queue(tx, ada, "news", kind="bulk")
        _queue(tx, ada, "answer", place=2)
        assert _texts(_claim(tx)) == ["answer"]


def test_a_dead_delivery_is_not_sent_again_and_shuts_no_address(database: Database) -> None:
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _queue(tx, ada, "answer")
        outbox.give_up(tx, _claim(tx)[0].id, "dead", "BadRequest")
        outbox.revive(tx, ada.address_id, now=NOW)
        assert (_claim(tx), _all(tx)) == ([], {"dead": 1})
        assert [home.state for home in participants.homes(tx, ada)] == ["live"]


def test_dropping_takes_out_only_what_waits_for_that_person(database: Database) -> None:
    with database.write() as tx:
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        for person in (ada, bea):
            _queue(tx, person, "answer")
            _queue(tx, person, "news", kind="bulk", place=2)
        outbox.drop(tx, ada.id, "bulk")
        assert outbox.counts(tx) == {("turn", "queued"): 2, ("bulk", "queued"): 1}
        outbox.drop(tx, bea.id, "turn", "bulk")
        assert outbox.counts(tx) == {("turn", "queued"): 1}


def test_deliveries_are_counted_by_consultation(database: Database) -> None:
    with database.write() as tx:
        consultation_id, ada = a_stored_consultation(tx), a_person(tx, "ada")
        outbox.add(tx, [Queued("telegram", ada, Outgoing("a"), "bulk", consultation_id)], now=NOW, place=1)
        _queue(tx, ada, "b")
        assert outbox.counts(tx, consultation_id=consultation_id) == {("bulk", "queued"): 1}
        assert outbox.counts(tx, edition_id="none") == {}


def test_words_moved_to_another_delivery_do_not_open_and_stop_nothing_else(database: Database) -> None:
    with database.write() as tx:
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        _queue(tx, ada, "one", "two")
        _queue(tx, bea, "three", place=3)
        [first, second, _] = tx.connection.execute(sa.select(deliveries).order_by(deliveries.c.place)).all()
        tx.connection.execute(sa.update(deliveries).where(deliveries.c.id == first.id).values(sealed=second.sealed))
        assert _texts(_claim(tx)) == ["three"]
        assert _all(tx) == {"dead": 1, "queued": 1, "sending": 1}
        assert _texts(_claim(tx)) == ["two"]


def test_who_asked_to_be_forgotten_is_sent_the_goodbye_and_nothing_after_it(database: Database) -> None:
    """A notice was on its way when they asked, and came back: their vendor was busy."""
    with database.write() as tx:
        ada = a_person(tx, "ada")
        _queue(tx, ada, "news", kind="bulk")
        [news] = _claim(tx)
        participants.leave(tx, ada.id)
        _queue(tx, ada, "goodbye", place=2)
        outbox.put_back(tx, news.id, "ChannelBusy", due_at=NOW, counted=False)
        assert participants.sweep(tx) == 0
        [goodbye] = _claim(tx)
        outbox.sent(tx, goodbye.id, "m")
        assert (goodbye.message.text, _claim(tx), participants.sweep(tx), _all(tx)) == ("goodbye", [], 1, {})


def test_two_senders_at_once_never_take_the_same_delivery_nor_two_for_one_address(database: Database) -> None:
    with database.write() as tx:
        for number in range(12):
            person = a_person(tx, f"person {number}")
            _queue(tx, person, f"{number} a", f"{number} b", place=number * 10)
    taken: list[Claimed] = []
    began = threading.Barrier(4)

    def send() -> None:
        began.wait(10)
        for _ in range(6):
            with database.write() as tx:
                mine = _claim(tx, limit=2)
            taken.extend(mine)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len({each.id for each in taken}) == len(taken) == 12
    assert {each.message.text for each in taken} == {f"{number} a" for number in range(12)}


def test_one_sender_does_not_wait_for_another_s_rows(database: Database) -> None:
    """PostgreSQL's SKIP LOCKED; SQLite has one writer at a time."""
    with database.write() as tx:
        if not tx.postgres:
            return
        _queue(tx, a_person(tx, "ada"), "one")
        _queue(tx, a_person(tx, "bea"), "two", place=2)
    with database.write() as first:
        assert _texts(_claim(first, limit=1)) == ["one"]
        with database.write() as second:
            assert _texts(_claim(second)) == ["two"]
