"""Paper forms and groups' notes, read with the very rules of a chat."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from surveys.definitions.reader import read_survey
from surveys.errors import Fault, Place
from surveys.interviews.forms import ABOUT, ABOUT_GROUP, GROUP, Form, columns_of, read_forms, read_groups
from surveys.interviews.model import Answer
from surveys.points.rows import Row

NOW = datetime(2010, 10, 1, 9, tzinfo=UTC)
SURVEY = read_survey(
    b"""
survey: all-kinds
title: {en: All kinds}
questions:
  - {name: hello, type: note, label: {en: Hello.}}
  - {name: paid, type: select_one yes_no, label: {en: Are you paid?}, required: true}
  - {name: since, type: date, label: {en: Since when?}, relevant: "${paid} = 'yes'"}
  - name: staff
    type: integer
    label: {en: How many are you?}
    constraint: ". >= 0 and . <= 200"
    constraint_message: {en: Give a number from 0 to 200.}
  - {name: hours, type: decimal, label: {en: How many hours?}}
  - {name: big, type: calculate, calculation: "if(${staff} > 50, 'yes', 'no')"}
  - {name: rank, type: calculate, calculation: "1", relevant: "${paid} = 'yes'"}
  - {name: help, type: select_multiple help, label: {en: What helps?}}
  - {name: why, type: text, label: {en: Why?}, relevant: "${big} = 'yes'", required: true}
choices:
  yes_no: {"yes": {en: "Yes"}, "no": {en: "No"}}
  help: {money: {en: Money}, time: {en: Time}, rooms: {en: Rooms}}
