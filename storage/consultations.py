"""Consultations, their surveys, and the personal links into them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from storage import pictures, versions
from storage.codecs import decode_consultation, encode
from storage.database import Tx
from storage.keyring import new_id
from storage.tables import bodies, consultation_bodies, consultations, invitations, surveys
from surveys.consultations.model import Consultation, State
from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.definitions.versions.history import History

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A consultation as the database holds it.

    `histories` are its surveys in all their versions, by the survey's id, in the order of the author's audiences.
    """

    id: str
    consultation: Consultation
    state: State
    opens_at: datetime
    closes_at: datetime
    rehearsal: bool
    created_by: str
    approved_by: str
    histories: Mapping[str, History]

    @property
    def surveys(self) -> Mapping[str, Survey]:
        """Its surveys by id, as whoever begins now is asked in them."""
        return {survey_id: history.newest for survey_id, history in self.histories.items()}

    def local(self, now: datetime) -> datetime:
        """`now` where the consultation is held: "today" is a day there, not in UTC."""
        return now.astimezone(ZoneInfo(self.consultation.zone))

    def open_at(self, now: datetime) -> bool:
        """Whether people may begin to answer now."""
        return self.state == "open" and self.opens_at <= now and not self.over_at(now)

    def over_at(self, now: datetime) -> bool:
        """Whether its last second, which counts to its end, is over."""
        return now >= self.closes_at + SECOND


def add(
    tx: Tx,
    consultation: Consultation,
    sources: Sequence[tuple[str, bytes]],
    *,
    created_by: str,
    rehearsal: bool = False,
    shown: Mapping[str, Mapping[str, bytes]] | None = None,
) -> str:
    """Store a draft with its surveys: `sources` are (audience, the survey file's bytes). Bodies new to us are added. Its id.

    `shown` are the pictures of each audience's survey, by name.
    """
    consultation_id = new_id()
    tx.connection.execute(
        sa.insert(consultations).values(
            id=consultation_id,
            slug=consultation.slug,
            definition=encode(consultation),
            state="draft",
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at,
            rehearsal=rehearsal,
            created_by=created_by,
            approved_by="",
        )
    )
    read = [(new_id(), audience, source, read_survey(source, "")) for audience, source in sources]
    if read:
        rows = [
            {"id": survey_id, "consultation_id": consultation_id, "name": survey.name, "audience": audience}
            for survey_id, audience, _, survey in read
        ]
        tx.connection.execute(sa.insert(surveys), rows)
        for survey_id, audience, source, survey in read:
            pictures.add(tx, survey_id, (shown or {}).get(audience, {}))
            versions.first(tx, survey_id, survey, source, made_by=created_by)
    known = [{"id": new_id(), "slug": body.slug, "name": body.name, "kind": body.kind} for body in consultation.bodies]
    if known:
        tx.connection.execute(tx.insert(bodies).on_conflict_do_nothing(index_elements=["slug"]), known)
        ids = tx.connection.scalars(sa.select(bodies.c.id).where(bodies.c.slug.in_([body.slug for body in consultation.bodies])))
        members = [{"consultation_id": consultation_id, "body_id": body_id} for body_id in ids]
        tx.connection.execute(sa.insert(consultation_bodies), members)
    return consultation_id


def every(tx: Tx) -> list[Held]:
    """All consultations, those that open last first."""
    return _held(tx, sa.select(consultations).order_by(consultations.c.opens_at.desc(), consultations.c.slug))


def by_ids(tx: Tx, ids: Iterable[str]) -> dict[str, Held]:
    """These consultations, by id."""
    return {held.id: held for held in _held(tx, sa.select(consultations).where(consultations.c.id.in_(list(ids))))}


def by_slug(tx: Tx, slug: str, *, alone: bool = False) -> Held | None:
    """The consultation called `slug`, or whose id it is. With `alone`, others who ask so wait until the transaction ends."""
    if "\0" in slug:
        return None  # PostgreSQL cannot even be asked
    called = sa.or_(consultations.c.slug == slug, consultations.c.id == slug)
    if alone and tx.postgres:  # not its key: people who answer meanwhile need not wait
        tx.connection.execute(sa.select(consultations.c.id).where(called).with_for_update(key_share=True))
    found = _held(tx, sa.select(consultations).where(called))
    return found[0] if found else None


def slug_of(tx: Tx, consultation_id: str) -> str:
    """The name of a consultation, without reading its surveys."""
    slug: str = tx.connection.execute(sa.select(consultations.c.slug).where(consultations.c.id == consultation_id)).scalar_one()
    return slug


def of_survey(tx: Tx, survey_id: str) -> Held | None:
    """The consultation that a survey belongs to."""
    query = sa.select(consultations).join(surveys, surveys.c.consultation_id == consultations.c.id)
    found = _held(tx, query.where(surveys.c.id == survey_id))
    return found[0] if found else None


def open_now(tx: Tx, now: datetime) -> list[Held]:
    """The consultations that anybody may be offered now. A rehearsal is entered by its name or a link only."""
    offered = sa.select(consultations).where(consultations.c.state == "open", ~consultations.c.rehearsal)
    query = offered.order_by(consultations.c.opens_at, consultations.c.slug)
    return [held for held in _held(tx, query) if held.open_at(now)]


def _held(tx: Tx, query: sa.Select[tuple[object, ...]]) -> list[Held]:
    rows = tx.connection.execute(query).all()
    ids = [row.id for row in rows]
    columns = (surveys.c.id, surveys.c.consultation_id, surveys.c.audience)
    theirs = tx.connection.execute(sa.select(*columns).where(surveys.c.consultation_id.in_(ids))).all() if ids else []
    by_consultation: dict[str, dict[str, str]] = {}
    for row in theirs:
        by_consultation.setdefault(row.consultation_id, {})[row.id] = row.audience
    histories = versions.histories(tx, [row.id for row in theirs])
    return [
        Held(
            row.id,
            _as_it_is(row.definition, row.closes_at),
            row.state,
            row.opens_at,
            row.closes_at,
            row.rehearsal,
            row.created_by,
            row.approved_by,
            {survey_id: histories[survey_id] for survey_id in _in_order(row.definition, by_consultation.get(row.id, {}))},
        )
        for row in rows
    ]


