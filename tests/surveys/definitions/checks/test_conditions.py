"""Conditions that do nothing, each rule with what it must find and what it must leave alone."""

from typing import Any

import pytest

from surveys.definitions.checks.conditions import broken_conditions, check_conditions
from surveys.definitions.simulator import simulate
from tests.surveys.definitions.checks.made import NOW, YES_NO, asked, codes, surveyed

PAID = asked("Are you paid?", choices=YES_NO)
SOME = asked("Which?", "select_multiple", ("A", "B", "C"))
WORDS = asked("Why?")


def found(*questions: Any, most_steps: int = 5000) -> tuple[list[str], list[str]]:
    """The faults and the advice."""
    survey = surveyed(*questions)
    simulation = simulate(survey, now=NOW, most_steps=most_steps)
    return codes(broken_conditions(survey, simulation)), codes(check_conditions(survey, simulation))


@pytest.mark.parametrize("rule", ["${q1} = 'c1' and ${q1} = 'c2'", "false()", "${q1} = 'c1' and not(${q1} = 'c1')"])
def test_a_question_that_no_answer_leads_to_is_a_fault(rule: str) -> None:
    assert found(PAID, asked("L", relevant=rule)) == (["question-dead"], [])


@pytest.mark.parametrize("rule", ["${q1} = 'c1' or ${q1} = 'c2'", "${q1} = ''", "not(${q1} = 'c1')", "selected(${q1}, 'c3')"])
def test_a_question_that_some_answer_leads_to_is_left_alone(rule: str) -> None:
    assert found(PAID, asked("L", relevant=rule)) == ([], [])


@pytest.mark.parametrize(
    "rule", ["${q1} = 'a' and ${q1} = 'b'", "string-length(${q1}) > 90000", "contains(${q1}, 'zebra') and ${q1} = 'horse'"]
)
def test_what_hangs_on_words_is_only_advised_on_when_nothing_leads_there(rule: str) -> None:
    faults, advice = found(WORDS, asked("L", relevant=rule))
    assert sorted(faults + advice) in (["question-dead"], ["question-unreached"])


def test_a_required_question_whose_constraint_takes_no_choice_is_a_fault_and_what_follows_is_not_blamed() -> None:
    stuck = asked("L", choices=YES_NO, required=True, constraint=". = 'c1' and . = 'c2'", constraint_message="M")
    assert found(stuck, PAID, asked("L", relevant="${q2} = 'c1'"))[0][:1] == ["question-stuck"]
    assert found(asked("L", choices=YES_NO, required=True, constraint=". != 'c1'", constraint_message="M")) == ([], [])


@pytest.mark.parametrize("rule", ["${q1} != 'c1' or ${q1} != 'c2'", "true()", "${q1} = 'c1' or not(${q1} = 'c1')"])
def test_a_condition_that_always_holds_is_advised_on(rule: str) -> None:
    assert found(PAID, asked("L", relevant=rule)) == ([], ["condition-always"])


@pytest.mark.parametrize("rule", [". >= 0 or . < 0", "true() or . > 5", "string-length(.) > 0"])
def test_a_constraint_that_refuses_nothing_is_advised_on(rule: str) -> None:
    assert found(asked("L", "integer", constraint=rule, constraint_message="M")) == ([], ["constraint-loose"])


@pytest.mark.parametrize(
    ("kind", "rule"),
    [("integer", ". >= 0"), ("text", "string-length(.) <= 20"), ("date", ". <= today()"), ("text", "regex(., '[0-9]+')")],
)
def test_a_constraint_that_refuses_something_is_left_alone(kind: str, rule: str) -> None:
    assert found(asked("L", kind, constraint=rule, constraint_message="M")) == ([], [])


def test_what_could_not_be_tried_is_told_of_in_one_piece() -> None:
    numbers = [asked("L", "integer") for _ in range(9)]
    total = " + ".join(f"${{q{at}}}" for at in range(1, 10))
    assert found(*numbers, asked("L", relevant=f"{total} = 5"), asked("L", relevant=f"{total} = 7"), most_steps=200) == (
        [],
        ["condition-untried"],
    )


@pytest.mark.parametrize(
    "rule", ["${q1} = 'c1'", "${q1} != 'c2' or ${q1} = 'c3'", "'c1' = ${q1}"],
)  # fmt: skip
def test_comparing_several_choices_as_one_is_advised_against(rule: str) -> None:
    assert set(found(SOME, asked("L", relevant=rule))[1]) == {"multiple-compared"}


def test_it_is_told_once_for_each_choice() -> None:
    assert found(SOME, asked("L", relevant="${q1} = 'c1' or ${q1} != 'c1' and ${q1} = 'c2'"))[1] == ["multiple-compared"] * 2
    own = asked("Which?", "select_multiple", ("A", "B", "C"), constraint=". != 'c1'", constraint_message="M")
    assert found(own)[1] == ["multiple-compared"]


@pytest.mark.parametrize(
    "rule", ["selected(${q1}, 'c1')", "${q1} = ''", "count-selected(${q1}) > 1", "not(selected(${q1}, 'c2'))"]
)
def test_asking_what_is_selected_is_left_alone(rule: str) -> None:
    assert found(SOME, asked("L", relevant=rule)) == ([], [])


def test_a_constraint_that_looks_at_other_answers_only_is_advised_against() -> None:
    years = asked("Years?", "integer")
    assert "constraint-own" in found(years, asked("L", constraint="${q1} > 3", constraint_message="M"))[1]
    assert found(years, asked("L", "integer", constraint=". > ${q1}", constraint_message="M")) == ([], [])
