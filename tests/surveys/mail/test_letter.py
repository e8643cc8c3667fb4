"""A turn as a mail: everything that is open is laid out with room for its answer, and how it is answered is said beneath it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from surveys.definitions.versions.history import History
from surveys.interviews.engine import step
from surveys.interviews.model import Began, Interview, Offer, Said, Say, Show, Turn, Wrote
from surveys.mail.letter import footed, invitation, letter, sheets
from surveys.messages import Mark, Option, Outgoing
from surveys.words.catalogue import Catalogue
from tests.factories import FACTS, a_survey, an_interview

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)
LINK = "https://hear.example/answer/x"
SURVEY = a_survey()
KINDS = a_survey("""
survey: kinds
title: {en: Kinds}
questions:
  - {name: read, type: acknowledge, label: {en: This is what we plan.}, required: true}
  - {name: far, type: range, label: {en: How far?}, parameters: "start=0 end=20 step=1"}
  - {name: at, type: time, label: {en: When do you go?}}
  - {name: last, type: dateTime, label: {en: When were you there last?}}
  - {name: much, type: decimal, label: {en: How much?}}
  - {name: order, type: rank order, label: {en: In which order?}}
  - {name: place, type: geopoint, label: {en: Where?}}
  - {name: seen, type: image, label: {en: What does it look like?}}
choices:
  order: {paths: {en: Paths}, lights: {en: Lights}}
""")
LEANING = a_survey("""
survey: leaning
title: {en: Leaning}
questions:
  - {name: town, type: select_one town, label: {en: Which town?}}
  - {name: part, type: select_one part, label: {en: Which part of it?}, choice_filter: "town = ${town}"}
  - {name: children, type: integer, label: {en: How many children?}, default: "2"}
  - name: school
    type: group
    label: {en: About school}
    questions:
      - {name: tell, type: note, label: {en: We are nearly there.}}
      - {name: liked, type: text, label: {en: "What do your ${children} children like?"}}
choices:
  town: {north: {en: Northton}, south: {en: Southton}}
  part:
    hill: {label: {en: The hill}, town: north}
    quay: {label: {en: The quay}, town: south}
