"""What is to be sent: queued by any process in the transaction that causes it, sent by the sender alone.

A delivery that answers a person's own turn is sent again once when it is in doubt; bulk is not, and is listed (decision 9).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from storage.codecs import decode_destination, decode_outgoing, encode
from storage.database import Tx
from storage.keyring import new_id
from storage.participants import Participant
from storage.tables import addresses, deliveries, participants, parts
from surveys.errors import ConfigError
from surveys.mail.tokens import Claim, Purpose
from surveys.messages import MAILED, Destination, Outgoing, Post

Kind = Literal["turn", "bulk"]
Status = Literal["queued", "sending", "sent", "unknown", "unreachable", "dead"]
IN_DOUBT = "in doubt: "
REPLIES_COUNT = timedelta(days=400)  # how long a mail can be replied to: longer than any consultation takes to come back
TRIES = 8  # then a person looks: with the sender's backoff that is about ten minutes of refusals


@dataclass(frozen=True, slots=True)
class Queued:
    """One message for one address, about to be queued."""

    channel: str
    recipient: Participant
    message: Outgoing
    kind: Kind = "turn"
    consultation_id: str | None = None
    edition_id: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """One delivery that a sender has taken in hand. `already` parts of it had been sent before."""

    id: str
    channel: str
    kind: Kind
    destination: Destination
    message: Outgoing
    attempts: int
    already: int


def add(tx: Tx, queued: Sequence[Queued], *, now: datetime, place: int) -> None:
    """Queue these, in this order. `place` orders them after what was queued before: nanoseconds, larger for later calls."""
    if not queued:
        return
    rows = []
    for step, each in enumerate(queued):
        delivery = new_id()
        message = _stamped(tx, each, delivery, now) if each.channel in MAILED else each.message
        sealed = each.recipient.key.seal(encode(message), f"deliveries|{delivery}|sealed")
        rows.append({
            "id": delivery,
            "channel": each.channel,
            "address_id": each.recipient.address_id,
            "consultation_id": each.consultation_id,
            "kind": each.kind,
            "status": "queued",
            "place": place + step,
            "due_at": now,
            "leased_until": None,
            "attempts": 0,
            "fault": "",
            "sealed": sealed,
            "message": "",
            "edition_id": each.edition_id,
        })  # fmt: skip
    tx.connection.execute(sa.insert(deliveries), rows)


def _stamped(tx: Tx, queued: Queued, delivery: str, now: datetime) -> Outgoing:
    """A mail with its Message-ID and the addresses that lead back to its recipient."""
    expires = (now + REPLIES_COUNT).date()

    def token(purpose: Purpose) -> str:
        return tx.keyring.mail_token(Claim(purpose, queued.recipient.address_id, expires))

    post = replace(queued.message.post or Post(), id=delivery, reply=token("r"), bounce=token("b"), stop=token("s"))
    return replace(queued.message, post=post)


def claim(tx: Tx, channels: Sequence[str], *, now: datetime, lease: timedelta, limit: int) -> list[Claimed]:
    """Take up to `limit` deliveries in hand: answers before bulk, and for each address only the first that waits.

    Bulk for an address that is shut to us, or whose person said stop or is leaving, stays where it is. What does not open any
    more is dead at once, and does not stop the others.
    """
    other = deliveries.alias("other")
    first = sa.or_(
        other.c.status == "sending",
        sa.and_(other.c.status == "queued", other.c.kind > deliveries.c.kind),  # "turn" comes before "bulk"
        sa.and_(other.c.status == "queued", other.c.kind == deliveries.c.kind, other.c.place < deliveries.c.place),
    )
    waits = sa.exists().where(other.c.address_id == deliveries.c.address_id, other.c.id != deliveries.c.id, first)
    query = (
        _sendable(sa.select(deliveries.c.id), channels)
        .where(deliveries.c.due_at <= now, ~waits)
        .order_by(deliveries.c.kind.desc(), deliveries.c.place)
        .limit(limit)
    )
    if tx.postgres:
        query = query.with_for_update(skip_locked=True, of=deliveries)
    taken = list(tx.connection.scalars(query))
    if not taken:
        return []
    changed = sa.update(deliveries).where(deliveries.c.id.in_(taken))
    tx.connection.execute(changed.values(status="sending", leased_until=now + lease, attempts=deliveries.c.attempts + 1))
    return _claimed(tx, taken)


def _sendable(query: sa.Select[Any], channels: Sequence[str]) -> sa.Select[Any]:
    """`query` on what is queued and may be sent."""
    leaving = sa.exists().where(participants.c.id == addresses.c.participant_id, participants.c.leaving)
    may = sa.or_(deliveries.c.kind == "turn", sa.and_(addresses.c.state == "live", ~leaving))
    joined = query.join_from(deliveries, addresses)
    return joined.where(deliveries.c.status == "queued", deliveries.c.channel.in_(channels), may)


def _claimed(tx: Tx, taken: Sequence[str]) -> list[Claimed]:
    sent = sa.select(sa.func.count()).where(parts.c.delivery_id == deliveries.c.id).scalar_subquery()
    query = (
        sa.select(deliveries, addresses.c.sealed.label("home"), participants.c.data_key, sent.label("already"))
        .join(addresses, addresses.c.id == deliveries.c.address_id)
        .outerjoin(participants, participants.c.id == addresses.c.participant_id)
        .where(deliveries.c.id.in_(taken))
        .order_by(deliveries.c.kind.desc(), deliveries.c.place)
    )
    claimed = []
    for row in tx.connection.execute(query).all():
        try:
            claimed.append(_opened(tx, row))
        except ConfigError as error:
            give_up(tx, row.id, "dead", type(error).__name__)
    return claimed


def _opened(tx: Tx, row: sa.Row[Any]) -> Claimed:
    key = tx.keyring.unwrap(row.data_key) if row.data_key is not None else tx.keyring.house
    destination = decode_destination(key.open(row.home, f"addresses|{row.address_id}|sealed"))
    message = decode_outgoing(key.open(row.sealed, f"deliveries|{row.id}|sealed"))
    return Claimed(row.id, row.channel, row.kind, destination, message, row.attempts, row.already)


def part_sent(tx: Tx, delivery_id: str, part: int, message: str) -> None:
    """Part number `part` (from 0) of a long message has gone out; a restart goes on after it."""
    entered = tx.insert(parts).on_conflict_do_nothing()
    tx.connection.execute(entered, [{"delivery_id": delivery_id, "part": part, "message": message}])


def sent(tx: Tx, delivery_id: str, message: str) -> None:
    """It has gone out; what it said is not kept, but for a mail: its reply is read beside it (`storage/mail.py`)."""
    kept = sa.case((deliveries.c.channel.in_(MAILED), deliveries.c.sealed), else_=None)
    _settle(tx, delivery_id, status="sent", message=message, sealed=kept, leased_until=None, fault="")


def put_back(tx: Tx, delivery_id: str, fault: str, *, due_at: datetime, counted: bool = True) -> None:
    """It did not go out and may go out later. Not `counted` when the vendor only asked us to wait."""
    attempts = deliveries.c.attempts if counted else deliveries.c.attempts - 1
    kept = sa.case((deliveries.c.fault.startswith(IN_DOUBT), deliveries.c.fault), else_=fault)
    _settle(tx, delivery_id, status="queued", due_at=due_at, leased_until=None, fault=kept, attempts=attempts)


def doubt(tx: Tx, delivery: Claimed, fault: str, *, due_at: datetime) -> None:
    """It may or may not have arrived. The answer to a person's turn is sent again once; all else waits for a person."""
    before = tx.connection.scalar(sa.select(deliveries.c.fault).where(deliveries.c.id == delivery.id)) or ""
    if delivery.kind == "turn" and not before.startswith(IN_DOUBT):
        put_back(tx, delivery.id, IN_DOUBT + fault, due_at=due_at)
    else:
        give_up(tx, delivery.id, "unknown", fault)


