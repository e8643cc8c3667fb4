"""Consultations as the database holds them: found, opened and closed by the calendar, entered by links that are used once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from storage import bodies, consultations
from storage.consultations import Invitation
from storage.database import Database, Tx
from storage.tables import invitations
from surveys.consultations.model import Body
from tests.factories import SURVEY, a_consultation, a_person

SUMMER = datetime(2010, 8, 16, tzinfo=UTC) - timedelta(hours=1)  # midnight in London
LAST = datetime(2010, 11, 15, 23, 59, 59, tzinfo=UTC)
YOUNG = SURVEY.replace(b"survey: short", b"survey: young")


def _add(tx: Tx, slug: str = "fairer", **changes: object) -> str:
    return consultations.add(tx, a_consultation(slug=slug, **changes), [("tso", SURVEY)], created_by="sam@wexmoor.example")


def test_a_name_that_no_database_can_hold_is_nobodys(database: Database) -> None:
    with database.read() as tx:
        assert consultations.by_slug(tx, "fair\0er") is None


def test_the_last_second_counts_to_its_end(sqlite: Database) -> None:
    with sqlite.write() as tx:
        new = _add(tx)
        consultations.set_state(tx, new, "open")
        held = consultations.by_ids(tx, [new])[new]
    nearly = LAST + timedelta(microseconds=999_999)
    assert [(held.open_at(now), held.over_at(now)) for now in (LAST, nearly, LAST + timedelta(seconds=1))] == [
        (True, False),
        (True, False),
        (False, True),
    ]


def test_a_draft_is_found_by_its_name_its_id_and_its_survey(database: Database) -> None:
    with database.write() as tx:
        new = _add(tx)
        held = consultations.by_slug(tx, "fairer")
        assert held is not None
        assert (held.id, held.state, held.created_by, held.approved_by, held.rehearsal) == (
            new,
            "draft",
            "sam@wexmoor.example",
            "",
            False,
        )
        assert held.consultation == a_consultation()
        assert (held.opens_at, held.closes_at) == (SUMMER, LAST)
        [survey_id] = held.surveys
        assert [question.name for question in held.surveys[survey_id].questions] == ["fair", "why", "help", "since"]
        assert consultations.by_slug(tx, new) == consultations.of_survey(tx, survey_id) == held
        assert consultations.by_ids(tx, [new, "unknown"]) == {new: held}
        assert consultations.by_slug(tx, "unknown") is consultations.of_survey(tx, "unknown") is None
        assert consultations.audiences(tx, new) == {survey_id: "tso"}


def test_its_surveys_stand_in_the_author_s_order_of_audiences(database: Database) -> None:
    about = a_consultation(audiences=(("young_person", "young.yaml"), ("tso", "survey.yaml")))
    with database.write() as tx:
        new = consultations.add(tx, about, [("tso", SURVEY), ("young_person", YOUNG)], created_by="sam", rehearsal=True)
        held = consultations.by_ids(tx, [new])[new]
        assert held.rehearsal
        assert [survey.name for survey in held.surveys.values()] == ["young", "short"]


def test_bodies_that_are_known_stay_as_they_are_and_new_ones_are_added(database: Database) -> None:
    with database.write() as tx:
        bodies.add(tx, [Body("forum", "The Forum", "forum")])
        _add(tx)
        _add(tx, "nobody", bodies=())
        assert [(body.slug, body.name) for body in bodies.everyone(tx)] == [
            ("council", "Wexmoor Council"),
            ("forum", "The Forum"),
            ("network", "Commissioners Network"),
        ]


def test_a_consultation_without_surveys_or_bodies_can_be_held(database: Database) -> None:
    with database.write() as tx:
        new = consultations.add(tx, a_consultation(bodies=()), [], created_by="sam")
        assert consultations.by_ids(tx, [new])[new].surveys == {}


def test_all_are_listed_with_those_that_open_last_first(database: Database) -> None:
    with database.write() as tx:
        assert consultations.every(tx) == []
        _add(tx, "first")
        _add(tx, "later", opens=date(2010, 9, 1))
        assert [held.consultation.slug for held in consultations.every(tx)] == ["later", "first"]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (SUMMER - timedelta(microseconds=1), False),
        (SUMMER, True),
        (LAST + timedelta(microseconds=999_999), True),
        (LAST + timedelta(seconds=1), False),
    ],
)
def test_people_may_begin_from_the_first_moment_to_the_end_of_the_last_second(
    database: Database, moment: datetime, is_open: bool
) -> None:
    """Summer time ends between the two: London is an hour ahead of UTC on the first day and with it on the last."""
    with database.write() as tx:
        new = _add(tx)
        assert consultations.open_now(tx, moment) == []  # a draft is open to nobody
        consultations.set_state(tx, new, "open")
        assert [held.id for held in consultations.open_now(tx, moment)] == ([new] if is_open else [])


def test_a_rehearsal_is_offered_to_nobody(database: Database) -> None:
    """It may ask young people and carers before all that keeps them safe is there: only colleagues with its name get in."""
    with database.write() as tx:
        new = consultations.add(tx, a_consultation(), [("tso", SURVEY)], created_by="sam@wexmoor.example", rehearsal=True)
        consultations.set_state(tx, new, "open")
        assert consultations.open_now(tx, SUMMER) == []


def test_today_is_a_day_where_the_consultation_is_held(database: Database) -> None:
    with database.write() as tx:
        held = consultations.by_ids(tx, [new := _add(tx)])[new]
        assert held.local(datetime(2010, 8, 15, 23, 30, tzinfo=UTC)).date() == date(2010, 8, 16)


def test_what_is_due_is_opened_on_its_day_and_closed_after_its_last_second(database: Database) -> None:
    with database.write() as tx:
        new = _add(tx)
        assert consultations.due(tx, LAST) == []
        consultations.set_state(tx, new, "approved", approved_by="ann")
        assert consultations.by_ids(tx, [new])[new].approved_by == "ann"
        assert consultations.due(tx, SUMMER - timedelta(seconds=1)) == []
        assert consultations.due(tx, SUMMER) == [(new, "open")]
        consultations.set_state(tx, new, "open")
        assert consultations.due(tx, LAST + timedelta(milliseconds=999)) == []
        assert consultations.due(tx, LAST + timedelta(seconds=1)) == [(new, "closed")]


def test_of_two_who_move_a_consultation_at_once_one_does(database: Database) -> None:
    with database.write() as tx:
        new = _add(tx)

    def approve(_: int) -> bool:
        with database.write() as tx:
            return consultations.move(tx, new, "draft", "approved", approved_by="ann")

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, range(2))) == [False, True]


def test_a_personal_link_leads_to_its_survey_under_its_reference(database: Database) -> None:
    with database.write() as tx:
        [survey_id] = consultations.by_ids(tx, [new := _add(tx)])[new].surveys
        consultations.invite(tx, survey_id, {"token-1": "A-001", "token-2": "A-002"})
        assert consultations.invitation(tx, "token-1") == Invitation(survey_id, "A-001", None)
        assert consultations.invitation(tx, "token-3") is None
        assert b"token-1" not in {row.digest for row in tx.connection.execute(sa.select(invitations))}
        assert consultations.references(tx, new) == {"A-001": False, "A-002": False}


def test_a_personal_link_belongs_to_whoever_uses_it_first(database: Database) -> None:
    with database.write() as tx:
        [survey_id] = consultations.by_ids(tx, [new := _add(tx)])[new].surveys
        consultations.invite(tx, survey_id, {"token": "A-001"})
        ada, bea = a_person(tx, "ada"), a_person(tx, "bea")
        assert consultations.use_invitation(tx, "token", ada.id)
        assert consultations.use_invitation(tx, "token", ada.id)
        assert not consultations.use_invitation(tx, "token", bea.id)
        assert consultations.invitation(tx, "token") == Invitation(survey_id, "A-001", ada.id)
        assert consultations.reference_of(tx, survey_id, ada.id) == "A-001"
        assert consultations.reference_of(tx, survey_id, bea.id) == ""
        assert consultations.references(tx, new) == {"A-001": True}


def test_links_that_were_withdrawn_lead_nowhere(database: Database) -> None:
    with database.write() as tx:
        [survey_id] = consultations.by_ids(tx, [new := _add(tx)])[new].surveys
        consultations.invite(tx, survey_id, {"token-1": "A-001", "token-2": "A-002"})
        consultations.withdraw_invitations(tx, new, ["A-001"])
        assert consultations.references(tx, new) == {"A-002": False}
