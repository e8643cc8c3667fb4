"""Workbooks are read with suspicion, whoever made them, and a form that is written comes back exactly."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from bot import workbooks
from bot.workbooks import LONGEST_CELL, read_workbook, write_workbook
from surveys.definitions.model import Survey
from surveys.definitions.xlsform.form import Form, Line
from surveys.definitions.xlsform.reader import read_form
from surveys.definitions.xlsform.writer import write_form
from surveys.errors import DefinitionError, Refused
from tests.surveys.definitions.anything import NASTY, surveys


def a_workbook(*rows: list[Any], change: Callable[[Workbook], None] = lambda _: None) -> bytes:
    """A workbook as other programs save it: not by our own writer."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "survey"
    for row in rows:
        sheet.append(row)
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def patched(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook with something replaced in one of its parts, as no library would write it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for entry in before.namelist():
            content = before.read(entry)
            if entry.endswith(".xml"):  # with lxml, openpyxl spells an empty element otherwise
                content = content.replace(b"></v>", b"/>").replace(b" />", b"/>")
            assert entry != name or old in content
            after.writestr(entry, content.replace(old, new) if entry == name else content)
    return stream.getvalue()


def rows(data: bytes) -> list[Line]:
    return list(read_workbook(data, "s.xlsx").sheets["survey"])


def code(data: bytes) -> str:
    with pytest.raises(DefinitionError) as refused:
        read_workbook(data, "s.xlsx")
    (fault,) = refused.value.faults
    assert fault.place.file == "s.xlsx"
    return fault.code


# ── there and back ──────────────────────────────────────────────────────────────────────────────────────────────────────


@given(surveys())
@settings(max_examples=40)
def test_any_survey_comes_back_the_same_from_a_workbook(survey: Survey) -> None:
    assert read_form(read_workbook(write_workbook(write_form(survey)), "s.xlsx"), "s.xlsx") == survey


@pytest.mark.long
@given(surveys())
@settings(max_examples=1500)
def test_a_great_many_surveys_come_back_the_same_from_a_workbook(survey: Survey) -> None:
    assert read_form(read_workbook(write_workbook(write_form(survey)), "s.xlsx"), "s.xlsx") == survey


def test_every_text_is_written_as_a_text_and_comes_back() -> None:
    """Also what a spreadsheet would take for a formula, and what a workbook says in signs of its own."""
    form = Form({"survey": (Line(1, ("label",)), *(Line(at, (text,)) for at, text in enumerate(NASTY, 2)))}, rows=True)

    data = write_workbook(form)

    assert read_workbook(data, "s.xlsx") == form
    cells = [cell for row in load_workbook(io.BytesIO(data))["survey"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells if cell.quotePrefix} >= {"=1+1", "@SUM(A1)", "＝1"}


def test_a_sheet_opens_with_its_heading_in_view() -> None:
    book = load_workbook(io.BytesIO(write_workbook(Form({"survey": (Line(1, ("type", "label")),)}, rows=True))))

    assert book["survey"].freeze_panes == "A2"
    assert book["survey"]["A1"].font.bold
    assert [book["survey"].column_dimensions[letter].width for letter in "AB"] == [24, 40]


def test_a_text_too_long_for_a_cell_is_refused_and_not_cut() -> None:
    form = Form({"survey": (Line(1, ("label",)), Line(2, ("x" * (LONGEST_CELL + 1),)))}, rows=True)

    with pytest.raises(Refused, match="32,768 characters, more than a cell of a workbook may hold"):
        write_workbook(form)


# ── what other programs write ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("Two\nlines", "Two\nlines"),
        ("a_x000D_b", "a\rb"),
        (12, "12"),
        (0.5, "0.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2010, 8, 16), "2010-08-16"),
        (datetime(2010, 8, 16, 9, 30), "2010-08-16T09:30:00"),  # noqa: DTZ001 - a cell has no zone
        (time(9, 30), "09:30:00"),
    ],
)
def test_a_cell_is_read_as_people_see_it(value: object, text: str) -> None:
    assert rows(a_workbook(["label"], [value, "end"]))[1] == Line(2, (text, "end"))


def test_a_whole_number_that_was_saved_with_a_point_is_read_without() -> None:
    made = patched(a_workbook(["label"], [7]), "xl/worksheets/sheet1.xml", b"<v>7</v>", b"<v>7.0</v>")

    assert rows(made)[1] == Line(2, ("7",))


def test_rows_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    assert rows(a_workbook(["label"], [], [None, ""], ["a"])) == [Line(1, ("label",)), Line(4, ("a",))]


def test_a_formula_counts_as_what_it_came_to() -> None:
    """As a spreadsheet saved it; LibreOffice saves a plain TRUE so."""
    made = a_workbook(["label", "n"], ["=TRUE()", 1])
    saved = patched(made, "xl/worksheets/sheet1.xml", b"<f>TRUE()</f><v/>", b"<f>TRUE()</f><v>1</v>")

    assert rows(saved)[1] == Line(2, ("1", "1"))


def test_a_formula_that_nobody_worked_out_or_that_went_wrong_is_marked() -> None:
    def with_array(book: Workbook) -> None:
        book["survey"]["B4"] = ArrayFormula("B4", "=SUM(A1:A2)")

    found = rows(a_workbook(["label", "n"], ["=A9", 1], ["#REF!", 1], ["x"], change=with_array))

    assert [(line.number, line.flaw) for line in found] == [(1, ""), (2, "formula"), (3, "error"), (4, "formula")]


def test_a_sheet_that_says_it_has_one_cell_only_is_read_whole() -> None:
    made = a_workbook(["label", "n"], ["a", 1])
    small = patched(made, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:B2"/>', b'<dimension ref="A1"/>')

    assert rows(small) == [Line(1, ("label", "n")), Line(2, ("a", "1"))]


def test_decoration_is_passed_over_without_a_word() -> None:
    """Warnings are errors here, so that one of openpyxl's would fail this."""
    made = a_workbook(["label"], ["a"])
    extension = b'<extLst><ext uri="{ABC}" /></extLst></worksheet>'

    assert rows(patched(made, "xl/worksheets/sheet1.xml", b"</worksheet>", extension))[1] == Line(2, ("a",))


# ── what is refused ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("data", [b"", b"type,name\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    assert code(data) == "sheet.broken"


def test_a_zip_of_something_else_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "a")

    assert code(stream.getvalue()) == "sheet.broken"


def test_a_sheet_that_breaks_off_is_refused() -> None:
    made = a_workbook(["label"], ["a"])

    assert code(patched(made, "xl/worksheets/sheet1.xml", b"</sheetData>", b"</she")) == "sheet.broken"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED", 1000)

    assert code(a_workbook(["label"])) == "sheet.size"


def test_a_sheet_of_endless_empty_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows are not gone through to the last."""
    monkeypatch.setattr(workbooks, "MOST_CELLS", 1000)

    def far_away(book: Workbook) -> None:
        book["survey"].cell(1_000_000, 1, "x")

    assert code(a_workbook(["label"], change=far_away)) == "sheet.size"
