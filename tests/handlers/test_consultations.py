"""The life of a consultation, and who may move it on."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from handlers import consultations, officers
from storage import consultations as stored
from storage.consultations import Held
from storage.database import Database
from surveys.consultations.model import Body, Consultation
from surveys.errors import DefinitionError, Refused
from tests.factories import SURVEY, a_consultation, a_person, a_response

SAM, RUTH, EVA = "sam@wexmoor.example", "ruth@wexmoor.example", "eva@wexmoor.example"
BEFORE = datetime(2010, 8, 1, 9, tzinfo=UTC)
DURING = datetime(2010, 10, 1, 9, tzinfo=UTC)
AFTER = datetime(2010, 11, 16, 9, tzinfo=UTC)
OTHER = SURVEY.replace(b"survey: short", b"survey: other")


@pytest.fixture
def staffed(database: Database) -> Database:
    """Sam writes and approves, Ruth approves, Eva only brings in responses."""
    with database.write() as tx:
        officers.add(tx, "Sam Okafor", SAM, ("commissioner", "approver"))
        officers.add(tx, "Ruth Ansell", RUTH, ("approver",))
        officers.add(tx, "Eva Lund", EVA, ("coordinator",))
    return database


def _create(database: Database, consultation: Consultation | None = None, *, rehearsal: bool = False) -> str:
    about = consultation or a_consultation()
    return consultations.create(database, about, [("tso", SURVEY)], by=SAM, rehearsal=rehearsal)


def _held(database: Database, name: str = "fairer") -> Held:
    with database.read() as tx:
        return consultations.held(tx, name)


def _refused(key: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.key == key)


def test_a_draft_is_approved_by_a_second_officer_and_opened(staffed: Database) -> None:
    """The whole way, with who did what."""
    consultation_id = _create(staffed)
    assert _held(staffed).state == "draft"
    consultations.approve(staffed, "fairer", by=RUTH)
    consultations.open_now(staffed, consultation_id, by=SAM, now=DURING)
    held = _held(staffed)
    assert (held.state, held.created_by, held.approved_by) == ("open", SAM, RUTH)
    assert held.opens_at == datetime(2010, 8, 15, 23, tzinfo=UTC)
    assert held.open_at(DURING)


def test_only_a_commissioner_who_is_known_creates(staffed: Database) -> None:
    """A stranger, and an officer with another role, are told so; nothing is stored."""
    for who, key in (("nobody@wexmoor.example", "officer.unknown"), (RUTH, "officer.role")):
        with _refused(key):
            consultations.create(staffed, a_consultation(), [("tso", SURVEY)], by=who)
    assert consultations.every(staffed, BEFORE) == ()


def test_nobody_approves_their_own(staffed: Database) -> None:
    """Not even one who is an approver (decision 21)."""
    _create(staffed)
    with _refused("consultation.own"):
        consultations.approve(staffed, "fairer", by=SAM)
    with _refused("officer.role"):
        consultations.approve(staffed, "fairer", by=EVA)
    assert _held(staffed).state == "draft"


def test_what_is_approved_is_not_approved_again(staffed: Database) -> None:
    """The first approval stands."""
    _create(staffed)
    consultations.approve(staffed, "fairer", by=RUTH)
    with _refused("consultation.state"):
        consultations.approve(staffed, "fairer", by=RUTH)


def test_nothing_opens_before_it_is_approved(staffed: Database) -> None:
    """The reason says how."""
    _create(staffed)
    with pytest.raises(Refused, match=r"not approved yet.*hearback consultation approve fairer"):
        consultations.open_now(staffed, "fairer", by=SAM, now=DURING)


def test_nothing_opens_outside_its_days(staffed: Database) -> None:
    """Neither before the first nor after the last; the last second of the last day still counts."""
    _create(staffed)
    consultations.approve(staffed, "fairer", by=RUTH)
    with _refused("consultation.early"):
        consultations.open_now(staffed, "fairer", by=SAM, now=BEFORE)
    with _refused("consultation.over"):
        consultations.open_now(staffed, "fairer", by=SAM, now=datetime(2010, 11, 16, 0, 0, 0, tzinfo=UTC))
    consultations.open_now(staffed, "fairer", by=SAM, now=datetime(2010, 11, 15, 23, 59, 59, 999_999, tzinfo=UTC))
    with _refused("consultation.state"):
        consultations.open_now(staffed, "fairer", by=SAM, now=DURING)


def test_of_two_who_open_at_once_one_does(staffed: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state in the table decides, and the other is told."""
    _create(staffed)
    consultations.approve(staffed, "fairer", by=RUTH)
    monkeypatch.setattr(stored, "move", lambda *args, **values: False)
    with _refused("consultation.state"):
        consultations.open_now(staffed, "fairer", by=SAM, now=DURING)


