"""In which language and in which words somebody is asked: asked for at first contact, kept, and changed at any time."""

from dataclasses import replace

import pytest

from surveys.interviews.model import Interview, Wrote
from tests.factories import a_survey, an_interview
from tests.surveys.interviews.talk import AFTER, Talk

SURVEY = a_survey()
NEW = Interview("i" * 22, "s" * 22)
THREE = a_survey("""
survey: three
title: {cy: Y parc, en: The park, ar: الحديقة}
languages: [cy, en, ar]
questions: [{name: q, type: text, label: {cy: Beth?, en: What?, ar: ماذا؟}, plain: {cy: Be?, en: What then?, ar: ماذا؟}}]
""")


def test_the_first_thing_asked_is_which_language_and_then_what_it_is_about() -> None:
    talk = Talk(SURVEY, NEW)
    assert talk.began() == "offer:en,cy"
    assert talk.press("language", "cy") == "prefer:cy say:consent ask:take_part"
    assert (talk.interview.language, talk.interview.chosen) == ("cy", True)


@pytest.mark.parametrize(
    ("suggested", "order"), [("", "en,cy"), ("cy", "cy,en"), ("cy-GB", "cy,en"), ("en-US", "en,cy"), ("fr", "en,cy")]
)
def test_the_language_of_the_app_only_comes_first(suggested: str, order: str) -> None:
    """Nothing else is inferred from it."""
    talk = Talk(SURVEY, NEW)
    assert talk.began(suggested) == f"offer:{order}"
    assert talk.interview.language == "en"


@pytest.mark.parametrize("said", ["Cymraeg", "cymraeg os gwelwch yn dda", "Welsh", "in welsh please", "yn Gymraeg", "cy"])
def test_a_language_may_be_named_in_words(said: str) -> None:
    talk = Talk(SURVEY, NEW)
    talk.began()
    assert talk.said(said) == "prefer:cy say:consent ask:take_part"


def test_what_is_no_language_here_is_asked_again_and_help_is_given_first() -> None:
    talk = Talk(SURVEY, NEW)
    talk.began()
    assert talk.said("Klingon") == "say:language.unclear offer:en,cy"
    assert talk.said("yes") == "say:language.unclear offer:en,cy"
    assert talk.said("help") == "say:help offer:en,cy"
    assert talk.said("I need help") == "say:need_help"
    assert talk.said("start") == "offer:en,cy"
    assert talk.said("skip") == "prefer:en say:consent ask:take_part"


def test_in_the_middle_the_open_question_is_asked_again_in_the_language_chosen() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.said("language") == "offer:en,cy"
    assert talk.said("cymraeg") == "prefer:cy say:language.changed ask:years"
    assert talk.said("English please") == "prefer:en say:language.changed ask:years"
    assert talk.said("iaith") == "offer:en,cy"
    assert talk.press("years", "skip") == "record:years=- ask:paid"
    assert talk.interview.choosing is False


def test_a_survey_without_the_language_named_offers_those_it_has() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.said("in polish please") == "offer:en,cy"


def test_a_button_of_a_language_works_at_any_time_and_twice_is_once() -> None:
    talk = Talk(SURVEY, an_interview("years", {"size": "small"}))
    assert talk.press("language", "cy") == "prefer:cy say:language.changed ask:years"
    assert talk.press("language", "cy") == ""
    assert talk.press("language", "pl") == "say:old_button ask:years"
    finished = Talk(
        SURVEY, an_interview("", {"size": "small"}, permissions={"take_part": True, "hear_back": True, "quote": True})
    )
    assert finished.press("language", "cy") == "prefer:cy say:language.changed"


def test_whoever_had_read_what_it_is_about_reads_it_anew_in_the_other_language() -> None:
    talk = Talk(SURVEY, an_interview())
    assert talk.press("language", "cy") == "prefer:cy say:language.changed say:consent ask:take_part"


def test_nobody_who_stopped_or_came_late_is_asked_which_language() -> None:
    assert Talk(SURVEY, an_interview("years", stopped=True)).press("language", "cy") == "say:stopped_before"
    assert Talk(SURVEY, NEW, now=AFTER).began() == "say:closed"


def test_a_language_chosen_before_is_kept() -> None:
    assert Talk(SURVEY, replace(NEW, language="cy", chosen=True)).began() == "say:consent ask:take_part"


def test_other_words_may_be_asked_for_at_any_time_where_there_are_any() -> None:
    talk = Talk(THREE, an_interview("q"))
    assert talk.said("plain words") == "prefer:plain say:variant.changed.plain ask:q"
    assert talk.said("easy read") == "say:variant.none ask:q"
    assert talk.said("usual words") == "prefer:standard say:variant.changed.standard ask:q"
    assert Talk(SURVEY, an_interview("years", {"size": "small"})).said("plain words") == "say:variant.none ask:years"


def test_other_words_chosen_before_the_beginning_say_anew_what_it_is_about() -> None:
    talk = Talk(THREE, replace(NEW, chosen=True))
    assert talk.began() == "say:consent ask:take_part"
    assert talk.press("variant", "plain") == "prefer:plain say:variant.changed.plain say:consent ask:take_part"
    assert talk.press("variant", "plain") == ""
    assert talk.press("variant", "easy_read") == "say:variant.none ask:take_part"


def test_in_a_mail_the_language_is_named_in_the_reply() -> None:
    talk = Talk(SURVEY, replace(NEW, sheet=True))
    assert talk.began() == "offer:en,cy"
    assert talk.step(Wrote((), "Cymraeg", "m")) == "prefer:cy say:consent ask:take_part"
