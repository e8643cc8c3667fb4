"""Authors' pictures for Easy Read, kept with the survey that shows them."""

from collections.abc import Mapping

import sqlalchemy as sa

from storage.database import Tx
from storage.tables import pictures


def add(tx: Tx, survey_id: str, files: Mapping[str, bytes]) -> None:
    """Keep the pictures of a survey, by the names that it calls them by."""
    if files:
        rows = [{"survey_id": survey_id, "name": name, "data": data} for name, data in files.items()]
        tx.connection.execute(sa.insert(pictures), rows)


def find(tx: Tx, survey_id: str, name: str) -> bytes | None:
    """The bytes of a picture; None where the survey has none of that name."""
    if "\0" in survey_id + name:
        return None  # PostgreSQL cannot even be asked
    query = sa.select(pictures.c.data).where(pictures.c.survey_id == survey_id, pictures.c.name == name)
    found: bytes | None = tx.connection.scalar(query)
    return found
