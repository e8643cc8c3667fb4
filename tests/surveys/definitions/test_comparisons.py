"""Comparisons that cannot be meant are told before anybody answers, and those that can be meant are let alone."""

import pytest

from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.errors import DefinitionError

ASKED = """\
survey: s
title: Title
questions:
  - {name: one, type: select_one size, label: L}
  - {name: other, type: select_one size, label: L}
  - {name: far, type: select_one place, label: L}
  - {name: mark, type: select_one mark, label: L}
  - {name: many, type: select_multiple size, label: L}
  - {name: years, type: integer, label: L}
  - {name: rate, type: decimal, label: L}
  - {name: since, type: date, label: L}
  - {name: why, type: text, label: L}
  - {name: adult, type: calculate, calculation: "${years} > 17"}
  - {name: band, type: calculate, calculation: "if(${years} > 17, 'old', 'young')"}
  - {name: points, type: calculate, calculation: "if(${years} > 17, 1, 2)"}
  - {name: scale, type: range, label: L, parameters: start=0 end=10 step=2}
  - {name: seen, type: acknowledge, label: L}
  - {name: shuts, type: time, label: L}
  - {name: meets, type: dateTime, label: L}
  - {name: order, type: rank mark, label: L}
  - {name: where, type: geopoint, label: L}
  - {name: shot, type: image, label: L}
  - {name: total, type: calculate, calculation: "${years} + 1"}
"""
CHOICES = """\
choices:
  size: {small: Small, large: Large}
  place: {north: North, south: South}
  mark: {1: One, 2: Two, -99: None}
"""


def read(condition: str, key: str = "relevant") -> Survey:
    """The survey with one more question, whose `key` is `condition`."""
    quoted = condition.replace('"', '\\"')
    if key == "calculation":
        last = f'  - {{name: last, type: calculate, calculation: "{quoted}"}}\n'
    else:
        message = ", constraint_message: M" if key == "constraint" else ""
        last = f'  - {{name: last, type: integer, label: L, {key}: "{quoted}"{message}}}\n'
    return read_survey((ASKED + last + CHOICES).encode(), "s.yaml")


