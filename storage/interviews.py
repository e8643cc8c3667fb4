"""The goings-through: whose message this is, and where they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from storage.codecs import decode_interview, encode
from storage.database import Tx
from storage.keyring import DataKey
from storage.participants import Participant, preferred
from storage.tables import addresses, deliveries, interviews, participants, responses
from surveys.errors import StaleInterview
from surveys.interviews.model import Interview


@dataclass(frozen=True, slots=True)
class Row:
    """An interview beside what the database knows of it. `response_key` is None until there is a response."""

    interview: Interview
    consultation_id: str
    survey_id: str
    revision: int
    response_id: str = ""
    response_key: DataKey | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person and the interview that waits for their next message, if one does.

    `doubt` is whether something that we sent by ourselves may not have reached them.
    """

    participant: Participant
    row: Row | None = None
    doubt: bool = False


_WAITING = (
    sa.select(
        addresses.c.pseudonym,
        addresses.c.id.label("address_id"),
        addresses.c.state,
        addresses.c.body_id,
        participants.c.id.label("participant_id"),
        participants.c.data_key,
        participants.c.leaving,
        participants.c.prefers,
        interviews.c.id.label("interview_id"),
        interviews.c.sealed,
        interviews.c.consultation_id,
        interviews.c.survey_id,
        interviews.c.revision,
        interviews.c.response_id,
        responses.c.data_key.label("response_key"),
        sa.exists().where(deliveries.c.address_id == addresses.c.id, deliveries.c.status == "unknown").label("doubt"),
    )
    .select_from(addresses)
    .outerjoin(participants, participants.c.id == addresses.c.participant_id)
    .outerjoin(interviews, sa.and_(interviews.c.participant_id == participants.c.id, interviews.c.current))
    .outerjoin(responses, responses.c.id == interviews.c.response_id)
    .where(addresses.c.pseudonym.in_(sa.bindparam("pseudonyms", expanding=True)))
)
# One lock a person, taken in one order, so that two processes never wait for each other in a circle (decision 4).
_LOCK = (
    sa.select(participants.c.id)
    .join(addresses, addresses.c.participant_id == participants.c.id)
    .where(addresses.c.pseudonym.in_(sa.bindparam("pseudonyms", expanding=True)))
    .order_by(participants.c.id)
    .with_for_update(of=participants)
)


def waiting(tx: Tx, pseudonyms: Iterable[bytes], *, lock: bool = True) -> dict[bytes, Waiting]:
    """Who these senders are and which interview waits for each. Unknown senders are missing from the answer.

    With `lock` nobody else moves them until the transaction ends; a page that only shows them needs none.
    """
    wanted = list(pseudonyms)
    if tx.postgres and lock:
        tx.connection.execute(_LOCK, {"pseudonyms": wanted})
    return {row.pseudonym: _waiting(tx, row) for row in tx.connection.execute(_WAITING, {"pseudonyms": wanted})}


def _waiting(tx: Tx, row: Any) -> Waiting:
    if row.body_id is not None:
        return Waiting(Participant("", row.address_id, row.state, tx.keyring.house, body=row.body_id), doubt=row.doubt)
    key = tx.keyring.unwrap(row.data_key)
    prefers = preferred(key, row.participant_id, row.prefers)
    participant = Participant(row.participant_id, row.address_id, row.state, key, row.leaving, prefers=prefers)
    if row.interview_id is None:
        return Waiting(participant, doubt=row.doubt)
    interview = decode_interview(key.open(row.sealed, f"interviews|{row.interview_id}|sealed"))
    response_key = tx.keyring.unwrap(row.response_key) if row.response_key is not None else None
    held = Row(interview, row.consultation_id, row.survey_id, row.revision, row.response_id or "", response_key)
    return Waiting(participant, held, row.doubt)


def begin(tx: Tx, participant: Participant, interview: Interview, consultation_id: str, *, now: datetime) -> Row:
    """Start an interview and make it the person's current one. `interview.survey` is the survey's id."""
    _none_current(tx, participant.id)
    tx.connection.execute(
        sa.insert(interviews).values(
            id=interview.id,
            consultation_id=consultation_id,
            survey_id=interview.survey,
            participant_id=participant.id,
            response_id=None,
            structure=interview.structure,
            status=interview.status,
            current=True,
            revision=0,
            sealed=_seal(participant.key, interview),
            touched_at=now,
        )
    )
    return Row(interview, consultation_id, interview.survey, 0)


def find(tx: Tx, participant_id: str, *, survey_id: str = "", interview_id: str = "") -> str:
    """The id of this person's own interview in a survey, or of that id; empty when it is not theirs."""
    query = sa.select(interviews.c.id).where(interviews.c.participant_id == participant_id)
    query = query.where(interviews.c.survey_id == survey_id) if survey_id else query.where(interviews.c.id == interview_id)
    return tx.connection.scalar(query) or ""


def make_current(tx: Tx, participant_id: str, interview_id: str) -> None:
    """From now on this person's messages go to that interview."""
    _none_current(tx, participant_id)
    tx.connection.execute(sa.update(interviews).where(interviews.c.id == interview_id).values(current=True))


def _none_current(tx: Tx, participant_id: str) -> None:
    changed = sa.update(interviews).where(interviews.c.participant_id == participant_id, interviews.c.current)
    tx.connection.execute(changed.values(current=False))


class Theirs(NamedTuple):
    """One of a person's interviews, as far as it can be told without their key."""

    id: str
    consultation_id: str
    status: str
    survey_id: str


def of_participant(tx: Tx, participant_id: str) -> list[Theirs]:
    """All this person's interviews, newest touched first."""
    query = (
        sa.select(interviews.c.id, interviews.c.consultation_id, interviews.c.status, interviews.c.survey_id)
        .where(interviews.c.participant_id == participant_id)
        .order_by(interviews.c.touched_at.desc(), interviews.c.id)
    )
    return [Theirs(*row) for row in tx.connection.execute(query)]


