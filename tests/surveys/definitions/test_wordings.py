"""A survey in plain words and in Easy Read asks the same things, and says them as its author wrote them there."""

import pytest

from surveys.definitions import wordings
from surveys.definitions.checks.easy_read import check_easy_read
from surveys.definitions.reader import read_survey
from surveys.definitions.wordings import worded
from surveys.errors import DefinitionError
from surveys.interviews.model import Ask, Interview, Turn
from surveys.interviews.rendering import render
from surveys.words.catalogue import Catalogue
from tests.factories import FACTS
from tests.surveys.definitions.checks.made import codes

EASY = """
survey: park
title: {en: The park}
tried_by: Speak Up Wexmoor, 3 March 2026
questions:
  - name: like
    type: select_one yn
    label: {en: To what extent do you appreciate the park?}
    plain: {en: How much do you like the park?}
    easy_read: {en: Do you like the park?}
    picture: pictures/park.png
    picture_alt: {en: A park with trees}
    bsl: https://films.example/park
  - {name: why, type: text, label: {en: Why is that?}, plain: {en: Why?}}
  - {name: said, type: calculate, calculation: "jr:choice-name(${like}, '${like}')"}
choices:
  yn:
    y: {label: {en: I appreciate it}, easy_read: {en: "Yes"}, picture: pictures/yes.jpg}
    n: {en: "No"}
"""
SURVEY = read_survey(EASY.encode(), "park.yaml")


def test_easy_read_is_said_where_there_is_any_else_plain_words_else_the_usual_ones() -> None:
    assert SURVEY.variants == ("standard", "plain", "easy_read")
    easy, plain = worded(SURVEY, "easy_read"), worded(SURVEY, "plain")
    assert [question.label.get("en") for question in easy.questions] == ["Do you like the park?", "Why?", None]
    assert [question.label.get("en") for question in plain.questions] == ["How much do you like the park?", "Why?", None]
    assert [choice.label["en"] for choice in easy.questions[0].choices] == ["Yes", "No"]
    assert [choice.label["en"] for choice in plain.questions[0].choices] == ["I appreciate it", "No"]


def test_other_words_are_made_once_and_lead_back_to_the_first() -> None:
    easy = worded(SURVEY, "easy_read")
    assert worded(easy, "easy_read") is easy
    assert worded(easy, "standard") is SURVEY
    assert worded(worded(easy, "plain"), "easy_read") is easy
    assert worded(easy, "easy_read").variants == SURVEY.variants


def test_conditions_see_the_same_labels_whatever_words_somebody_chose() -> None:
    assert worded(SURVEY, "easy_read").labels("en")("like", "y") == "I appreciate it"


def test_a_survey_without_other_words_has_one_variant() -> None:
    bare = read_survey(b"survey: s\ntitle: {en: S}\nquestions: [{name: q, type: text, label: {en: What?}}]", "s.yaml")
    assert bare.variants == ("standard",)
    assert worded(bare, "easy_read") is bare


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("pictures/park.png", "../secret.png", "picture-name"),
        ("pictures/park.png", "park.svg", "picture-name"),
        ("https://films.example/park", "http://films.example/park", "bsl-address"),
        ("https://films.example/park", "javascript:alert(1)", "bsl-address"),
        ("{label: {en: I appreciate it}, easy_read", "{easy_read", "language-unknown"),
        ("picture: pictures/yes.jpg}", "picture: yes}", "picture-name"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_name(before: str, after: str, code: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        read_survey(EASY.replace(before, after).encode(), "park.yaml")
    assert code in [fault.code for fault in refused.value.faults]


def test_easy_read_that_is_none_yet_is_told() -> None:
    assert codes(check_easy_read(SURVEY)) == ["easy-read-missing"]
    lacking = EASY.replace("tried_by: Speak Up Wexmoor, 3 March 2026\n", "").replace("    picture: pictures/park.png\n", "")
    lacking = lacking.replace(", picture: pictures/yes.jpg", "").replace("Do you like", "Do you " + "really " * 15 + "like")
    found = codes(check_easy_read(read_survey(lacking.encode(), "park.yaml")))
    assert found == ["easy-read-untried", "easy-read-picture", "easy-read-picture", "easy-read-long", "easy-read-missing"]
    silent = EASY.replace("    picture_alt: {en: A park with trees}\n", "")
    assert "picture-words" in codes(check_easy_read(read_survey(silent.encode(), "park.yaml")))


def test_no_more_surveys_are_kept_in_other_words_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is full, all are made anew: what is said is the same."""
    before = worded(SURVEY, "easy_read")
    monkeypatch.setattr(wordings, "_made", {})
    monkeypatch.setattr(wordings, "_KEPT", 1)
    assert worded(SURVEY, "plain") != before
    assert worded(SURVEY, "easy_read") == before
    assert len(wordings._made) == 1


def test_in_easy_read_a_picture_stands_beside_what_has_one(english: Catalogue) -> None:
    """The question's, and those of the choices that have one; in other words there is none."""
    interview = Interview("i" * 22, "s" * 22, status="asking", at="like", variant="easy_read")
    turn = Turn(interview, (Ask("like"),))
    said = render(turn, worded(SURVEY, "easy_read"), english, FACTS)
    assert said is not None
    assert [picture.name.partition("/")[2] for picture in said.pictures] == ["pictures/park.png", "pictures/yes.jpg"]
