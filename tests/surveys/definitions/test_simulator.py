"""Trying a survey out by machine. What each survey's answers lead to was worked out by hand."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.definitions.model import Survey
from surveys.definitions.simulator import Simulation, simulate
from surveys.interviews.asking import is_relevant
from surveys.interviews.engine import step
from surveys.interviews.model import Began, Chose, Event, Filled, Interview
from tests.factories import a_survey
from tests.surveys.definitions.checks.made import NOW, YES_NO, asked, surveyed


def walked(*questions: Any, **limits: int) -> Simulation:
    return simulate(surveyed(*questions), now=NOW, **limits)


PAID = asked("Are you paid?", choices=YES_NO)


def test_the_shortest_answers_that_lead_to_each_question_are_told() -> None:
    """What can be skipped is; what must be answered, or opens the question, is not."""
    found = walked(
        asked("How big?", choices=("Small", "Large"), required=True),
        PAID,
        asked("Since when?", "date", relevant="${q2} = 'c1'"),
        asked("By whom?", relevant="${q3} != ''"),
        asked("Anything else?"),
    )
    answers = {name: [answer for _, answer in way] for name, way in found.ways.items()}
    assert answers["q1"] == []
    assert answers["q2"] == answers["q5"] == ["c1"]
    assert answers["q3"] == ["c1", "c1"]
    assert answers["q4"] == ["c1", "c1", "2010-09-01"]
    assert dict(found.passes["q4"]) == {"q1": "c1"}
    assert found.whole
    assert found.dead == found.always == found.stuck == found.loose == found.unsure == ()


def test_a_question_that_no_answer_leads_to_is_proved_dead() -> None:
    """Two answers to one question; a calculation that never comes to that; what hangs on a dead question."""
    found = walked(
        PAID,
        asked("A", relevant="${q1} = 'c1' and ${q1} = 'c2'"),
        {"name": "half", "type": "calculate", "calculation": "if(${q1} = 'c1', 'x', 'y')", "picks": ()},
        asked("B", relevant="${half} = 'x' and ${q1} != 'c1'"),
        asked("C", relevant="${q2} != ''"),
        asked("D", "note", relevant="${q2} != ''"),
    )
    assert found.dead == ("q2", "q4", "q5", "q6")
    assert found.certain == set(found.dead)


def test_what_numbers_can_be_is_tried_on_either_side_of_each_constant() -> None:
    found = walked(
        asked("Years?", "integer", constraint=". >= 0 and . <= 200", constraint_message="M"),
        asked("A", relevant="${q1} > 199"),
        asked("B", relevant="${q1} > 200"),
        asked("C", relevant="${q1} < 0"),
        asked("D", relevant="${q1} = 7"),
    )
    assert found.dead == ("q3", "q4")
    assert found.certain == {"q3", "q4"}
    assert dict(found.ways["q2"]) == {"q1": "200"}
    assert dict(found.ways["q5"]) == {"q1": "7"}


def test_a_condition_that_always_holds_is_found() -> None:
    """Two unequals joined by or: whatever is answered, one of them holds."""
    found = walked(PAID, asked("A", relevant="${q1} != 'c1' or ${q1} != 'c2'"), asked("B", "note", relevant="true()"))
    assert found.always == ("q2", "q3")


def test_a_required_question_that_takes_no_answer_is_stuck_and_nothing_after_it_is_reached() -> None:
    found = walked(
        asked("A", choices=YES_NO, required=True, constraint=". = 'c1' and . = 'c2'", constraint_message="M"), asked("B")
    )
    assert found.stuck == ("q1",)
    assert found.dead == ("q2",)


def test_where_we_can_think_of_no_answer_that_is_taken_people_may_and_the_walk_goes_on() -> None:
    pattern = "regex(., 'ZQ-[0-9]{7}')"
    found = walked(asked("Code?", required=True, constraint=pattern, constraint_message="M"), asked("B"))
    assert found.stuck == ()
    assert found.dead == ()
    assert found.ways["q2"] == ()


def test_a_constraint_that_refuses_nothing_is_loose() -> None:
    found = walked(
        asked("A", "integer", constraint=". >= 0 or . < 0", constraint_message="M"),
        asked("B", "integer", constraint=". > 0", constraint_message="M"),
        asked("C", "integer", constraint=". > 0 and . < 0", constraint_message="M"),
    )
    assert found.loose == ("q1",)


def test_ways_that_nothing_tells_apart_are_walked_as_one() -> None:
    """Thirty questions with three answers each would be 4^30 ways: nothing asks about them, so one is enough of each."""
    found = walked(*(asked("L", choices=YES_NO) for _ in range(30)))
    assert found.whole
    assert found.steps < 100


def conditions(count: int) -> list[Any]:
    """A last question that hangs on `count` numbers, which nothing can be merged of."""
    numbers = [asked("L", "integer", name=f"n{at}") for at in range(count)]
    total = " + ".join(f"${{n{at}}}" for at in range(count))
    return [*numbers, asked("Last?", relevant=f"{total} = {count}", name="last")]


def test_where_there_are_too_many_ways_each_condition_is_tried_by_itself() -> None:
    """The numbers' ways are cut short; the other condition, which does not hang on them, is still tried both ways."""
    survey = [*conditions(8), PAID | {"name": "paid"}, asked("By whom?", relevant="${paid} = 'c1'", name="whom")]
    found = walked(*survey, most_steps=300)
    assert not found.whole
    assert found.unsure == ("last",)
    assert dict(found.ways["whom"]) == {"paid": "c1"}
    assert "whom" in found.passes
    assert found.dead == found.always == ()