def opened(tx: Tx, participant: Participant) -> list[Row]:
    """All this person's interviews with all they hold, newest touched first; their responses' keys are left out."""
    query = (
        sa.select(interviews)
        .where(interviews.c.participant_id == participant.id)
        .order_by(interviews.c.touched_at.desc(), interviews.c.id)
    )
    return [
        Row(
            decode_interview(participant.key.open(row.sealed, f"interviews|{row.id}|sealed")),
            row.consultation_id,
            row.survey_id,
            row.revision,
            row.response_id or "",
        )
        for row in tx.connection.execute(query)
    ]


LIVE = ("consent", "asking", "stopped")  # those who have stopped may come back


def behind(tx: Tx, survey_id: str, structures: Iterable[int], *, after: str = "", limit: int | None = None) -> list[str]:
    """The ids of the interviews in these structures of a survey that are not finished, in order, from the one `after` on."""
    query = (
        sa.select(interviews.c.id)
        .where(interviews.c.survey_id == survey_id, interviews.c.structure.in_(list(structures)))
        .where(interviews.c.status.in_(LIVE), interviews.c.id > after)
        .order_by(interviews.c.id)
    )
    return list(tx.connection.scalars(query.limit(limit)))


def by_ids(tx: Tx, ids: Sequence[str], *, lock: bool = True) -> list[tuple[Participant, Row]]:
    """These interviews with their people, in the order of their ids. With `lock` nobody else moves them meanwhile."""
    whose = sa.select(participants.c.id).join(interviews, interviews.c.participant_id == participants.c.id)
    if tx.postgres and lock:  # in the order in which `waiting` takes its locks
        tx.connection.execute(whose.where(interviews.c.id.in_(ids)).order_by(participants.c.id).with_for_update(of=participants))
    query = (
        sa.select(interviews, participants.c.data_key, responses.c.data_key.label("response_key"))
        .join(participants, participants.c.id == interviews.c.participant_id)
        .outerjoin(responses, responses.c.id == interviews.c.response_id)
        .where(interviews.c.id.in_(ids))
        .order_by(interviews.c.id)
    )
    found = []
    for row in tx.connection.execute(query):
        key = tx.keyring.unwrap(row.data_key)
        interview = decode_interview(key.open(row.sealed, f"interviews|{row.id}|sealed"))
        response_key = tx.keyring.unwrap(row.response_key) if row.response_key is not None else None
        held = Row(interview, row.consultation_id, row.survey_id, row.revision, row.response_id or "", response_key)
        found.append((Participant(row.participant_id, "", "", key), held))
    return found


def by_structure(tx: Tx, survey_id: str) -> dict[int, tuple[int, int]]:
    """By structure: how many interviews are under way in it, and how many were finished in it."""
    live = sa.case((interviews.c.status.in_(LIVE), 1), else_=0)
    query = sa.select(interviews.c.structure, sa.func.sum(live), sa.func.count()).where(interviews.c.survey_id == survey_id)
    rows = tx.connection.execute(query.group_by(interviews.c.structure))
    return {structure: (under_way, every - under_way) for structure, under_way, every in rows}


_SAVE = (
    sa.update(interviews)
    .where(interviews.c.id == sa.bindparam("the_id"), interviews.c.revision == sa.bindparam("the_revision"))
    .values(
        structure=sa.bindparam("the_structure"),
        status=sa.bindparam("the_status"),
        revision=sa.bindparam("next_revision"),
        sealed=sa.bindparam("the_state"),
        response_id=sa.bindparam("the_response"),
        touched_at=sa.bindparam("the_moment"),
    )
)


def save(tx: Tx, rows: Sequence[tuple[Participant, Row]], *, now: datetime) -> None:
    """Write the interviews as they are now. StaleInterview when one of them has moved since it was read."""
    if not rows:
        return
    values = [
        {
            "the_id": row.interview.id,
            "the_revision": row.revision,
            "next_revision": row.revision + 1,
            "the_structure": row.interview.structure,
            "the_status": "stopped" if row.interview.stopped else row.interview.status,
            "the_state": _seal(participant.key, row.interview),
            "the_response": row.response_id or None,
            "the_moment": now,
        }
        for participant, row in rows
    ]
    if tx.connection.execute(_SAVE, values).rowcount != len(values):
        raise StaleInterview("an interview moved while its turn was under way")


_CARRY = (
    sa.update(interviews)
    .where(interviews.c.id == sa.bindparam("the_id"), interviews.c.revision == sa.bindparam("the_revision"))
    .values(
        structure=sa.bindparam("the_structure"),
        revision=sa.bindparam("next_revision"),
        sealed=sa.bindparam("the_state"),
    )
)


def carry(tx: Tx, rows: Sequence[tuple[Participant, Row]]) -> None:
    """Write interviews that go on in another structure: nobody has touched them. StaleInterview where one moved meanwhile."""
    values = [
        {
            "the_id": row.interview.id,
            "the_revision": row.revision,
            "next_revision": row.revision + 1,
            "the_structure": row.interview.structure,
            "the_state": _seal(participant.key, row.interview),
        }
        for participant, row in rows
    ]
    if values and tx.connection.execute(_CARRY, values).rowcount != len(values):
        raise StaleInterview("an interview moved while it was carried over")


def saved(row: Row) -> Row:
    """`row` as `save` left it."""
    return replace(row, revision=row.revision + 1)


def _seal(key: DataKey, interview: Interview) -> bytes:
    return key.seal(encode(interview), f"interviews|{interview.id}|sealed")