""",
    "survey.yaml",
)
ASKED = [question.name for question in SURVEY.questions if question.asks]


def _row(line: int = 2, **cells: str) -> Row:
    columns: Mapping[str, str] = dict.fromkeys(("reference", *ABOUT, *ASKED), "")
    return Row(Place("f.csv", line), {**columns, "reference": f"P{line}", "paid": "no", **cells})


def _read(*rows: Row) -> tuple[tuple[Form, ...], list[tuple[str, int, str]]]:
    forms, faults = read_forms(rows, SURVEY, now=NOW)
    return forms, _short(faults)


def _short(faults: tuple[Fault, ...]) -> list[tuple[str, int, str]]:
    return [(fault.code, fault.place.line, fault.place.question) for fault in faults]


def test_every_kind_of_cell_is_read() -> None:
    """Numbers and labels of choices, several of them, dates, numbers, words; calculations are worked out."""
    [form], faults = _read(
        _row(paid="Yes", since="1 April 2009", staff="60", hours="2.5", help="1; rooms", why="= because", organisation="Elders")
    )
    assert faults == []
    assert {name: answer.value for name, answer in form.answers.items()} == {
        "paid": "yes",
        "since": "2009-04-01",
        "staff": "60",
        "hours": "2.5",
        "big": "yes",
        "rank": "1",
        "help": "money rooms",
        "why": "= because",
    }
    assert (form.reference, form.organisation, form.people) == ("P2", "Elders", 1)


def test_an_empty_cell_is_a_question_left_out() -> None:
    """Nothing is stored for it."""
    [form], faults = _read(_row())
    assert faults == []
    assert form.answers == {"paid": Answer("no"), "big": Answer("no")}


def test_an_answer_to_a_question_that_is_not_asked_is_a_fault() -> None:
    """It would be an answer that nobody in a chat could have given."""
    assert _read(_row(since="1 April 2009", why="x"))[1] == [("form.answered", 2, "since"), ("form.answered", 2, "why")]


def test_what_must_be_answered_must_be_on_paper_too() -> None:
    """But only where it is asked."""
    assert _read(_row(paid="", staff="60"))[1] == [("form.required", 2, "paid"), ("form.required", 2, "why")]


def test_a_number_out_of_bounds_is_a_fault_with_the_authors_words() -> None:
    """As a chat would say it."""
    _, [fault] = read_forms([_row(staff="1000")], SURVEY, now=NOW)
    assert (fault.code, fault.what) == ("form.not-allowed", "'1000' does not fit here")
    assert fault.remedy == "Give a number from 0 to 200."


@pytest.mark.parametrize(
    ("name", "cell", "remedy"),
    [
        ("paid", "perhaps so", "Give a number or a label: 1 Yes; 2 No."),
        ("help", "4", "Give a number or a label: 1 Money; 2 Time; 3 Rooms. Several are parted by ;"),
        ("staff", "some", "Write a whole number, like 26."),
        ("hours", "some", "Write a number, like 2.5."),
        ("since", "some day", "Write a date, like 1 April 2009."),
    ],
)
def test_what_is_no_answer_says_how_to_write_one(name: str, cell: str, remedy: str) -> None:
    """For each kind of question."""
    row = _row(paid="yes")
    _, [fault] = read_forms([Row(row.place, {**row.cells, name: cell})], SURVEY, now=NOW)
    assert (fault.code, fault.place, fault.what) == ("form.unclear", Place("f.csv", 2, name), f"'{cell}' is no answer to this")
    assert fault.remedy == remedy


def test_what_is_probably_an_answer_is_a_fault_that_names_it() -> None:
    """Nobody can be asked whether they meant it, so the officer looks at the paper once more."""
    _, [fault, *_] = read_forms([_row(paid="yes in a way", why="So.")], SURVEY, now=NOW)
    assert (fault.code, fault.what) == ("form.unclear", "'yes in a way' may mean 'Yes', or something else")
    assert fault.remedy.startswith("If it does, write that. Give a number or a label:")


def test_a_long_cell_is_told_in_short() -> None:
    """A fault is a line, not a page."""
    _, [fault] = read_forms([_row(staff="many " * 30)], SURVEY, now=NOW)
    assert fault.what == "'many many many many many many many many…' is no answer to this"


def test_words_that_are_missing_are_asked_for() -> None:
    """A required question in words has no other way to be written."""
    _, [fault] = read_forms([_row(staff="60")], SURVEY, now=NOW)
    assert fault.remedy == "Write the words on the form."


def test_today_is_the_day_of_the_import() -> None:
    """As a chat takes "today" for the day of the message."""
    [form], faults = _read(_row(paid="yes", since="today"))
    assert faults == []
    assert form.answers["since"] == Answer("2010-10-01")


@pytest.mark.parametrize("written", ["", "P 1", "../etc", "P/1", "-1", "=1", "é", "x" * 41])
def test_a_reference_is_a_plain_word(written: str) -> None:
    """It names a folder, and officers say it aloud."""
    assert _read(_row(reference=written))[1] == [("form.reference", 2, "")]


def test_a_reference_stands_once() -> None:
    """Each later one is told, with where the first is."""
    forms, faults = read_forms([_row(2, reference="A"), _row(3, reference="A"), _row(4, reference="A")], SURVEY, now=NOW)
    assert len(forms) == 3
    assert [(fault.place.line, fault.what) for fault in faults] == [
        (3, "'A' stands in row 2 already"),
        (4, "'A' stands in row 2 already"),
    ]


@pytest.mark.parametrize(
    ("written", "wanted"), [("yes", True), ("Y", True), ("1", True), ("No", False), ("", False), ("0", False)]
)
def test_yes_and_no_are_read_as_people_write_them(written: str, wanted: bool) -> None:
    """For hearing back and for printing words; an address that is not needed is not kept."""
    [form], faults = _read(_row(hear_back=written, quote=written, name_and_address="Jo, 1 Lane"))
    assert faults == []
    assert (form.hear_back, form.quote, form.address) == (wanted, wanted, "Jo, 1 Lane" if wanted else "")


def test_who_wants_to_hear_back_gives_an_address() -> None:
    """One that fits on an envelope; and says plainly whether they want to."""
    rows = (
        _row(2, hear_back="yes"),
        _row(3, hear_back="yes", name_and_address="x" * 501),
        _row(4, hear_back="perhaps"),
        _row(5, quote="perhaps"),
    )
    assert _read(*rows)[1] == [
        ("form.address", 2, ""),
        ("form.address", 3, ""),
        ("form.yes-no", 4, ""),
        ("form.yes-no", 5, ""),
    ]


def test_a_question_may_be_called_like_a_column_of_ours() -> None:
    """Then the column is the question's."""
    survey = read_survey(
        b"survey: q\ntitle: {en: Q}\nquestions:\n  - {name: quote, type: text, label: {en: Quote a price.}}\n", "q.yaml"
    )
    row = Row(Place("f.csv", 2), {"reference": "P1", **dict.fromkeys(ABOUT, ""), "quote": "ten pounds"})
    [form], faults = read_forms([row], survey, now=NOW)
    assert faults == ()
    assert form.answers == {"quote": Answer("ten pounds")}
    assert form.quote is False


