"""Sheets in and out: XLSX workbooks and folders of CSV files, read with suspicion and written so that nothing in them runs."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet as Worksheet

from bot.files import read_file, write_new
from bot.workbooks import broken, open_workbook, quiet
from handlers.points import Export
from surveys.errors import DefinitionError, Fault, Place, Refused
from surveys.points.model import Reply
from surveys.points.rows import COLUMNS, REPLY_COLUMNS, Row, Sheets
from surveys.sheets import RISKY, guarded, read_csv, read_rows

EXCEL_ROWS = 1_048_576

Read = Callable[[], tuple[Row, ...]]


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_sheets(path: Path, needed: Sequence[str], also: Sequence[str] = ()) -> Sheets:
    """The sheets called `needed` and, where they are there, those called `also`.

    `path` is an XLSX workbook, a folder of CSV files, or one CSV file: the sheet that it is named for, or the only one needed.
    DefinitionError with every fault: a broken file, a missing sheet, a wrong column, a formula. Refused where a file cannot be
    read at all.
    """
    wanted = (*needed, *also)
    if path.is_dir():
        tables = {name: _csv(name, path / f"{name}.csv") for name in wanted if (path / f"{name}.csv").exists()}
    elif path.suffix.lower() == ".xlsx":
        tables = _workbook(path, wanted)
    elif path.suffix.lower() == ".csv":
        name = path.stem if path.stem in wanted or len(needed) != 1 else needed[0]
        if name not in wanted:
            raise _fault("sheet.name", path, f"'{path.name}' is none of these sheets", f"Name it {_files(wanted)}.")
        tables = {name: _csv(name, path)}
        needed = ()
    else:
        raise _fault("sheet.kind", path, "this is no workbook", "Give an .xlsx file, a .csv file or a folder of them.")
    faults = [
        Fault(
            "sheet.missing",
            f"there is no sheet '{name}'",
            f"Give it these columns: {', '.join(COLUMNS[name])}.",
            Place(str(path)),
        )
        for name in needed
        if name not in tables
    ]
    rows: dict[str, tuple[Row, ...]] = {}
    for name, read in tables.items():
        try:
            rows[name] = read()
        except DefinitionError as error:
            faults += error.faults
    if faults:
        raise DefinitionError(tuple(faults))
    return Sheets(rows.get("points"), rows.get("links"), rows.get("replies"))


def _files(names: Sequence[str]) -> str:
    return " or ".join(f"{name}.csv" for name in names)


def _fault(code: str, path: Path, what: str, remedy: str) -> DefinitionError:
    return DefinitionError((Fault(code, what, remedy, Place(str(path))),))


def _csv(name: str, path: Path) -> Read:
    return lambda: read_csv(read_file(path), str(path), needed=COLUMNS[name])


def _workbook(path: Path, wanted: Sequence[str]) -> dict[str, Read]:
    workbook = open_workbook(read_file(path), str(path))
    sheets = {sheet.title.strip().lower(): sheet for sheet in workbook.worksheets}
    return {name: partial(_sheet, name, path, sheets[name].iter_rows()) for name in wanted if name in sheets}


def _sheet(name: str, path: Path, lines: Iterable[Sequence[object]]) -> tuple[Row, ...]:
    label = f"{path}, sheet '{name}'"
    formulas: list[Fault] = []
    try:
        with quiet():
            rows = read_rows(_cells(lines, label, formulas), label, needed=COLUMNS[name])
    except DefinitionError as error:
        raise DefinitionError((*error.faults, *formulas)) from error
    except Exception as error:  # rows are read as they are asked for, and fail in ways that nobody can list
        raise broken(str(path)) from error
    if formulas:
        raise DefinitionError(tuple(formulas))
    return rows


def _cells(lines: Iterable[Sequence[object]], label: str, formulas: list[Fault]) -> Iterator[list[str]]:
    """Every line as text; whatever holds a formula is entered in `formulas`."""
    for number, line in enumerate(lines, start=1):
        if any(getattr(cell, "data_type", "") == "f" for cell in line):
            remedy = "Put what it comes to in its place."
            formulas.append(Fault("cell.formula", "a formula stands here", remedy, Place(label, number)))
        yield [_text(getattr(cell, "value", None)) for cell in line]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat(" ", "minutes") if value.time() != time.min else value.date().isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Value = str | int
OUT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "answers": ("response", "mode", "question", "asked", "answer", "version"),
    "bodies": ("slug", "name", "kind"),
    **COLUMNS,
}
WIDTHS = {"asked": 50, "answer": 80, "sentence": 80, "reason": 80, "commitment": 50, "name": 50, "owner": 30, "bodies": 30}


def write_sheets(export: Export, path: Path) -> None:
    """Write a points workbook (.xlsx), or a folder of CSV files: what stands, ready to be worked on and brought in again.

    It holds people's own words, so that only its owner may read it. Refused where a sheet would be longer than Excel allows, and
    where there is a file already: hours of somebody's work may be in it.
    """
    tables = _tables(export)
    if path.suffix.lower() != ".xlsx":
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if found := next((name for name in tables if (path / f"{name}.csv").exists()), ""):
            raise Refused("file.exists", f"{path / found}.csv is there already. Name another folder, or remove it first.")
        for name, lines in tables.items():
            _write_csv(path / f"{name}.csv", OUT_COLUMNS[name], lines)
        return
    for name, lines in tables.items():
        if len(lines) >= EXCEL_ROWS:
            what = f"The sheet '{name}' would have {len(lines)} rows, more than Excel can hold. Export to a folder of CSV files."
            raise Refused("sheet.rows", what, n=len(lines))
    _write_workbook(path, tables)


def _tables(export: Export) -> dict[str, Sequence[Sequence[Value]]]:
    return {
        "answers": [
            (given.reference, given.mode, _number(given.called), given.question, given.words, str(given.version))
            for given in export.answers
        ],
        "points": [(point.number, point.kind, point.sentence, " ".join(point.bodies)) for point in export.points],
        "links": [(point, reference, _number(called)) for point, reference, called in export.links],
        "replies": [_reply_line(number, body, reply) for number, body, reply in export.owed],
        "bodies": [(body.slug, body.name, body.kind) for body in export.bodies],
    }


def _number(called: str) -> Value:
    """A question's number as a number, so that a spreadsheet sorts by it."""
    return int(called) if called.isdigit() else called


