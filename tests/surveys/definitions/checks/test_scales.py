"""Which answers are on offer: leaning scales, and ways out."""

import pytest

from surveys.definitions.checks.scales import check_scales, is_scale, side
from tests.surveys.definitions.checks.made import AGREE, asked, codes, surveyed


def leaning(*labels: str) -> list[str]:
    return codes(check_scales(surveyed(asked("How is it?", choices=labels))))


@pytest.mark.parametrize(
    "labels",
    [
        ("Excellent", "Very good", "Good", "Poor"),
        ("Very satisfied", "Satisfied", "Fairly satisfied", "Dissatisfied", "I don't know"),
        ("Strongly agree", "Agree", "Neither", "Disagree"),
        ("Agree", "Strongly agree", "Neutral"),
        ("Very hard", "Hard", "Not easy", "Easy"),
        ("In favour", "Strongly in favour", "Not in favour", "It depends"),
    ],
)
def test_a_scale_with_more_steps_one_way_than_the_other_is_found(labels: tuple[str, ...]) -> None:
    assert leaning(*labels) == ["scale-leans"]


@pytest.mark.parametrize(
    "labels",
    [
        AGREE,
        ("Much better", "A little better", "About the same", "A little worse", "Much worse"),
        ("Very good", "Good", "OK", "Bad", "Very bad", "I’d rather not say"),
        ("Very likely", "Likely", "Not likely", "Not at all likely"),
        ("Not at all important", "Important", "Very important", "Extremely important"),
        ("Always", "Often", "Sometimes", "Never"),
        ("Good food", "Good company", "Bad weather", "Something else"),
        ("Bus", "Car", "Good"),
    ],
)
def test_a_balanced_scale_one_that_goes_one_way_and_what_is_no_scale_are_left_alone(labels: tuple[str, ...]) -> None:
    assert leaning(*labels) == []


def test_a_choice_that_is_none_is_found_and_a_list_that_questions_share_is_told_of_once() -> None:
    assert leaning("A") == ["choice-single"]
    one = surveyed(
        asked("How is it?", choices=["Good", "Very good", "Bad"]), asked("And here?", choices=["Good", "Very good", "Bad"])
    )
    assert codes(check_scales(one)) == ["scale-leans"]


@pytest.mark.parametrize(
    ("label", "where"),
    [
        ("Not applicable", "out"),
        ("Haven't used it", "out"),
        ("No difference", "middle"),
        ("Not very well", "down"),
        ("Green", ""),
    ],
)
def test_each_label_has_its_place_on_a_scale(label: str, where: str) -> None:
    assert side(label) == where


def test_a_scale_has_three_steps_and_at_most_one_thing_beside_them() -> None:
    (question,) = surveyed(asked("L", choices=["Good", "Bad"])).questions
    assert not is_scale(question.choices)
    (question,) = surveyed(asked("L", choices=["Good", "OK", "Bad", "Blue"])).questions
    assert is_scale(question.choices)
    (question,) = surveyed(asked("L", choices=["Good", "OK", "Bad", "Blue", "Red"])).questions
    assert not is_scale(question.choices)


@pytest.mark.parametrize(
    ("label", "choices"),
    [
        ("Were you told what would happen?", ("Yes", "No")),
        ("The staff listen to me.", ("Strongly agree", "Agree", "Disagree", "Strongly disagree")),
        ("How often is the lift working?", ("Always", "Often", "Rarely", "Never")),
    ],
)
def test_a_view_that_must_be_given_needs_a_way_out(label: str, choices: tuple[str, ...]) -> None:
    assert codes(check_scales(surveyed(asked(label, choices=choices, required=True)))) == ["way-out"]
    assert codes(check_scales(surveyed(asked(label, choices=choices)))) == []
    assert codes(check_scales(surveyed(asked(label, choices=(*choices, "I don't know"), required=True)))) == []


@pytest.mark.parametrize(
    ("label", "choices"),
    [
        ("How many people work for you?", ("Fewer than 10", "10 to 50", "More than 50")),
        ("Is it better now?", ("Yes", "No", "Partly")),
        ("The staff listen to me.", ("Agree", "Neither agree nor disagree", "Disagree")),
        ("Where do you work?", ("Here", "There")),
    ],
)
def test_a_fact_and_what_has_a_middle_need_no_way_out(label: str, choices: tuple[str, ...]) -> None:
    assert codes(check_scales(surveyed(asked(label, choices=choices, required=True)))) == []


@pytest.mark.parametrize(
    ("label", "kind", "choices", "required"),
    [
        ("How old are you?", "select_one", ("Under 18", "18 or over"), False),
        ("What is your gender?", "select_one", ("Man", "Woman", "Something else"), False),
        ("Do you have a disability?", "select_one", ("Yes", "No"), True),
        ("What is your ethnic group?", "text", (), True),
        ("What is your postcode?", "text", (), True),
    ],
)
def test_whoever_is_asked_something_personal_can_say_that_they_would_rather_not(
    label: str, kind: str, choices: tuple[str, ...], required: bool
) -> None:
    assert codes(check_scales(surveyed(asked(label, kind, choices, required=required)))) == ["way-out-personal"]


@pytest.mark.parametrize(
    ("label", "kind", "choices"),
    [
        ("How old are you?", "select_one", ("Under 18", "18 or over", "I'd rather not say")),
        ("How old are you?", "integer", ()),
        ("What is your gender?", "text", ()),
        ("How old is your building?", "select_one", ("New", "Old", "Very old")),
        ("Which area do you know best?", "select_one", ("North", "South", "All")),
    ],
)
def test_a_personal_question_that_can_be_left_out_and_one_that_is_not_personal_are_left_alone(
    label: str, kind: str, choices: tuple[str, ...]
) -> None:
    assert codes(check_scales(surveyed(asked(label, kind, choices)))) == []


def test_notes_have_no_way_out() -> None:
    assert codes(check_scales(surveyed(asked("How old are you?", "note"), asked("Go on.")))) == []