def _as_it_is(definition: bytes, closes_at: datetime) -> Consultation:
    """The consultation as written, but for its last day: that is the day on which it really closes."""
    written = _decoded(definition)
    last = closes_at.astimezone(ZoneInfo(written.zone)).date()
    return written if last == written.closes else replace(written, closes=last)


def _in_order(definition: bytes, theirs: Mapping[str, str]) -> list[str]:
    order = [audience for audience, _ in _decoded(definition).audiences]
    return sorted(theirs, key=lambda survey_id: (*(audience != theirs[survey_id] for audience in order), survey_id))


@lru_cache(maxsize=256)
def _decoded(definition: bytes) -> Consultation:
    return decode_consultation(definition)


def audiences(tx: Tx, consultation_id: str) -> dict[str, str]:
    """Who each of its surveys is for: the survey's id and the audience, by audience."""
    query = sa.select(surveys.c.id, surveys.c.audience).where(surveys.c.consultation_id == consultation_id)
    return {row.id: row.audience for row in tx.connection.execute(query.order_by(surveys.c.audience))}


def set_state(tx: Tx, consultation_id: str, state: State, *, approved_by: str | None = None) -> None:
    """Move a consultation on in its life."""
    values: dict[str, str] = {"state": state} | ({"approved_by": approved_by} if approved_by is not None else {})
    tx.connection.execute(sa.update(consultations).where(consultations.c.id == consultation_id).values(**values))


def move(tx: Tx, consultation_id: str, before: State, after: State, **values: datetime | str) -> bool:
    """Move a consultation from one state to the next; False where it is not in `before`: of two who try at once, one does.

    `values` are other columns to set with it: who approved it, when it opened or closed in truth.
    """
    here = sa.update(consultations).where(consultations.c.id == consultation_id, consultations.c.state == before)
    return tx.connection.execute(here.values(state=after, **values)).rowcount == 1


def due(tx: Tx, now: datetime) -> list[tuple[str, State]]:
    """What the calendar says should move: (consultation id, the state it is due for)."""
    opening = sa.select(consultations.c.id).where(consultations.c.state == "approved", consultations.c.opens_at <= now)
    # the last second counts to its end
    closing = sa.select(consultations.c.id).where(consultations.c.state == "open", consultations.c.closes_at <= now - SECOND)
    opened: list[tuple[str, State]] = [(row, "open") for row in tx.connection.scalars(opening)]
    closed: list[tuple[str, State]] = [(row, "closed") for row in tx.connection.scalars(closing)]
    return opened + closed


# ── personal links ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Invitation:
    """A personal link: into which survey, under which reference, and who has used it, if anyone has."""

    survey_id: str
    reference: str
    participant_id: str | None


def invite(tx: Tx, survey_id: str, tokens: Mapping[str, str]) -> None:
    """Make personal links: `tokens` maps each link's token to the inviter's reference. Only a digest of a token is kept."""
    rows = [
        {"digest": tx.keyring.digest(token), "survey_id": survey_id, "reference": reference, "participant_id": None}
        for token, reference in tokens.items()
    ]
    tx.connection.execute(sa.insert(invitations), rows)


def invitation(tx: Tx, token: str) -> Invitation | None:
    """The personal link with this token."""
    row = tx.connection.execute(sa.select(invitations).where(invitations.c.digest == tx.keyring.digest(token))).first()
    return Invitation(row.survey_id, row.reference, row.participant_id) if row else None


def use_invitation(tx: Tx, token: str, participant_id: str) -> bool:
    """This person is the one the link was for; False when somebody else was quicker."""
    free = sa.or_(invitations.c.participant_id.is_(None), invitations.c.participant_id == participant_id)
    mine = sa.update(invitations).where(invitations.c.digest == tx.keyring.digest(token), free)
    return tx.connection.execute(mine.values(participant_id=participant_id)).rowcount == 1


def invited_to(tx: Tx, participant_id: str) -> list[str]:
    """The ids of the surveys that this person was invited to by a link of their own."""
    query = sa.select(invitations.c.survey_id).where(invitations.c.participant_id == participant_id)
    return list(tx.connection.scalars(query.order_by(invitations.c.survey_id)))


def reference_of(tx: Tx, survey_id: str, participant_id: str) -> str:
    """The reference under which this person was invited to the survey; empty when they came by themselves."""
    query = sa.select(invitations.c.reference).where(
        invitations.c.survey_id == survey_id, invitations.c.participant_id == participant_id
    )
    return tx.connection.scalar(query) or ""


def references(tx: Tx, consultation_id: str) -> dict[str, bool]:
    """The references already invited under in this consultation, and whether their link has been used."""
    query = sa.select(invitations.c.reference, invitations.c.participant_id).join(surveys)
    found = tx.connection.execute(query.where(surveys.c.consultation_id == consultation_id))
    return {row.reference: row.participant_id is not None for row in found}


def withdraw_invitations(tx: Tx, consultation_id: str, gone: Sequence[str]) -> None:
    """The links made under these references work no more: whoever they were for has answered in another way."""
    mine = sa.select(surveys.c.id).where(surveys.c.consultation_id == consultation_id)
    links = sa.delete(invitations).where(invitations.c.survey_id.in_(mine), invitations.c.reference.in_(gone))
    tx.connection.execute(links)
