"""Markdown tables are read as pyxform's tests write them, and with what Markdown allows beyond."""

import pytest

from surveys.definitions.xlsform.form import Form, Line
from surveys.definitions.xlsform.markdown import read_markdown, write_markdown
from surveys.errors import DefinitionError


def sheets(text: str) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    form = read_markdown(text.encode(), "s.md")
    assert not form.rows
    return {name: [(line.number, line.cells) for line in lines] for name, lines in form.sheets.items()}


def fault(text: str) -> tuple[str, int]:
    with pytest.raises(DefinitionError) as refused:
        read_markdown(text.encode(), "s.md")
    (found,) = refused.value.faults
    return found.code, found.place.line


def test_a_sheet_begins_with_its_name_and_lines_are_those_of_the_file() -> None:
    assert sheets("""\
# Our form

Words between tables are for people.

| survey |      |      |
|--------|------|------|
|        | type | name |
|        | text | a    |
# | | text | left out |

| choices | | |
| :-- | --- | --- |
|   | list_name | name |   # a note
|   | x         | #1   |
""") == {
        "survey": [(7, ("type", "name")), (8, ("text", "a"))],
        "choices": [(13, ("list_name", "name")), (14, ("x", "#1"))],
    }


def test_a_heading_may_stand_beside_the_name_and_the_last_bar_may_be_left_out() -> None:
    assert sheets("  | survey | type | name\r\n  | | text | a # b\r\n  | | | \r\n") == {
        "survey": [(1, ("type", "name")), (2, ("text", "a # b"))]
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a \| b", "a | b"),
        ("a<br>b<br/>c<br />d", "a\nb\nc\nd"),
        (r"\<br>", "<br>"),
        ("a&#13;b", "a\rb"),
        (r"\&#13;", "&#13;"),
        (r"\\", "\\"),
        (r"regex(., '\d+')", r"regex(., '\d+')"),
        (r"\\|", None),
        ("-", "-"),
        ("<b> & </b>", "<b> & </b>"),
    ],
)
def test_what_has_a_meaning_in_markdown_can_be_written(written: str, meant: str | None) -> None:
    """Two backslashes before a bar are a backslash at the end of the cell."""
    assert sheets(f"| survey |\n| | {written} | next |")["survey"] == [(2, (meant, "next") if meant else ("\\", "", "next"))]


def test_it_is_written_as_a_table_that_is_shown_as_one() -> None:
    form = Form({"survey": (Line(1, ("type", "label")), Line(2, ("note", "a | b\n<br>")))}, rows=True)

    assert write_markdown(form) == ("| survey |  |  |\n|---|---|---|\n|  | type | label |\n|  | note | a \\| b<br>\\<br> |\n")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "sheet-missing", 0),
        ("Only words.\n", "sheet-missing", 0),
        ("\n| | type | name |\n| | text | a |\n", "sheet-missing", 2),
        ("| survey |\n| | type |\n\n| Survey |\n| | type |\n", "sheet-twice", 4),
        ("| survey |\n| | type \x07 |\n", "file-character", 2),
    ],
)
def test_what_is_no_form_is_refused_by_name(text: str, code: str, line: int) -> None:
    assert fault(text) == (code, line)
