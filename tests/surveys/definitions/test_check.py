"""Checking a survey: faults and advice apart, in the order of the questions, each at its line."""

import re
from pathlib import Path

from hypothesis import given, settings

from surveys.definitions.check import check_survey
from surveys.definitions.flow import draw_flow
from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.words.catalogue import Catalogue
from tests.surveys.definitions.anything import surveys
from tests.surveys.definitions.checks.made import NOW, YES_NO, asked, surveyed

ROOT = Path(__file__).parents[3]
BAD = b"""\
survey: s
title: {en: T}
questions:
  - {name: a, type: select_one x, label: {en: "Surely you agree?"}}
  - {name: b, type: text, label: {en: "Why?"}, relevant: "${a} = 'one' and ${a} = 'two'"}
  - {name: c, type: select_one y, label: {en: "Is procurement slow?"}}
choices:
  x: {one: {en: "Yes"}, two: {en: "No"}}
  y: {one: {en: "It is as slow as it can possibly be, and more"}, two: {en: "No"}}
"""


def test_faults_and_advice_are_apart_and_each_has_its_line() -> None:
    checked = check_survey(read_survey(BAD, "bad.yaml"), now=NOW)
    assert [(fault.code, str(fault.place)) for fault in checked.faults] == [("question-dead", "bad.yaml, line 5, question 'b'")]
    assert [(fault.code, fault.place.line) for fault in checked.advice] == [
        ("question-leading", 4),
        ("label-long", 6),
        ("jargon", 6),
    ]


def test_what_is_about_the_whole_survey_comes_first_and_names_the_file() -> None:
    questions = [asked("L?") for _ in range(11)]
    checked = check_survey(surveyed(asked("Surely?"), *questions), now=NOW)
    assert [fault.code for fault in checked.advice] == ["open-many", "question-leading"]
    assert str(checked.advice[0].place) == "s.yaml"


def test_young_people_are_asked_more_plainly() -> None:
    survey = surveyed(asked("How many people does your group or organisation employ?", choices=YES_NO))
    assert check_survey(survey, now=NOW, audience="tso").advice == ()
    assert [fault.code for fault in check_survey(survey, now=NOW, audience="young_person").advice] == ["reading-hard"]


def test_the_minutes_and_the_ways_are_told_too() -> None:
    checked = check_survey(surveyed(asked("How are you?")), now=NOW)
    assert checked.minutes.most == 1
    assert checked.simulation.ways == {"q1": ()}


def test_the_example_gets_little_advice_and_all_of_it_is_right() -> None:
    """Three of its promises do promise two things at once."""
    checked = check_survey(
        read_survey((ROOT / "examples/framework/survey.yaml").read_bytes(), "survey.yaml"), now=NOW, audience="tso"
    )
    assert checked.faults == ()
    assert [(fault.code, fault.place.question) for fault in checked.advice] == [
        ("question-double", "one_network"),
        ("question-double", "together"),
        ("question-double", "same_way"),
    ]
    assert (checked.minutes.least, checked.minutes.most) == (8, 10)
    assert checked.simulation.whole


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_whatever_a_survey_holds_it_is_checked_and_drawn(english: Catalogue, survey: Survey) -> None:
    """Each question is reached, dead or unsure, and no two of these; each has a box of its own."""
    found = check_survey(survey, now=NOW).simulation
    groups = (*found.ways, *found.dead, *(name for name in found.unsure if name not in found.ways))
    assert sorted(groups) == sorted(survey.by_name)
    assert all(f"  q{question.index}" in draw_flow(survey, "en", english) for question in survey.questions)


def test_every_code_is_in_the_documents() -> None:
    code = re.compile(r'Fault\(\s*"([a-z-]+)"')
    rules = (ROOT / "surveys/definitions/checks").glob("*.py")
    codes = {
        found for path in (*rules, ROOT / "surveys/consultations/norms.py") for found in code.findall(path.read_text("utf-8"))
    }
    told = (ROOT / "docs/writing-surveys.md").read_text("utf-8")
    assert len(codes) > 25
    assert {each for each in codes if f"`{each}`" not in told} == set()
