"""Questions whose answers tell who a person is."""

import pytest

from surveys.definitions.checks.identity import check_identity
from tests.surveys.definitions.checks.made import asked, codes, surveyed


def found(*labels: str) -> list[str]:
    return codes(check_identity(surveyed(*(asked(label) for label in labels))))


@pytest.mark.parametrize(
    "label",
    [
        "What is your name?",
        "Please give your email address.",
        "What is your mobile number?",
        "When were you born?",
        "What is your NHS number?",
        "What is your child's full name?",
    ],
)
def test_what_tells_who_a_person_is_by_itself_is_found(label: str) -> None:
    assert found(label) == ["identify-alone"]


@pytest.mark.parametrize(
    "label",
    [
        "Which age group are you in?",
        "Do you know the name of your worker?",
        "What would you call the new centre?",
        "How many years has your group been going?",
        "What would you address first?",
    ],
)
def test_what_tells_nobody_is_left_alone(label: str) -> None:
    assert found(label) == []


@pytest.mark.parametrize(
    "labels",
    [
        ("How old are you?", "What is your postcode?", "What is your job title?"),
        ("Which age group are you in?", "Which ward do you live in?", "What is your gender?"),
        ("Which school do you go to?", "What is your ethnic group?", "Do you have a disability?"),
        ("Which village are you from?", "How many children do you have?", "What is your religion?"),
    ],
)
def test_three_kinds_of_fact_with_a_place_or_work_among_them_single_out_a_person(labels: tuple[str, ...]) -> None:
    assert found(*labels) == ["identify-together"]


@pytest.mark.parametrize(
    "labels",
    [
        ("How old are you?", "What is your postcode?"),
        ("Which age group are you in?", "What is your gender?", "Do you have a disability?"),
        ("How many people does your group employ?", "Where do you do most of your work?", "How many years has it been going?"),
        ("Which age group are you in?", "How old are you exactly?", "Where do you live?"),
    ],
)
def test_fewer_kinds_or_none_that_places_a_person_are_left_alone(labels: tuple[str, ...]) -> None:
    assert found(*labels) == []


def test_it_is_told_at_the_last_of_them_which_they_are() -> None:
    (fault,) = check_identity(surveyed(asked("How old are you?"), asked("Your job?"), asked("Your gender?"), asked("And?")))
    assert fault.place.question == "q3"
    assert "age ('q1'), work or school ('q2'), gender ('q3')" in fault.what


def test_a_day_of_birth_becomes_an_age_group_and_only_questions_count() -> None:
    (fault,) = check_identity(surveyed(asked("What is your date of birth?", "date")))
    assert fault.remedy == "Ask for an age group."
    assert codes(check_identity(surveyed(asked("We never ask for your name.", "note"), asked("Go on?")))) == []
    assert codes(check_identity(surveyed(asked({"cy": "What is your name?"}), languages=["cy"]))) == []


def test_a_place_on_a_map_counts_as_a_place_and_that_of_a_home_tells_who_it_is() -> None:
    where = asked("Put a pin in the map.", "geopoint")
    assert codes(check_identity(surveyed(where))) == []
    assert codes(check_identity(surveyed(where, asked("How old are you?"), asked("Your gender?")))) == ["identify-together"]
    (fault,) = check_identity(surveyed(asked("Where is your home?", "geopoint")))
    assert fault.code == "identify-alone"