def test_only_a_commissioner_opens_and_closes(staffed: Database) -> None:
    """An approver approves."""
    _create(staffed)
    consultations.approve(staffed, "fairer", by=RUTH)
    with _refused("officer.role"):
        consultations.open_now(staffed, "fairer", by=RUTH, now=DURING)
    consultations.open_now(staffed, "fairer", by=SAM, now=DURING)
    with _refused("officer.role"):
        consultations.close(staffed, "fairer", by=RUTH, now=DURING)


def test_a_rehearsal_opens_before_its_day(staffed: Database) -> None:
    """It is for trying things out, and people may answer from that moment."""
    _create(staffed, rehearsal=True)
    consultations.approve(staffed, "fairer", by=RUTH)
    consultations.open_now(staffed, "fairer", by=SAM, now=BEFORE)
    assert _held(staffed).open_at(BEFORE)


def test_children_and_carers_are_asked_in_rehearsal_only(staffed: Database) -> None:
    """Until a named person has signed the safeguarding texts (decision 18)."""
    about = a_consultation(audiences=(("young_person", "survey.yaml"),), safeguarding_lead="Marian", safeguarding_deputy="Daniel")
    _create(staffed, about)
    consultations.approve(staffed, "fairer", by=RUTH)
    with _refused("consultation.unreviewed"):
        consultations.open_now(staffed, "fairer", by=SAM, now=DURING)
    _create(staffed, replace(about, slug="tried"), rehearsal=True)
    consultations.approve(staffed, "tried", by=RUTH)
    consultations.open_now(staffed, "tried", by=SAM, now=DURING)
    assert _held(staffed, "tried").state == "open"


@pytest.mark.parametrize("named", [{}, {"safeguarding_lead": "Marian"}, {"safeguarding_deputy": "Daniel"}])
def test_children_and_carers_are_not_asked_without_a_lead_and_a_deputy(staffed: Database, named: dict[str, str]) -> None:
    """Not in rehearsal either."""
    _create(staffed, a_consultation(audiences=(("parent", "survey.yaml"), ("tso", "b.yaml")), **named), rehearsal=True)
    consultations.approve(staffed, "fairer", by=RUTH)
    with pytest.raises(Refused, match="asks parent, and names no safeguarding lead and deputy"):
        consultations.open_now(staffed, "fairer", by=SAM, now=DURING)


def test_closing_early_makes_what_comes_after_too_late(staffed: Database) -> None:
    """From that moment; and it cannot be closed twice, nor opened again."""
    _create(staffed)
    with _refused("consultation.state"):
        consultations.close(staffed, "fairer", by=SAM, now=DURING)
    consultations.approve(staffed, "fairer", by=RUTH)
    consultations.open_now(staffed, "fairer", by=SAM, now=DURING)
    consultations.close(staffed, "fairer", by=SAM, now=DURING)
    held = _held(staffed)
    assert held.state == "closed"
    assert held.closes_at == datetime(2010, 10, 1, 8, 59, 59, tzinfo=UTC)
    for again in (consultations.close, consultations.open_now):
        with _refused("consultation.state"):
            again(staffed, "fairer", by=SAM, now=DURING)


def test_closing_late_by_hand_adds_no_time(staffed: Database) -> None:
    """The clock was off: the last second stays what it was."""
    _create(staffed)
    consultations.approve(staffed, "fairer", by=RUTH)
    consultations.open_now(staffed, "fairer", by=SAM, now=DURING)
    consultations.close(staffed, "fairer", by=SAM, now=AFTER)
    assert _held(staffed).closes_at == datetime(2010, 11, 15, 23, 59, 59, tzinfo=UTC)