def _reply_line(number: int, body: str, reply: Reply | None) -> Sequence[Value]:
    if reply is None:
        return (number, body, *[""] * (len(REPLY_COLUMNS) - 2))
    promise = reply.commitment
    promised = (promise.what, promise.owner, promise.due_on.isoformat()) if promise else ("", "", "")
    return (number, body, reply.status, reply.reason, *promised, reply.due_on.isoformat() if reply.due_on else "")


def _write_workbook(path: Path, tables: Mapping[str, Sequence[Sequence[Value]]]) -> None:
    workbook = Workbook(write_only=True)
    for name, lines in tables.items():
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        for at, column in enumerate(OUT_COLUMNS[name]):
            sheet.column_dimensions[chr(ord("A") + at)].width = WIDTHS.get(column, 14)
        heading = [WriteOnlyCell(sheet, column) for column in OUT_COLUMNS[name]]
        for cell in heading:
            cell.font = Font(bold=True)
        sheet.append(heading)
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line])
    stream = io.BytesIO()
    workbook.save(stream)
    write_new(path, stream.getvalue())


def _cell(sheet: Worksheet, value: Value) -> Cell:
    if isinstance(value, int):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"  # whatever it begins with, it is words and no formula
    cell.quotePrefix = bool(RISKY.match(value))
    return cell


def _write_csv(path: Path, heading: Sequence[str], lines: Iterable[Sequence[Value]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    for line in lines:
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in line])
    write_new(path, text.getvalue().encode("utf-8-sig"))  # with a mark, so that Excel knows the encoding
