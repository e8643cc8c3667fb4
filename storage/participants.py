"""Who answers: a pseudonym, its addresses, its key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.codecs import decode_destination, decode_prefer, encode
from storage.database import Tx
from storage.keyring import DataKey, new_id
from storage.tables import addresses, deliveries, participants, stops
from surveys.interviews.model import NO_WISH, Prefer
from surveys.messages import Destination, Inbound


@dataclass(frozen=True, slots=True)
class Participant:
    """A pseudonymous person at one of their addresses. `body` is set, and `id` empty, where a body is at that address."""

    id: str
    address_id: str
    state: str
    key: DataKey
    leaving: bool = False
    body: str = ""
    prefers: Prefer = NO_WISH


def pseudonym(tx: Tx, message: Inbound) -> bytes:
    """What finds the sender of `message` again."""
    return tx.keyring.pseudonym(message.channel, message.account, message.address)


def add(tx: Tx, messages: Mapping[bytes, Inbound]) -> None:
    """Make participants for these senders, by pseudonym; those who have come to exist meanwhile are left as they are."""
    if not messages:
        return
    people, homes = [], []
    stopped = _stopped(tx, messages)
    for digest, message in messages.items():
        wrapped, key = tx.keyring.new_key()
        person, address = new_id(), new_id()
        people.append({"id": person, "data_key": wrapped, "leaving": False})
        destination = Destination(message.account, message.address, message.thread)
        homes.append({
            "id": address,
            "participant_id": person,
            "body_id": None,
            "channel": message.channel,
            "pseudonym": digest,
            "sealed": key.seal(encode(destination), f"addresses|{address}|sealed"),
            "state": "stopped" if digest in stopped else "live",
        })  # fmt: skip
    tx.connection.execute(sa.insert(participants), people)
    entered = tx.insert(addresses).on_conflict_do_nothing().returning(addresses.c.participant_id)
    housed = {row.participant_id for row in tx.connection.execute(entered, homes)}
    orphans = [person["id"] for person in people if person["id"] not in housed]
    if orphans:  # another process was quicker: its participant stays
        tx.connection.execute(sa.delete(participants).where(participants.c.id.in_(orphans)))


def house(tx: Tx, participant: Participant, channel: str, address: str) -> bool:
    """Give a person one more address. False where somebody is at it already."""
    new = new_id()
    destination = encode(Destination("", address))
    row = {
        "id": new,
        "participant_id": participant.id,
        "body_id": None,
        "channel": channel,
        "pseudonym": tx.keyring.pseudonym(channel, "", address),
        "sealed": participant.key.seal(destination, f"addresses|{new}|sealed"),
        "state": participant.state if participant.state == "stopped" else "live",
    }
    entered = tx.insert(addresses).on_conflict_do_nothing().returning(addresses.c.id)
    return tx.connection.execute(entered, [row]).first() is not None


def own_page(tx: Tx, participant: Participant) -> str:
    """The token of this person's own page on the web, made on first use."""
    homes_there = (home.destination.address for home in homes(tx, participant) if home.channel == "web")
    token = next(homes_there, "")
    if not token:
        token = new_id()
        house(tx, participant, "web", token)
    return token


def _stopped(tx: Tx, digests: Iterable[bytes]) -> set[bytes]:
    query = sa.select(stops.c.pseudonym).where(stops.c.pseudonym.in_(list(digests)))
    return set(tx.connection.scalars(query))


def stop(tx: Tx, participant_id: str) -> None:
    """Write to none of this person's addresses again; what was queued for them beside their own turns is dropped."""
    theirs = sa.select(addresses.c.id).where(addresses.c.participant_id == participant_id)
    digests = list(tx.connection.scalars(sa.select(addresses.c.pseudonym).where(addresses.c.participant_id == participant_id)))
    tx.connection.execute(tx.insert(stops).on_conflict_do_nothing(), [{"pseudonym": digest} for digest in digests])
    _set_state(tx, participant_id, "stopped")
    dropped = sa.delete(deliveries).where(
        deliveries.c.address_id.in_(theirs), deliveries.c.kind == "bulk", deliveries.c.status == "queued"
    )
    tx.connection.execute(dropped)


def resume(tx: Tx, participant_id: str) -> None:
    """They came back: all their addresses may be written to again."""
    digests = sa.select(addresses.c.pseudonym).where(addresses.c.participant_id == participant_id)
    tx.connection.execute(sa.delete(stops).where(stops.c.pseudonym.in_(digests)))
    _set_state(tx, participant_id, "live")


def _set_state(tx: Tx, participant_id: str, state: str) -> None:
    changed = sa.update(addresses).where(addresses.c.participant_id == participant_id).values(state=state)
    tx.connection.execute(changed)


