"""What the calendar does by itself, at the right second, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from handlers import consultations, due
from handlers.due import Ticked
from storage import consultations as stored
from storage import outbox, participants
from storage.database import Database
from storage.tables import surveys, versions
from surveys.consultations.model import Consultation, State
from surveys.messages import Outgoing
from tests.factories import SURVEY, a_consultation, a_person

SECOND = timedelta(seconds=1)


def _approved(database: Database, consultation: Consultation | None = None, *, rehearsal: bool = False) -> str:
    about = consultation or a_consultation()
    with database.write() as tx:
        new = stored.add(tx, about, [("tso", SURVEY)], created_by="sam@wexmoor.example", rehearsal=rehearsal)
        stored.set_state(tx, new, "approved", approved_by="ruth@wexmoor.example")
    return new


def _state(database: Database, name: str = "fairer") -> State:
    with database.read() as tx:
        return consultations.held(tx, name).state


def test_it_opens_at_midnight_in_its_own_zone_and_closes_after_its_last_second(database: Database) -> None:
    """London, 2010: opening on 16 August is summer time, closing on 15 November is not (decision 14)."""
    _approved(database)
    opens = datetime(2010, 8, 15, 23, 0, 0, tzinfo=UTC)
    closes = datetime(2010, 11, 15, 23, 59, 59, tzinfo=UTC)
    assert due.tick(database, opens - SECOND) == Ticked()
    assert _state(database) == "approved"
    assert due.tick(database, opens) == Ticked(opened=("fairer",))
    assert _state(database) == "open"
    assert due.tick(database, closes) == Ticked()
    assert due.tick(database, closes + timedelta(microseconds=999_999)) == Ticked()
    assert _state(database) == "open"
    assert due.tick(database, closes + SECOND) == Ticked(closed=("fairer",))
    assert _state(database) == "closed"


@pytest.mark.parametrize(
    ("opens", "closes", "zone", "from_", "until"),
    [
        pytest.param(
            date(2011, 3, 27),
            date(2011, 6, 19),
            "Europe/London",
            datetime(2011, 3, 27, 0, tzinfo=UTC),
            datetime(2011, 6, 19, 22, 59, 59, tzinfo=UTC),
            id="opens on the day that summer time begins",
        ),
        pytest.param(
            date(2010, 8, 1),
            date(2010, 10, 31),
            "Europe/London",
            datetime(2010, 7, 31, 23, tzinfo=UTC),
            datetime(2010, 10, 31, 23, 59, 59, tzinfo=UTC),
            id="closes on the day that it ends",
        ),
        pytest.param(
            date(2012, 2, 29),
            date(2012, 5, 23),
            "Europe/London",
            datetime(2012, 2, 29, 0, tzinfo=UTC),
            datetime(2012, 5, 23, 22, 59, 59, tzinfo=UTC),
            id="opens on 29 February",
        ),
        pytest.param(
            date(2011, 12, 7),
            date(2012, 2, 29),
            "Europe/London",
            datetime(2011, 12, 7, 0, tzinfo=UTC),
            datetime(2012, 2, 29, 23, 59, 59, tzinfo=UTC),
            id="closes on 29 February",
        ),
        pytest.param(
            date(2010, 9, 5),
            date(2010, 12, 1),
            "America/Santiago",
            datetime(2010, 9, 5, 4, tzinfo=UTC),
            datetime(2010, 12, 2, 2, 59, 59, tzinfo=UTC),
            id="another zone",
        ),
    ],
)
def test_days_are_whole_whatever_the_calendar_does(
    database: Database, opens: date, closes: date, zone: str, from_: datetime, until: datetime
) -> None:
    """The first second of the first day to the last of the last, where the consultation is held."""
    _approved(database, a_consultation(opens=opens, closes=closes, zone=zone))
    assert due.tick(database, from_ - SECOND) == Ticked()
    assert due.tick(database, from_).opened == ("fairer",)
    assert due.tick(database, until) == Ticked()
    assert due.tick(database, until + SECOND).closed == ("fairer",)


def test_a_second_tick_finds_nothing_to_do(database: Database) -> None:
    """However often, and from whichever process."""
    _approved(database)
    opens = datetime(2010, 8, 16, 8, tzinfo=UTC)
    assert [due.tick(database, opens).opened for _ in range(3)] == [("fairer",), (), ()]
    closes = datetime(2010, 11, 16, 8, tzinfo=UTC)
    assert [due.tick(database, closes).closed for _ in range(3)] == [("fairer",), (), ()]


def test_days_without_a_tick_lose_nothing(database: Database) -> None:
    """The machine slept: the next tick catches up with whatever became due."""
    _approved(database)
    assert due.tick(database, datetime(2010, 9, 1, tzinfo=UTC)).opened == ("fairer",)
    assert due.tick(database, datetime(2010, 12, 24, tzinfo=UTC)).closed == ("fairer",)


def test_one_whose_days_were_all_missed_ends_closed(database: Database) -> None:
    """Nobody could answer; it does not stand open afterwards."""
    _approved(database)
    assert due.tick(database, datetime(2011, 1, 1, tzinfo=UTC)) == Ticked(opened=("fairer",), closed=("fairer",))
    assert _state(database) == "closed"


def test_drafts_stay_drafts(database: Database) -> None:
    """The calendar opens only what two people wanted."""
    with database.write() as tx:
        stored.add(tx, a_consultation(), [("tso", SURVEY)], created_by="sam@wexmoor.example")
    assert due.tick(database, datetime(2010, 9, 1, tzinfo=UTC)) == Ticked()
    assert _state(database) == "draft"


def test_the_calendar_keeps_the_same_rules_as_a_person(database: Database) -> None:
    """Children are asked in rehearsal only: it says why it did not open, and closes nothing that never opened."""
    about = a_consultation(audiences=(("young_person", "a.yaml"),), safeguarding_lead="Marian", safeguarding_deputy="Daniel")
    _approved(database, about)
    midway, after = datetime(2010, 9, 1, tzinfo=UTC), datetime(2010, 12, 1, tzinfo=UTC)
    for now in (midway, midway, after):
        ticked = due.tick(database, now)
        assert (ticked.opened, ticked.closed, [name for name, _ in ticked.barred]) == ((), (), ["fairer"])
        assert "opens only as a rehearsal" in ticked.barred[0][1]
    assert _state(database) == "approved"


def test_each_consultation_follows_its_own_days(database: Database) -> None:
    """Hour by hour around every opening, closing and change of the clock: each moves once, in the right hour."""
    _approved(database)
    _approved(database, a_consultation(slug="spring", opens=date(2011, 1, 10), closes=date(2011, 4, 4)))
    autumn = ("2010-08-15", "2010-08-16", "2010-10-31", "2010-11-15", "2010-11-16")
    spring = ("2011-01-09", "2011-01-10", "2011-03-27", "2011-04-04", "2011-04-05")
    seen = []
    for day in autumn + spring:
        for hour in range(24):
            now = datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
            ticked = due.tick(database, now)
            seen += [(name, now.isoformat()) for name in (*ticked.opened, *ticked.closed)]
    assert seen == [
        ("fairer", "2010-08-15T23:00:00+00:00"),
        ("fairer", "2010-11-16T00:00:00+00:00"),
        ("spring", "2011-01-10T00:00:00+00:00"),
        ("spring", "2011-04-04T23:00:00+00:00"),
    ]


def test_what_another_process_has_just_done_is_not_done_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both saw that it was due; the state in the table decides."""
    new = _approved(database)
    late = datetime(2010, 11, 20, tzinfo=UTC)
    with database.read() as tx:
        opening = stored.due(tx, late)
    assert opening == [(new, "open")]
    due.tick(database, late)
    monkeypatch.setattr(stored, "due", lambda tx, now: [(new, "open"), (new, "closed")])
    assert due.tick(database, late) == Ticked()
    assert _state(database) == "closed"


