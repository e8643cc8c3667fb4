"""The versions of surveys: what was asked, in which words, and what answers are stored under."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.codecs import decode_keys, encode
from storage.database import Tx
from storage.tables import versions
from surveys.definitions.model import Survey, Version
from surveys.definitions.reader import read_survey
from surveys.definitions.versions.history import History, keyed, keys_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One version beside what is known of it. `used_at` is None for the first version, and for one that waits."""

    survey: Survey
    source: bytes
    carries: bool
    plan: str
    waiting: bool
    made_by: str
    approved_by: str
    used_at: datetime | None


def first(tx: Tx, survey_id: str, survey: Survey, source: bytes, *, made_by: str) -> None:
    """Store a survey's first version, in use from the beginning."""
    add(tx, survey_id, Entry(survey, source, False, "", False, made_by, "", None))


def add(tx: Tx, survey_id: str, entry: Entry) -> None:
    """Store a version: `entry.survey` has its version, its keys and its codes."""
    tx.connection.execute(
        sa.insert(versions).values(
            survey_id=survey_id,
            structure=entry.survey.structure,
            revision=entry.survey.revision,
            source=entry.source,
            numbering=encode(keys_of(entry.survey)),
            carries=entry.carries,
            plan=entry.plan,
            state="waiting" if entry.waiting else "used",
            made_by=entry.made_by,
            approved_by=entry.approved_by,
            used_at=entry.used_at,
        )
    )


def waiting(tx: Tx, survey_id: str) -> Entry | None:
    """The version that waits for a second officer, if one does."""
    return next((entry for entry in listed(tx, survey_id) if entry.waiting), None)


def drop_waiting(tx: Tx, survey_id: str) -> None:
    """Take back the version that waits: it was never in use."""
    tx.connection.execute(sa.delete(versions).where(versions.c.survey_id == survey_id, versions.c.state == "waiting"))


def use(tx: Tx, survey_id: str, version: Version, *, approved_by: str, now: datetime) -> None:
    """From now on whoever begins is asked in this version, which waited."""
    this = sa.update(versions).where(versions.c.survey_id == survey_id, *_is(version))
    tx.connection.execute(this.values(state="used", approved_by=approved_by, used_at=now))


def listed(tx: Tx, survey_id: str) -> list[Entry]:
    """Every version of a survey, oldest first; one that waits comes last."""
    rows = tx.connection.execute(
        sa.select(versions)
        .where(versions.c.survey_id == survey_id)
        .order_by(versions.c.state, versions.c.structure, versions.c.revision)
    ).all()
    return [
        Entry(
            keyed(read_survey(row.source, ""), decode_keys(row.numbering), Version(row.structure, row.revision)),
            row.source,
            row.carries,
            row.plan,
            row.state == "waiting",
            row.made_by,
            row.approved_by,
            row.used_at,
        )
        for row in sorted(rows, key=lambda row: row.state == "waiting")
    ]


def histories(tx: Tx, survey_ids: Sequence[str]) -> dict[str, History]:
    """The versions in use of each of these surveys."""
    if not survey_ids:
        return {}
    columns = (versions.c.survey_id, versions.c.structure, versions.c.revision)
    used = sa.select(*columns).where(versions.c.survey_id.in_(survey_ids), versions.c.state == "used")
    found: dict[str, list[Survey]] = {}
    for survey_id, structure, revision in tx.connection.execute(used.order_by(*columns)).all():
        found.setdefault(survey_id, []).append(_survey(tx, survey_id, Version(structure, revision)))
    return {survey_id: History(tuple(surveys)) for survey_id, surveys in found.items()}


# A version in use never changes, so each is read once a process.
_read: dict[tuple[str, Version], Survey] = {}


def _survey(tx: Tx, survey_id: str, version: Version) -> Survey:
    key = (survey_id, version)
    if key not in _read:
        this = (versions.c.survey_id == survey_id, *_is(version))
        row = tx.connection.execute(sa.select(versions.c.source, versions.c.numbering).where(*this)).one()
        _read[key] = keyed(read_survey(row.source, ""), decode_keys(row.numbering), version)
    return _read[key]


def _is(version: Version) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return versions.c.structure == version.structure, versions.c.revision == version.revision
