"""Bodies: who points concern, and where digests go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import sqlalchemy as sa

from storage.codecs import decode_destination, encode
from storage.database import Tx
from storage.keyring import new_id
from storage.participants import Participant
from storage.tables import addresses, bodies
from surveys.consultations.model import Body, BodyKind
from surveys.messages import Destination

KINDS: Mapping[str, BodyKind] = {kind: kind for kind in get_args(BodyKind)}


@dataclass(frozen=True, slots=True)
class Home:
    """One address of a body: where it is, and the body there as a recipient (`recipient.body` is its slug)."""

    channel: str
    destination: Destination
    recipient: Participant


def everyone(tx: Tx) -> tuple[Body, ...]:
    """All bodies by slug."""
    return tuple(_body(row) for row in tx.connection.execute(sa.select(bodies).order_by(bodies.c.slug)))


def named(tx: Tx, slugs: Sequence[str]) -> dict[str, Body]:
    """The bodies with these slugs; unknown ones are missing from the answer."""
    found = tx.connection.execute(sa.select(bodies).where(bodies.c.slug.in_(list(slugs))))
    return {row.slug: _body(row) for row in found}


def ids(tx: Tx, slugs: Sequence[str]) -> dict[str, str]:
    """The ids of these bodies by slug."""
    found = tx.connection.execute(sa.select(bodies.c.slug, bodies.c.id).where(bodies.c.slug.in_(list(slugs))))
    return {row.slug: row.id for row in found}


def add(tx: Tx, new: Sequence[Body]) -> None:
    """Add these bodies; those whose slug is there already are left as they are."""
    rows = [{"id": new_id(), "slug": body.slug, "name": body.name, "kind": body.kind} for body in new]
    if rows:
        tx.connection.execute(tx.insert(bodies).on_conflict_do_nothing(index_elements=["slug"]), rows)


def house(tx: Tx, slug: str, channel: str, destination: Destination) -> bool:
    """Give a body an address. False, and nothing done, where somebody has that address already."""
    address_id = new_id()
    row = {
        "id": address_id,
        "participant_id": None,
        "body_id": ids(tx, [slug])[slug],
        "channel": channel,
        "pseudonym": tx.keyring.pseudonym(channel, destination.account, destination.address),
        "sealed": tx.keyring.house.seal(encode(destination), f"addresses|{address_id}|sealed"),
        "state": "live",
    }
    entered = tx.insert(addresses).on_conflict_do_nothing(index_elements=["pseudonym"]).returning(addresses.c.id)
    return tx.connection.execute(entered, [row]).first() is not None


def homes(tx: Tx, slugs: Sequence[str]) -> tuple[Home, ...]:
    """Every address of these bodies, by slug and channel."""
    query = (
        sa.select(addresses, bodies.c.slug)
        .join(bodies, bodies.c.id == addresses.c.body_id)
        .where(bodies.c.slug.in_(list(slugs)))
        .order_by(bodies.c.slug, addresses.c.channel, addresses.c.id)
    )
    return tuple(_home(tx, row) for row in tx.connection.execute(query))


def _home(tx: Tx, row: sa.Row[tuple[object, ...]]) -> Home:
    destination = decode_destination(tx.keyring.house.open(row.sealed, f"addresses|{row.id}|sealed"))
    return Home(row.channel, destination, Participant("", row.id, row.state, tx.keyring.house, body=row.slug))


def _body(row: sa.Row[tuple[object, ...]]) -> Body:
    return Body(row.slug, row.name, KINDS[row.kind])