def test_of_several_processes_that_tick_at_once_each_thing_is_done_by_one(database: Database) -> None:
    """However they interleave: opened once, closed once."""
    for slug in ("one", "two", "three"):
        _approved(database, a_consultation(slug=slug))
    several = [Database(database.url, database.keyring) for _ in range(4)]
    for now, done in ((datetime(2010, 9, 1, tzinfo=UTC), "opened"), (datetime(2010, 12, 1, tzinfo=UTC), "closed")):
        with ThreadPoolExecutor(4) as pool:
            ticked = list(pool.map(due.tick, several, [now] * 4))
        names = [name for each in ticked for name in getattr(each, done)]
        assert sorted(names) == ["one", "three", "two"]
    for each in several:
        each.close()


def test_a_delivery_whose_sender_died_is_taken_up_again(database: Database) -> None:
    """Its lease ran out: the answer to a person's turn goes back in the queue."""
    now = datetime(2010, 9, 1, tzinfo=UTC)
    with database.write() as tx:
        outbox.add(tx, [outbox.Queued("telegram", a_person(tx), Outgoing("Hello"))], now=now, place=1)
        [claimed] = outbox.claim(tx, ["telegram"], now=now, lease=timedelta(minutes=1), limit=9)
    assert due.tick(database, now + timedelta(seconds=59)).expired == 0
    assert due.tick(database, now + timedelta(seconds=61)).expired == 1
    assert due.tick(database, now + timedelta(seconds=62)).expired == 0
    with database.write() as tx:
        again = outbox.claim(tx, ["telegram"], now=now + timedelta(seconds=62), lease=timedelta(minutes=1), limit=9)
    assert [each.id for each in again] == [claimed.id]


def test_who_asked_to_be_forgotten_is_gone_once_the_goodbye_is_sent(database: Database) -> None:
    """And not before."""
    now = datetime(2010, 9, 1, tzinfo=UTC)
    with database.write() as tx:
        person = a_person(tx)
        outbox.add(tx, [outbox.Queued("telegram", person, Outgoing("Goodbye"))], now=now, place=1)
        participants.leave(tx, person.id)
    assert due.tick(database, now).swept == 0
    with database.write() as tx:
        [claimed] = outbox.claim(tx, ["telegram"], now=now, lease=timedelta(minutes=1), limit=9)
        outbox.sent(tx, claimed.id, "7")
    assert due.tick(database, now).swept == 1
    assert due.tick(database, now).swept == 0


def test_a_consultation_whose_survey_cannot_be_read_any_more_keeps_no_other_from_opening_or_closing(database: Database) -> None:
    broken = _approved(database, a_consultation(slug="broken"))
    _approved(database)
    with database.write() as tx:
        tx.connection.execute(
            sa.update(versions)
            .where(versions.c.survey_id.in_(sa.select(surveys.c.id).where(surveys.c.consultation_id == broken)))
            .values(source=b"no survey")
        )
    ticked = due.tick(database, datetime(2010, 8, 16, tzinfo=UTC))
    assert ticked.opened == ("fairer",)
    assert [consultation for consultation, _ in ticked.barred] == [broken]
    with database.write() as tx:
        stored.set_state(tx, broken, "open")
    assert set(due.tick(database, datetime(2010, 11, 16, tzinfo=UTC)).closed) == {"broken", "fairer"}
