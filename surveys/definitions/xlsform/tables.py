"""The sheets of an XLSForm as rows of named cells: headings understood, columns that mean nothing here refused by name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from surveys.definitions.kinds import KEYS_UNAVAILABLE
from surveys.definitions.lists import COLUMN, RESERVED
from surveys.definitions.outline import BIGGEST, SHEET, UNPRINTABLE, Findings, nearest
from surveys.definitions.xlsform.form import Form, Line
from surveys.definitions.xlsform.languages import tag_of
from surveys.definitions.xlsform.spelling import CHOICE_KEYS, KNOWN, TRANSLATED, heading

_UNUSED: Mapping[str, str] = {
    "external_choices": "Write the lists in the sheet 'choices'.",
    "columns": "Write the lists in the sheet 'choices'.",
    "choices and columns": "Write the lists in the sheet 'choices'.",
    "cascades": "Use a question for each level, with a choice_filter in those after the first.",
    "entities": "Take it out: each survey stands alone.",
    "osm": "Take it out: people are not asked about maps.",
}
_INSTEAD: Mapping[str, Mapping[str, str]] = {
    "survey": KEYS_UNAVAILABLE,
    "choices": {
        **{key: KEYS_UNAVAILABLE[key] for key in ("image", "audio", "video", "media")},
        "order": "Take it out: choices are shown in the order they are written in.",
    },
    "settings": {
        **dict.fromkeys(("public_key", "submission_url", "auto_send", "auto_delete"), "Take it out: answers go nowhere else."),
        "instance_name": "Take it out: answers have a reference of their own.",
        "allow_choice_duplicates": "Take it out: each choice of a list needs a name of its own.",
    },
}
_MAY_NAME_A_LANGUAGE = (*TRANSLATED, "form_title", "title_in")


class Column(NamedTuple):
    """What a column holds, and the tag of the language it is in, "" where its heading names none."""

    key: str
    language: str


class Record(NamedTuple):
    """A row with something in it: its line in the outline (see `Findings`), and its cells that are not empty."""

    line: int
    cells: Mapping[Column, str]


class Table(NamedTuple):
    """A sheet: the line of its headings, and its rows."""

    line: int
    records: Sequence[Record]


def read_tables(form: Form, findings: Findings) -> Mapping[str, Table]:
    """The sheets called survey, choices and settings, as far as they are there; every fault of their form is noted."""
    if sum(len(cell) for lines in form.sheets.values() for line in lines for cell in line.cells) > BIGGEST:
        findings.note(
            "file-big", f"there are more than {BIGGEST:,} characters in it", "Take out what is not needed, or split it."
        )
        findings.refuse()
    tables: dict[str, Table] = {}
    for index, (name, lines) in enumerate(form.sheets.items()):
        start = index * SHEET if form.rows else 0
        known = _known_sheet(name, len(form.sheets))
        if known in KNOWN:
            tables[known] = _read_table(known, name, lines, start, findings)
        elif any(any(line.cells) for line in lines):
            _note_unused(name, start + lines[0].number, tables, findings)
    return tables


def _known_sheet(name: str, sheets: int) -> str:
    """A sheet's name in small letters; a sheet that stands alone is the survey, whatever its name."""
    known = name.strip().lower()
    return "survey" if sheets == 1 and known not in (*KNOWN, *_UNUSED) else known


def _note_unused(name: str, line: int, tables: Mapping[str, Table], findings: Findings) -> None:
    """Refuse a sheet that XLSForm knows and we do not, or whose name is a slip of the pen. Others are notes of one's own."""
    known = name.strip().lower()
    remedy = _UNUSED.get(known) or nearest(known, [sheet for sheet in KNOWN if sheet not in tables])
    if remedy:
        findings.note("sheet-unknown", f"the sheet '{name}' cannot be used", remedy, line=line)


def _read_table(sheet: str, name: str, lines: Sequence[Line], start: int, findings: Findings) -> Table:
    filled = [
        Line(line.number, tuple(_clean(line, start, findings)), line.flaw) for line in lines if any(line.cells) or line.flaw
    ]
    if not filled:
        return Table(start + 1, ())
    top, *rest = filled
    columns = list(_columns(sheet, name, top, start, findings))
    records: list[Record] = []
    unused: dict[int, int] = {}  # the place of a column that cannot be used → the line where it is first
    for number, cells, _ in rest:
        given = {at: cell for at, cell in enumerate(cells) if cell}
        for at in given:
            if at >= len(columns) or columns[at] is None:
                unused.setdefault(at, start + number)
        record = {column: given[at] for at, column in enumerate(columns) if column and at in given}
        if record:
            records.append(Record(start + number, record))
    for at, line in unused.items():
        _note_column(sheet, top.cells[at] if at < len(top.cells) else "", line, findings)
    return Table(start + top.number, records)


def _clean(line: Line, start: int, findings: Findings) -> Iterator[str]:
    if line.flaw:
        what = "a formula stands here that was not worked out" if line.flaw == "formula" else "a formula went wrong here"
        findings.note("cell-formula", what, "Put what it comes to in its place.", line=start + line.number)
    for cell in line.cells:
        found = UNPRINTABLE.search(cell)
        if found:
            what = f"the character U+{ord(found[0]):04X} cannot be seen and has no place here"
            findings.note("file-character", what, "Delete it, or write the cell again.", line=start + line.number)
        yield cell.strip()


def _columns(sheet: str, name: str, top: Line, start: int, findings: Findings) -> Iterator[Column | None]:
    """What each column holds; None for one that is not known, which is told of only if something is in it."""
    seen: set[Column] = set()
    for written in top.cells:
        key, language = heading(written, sheet)
        if sheet == "choices" and _is_own(written, key):
            key, language = written.strip(), ""
        elif key not in KNOWN[sheet] or (language and key not in _MAY_NAME_A_LANGUAGE):
            yield None
            continue
        tag = tag_of(language) if language else ""
        if language and not tag:
            what = f"nobody can tell which language '{written}' means"
            remedy = f"Put its code in brackets, like '{key}::English (en)'."
            findings.note("language-code", what, remedy, line=start + top.number)
        column = Column(key, tag)
        if column in seen and (tag or not language):
            remedy = "Keep one of them, or name a language in each."
            findings.note("key-twice", f"the sheet '{name}' has the column '{written}' twice", remedy, line=start + top.number)
        seen.add(column)
        yield column


def _is_own(written: str, key: str) -> bool:
    """Whether a heading of choices is a column that their author made for a choice_filter."""
    name = written.strip()
    known = key in (*CHOICE_KEYS, *_INSTEAD["choices"]) or name.lower() in RESERVED
    return not known and bool(COLUMN.fullmatch(name))


def _note_column(sheet: str, written: str, line: int, findings: Findings) -> None:
    if not written:
        what, remedy = "a cell is filled in a column without a heading", "Give the column a heading, or empty the cell."
    else:
        key = re.split("::?", heading(written, sheet)[0])[0]
        what = f"the column '{written}' cannot be used"
        known = KNOWN[sheet]
        remedy = _INSTEAD[sheet].get(key) or nearest(key, known) or f"Take it out. There can be: {', '.join(known)}."
    findings.note("key-unknown", what, remedy, line=line)
