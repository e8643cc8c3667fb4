"""Points, whom they concern, and the answers that say them."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from storage import bodies as stored_bodies
from storage.codecs import decode_edition
from storage.database import Tx
from storage.keyring import new_id
from storage.tables import answers, bodies, editions, links, point_bodies, points, responses, words
from surveys.definitions.model import Version
from surveys.digests.compile import Tally
from surveys.points.model import Link, Point
from surveys.points.rows import KINDS


def of(tx: Tx, consultation_id: str) -> tuple[Point, ...]:
    """A consultation's points by number; each names its bodies in their slugs' order."""
    concerned: defaultdict[str, list[str]] = defaultdict(list)
    query = (
        sa.select(point_bodies.c.point_id, bodies.c.slug)
        .join(points, points.c.id == point_bodies.c.point_id)
        .join(bodies, bodies.c.id == point_bodies.c.body_id)
        .where(points.c.consultation_id == consultation_id)
        .order_by(bodies.c.slug)
    )
    for point_id, slug in tx.connection.execute(query):
        concerned[point_id].append(slug)
    rows = tx.connection.execute(sa.select(points).where(points.c.consultation_id == consultation_id).order_by(points.c.number))
    return tuple(Point(row.number, row.sentence, KINDS[row.kind], tuple(concerned[row.id])) for row in rows)


def ids(tx: Tx, consultation_id: str) -> dict[int, str]:
    """The ids of a consultation's points by number."""
    rows = tx.connection.execute(sa.select(points.c.number, points.c.id).where(points.c.consultation_id == consultation_id))
    return {row.number: row.id for row in rows}


def put(tx: Tx, consultation_id: str, new: Sequence[Point], made_by: str) -> None:
    """Add these points, or change those with the same number; a changed one waits for approval anew. The bodies exist."""
    known = ids(tx, consultation_id)
    fresh = [point for point in new if point.number not in known]
    if fresh:
        rows = [
            {
                "id": new_id(),
                "consultation_id": consultation_id,
                "number": point.number,
                "sentence": point.sentence,
                "kind": point.kind,
                "made_by": made_by,
                "approved_by": "",
            }
            for point in fresh
        ]
        tx.connection.execute(sa.insert(points), rows)
    for point in new:
        if point.number in known:
            changed = sa.update(points).where(points.c.id == known[point.number])
            values = {"sentence": point.sentence, "kind": point.kind, "made_by": made_by, "approved_by": ""}
            tx.connection.execute(changed.values(values))
    _concern(tx, consultation_id, new)


def _concern(tx: Tx, consultation_id: str, new: Sequence[Point]) -> None:
    numbers = ids(tx, consultation_id)
    slugs = stored_bodies.ids(tx, sorted({slug for point in new for slug in point.bodies}))
    tx.connection.execute(sa.delete(point_bodies).where(point_bodies.c.point_id.in_([numbers[point.number] for point in new])))
    rows = [{"point_id": numbers[point.number], "body_id": slugs[slug]} for point in new for slug in point.bodies]
    if rows:
        tx.connection.execute(sa.insert(point_bodies), rows)


def remove(tx: Tx, consultation_id: str, numbers: Sequence[int]) -> None:
    """Take these points out, with all that hangs on them."""
    gone = sa.delete(points).where(points.c.consultation_id == consultation_id, points.c.number.in_(list(numbers)))
    tx.connection.execute(gone)


def approve(tx: Tx, consultation_id: str, numbers: Sequence[int], approved_by: str) -> None:
    """These points were approved as they stand."""
    changed = sa.update(points).where(points.c.consultation_id == consultation_id, points.c.number.in_(list(numbers)))
    tx.connection.execute(changed.values(approved_by=approved_by))


def approved(tx: Tx, consultation_id: str) -> set[int]:
    """The numbers of the points that were approved as they stand."""
    query = sa.select(points.c.number).where(points.c.consultation_id == consultation_id, points.c.approved_by != "")
    return set(tx.connection.scalars(query))


