"""Where others have installed our Slack app, each with a token of its own: sealed by the house key."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
import sqlalchemy as sa

from storage.codecs import encode
from storage.database import Tx
from storage.tables import workspaces


@dataclass(frozen=True, slots=True, repr=False)  # a token never gets into a log by being printed
class Workspace:
    """One workspace: Slack's id of it, its name, our token there, and the id of our bot user there."""

    team: str
    name: str
    token: str
    bot_user: str


_decode = msgspec.json.Decoder(Workspace).decode


def keep(tx: Tx, workspace: Workspace, *, now: datetime) -> None:
    """Our app has been installed there, for the first time or again."""
    sealed = tx.keyring.house.seal(encode(workspace), f"workspaces|{workspace.team}|sealed")
    values = {"sealed": sealed, "installed_at": now}
    entered = tx.insert(workspaces).on_conflict_do_update(index_elements=["team"], set_=values)
    tx.connection.execute(entered, [{"team": workspace.team, **values}])


def find(tx: Tx, team: str) -> Workspace | None:
    """The workspace with this id, if our app is installed there."""
    row = tx.connection.execute(sa.select(workspaces).where(workspaces.c.team == team)).first()
    return _opened(tx, row) if row is not None else None


def everyone(tx: Tx) -> tuple[Workspace, ...]:
    """All workspaces, by id."""
    rows = tx.connection.execute(sa.select(workspaces).order_by(workspaces.c.team))
    return tuple(_opened(tx, row) for row in rows)


def remove(tx: Tx, team: str) -> bool:
    """Our app is gone from there: its token is forgotten. Whether it was there."""
    return tx.connection.execute(sa.delete(workspaces).where(workspaces.c.team == team)).rowcount > 0


def _opened(tx: Tx, row: sa.Row[tuple[object, ...]]) -> Workspace:
    return _decode(tx.keyring.house.open(row.sealed, f"workspaces|{row.team}|sealed"))
