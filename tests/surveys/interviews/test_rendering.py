"""A turn in words: everything it says in order, the question with its buttons, and marks where they belong."""

from dataclasses import replace
from datetime import date

import pytest

from surveys.interviews.answering import meant_pick
from surveys.interviews.model import Answer, Ask, Effect, Finish, Interview, Record, Say, Show, Turn
from surveys.interviews.rendering import option_id, render
from surveys.messages import Mark, Option, Outgoing
from surveys.words.catalogue import Catalogue
from tests.factories import FACTS, a_survey, an_interview

SURVEY = a_survey()
WORDS = Catalogue(
    "en",
    {
        "hello": "Hello from {owner}.",
        "by": "Come back by {comes_back}, question {number}.",
        "question": "Question {number} of {total}",
        "pick_several": "Pick all that fit.",
        "button.done": "Done",
        "button.skip": "Skip",
        "button.keep": "Keep",
        "button.meant": "Right",
        "button.questions": "See all",
        "ask.take_part": "Take part in {title}?",
        "button.take_part.yes": "Yes!",
        "button.take_part.no": "No!",
        "ask.forget": "Sure?",
        "button.forget.yes": "Delete",
        "button.forget.no": "Keep it",
        "questions_head": "All {total} questions",
        "questions_away": "Or here: {all_questions}",
        "answers_head": "What you said",
        "answers_none": "Nothing.",
        "skipped": "(skipped)",
    },
)


def _said(interview: Interview, *effects: Effect, extras: dict[str, Outgoing] | None = None) -> Outgoing:
    said = render(Turn(interview, effects), SURVEY, WORDS, FACTS, extras)
    assert said is not None
    return said


def _marked(said: Outgoing) -> list[tuple[str, str]]:
    return [(said.text[mark.start : mark.end], mark.kind) for mark in said.marks]


def test_a_turn_that_says_nothing_is_no_message() -> None:
    assert render(Turn(an_interview(), (Record("size", Answer("small")), Finish())), SURVEY, WORDS, FACTS) is None


def test_what_is_said_stands_in_order_with_a_blank_line_between() -> None:
    said = _said(an_interview(), Say("hello"), Record("size", Answer("small")), Say("by", {"number": 3}))
    assert said == Outgoing("Hello from Wexmoor Council.\n\nCome back by 31 January 2011, question 3.")


def test_a_question_has_its_number_its_words_and_its_hint() -> None:
    said = _said(an_interview("why"), Say("hello"), Ask("why"))
    assert said.text == "Hello from Wexmoor Council.\n\nQuestion 7 of 7\n\nWhat would be fairer?\n\nAnything."
    assert _marked(said) == [("Question 7 of 7", "bold"), ("Anything.", "italic")]


def test_notes_are_told_before_their_question() -> None:
    said = _said(an_interview("since"), Ask("since", notes=("money", "words")))
    assert said.text.startswith("The next one is about money.\n\nNow in your own words.\n\nQuestion 4 of 7\n\n")
    assert (
        _said(an_interview("take_part"), Ask("take_part", notes=("last",))).text
        == "That is all we ask.\n\nTake part in A fairer way?"
    )


def test_choices_are_numbered_buttons_and_what_is_required_cannot_be_skipped() -> None:
    interview = an_interview("size")
    buttons = (
        Option(option_id(interview, 0, "1"), "A small one", number=1, value="small"),
        Option(option_id(interview, 0, "2"), "A large one", number=2, value="large"),
    )
    assert _said(interview, Ask("size")).options == buttons
    answered = replace(interview, answers={"size": Answer("small")})
    assert _said(answered, Ask("size")).options == (*buttons, Option(option_id(interview, 0, "skip"), "Keep"))


def test_under_a_guess_there_is_a_button_that_says_yes_but_not_where_yes_is_an_answer() -> None:
    guess = Answer("large", "since May", "m1")
    guessed = replace(an_interview("size"), maybe=guess)
    first = _said(guessed, Ask("size")).options[0]
    assert first == Option(option_id(guessed, 0, meant_pick(guess)), "Right")
    paid = replace(an_interview("paid"), maybe=Answer("no"))
    assert "Right" not in [option.label for option in _said(paid, Ask("paid")).options]


