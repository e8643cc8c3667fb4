"""Advice on surveys that can run as they are."""

from surveys.definitions.check import check_survey
from surveys.definitions.reader import read_survey


def advice(questions: str, choices: str) -> list[tuple[str, str]]:
    text = f"survey: s\ntitle: T\nquestions:\n{questions}\nchoices:\n{choices}\n"
    return [(fault.code, fault.place.question) for fault in check_survey(read_survey(text.encode(), "s.yaml"))]


def test_a_label_of_60_characters_fits_a_button_and_one_of_61_is_advised_against_once() -> None:
    questions = "  - {name: a, type: select_one x, label: L}\n  - {name: b, type: select_one x, label: L}"
    assert advice(questions, f"  x: {{one: {'x' * 60}, two: B}}") == []
    assert advice(questions, f"  x: {{one: {'x' * 61}, two: B}}") == [("label-long", "a")]


def test_a_choice_that_is_none_is_advised_against() -> None:
    assert advice("  - {name: a, type: select_one x, label: L}", "  x: {one: A}") == [("choice-single", "a")]


def test_comparing_several_choices_as_one_is_advised_against() -> None:
    questions = (
        "  - {name: a, type: select_multiple x, label: L, constraint: \". != 'one'\", constraint_message: M}\n"
        "  - {name: b, type: text, label: L, relevant: \"${a} = 'one' or selected(${a}, 'two') or ${a} = ''\"}\n"
        "  - {name: c, type: select_one x, label: L, relevant: \"${b} = 'one'\"}\n"
        "  - {name: d, type: text, label: L, relevant: \"${c} = 'one'\"}"
    )
    assert advice(questions, "  x: {one: A, two: B}") == [("multiple-compared", "a"), ("multiple-compared", "b")]
