"""Survey files of every kind become the same survey, and every kind can be made of it."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple, get_args

import pytest

from bot.second_opinion import second_opinion
from bot.survey_files import Format, read_survey_file, write_survey_file
from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.definitions.xlsform.form import Form, Line
from surveys.definitions.xlsform.writer import write_form
from surveys.errors import DefinitionError, Refused
from tests.factories import a_survey

EXAMPLE = Path(__file__).parents[2] / "examples" / "framework" / "survey.yaml"
FRAMEWORK = read_survey(EXAMPLE.read_bytes(), "survey.yaml")


def fault(path: Path) -> tuple[str, str]:
    with pytest.raises(DefinitionError) as refused:
        read_survey_file(path)
    (found,) = refused.value.faults
    return found.code, found.remedy


@pytest.mark.parametrize("to", get_args(Format))
@pytest.mark.parametrize("survey", [FRAMEWORK, a_survey()], ids=["framework", "mixed"])
def test_a_file_of_any_kind_holds_the_same_survey_and_its_yaml(tmp_path: Path, survey: Survey, to: Format) -> None:
    """What is stored of it is YAML that can be read on its own, with the lists called as they were."""
    path = tmp_path / f"s.{to}"
    path.write_bytes(write_survey_file(survey, to))

    file = read_survey_file(path)

    assert file.survey == survey == read_survey(file.source, "")
    assert [question.list_name for question in file.survey.questions] == [question.list_name for question in survey.questions]
    assert (file.form is None) == (to == "yaml")


def test_yaml_is_stored_as_its_author_wrote_it() -> None:
    assert read_survey_file(EXAMPLE).source == EXAMPLE.read_bytes()


@pytest.mark.parametrize("name", ["s.ods", "S.ODS", "s.csv"])
def test_other_kinds_of_spreadsheet_are_refused_by_name(tmp_path: Path, name: str) -> None:
    assert fault(tmp_path / name) == ("file-kind", "Open it in a spreadsheet program and save it as .xlsx.")


def test_a_workbook_that_is_called_yaml_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_bytes(write_survey_file(FRAMEWORK, "xlsx"))

    assert fault(tmp_path / "s.yaml") == ("file-spreadsheet", "Give it a name that ends in .xlsx.")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no file"):
        read_survey_file(tmp_path / "s.md")


# ── another reader of XLSForm ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("survey", [FRAMEWORK, a_survey()], ids=["framework", "mixed"])
def test_what_we_write_pyxform_takes_without_a_warning(survey: Survey) -> None:
    """So that ODK and Kobo can use it, our own columns notwithstanding."""
    assert second_opinion(write_form(survey), "s.xlsx") == ()


def a_form(*rows: tuple[str, ...]) -> Form:
    return Form(
        {"survey": tuple(Line(at * 2 - 1, row) for at, row in enumerate(rows, 1)), "Notes": (), "settings": ()}, rows=True
    )


def test_what_pyxform_refuses_is_told_as_advice_with_its_row() -> None:
    form = a_form(("type", "name", "", "label"), ("text", "a", "", "A"), ("text", "b", "", "${c}"))

    (advice,) = second_opinion(form, "s.xlsx")

    assert advice.code == "pyxform"
    assert advice.what.startswith("pyxform says: PyXFormError: [row : 5]")
    assert advice.place.file == "s.xlsx"


def test_what_pyxform_warns_of_and_trips_over_is_told_as_advice() -> None:
    """A type of older devices is warned of; a title in two languages makes it fall over."""
    form = a_form(("type", "name", "label"), ("text", "a", "A"), ("simserial", "b", ""))
    settings = (Line(1, ("form_title", "form_title::Welsh (cy)")), Line(2, ("T", "U")))

    found = second_opinion(Form({**form.sheets, "settings": settings}, rows=True), "s.xlsx")

    assert ["no longer supported" in advice.what for advice in found] == [True, False]
    assert found[1].what.startswith("pyxform says: AttributeError")


def test_without_pyxform_there_is_no_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyxform.xls2xform", None)

    assert second_opinion(a_form(("type",)), "s.xlsx") == ()


class Cell(NamedTuple):
    """A cell as xlrd has it."""

    ctype: int
    value: object


class Sheet(NamedTuple):
    """A sheet as xlrd has it."""

    name: str
    rows: list[list[Cell]]
    ncols: int = 4

    @property
    def nrows(self) -> int:
        return len(self.rows)

    def row(self, index: int) -> list[Cell]:
        return self.rows[index]


def old_workbook(monkeypatch: pytest.MonkeyPatch, *sheets: Sheet) -> None:
    """Whatever xlrd opens has these sheets: nothing that we have writes such files."""
    book = SimpleNamespace(sheets=lambda: list(sheets), datemode=0)
    monkeypatch.setattr("xlrd.open_workbook", lambda **_: book)


def row(*values: object) -> list[Cell]:
    return [Cell(2 if isinstance(value, float) else 1, value) for value in values]


def test_a_workbook_of_the_old_kind_is_read_where_xlrd_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "Old.XLS"
    path.write_bytes(b"old")
    default = [*row("date", "since", "Since?"), Cell(3, 40406.0)]
    needed = [*row("integer", "age", "How old?"), Cell(0, "")]
    old_workbook(monkeypatch, Sheet("survey", [row("type", "name", "label", "default"), default, [], needed]))

    survey = read_survey_file(path).survey

    assert [(question.name, question.default.source if question.default else "") for question in survey.questions] == [
        ("since", "2010-08-16"),
        ("age", ""),
    ]


def test_what_went_wrong_in_an_old_workbook_is_told_with_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.xls"
    path.write_bytes(b"old")
    wrong = [*row("text", "a"), Cell(5, 42), Cell(4, 1)]
    old_workbook(monkeypatch, Sheet("survey", [row("type", "name", "label", "required"), wrong]))
    with pytest.raises(DefinitionError) as refused:
        read_survey_file(path)
    assert [(fault.code, fault.place.line) for fault in refused.value.faults] == [("cell-formula", 2), ("label-missing", 2)]
    old_workbook(monkeypatch, Sheet("survey", [[]] * 1001, 1000))
    assert fault(path)[0] == "sheet.size"


def test_what_is_no_old_workbook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is broken; the second cannot be read for want of xlrd, and it says how to get that."""
    path = tmp_path / "s.xls"
    path.write_bytes(b"no workbook")
    assert fault(path) == ("sheet.broken", "Open it in a spreadsheet program and save it again.")
    monkeypatch.setitem(sys.modules, "xlrd", None)
    code, remedy = fault(path)
    assert (code, remedy.endswith("pip install '.[xlsform]'.")) == ("file-kind", True)
