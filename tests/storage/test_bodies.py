"""Bodies with their addresses, and officers, as the database keeps them."""

import sqlalchemy as sa

from storage import bodies, officers
from storage.database import Database
from storage.officers import Officer
from storage.tables import addresses
from surveys.consultations.model import Body
from surveys.messages import Destination
from tests.factories import a_person

FORUM = Body("forum", "Third Sector Forum", "forum")


def test_a_body_that_is_there_stays_as_it_is(database: Database) -> None:
    with database.write() as tx:
        bodies.add(tx, [FORUM])
        bodies.add(tx, [Body("forum", "Another", "board")])
        assert bodies.everyone(tx) == (FORUM,)
        assert bodies.named(tx, ["forum", "nobody"]) == {"forum": FORUM}


def test_a_bodys_address_comes_back_and_is_not_readable_in_the_database(database: Database) -> None:
    with database.write() as tx:
        bodies.add(tx, [FORUM])
        assert bodies.house(tx, "forum", "telegram", Destination("", "-100123", "7"))
    with database.read() as tx:
        [home] = bodies.homes(tx, ["forum"])
        sealed = tx.connection.scalar(sa.select(addresses.c.sealed))
    assert (home.channel, home.destination) == ("telegram", Destination("", "-100123", "7"))
    assert (home.recipient.body, home.recipient.id, home.recipient.state) == ("forum", "", "live")
    assert b"-100123" not in (sealed or b"-100123")


def test_an_address_belongs_to_one_body_or_person(database: Database) -> None:
    with database.write() as tx:
        bodies.add(tx, [FORUM])
        a_person(tx, "42")
        assert not bodies.house(tx, "forum", "telegram", Destination("", "42"))
        assert bodies.homes(tx, ["forum"]) == ()


def test_an_officer_is_found_by_email_or_name_in_any_letters(database: Database) -> None:
    ruth = Officer("Ruth Ansell", "ruth@wexmoor.example", ("approver",), active=True)
    with database.write() as tx:
        officers.put(tx, ruth)
        assert officers.named(tx, "RUTH@wexmoor.example") == (ruth,)
        assert officers.named(tx, " ruth ansell") == (ruth,)
        assert officers.named(tx, "ruth") == ()


def test_an_officer_is_changed_under_the_same_email(database: Database) -> None:
    with database.write() as tx:
        officers.put(tx, Officer("Ruth", "Ruth@wexmoor.example", ("approver",), active=True))
        officers.put(tx, Officer("Ruth Ansell", "ruth@wexmoor.example", ("commissioner", "approver"), active=False))
        assert officers.everyone(tx) == (
            Officer("Ruth Ansell", "ruth@wexmoor.example", ("commissioner", "approver"), active=False),
        )
