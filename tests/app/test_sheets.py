"""Sheets are read with suspicion, and written so that nothing in them runs."""

import csv
import io
import stat
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot import sheets
from bot.example import FOLDER
from bot.sheets import read_sheets, write_sheets
from handlers.points import Export, Given
from surveys.consultations.model import Body
from surveys.consultations.reader import read_consultation
from surveys.definitions.model import Version
from surveys.errors import DefinitionError, Refused
from surveys.points.rows import COLUMNS, read_links, read_points, read_replies
from surveys.points.rules import check_points, check_replies
from tests.factories import a_point, a_promise, a_reply

POINT = [1, "idea", "Longer contracts.", "council"]
LINK = [1, "R01", "why"]
DANGEROUS = ["=1+1", "+44 20", "-x", "@cmd", "\t=1", " =1", "＝1+1", "'=1"]


def workbook(path: Path, **tables: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in tables.items():
        sheet = book.create_sheet(name)
        for line in [list(COLUMNS.get(name, ("a", "b"))), *lines]:
            sheet.append(line)
    book.save(path)
    return path


def faults(path: Path, *needed: str) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as error:
        read_sheets(path, needed)
    return [(fault.code, str(fault.place).replace(f"{path.parent}/", "")) for fault in error.value.faults]


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_and_a_folder_of_csv_files_give_the_same(tmp_path: Path) -> None:
    book = workbook(tmp_path / "points.xlsx", points=[POINT], links=[LINK])
    (tmp_path / "points.csv").write_text("number,kind,sentence,bodies\n1,idea,Longer contracts.,council\n", "utf-8")
    (tmp_path / "links.csv").write_text("point,response,question\r\n1,R01,why\r\n", "utf-8")

    from_book = read_sheets(book, ("points", "links"), ("replies",))
    from_folder = read_sheets(tmp_path, ("points", "links"), ("replies",))

    assert [row.cells for row in from_book.points or ()] == [row.cells for row in from_folder.points or ()]
    assert [row.cells for row in from_book.links or ()] == [row.cells for row in from_folder.links or ()]
    assert from_book.points is not None
    assert from_book.replies is None
    assert str(from_book.points[0].place) == f"{book}, sheet 'points', line 2"
    assert dict(from_book.points[0].cells) == {
        "number": "1",
        "kind": "idea",
        "sentence": "Longer contracts.",
        "bodies": "council",
    }


def test_columns_may_stand_in_any_order_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("Question , response,POINT,,\n\n,,\nwhy,R01,1\n", "utf-8")

    [row] = read_sheets(tmp_path / "links.csv", ("links",)).links or ()

    assert (dict(row.cells), row.place.line) == ({"question": "why", "response": "R01", "point": "1"}, 4)


def test_cells_of_every_kind_are_read_as_they_look(tmp_path: Path) -> None:
    day = datetime(2011, 3, 31)  # noqa: DTZ001  a cell has no zone
    line = [1e16, "council", True, day, 2.5, day.replace(hour=16, minute=30), date(2011, 4, 1), time(9, 30)]
    book = workbook(tmp_path / "replies.xlsx", replies=[line])

    [row] = read_sheets(book, ("replies",)).replies or ()

    plain = ["10000000000000000", "council", "yes", "2011-03-31", "2.5", "2011-03-31 16:30", "2011-04-01", "09:30:00"]
    assert list(row.cells.values()) == plain


def test_one_csv_file_is_the_sheet_it_is_named_for_or_the_only_one_needed(tmp_path: Path) -> None:
    (tmp_path / "march.csv").write_text(",".join(COLUMNS["replies"]) + "\n", "utf-8")

    assert read_sheets(tmp_path / "march.csv", ("replies",)).replies == ()
    assert faults(tmp_path / "march.csv", "points", "links") == [("sheet.name", "march.csv")]


def test_every_missing_sheet_and_wrong_column_is_told_at_once(tmp_path: Path) -> None:
    book = workbook(tmp_path / "points.xlsx", points=[POINT])
    sheet = load_workbook(book)
    sheet["points"].cell(1, 2, "sort")
    sheet["points"].cell(1, 5, "number")
    sheet.save(book)

    assert faults(book, "points", "links") == [
        ("sheet.missing", "points.xlsx"),
        ("sheet.column", "points.xlsx, sheet 'points', line 1"),
        ("sheet.column", "points.xlsx, sheet 'points', line 1"),
        ("sheet.column", "points.xlsx, sheet 'points', line 1"),
    ]


def test_a_formula_is_no_answer(tmp_path: Path) -> None:
    book = workbook(tmp_path / "links.xlsx", links=[[1, "R01", "why"], [1, "=CONCAT(1)", "why"]])

    assert faults(book, "links") == [("cell.formula", "links.xlsx, sheet 'links', line 3")]
    sheet = load_workbook(book)
    sheet["links"].cell(1, 4, "=1+1")
    sheet.save(book)
    assert [code for code, _ in faults(book, "links")] == ["sheet.column", "cell.formula"]


def test_a_row_with_more_cells_than_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("number,kind,sentence,bodies\n1,idea,Late, and slow,council\n", "utf-8")

    assert faults(tmp_path / "points.csv", "points") == [("row.long", "points.csv, line 2")]


def test_what_is_no_workbook_is_refused_kindly(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("x")
    (tmp_path / "a.xlsx").write_text("x")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("hello.txt", "x")
    (tmp_path / "links.csv").write_text('point,response,question\n1,"R01,why\n', "utf-8")
    broken = workbook(tmp_path / "c.xlsx", links=[LINK])
    parts = {entry.filename: zipfile.ZipFile(broken).read(entry) for entry in zipfile.ZipFile(broken).infolist()}
    with zipfile.ZipFile(broken, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data[:-40] if "sheet1" in name else data)

    assert faults(tmp_path / "a.pdf", "links") == [("sheet.kind", "a.pdf")]
    with pytest.raises(Refused, match="There is no file"):
        read_sheets(tmp_path / "nothing.xlsx", ("links",))
    assert faults(tmp_path / "a.xlsx", "links") == [("sheet.broken", "a.xlsx")]
    assert faults(tmp_path / "b.xlsx", "links") == [("sheet.broken", "b.xlsx")]
    assert faults(tmp_path / "c.xlsx", "links") == [("sheet.broken", "c.xlsx")]
    assert faults(tmp_path / "links.csv", "links") == [("sheet.csv", "links.csv")]


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "big.xlsx").write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(11):
            archive.writestr(f"{part}.xml", b"\0" * 10 * 1024 * 1024)
    monkeypatch.setattr("surveys.sheets.MOST_ROWS", 2)
    workbook(tmp_path / "links.xlsx", links=[LINK] * 3)

    assert (tmp_path / "bomb.xlsx").stat().st_size < 200_000
    with pytest.raises(Refused, match="larger than 10 MB"):
        read_sheets(tmp_path / "big.xlsx", ("links",))
    assert faults(tmp_path / "bomb.xlsx", "links") == [("sheet.size", "bomb.xlsx")]
    assert faults(tmp_path / "links.xlsx", "links") == [("sheet.rows", "links.xlsx, sheet 'links'")]


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def an_export(*words: str) -> Export:
    return Export(
        answers=tuple(Given(f"R{at}", "online", "2", "Why?", said, Version(1, 1)) for at, said in enumerate(words)),
        bodies=(Body("council", "Wexmoor Council", "public_body"),),
        points=(a_point(1, sentence="=HYPERLINK(1)", bodies=("council", "forum")), a_point(2)),
        links=((1, "R0", "2"),),
        owed=(
            (1, "council", a_reply(1, status="planned", commitment=a_promise())),
            (1, "forum", a_reply(1, "forum", status="due", reason="-later", due_on=date(2011, 3, 1))),
            (2, "council", None),
        ),
    )


@pytest.mark.parametrize("name", ["points.xlsx", "points"])
def test_what_is_written_is_read_back_as_it_was(tmp_path: Path, name: str) -> None:
    write_sheets(an_export("Too long."), tmp_path / name)

    read = read_sheets(tmp_path / name, ("points", "links"), ("replies",))

    assert [list(row.cells.values()) for row in read.points or ()] == [
        ["1", "problem", "=HYPERLINK(1)", "council forum"],
        ["2", "problem", "Sentence of point 2.", "council"],
    ]
    assert [list(row.cells.values()) for row in read.links or ()] == [["1", "R0", "2"]]
    assert [list(row.cells.values())[2:] for row in read.replies or ()] == [
        [
            "planned",
            "The rule was changed in May, as point 1 asks.",
            "a two-page form",
            "Priya Nair, grants manager",
            "2011-03-31",
            "",
        ],
        ["due", "-later", "", "", "", "2011-03-01"],
        ["", "", "", "", "", ""],
    ]


def test_nothing_in_a_workbook_is_a_formula(tmp_path: Path) -> None:
    write_sheets(an_export(*DANGEROUS, "a\x00b\x1bc"), tmp_path / "points.xlsx")

    book = load_workbook(tmp_path / "points.xlsx")

    said = [sheet_row[4] for sheet_row in book["answers"].iter_rows(min_row=2)]
    assert [cell.value for cell in said] == [*DANGEROUS, "abc"]
    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert kinds == {"s", "inlineStr", "n"}  # words and numbers, and no "f"
    assert all(cell.quotePrefix for cell in said[:7])
    assert not said[-1].quotePrefix


def test_nothing_in_a_csv_file_is_taken_for_a_formula(tmp_path: Path) -> None:
    write_sheets(an_export(*DANGEROUS), tmp_path / "points")

    lines = list(csv.reader(io.StringIO((tmp_path / "points" / "answers.csv").read_text("utf-8-sig"))))

    assert [line[4] for line in lines[1:]] == [f"'{said}" for said in DANGEROUS]


def test_a_file_of_peoples_words_is_its_owners_alone(tmp_path: Path) -> None:
    write_sheets(an_export("x"), tmp_path / "points.xlsx")
    write_sheets(an_export("x"), tmp_path / "points")

    assert stat.S_IMODE((tmp_path / "points.xlsx").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "points" / "answers.csv").stat().st_mode) == 0o600


