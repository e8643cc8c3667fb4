"""An XLSForm as sheets of plain cells, before anything is made of it: what a workbook and a Markdown table have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Line(NamedTuple):
    """A row of cells, "" where nothing is written.

    `number` counts from 1: the row of its sheet, or the line of a Markdown file. `flaw` is what stands in a cell in
    the place of words: a formula that nobody has worked out, or one that went wrong.
    """

    number: int
    cells: tuple[str, ...]
    flaw: Literal["", "formula", "error"] = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Sheets by name, in their order; the first line of each names its columns.

    `rows` is whether lines are numbered within each sheet (a workbook) or through the file (Markdown).
    """

    sheets: Mapping[str, tuple[Line, ...]]
    rows: bool
