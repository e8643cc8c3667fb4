"""Answers worth trying: what expressions can tell apart, and no more."""

from datetime import date
from typing import Any

import pytest

from surveys.definitions.candidates import Tries, tries
from surveys.definitions.model import MEDIA
from tests.surveys.definitions.checks.made import asked, surveyed

TODAY = date(2010, 9, 1)


def of_first(kind: str, picks: int = 0, rule: str = "", **parts: Any) -> Tries:
    """What is tried for q1, when q2 has this `relevant`."""
    first = asked("L", kind, [f"Choice {at}" for at in range(picks)], **parts)
    after = asked("L", **({"relevant": rule} if rule else {}))
    return tries(surveyed(first, after), TODAY)["q1"]


@pytest.mark.parametrize(
    ("rule", "values", "apart"),
    [
        ("", ("c1",), set()),
        ("${q1} = 'c2'", ("c2", "c1"), {"c2"}),
        ("selected(${q1}, 'c3') or ${q1} != 'c1'", ("c1", "c3", "c2"), {"c1", "c3"}),
        ("${q1} = ''", ("c1",), {""}),
        ("string-length(${q1}) > 1", ("c1", "c2", "c3", "c4"), None),
        ("${q1} = 'c2' or contains(${q1}, '3')", ("c1", "c2", "c3", "c4"), None),
    ],
)
def test_of_choices_those_compared_with_are_tried_and_one_for_all_others(
    rule: str, values: tuple[str, ...], apart: set[str] | None
) -> None:
    assert of_first("select_one", 4, rule) == Tries(values, all=True, told_apart=None if apart is None else frozenset(apart))


def test_a_calculation_between_hides_nothing() -> None:
    """What is compared with the calculation's value, not with the answer, needs every choice; constants count too."""
    survey = surveyed(
        asked("L", choices=("A", "B", "C")),
        asked("L", "integer"),
        {"name": "copy", "type": "calculate", "calculation": "concat(${q1}, '')", "picks": ()},
        {"name": "twice", "type": "calculate", "calculation": "${q2} * 2", "picks": ()},
        {"name": "thrice", "type": "calculate", "calculation": "${q2} * 3", "picks": ()},
        {"name": "again", "type": "calculate", "calculation": "${twice} + ${thrice}", "picks": ()},
        asked("L", relevant="${copy} = 'c2' or ${again} > 100 or ${twice} = 7"),
    )
    found = tries(survey, TODAY)
    assert found["q1"].values == ("c1", "c2", "c3")
    assert {"99", "100", "101"} <= set(found["q2"].values)
    assert not found["q2"].all


def test_of_several_choices_every_selection_is_tried_while_they_are_few() -> None:
    few = of_first("select_multiple", 6, "selected(${q1}, 'c2')")
    assert few == Tries(("c2", "c1", "c2 c1"), all=True, told_apart=None)
    assert len(of_first("select_multiple", 5, "count-selected(${q1}) > 2").values) == 31


def test_of_many_choices_each_is_tried_alone_and_the_first_two_three_and_so_on_together() -> None:
    many = of_first("select_multiple", 6, "count-selected(${q1}) > 2")
    assert len(many.values) == 6 + 5
    assert many.values[-1] == "c1 c2 c3 c4 c5 c6"
    assert not many.all


@pytest.mark.parametrize(
    ("kind", "rule", "values"),
    [
        ("integer", "${q1} > 3", {"2", "3", "4", "-1", "0", "1"}),
        ("integer", "${q1} > 2.5", {"1", "2", "3", "4", "-1", "0"}),
        ("integer", "${q1} < -3", {"-4", "-3", "-2", "2", "3", "4", "-1", "0", "1"}),
        ("decimal", "${q1} >= 0.25", {"-0.25", "0.25", "0.75", "-0.5", "0", "0.5"}),
    ],
)
def test_of_numbers_those_on_either_side_of_a_constant_are_tried(kind: str, rule: str, values: set[str]) -> None:
    found = of_first(kind, rule=rule)
    assert set(found.values) == values | ({"1"} if rule == "${q1} > 2.5" else set())
    assert found.all


def test_a_number_too_large_to_keep_is_not_tried() -> None:
    assert max(int(value) for value in of_first("integer", rule="${q1} < 9999999999").values) < 10**9


def test_of_days_those_around_today_and_around_each_that_is_named_are_tried() -> None:
    found = of_first("date", rule="${q1} > '2009-12-31' or today() - ${q1} > 90")
    assert {"2010-08-31", "2010-09-01", "2010-09-02", "2009-12-30", "2009-12-31", "2010-01-01"} <= set(found.values)
    assert {"2010-06-02", "2010-06-03", "2010-06-04"} <= set(found.values)
    assert not found.all


