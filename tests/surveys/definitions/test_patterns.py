"""Patterns for `regex()`: no pattern that an author can write, and no text, makes one of them endless."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definitions.patterns import LONGEST, Pattern


@pytest.mark.parametrize(
    ("pattern", "text", "matched"),
    [
        ("(a?){30}a{30}", "a" * 30, True),
        ("(a?){30}a{30}", "a" * 29 + "b", False),
        ("(a+)+", "a" * 5_000 + "!", False),
        ("(a|aa)+", "a" * 5_000 + "!", False),
        ("(a|a?)+", "a" * 5_000 + "!", False),
        ("(.*)*x", "a" * 5_000, False),
        ("((ab)*c)*", "ab" * 2_500, False),
        ("(x+x+)+y", "x" * 5_000, False),
        (r"(\w+\s?)*", "a " * 2_500 + "!", False),
        (r"([a-zA-Z0-9]+\.?)+@([a-zA-Z0-9]+\.?)+", "a" * 5_000, False),
    ],
)
def test_a_pattern_that_makes_other_engines_try_for_ever_gives_its_answer(pattern: str, text: str, matched: bool) -> None:
    """An engine that goes back would take 2 to the 30th steps and far more; that these tests end is the proof."""
    assert Pattern(pattern).matches(text) is matched


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(?=a)b", "it looks ahead with (?="),
        ("(?!a)b", "it looks ahead with (?!"),
        ("(?<=a)b", "it looks behind with (?<"),
        (r"(a)\1", r"it refers back to a group with \1"),
        (r"a\Z", r"\Z means nothing in it"),
        ("[a-", "missing ] [a-"),
        ("a{1001}", "invalid repetition size {1001}"),
        ("a\\", "trailing \\"),
        ("((a{100}){100}){100}", "invalid repetition size"),
        (r"(\pL{90}){10}", "it is too big"),
        ("(ab?){900}", "it is too big"),
    ],
)
def test_a_pattern_that_cannot_be_matched_in_that_way_is_refused_with_why(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        Pattern(pattern)


def test_a_letter_of_any_alphabet_is_one_by_name_and_w_is_ascii_as_in_odk() -> None:
    assert Pattern(r"\pL+").matches("Ŵyn")
    assert not Pattern(r"\w+").matches("Ŵyn")
    assert not Pattern(r"\d").matches("٣")


def test_a_text_longer_than_any_answer_does_not_match() -> None:
    assert Pattern("a+").matches("a" * LONGEST)
    assert not Pattern("a+").matches("a" * (LONGEST + 1))


@given(st.text("ab()[]{}|?*+.\\^$,-123<>=!:", max_size=20), st.text(st.characters(), max_size=30))
def test_any_pattern_is_taken_or_refused_and_any_text_matches_or_not(source: str, text: str) -> None:
    try:
        pattern = Pattern(source)
    except ValueError:
        return
    assert pattern.matches(text) in (True, False)


def test_half_a_character_does_no_harm() -> None:
    assert Pattern(".").matches("\ud83d")
    with pytest.raises(ValueError, match="surrogates not allowed"):
        Pattern("\ud83d")
