"""Words and letters that not everybody knows."""

import pytest

from surveys.definitions.checks.jargon import check_jargon
from surveys.words.jargon import PLAINER
from tests.surveys.definitions.checks.made import YES_NO, asked, codes, surveyed


def found(*labels: str) -> list[str]:
    return codes(check_jargon(surveyed(*(asked(label) for label in labels))))


@pytest.mark.parametrize(
    "label",
    [
        "What is wrong with commissioning?",
        "Which stakeholders were asked?",
        "What would you change about procurement?",
        "Which beneficiaries do you reach?",
        "Are you part of a consortium?",
        "Who are your service users?",
        "How could it be utilised?",
    ],
)
def test_jargon_is_found_with_what_to_say_instead(label: str) -> None:
    (fault,) = check_jargon(surveyed(asked(label)))
    assert fault.code == "jargon"
    assert any(plainer in fault.remedy for plainer in PLAINER.values())


@pytest.mark.parametrize(
    "labels",
    [
        ("Commissioning (deciding which services to pay for) is done each year.", "What is wrong with commissioning?"),
        ("A commissioner is someone who decides what is paid for.", "Do commissioners listen?"),
        ("Procurement means buying.", "What would you change about procurement?"),
        ("Who is committed to the commission of errors?",),
        ("Tell us about your commitment.",),
        ("What helps you?",),
    ],
)
def test_what_the_survey_explains_and_what_only_looks_alike_is_left_alone(labels: tuple[str, ...]) -> None:
    assert found(*labels) == []


def test_a_word_that_is_explained_too_late_or_not_at_all_is_found_once() -> None:
    assert found("What is wrong with procurement?", "Procurement means buying. Is it slow?") == ["jargon"]
    assert found("Is procurement slow?", "Is procurement dear?") == ["jargon"]
    assert found("Procurement is slow. Why?") == ["jargon"]


@pytest.mark.parametrize("label", ["Has your child an EHCP?", "What are your KPIs?", "Does CAMHS help you?"])
def test_letters_that_stand_for_something_unsaid_are_found(label: str) -> None:
    assert found(label) == ["abbreviation"]


@pytest.mark.parametrize(
    "labels",
    [
        ("Child and Adolescent Mental Health Services (CAMHS) help.", "Is CAMHS near?"),
        ("CAMHS (the team for young people's mental health) help.",),
        ("SLA means an agreement on what is done.",),
        ("Does the NHS or a GP help you?",),
        ("Pick ALL that fit. DO NOT hurry.",),
        ("Do you live in PL4 or near the M25?",),
    ],
)
def test_letters_that_are_spelt_out_known_or_no_abbreviation_are_left_alone(labels: tuple[str, ...]) -> None:
    assert found(*labels) == []


def test_choices_and_hints_are_read_too_and_other_languages_are_not() -> None:
    assert codes(check_jargon(surveyed(asked("Which?", choices=(*YES_NO, "Our SLA"), hint="A stakeholder?")))) == [
        "jargon",
        "abbreviation",
    ]
    assert codes(check_jargon(surveyed(asked({"cy": "Stakeholder SLA?"}), languages=["cy"]))) == []