def give_up(tx: Tx, delivery_id: str, status: Literal["unknown", "unreachable", "dead"], fault: str) -> None:
    """It will not be sent again by itself. An unreachable address is written to no more until the person comes back."""
    _settle(tx, delivery_id, status=status, leased_until=None, fault=fault)
    if status == "unreachable":
        address = sa.select(deliveries.c.address_id).where(deliveries.c.id == delivery_id).scalar_subquery()
        shut = sa.update(addresses).where(addresses.c.id == address, addresses.c.state == "live")
        tx.connection.execute(shut.values(state="unreachable"))


def _settle(tx: Tx, delivery_id: str, **values: Any) -> None:
    tx.connection.execute(sa.update(deliveries).where(deliveries.c.id == delivery_id).values(**values))


def expire(tx: Tx, *, now: datetime) -> int:
    """Leases that ran out: their sender died. A turn's answer goes back in the queue; all else becomes `unknown`."""
    lost = sa.and_(deliveries.c.status == "sending", deliveries.c.leased_until < now)
    again = sa.update(deliveries).where(lost, deliveries.c.kind == "turn", deliveries.c.attempts < TRIES)
    fault = sa.case((deliveries.c.fault.startswith(IN_DOUBT), deliveries.c.fault), else_="the sender died")
    count = tx.connection.execute(again.values(status="queued", leased_until=None, fault=fault)).rowcount
    doubt = sa.update(deliveries).where(lost)
    return count + tx.connection.execute(doubt.values(status="unknown", leased_until=None, fault="the sender died")).rowcount


def drop(tx: Tx, participant_id: str, *kinds: Kind) -> None:
    """Send this person nothing more of these kinds that is still waiting."""
    theirs = sa.select(addresses.c.id).where(addresses.c.participant_id == participant_id)
    gone = sa.delete(deliveries).where(
        deliveries.c.address_id.in_(theirs), deliveries.c.kind.in_(kinds), deliveries.c.status == "queued"
    )
    tx.connection.execute(gone)


def counts(tx: Tx, *, consultation_id: str = "", edition_id: str = "") -> Mapping[tuple[str, str], int]:
    """How many deliveries there are, by (kind, status); of one consultation or edition when named."""
    query = sa.select(deliveries.c.kind, deliveries.c.status, sa.func.count()).group_by(deliveries.c.kind, deliveries.c.status)
    if consultation_id:
        query = query.where(deliveries.c.consultation_id == consultation_id)
    if edition_id:
        query = query.where(deliveries.c.edition_id == edition_id)
    return {(kind, status): count for kind, status, count in tx.connection.execute(query)}


def next_due(tx: Tx, channels: Sequence[str]) -> datetime | None:
    """When the next delivery that may be sent on these channels is due."""
    query = _sendable(sa.select(deliveries.c.due_at), channels).order_by(deliveries.c.due_at).limit(1)
    due: datetime | None = tx.connection.scalar(query)
    return due


def revive(tx: Tx, address_id: str, *, now: datetime) -> None:
    """The person wrote: bulk that was in doubt or could not reach them is sent again (decision 9)."""
    again = sa.update(deliveries).where(
        deliveries.c.address_id == address_id, deliveries.c.status.in_(("unknown", "unreachable")), deliveries.c.kind == "bulk"
    )
    tx.connection.execute(again.values(status="queued", due_at=now, attempts=0, fault=""))