NEVER = [
    # choices that do not exist, on either side and however deep
    ("${one} = 'smal'", "choice-unknown", "'smal'", "Did you mean 'small'?"),
    ("'smal' = ${one}", "choice-unknown", "'smal'", "Did you mean 'small'?"),
    ("${one} != 'medium'", "choice-unknown", "'medium'", "Its choices are: small, large."),
    ("not(${one} = 'smal')", "choice-unknown", "'smal'", "small"),
    ("if(${one} = 'smal', 1, 0) = 1", "choice-unknown", "'smal'", "small"),
    ("${years} > 3 and (${rate} > 1 or ${one} = 'smal')", "choice-unknown", "'smal'", "small"),
    ("(${one}) = ('smal')", "choice-unknown", "'smal'", "small"),
    ("selected(${many}, 'smal')", "choice-unknown", "'smal'", "small"),
    ("selected(${many}, 'small large')", "choice-unknown", "'small large'", "small"),
    ("selected-at(${many}, 0) = 'smal'", "choice-unknown", "'smal'", "small"),
    ("jr:choice-name('smal', '${one}') = 'Small'", "choice-unknown", "'smal'", "small"),
    ("${mark} = 3", "choice-unknown", "'3'", "1, 2, -99"),
    ("${mark} = -98", "choice-unknown", "'-98'", "-99"),
    ("${one} = ${far}", "choice-apart", "'one' and 'far'", "name of a choice"),
    ("${many} != ${far}", "choice-apart", "'many' and 'far'", "name of a choice"),
    # numbers
    ("${years} = 'ten'", "compare-kind", "never 'ten'", "Compare it with a number."),
    ("'ten' = ${years}", "compare-kind", "never 'ten'", "Compare it with a number."),
    ("${rate} != 'high'", "compare-kind", "never 'high'", "Compare it with a number."),
    ("${years} = 17.5", "compare-kind", "never 17.5", "whole"),
    ("${years} = '017'", "compare-kind", "never written '017'", "without quotes: 17."),
    ("${rate} = '2.50'", "compare-kind", "never written '2.50'", "without quotes: 2.5."),
    ("selected(${years}, 'ten')", "compare-kind", "never 'ten'", "Compare it with a number."),
    ("count-selected(${many}) = 'two'", "compare-kind", "a number is compared with 'two'", "Compare it with a number."),
    ("${years} + 1 = 'x'", "compare-kind", "a number is compared with 'x'", "Compare it with a number."),
    ("string-length(${why}) = ''", "compare-kind", "a number is compared with ''", "Compare it with a number."),
    # points and what is acknowledged
    ("${scale} = 3", "compare-kind", "'scale' has no point 3", "from 0 to 10 by 2"),
    ("${scale} = 12", "compare-kind", "'scale' has no point 12", "from 0 to 10 by 2"),
    ("${scale} = 'x'", "compare-kind", "'scale' is a number", "Compare it with a number."),
    ("${scale} = '2.0'", "compare-kind", "never written '2.0'", "without quotes: 2"),
    ("${seen} = 'yes'", "compare-kind", "never 'yes'", "Compare it with 'OK'."),
    # dates
    ("${since} = '16/08/2010'", "compare-date", "'16/08/2010' is not written as one", "2010-08-16"),
    ("${since} > '16 August 2010'", "compare-date", "not written as one", "2010-08-16"),
    ("${since} = '2010-02-30'", "compare-date", "not written as one", "2010-08-16"),
    ("${since} = '2010-08-16T10:00:00Z'", "compare-date", "not written as one", "2010-08-16"),
    ("${meets} = '2010-08-16'", "compare-date", "a day and a time", "date(${meets}) = '2010-08-16'"),
    ("${meets} > '16 August'", "compare-date", "not written as one", "2010-08-16"),
    # a place
    ("${where} = 'London'", "compare-kind", "a place, and never 'London'", "!= ''"),
    ("${where} > 5", "compare-order", "a place, which is neither more nor less", "!= ''"),
    ("${shot} = 'yes'", "compare-kind", "a file, and never 'yes'", "!= ''"),
    ("${shot} > '2010-08-16'", "compare-order", "a file, which is neither", "!= ''"),
    # an order
    ("${order} = '1'", "compare-rank", "all 3 choices in an order", "selected-at(${order}, 0) = '1'"),
    ("${order} != '1 2'", "compare-rank", "is never '1 2'", "selected-at"),
    ("selected-at(${order}, 0) = '3'", "choice-unknown", "none of its choices", "Its choices are: 1, 2, -99."),
    # times of day
    ("${shuts} = '4pm'", "compare-time", "'4pm' is not written as one", "'16:30'"),
    ("${shuts} = '16:30:00'", "compare-time", "not written as one", "'16:30'"),
    ("${shuts} > '4pm'", "compare-time", "not written as one", "'16:30'"),
    ("${shuts} > 16", "compare-time", "'16' is not written as one", "'16:30'"),
    ("${shuts} = 16", "compare-time", "'16' is not written as one", "'16:30'"),
    # more and less
    ("${one} > 'small'", "compare-order", "neither a number nor a date", "2010-08-16"),
    ("'b' > ${why}", "compare-order", "'b'", "2010-08-16"),
    ("${one} >= 2", "compare-order", "no choice of 'one' is a number", "number the choices"),
    ("${years} > ''", "compare-order", "empty text", "!= ''"),
    ("${why} > '10:30'", "compare-order", "'10:30'", "decimal-time('10:30')"),
    # conditions
    ("selected(${many}, 'small') = 'no'", "compare-truth", "any text counts as true", "not(…)"),
    ("(${years} > 3) != 'false'", "compare-truth", "any text counts as true", "not(…)"),
    ("${adult}", "compare-kept", "kept as the word true or false", "Write ${adult} = 'true'."),
    ("${adult} and ${years} > 3", "compare-kept", "kept as the word", "Write ${adult} = 'true'."),
    ("not(${adult})", "compare-kept", "kept as the word", "Write ${adult} = 'true'."),
    ("if(${adult}, 1, 0) = 1", "compare-kept", "kept as the word", "Write ${adult} = 'true'."),
    ("${adult} = true()", "compare-kept", "kept as the word", "Write ${adult} = 'true'."),
    # what a calculation comes to
    ("${adult} = 'yes'", "compare-result", "'adult' never comes to 'yes'", "It can be: false, true."),
    ("${adult} = 1", "compare-result", "'adult' never comes to '1'", "It can be: false, true."),
    ("${band} = 'Old'", "compare-result", "'band' never comes to 'Old'", "Did you mean 'old'?"),
    ("${points} = 3", "compare-result", "'points' never comes to '3'", "It can be: 1, 2."),
    ("if(${years} > 3, 'a', 'b') = 'c'", "compare-result", "it never comes to 'c'", "It can be: a, b."),
    # labels
    ("jr:choice-name('x', '${zzz}') = 'X'", "reference-unknown", "${zzz}", "Use the name of a question."),
    ("jr:choice-name('x', '${on}') = 'X'", "reference-unknown", "${on}", "Did you mean 'one'?"),
    ("jr:choice-name('x', '${years}') = 'X'", "label-choices", "a choice of 'years'", "select_one"),
]


