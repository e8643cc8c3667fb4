"""Personal links: one for each reference, told once, for one person."""

import re
from pathlib import Path

import pytest

from handlers import consultations, invitations
from handlers.invitations import Link
from storage import consultations as stored
from storage.database import Database
from surveys.consultations.model import State
from surveys.errors import DefinitionError, Place, Refused
from tests.factories import SURVEY, a_consultation, a_person, a_response, a_stored_consultation

OTHER = SURVEY.replace(b"survey: short", b"survey: other")


def _faults(database: Database, references: list[str], places: list[Place] | None = None) -> list[tuple[str, int]]:
    with pytest.raises(DefinitionError) as caught:
        invitations.invite(database, "fairer", references, places=places or ())
    return [(fault.code, fault.place.line) for fault in caught.value.faults]


def test_each_reference_gets_a_link_of_its_own_in_order(database: Database) -> None:
    """128 random bits that fit Telegram's deep links (https://core.telegram.org/bots/features#deep-linking)."""
    with database.write() as tx:
        a_stored_consultation(tx)
    links = invitations.invite(database, "fairer", ["A-1", "B_2", "c3"])
    assert [link.reference for link in links] == ["A-1", "B_2", "c3"]
    assert len({link.token for link in links}) == 3
    assert all(re.fullmatch("[A-Za-z0-9_-]{22}", link.token) for link in links)
    with database.read() as tx:
        found = stored.invitation(tx, links[1].token)
        assert found is not None
        assert (found.reference, found.participant_id) == ("B_2", None)


def test_no_link_can_be_read_from_the_database(sqlite: Database) -> None:
    """Only its digest is there."""
    with sqlite.write() as tx:
        a_stored_consultation(tx)
    [link] = invitations.invite(sqlite, "fairer", ["A"])
    sqlite.close()  # which writes all of it into the one file
    held = Path(sqlite.engine.url.database or "").read_bytes()
    assert b"survey: short" in held
    assert link.token.encode() not in held


def test_a_reference_is_used_once(database: Database) -> None:
    """Each that was invited, has answered, stands twice or is none is told with its row; then no link is made."""
    with database.write() as tx:
        new = a_stored_consultation(tx)
        a_response(tx, new, {}, reference="P01")
    invitations.invite(database, "fairer", ["A"])
    places = [Place("f.csv", line) for line in (2, 3, 5, 6, 7, 8, 9)]
    assert _faults(database, ["B", "A", "P01", "B", "", "C", "a/b"], places) == [
        ("invite.used", 3),
        ("invite.used", 5),
        ("invite.twice", 6),
        ("invite.reference", 7),
        ("invite.reference", 9),
    ]
    assert _faults(database, ["D", "D"]) == [("invite.twice", 2)]
    with database.read() as tx:
        assert stored.references(tx, new) == {"A": False}


def test_a_link_leads_to_the_audience_it_was_made_for(database: Database) -> None:
    """Which must be said where there are several."""
    with database.write() as tx:
        stored.add(tx, a_consultation(), [("tso", SURVEY), ("officer", OTHER)], created_by="sam")
    with pytest.raises(Refused):
        invitations.invite(database, "fairer", ["A"])
    [link] = invitations.invite(database, "fairer", ["A"], audience="officer")
    with database.read() as tx:
        found = stored.invitation(tx, link.token)
        assert found is not None
        assert consultations.held(tx, "fairer").surveys[found.survey_id].name == "other"


@pytest.mark.parametrize("state", ["draft", "approved", "open"])
def test_links_are_made_ahead_of_the_opening_and_while_it_is_open(database: Database, state: State) -> None:
    """So that letters can be printed in time."""
    with database.write() as tx:
        stored.set_state(tx, a_stored_consultation(tx), state)
    assert len(invitations.invite(database, "fairer", ["A"])) == 1


@pytest.mark.parametrize("state", ["closed", "published"])
def test_nobody_is_invited_to_what_has_closed(database: Database, state: State) -> None:
    """It says so."""
    with database.write() as tx:
        stored.set_state(tx, a_stored_consultation(tx), state)
    with pytest.raises(Refused, match="is closed"):
        invitations.invite(database, "fairer", ["A"])


def test_there_is_an_end_to_links(database: Database) -> None:
    """A file by mistake is not stored; no reference at all is no fault."""
    with database.write() as tx:
        a_stored_consultation(tx)
    with pytest.raises(Refused, match="more than 10000 links"):
        invitations.invite(database, "fairer", [f"R{number}" for number in range(10_001)])
    assert invitations.invite(database, "fairer", []) == ()


def test_random_references_say_nothing_and_differ() -> None:
    """Eight signs that can be read out."""
    made = invitations.fresh_references(500)
    assert len(set(made)) == 500
    assert all(re.fullmatch("[2-9BCDFGHJKMNPQRSTVWXZ]{8}", reference) for reference in made)


def test_a_response_takes_over_the_reference_of_its_link(database: Database) -> None:
    """Whoever comes by the link first owns it."""
    with database.write() as tx:
        new = a_stored_consultation(tx)
    [link] = invitations.invite(database, "fairer", ["ORG-17"])
    assert link == Link("ORG-17", link.token)
    with database.write() as tx:
        person = a_person(tx)
        stored.use_invitation(tx, link.token, person.id)
        [survey_id] = consultations.held(tx, "fairer").surveys
        assert stored.reference_of(tx, survey_id, person.id) == "ORG-17"
        assert stored.references(tx, new) == {"ORG-17": True}
