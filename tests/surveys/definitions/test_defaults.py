"""What a suggested answer may be: for each kind of question, a value as it would be stored, or something worked out."""

import pytest

from surveys.definitions.defaults import is_answer, is_worked_out, read_default
from surveys.errors import Place
from tests.factories import a_survey

SURVEY = a_survey("""
survey: s
title: T
questions:
  - {name: one, type: select_one x, label: L}
  - {name: several, type: select_multiple x, label: L}
  - {name: rank, type: rank x, label: L}
  - {name: whole, type: integer, label: L}
  - {name: number, type: decimal, label: L}
  - {name: mark, type: range, parameters: start=1 end=5 step=1, label: L}
  - {name: day, type: date, label: L}
  - {name: moment, type: dateTime, label: L}
  - {name: at, type: time, label: L}
  - {name: words, type: text, label: L}
  - {name: seen, type: acknowledge, label: L}
  - {name: where, type: geopoint, label: L}
choices:
  x: {b: B, c: C}
""")


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("one", ["b"], ["", "d", "b c"]),
        ("several", ["b", "c b"], ["", "b d"]),
        ("rank", ["b c", "c b"], ["b", "b b", "b c c"]),
        ("whole", ["0", "-3"], ["", "2.5", "two", "1" * 16]),
        ("number", ["2", "2.5", "-0.1"], ["", "2.", "1e3"]),
        ("mark", ["1", "5"], ["0", "6", "2.5", ""]),
        ("day", ["2010-02-28"], ["2010-02-30", "2010-02-28T09:00:00+00:00", ""]),
        ("moment", ["2010-02-28T09:00:00+00:00"], ["2010-02-28", "09:00"]),
        ("at", ["09:30"], ["25:00", "half past nine"]),
        ("words", ["b"], ["", " "]),
        ("seen", [], ["OK", "yes"]),
        ("where", [], ["51.5 -0.1"]),
    ],
)
def test_a_value_is_an_answer_as_its_kind_takes_it(name: str, yes: list[str], no: list[str]) -> None:
    """As XForms writes it; what must be done by a person, and a place, is never suggested."""
    question = SURVEY.by_name[name]
    assert [value for value in (*yes, *no) if is_answer(question, value)] == yes


def test_what_is_no_answer_is_worked_out_or_none_at_all() -> None:
    """A call or a reference is worked out; so is what stands where a number is expected; words that are no choice are nothing."""
    whole, one = SURVEY.by_name["whole"], SURVEY.by_name["one"]
    assert [is_worked_out(written) for written in ("today()", "${one}", "2 + 3", "b")] == [True, True, False, False]
    sum_ = read_default("2 + 3", whole, Place())
    assert sum_ is not None
    assert sum_.expression is not None
    assert read_default("d", one, Place()) is None
    plain = read_default("b", one, Place())
    assert plain is not None
    assert (plain.source, plain.expression) == ("b", None)