def test_several_choices_are_ticked_until_done_in_the_place_of_the_message_before() -> None:
    interview = an_interview("needs")
    said = _said(interview, Ask("needs", ("rooms",), "m7"))
    assert said.text.endswith("What do you need?\n\nPick all that fit.")
    assert said.replaces == "m7"
    assert [(option.label, option.ticked, option.number) for option in said.options] == [
        ("Money", False, 1),
        ("Rooms", True, 2),
        ("Help", False, 3),
        ("Done", None, 0),
        ("Skip", None, 0),
    ]


def test_a_question_in_words_can_only_be_skipped() -> None:
    interview = an_interview("why")
    assert _said(interview, Ask("why")).options == (Option(option_id(interview, 9, "skip"), "Skip"),)


def test_beside_the_questions_there_are_yes_and_no() -> None:
    interview = an_interview()
    said = _said(interview, Ask("take_part"))
    assert said.options == (
        Option(option_id(interview, -1, "yes"), "Yes!", number=1),
        Option(option_id(interview, -1, "no"), "No!", number=2),
        Option(option_id(interview, -1, "questions"), "See all"),
    )
    assert [option.label for option in _said(interview, Ask("forget")).options] == ["Delete", "Keep it"]


def test_a_button_s_id_is_short_enough_for_every_channel() -> None:
    longest = option_id(replace(an_interview(), structure=9999), 9999, "questions")
    assert len(longest.encode()) <= 64
    assert option_id(an_interview(), 3, "1") == "q.iiiiiiiiiiiiiiiiiiiiii.1.3.1"


def test_questions_and_choices_are_in_the_person_s_language() -> None:
    said = _said(an_interview("size", language="cy"), Ask("size"))
    assert "Pa mor fawr yw eich grŵp?" in said.text
    assert [option.label for option in said.options] == ["Un bach", "Un mawr"]


def test_all_questions_can_be_seen() -> None:
    said = _said(an_interview(), Show("questions"), Ask("take_part"))
    assert said.text.startswith("All 7 questions\n\n1. How big is your group?\n2. How many years has it been going?\n3. ")
    assert "money" not in said.text  # a note is no question
    assert "\n\nOr here: https://hear.example/consultations/fairer/questions\n\n" in said.text
    assert _marked(said) == [("All 7 questions", "bold")]
    assert said.options[0].label == "Yes!"


def test_what_they_said_is_shown_as_people_read_it() -> None:
    answers = {"size": "small", "years": "-", "paid": "yes", "since": "2009-04-01", "needs": "money help"}
    interview = an_interview("why", answers)
    interview = replace(interview, answers={**interview.answers, "why": Answer("Rent\nand forms.", "mostly rent")})
    assert _said(interview, Show("answers")).text == (
        "What you said\n\n"
        "1. How big is your group?\n→ A small one\n\n"
        "2. How many years has it been going?\n→ (skipped)\n\n"
        "3. Are you paid for your work?\n→ Yes\n\n"
        "4. Since when?\n→ 1 April 2009\n\n"
        "5. What do you need?\n→ Money; Help\n\n"
        "7. What would be fairer?\n→ Rent\nand forms. (mostly rent)"
    )
    assert _said(an_interview(), Show("answers")).text == "What you said\n\nNothing."


@pytest.mark.parametrize("what", ["switch", "results"])
def test_what_the_interview_does_not_hold_is_put_in_with_its_marks_and_buttons(what: str) -> None:
    extra = Outgoing("News: good.", (Mark(0, 5, "bold"), Mark(6, 11, "link", "https://hear.example")), (Option("i.x", "Other"),))
    said = _said(an_interview("size"), Say("hello"), Show(what), extras={what: extra})  # type: ignore[arg-type]
    assert said.text == "Hello from Wexmoor Council.\n\nNews: good."
    assert _marked(said) == [("News:", "bold"), ("good.", "link")]
    assert said.marks[1].url == "https://hear.example"
    assert said.options == extra.options


def test_a_parameter_of_the_turn_goes_before_a_fact_of_the_same_name() -> None:
    words = Catalogue("en", {"day": "By {comes_back}."})
    turn = Turn(an_interview(), (Say("day", {"comes_back": date(2012, 2, 29)}),))
    said = render(turn, SURVEY, words, FACTS)
    assert said is not None
    assert said.text == "By 29 February 2012."


def test_a_film_in_sign_language_is_told_with_what_it_is_about(english: Catalogue) -> None:
    """Before they agree, whoever signs can watch what it is about."""
    facts = {**FACTS, "bsl": "https://films.example/about"}
    said = render(Turn(an_interview(), (Say("consent"),)), a_survey(), english, facts)
    assert said is not None
    assert "https://films.example/about" in said.text
