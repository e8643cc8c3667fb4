"""What people wrote beneath messages that a group reads: kept sealed with their own key, and gone with it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.database import Tx
from storage.keyring import new_id
from storage.participants import Participant
from storage.tables import addresses, comments, deliveries, editions, participants, parts


@dataclass(frozen=True, slots=True)
class Told:
    """What a message told of: which edition of which consultation."""

    consultation_id: str
    edition_id: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One comment, opened: beneath which edition it was written, when, and its words. It does not say who wrote it."""

    edition: int
    made_at: datetime
    words: str


def told(tx: Tx, group: bytes, message: str) -> Told | None:
    """What our message with this vendor's id told of, in the group with this pseudonym; None where it is not known."""
    part = sa.exists().where(parts.c.delivery_id == deliveries.c.id, parts.c.message == message)
    query = (
        sa.select(deliveries.c.consultation_id, deliveries.c.edition_id)
        .join(addresses, addresses.c.id == deliveries.c.address_id)
        .where(
            addresses.c.pseudonym == group, deliveries.c.edition_id.is_not(None), sa.or_(deliveries.c.message == message, part)
        )
    )
    row = tx.connection.execute(query).first()
    return Told(row.consultation_id, row.edition_id) if row is not None else None


def keep(tx: Tx, who: Participant, about: Told, digest: bytes, words: str, *, now: datetime) -> bool:
    """Keep these words, in the place of what the same message said before. Whether it was not kept yet."""
    mine = sa.select(comments.c.id).where(comments.c.digest == digest, comments.c.participant_id == who.id)
    known = tx.connection.scalar(mine)
    comment = known or new_id()
    sealed = who.key.seal(words.encode(), f"comments|{comment}|sealed")
    if known is not None:
        tx.connection.execute(sa.update(comments).where(comments.c.id == known).values(sealed=sealed))
        return False
    row = {"id": comment, "participant_id": who.id, "digest": digest, "sealed": sealed, "made_at": now}
    row |= {"consultation_id": about.consultation_id, "edition_id": about.edition_id}
    tx.connection.execute(sa.insert(comments), [row])
    return True


def of_consultation(tx: Tx, consultation_id: str) -> tuple[Kept, ...]:
    """All comments on the editions of a consultation, oldest first."""
    query = (
        sa.select(comments, participants.c.data_key, editions.c.number)
        .join(participants, participants.c.id == comments.c.participant_id)
        .join(editions, editions.c.id == comments.c.edition_id)
        .where(comments.c.consultation_id == consultation_id)
        .order_by(comments.c.made_at, comments.c.id)
    )
    return tuple(
        Kept(row.number, row.made_at, tx.keyring.unwrap(row.data_key).open(row.sealed, f"comments|{row.id}|sealed").decode())
        for row in tx.connection.execute(query)
    )


def of_participant(tx: Tx, who: Participant) -> tuple[str, ...]:
    """The words of all that this person wrote so, oldest first."""
    query = sa.select(comments).where(comments.c.participant_id == who.id).order_by(comments.c.made_at, comments.c.id)
    rows = tx.connection.execute(query)
    return tuple(who.key.open(row.sealed, f"comments|{row.id}|sealed").decode() for row in rows)


def remove(tx: Tx, participant_id: str) -> None:
    """Delete all that this person wrote so."""
    tx.connection.execute(sa.delete(comments).where(comments.c.participant_id == participant_id))
