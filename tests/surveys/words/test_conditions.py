"""What a question hangs on is said in words, by the numbers and the choices that people see."""

import pytest

from surveys.definitions.conditions import condition_of
from surveys.definitions.reader import read_survey
from surveys.words.catalogue import Catalogue
from surveys.words.conditions import say_condition

SURVEY = """
survey: s
title: {en: S, cy: C}
questions:
  - {name: use, type: select_one often, label: {en: "How often?", cy: "Pa mor aml?"}}
  - {name: again, type: select_one often, label: {en: "And then?", cy: "Ac wedyn?"}}
  - {name: helps, type: select_multiple help, label: {en: "What helps?", cy: "Beth sy'n helpu?"}}
  - {name: age, type: integer, label: {en: "How old?", cy: "Oed?"}}
  - {name: since, type: date, label: {en: "Since when?", cy: "Ers pryd?"}}
  - {name: score, type: select_one points, label: {en: "How good?", cy: "Pa mor dda?"}}
  - {name: read, type: acknowledge, label: {en: "Read this.", cy: "Darllenwch."}}
  - {name: mark, type: range, parameters: "start=0 end=10 step=1", label: {en: "Mark?", cy: "Marc?"}}
  - {name: words, type: text, label: {en: "Why?", cy: "Pam?"}}
  - {name: new, type: calculate, calculation: "if(${use} = 'never' or ${age} < 3, 'yes', 'no')"}
  - {name: kind, type: calculate, calculation: "if(${use} = 'never', 'a', if(${again} = 'never', 'b', 'a'))"}
  - {name: adult, type: calculate, calculation: "${age} > 17"}
  - {name: twice, type: calculate, calculation: "${age} * 2"}
  - {name: same, type: calculate, calculation: "${age}"}
  - {name: rare, type: calculate, calculation: "'yes'", relevant: "${age} > 17"}
  - {name: flat, type: calculate, calculation: "if(${age} > 17, 'a', 'a')"}
  - {name: last, type: text, label: {en: "Last?", cy: "Olaf?"}, relevant: RELEVANT}
choices:
  often: {weekly: {en: Every week, cy: Bob wythnos}, rarely: {en: Rarely, cy: Anaml}, never: {en: Never, cy: Byth}}
  help: {bus: {en: The bus, cy: Y bws}, food: {en: Food, cy: Bwyd}}
  points: {"1": {en: Poor, cy: Gwael}, "2": {en: Fair, cy: Gweddol}, "3": {en: Good, cy: Da}}
"""