""")


def lettered(interview: Interview, event: object, words: Catalogue) -> str:
    message = letter(step(SURVEY, interview, event, now=NOW), SURVEY, words, FACTS, now=NOW, link=LINK)  # type: ignore[arg-type]
    return message.text if message is not None else ""


def test_an_invitation_says_who_asks_how_to_answer_and_asks_everything(english: Catalogue) -> None:
    message = invitation(SURVEY, an_interview(), english, FACTS, now=NOW, link=LINK)
    assert message.subject == "A fairer way: 7 questions for you"
    for part in ("Wexmoor Council would like to hear", LINK, "you agree to take part", "Question 7 of 7", "Answer B:"):
        assert part in message.text
    assert message.text.index("HOW TO ANSWER") < message.text.index("Question 1 of 7")


def test_each_kind_of_question_says_how_it_is_answered(english: Catalogue) -> None:
    text = invitation(KINDS, an_interview(), english, FACTS, now=NOW, link=LINK).text
    kinds = ("Write OK once you have read it.", "from 0 to 20", "like 16:30.", "2010, 16:30", "like 2.5", "like: 2, 1, 3")
    for how in (*kinds, "like: 51.5", "on the web"):
        assert how in text


def test_what_hangs_on_other_answers_says_so(english: Catalogue) -> None:
    text = invitation(SURVEY, an_interview(), english, FACTS, now=NOW, link=LINK).text
    since = text[text.index("Since when?") : text.index("What do you need?")]
    assert "Only if it fits" in since
    assert text.count("Only if it fits") == 2


def test_one_question_at_a_time_is_asked_above_a_line(english: Catalogue) -> None:
    text = lettered(an_interview("years", {"size": "small"}), Began(), english)
    assert text.index("above this line") < text.index("Question 2 of 7")
    assert "Question 3" not in text
    assert LINK in text


def test_a_permission_is_asked_for_by_itself_where_one_is_asked_at_a_time(english: Catalogue) -> None:
    text = lettered(an_interview("hear_back", {"size": "small"}), Began(), english)
    assert "Reply with YES or NO." in text


def test_to_be_forgotten_is_asked_about_alone(english: Catalogue) -> None:
    text = lettered(replace(an_interview("years", {"size": "small"}), sheet=True), Said("forget me"), english)
    assert "cannot be undone" in text
    assert "Question 2" not in text


def test_what_only_tells_something_lays_nothing_out_and_says_nothing_where_there_is_nothing(english: Catalogue) -> None:
    interview = an_interview("", {"size": "small"})
    told = letter(Turn(interview, (Say("kept"),)), SURVEY, english, FACTS, now=NOW, link=LINK)
    assert told is not None
    assert told.text == english.text("kept")
    assert letter(Turn(interview), SURVEY, english, FACTS, now=NOW, link=LINK) is None
    shown = {"switch": Outgoing("Which?", (Mark(0, 5, "bold"),))}
    extra = letter(Turn(interview, (Show("switch"),)), SURVEY, english, FACTS, shown, now=NOW, link=LINK)
    assert extra is not None
    assert extra.marks == (Mark(0, 5, "bold"),)


def test_every_mark_lies_over_the_words_it_is_for(english: Catalogue) -> None:
    message = footed(invitation(SURVEY, an_interview(), english, FACTS, now=NOW, link=LINK), english, "")
    bold = [message.text[mark.start : mark.end] for mark in message.marks if mark.kind == "bold"]
    assert {"Question 1 of 7", "Answer 1:", "Answer A:"} <= set(bold)


@pytest.mark.parametrize(("subject", "heads"), [("", "A title"), ("Re: yours", "Re: yours")])
def test_every_mail_has_a_subject_its_choices_and_the_way_out(english: Catalogue, subject: str, heads: str) -> None:
    message = Outgoing("Which?", (), (Option("s.1", "One", number=1), Option("s.2", "Two", number=2)), subject=subject)
    whole = footed(message, english, "A title")
    assert whole.subject == heads
    assert "1. One\n2. Two" in whole.text
    assert "the word STOP" in whole.text
    assert whole.options == ()


def test_a_reply_is_laid_beside_what_was_sent_and_beside_a_whole_sheet(english: Catalogue) -> None:
    sent = lettered(an_interview("years", {"size": "small"}), Began(), english)
    one, whole = sheets(History((SURVEY,)), an_interview("years"), english, FACTS, [sent], now=NOW)
    assert one.labels == {"2": "years"}
    assert one.headings == {"Question 2 of 7": "years"}
    assert set(whole.labels.values()) == {"size", "years", "paid", "since", "needs", "start", "why", "hear_back", "quote"}


def test_what_leans_on_answers_to_come_is_laid_out_once_they_are_there(english: Catalogue) -> None:
    first = invitation(LEANING, an_interview(), english, FACTS, now=NOW, link=LINK).text
    assert "Which town?" in first
    assert "Our guess is: 2. If that is right, write KEEP." in first
    assert "Which part of it?" not in first
    assert "children like" not in first

    begun = replace(an_interview("town", {}), sheet=True, answers={})
    turn = step(LEANING, begun, Wrote((("town", "Southton"), ("children", "keep")), "", "m"), now=NOW)
    assert turn.interview.answers["children"].value == "2"
    second = letter(turn, LEANING, english, FACTS, now=NOW, link=LINK)
    assert second is not None
    laid = second.text[second.text.index("still open") :]
    assert "1. The quay" in laid
    assert "hill" not in laid
    assert "About school\n\nWe are nearly there." in laid
    assert "What do your 2 children like?" in laid


def test_what_is_asked_several_times_is_asked_one_question_at_a_time(english: Catalogue) -> None:
    survey = a_survey("""
survey: children
title: {en: Children}
questions:
  - {name: town, type: text, label: {en: Where do you live?}}
  - name: child
    type: repeat
    label: {en: About a child}
    questions:
      - {name: age, type: integer, label: {en: How old?}}
""")
    first = invitation(survey, an_interview(), english, FACTS, now=NOW, link=LINK)
    assert "Where do you live?" not in first.text
    assert "Would you like to take part?" in first.text

    interview, told = replace(an_interview(), answers={}), ""
    for said in ("yes", "Quay Street", "7", "yes", "9"):
        turn = step(survey, interview, Wrote((), said, "m"), now=NOW)
        message = letter(turn, survey, english, FACTS, now=NOW, link=LINK)
        interview, told = turn.interview, message.text if message is not None else ""
    assert {name: answer.value for name, answer in interview.answers.items()} == {
        "town": "Quay Street",
        "age[1]": "7",
        "age[2]": "9",
    }
    assert "Would you like to add another?" in told


def test_which_language_is_asked_by_the_languages_own_names(english: Catalogue) -> None:
    message = letter(Turn(an_interview(), (Offer(("en", "cy")),)), SURVEY, english, FACTS, now=NOW, link=LINK)
    assert message is not None
    assert message.text.endswith("English\nCymraeg")


def test_a_mail_in_words_that_are_none_of_ours_is_laid_beside_the_survey_as_it_is(english: Catalogue) -> None:
    """Where no version is recognised in what was sent, no number in it means a question."""
    strange, _ = sheets(History((SURVEY,)), an_interview("years"), english, FACTS, ["Quite another mail."], now=NOW)
    assert (strange.labels, strange.headings) == ({}, {})
