r"""XLSForm as a Markdown table, for mails, tests and reviews: the form that pyxform's own tests are written in.

    | survey  |                 |       |             |
    |         | type            | name  | label       |
    |         | select_one size | size  | How big?    |
    | choices |                 |       |             |
    |         | list_name       | name  | label       |
    |         | size            | small | Fewer than 10 |

A `|` in a cell is written `\|`, a new line `<br>`; a backslash before one of `| \ < &` takes its meaning away.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from surveys.definitions.outline import Findings, decode
from surveys.definitions.xlsform.form import Form, Line

_CELLS = re.compile(r"((?:\\[|\\<&]|[^|])*)(\||\Z)")
_WRITTEN = re.compile(r"\\([|\\<&])|(<br ?/?>)|(&#13;)")
_TO_ESCAPE = re.compile(r"\\(?=[|\\<&\n\r])|\||<(?=br ?/?>)|&(?=#13;)")
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")


def read_markdown(data: bytes, file: str) -> Form:
    """The sheets in a Markdown file; what is outside of tables is passed over. Lines are numbered through the file.

    Raises DefinitionError where it is not UTF-8, too big, has no table, or a sheet twice.
    """
    findings = Findings(file)
    sheets: dict[str, list[Line]] = {}
    sheet: list[Line] | None = None
    for number, line in enumerate(decode(data, findings).split("\n"), 1):
        cells = _cells(line)
        if not any(cells):
            continue
        name, *rest = cells
        if name:
            if name.lower() in map(str.lower, sheets):
                findings.note("sheet-twice", f"the sheet '{name}' begins again", "Put all its rows together.", line=number)
            sheet = sheets.setdefault(name, [])
        elif sheet is None:
            findings.note("sheet-missing", "the row is in no sheet", "Begin with a row '| survey |'.", line=number)
            break
        if any(rest):
            sheet.append(Line(number, tuple(rest)))
    if not sheets and not findings.faults:
        findings.note("sheet-missing", "there is no table in the file", "Begin with a row '| survey |'.")
    findings.refuse()
    return Form({name: tuple(lines) for name, lines in sheets.items()}, rows=False)


def _cells(line: str) -> list[str]:
    """The cells of a line of a table; none for any other line, and for the rule beneath a heading."""
    line = line.strip()
    if not line.startswith("|") or _is_rule(line):
        return []
    found = [(cell[1].strip(), cell[2]) for cell in _CELLS.finditer(line, 1)]
    closed = [cell for cell, end in found if end or (cell and not cell.startswith("#"))]  # a comment may stand after the last |
    return [_WRITTEN.sub(_meant, cell) for cell in closed]


def _is_rule(line: str) -> bool:
    """Whether this is `|---|---|`: its first cell is made of dashes, or there is no space in it."""
    return bool(_RULE.fullmatch(line)) and (" " not in line or line[1:].lstrip()[:1] in ("-", ":"))


def _meant(found: re.Match[str]) -> str:
    return found[1] or ("\n" if found[2] else "\r")


def write_markdown(form: Form) -> str:
    """`form` as a Markdown table that `read_markdown` reads back exactly."""
    return "\n\n".join("\n".join(_table(name, lines)) for name, lines in form.sheets.items()) + "\n"


def _table(name: str, lines: Collection[Line]) -> Iterator[str]:
    width = max(len(line.cells) for line in lines)
    yield _row(name, [""] * width)
    yield "|" + "---|" * (width + 1)  # so that it is shown as a table
    yield from (_row("", line.cells) for line in lines)


def _row(first: str, cells: Iterable[str]) -> str:
    return "| " + " | ".join([first, *map(_written, cells)]) + " |"


def _written(cell: str) -> str:
    return _TO_ESCAPE.sub(lambda found: "\\" + found[0], cell).replace("\n", "<br>").replace("\r", "&#13;")
