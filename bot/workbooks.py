"""XLSX workbooks: opened with suspicion, and survey forms read from them and written so that nothing in them runs."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any, Literal

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet as Worksheet

from surveys.definitions.xlsform.form import Form, Line
from surveys.errors import DefinitionError, Fault, Place, Refused
from surveys.sheets import RISKY

UNPACKED = 100 * 1024 * 1024  # bytes a workbook may grow to: one that says more is a zip bomb
MOST_CELLS = 1_000_000  # a survey of 200 questions in 6 languages has 10,000
LONGEST_CELL = 32_767  # characters, Excel's limit
WIDTHS = {"type": 24, "name": 18, "list_name": 18, "required": 10, "form_id": 24}  # in characters; other columns have 40

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook says a character that XML would change or forbid
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def open_workbook(data: bytes, file: str, *, values: bool = False) -> Workbook:
    """The workbook in `data`, to be read row by row: its formulas, or with `values` what they came to when it was saved.

    DefinitionError where it is none, or unpacks to too much.
    """
    stream = io.BytesIO(data)
    try:
        with zipfile.ZipFile(stream) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise broken(file) from error
    if unpacked > UNPACKED:
        raise _fault("sheet.size", file, "it unpacks to more than 100 MB", "Save it again, with less in it.")
    try:
        with quiet():
            workbook = load_workbook(stream, read_only=True, data_only=values)
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # some programs write that all is one cell
    except Exception as error:  # a broken workbook fails inside openpyxl in ways that nobody can list
        raise broken(file) from error
    return workbook


@contextmanager
def quiet() -> Iterator[None]:
    """Without openpyxl's warnings, which are of decoration that we do not read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def broken(file: str) -> DefinitionError:
    """What is said of a workbook that fails on reading."""
    return _fault("sheet.broken", file, "it cannot be read as a workbook", "Open it in a spreadsheet program and save it again.")


def _fault(code: str, file: str, what: str, remedy: str) -> DefinitionError:
    return DefinitionError((Fault(code, what, remedy, Place(file)),))


def read_workbook(data: bytes, file: str) -> Form:
    """The sheets of a workbook as plain text; a formula counts as what it came to when the workbook was saved.

    DefinitionError where it cannot be read, or is far too large for a survey.
    """
    workbook, reckoned = open_workbook(data, file), open_workbook(data, file, values=True)
    seen = 0
    sheets: dict[str, tuple[Line, ...]] = {}
    try:
        with quiet():
            for sheet in workbook.worksheets:
                lines: list[Line] = []
                rows = zip(sheet.iter_rows(), reckoned[sheet.title].iter_rows(), strict=True)
                for number, (cells, values) in enumerate(rows, 1):
                    seen += len(cells) + 1
                    if seen > MOST_CELLS:
                        break
                    lines.append(_line(number, cells, values))
                sheets[sheet.title] = tuple(line for line in lines if any(line.cells) or line.flaw)
    except Exception as error:  # as above: rows are read as they are asked for
        raise broken(file) from error
    if seen > MOST_CELLS:
        raise _fault("sheet.size", file, f"it has more than {MOST_CELLS:,} cells", "Delete the empty rows and columns.")
    return Form(sheets, rows=True)


def read_old_workbook(data: bytes, file: str) -> Form:
    """The sheets of a workbook of the old kind (.xls) as plain text. ImportError where the extra `xlsform` is not installed.

    DefinitionError as `read_workbook`. A formula counts as what it came to when the workbook was saved.
    """
    import xlrd  # noqa: PLC0415  an extra

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True)
        small = sum(sheet.nrows * sheet.ncols for sheet in book.sheets()) <= MOST_CELLS
        sheets = {
            sheet.name: tuple(_old_line(number, sheet.row(number - 1), book.datemode) for number in range(1, sheet.nrows + 1))
            for sheet in (book.sheets() if small else ())
        }
    except Exception as error:  # a broken workbook fails inside xlrd in ways that nobody can list
        raise broken(file) from error
    if not small:
        raise _fault("sheet.size", file, f"it has more than {MOST_CELLS:,} cells", "Delete the empty rows and columns.")
    return Form(
        {name: tuple(line for line in lines if any(line.cells) or line.flaw) for name, lines in sheets.items()}, rows=True
    )


def _old_line(number: int, cells: Sequence[Any], datemode: int) -> Line:
    """A row of xlrd's cells, whose kinds are numbered: 2 a number, 3 a date, 4 a truth, 5 an error."""
    import xlrd  # noqa: PLC0415  as above

    def value(cell: Any) -> object:
        match cell.ctype:
            case 3:
                return xlrd.xldate_as_datetime(cell.value, datemode)
            case 4:
                return bool(cell.value)
            case 5:
                return None
            case _:
                return cell.value

    flaw: Literal["", "error"] = "error" if any(cell.ctype == 5 for cell in cells) else ""
    return Line(number, tuple(_text(value(cell)) for cell in cells), flaw)


def _line(number: int, cells: Sequence[Cell | MergedCell], values: Sequence[Cell | MergedCell]) -> Line:
    flaw: Literal["", "formula", "error"] = ""
    if any(cell.data_type == "f" and value.value is None for cell, value in zip(cells, values, strict=True)):
        flaw = "formula"  # nobody has worked it out
    elif any(value.data_type == "e" for value in values):
        flaw = "error"
    return Line(number, tuple(_text(value.value) for value in values), flaw)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()  # as a spreadsheet shows it
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | time():
            return value.isoformat()
        case str():
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        case _:
            return str(value)


def write_workbook(form: Form) -> bytes:
    """`form` as a workbook that `read_workbook` reads back exactly. Refused where a text is longer than a cell may be."""
    sheets = {name: [[_escaped(text) for text in line.cells] for line in lines] for name, lines in form.sheets.items()}
    workbook = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        for at, heading in enumerate(rows[0], 1):
            sheet.column_dimensions[get_column_letter(at)].width = WIDTHS.get(heading, 40)
        for at, row in enumerate(rows):
            sheet.append([_cell(sheet, text, bold=at == 0) for text in row])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _escaped(text: str) -> str:
    escaped = _LIKE_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")
    if len(escaped) > LONGEST_CELL:
        what = (
            f"A text has {len(text):,} characters, more than a cell of a workbook may hold. Convert to YAML or Markdown instead."
        )
        raise Refused("sheet.cell", what, n=len(text))
    return escaped


def _cell(sheet: Worksheet, text: str, *, bold: bool) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # whatever it begins with, it is words and no formula
    cell.quotePrefix = bool(RISKY.match(text))
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
