"""What a survey knows of itself."""

from surveys.definitions.model import say
from surveys.definitions.reader import read_survey

SURVEY = read_survey(
    b"""\
survey: s
title: {en: T, cy: U}
questions:
  - {name: hello, type: note, label: {en: L, cy: M}}
  - {name: size, type: select_one size, label: {en: L, cy: M}}
  - {name: why, type: text, label: {en: L, cy: M}, relevant: "${size} = 'small'"}
  - {name: late, type: calculate, calculation: "${size} = 'small' and ${why} != ''"}
choices: {size: {small: {en: S, cy: B}, large: {en: L, cy: M}}}
""",
    "s.yaml",
)


def test_a_question_finds_its_choice_by_name() -> None:
    choice = SURVEY.by_name["size"].choice("large")
    assert choice is not None
    assert choice.code == 2
    assert SURVEY.by_name["size"].choice("huge") is None


def test_only_questions_with_choices_are_closed_and_only_those_with_a_number_are_asked() -> None:
    assert [question.name for question in SURVEY.questions if question.closed] == ["size"]
    assert [question.name for question in SURVEY.questions if question.asks] == ["size", "why"]
    assert SURVEY.total == 2


def test_a_question_is_found_by_the_number_people_see() -> None:
    assert SURVEY.numbered(2) is SURVEY.by_name["why"]
    assert SURVEY.numbered(0) is None
    assert SURVEY.numbered(3) is None


def test_a_survey_knows_who_looks_at_a_question() -> None:
    assert {name: [user.name for user in users] for name, users in SURVEY.uses.items()} == {
        "size": ["why", "late"],
        "why": ["late"],
    }


def test_words_are_said_in_the_language_asked_for_or_else_in_the_first() -> None:
    assert SURVEY.language == "en"
    assert say(SURVEY.title, "cy") == "U"
    assert say(SURVEY.title, "pl") == "T"
    assert say({}, "en") == ""