def test_a_name_is_given_once(staffed: Database) -> None:
    """A second consultation of the name is refused."""
    _create(staffed)
    with _refused("consultation.taken"):
        _create(staffed)


def test_a_body_is_not_mixed_up_with_another_of_its_name(staffed: Database) -> None:
    """A slug names one body for good, whoever writes the file; the same words again are the same body."""
    _create(staffed)
    other = a_consultation(slug="second", bodies=(Body("forum", "Carers' Forum", "forum"),))
    with pytest.raises(Refused, match="'forum' is known as Third Sector Forum"):
        _create(staffed, other)
    _create(staffed, a_consultation(slug="third"))


def test_two_audiences_do_not_share_a_survey(staffed: Database) -> None:
    """Whose response it is must stay plain."""
    with _refused("survey.twice"):
        consultations.create(staffed, a_consultation(), [("tso", SURVEY), ("officer", SURVEY)], by=SAM)


def test_a_faulty_survey_is_refused_whole(staffed: Database) -> None:
    """Nothing of the consultation is stored."""
    with pytest.raises(DefinitionError):
        consultations.create(staffed, a_consultation(), [("tso", SURVEY), ("officer", b"survey: x")], by=SAM)
    assert consultations.every(staffed, BEFORE) == ()


def test_an_audience_picks_its_survey(staffed: Database) -> None:
    """Where there are several, it must be said which; where there is one, it need not."""
    consultations.create(staffed, a_consultation(), [("tso", SURVEY), ("officer", OTHER)], by=SAM)
    _create(staffed, a_consultation(slug="single"))
    with staffed.read() as tx:
        both, single = consultations.held(tx, "fairer"), consultations.held(tx, "single")
        assert both.surveys[consultations.survey_for(tx, both, "officer")].name == "other"
        assert single.surveys[consultations.survey_for(tx, single, "")].name == "short"
        for held, audience in ((both, ""), (both, "parent"), (single, "parent")):
            with _refused("consultation.audience"):
                consultations.survey_for(tx, held, audience)


def test_what_there_is_not_is_said_to_be_missing(staffed: Database) -> None:
    """With where to look."""
    with pytest.raises(Refused, match=r"no consultation 'nothing'\. See: hearback consultation list"):
        consultations.show(staffed, "nothing", DURING)


def test_totals_of_participation_are_exact(staffed: Database) -> None:
    """Finished ones by mode, with the people they stand for; those under way and the links apart (decision 13)."""
    consultation_id = _create(staffed)
    consultations.approve(staffed, "fairer", by=RUTH)
    consultations.open_now(staffed, "fairer", by=SAM, now=DURING)
    with staffed.write() as tx:
        for number in range(3):
            a_response(tx, consultation_id, {}, reference=f"P{number}")
        a_response(tx, consultation_id, {}, mode="focus_group", people=15)
        a_response(tx, consultation_id, {}, mode="online", status="unfinished")
        [survey_id] = consultations.held(tx, "fairer").surveys
        stored.invite(tx, survey_id, {"token one": "A", "token two": "B", "token three": "C"})
        stored.use_invitation(tx, "token two", a_person(tx).id)
    shown = consultations.show(staffed, "fairer", DURING)
    assert shown.participation == {"paper": (3, 3), "focus_group": (1, 15)}
    assert (shown.unfinished, shown.invited, shown.arrived, shown.waits_for) == (1, 3, 1, "")
    assert list(shown.audiences.values()) == ["tso"]


def test_the_list_begins_with_what_opens_last_and_says_what_each_waits_for(staffed: Database) -> None:
    """A draft waits for approval, an approved one for its day."""
    _create(staffed)
    _create(staffed, a_consultation(slug="later", opens=date(2010, 9, 1)))
    consultations.approve(staffed, "later", by=RUTH)
    later, first = consultations.every(staffed, BEFORE)
    assert (later.held.consultation.slug, later.waits_for) == ("later", "'later' opens by itself on 2010-09-01, and not before.")
    assert first.waits_for.startswith("'fairer' is not approved yet.")
