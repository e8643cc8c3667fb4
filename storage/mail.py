"""What only email needs: whose mailbox an address of ours stands for, what came and went, and what came back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.codecs import decode_destination, decode_outgoing
from storage.database import Tx
from storage.keyring import new_id
from storage.participants import Participant
from storage.tables import addresses, deliveries, interviews, mails, participants
from surveys.errors import ConfigError
from surveys.messages import MAILED, Destination

LONGEST = timedelta(days=90)  # what was never completed is deleted all the same
BOUNCES = 3  # so many in a row, and a mailbox that is only ever full counts as gone
LOOKED_AT = 4  # texts of ours that a reply may be to


def destination(tx: Tx, address_id: str) -> Destination | None:
    """Where the address with this id is; None where it is gone."""
    query = (
        sa.select(addresses.c.sealed, participants.c.data_key)
        .select_from(addresses)
        .outerjoin(participants, participants.c.id == addresses.c.participant_id)
        .where(addresses.c.id == address_id, addresses.c.channel.in_(MAILED))
    )
    row = tx.connection.execute(query).first()
    if row is None:
        return None
    key = tx.keyring.unwrap(row.data_key) if row.data_key is not None else tx.keyring.house
    return decode_destination(key.open(row.sealed, f"addresses|{address_id}|sealed"))


def keep(tx: Tx, participant: Participant, raw: bytes, *, now: datetime) -> None:
    """Keep a mail as it came, sealed for its sender."""
    new = new_id()
    sealed = participant.key.seal(raw, f"mails|{new}|sealed")
    tx.connection.execute(sa.insert(mails).values(id=new, participant_id=participant.id, received_at=now, sealed=sealed))


def kept(tx: Tx, participant: Participant) -> list[bytes]:
    """The mails of this person that are kept, in the order in which they came."""
    query = sa.select(mails).where(mails.c.participant_id == participant.id).order_by(mails.c.received_at, mails.c.id)
    return [participant.key.open(row.sealed, f"mails|{row.id}|sealed") for row in tx.connection.execute(query)]


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail of ours, and the consultation it is about, "" for none."""

    consultation_id: str
    text: str


def said_to(tx: Tx, participant: Participant) -> list[Sent]:
    """What we wrote to this person's mailbox last, the newest first."""
    query = (
        sa.select(deliveries.c.id, deliveries.c.consultation_id, deliveries.c.sealed)
        .where(deliveries.c.address_id == participant.address_id, deliveries.c.sealed.is_not(None))
        .order_by(deliveries.c.place.desc())
        .limit(LOOKED_AT)
    )
    sent = []
    for row in tx.connection.execute(query):
        try:
            text = decode_outgoing(participant.key.open(row.sealed, f"deliveries|{row.id}|sealed")).text
        except ConfigError:  # what is broken must not keep a reply from being read
            continue
        sent.append(Sent(row.consultation_id or "", text))
    return sent


def about(tx: Tx, participant: Participant, delivery_ids: Iterable[str]) -> str:
    """The consultation that one of these mails to this person's mailbox is about, the newest where several are; "" for none."""
    query = (
        sa.select(deliveries.c.consultation_id)
        .where(
            deliveries.c.address_id == participant.address_id,
            deliveries.c.id.in_(list(delivery_ids)),
            deliveries.c.consultation_id.is_not(None),
        )
        .order_by(deliveries.c.place.desc())
    )
    return tx.connection.scalar(query) or ""


def queued_since(tx: Tx, address_id: str, place: int) -> int:
    """How many mails were queued for this address after `place` in the queue."""
    query = sa.select(sa.func.count()).where(deliveries.c.address_id == address_id, deliveries.c.place > place)
    return tx.connection.scalar(query) or 0


def came_back(tx: Tx, address_id: str, *, final: bool) -> bool:
    """A mail to this address came back. Whether it counts as gone from now on: at once, or after several in a row."""
    here = sa.update(addresses).where(addresses.c.id == address_id)
    tx.connection.execute(here.values(bounces=addresses.c.bounces + 1))
    count = tx.connection.scalar(sa.select(addresses.c.bounces).where(addresses.c.id == address_id)) or 0
    return final or count >= BOUNCES


def arrived(tx: Tx, address_id: str) -> None:
    """A mail came from there: the mailbox is alive."""
    living = sa.update(addresses).where(addresses.c.id == address_id, addresses.c.bounces > 0)
    tx.connection.execute(living.values(bounces=0))


def forget(tx: Tx, participant_id: str) -> None:
    """Delete all mail of this person, and the words of what was sent to them."""
    tx.connection.execute(sa.delete(mails).where(mails.c.participant_id == participant_id))
    homes = sa.select(addresses.c.id).where(addresses.c.participant_id == participant_id)
    sent = sa.update(deliveries).where(deliveries.c.address_id.in_(homes), deliveries.c.status == "sent")
    tx.connection.execute(sent.values(sealed=None))


def tidy(tx: Tx, *, now: datetime) -> int:
    """Delete the mails of everybody who has nothing left to answer, ours about what is answered, and all older than `LONGEST`.

    How many of theirs were deleted.
    """
    theirs = interviews.c.participant_id
    through = sa.exists().where(theirs == participants.c.id, interviews.c.status.in_(("finished", "stopped")))
    going_on = sa.exists().where(theirs == participants.c.id, interviews.c.status.not_in(("finished", "stopped")))
    done = sa.select(participants.c.id).where(through, ~going_on)
    old = now - LONGEST
    gone = sa.delete(mails).where(sa.or_(mails.c.participant_id.in_(done), mails.c.received_at < old))
    count = tx.connection.execute(gone).rowcount
    answered = (
        sa.exists()
        .where(
            addresses.c.id == deliveries.c.address_id,
            interviews.c.participant_id == addresses.c.participant_id,
            interviews.c.consultation_id == deliveries.c.consultation_id,
            interviews.c.status.in_(("finished", "stopped")),
        )
        .correlate(deliveries)
    )
    sent = sa.update(deliveries).where(
        deliveries.c.channel.in_(MAILED),
        deliveries.c.status == "sent",
        deliveries.c.sealed.is_not(None),
        sa.or_(answered, deliveries.c.due_at < old),
    )
    tx.connection.execute(sent.values(sealed=None))
    return count
