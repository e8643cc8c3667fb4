"""A body replies to a point: one at a time from the command line, or many from a sheet."""

from collections.abc import Mapping
from datetime import datetime

from handlers import points
from handlers.points import Brought
from storage.database import Tx
from surveys.errors import DefinitionError, Fault, Place
from surveys.points.rows import REPLY_COLUMNS, Row, Sheets


def reply(tx: Tx, slug: str, cells: Mapping[str, str], *, by: str, now: datetime) -> Brought:
    """Record one reply; `cells` are the columns of a replies sheet. DefinitionError with every fault.

    The earlier revisions are kept. The same reply again changes nothing.
    """
    place = Place(f"the reply from {cells['body'] or 'nobody'} to point {cells['point']}")
    row = Row(place, {column: cells.get(column, "").strip() for column in REPLY_COLUMNS})
    if not row.cells["status"]:
        raise DefinitionError((Fault("cell.status", "there is no status", "Give one with --status.", place),))
    return points.bring_in(tx, slug, Sheets(replies=(row,)), by=by, now=now)
