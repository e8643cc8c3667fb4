"""What a survey asks of people."""

import pytest

from surveys.definitions.checks.effort import check_effort, estimate
from tests.surveys.definitions.checks.made import YES_NO, asked, codes, surveyed


def test_the_minutes_are_reckoned_from_words_and_answers_and_say_so() -> None:
    """200 words are a minute; 45 + 6 s of answers make the rest: 1 min 51 s; without what is conditional 60 + 6 s."""
    survey = surveyed(
        asked("word " * 197, choices=("yes", "no", "maybe")),
        asked("Why?", relevant="${q1} = 'c1'"),
    )
    found = estimate(survey)
    assert (found.least, found.most) == (2, 2)
    assert str(found) == (
        "About 2 minutes: 201 words at 200 a minute, and our estimate for answering, 6 s × 1 select_one, 45 s × 1 text."
    )


def test_the_minutes_span_what_everybody_is_asked_and_all_that_anybody_is_asked() -> None:
    survey = surveyed(asked("L", "date"), *(asked("L", relevant="${q1} = ''") for _ in range(4)))
    found = estimate(survey)
    assert (found.least, found.most) == (1, 4)
    assert str(found).startswith("About 1 to 4 minutes: ")
    assert str(estimate(surveyed(asked("L", "date")))).startswith("About 1 minute: ")


def test_a_kind_of_answer_that_nobody_has_timed_counts_a_quarter_of_a_minute() -> None:
    survey = surveyed(asked("L", "date"))
    (question,) = survey.questions
    object.__setattr__(question, "kind", "picture")
    assert estimate(survey).basis.endswith("15 s × 1 picture.")


@pytest.mark.parametrize(
    ("needed", "of", "expected"),
    [(3, 3, []), (4, 8, []), (4, 7, ["required-many"]), (5, 8, ["required-many"]), (4, 4, ["required-many"])],
)
def test_more_than_three_and_more_than_half_that_must_be_answered_are_too_many(needed: int, of: int, expected: list[str]) -> None:
    questions = [asked("L", choices=YES_NO, required=at < needed) for at in range(of)]
    assert codes(check_effort(surveyed(*questions), young=False)) == expected


@pytest.mark.parametrize(
    ("written", "of", "expected"),
    [(5, 5, []), (3, 6, []), (4, 6, ["open-many"]), (10, 25, []), (11, 25, ["open-many"]), (6, 8, ["open-many"])],
)
def test_more_than_ten_or_more_than_half_in_ones_own_words_are_too_many(written: int, of: int, expected: list[str]) -> None:
    questions = [asked("L") if at < written else asked("L", choices=YES_NO) for at in range(of)]
    assert codes(check_effort(surveyed(*questions), young=False)) == expected


@pytest.mark.parametrize(
    ("picks", "young", "expected"), [(69, True, []), (70, True, ["survey-long"]), (130, False, []), (131, False, ["survey-long"])]
)
def test_more_than_a_quarter_of_an_hour_loses_people_and_half_of_that_young_ones(
    picks: int, young: bool, expected: list[str]
) -> None:
    """Each takes 6 s to answer and has three words to read: 6.9 s, of which 8 minutes hold 69 and 15 minutes 130."""
    questions = [asked("L", choices=("1", "2")) for _ in range(picks)]
    assert codes(check_effort(surveyed(*questions), young=young)) == expected


def test_a_question_that_no_message_holds_is_found_with_the_notes_before_it() -> None:
    """4,096 units less 200 for our own words; an emoji counts two."""
    assert codes(check_effort(surveyed(asked("x" * 3896)), young=False)) == []
    assert codes(check_effort(surveyed(asked("x" * 3897)), young=False)) == ["message-long"]
    assert codes(check_effort(surveyed(asked("👍" * 1949)), young=False)) == ["message-long"]
    noted = surveyed(asked("First?"), asked("x" * 2000, "note"), asked("y" * 1000, "note"), asked("z" * 900))
    assert [(fault.code, fault.place.question) for fault in check_effort(noted, young=False)] == [("message-long", "q4")]


def test_a_message_that_is_long_in_two_languages_is_told_of_once() -> None:
    label = {"en": "x" * 3900, "cy": "y" * 3900}
    assert codes(check_effort(surveyed(asked(label), languages=["en", "cy"]), young=False)) == ["message-long"]