def links_of(tx: Tx, consultation_id: str) -> tuple[Link, ...]:
    """Which answers say which point, by point, reference and question."""
    query = (
        sa.select(points.c.number, responses.c.reference, links.c.question)
        .join(points, points.c.id == links.c.point_id)
        .join(responses, responses.c.id == links.c.response_id)
        .where(points.c.consultation_id == consultation_id)
        .order_by(points.c.number, responses.c.reference, links.c.question)
    )
    return tuple(Link(*row) for row in tx.connection.execute(query))


def add_links(tx: Tx, consultation_id: str, new: Sequence[Link], confirmed_by: str) -> None:
    """Add these links; their points and responses exist."""
    if not new:
        return
    numbers, references = ids(tx, consultation_id), _references(tx, consultation_id)
    rows = [
        {
            "point_id": numbers[link.point],
            "response_id": references[link.response],
            "question": link.question,
            "confirmed_by": confirmed_by,
        }
        for link in new
    ]
    tx.connection.execute(sa.insert(links), rows)


def remove_links(tx: Tx, consultation_id: str, gone: Sequence[Link]) -> None:
    """Take these links out."""
    if not gone:
        return
    numbers, references = ids(tx, consultation_id), _references(tx, consultation_id)
    unlink = sa.delete(links).where(
        links.c.point_id == sa.bindparam("the_point"),
        links.c.response_id == sa.bindparam("the_response"),
        links.c.question == sa.bindparam("the_question"),
    )
    rows = [
        {"the_point": numbers[link.point], "the_response": references[link.response], "the_question": link.question}
        for link in gone
    ]
    tx.connection.execute(unlink, rows)


def _references(tx: Tx, consultation_id: str) -> dict[str, str]:
    query = sa.select(responses.c.reference, responses.c.id).where(responses.c.consultation_id == consultation_id)
    return {row.reference: row.id for row in tx.connection.execute(query)}


def answered(tx: Tx, consultation_id: str) -> dict[str, tuple[str, Version, frozenset[int]]]:
    """By the reference of every finished response: its survey's id, the version it ended in, the keys of what it answers.

    It opens no words.
    """
    held: dict[str, set[int]] = {}
    for table in (answers, words):
        query = sa.select(table.c.response_id, table.c.question).where(table.c.consultation_id == consultation_id).distinct()
        for row in tx.connection.execute(query):
            held.setdefault(row.response_id, set()).add(row.question)
    finished = sa.select(responses).where(responses.c.consultation_id == consultation_id, responses.c.status == "finished")
    return {
        row.reference: (row.survey_id, Version(row.structure, row.revision), frozenset(held.get(row.id, ())))
        for row in tx.connection.execute(finished)
    }


def digested(tx: Tx, consultation_id: str) -> set[int]:
    """The numbers of the points that stand in a published edition."""
    out = sa.select(editions.c.content).where(editions.c.consultation_id == consultation_id, editions.c.published_at.is_not(None))
    return {point.number for content in tx.connection.scalars(out) for point in decode_edition(content).points}


def said_by(tx: Tx, response_id: str) -> tuple[tuple[int, int], ...]:
    """The points that one response says: (point number, the question's key), in that order."""
    query = (
        sa.select(points.c.number, links.c.question)
        .join(links, links.c.point_id == points.c.id)
        .where(links.c.response_id == response_id)
        .order_by(points.c.number, links.c.question)
    )
    return tuple((row.number, row.question) for row in tx.connection.execute(query))


def tallies(tx: Tx, consultation_id: str) -> dict[int, Tally]:
    """How many finished responses, and how many focus groups, said each point: exact, so not for publication."""
    group = responses.c.mode == "focus_group"
    said = sa.func.count(sa.distinct(sa.case((~group, responses.c.id))))
    groups = sa.func.count(sa.distinct(sa.case((group, responses.c.id))))
    query = (
        sa.select(points.c.number, said, groups)
        .join(links, links.c.point_id == points.c.id)
        .join(responses, responses.c.id == links.c.response_id)
        .where(points.c.consultation_id == consultation_id, responses.c.status == "finished")
        .group_by(points.c.number)
    )
    return {number: Tally(people, groups) for number, people, groups in tx.connection.execute(query)}
