"""Whether people can read it."""

import pytest

from surveys.definitions.checks.reading import check_reading
from tests.surveys.definitions.checks.made import asked, codes, surveyed

HARD = (
    "Please indicate the degree to which you consider that current arrangements facilitate equitable participation.",
    "What barriers does your organisation encounter in accessing sustainable funding opportunities?",
    "How would you characterise the effectiveness of existing consultation mechanisms across the partnership?",
)
PLAIN = (
    "How many people does your group or organisation employ?",
    "Does the council, the health trust or the learning trust pay you for work now?",
    "How satisfied are you with the information you were given?",
)


@pytest.mark.parametrize("label", HARD)
def test_a_hard_text_is_found_and_its_sentence_shown(label: str) -> None:
    (fault,) = check_reading(surveyed(asked(f"Hello. {label}")), young=False)
    assert fault.code == "reading-hard"
    assert label.rstrip(".") in fault.what


@pytest.mark.parametrize("label", PLAIN)
def test_a_plain_text_is_left_alone(label: str) -> None:
    assert codes(check_reading(surveyed(asked(label)), young=False)) == []


def test_for_young_people_and_in_the_plain_variant_the_goal_is_nine() -> None:
    """A reading age of about 13.9 for 9 words: above 9 for certain, and not above 11."""
    label = "How many people does your group or organisation employ?"
    assert codes(check_reading(surveyed(asked(label)), young=True)) == ["reading-hard"]
    assert codes(check_reading(surveyed(asked("Who?", plain=label)), young=False)) == ["reading-hard"]


def test_a_survey_that_is_hard_as_a_whole_is_found_though_no_text_is_for_certain() -> None:
    """Of seven words each nothing is said; of 140 it is."""
    label = "Describe organisational barriers affecting regular attendance."
    (fault,) = check_reading(surveyed(*(asked(label) for _ in range(20))), young=False)
    assert fault.code == "reading-hard-whole"
    assert label in fault.remedy
    assert codes(check_reading(surveyed(*(asked("What would help you most?") for _ in range(20))), young=False)) == []


SIXTEEN = "We want to know what you think of the new bus that goes past your door."


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        (SIXTEEN, ["plain-long"]),
        (f"Hello. {SIXTEEN}", ["plain-long"]),
        (f"{SIXTEEN} {SIXTEEN}", ["plain-long"]),
        (SIXTEEN.replace("new ", ""), []),
        ("There is a new bus. It goes past your door. Tell us what you think. We want to know.", []),
        ("Short.", []),
    ],
)
def test_a_plain_sentence_has_at_most_fifteen_words(plain: str, expected: list[str]) -> None:
    assert codes(check_reading(surveyed(asked("The bus", plain=plain)), young=False)) == expected


def test_only_the_plain_variant_must_have_short_sentences_and_only_english_is_read() -> None:
    assert codes(check_reading(surveyed(asked(SIXTEEN)), young=False)) == []
    welsh = {"cy": "A fyddech cystal â nodi graddau cyfranogiad cyfartal sefydliadau trydydd sector ynghylch blaenoriaethau"}
    assert codes(check_reading(surveyed(asked(welsh), languages=["cy"]), young=False)) == []
