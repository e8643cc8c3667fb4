"""Others install our Slack app in their workspace, or take it out again."""

import hmac
import re
from datetime import UTC, datetime, timedelta

from handlers import officers
from storage import outbox, participants, workspaces
from storage.database import Database
from storage.keyring import Keyring, new_id
from storage.workspaces import Workspace

GOOD_FOR = timedelta(days=7)  # how long a link to install may be used
_LINK = re.compile(r"([A-Za-z0-9_-]{22})\.(\d{10})\.([0-9a-f]{32})")


def invite(database: Database, by: str, *, now: datetime) -> str:
    """What the link to install carries: whoever has it may connect their workspace, for a week. Refused to who is no officer."""
    with database.read() as tx:
        officers.acting(tx, by, *officers.ROLES)
    said = f"{new_id()}.{int((now + GOOD_FOR).timestamp())}"
    return f"{said}.{_signed(database.keyring, said)}"


def invited(keyring: Keyring, link: str, *, now: datetime) -> bool:
    """Whether `link` is one that `invite` made, and is still good."""
    found = _LINK.fullmatch(link)
    if found is None:
        return False
    ours = hmac.compare_digest(found[3], _signed(keyring, f"{found[1]}.{found[2]}"))
    return ours and now <= datetime.fromtimestamp(int(found[2]), UTC)


def _signed(keyring: Keyring, said: str) -> str:
    return keyring.digest(f"slack|{said}").hex()[:32]


def install(database: Database, workspace: Workspace, *, now: datetime) -> None:
    """Our app is in that workspace: its token is kept, and whoever could not be reached there is sent what they missed."""
    with database.write() as tx:
        workspaces.keep(tx, workspace, now=now)
        shut = participants.shut_on(tx, "slack", workspace.team)
        participants.reach(tx, shut, reachable=True)
        for address in shut:
            outbox.revive(tx, address, now=now)


def find(database: Database, team: str) -> Workspace | None:
    """The workspace with this id, if our app is installed there."""
    with database.read() as tx:
        return workspaces.find(tx, team)


def everyone(database: Database) -> tuple[Workspace, ...]:
    """Every workspace that our app is installed in."""
    with database.read() as tx:
        return workspaces.everyone(tx)


def forget(database: Database, team: str) -> None:
    """Our app is gone from there: the token is deleted. Who answered there stays; what is sent to them cannot be delivered."""
    with database.write() as tx:
        workspaces.remove(tx, team)