def told(relevant: str, english: Catalogue, language: str = "en") -> list[str]:
    quoted = relevant.replace("\\", "\\\\").replace('"', '\\"')
    survey = read_survey(SURVEY.replace("RELEVANT", f'"{quoted}"').encode(), "survey.yaml")
    condition = condition_of(survey.conditions["last"], survey)
    return [] if condition is None else list(say_condition(condition, english, language))


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("${use} = 'never'", "Only if the answer to question 1 is “Never”."),
        ("'never' = ${use}", "Only if the answer to question 1 is “Never”."),
        ("${use} != 'never'", "Only if the answer to question 1 is not “Never”."),
        ("not(${use} = 'never')", "Only if the answer to question 1 is not “Never”."),
        ("not(not(${use} = 'never'))", "Only if the answer to question 1 is “Never”."),
        ("boolean(${use} = 'never')", "Only if the answer to question 1 is “Never”."),
        ("selected(${helps}, 'bus')", "Only if “The bus” is ticked in question 3."),
        ("not(selected(${helps}, 'bus'))", "Only if “The bus” is not ticked in question 3."),
        ("selected(${use}, ' never ')", "Only if the answer to question 1 is “Never”."),
        ("${age} > 17", "Only if the answer to question 4 is more than 17."),
        ("17 < ${age}", "Only if the answer to question 4 is more than 17."),
        ("17 >= ${age}", "Only if the answer to question 4 is 17 or less."),
        ("not(${age} > 17)", "Only if the answer to question 4 is 17 or less."),
        ("${age} >= 18", "Only if the answer to question 4 is 18 or more."),
        ("${age} < 18", "Only if the answer to question 4 is less than 18."),
        ("${age} = 18", "Only if the answer to question 4 is 18."),
        ("${age} != 18", "Only if the answer to question 4 is not 18."),
        ("${since} > '2010-08-16'", "Only if the day in question 5 is after 16 August 2010."),
        ("${since} >= '2010-08-16'", "Only if the day in question 5 is 16 August 2010 or later."),
        ("${since} < '2010-08-16'", "Only if the day in question 5 is before 16 August 2010."),
        ("${since} <= '2010-08-16'", "Only if the day in question 5 is 16 August 2010 or earlier."),
        ("${since} = '2010-08-16'", "Only if the answer to question 5 is 16 August 2010."),
        ("${since} > 14000", "Only if the day in question 5 is after 14000."),
        ("${score} < 3", "Only if the answer to question 6 is “Poor” or “Fair”."),
        ("not(${score} < 3)", "Only if the answer to question 6 is “Good”."),
        ("${words} = 'no'", "Only if the answer to question 9 is “no”."),
        ("${mark} >= 5", "Only if the answer to question 8 is 5 or more."),
        ("${mark} = 5", "Only if the answer to question 8 is 5."),
        ("${read} = 'OK'", "Only if question 7 is answered."),
        ("${read} != 'OK'", "Only if question 7 is not answered."),
        ("${words} = ''", "Only if question 9 is not answered."),
        ("${words} != ''", "Only if question 9 is answered."),
    ],
)
def test_one_condition_is_one_sentence(english: Catalogue, relevant: str, said: str) -> None:
    assert told(relevant, english) == [said]


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("${use} = 'never' or ${use} = 'rarely'", "Only if the answer to question 1 is “Never” or “Rarely”."),
        ("${use} = 'never' or ${again} = 'never'", "Only if the answer to question 1 or 2 is “Never”."),
        (
            "${use} = 'never' or ${use} = 'rarely' or ${again} = 'never' or ${again} = 'rarely'",
            "Only if the answer to question 1 or 2 is “Never” or “Rarely”.",
        ),
        ("${use} = 'never' or ${use} = 'never'", "Only if the answer to question 1 is “Never”."),
        ("${use} != 'never' and ${use} != 'rarely'", "Only if the answer to question 1 is not “Never” or “Rarely”."),
        (
            "${use} != 'never' and ${again} != 'never'",
            "Only if the answer to question 1 is not “Never” and the answer to question 2 is not “Never”.",
        ),
        (
            "${use} = 'never' and ${age} > 17",
            "Only if the answer to question 1 is “Never” and the answer to question 4 is more than 17.",
        ),
        (
            "${use} = 'never' or ${age} > 17 or ${words} != ''",
            "Only if the answer to question 1 is “Never”, the answer to question 4 is more than 17 or question 9 is answered.",
        ),
        (
            "not(${use} = 'never' or ${age} > 17)",
            "Only if the answer to question 1 is not “Never” and the answer to question 4 is 17 or less.",
        ),
        (
            "not(${use} != 'never' and ${age} > 17)",
            "Only if the answer to question 1 is “Never” or the answer to question 4 is 17 or less.",
        ),
        (
            "${use} = 'never' or selected(${helps}, 'bus')",
            "Only if the answer to question 1 is “Never” or “The bus” is ticked in question 3.",
        ),
        ("(${use} = 'never' or ${age} > 17) or ${use} = 'rarely'",
         "Only if the answer to question 1 is “Never” or “Rarely” or the answer to question 4 is more than 17."),
    ],
)  # fmt: skip
def test_what_is_joined_is_one_sentence_and_says_no_more_than_it_must(english: Catalogue, relevant: str, said: str) -> None:
    assert told(relevant, english) == [said]


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        (
            "${use} = 'never' and (${age} > 17 or ${words} = '')",
            [
                "Only if all of this is true:",
                "the answer to question 1 is “Never”",
                "the answer to question 4 is more than 17 or question 9 is not answered",
            ],
        ),
        (
            "${use} = 'never' or (${age} > 17 and ${words} = '')",
            [
                "Only if one of these is true:",
                "the answer to question 1 is “Never”",
                "the answer to question 4 is more than 17 and question 9 is not answered",
            ],
        ),
    ],
)
def test_joins_within_a_join_are_a_list(english: Catalogue, relevant: str, said: list[str]) -> None:
    assert told(relevant, english) == said


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("${new} = 'yes'", "Only if the answer to question 1 is “Never” or the answer to question 4 is less than 3."),
        ("${new} != 'yes'", "Only if the answer to question 1 is not “Never” and the answer to question 4 is 3 or more."),
        ("${new} = 'no'", "Only if the answer to question 1 is not “Never” and the answer to question 4 is 3 or more."),
        ("${kind} = 'b'", "Only if the answer to question 1 is not “Never” and the answer to question 2 is “Never”."),
        ("${adult} = 'true'", "Only if the answer to question 4 is more than 17."),
        ("${adult} != 'true'", "Only if the answer to question 4 is 17 or less."),
        ("${adult} = 'false'", "Only if the answer to question 4 is 17 or less."),
        ("${same} = 18", "Only if the answer to question 4 is 18."),
    ],
)
def test_a_calculation_is_followed_back_to_the_answers_it_comes_from(english: Catalogue, relevant: str, said: str) -> None:
    assert told(relevant, english) == [said]


