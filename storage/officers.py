"""Officers: users with roles, who act on a consultation under their own name (decision 21)."""

from dataclasses import dataclass

import sqlalchemy as sa

from storage.database import Tx
from storage.keyring import new_id
from storage.tables import officers


@dataclass(frozen=True, slots=True)
class Officer:
    """A user. `roles` are among commissioner, approver, coordinator. Other tables name an officer by `email`."""

    name: str
    email: str
    roles: tuple[str, ...]
    active: bool


def named(tx: Tx, who: str) -> tuple[Officer, ...]:
    """Whoever has this email or this name, small and capital letters alike; the email first."""
    key = who.strip().casefold()
    # here and not in the database: SQLite knows the small letters of English only
    found = [each for each in everyone(tx) if key in (each.email, each.name.casefold())]
    return tuple(sorted(found, key=lambda officer: (officer.email != key, officer.email)))


def everyone(tx: Tx) -> tuple[Officer, ...]:
    """All officers by name, those who have left too."""
    return tuple(_officer(row) for row in tx.connection.execute(sa.select(officers).order_by(officers.c.name)))


def put(tx: Tx, officer: Officer) -> None:
    """Add an officer, or change the one with this email."""
    row = {"name": officer.name, "roles": " ".join(officer.roles), "active": officer.active}
    added = tx.insert(officers).values(id=new_id(), email=officer.email.lower(), **row)
    tx.connection.execute(added.on_conflict_do_update(index_elements=["email"], set_=row))


def _officer(row: sa.Row[tuple[object, ...]]) -> Officer:
    return Officer(row.name, row.email, tuple(row.roles.split()), row.active)
