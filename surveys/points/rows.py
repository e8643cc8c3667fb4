"""Points, links and replies as officers write them in a sheet: rows of text in, values and every fault out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar, get_args

from surveys.errors import Fault, Place
from surveys.points.model import Commitment, Point, PointKind, Reply, Status

POINT_COLUMNS = ("number", "kind", "sentence", "bodies")
LINK_COLUMNS = ("point", "response", "question")
REPLY_COLUMNS = ("point", "body", "status", "reason", "commitment", "owner", "due", "reply_due")
COLUMNS: Mapping[str, tuple[str, ...]] = {"points": POINT_COLUMNS, "links": LINK_COLUMNS, "replies": REPLY_COLUMNS}

KINDS: Mapping[str, PointKind] = {kind: kind for kind in get_args(PointKind)}
STATUSES: Mapping[str, Status] = {status: status for status in get_args(Status)}
DATE_FORMS = ("%d/%m/%Y", "%d %B %Y", "%d %b %Y")  # beside 2010-11-15: as British officers write dates

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: where it is, and its cells by column name, stripped, empty where nothing stands."""

    place: Place
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Placed(Generic[Value]):
    """A value, and the row it came from."""

    value: Value
    place: Place


@dataclass(frozen=True, slots=True)
class Cited:
    """A link as it is written: `question` is the number that people see, or the question's name."""

    point: int
    response: str
    question: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """What one workbook, or one folder of CSV files, brings. None where a sheet is not there: what stands stays."""

    points: tuple[Row, ...] | None = None
    links: tuple[Row, ...] | None = None
    replies: tuple[Row, ...] | None = None


def read_points(rows: Sequence[Row]) -> tuple[tuple[Placed[Point], ...], tuple[Fault, ...]]:
    """Every point with a number, and every fault.

    A row with a fault elsewhere still gives its point, so that a link or a reply to it is not called wrong as well.
    """
    points: list[Placed[Point]] = []
    faults: list[Fault] = []
    for row in rows:
        found: list[Fault] = []
        number = _number(row, "number", found)
        kind = KINDS.get(row.cells["kind"].lower())
        if kind is None:
            found.append(_choice_fault(row, "kind", tuple(KINDS)))
        bodies = tuple(sorted(set(row.cells["bodies"].lower().replace(",", " ").replace(";", " ").split())))
        if number:
            sentence = " ".join(row.cells["sentence"].split())
            points.append(Placed(Point(number, sentence, kind or "problem", bodies), row.place))
        faults += found
    return tuple(points), tuple(faults)


def read_links(rows: Sequence[Row]) -> tuple[tuple[Placed[Cited], ...], tuple[Fault, ...]]:
    """Every link that can be read, and every fault."""
    links: list[Placed[Cited]] = []
    faults: list[Fault] = []
    for row in rows:
        found: list[Fault] = []
        number = _number(row, "point", found)
        found += (
            Fault("cell.empty", f"the cell '{column}' is empty", f"Give the {column}.", row.place)
            for column in ("response", "question")
            if not row.cells[column]
        )
        if not found:
            links.append(Placed(Cited(number, row.cells["response"], row.cells["question"]), row.place))
        faults += found
    return tuple(links), tuple(faults)


def read_replies(rows: Sequence[Row]) -> tuple[tuple[Placed[Reply], ...], tuple[Fault, ...]]:
    """Every reply that can be read, and every fault.

    A row with only a point and a body is a reply still to be written, as an exported sheet lists it: it is passed over.
    """
    replies: list[Placed[Reply]] = []
    faults: list[Fault] = []
    for row in rows:
        if not any(row.cells[column] for column in REPLY_COLUMNS[2:]):
            continue
        found: list[Fault] = []
        number = _number(row, "point", found)
        status = STATUSES.get(row.cells["status"].lower().replace(" ", "_"))
        if status is None:
            found.append(_choice_fault(row, "status", tuple(STATUSES)))
        due_on = _date(row, "reply_due", found)
        commitment = _commitment(row, found)
        if not found and status is not None:
            reply = Reply(number, row.cells["body"].lower(), status, row.cells["reason"], due_on, commitment)
            replies.append(Placed(reply, row.place))
        faults += found
    return tuple(replies), tuple(faults)


def _commitment(row: Row, faults: list[Fault]) -> Commitment | None:
    what, owner = row.cells["commitment"], row.cells["owner"]
    due_on = _date(row, "due", faults)
    if what and owner and due_on is not None:
        return Commitment(what, owner, due_on)
    if what or owner or row.cells["due"]:
        for column, empty in (("commitment", not what), ("owner", not owner), ("due", not row.cells["due"])):
            if empty:
                remedy = "A promise says what will happen, who sees to it (owner) and by which day (due)."
                faults.append(Fault("commitment.part", f"a promise without its '{column}'", remedy, row.place))
    return None


def _number(row: Row, column: str, faults: list[Fault]) -> int:
    text = row.cells[column]
    if text.isascii() and text.isdigit() and len(text) <= 4 and int(text):
        return int(text)
    faults.append(Fault("cell.number", f"'{text}' is no point number", "Give a whole number from 1 to 9999.", row.place))
    return 0


def _date(row: Row, column: str, faults: list[Fault]) -> date | None:
    text = row.cells[column]
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    faults.append(Fault("cell.date", f"'{text}' in '{column}' is no date", "Write it as 2010-11-15.", row.place))
    return None


def _choice_fault(row: Row, column: str, choices: tuple[str, ...]) -> Fault:
    return Fault(f"cell.{column}", f"'{row.cells[column]}' is no {column}", f"Use one of: {', '.join(choices)}.", row.place)
