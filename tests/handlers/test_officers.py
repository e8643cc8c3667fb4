"""Officers and bodies: who may act, and where digests go."""

from contextlib import AbstractContextManager

import pytest

from handlers import bodies, officers
from storage import officers as stored_officers
from storage.database import Database
from surveys.consultations.model import Body
from surveys.errors import Refused
from surveys.messages import Destination
from tests.factories import a_person


def refused(key: str) -> AbstractContextManager[object]:
    return pytest.raises(Refused, check=lambda error: error.key == key)


def test_an_officer_acts_by_name_or_email_in_a_role_they_hold(sqlite: Database) -> None:
    with sqlite.write() as tx:
        sam = officers.add(tx, " Sam  Okafor ", "SAM@wexmoor.example", ("coordinator", "commissioner"))
        assert sam.roles == ("commissioner", "coordinator")
        assert officers.acting(tx, "sam okafor", "approver", "coordinator") == sam
        with pytest.raises(Refused, match="Sam Okafor is no approver"):
            officers.acting(tx, "sam@wexmoor.example", "approver")


def test_a_name_in_any_letters_is_found_in_small_and_capital_ones(database: Database) -> None:
    with database.write() as tx:
        odile = officers.add(tx, "Élodie Öztürk", "elodie@wexmoor.example", ("approver",))
        for who in ("Élodie Öztürk", "élodie öztürk", "ÉLODIE ÖZTÜRK"):
            assert officers.acting(tx, who, "approver") == odile
        with refused("officer.taken"):
            officers.add(tx, "ÉLODIE ÖZTÜRK", "other@wexmoor.example", ("commissioner",))


def test_somebody_who_left_acts_no_more_and_may_come_back(sqlite: Database) -> None:
    with sqlite.write() as tx:
        officers.add(tx, "Sam", "sam@wexmoor.example", ("commissioner",))
        officers.remove(tx, "Sam")
        with refused("officer.unknown"):
            officers.acting(tx, "Sam", "commissioner")
        with refused("officer.unknown"):
            officers.remove(tx, "Sam")
        assert [officer.active for officer in stored_officers.everyone(tx)] == [False]
        officers.add(tx, "Sam", "sam@wexmoor.example", ("commissioner",))
        assert officers.acting(tx, "Sam", "commissioner").active


def test_two_officers_share_no_name_and_need_an_email(sqlite: Database) -> None:
    with sqlite.write() as tx:
        officers.add(tx, "Sam", "sam@wexmoor.example", ("commissioner",))
        with refused("officer.taken"):
            officers.add(tx, "sam", "other@wexmoor.example", ("approver",))
        with refused("officer.email"):
            officers.add(tx, "Ruth", "ruth", ("approver",))
        with refused("officer.email"):
            officers.add(tx, " ", "ruth@wexmoor.example", ("approver",))


def test_a_body_is_added_once_under_a_short_name(sqlite: Database) -> None:
    forum = Body("forum", "Third Sector Forum", "forum")
    with sqlite.write() as tx:
        assert bodies.add(tx, "forum", forum.name, "forum") == forum
        assert bodies.add(tx, "forum", "", "") == forum
        for slug, name, kind, key in (
            ("Forum!", "x", "forum", "body.slug"),
            ("board", "", "board", "body.new"),
            ("board", "Board", "club", "body.new"),
            ("forum", "Another", "", "body.other"),
            ("forum", "", "board", "body.other"),
        ):
            with refused(key):
                bodies.add(tx, slug, name, kind)
        assert bodies.show(tx, "forum") == (forum, ())
        with refused("body.unknown"):
            bodies.show(tx, "police")


def test_a_body_gets_an_address_that_is_nobody_elses(sqlite: Database) -> None:
    here = Destination("", "-100", "7")
    with sqlite.write() as tx:
        bodies.add(tx, "forum", "Third Sector Forum", "forum")
        bodies.add(tx, "board", "Board", "board")
        bodies.house(tx, "forum", "telegram", here)
        bodies.house(tx, "forum", "telegram", here)
        _, homes = bodies.show(tx, "forum")
        assert [home.destination for home in homes] == [here]
        a_person(tx, "42")
        for slug, address in (("board", "-100"), ("forum", "42")):
            with refused("body.address"):
                bodies.house(tx, slug, "telegram", Destination("", address))
