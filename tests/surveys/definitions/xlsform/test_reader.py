"""Reading XLSForms: what the ODK and Kobo world writes, and every way to be refused, with sheet and row."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definitions.model import Survey
from surveys.definitions.outline import BIGGEST
from surveys.definitions.reader import read_survey
from surveys.definitions.xlsform.form import Form, Line
from surveys.definitions.xlsform.markdown import read_markdown
from surveys.definitions.xlsform.reader import read_form
from surveys.errors import DefinitionError, Fault

GOOD = """\
| survey   |
|          | type                     | name | label::English (en) | label::Cymraeg (cy) | plain::English | plain::cy | required | relevance | constraint | constraint_message::English (en) | constraint message::Welsh (cy) | calculation |
|          | note                     |      | Welcome.            | Croeso.             |                |           | no       |           |            |                                  |                                |             |
|          | select one from size     | size | How big?            | Pa mor fawr?        | Big?           | Mawr?     | TRUE     |           |            |                                  |                                |             |
|          | select_multiple help     | help | What helps?         | Beth sy'n helpu?    |                |           |          | ${size} = ‘small’ |    |                                  |                                |             |
|          | int                      | age  | How old?            | Pa mor hen?         |                |           |          |           | . > 0      | More than 0.                     | Mwy na 0.                      |             |
|          | calculate                | old  |                     |                     |                |           | false    |           |            |                                  |                                | ${age} > 17 |
| choices  |
|          | list name | value  | caption::English (en) | caption::Welsh (cy) |
|          | size      | small  | Small                 | Bach                |
|          | help      | bus    | The bus               | Y bws               |
|          | size      | large  | Large                 | Mawr                |
|          | help      | 1      | Other                 | Arall               |
| settings |
|          | form_title | title_in::Welsh (cy) | form_id | version    | default_language | style |
|          | Drop-in    | Galw heibio          | drop-in | 2014083101 | English (en)     | pages |
| changelog |
|          | when | what |
|          | 2010 | ${   |
"""  # noqa: E501
YAML = """\
survey: drop-in
title: {en: Drop-in, cy: Galw heibio}
questions:
  - {name: generated_note_name_3, type: note, label: {en: Welcome., cy: Croeso.}}
  - {name: size, type: select_one size, label: {en: How big?, cy: Pa mor fawr?}, plain: {en: "Big?", cy: "Mawr?"}, required: true}
  - {name: help, type: select_multiple help, label: {en: What helps?, cy: Beth sy'n helpu?}, relevant: "${size} = 'small'"}
  - name: age
    type: integer
    label: {en: "How old?", cy: "Pa mor hen?"}
    constraint: ". > 0"
    constraint_message: {en: More than 0., cy: Mwy na 0.}
  - {name: old, type: calculate, calculation: "${age} > 17"}
choices:
  size: {small: {en: Small, cy: Bach}, large: {en: Large, cy: Mawr}}
  help: {bus: {en: The bus, cy: Y bws}, 1: {en: Other, cy: Arall}}
"""


def read(text: str) -> Survey:
    return read_form(read_markdown(text.encode(), "s.md"), "s.md", name="my form!")


def sheet(*rows: str) -> tuple[Line, ...]:
    return tuple(Line(number, tuple(row.split("|"))) for number, row in enumerate(rows, 1))


def faults(form: Form | str) -> list[Fault]:
    with pytest.raises(DefinitionError) as refused:
        read(form) if isinstance(form, str) else read_form(form, "s.xlsx")
    return list(refused.value.faults)


def told(*rows: str, choices: tuple[str, ...] = (), settings: tuple[str, ...] = ()) -> list[tuple[str, str, int]]:
    """The faults of a workbook of these rows: code, sheet, row."""
    sheets = {"survey": sheet(*rows), "choices": sheet(*choices), "settings": sheet(*settings)}
    found = faults(Form({name: lines for name, lines in sheets.items() if lines}, rows=True))
    return [(fault.code, fault.place.sheet, fault.place.line) for fault in found]


# ── what is read ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_form_is_the_same_survey_as_its_yaml() -> None:
    """Aliases, language names, curly quotes, nameless notes, lists written crosswise, and sheets of one's own."""
    assert read(GOOD) == read_survey(YAML.encode(), "s.yaml")


def test_a_form_without_settings_is_called_after_its_file_and_is_in_english() -> None:
    survey = read("| survey |\n| | type | name | label |\n| | text | why | Why? |")

    assert (survey.name, survey.title, survey.languages) == ("my-form", {"en": "my form!"}, ("en",))


def test_a_file_that_is_called_nothing_usable_is_a_survey() -> None:
    form = Form({"survey": sheet("type|name|label", "text|why|Why?")}, rows=True)

    assert read_form(form, "?.xlsx", name="?").name == "survey"


def test_a_sheet_that_stands_alone_is_the_survey_and_empty_rows_and_columns_are_passed_over() -> None:
    form = Form({"Sheet1": sheet("||", "type||name|label|my notes", "", "text||why|Why?|", "||| |")}, rows=True)

    assert [question.name for question in read_form(form, "s.xlsx").questions] == ["why"]


@pytest.mark.parametrize(
    ("headings", "default", "languages"),
    [
        ("label|hint", "", ("en",)),
        ("label|hint", "default", ("en",)),
        ("label|hint", "Welsh (cy)", ("cy",)),
        ("label::French (fr)|hint::French (fr)", "", ("fr",)),
        ("label::French (fr)|label::en", "en", ("en", "fr")),
        ("label::French (fr)|label::en", "", ("fr", "en")),
        ("label::French (fr)|label", "", ("en", "fr")),
    ],
)
def test_columns_without_a_language_are_in_the_default_one_which_comes_first(
    headings: str, default: str, languages: tuple[str, ...]
) -> None:
    """Where nothing else is said and there is such a column, that is English, as in YAML."""
    lines = sheet(f"type|name|{headings}", "text|why|Why?|Pourquoi ?")
    form = Form({"survey": lines, "settings": sheet("form_title|default_language", f"T|{default}")}, rows=True)

    survey = read_form(form, "s.xlsx")

    assert survey.languages == languages
    assert survey.title == dict.fromkeys(languages, "T")


def test_a_title_in_one_language_stands_in_for_those_without_their_own() -> None:
    form = Form(
        {
            "survey": sheet("type|name|label::en|label::cy|label::pl", "text|why|Why?|Pam?|Czemu?"),
            "settings": sheet("form_title::en|title_in::cy", "Why|Pam"),
        },
        rows=True,
    )

    assert read_form(form, "s.xlsx").title == {"en": "Why", "cy": "Pam", "pl": "Why"}


def test_a_version_and_a_style_are_not_kept() -> None:
    """Hearback numbers versions itself, and each channel shows a question in its own way."""
    assert read(GOOD).structure == 1


# ── what is refused ─────────────────────────────────────────────────────────────────────────────────────────────────────

HEAD = "type|name|label"
ONE = "text|why|Why?"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((HEAD, ONE, "barcode|r|R", "hidden|s|S"), [("type-unavailable", 3), ("type-unavailable", 4)]),
        ((HEAD, ONE, "begin group|g|", "end group||"), [("group-empty", 3)]),
        ((HEAD, ONE, "begin group|g|", "text|b|B"), [("group-open", 3)]),
        ((HEAD, ONE, "end group||"), [("group-end", 3)]),
        ((HEAD, "begin group|why|", ONE, "end group||"), [("question-twice", 3)]),
        ((HEAD, "begin group||", ONE, "end group||"), [("key-missing", 2)]),
        ((HEAD, ONE, "begin repeat|g|G", "end repeat||"), [("group-empty", 3)]),
        ((HEAD, ONE, "begin repeat|g|G", "text|b|B", "end group||", "end repeat||"), [("group-end", 5)]),
        ((HEAD, ONE, "start|start|", "deviceid|d|"), [("type-unavailable", 3), ("type-unavailable", 4)]),
        ((HEAD, ONE, "geoshape|where|Where?"), [("type-unavailable", 3)]),
        ((HEAD, ONE, "txet|b|B"), [("type-unknown", 3)]),
        ((HEAD, ONE, "|b|B"), [("key-missing", 3)]),
        ((HEAD, ONE, "text||B"), [("key-missing", 3)]),
        ((HEAD, ONE, "text|why|Why?"), [("question-twice", 3)]),
        ((HEAD, ONE, "select_one size|b|B"), [("list-unknown", 3)]),
        ((f"{HEAD}|relevant", ONE, "text|b|B|${c} = 1"), [("reference-unknown", 3)]),
        ((f"{HEAD}|relevant", ONE, "text|b|B|${why} ="), [("expression-incomplete", 3)]),
        ((f"{HEAD}|rows", ONE, "text|b|B|x", "text|c|C|y"), [("key-unknown", 3)]),
        ((f"{HEAD}|appearance|read_only", ONE, "text|b|B|minimal|yes"), [("read-only", 3)]),
        ((f"{HEAD}|colour", ONE, "text|b|B|red"), [("key-unknown", 3)]),
        ((f"{HEAD}|name::Welsh (cy)", ONE, "text|b|B|c"), [("key-unknown", 3)]),
        ((f"{HEAD}|media::image::Welsh (cy)", ONE, "text|b|B|c.png"), [("key-unknown", 3)]),
        ((f"{HEAD}", ONE, "text|b|B|what?"), [("key-unknown", 3)]),
        ((f"{HEAD}|label", ONE), [("key-twice", 1)]),
        ((f"{HEAD}|label::English (en)", ONE, "text|b|B|B"), [("key-twice", 3)]),
        ((f"{HEAD}|hint::Nowhere", ONE), [("language-code", 1)]),
        ((f"{HEAD}|hint::Nowhere|hint::Elsewhere", ONE), [("language-code", 1), ("language-code", 1)]),
        ((f"{HEAD}|label::cy", f"{ONE}|Pam?", "text|b|B|"), [("language-missing", 3)]),
        ((HEAD, "text|a|\x07"), [("file-character", 2)]),
        (("type|label", "text|Why?"), [("column-missing", 1)]),
        (("", "name", "why"), [("column-missing", 2)]),
        ((HEAD,), [("nothing-asked", 1)]),
        (("", ""), [("nothing-asked", 1)]),
    ],
)
def test_a_row_is_refused_with_its_sheet_and_row(rows: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    assert told(*rows) == [(code, "survey", row) for code, row in expected]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (("list_name|name|label", "size|a|A", "|b|B"), [("key-missing", 3)]),
        (("list_name|name|label", "size|a|A", "size||B"), [("key-missing", 3)]),
        (("list_name|name|label", "size|a|A", "size|b|"), [("label-missing", 3)]),
        (("list_name|name|label", "size|a|A", "size|a|B"), [("key-twice", 3)]),
        (("list_name|name|label", "size|a|A", "size|b|a"), [("choice-same", 3)]),
        (("list_name|name|label", "size|a|A", "size|b c|B"), [("choice-name", 3)]),
        (("list_name|name|label", "other|a|A", "size|b|B", "other|b|B"), [("list-unused", 2)]),
        (("list_name|name|label|lable", "size|a|A|x"), [("column-unused", 2)]),
        (("list_name|name|label|my state", "size|a|A|x"), [("key-unknown", 2)]),
        (("list_name|name|label|image", "size|a|A|x.png"), [("key-unknown", 2)]),
        (("list_name|name", "size|a"), [("column-missing", 1)]),
    ],
)
def test_a_choice_is_refused_with_its_sheet_and_row(choices: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    assert told(HEAD, "select_one size|why|Why?", choices=choices) == [(code, "choices", row) for code, row in expected]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (("form_id", "my form"), [("survey-name", 2)]),
        (("form_id|public_key", "s|x"), [("key-unknown", 2)]),
        (("form_id|instance_name", "s|x"), [("key-unknown", 2)]),
        (("form_id", "s", "t"), [("settings-twice", 3)]),
        (("default_language", "Nowhere"), [("language-code", 2)]),
        (("default_language|form_title", "cy|T"), [("language-unknown", 2)]),
        (("title_in::cy", "T"), [("language-unknown", 2)]),
    ],
)
def test_a_setting_is_refused_with_its_sheet_and_row(settings: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    found = told("type|name|label::English (en)", ONE, settings=settings)
    assert found == [(code, "settings", row) for code, row in expected]


def test_a_settings_sheet_with_nothing_in_it_says_nothing() -> None:
    form = Form({"survey": sheet(HEAD, ONE), "choices": sheet("list_name|name|label"), "settings": sheet("form_id")}, rows=True)

    assert read_form(form, "s.xlsx", name="s").name == "s"


@pytest.mark.parametrize("name", ["external_choices", "Entities", "osm", "cascades", "columns", "chioces", "setting"])
def test_a_sheet_that_would_be_lost_is_refused(name: str) -> None:
    """XLSForm knows it, or it is one of ours with a slip of the pen."""
    form = Form({"survey": sheet(HEAD, ONE), name: sheet("list_name|name|label", "a|b|C")}, rows=True)

    (found,) = faults(form)

    assert (found.code, found.place.sheet, found.place.line) == ("sheet-unknown", name, 1)


def test_a_sheet_of_ones_own_is_passed_over_and_so_is_an_empty_one() -> None:
    form = Form({"survey": sheet(HEAD, ONE), "Notes": sheet("To do"), "setting": (), "osm": sheet("")}, rows=True)

    assert read_form(form, "s.xlsx").total == 1


def test_without_a_sheet_of_questions_there_is_no_survey() -> None:
    (found,) = faults(Form({"choices": sheet("list_name"), "Sheet2": sheet("a")}, rows=True))

    assert str(found).startswith("s.xlsx: there is no sheet 'survey' [sheet-missing]")


def test_a_workbook_without_a_sheet_holds_no_survey() -> None:
    assert [fault.code for fault in faults(Form({}, rows=True))] == ["sheet-missing"]


@pytest.mark.parametrize(("flaw", "what"), [("formula", "was not worked out"), ("error", "went wrong")])
def test_a_formula_without_a_value_is_refused(flaw: str, what: str) -> None:
    lines = (*sheet(HEAD, ONE), Line(3, ("text", "b", ""), flaw))  # type: ignore[arg-type]

    found = faults(Form({"survey": lines}, rows=True))

    assert [(fault.code, fault.place.line) for fault in found] == [("cell-formula", 3), ("label-missing", 3)]
    assert what in found[0].what


def test_a_form_with_more_words_than_a_survey_can_have_is_refused() -> None:
    found = faults(Form({"survey": (*sheet(HEAD), Line(2, ("text", "a", "x" * BIGGEST)))}, rows=True))

    assert [fault.code for fault in found] == ["file-big"]


def test_all_faults_are_told_at_once_in_the_order_of_the_sheets() -> None:
    assert told(
        f"{HEAD}|rows",
        "select_one size|a|A|x",
        "barcode|b|B",
        choices=("list_name|name|label|image", "size|c d|C|y"),
        settings=("form_id|auto_send", "my form|no"),
    ) == [
        ("key-unknown", "survey", 2),
        ("type-unavailable", "survey", 3),
        ("key-unknown", "choices", 2),
        ("choice-name", "choices", 2),
        ("key-unknown", "settings", 2),
        ("survey-name", "settings", 2),
    ]


@pytest.mark.parametrize(
    ("rows", "remedy"),
    [
        ((f"{HEAD}|default", "integer|a|A|x"), "Write ${x} for the answer to a question"),
        ((f"{HEAD}|rows", "text|a|A|3"), "Take it out: each channel shows a question in its own way."),
        ((f"{HEAD}|hnit", "text|a|A|3"), "Did you mean 'hint'?"),
        ((f"{HEAD}|zzz", "text|a|A|3"), "Take it out. There can be: name, type, label"),
        ((HEAD, "text|a|A|3"), "Give the column a heading, or empty the cell."),
        ((HEAD, "barcode|a|A"), "Use text."),
        ((f"{HEAD}|label::Nowhere", "text|a|A|B"), "Put its code in brackets, like 'label::English (en)'."),
        (("type|label", "text|Why?"), "Add it, and fill it in."),
    ],
)
def test_a_fault_says_what_to_use_instead(rows: tuple[str, ...], remedy: str) -> None:
    assert any(fault.remedy.startswith(remedy) for fault in faults(Form({"survey": sheet(*rows)}, rows=True)))


def test_a_fault_in_a_workbook_names_sheet_and_row_and_one_in_markdown_the_line() -> None:
    twice = (HEAD, ONE, ONE)
    (in_sheet,) = faults(Form({"Notes": (), "survey": sheet(*twice)}, rows=True))
    (in_markdown,) = faults("\n| survey |\n" + "\n".join(f"| | {row} |" for row in twice))

    assert str(in_sheet.place) == "s.xlsx, sheet 'survey', row 3, question 'why'"
    assert in_sheet.remedy == "Give each its own; the first is in row 2."
    assert str(in_markdown.place) == "s.md, line 5, question 'why'"
    assert in_markdown.remedy == "Give each its own; the first is in line 4."


cells = st.one_of(
    st.sampled_from(
        ["", "type", "name", "label", "label::cy", "text", "select_one a", "a", "${a} = 1", "‘", "begin group", "note"]
    ),
    st.text(max_size=6),
)


@given(
    st.dictionaries(
        st.sampled_from(["survey", "choices", "settings", "x", ""]), st.lists(st.lists(cells, max_size=5), max_size=5), max_size=4
    ),
    st.booleans(),
)
def test_whatever_comes_is_read_or_refused(sheets: dict[str, list[list[str]]], rows: bool) -> None:
    form = Form(
        {name: tuple(Line(at, tuple(line)) for at, line in enumerate(lines, 1)) for name, lines in sheets.items()}, rows=rows
    )
    with suppress(DefinitionError):
        read_form(form, "s.xlsx")