# ── groups ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

CLOSES = date(2010, 11, 15)


def _note(line: int, **cells: str) -> Row:
    plain = dict.fromkeys((*GROUP, *ABOUT_GROUP), "") | {"reference": "G1", "people": "15", "question": "why", "statement": "Hm."}
    return Row(Place("g.csv", line), plain | cells)


def _groups(*rows: Row) -> tuple[tuple[Form, ...], list[tuple[str, int, str]]]:
    forms, faults = read_groups(rows, SURVEY, closes=CLOSES)
    return forms, _short(faults)


def test_statements_are_gathered_by_group_and_question() -> None:
    """Each on a line of its own, in order, however the rows are mixed; a question may be named by its number."""
    [first, second], faults = _groups(
        _note(2, statement="One."),
        _note(3, reference="G2", people="3"),
        _note(4, statement="Two,\n in  two lines.", question="6"),
    )
    assert faults == []
    assert first.answers == {"why": Answer("One.\nTwo, in two lines.")}
    assert (first.reference, first.people, first.quote, first.place.line) == ("G1", 15, None, 2)
    assert (second.reference, second.people) == ("G2", 3)


def test_what_is_known_of_a_group_is_kept() -> None:
    """Who led it, where, when, and where its news goes."""
    about = {
        "facilitator": "Beth",
        "place": "Library",
        "date": "21/09/2010",
        "hear_back": "yes",
        "name_and_address": "Jo, 1 Lane",
    }
    [form], faults = _groups(_note(2, **about), _note(3, **about))
    assert faults == []
    assert (form.facilitator, form.venue, form.day) == ("Beth", "Library", date(2010, 9, 21))
    assert (form.hear_back, form.address) == (True, "Jo, 1 Lane")


def test_rows_of_a_group_agree_about_it() -> None:
    """Every column that does not, in every row."""
    rows = (_note(2), _note(3, people="16", place="Hall"), _note(4))
    assert _groups(*rows)[1] == [("group.differs", 3, ""), ("group.differs", 3, "")]


@pytest.mark.parametrize("people", ["", "0", "-3", "1.5", "many", "1001", "²", "99999999"])
def test_a_group_has_a_number_of_people(people: str) -> None:
    """Since it is counted apart, exactly."""
    assert _groups(_note(2, people=people))[1] == [("group.people", 2, "")]


@pytest.mark.parametrize("question", ["", "none", "paid", "help", "1", "99", "hello", "²"])
def test_a_statement_stands_under_a_question_in_words(question: str) -> None:
    """Nobody counts a group's show of hands as answers."""
    assert _groups(_note(2, question=question))[1] == [("group.question", 2, "")]


def test_a_statement_says_something() -> None:
    """Blank space does not."""
    assert _groups(_note(2, statement=" \n "))[1] == [("group.empty", 2, "")]


@pytest.mark.parametrize(
    ("written", "day"), [("2010-11-15", CLOSES), ("15/11/2010", CLOSES), ("15 November 2010", CLOSES), ("", None)]
)
def test_the_day_of_a_group_is_read(written: str, day: date | None) -> None:
    """As officers and spreadsheets write it; the last day counts."""
    [form], faults = _groups(_note(2, date=written))
    assert faults == []
    assert form.day == day