def test_a_constraint_of_ones_own_counts_too() -> None:
    found = of_first("integer", constraint=". > 10", constraint_message="M")
    assert {"9", "10", "11"} <= set(found.values)
    assert found.all


def test_of_words_those_written_in_a_rule_are_tried_and_samples_for_a_pattern() -> None:
    assert of_first("text", rule="${q1} = 'yes'").values == ("a", "A", "yes")
    assert of_first("text", rule="${q1} = 'yes'").told_apart == frozenset({"yes"})
    pattern = of_first("text", constraint="regex(., '[A-Z]+[0-9]+ [0-9][A-Z]+')", constraint_message="M")
    assert "AB1 2CD" in pattern.values
    assert not pattern.all


def test_of_lengths_texts_just_as_long_are_tried() -> None:
    found = of_first("text", constraint="string-length(.) > 3 and string-length(.) < 99999", constraint_message="M")
    assert {"xx", "xxx", "xxxx"} <= set(found.values)
    assert max(map(len, found.values)) == 4


def test_a_question_that_nothing_reads_needs_one_answer() -> None:
    assert of_first("text").values == ("a", "A")
    assert of_first("date").all
    assert of_first("integer").values == ("0", "-1", "1")


@pytest.mark.parametrize(
    ("parameters", "rule", "values", "whole"),
    [
        ("start=0 end=2 step=0.5", "", ("0", "0.5", "1", "1.5", "2"), True),
        ("start=0 end=1000 step=5", "${q1} > 22", ("0", "15", "20", "25", "1000"), True),
        ("start=0 end=1000 step=5", "${q1} = 50", ("0", "45", "50", "55", "1000"), True),
        ("start=0 end=1000 step=5", "${q1} + 1 > 22", ("0", "5", "15", "20", "25", "1000"), False),
        ("start=0 end=-1000 step=-1", "${q1} < -500", ("0", "-499", "-500", "-501", "-1000"), True),
    ],
)
def test_of_a_range_every_point_is_tried_or_those_around_each_constant(
    parameters: str, rule: str, values: tuple[str, ...], whole: bool
) -> None:
    found = of_first("range", rule=rule, parameters=parameters)
    assert (found.values, found.all) == (values, whole)


def test_of_what_is_acknowledged_there_is_one_answer() -> None:
    assert of_first("acknowledge", rule="${q1} = 'OK'") == Tries(("OK",), all=True, told_apart=None)


def test_times_around_each_constant_are_tried() -> None:
    assert of_first("time", rule="${q1} > '23:59' or decimal-time(${q1}) > 0.25") == Tries(
        ("05:59", "06:00", "06:01", "11:59", "12:00", "12:01", "23:58", "23:59"), all=False, told_apart=None
    )


def test_noon_of_each_day_and_the_minutes_around_each_moment_are_tried() -> None:
    found = of_first("dateTime", rule="${q1} > '2010-09-05T16:30:00.000+01:00'")
    assert [value[:16] for value in found.values] == [
        "2010-08-31T12:00", "2010-09-01T12:00", "2010-09-02T12:00", "2010-09-04T12:00", "2010-09-05T12:00", "2010-09-05T16:29",
        "2010-09-05T16:30", "2010-09-05T16:31", "2010-09-06T12:00",
    ]  # fmt: skip


def test_of_an_order_every_one_is_tried_while_they_are_few_else_each_choice_in_each_place() -> None:
    assert of_first("rank", 3) == Tries(
        ("c1 c2 c3", "c1 c3 c2", "c2 c1 c3", "c2 c3 c1", "c3 c1 c2", "c3 c2 c1"), all=True, told_apart=None
    )
    many = of_first("rank", 5)
    assert (len(many.values), many.all) == (5, False)
    assert {value.split()[2] for value in many.values} == {"c1", "c2", "c3", "c4", "c5"}


def test_of_places_one_is_tried_which_is_all_where_only_whether_there_is_one_matters() -> None:
    assert of_first("geopoint", rule="${q1} != ''") == Tries(("51.507 -0.128",), all=True, told_apart=None)
    assert not of_first("geopoint", rule="selected-at(${q1}, 0) > 51").all


@pytest.mark.parametrize("kind", sorted(MEDIA))
def test_one_file_is_like_another(kind: str) -> None:
    assert of_first(kind, rule="${q1} != ''") == Tries(("file",), all=True, told_apart=None)