def test_no_workbook_takes_the_place_of_one_that_somebody_works_in(tmp_path: Path) -> None:
    for name in ("points.xlsx", "points"):
        write_sheets(an_export("x"), tmp_path / name)
        with pytest.raises(Refused, match="is there already"):
            write_sheets(an_export("y"), tmp_path / name)


def test_what_excel_cannot_hold_goes_to_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "EXCEL_ROWS", 3)

    with pytest.raises(Refused, match="Export to a folder of CSV files"):
        write_sheets(an_export("a", "b", "c"), tmp_path / "points.xlsx")


def test_the_examples_points_and_replies_are_without_fault() -> None:
    """They are what a reader copies from: every point is in order, every reply honest, every promise has its day and owner."""
    sheets = read_sheets(FOLDER, ("points", "links", "replies"))
    consultation = read_consultation((FOLDER / "consultation.yaml").read_bytes(), "consultation.yaml")
    points, wrong_points = read_points(sheets.points or ())
    replies, wrong_replies = read_replies(sheets.replies or ())
    _, wrong_links = read_links(sheets.links or ())

    assert (wrong_points, wrong_links, wrong_replies) == ((), (), ())
    assert check_points(points, [body.slug for body in consultation.bodies]) == ()
    by_number = {placed.value.number: placed.value for placed in points}
    assert check_replies(replies, by_number, {}, date(2011, 1, 28)) == ()
    owed = {(point.number, body) for point in by_number.values() for body in point.bodies}
    assert {(placed.value.point, placed.value.body) for placed in replies} == owed
