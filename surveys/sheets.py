"""Sheets that officers fill in, as CSV: bytes in, rows with their places out, or every fault in the file's form at once."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from surveys.errors import DefinitionError, Fault, Place
from surveys.points.rows import Row

BIGGEST = 10 * 1024 * 1024  # bytes
MOST_ROWS = 100_000
DELIMITERS = ",;\t"  # Excel writes ";" where "," is the decimal sign
# trust.md: what a spreadsheet may take for a formula, full-width forms and a leading space too
RISKY = re.compile(r"\s*[=+\-@＝＋－＠\t\r\0]")
SAVE_AGAIN = "Open it in a spreadsheet program and save it as CSV UTF-8."


def guarded(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula: with an apostrophe in front where it might."""
    return f"'{text}" if RISKY.match(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """What `guarded` made safe, as it was."""
    return text[1:] if text.startswith("'") and RISKY.match(text.lstrip("'")) else text


def read_csv(data: bytes, file: str, *, needed: Sequence[str], also: Sequence[str] = (), others: bool = False) -> tuple[Row, ...]:
    """The rows of a CSV file whose first row names its columns; empty rows are passed over.

    The columns `needed` must be there, those called `also` may be, and more only with `others`. Their names are read in small
    and capital letters alike. A place's line is the row as a spreadsheet counts it. DefinitionError with every fault: no text,
    no CSV, a missing, double or unknown column, a row longer than the heading, too many rows.
    """
    return read_rows(_lines(_text(data, file), file), file, needed=needed, also=also, others=others)


def read_rows(
    lines: Iterator[list[str]], file: str, *, needed: Sequence[str], also: Sequence[str] = (), others: bool = False
) -> tuple[Row, ...]:
    """The rows of a table, wherever its `lines` of cells come from; all else as in `read_csv`."""
    heading = _heading(next(lines, []), (*needed, *also))
    faults = _heading_faults(heading, needed, also, Place(file, 1), others=others)
    if faults:
        raise DefinitionError(tuple(faults))
    rows: list[Row] = []
    for number, line in enumerate(lines, start=2):
        place = Place(file, number)
        cells = [cell.strip() for cell in line]
        if any(cells[len(heading) :]):
            faults.append(Fault("row.long", "there are more cells than columns", "Put words with commas in quotes.", place))
        if any(cells):
            filled = dict.fromkeys((*needed, *also), "") | dict(zip(heading, cells, strict=False))
            rows.append(Row(place, {name: cell for name, cell in filled.items() if name}))
    if len(rows) > MOST_ROWS:
        remedy = "Bring it in in parts."
        faults.append(Fault("sheet.rows", f"there are more than {MOST_ROWS} rows", remedy, Place(file)))
    if faults:
        raise DefinitionError(tuple(faults))
    return tuple(rows)


def _text(data: bytes, file: str) -> str:
    if len(data) > BIGGEST:
        raise _fault("sheet.size", "it is larger than 10 MB", "Bring it in in parts.", file)
    if data.startswith(b"PK"):
        raise _fault("sheet.kind", "this is a workbook, and not CSV", SAVE_AGAIN, file)
    if b"\0" in data:
        raise _fault("sheet.kind", "this is no CSV file", SAVE_AGAIN, file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        if data.decode("utf-8", "ignore").isascii():  # else part of it is UTF-8, and cp1252 would garble that part
            return data.decode("cp1252")  # how Excel saves plain CSV on a British desk
    except UnicodeDecodeError:
        pass
    raise _fault("sheet.letters", "its letters are in no encoding that we know", SAVE_AGAIN, file)


def _lines(text: str, file: str) -> Iterator[list[str]]:
    heading = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=heading.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [unguarded(cell) for cell in line]
    except csv.Error as error:
        raise _fault("sheet.csv", f"it is not CSV as it should be: {error}", SAVE_AGAIN, file) from error


def _heading(cells: Sequence[str], known: Sequence[str]) -> list[str]:
    names = {name.casefold(): name for name in known}
    heading = [names.get(cell.strip().casefold(), cell.strip()) for cell in cells]
    while heading and not heading[-1]:
        heading.pop()
    return heading


def _heading_faults(
    heading: Sequence[str], needed: Sequence[str], also: Sequence[str], place: Place, *, others: bool
) -> list[Fault]:
    remedy = f"The first row must name these columns: {', '.join(needed)}."
    wrong = [f"there is no column '{name}'" for name in needed if name not in heading]
    wrong += [f"the column '{name}' stands twice" for name in dict.fromkeys(heading) if heading.count(name) > 1]
    if not others:
        wrong += [f"'{name}' is no column of this sheet" for name in dict.fromkeys(heading) if name not in (*needed, *also)]
    return [Fault("sheet.column", what, remedy, place) for what in wrong]


def _fault(code: str, what: str, remedy: str, file: str) -> DefinitionError:
    return DefinitionError((Fault(code, what, remedy, Place(file)),))
