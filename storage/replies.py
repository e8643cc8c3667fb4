"""What bodies replied to points. Every revision is kept; the newest speaks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import bodies as stored_bodies
from storage import points as stored_points
from storage.database import Tx
from storage.keyring import new_id
from storage.tables import bodies, commitments, points, replies
from surveys.points.model import Commitment, Reply
from surveys.points.rows import STATUSES

Key = tuple[int, str]  # a point's number and a body's slug


def latest(tx: Tx, consultation_id: str) -> dict[Key, Reply]:
    """The reply that stands, by point and body."""
    newest = (
        sa.select(replies.c.point_id, replies.c.body_id, sa.func.max(replies.c.revision).label("revision"))
        .join(points, points.c.id == replies.c.point_id)
        .where(points.c.consultation_id == consultation_id)
        .group_by(replies.c.point_id, replies.c.body_id)
        .subquery()
    )
    promised = sa.and_(
        commitments.c.point_id == replies.c.point_id,
        commitments.c.body_id == replies.c.body_id,
        commitments.c.state != "dropped",
    )
    same = sa.and_(
        newest.c.point_id == replies.c.point_id,
        newest.c.body_id == replies.c.body_id,
        newest.c.revision == replies.c.revision,
    )
    query = (
        sa.select(
            points.c.number,
            bodies.c.slug,
            replies.c.status,
            replies.c.reason,
            replies.c.due_on,
            commitments.c.what,
            commitments.c.owner,
            commitments.c.due_on.label("promised_on"),
        )
        .select_from(replies)
        .join(newest, same)
        .join(points, points.c.id == replies.c.point_id)
        .join(bodies, bodies.c.id == replies.c.body_id)
        .outerjoin(commitments, promised)
        .order_by(points.c.number, bodies.c.slug)
    )
    return {(row.number, row.slug): _reply(row) for row in tx.connection.execute(query)}


def _reply(row: Any) -> Reply:
    commitment = None if row.what is None else Commitment(row.what, row.owner, row.promised_on)
    return Reply(row.number, row.slug, STATUSES[row.status], row.reason, row.due_on, commitment)


def add(tx: Tx, consultation_id: str, new: Sequence[Reply], made_by: str, *, now: datetime) -> None:
    """Put these replies on top of what stands; their points and bodies exist. A promise no longer made is marked dropped."""
    if not new:
        return
    numbers = stored_points.ids(tx, consultation_id)
    slugs = stored_bodies.ids(tx, sorted({reply.body for reply in new}))
    revisions = _revisions(tx, consultation_id)
    rows = []
    for reply in new:
        key = (numbers[reply.point], slugs[reply.body])
        revisions[key] = revisions.get(key, 0) + 1
        rows.append({
            "point_id": key[0],
            "body_id": key[1],
            "revision": revisions[key],
            "status": reply.status,
            "reason": reply.reason,
            "due_on": reply.due_on,
            "made_by": made_by,
            "made_at": now,
        })  # fmt: skip
    tx.connection.execute(sa.insert(replies), rows)
    _promise(tx, new, numbers, slugs)


def _revisions(tx: Tx, consultation_id: str) -> dict[tuple[str, str], int]:
    query = (
        sa.select(replies.c.point_id, replies.c.body_id, sa.func.max(replies.c.revision).label("revision"))
        .join(points, points.c.id == replies.c.point_id)
        .where(points.c.consultation_id == consultation_id)
        .group_by(replies.c.point_id, replies.c.body_id)
    )
    return {(row.point_id, row.body_id): row.revision for row in tx.connection.execute(query)}


def _promise(tx: Tx, new: Sequence[Reply], numbers: Mapping[int, str], slugs: Mapping[str, str]) -> None:
    drop = sa.update(commitments).where(
        commitments.c.point_id == sa.bindparam("the_point"), commitments.c.body_id == sa.bindparam("the_body")
    )
    dropped = [{"the_point": numbers[reply.point], "the_body": slugs[reply.body]} for reply in new if reply.commitment is None]
    if dropped:
        tx.connection.execute(drop.values(state="dropped"), dropped)
    for reply in new:
        if reply.commitment is not None:
            promise = reply.commitment
            said: dict[str, Any] = {"what": promise.what, "owner": promise.owner, "due_on": promise.due_on, "state": "promised"}
            made = tx.insert(commitments).values(id=new_id(), point_id=numbers[reply.point], body_id=slugs[reply.body], **said)
            other = sa.or_(
                commitments.c.state == "dropped", *(commitments.c[name] != said[name] for name in ("what", "owner", "due_on"))
            )  # the same promise said again keeps its state
            key = ["point_id", "body_id"]
            tx.connection.execute(made.on_conflict_do_update(index_elements=key, set_=said, where=other))