def test_the_work_is_bounded_and_what_it_did_not_reach_is_said() -> None:
    found = walked(*conditions(12), most_steps=200)
    assert found.steps <= 2 * 200 + 50
    assert found.unsure == ("last",)


def test_a_condition_tried_by_itself_answers_what_must_be_answered_on_the_way() -> None:
    must = asked("Size?", "integer", name="size", required=True, constraint=". > 5", constraint_message="M")
    found = walked(
        must, *conditions(8), PAID | {"name": "paid"}, asked("W", relevant="${paid} = 'c2'", name="whom"), most_steps=300
    )
    assert dict(found.ways["whom"]) == {"size": "6", "paid": "c2"}


def test_every_kind_of_question_is_walked() -> None:
    """The mixed survey's own conditions: paid or not, and whether the group has been going for less than three years."""
    found = simulate(a_survey(), now=NOW)
    assert found.whole
    assert found.dead == found.always == found.stuck == found.unsure == ()
    assert dict(found.ways["start"])["years"] in ("0", "1", "2")
    assert dict(found.ways["since"])["paid"] == "yes"
    assert set(found.ways) == set(a_survey().by_name)


@pytest.mark.parametrize("answer", ["c1", "c2"])
def test_the_way_told_is_one_that_the_engine_takes(answer: str) -> None:
    found = walked(asked("Q", "select_multiple", ("A", "B", "C")), asked("R", relevant=f"${{q1}} = '{answer} c3'"))
    assert dict(found.ways["q2"]) == {"q1": f"{answer} c3"}


def test_a_survey_of_notes_before_its_question_is_walked() -> None:
    survey: Survey = surveyed(asked("Hello.", "note"), asked("Q"), asked("Bye.", "note"))
    assert set(simulate(survey, now=NOW).ways) == {"q1", "q2", "q3"}


# ── against trying everything ───────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def picked_surveys(draw: st.DrawFn) -> Survey:
    """Four questions to pick from and a calculation, each with a condition on what came before."""
    rows: list[Any] = []
    names: list[str] = []
    for at in range(4):
        several = draw(st.booleans())
        row = asked(
            "L", "select_multiple" if several else "select_one", ["A", "B", "C"][: draw(st.integers(2, 3))], name=f"q{at}"
        )
        if not several:
            row["required"] = draw(st.booleans())
        if names:
            row["relevant"] = draw(conditions_on(names))
        rows.append(row)
        names.append(f"q{at}")
        if at == 1:
            rows.append(
                {"name": "half", "type": "calculate", "calculation": f"if({draw(conditions_on(names))}, 'c1', 'c2')", "picks": ()}
            )
            names.append("half")
    return surveyed(*rows)


def conditions_on(names: list[str]) -> st.SearchStrategy[str]:
    """Conditions on questions of these names."""
    atom = st.builds(
        lambda form, name, pick: form.format(f"${{{name}}}", pick),
        st.sampled_from(["{0} = '{1}'", "{0} != '{1}'", "selected({0}, '{1}')", "{0} = ''", "not({0} = '{1}')"]),
        st.sampled_from(names),
        st.sampled_from(["c1", "c2"]),
    )
    return st.one_of(atom, st.builds("{} and {}".format, atom, atom), st.builds("{} or {}".format, atom, atom))


def everything(survey: Survey) -> tuple[dict[str, int], set[str]]:
    """By every answer and skip, one by one: the fewest answers before each question, and which are passed over."""
    reached: dict[str, int] = {}
    passed: set[str] = set()

    def go(interview: Interview) -> None:
        question = survey.by_name.get(interview.at)
        given = sum(survey.by_name[name].asks and not answer.skipped for name, answer in interview.answers.items())
        before = question.index if question else len(survey.questions)
        for each in survey.questions[: before + 1]:
            holds = is_relevant(survey, each, interview, NOW)
            if each.asks and each is not question and (each.name in interview.answers or not holds):
                passed.update([each.name] * (not holds))
            elif holds:
                reached[each.name] = min(given, reached.get(each.name, given))
        if question is None:
            return
        names = [choice.name for choice in question.choices]
        most = len(names) if question.kind == "select_multiple" else 1
        events: list[Event] = [
            Filled(1, question.index, some) for count in range(1, most + 1) for some in itertools.combinations(names, count)
        ]
        for event in [*events, Chose(1, question.index, "skip")][: None if not question.required else -1]:
            go(step(survey, interview, event, now=NOW).interview)

    start = step(survey, Interview("i", survey.name), Began(), now=NOW).interview
    go(step(survey, start, Chose(1, -1, "yes"), now=NOW).interview)
    return reached, passed


@settings(max_examples=40, deadline=None)
@given(picked_surveys())
def test_it_finds_what_trying_every_answer_one_by_one_finds(survey: Survey) -> None:
    """Which questions are asked at all, after how few answers, and which can be passed over."""
    found, (reached, passed) = simulate(survey, now=NOW), everything(survey)
    asking = {question.name for question in survey.questions if question.asks}
    assert found.whole
    assert {name: len(way) for name, way in found.ways.items() if name in asking} == {
        name: fewest for name, fewest in reached.items() if name in asking
    }
    assert set(found.passes) & asking == passed
    assert set(found.dead) & asking == asking - set(reached)
    assert set(found.dead) == set(found.certain)
