"""Translations that look forgotten or left behind."""

import pytest

from surveys.definitions.checks.languages import check_languages
from tests.surveys.definitions.checks.made import asked, codes, surveyed


def found(first: str, second: str) -> list[str]:
    return codes(check_languages(surveyed(asked({"en": first, "cy": second}), languages=["en", "cy"])))


@pytest.mark.parametrize("text", ["How old are you?", "What would make it fairer?", "HELP WITH THE RENT", "Rydyn ni am wybod"])
def test_a_text_that_is_the_same_in_two_languages_is_found(text: str) -> None:
    assert found(text, text) == ["translation-same"]
    assert found(text, text.lower()) == ["translation-same"]


@pytest.mark.parametrize(
    ("first", "second"), [("Facebook", "Facebook"), ("NHS 111", "NHS 111"), ("Bus?", "Bws?"), ("£10 a day", "£10 y dydd")]
)
def test_short_texts_may_be_the_same(first: str, second: str) -> None:
    assert found(first, second) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It closes on 15 November.", "Mae'n cau ar 12 Tachwedd."),
        ("Pick up to 3.", "Dewiswch hyd at 5."),
        ("Between 9 and 17", "Rhwng 9 a 16"),
    ],
)
def test_other_numbers_in_a_translation_are_found(first: str, second: str) -> None:
    assert found(first, second) == ["translation-numbers"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It closes on 15 November.", "Mae'n cau ar 15 Tachwedd."),
        ("Between 9 and 17", "١٧ إلى ٩"),
        ("Pick up to 3.", "Dewiswch hyd at dri."),
        ("Pick two.", "Dewiswch 2."),
    ],
)
def test_the_same_numbers_in_any_order_and_script_and_numbers_in_words_are_left_alone(first: str, second: str) -> None:
    assert found(first, second) == []


@pytest.mark.parametrize(("times", "expected"), [(4, []), (5, ["translation-length"])])
def test_a_translation_more_than_four_times_as_long_is_found(times: int, expected: list[str]) -> None:
    short, long = "y" * 20, "x" * 20 * times
    assert found(short, long) == expected
    assert found(long, short) == expected
    assert found("y" * 19, "x" * 200) == []


def test_hints_messages_plain_texts_and_choices_are_compared_too() -> None:
    same = dict.fromkeys(("en", "cy"), "Just the same words")
    question = asked(
        {"en": "How many?", "cy": "Faint?"}, choices=({"en": "One or two", "cy": "One or two"}, {"en": "More", "cy": "Mwy"}),
        hint=same, plain=same, constraint=". != ''", constraint_message=same,
    )  # fmt: skip
    assert codes(check_languages(surveyed(question, languages=["en", "cy"]))) == ["translation-same"] * 4


def test_one_language_has_nothing_to_compare() -> None:
    assert codes(check_languages(surveyed(asked("How old are you?")))) == []
