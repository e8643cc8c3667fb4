"""CSV files as officers save them: read in whatever form Excel gives them, or refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import DefinitionError, Fault, Place
from surveys.points.rows import Row
from surveys.sheets import BIGGEST, MOST_ROWS, guarded, read_csv, unguarded


def _read(data: bytes | str, *, others: bool = False) -> tuple[Row, ...]:
    raw = data.encode() if isinstance(data, str) else data
    return read_csv(raw, "f.csv", needed=("reference", "why"), also=("note",), others=others)


def _faults(data: bytes | str, *, others: bool = False) -> list[Fault]:
    with pytest.raises(DefinitionError) as caught:
        _read(data, others=others)
    return list(caught.value.faults)


def _codes(data: bytes | str, *, others: bool = False) -> list[tuple[str, int]]:
    return [(fault.code, fault.place.line) for fault in _faults(data, others=others)]


PLAIN = (Row(Place("f.csv", 2), {"reference": "P01", "why": "Café £5", "note": ""}),)


@pytest.mark.parametrize(
    "data",
    [
        "reference,why\nP01,Café £5\n".encode(),
        "reference,why\r\nP01,Café £5\r\n".encode("utf-8-sig"),
        "reference,why\r\nP01,Café £5\r\n".encode("cp1252"),
        "reference;why\r\nP01;Café £5\r\n".encode("cp1252"),
        "reference\twhy\nP01\tCafé £5".encode(),
        'reference,"why"\nP01," Café £5 "'.encode(),
        " Reference ,WHY,\nP01,Café £5,\n\n,,\n".encode(),
    ],
)
def test_the_ways_in_which_spreadsheets_save_csv_mean_the_same(data: bytes) -> None:
    """UTF-8 with and without a mark, cp1252, semicolons, tabs, quotes, spaces, capitals, empty rows and columns."""
    assert _read(data) == PLAIN


def test_rows_are_counted_as_the_spreadsheet_counts_them() -> None:
    """An empty row and a cell of several lines do not shift the number."""
    rows = _read('reference,why,note\nP01,"a\nb",x\n\nP02,c,\n')
    assert [(row.place.line, row.cells["why"]) for row in rows] == [(2, "a\nb"), (4, "c")]


def test_further_columns_are_kept_where_they_may_be() -> None:
    """In their order, and not otherwise."""
    data = "reference,name,why\nP01,Jo,x\n"
    assert _read(data, others=True)[0].cells == {"reference": "P01", "why": "x", "note": "", "name": "Jo"}
    assert _codes(data) == [("sheet.column", 1)]


def test_every_wrong_column_is_told() -> None:
    """Missing, double and unknown ones, with the columns that there should be."""
    faults = _faults("reference,Reference,whi\nP01,x,y\n")
    assert [fault.what for fault in faults] == [
        "there is no column 'why'",
        "the column 'reference' stands twice",
        "'whi' is no column of this sheet",
    ]
    assert {fault.remedy for fault in faults} == {"The first row must name these columns: reference, why."}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet.column"),
        (b"PK\x03\x04 a workbook", "sheet.kind"),
        (b"\x89PNG\0\0", "sheet.kind"),
        ("reference,why\nP01,x\n".encode("utf-16"), "sheet.kind"),
        (b"reference,why\nP01,\x81\n", "sheet.letters"),
        ("reference,why\nP01,Café\n".encode() + b"P02,Caf\xe9\n", "sheet.letters"),
        (b'reference,why\nP01,"open\n', "sheet.csv"),
        (b"x" * (BIGGEST + 1), "sheet.size"),
    ],
)
def test_what_is_no_csv_is_refused_in_a_sentence(data: bytes, code: str) -> None:
    """Workbooks, pictures, UTF-16, half-garbled letters, an open quote, too much of it: no row of it is taken."""
    [fault] = [fault for fault in _faults(data) if fault.what != "there is no column 'why'"]
    assert fault.code == code
    assert fault.remedy


def test_a_comma_without_quotes_does_not_move_words_to_another_column() -> None:
    """The row is refused, and the next one told of too."""
    assert _codes("reference,why\nP01,a,b\nP02,c\nP03,d,,e\n") == [("row.long", 2), ("row.long", 4)]


def test_there_is_an_end_to_rows() -> None:
    """Beyond it the file is refused whole."""
    assert _codes("reference,why\n" + "P,x\n" * (MOST_ROWS + 1)) == [("sheet.rows", 0)]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@x", " =1", "\t=1", "＝1", "'=1", "\0"])
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(text: str) -> None:
    """And loses it again on the way in."""
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "words", "1 = 1", "'quoted'", "it's"])
def test_other_words_stay_as_they_are(text: str) -> None:
    """Both ways."""
    assert guarded(text) == text == unguarded(text)


@given(st.text())
def test_guarding_loses_nothing(text: str) -> None:
    """Whatever somebody wrote comes back, and nothing that leaves begins a formula."""
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@"))