@pytest.mark.parametrize(
    ("written", "code"), [("2010-11-16", "group.late"), ("2010-02-30", "group.date"), ("soon", "group.date")]
)
def test_a_day_that_is_none_or_too_late_is_told(written: str, code: str) -> None:
    """What is said after the last day does not count."""
    assert _groups(_note(2, date=written))[1] == [(code, 2, "")]


def test_a_group_without_a_reference_is_told_in_each_row() -> None:
    """As a form is."""
    assert _groups(_note(2, reference=""), _note(3, reference=""))[1] == [("form.reference", 2, ""), ("form.reference", 3, "")]


EVERY = read_survey(
    b"""
survey: more-kinds
title: {en: More kinds}
questions:
  - {name: children, type: select_one children, label: {en: How many children?}}
  - {name: order, type: rank order, label: {en: Which first?}}
  - {name: mark, type: range, parameters: start=1 end=5 step=1, label: {en: Your mark?}}
  - {name: seen, type: acknowledge, label: {en: Please read this.}}
  - {name: shot, type: image, label: {en: A picture?}}
  - {name: where, type: geopoint, label: {en: Where?}}
  - {name: at, type: time, label: {en: At what time?}}
  - {name: moment, type: dateTime, label: {en: When?}}
choices:
  children: {few: {en: Fewer than 10}, some: {en: 10 to 50}, many: {en: More than 50}}
  order: {money: {en: Money}, time: {en: Time}}
""",
    "survey.yaml",
)


def _every(**cells: str) -> tuple[tuple[Form, ...], tuple[Fault, ...]]:
    columns = dict.fromkeys(("reference", *ABOUT, *(question.name for question in EVERY.questions)), "")
    return read_forms([Row(Place("f.csv", 2), {**columns, "reference": "P2", **cells})], EVERY, now=NOW)


def test_on_paper_a_number_is_that_of_the_box() -> None:
    """And never how many there are, though that would fit another box."""
    [form], faults = _every(children="2")
    assert (faults, form.answers["children"].value) == ((), "some")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("order", "Give the numbers in order, like 2, 1, 3: 1 Money; 2 Time."),
        ("mark", "Write a number from 1 to 5."),
        ("seen", "Write OK, or leave it empty."),
        ("shot", "Leave it empty: a file cannot be typed in."),
        ("where", "Write the two numbers of the place, like 51.507 -0.128."),
        ("at", "Write a time, like 4:30 pm or 16:30."),
        ("moment", "Write a day and a time, like 1 April 2009 at 4:30 pm."),
    ],
)
def test_each_kind_says_how_it_is_written_on_paper(name: str, remedy: str) -> None:
    """A cell that is none of it is a fault with the way to write one."""
    _, [fault] = _every(**{name: "a blue gate somewhere"})
    assert (fault.code, fault.remedy) == ("form.unclear", remedy)


def test_what_is_asked_several_times_is_read_time_by_time() -> None:
    """As many times as there are cells for, each with its own number; beyond a count, a cell is not asked for."""
    survey = read_survey(
        b"survey: s\ntitle: T\nquestions:\n  - {name: n, type: integer, label: L}\n"
        b"  - {name: r, type: repeat, repeat_count: '${n}', questions: [{name: a, type: text, label: L}]}\n"
        b"  - {name: o, type: repeat, questions: [{name: b, type: text, label: L}]}\n",
        "s.yaml",
    )
    cells = dict.fromkeys(("reference", *ABOUT, *(name for names in columns_of(survey) for name in names)), "")
    given = {"reference": "P2", "n": "1", "a[1]": "x", "b[1]": "y", "b[2]": "z"}
    [form], faults = read_forms([Row(Place("f.csv", 2), {**cells, **given})], survey, now=NOW)
    assert faults == ()
    assert {name: answer.value for name, answer in form.answers.items()} == {"n": "1", "a[1]": "x", "b[1]": "y", "b[2]": "z"}
    _, [fault] = read_forms([Row(Place("f.csv", 2), {**cells, **given, "a[2]": "w"})], survey, now=NOW)
    assert (fault.code, fault.place.question) == ("form.answered", "a[2]")