@pytest.mark.parametrize(
    "relevant", ["true()", "not(false())", "true() or ${use} = 'never'", "true() and true()", "${flat} = 'a'", "boolean(true())"]
)
def test_what_always_holds_is_not_said(english: Catalogue, relevant: str) -> None:
    assert told(relevant, english) == []


@pytest.mark.parametrize(
    ("relevant", "numbers"),
    [
        ("${age} + 1 > 18", "answer to question 4"),
        ("${age} > 1 = true()", "answer to question 4"),
        ("${twice} > 36", "answer to question 4"),
        ("${twice} = 36", "answer to question 4"),
        ("${rare} = 'yes'", "answer to question 4"),
        ("${words} > 3", "answer to question 9"),
        ("${use} = ${again}", "answers to questions 1 and 2"),
        ("count-selected(${helps}) > 1", "answer to question 3"),
        ("${helps} = 'bus'", "answer to question 3"),
        ("${score} > 5", "answer to question 6"),
        ("string-length(${words}) > 3 or ${new} = 'yes'", "answers to questions 1, 4 and 9"),
        ("${use} = 'never' and false()", "answer to question 1"),
        ("${use} = 'never' or (${age} > 17 and (${words} = '' or ${again} = 'never'))", "answers to questions 1, 2, 4 and 9"),
        ("selected(${helps}, ${use})", "answers to questions 1 and 3"),
    ],
)
def test_what_has_no_plain_words_comes_down_to_the_questions_it_hangs_on(english: Catalogue, relevant: str, numbers: str) -> None:
    assert told(relevant, english) == [f"Not everybody is asked this one. It depends on the {numbers}."]


def test_what_hangs_on_no_answer_at_all_is_said_so(english: Catalogue) -> None:
    assert told("today() > '2010-08-16'", english) == ["Not everybody is asked this one."]


def test_choices_are_said_in_the_survey_s_language(english: Catalogue) -> None:
    assert told("${use} = 'never'", english, "cy") == ["Only if the answer to question 1 is “Byth”."]


def test_a_question_without_a_condition_is_asked_of_everybody() -> None:
    survey = read_survey(SURVEY.replace("RELEVANT", "true()").encode(), "survey.yaml")
    assert condition_of(survey.conditions["use"], survey) is None


def test_so_they_are_in_a_list_of_joins(english: Catalogue) -> None:
    _, *parts = told("${use} = 'never' and (${age} > 17 or ${again} = 'rarely')", english, "cy")
    assert parts == [
        "the answer to question 1 is “Byth”",
        "the answer to question 4 is more than 17 or the answer to question 2 is “Anaml”",
    ]
