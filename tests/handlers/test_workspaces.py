"""Other workspaces install the app by a link that an officer made; its token is sealed, and goes when they take it out."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers import bodies, officers, workspaces
from storage import interviews, outbox, participants
from storage.bodies import homes
from storage.database import Database
from storage.outbox import Queued
from storage.tables import workspaces as table
from storage.workspaces import Workspace
from surveys.errors import Refused
from surveys.messages import Destination, Inbound, Outgoing, Text

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)
NEWTOWN = Workspace("T1", "Newtown", "xoxb-canary", "U1")


def test_a_link_to_install_is_an_officers_and_good_for_a_week(database: Database) -> None:
    with pytest.raises(Refused, match="no officer"):
        workspaces.invite(database, "Sam", now=NOW)
    with database.write() as tx:
        officers.add(tx, "Sam", "sam@wexmoor.example", ("coordinator",))
    link = workspaces.invite(database, "Sam", now=NOW)
    assert workspaces.invited(database.keyring, link, now=NOW + timedelta(days=7))
    assert not workspaces.invited(database.keyring, link, now=NOW + timedelta(days=7, seconds=1))
    said, until, signed = link.split(".")
    for forged in (f"{said}.{int(until) + 1}.{signed}", f"{said}.{until}.{'0' * 32}", f"{said}.{until}", "", "x" * 500):
        assert not workspaces.invited(database.keyring, forged, now=NOW)


def test_a_workspace_is_kept_sealed_replaced_and_forgotten(database: Database) -> None:
    assert workspaces.find(database, "T1") is None
    workspaces.install(database, NEWTOWN, now=NOW)
    workspaces.install(database, Workspace("T0", "Oldtown", "xoxb-2", "U2"), now=NOW)
    again = Workspace("T1", "New Town", "xoxb-3", "U3")
    workspaces.install(database, again, now=NOW)
    assert workspaces.find(database, "T1") == again
    assert [each.name for each in workspaces.everyone(database)] == ["Oldtown", "New Town"]
    with database.read() as tx:
        assert all(b"xoxb" not in row.sealed for row in tx.connection.execute(table.select()))
    assert "xoxb" not in repr(again)
    workspaces.forget(database, "T1")
    workspaces.forget(database, "T1")
    assert workspaces.find(database, "T1") is None


def test_who_could_not_be_reached_there_is_sent_what_they_missed_once_it_is_installed_again(database: Database) -> None:
    """People and bodies of that workspace, and of no other."""
    with database.write() as tx:
        bodies.add(tx, "club", "The club", "forum")
        for team in ("T1", "T2"):
            bodies.house(tx, "club", "slack", Destination(team, f"C-{team}"))
            person = Inbound("slack", f"e-{team}", f"U-{team}", Text("hello"), account=team)
            participants.add(tx, {participants.pseudonym(tx, person): person})
        recipients = [home.recipient for home in homes(tx, ["club"])]
        outbox.add(tx, [Queued("slack", each, Outgoing("The digest"), "bulk") for each in recipients], now=NOW, place=1)
        for each in outbox.claim(tx, ["slack"], now=NOW, lease=timedelta(minutes=1), limit=9):
            outbox.give_up(tx, each.id, "unreachable", "Unreachable")
        digests = [tx.keyring.pseudonym("slack", team, f"U-{team}") for team in ("T1", "T2")]
        people = interviews.waiting(tx, digests)
        participants.reach(tx, [each.participant.address_id for each in people.values()], reachable=False)
        assert len(participants.shut_on(tx, "slack", "T1")) == 2
    workspaces.install(database, NEWTOWN, now=NOW)
    with database.write() as tx:
        assert participants.shut_on(tx, "slack", "T1") == []
        assert len(participants.shut_on(tx, "slack", "T2")) == 2
        [again] = outbox.claim(tx, ["slack"], now=NOW, lease=timedelta(minutes=1), limit=9)
    assert again.destination == Destination("T1", "C-T1")
