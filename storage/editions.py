"""Editions: frozen digests, who made and approved them, and who is to hear of them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import bodies as stored_bodies
from storage.codecs import decode_edition, encode
from storage.database import Tx
from storage.keyring import new_id
from storage.participants import Participant, preferred
from storage.tables import addresses, consents, editions, interviews, links, participants, points, responses
from surveys.digests.model import Edition
from surveys.messages import ANSWERED_AT_ONCE, LETTERS


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition as the database holds it. `approved_by` is empty, and `published_at` None, until it is so."""

    id: str
    consultation_id: str
    edition: Edition
    compiled_by: str
    compiled_at: datetime
    approved_by: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who asked to hear back, at the one address where they will: their finished responses, and the points these say."""

    channel: str
    recipient: Participant
    points: frozenset[int]


def add(tx: Tx, consultation_id: str, edition: Edition, compiled_by: str, *, now: datetime) -> str:
    """Keep a compiled edition, frozen. Its id."""
    edition_id = new_id()
    tx.connection.execute(
        sa.insert(editions).values(
            id=edition_id,
            consultation_id=consultation_id,
            body_id=stored_bodies.ids(tx, [edition.body])[edition.body] if edition.body else None,
            number=edition.number,
            kind=edition.kind,
            content=encode(edition),
            compiled_by=compiled_by,
            compiled_at=now,
            approved_by="",
            published_at=None,
        )
    )
    return edition_id


def every(tx: Tx, consultation_id: str) -> tuple[Issue, ...]:
    """All editions of a consultation by number, drafts too."""
    return _issues(tx, sa.select(editions).where(editions.c.consultation_id == consultation_id))


def published(tx: Tx, consultation_id: str) -> tuple[Issue, ...]:
    """The editions that are out, by number."""
    query = sa.select(editions).where(editions.c.consultation_id == consultation_id, editions.c.published_at.is_not(None))
    return _issues(tx, query)


def by_id(tx: Tx, edition_id: str) -> Issue | None:
    """The edition with this id."""
    found = _issues(tx, sa.select(editions).where(editions.c.id == edition_id))
    return found[0] if found else None


def _issues(tx: Tx, query: sa.Select[tuple[object, ...]]) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            row.id,
            row.consultation_id,
            decode_edition(row.content),
            row.compiled_by,
            row.compiled_at,
            row.approved_by,
            row.published_at,
        )
        for row in tx.connection.execute(query.order_by(editions.c.number))
    )


def approve(tx: Tx, edition_id: str, approved_by: str) -> None:
    """Somebody else approved it."""
    tx.connection.execute(sa.update(editions).where(editions.c.id == edition_id).values(approved_by=approved_by))


def publish(tx: Tx, edition_id: str, *, now: datetime) -> bool:
    """Mark it as out. False where it was out already: of two who publish at once, one does."""
    out = sa.update(editions).where(editions.c.id == edition_id, editions.c.published_at.is_(None)).values(published_at=now)
    return tx.connection.execute(out).rowcount == 1


def contributors(tx: Tx, consultation_id: str) -> tuple[Contributor, ...]:
    """Everyone who finished, asked to hear back and did not say stop: once each, however many addresses they have.

    Who has shut us out is among them: what is queued for them waits until they come back. Who answers where they wait (the
    web, a terminal) has no address to write to: they see the news when they come back.
    """
    said = _said(tx, consultation_id)
    query = (
        sa.select(
            addresses.c.channel,
            addresses.c.id.label("address_id"),
            addresses.c.state,
            participants.c.id,
            participants.c.data_key,
            participants.c.prefers,
            responses.c.id.label("response_id"),
        )
        .select_from(responses)
        .join(interviews, interviews.c.response_id == responses.c.id)
        .join(
            consents,
            sa.and_(consents.c.interview_id == interviews.c.id, consents.c.permission == "hear_back", consents.c.given),
        )
        .join(participants, participants.c.id == responses.c.participant_id)
        .join(addresses, addresses.c.participant_id == participants.c.id)
        .where(
            responses.c.consultation_id == consultation_id,
            responses.c.status == "finished",
            ~participants.c.leaving,
            addresses.c.state != "stopped",
            addresses.c.channel.not_in(ANSWERED_AT_ONCE),
        )
        # a letter only where there is no quicker way
        .order_by(
            participants.c.id,
            addresses.c.state != "live",
            addresses.c.channel.in_(LETTERS),
            addresses.c.channel,
            addresses.c.id,
        )
    )
    homes: dict[str, tuple[str, Participant]] = {}
    theirs: dict[str, set[int]] = {}
    for row in tx.connection.execute(query):
        theirs.setdefault(row.id, set()).update(said.get(row.response_id, ()))
        if row.id not in homes:
            key = tx.keyring.unwrap(row.data_key)
            prefers = preferred(key, row.id, row.prefers)
            homes[row.id] = (row.channel, Participant(row.id, row.address_id, row.state, key, prefers=prefers))
    return tuple(Contributor(channel, person, frozenset(theirs[person.id])) for channel, person in homes.values())


def _said(tx: Tx, consultation_id: str) -> dict[str, set[int]]:
    query = (
        sa.select(links.c.response_id, points.c.number)
        .join(points, points.c.id == links.c.point_id)
        .where(points.c.consultation_id == consultation_id)
    )
    said: dict[str, set[int]] = {}
    for row in tx.connection.execute(query):
        said.setdefault(row.response_id, set()).add(row.number)
    return said


def finished_responses(tx: Tx, consultation_id: str, participant_id: str) -> tuple[str, ...]:
    """The ids of this person's own finished responses, by reference."""
    query = sa.select(responses.c.id, responses.c.consultation_id).where(
        responses.c.participant_id == participant_id, responses.c.status == "finished"
    )
    rows = tx.connection.execute(query.order_by(responses.c.reference))
    # sorted out here, so that the database looks at this person's few and not at the whole consultation's
    return tuple(row.id for row in rows if row.consultation_id == consultation_id)


def latest_for(tx: Tx, participant_id: str) -> Issue | None:
    """The newest published edition of the consultation that this person took part in last."""
    query = (
        sa.select(editions)
        .join(interviews, interviews.c.consultation_id == editions.c.consultation_id)
        .where(interviews.c.participant_id == participant_id, editions.c.published_at.is_not(None))
        .order_by(interviews.c.touched_at.desc(), editions.c.number.desc())
        .limit(1)
    )
    row = tx.connection.execute(query).first()
    return by_id(tx, row.id) if row else None
