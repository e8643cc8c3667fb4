"""`hearback survey`: what an author sees in the terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.survey import survey

EXAMPLE = Path(__file__).parents[2] / "examples" / "framework" / "survey.yaml"
WRONG = """\
survey: s
title: {en: T}
questions:
  - name: size
    type: rnage
    label: {en: L}
    relevant: "${seize} = 'x' and frob(1)"
"""
ADVISED = """\
survey: s
title: {en: T, cy: U}
questions: [{name: size, type: select_one size, label: {en: "How [big]?", cy: Mor fawr}, hint: {en: H, cy: I}, required: true}]
choices: {size: {small: {en: Small, cy: Bach}}}
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(survey, list(arguments))


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return str(path)


@pytest.fixture
def advised(tmp_path: Path) -> str:
    path = tmp_path / "advised.yaml"
    path.write_text(ADVISED, encoding="utf-8")
    return str(path)


def test_the_example_is_clean() -> None:
    result = run("check", str(EXAMPLE))
    assert (result.exit_code, result.output) == (0, f"{EXAMPLE} can be used.\n")


def test_check_tells_each_fault_with_place_code_reason_and_remedy_and_exits_with_1(wrong: str) -> None:
    result = run("check", wrong)
    assert result.exit_code == 1
    assert "Wrong (2)" in result.output
    assert f"{wrong}, line 5, question 'size'  [type-unknown]" in result.output
    assert "There is no type 'rnage'." in result.output
    assert f"{wrong}, line 7, question 'size', column 20 of the expression  [expression-function]" in result.output
    assert "can be used" not in result.output


def test_check_tells_advice_apart_and_exits_with_0(advised: str) -> None:
    result = run("check", advised)
    assert result.exit_code == 0
    assert "Wrong" not in result.output
    assert "Could be better (1)" in result.output
    assert f"{advised}, question 'size'  [choice-single]" in result.output


def test_check_prints_json_for_programs(wrong: str, advised: str) -> None:
    result = run("check", wrong, "--json")
    shown = json.loads(result.output)
    assert result.exit_code == 1
    assert [(fault["code"], fault["place"]["line"]) for fault in shown["faults"]] == [
        ("type-unknown", 5),
        ("expression-function", 7),
    ]
    assert [one["code"] for one in json.loads(run("check", advised, "--json").output)["advice"]] == ["choice-single"]


def test_show_prints_a_sheet_of_the_survey() -> None:
    result = run("show", str(EXAMPLE))
    assert result.exit_code == 0
    assert "22 questions" in result.output
    assert "small_or_new" in result.output


def test_show_takes_words_as_they_are_and_speaks_the_language_asked_for(advised: str) -> None:
    assert "How [big]?" in run("show", advised).output
    welsh = run("show", advised, "--language", "cy").output
    assert "Mor fawr" in welsh
    assert "Bach" in welsh
    assert run("show", advised, "--language", "pl").exit_code == 2


def test_show_prints_json_for_programs() -> None:
    rows = json.loads(run("show", str(EXAMPLE), "--json").output)["questions"]
    assert rows[0]["number"] == "1"
    assert rows[0]["conditions"] == "required"
    assert rows[4] == {
        "number": "",
        "name": "small_or_new",
        "type": "calculate",
        "label": "",
        "choices": "",
        "conditions": "is: if(${size} = 'small' or ${years} < 3, 'yes', 'no')",
    }


def test_a_file_that_is_not_there_is_wrong_usage() -> None:
    assert run("check", "nowhere.yaml").exit_code == 2