def reach(tx: Tx, address_ids: Sequence[str], *, reachable: bool) -> None:
    """An address was shut to us, or opened again. A stop is the person's own word and stays."""
    before, after = ("unreachable", "live") if reachable else ("live", "unreachable")
    changed = sa.update(addresses).where(addresses.c.id.in_(address_ids), addresses.c.state == before).values(state=after)
    tx.connection.execute(changed)


def shut_on(tx: Tx, channel: str, account: str) -> list[str]:
    """The ids of the addresses, of people and of bodies, that could not be reached on one of our accounts on `channel`."""
    query = (
        sa.select(addresses.c.id, addresses.c.sealed, participants.c.data_key)
        .outerjoin(participants, participants.c.id == addresses.c.participant_id)
        .where(addresses.c.channel == channel, addresses.c.state == "unreachable")
    )
    shut = []
    for row in tx.connection.execute(query):
        key = tx.keyring.unwrap(row.data_key) if row.data_key is not None else tx.keyring.house
        if decode_destination(key.open(row.sealed, f"addresses|{row.id}|sealed")).account == account:
            shut.append(row.id)
    return shut


def move(tx: Tx, participant: Participant, message: Inbound, to: str) -> None:
    """The conversation has a new id on its channel. If the new one is known already, the old one is dropped.

    What waits for the old one goes to the new one where both are one person's or one body's; nobody else could open it.
    """
    digest = tx.keyring.pseudonym(message.channel, message.account, to)
    known = tx.connection.execute(sa.select(addresses).where(addresses.c.pseudonym == digest)).first()
    here = addresses.c.id == participant.address_id
    if known is not None and known.id == participant.address_id:
        return
    if known is not None:
        if (known.participant_id or "", known.body_id or "") == (participant.id, participant.body):
            waiting = sa.update(deliveries).where(deliveries.c.address_id == participant.address_id)
            tx.connection.execute(waiting.values(address_id=known.id))
        tx.connection.execute(sa.delete(addresses).where(here))
        return
    sealed = participant.key.seal(encode(Destination(message.account, to)), f"addresses|{participant.address_id}|sealed")
    tx.connection.execute(sa.update(addresses).where(here).values(pseudonym=digest, sealed=sealed))


@dataclass(frozen=True, slots=True)
class Home:
    """One address of a person, opened."""

    channel: str
    destination: Destination
    state: str


def homes(tx: Tx, participant: Participant) -> tuple[Home, ...]:
    """Every address of this person, by channel."""
    query = sa.select(addresses).where(addresses.c.participant_id == participant.id)
    return tuple(
        Home(row.channel, decode_destination(participant.key.open(row.sealed, f"addresses|{row.id}|sealed")), row.state)
        for row in tx.connection.execute(query.order_by(addresses.c.channel, addresses.c.id))
    )


def prefer(tx: Tx, participant: Participant, prefers: Prefer) -> None:
    """From now on this person is spoken to like this, on every channel."""
    sealed = participant.key.seal(encode(prefers), f"participants|{participant.id}|prefers")
    tx.connection.execute(sa.update(participants).where(participants.c.id == participant.id).values(prefers=sealed))


def preferred(key: DataKey, participant_id: str, sealed: bytes | None) -> Prefer:
    """What is stored of how a person wishes to be spoken to."""
    return decode_prefer(key.open(sealed, f"participants|{participant_id}|prefers")) if sealed is not None else NO_WISH


def leave(tx: Tx, participant_id: str) -> None:
    """Mark a person as leaving: `sweep` removes them once the goodbye is sent. How they wished to be spoken to goes at once."""
    gone = sa.update(participants).where(participants.c.id == participant_id)
    tx.connection.execute(gone.values(leaving=True, prefers=None))


def stay(tx: Tx, participant_id: str) -> None:
    """They wrote again before they were gone."""
    tx.connection.execute(sa.update(participants).where(participants.c.id == participant_id).values(leaving=False))


def sweep(tx: Tx) -> int:
    """Remove those who are leaving and have nothing more to be sent; with their key goes all that was sealed for them."""
    to_come = sa.or_(deliveries.c.status == "sending", sa.and_(deliveries.c.status == "queued", deliveries.c.kind == "turn"))
    waiting = (
        sa.select(deliveries.c.id)
        .join(addresses, addresses.c.id == deliveries.c.address_id)
        .where(addresses.c.participant_id == participants.c.id, to_come)
    )
    gone = sa.delete(participants).where(participants.c.leaving, ~waiting.exists())
    return tx.connection.execute(gone).rowcount