@pytest.mark.parametrize(("condition", "code", "what", "remedy"), NEVER, ids=[condition for condition, *_ in NEVER])
def test_a_comparison_that_cannot_be_meant_is_told_once_with_what_to_do(
    condition: str, code: str, what: str, remedy: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        read(condition)
    (fault,) = refused.value.faults
    assert (fault.code, fault.place.line, fault.place.question) == (code, 24, "last")
    assert what in fault.what
    assert remedy in fault.remedy


MEANT = [
    "${one} = 'small'",
    "${one} = ''",
    "${one} = ${other}",
    "${one} = ${why}",
    "selected(${many}, ' small ')",
    "selected(${many}, ${one})",
    "selected(${why}, 'word')",
    "${many} = 'small large'",
    "${mark} = 1",
    "${mark} = -99",
    "${mark} > 1",
    "${years} = 17",
    "${years} = '17'",
    "${years} != ''",
    "${years} = -1",
    "${years} > '17'",
    "${rate} = 2.50",
    "${where} != ''",
    "${shot} = ''",
    "selected-at(${order}, 0) = '1'",
    "selected-at(${order}, 0) = ${mark}",
    "${order} = '2 -99 1'",
    "${order} != ''",
    "jr:choice-name(selected-at(${order}, 1), '${order}') = 'One'",
    "${shuts} = '16:30'",
    "${shuts} > '16:30'",
    "${shuts} != ''",
    "decimal-time(${shuts}) > 0.5",
    "${meets} > '2010-08-16'",
    "${meets} < '2010-08-16T16:30:00.000+01:00'",
    "date(${meets}) = '2010-08-16'",
    "${meets} > now()",
    "${scale} = 4",
    "${scale} > 5",
    "${seen} = 'OK'",
    "${seen} != ''",
    "${rate} = '2.5'",
    "${since} = '2010-08-16'",
    "${since} > '2010-08-16'",
    "${since} > 14000",
    "${since} = 14000",
    "${since} = today()",
    "${why} = 'x'",
    "${why} = 5",
    "${why} > 5",
    "${why}",
    "${why} and ${one}",
    "${adult} = 'true'",
    "${adult} != ''",
    "boolean-from-string(${adult})",
    "${band} = 'old'",
    "${band} = ''",
    "${points} = 2",
    "${points} = '2'",
    "${total} = 5",
    "selected(${many}, 'small') = 'true'",
    "selected(${many}, 'small') = 0",
    "(${years} > 3) = (${rate} > 3)",
    "1 = 2",
    "'a' = 'b'",
    "if(${years} > 3, ${one}, 'b') = 'c'",
    "count-selected(${many}) = 2",
    "jr:choice-name(${one}, '${one}') = 'Small'",
    "jr:choice-name('', '${one}') = ''",
    "decimal-time(${why}) > decimal-time('10:30')",
]


@pytest.mark.parametrize("condition", MEANT)
def test_a_comparison_that_can_be_meant_is_let_alone(condition: str) -> None:
    assert read(condition).by_name["last"].relevant


def test_a_calculation_may_say_what_another_came_to() -> None:
    assert read("${adult}", "calculation").by_name["last"].calculation


@pytest.mark.parametrize("rule", ["1 = 1", "today() > '2010-08-16'", "true()"])
def test_a_constraint_that_looks_at_no_answer_is_refused(rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        read(rule, "constraint")
    assert [(fault.code, fault.place.line) for fault in refused.value.faults] == [("constraint-constant", 24)]


def test_a_constraint_is_checked_against_its_own_question() -> None:
    with pytest.raises(DefinitionError) as refused:
        read(". = 'ten'", "constraint")
    assert [fault.code for fault in refused.value.faults] == ["compare-kind"]


def test_a_survey_says_labels_in_a_language_and_nothing_for_what_is_no_choice() -> None:
    labels = read("1 = 1").labels("en")
    assert labels("one", "small") == "Small"
    assert labels("one", "medium") == labels("years", "1") == labels("gone", "x") == ""


ROUNDS = """\
survey: s
title: Title
questions:
  - name: r
    type: repeat
    label: L
    questions:
      - {name: a, type: text, label: L, relevant: "position(..) = RIGHT"}
"""


def test_which_time_round_it_is_compares_as_a_number() -> None:
    read_survey(ROUNDS.replace("RIGHT", "'1'").encode(), "s.yaml")
    with pytest.raises(DefinitionError) as refused:
        read_survey(ROUNDS.replace("RIGHT", "'first'").encode(), "s.yaml")
    assert [fault.code for fault in refused.value.faults] == ["compare-kind"]


COLUMN = """\
survey: s
title: Title
questions:
  - {name: a, type: select_one x, label: L, choice_filter: "region = ''"}
choices:
  x:
    b: {label: B, region: north}
    c: C
"""


def test_a_choice_without_a_column_has_nothing_in_it() -> None:
    read_survey(COLUMN.encode(), "s.yaml")
    with pytest.raises(DefinitionError) as refused:
        read_survey(COLUMN.replace("c: C", "c: {label: C, region: south}").encode(), "s.yaml")
    assert [fault.code for fault in refused.value.faults] == ["compare-result"]
