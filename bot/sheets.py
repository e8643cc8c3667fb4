"""Sheets in and out: XLSX workbooks and folders of CSV files, read with suspicion and written so that nothing in them runs."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet as Worksheet

from handlers.points import Export
from surveys.errors import DefinitionError, Fault, Place, Refused
from surveys.points.model import Reply
from surveys.points.rows import COLUMNS, REPLY_COLUMNS, Row, Sheets

BIGGEST = 10 * 1024 * 1024  # bytes of a file
UNPACKED = 10 * BIGGEST  # bytes a workbook may grow to: one that says more is a zip bomb
MOST_ROWS = 100_000
EXCEL_ROWS = 1_048_576
LONGEST_CELL = 32_767  # characters, Excel's own limit
# trust.md: what a spreadsheet may take for a formula, full-width forms and a leading space too
RISKY = re.compile(r"\s*[=+\-@＝＋－＠\t\r\0]")

FORMULA = "\0formula"  # stands where a workbook's cell holds one; nobody types a NUL

Lines = Iterator[list[str]]


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_sheets(path: Path, needed: Sequence[str], also: Sequence[str] = ()) -> Sheets:
    """The sheets called `needed` and, where they are there, those called `also`.

    `path` is an XLSX workbook, a folder of CSV files, or one CSV file: the sheet that it is named for, or the only one needed.
    DefinitionError with every fault: a file that cannot be read, a missing sheet, a wrong column, a formula, too many rows.
    """
    wanted = (*needed, *also)
    if path.is_dir():
        tables = {name: _csv_lines(path / f"{name}.csv") for name in wanted if (path / f"{name}.csv").exists()}
    elif path.suffix.lower() == ".xlsx":
        tables = _workbook_lines(path, wanted)
    elif path.suffix.lower() == ".csv":
        name = path.stem if path.stem in wanted or len(needed) != 1 else needed[0]
        if name not in wanted:
            raise _fault("sheet.name", path, f"'{path.name}' is none of these sheets", f"Name it {_files(wanted)}.")
        tables = {name: _csv_lines(path)}
        needed = ()
    else:
        raise _fault("sheet.kind", path, "this is no workbook", "Give an .xlsx file, a .csv file or a folder of them.")
    faults = [
        Fault(
            "sheet.missing",
            f"there is no sheet '{name}'",
            f"Add one with the columns {', '.join(COLUMNS[name])}.",
            Place(str(path)),
        )
        for name in needed
        if name not in tables
    ]
    rows: dict[str, tuple[Row, ...]] = {}
    for name, (label, lines) in tables.items():
        rows[name], wrong = _rows(name, label, lines)
        faults += wrong
    if faults:
        raise DefinitionError(tuple(faults))
    return Sheets(rows.get("points"), rows.get("links"), rows.get("replies"))


def _files(names: Sequence[str]) -> str:
    return " or ".join(f"{name}.csv" for name in names)


def _fault(code: str, path: Path, what: str, remedy: str) -> DefinitionError:
    return DefinitionError((Fault(code, what, remedy, Place(str(path))),))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(BIGGEST + 1)
    except OSError as error:
        raise _fault("sheet.file", path, f"it cannot be read: {error.strerror}", "Check the name and who may read it.") from error
    if len(data) > BIGGEST:
        raise _fault("sheet.size", path, "it is larger than 10 MB", "Bring it in in parts, without pictures.")
    return data


def _csv_lines(path: Path) -> tuple[str, Lines]:
    data = _bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # how Excel saves CSV on a British desk
    heading = text.partition("\n")[0]
    delimiter = ";" if ";" in heading and "," not in heading else ","
    return str(path), _unguarded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), path)


def _unguarded(lines: Iterable[list[str]], path: Path) -> Lines:
    try:
        for line in lines:
            yield [unguarded(cell) for cell in line]
    except csv.Error as error:
        raise _fault("sheet.csv", path, f"it is not CSV as it should be: {error}", "Save it again as CSV UTF-8.") from error


def _workbook_lines(path: Path, wanted: Sequence[str]) -> dict[str, tuple[str, Lines]]:
    data = io.BytesIO(_bytes(path))
    try:
        with zipfile.ZipFile(data) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _broken(path) from error
    if unpacked > UNPACKED:
        raise _fault("sheet.size", path, "it unpacks to more than 100 MB", "Save it again, with less in it.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, about decoration that we do not read
            workbook = load_workbook(data, read_only=True, data_only=False)
        sheets = {sheet.title.strip().lower(): sheet for sheet in workbook.worksheets}
        return {name: (f"{path}, sheet '{name}'", _cells(sheets[name].iter_rows(), path)) for name in wanted if name in sheets}
    except Exception as error:  # a broken workbook fails inside openpyxl in ways that nobody can list
        raise _broken(path) from error


def _cells(lines: Iterable[Sequence[object]], path: Path) -> Lines:
    try:
        for line in lines:
            yield [FORMULA if getattr(cell, "data_type", "") == "f" else _text(getattr(cell, "value", None)) for cell in line]
    except Exception as error:  # as above: rows are read as they are asked for
        raise _broken(path) from error


def _broken(path: Path) -> DefinitionError:
    return _fault("sheet.broken", path, "it cannot be read as a workbook", "Open it in a spreadsheet program and save it again.")


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _rows(name: str, label: str, lines: Lines) -> tuple[tuple[Row, ...], list[Fault]]:
    heading = [cell.strip().lower() for cell in next(lines, [])]
    while heading and not heading[-1]:
        heading.pop()
    faults = _heading_faults(COLUMNS[name], heading, Place(label, 1))
    if faults:
        return (), faults
    rows: list[Row] = []
    for number, line in enumerate(lines, start=2):
        place = Place(label, number)
        if number > MOST_ROWS + 1:
            remedy = "Bring it in in parts. If the rest is empty, delete the empty rows."
            return (), [Fault("sheet.rows", f"there are more than {MOST_ROWS} rows", remedy, place)]
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if any(cells[len(heading) :]):
            faults.append(Fault("row.long", "there are more cells than columns", "Put words with commas in quotes.", place))
        if FORMULA in cells:
            faults.append(Fault("cell.formula", "a formula stands here", "Put what it comes to in its place.", place))
        if any(len(cell) > LONGEST_CELL for cell in cells):
            faults.append(Fault("cell.long", f"a cell has more than {LONGEST_CELL} characters", "Make it shorter.", place))
        rows.append(Row(place, dict(zip(heading, [*cells, *[""] * len(heading)], strict=False))))
    return tuple(rows), faults


def _heading_faults(columns: Sequence[str], heading: Sequence[str], place: Place) -> list[Fault]:
    remedy = f"The first row must be: {', '.join(columns)}."
    wrong = [f"there is no column '{column}'" for column in columns if column not in heading]
    wrong += [f"'{column}' is no column of this sheet" for column in dict.fromkeys(heading) if column not in columns]
    wrong += [f"the column '{column}' stands twice" for column in columns if heading.count(column) > 1]
    return [Fault("sheet.column", what, remedy, place) for what in wrong]


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Value = str | int
OUT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "answers": ("response", "mode", "question", "asked", "answer"),
    "bodies": ("slug", "name", "kind"),
    **COLUMNS,
}
WIDTHS = {"asked": 50, "answer": 80, "sentence": 80, "reason": 80, "commitment": 50, "name": 50, "owner": 30, "bodies": 30}


def write_sheets(export: Export, path: Path) -> None:
    """Write a points workbook (.xlsx), or a folder of CSV files: what stands, ready to be worked on and brought in again.

    It holds people's own words, so that only its owner may read it. Refused where a sheet would be longer than Excel allows.
    """
    tables = _tables(export)
    if path.suffix.lower() != ".xlsx":
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
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
        "answers": [(given.reference, given.mode, given.number, given.question, given.words) for given in export.answers],
        "points": [(point.number, point.kind, point.sentence, " ".join(point.bodies)) for point in export.points],
        "links": list(export.links),
        "replies": [_reply_line(number, body, reply) for number, body, reply in export.owed],
        "bodies": [(body.slug, body.name, body.kind) for body in export.bodies],
    }


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
    _private(path)
    workbook.save(path)


def _cell(sheet: Worksheet, value: Value) -> Cell:
    if isinstance(value, int):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"  # whatever it begins with, it is words and no formula
    cell.quotePrefix = bool(RISKY.match(value))
    return cell


def _write_csv(path: Path, heading: Sequence[str], lines: Iterable[Sequence[Value]]) -> None:
    _private(path)
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # with a mark, so that Excel knows the encoding
        writer = csv.writer(file)
        writer.writerow(heading)
        for line in lines:
            writer.writerow([guarded(value) if isinstance(value, str) else value for value in line])


def _private(path: Path) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)


def guarded(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula: with an apostrophe in front where it might."""
    return f"'{text}" if RISKY.match(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """What `guarded` made safe, as it was."""
    return text[1:] if text.startswith("'") and RISKY.match(text.lstrip("'")) else text
