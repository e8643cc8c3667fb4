"""`hearback survey`: what an author sees in the terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from bot.commands.survey import survey
from surveys.definitions.reader import read_survey
from surveys.errors import Refused
from tests.app.commanding import an_app

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
DEAD = """\
survey: s
title: {en: T}
questions:
  - {name: use, type: select_one use, label: {en: "Do you come?"}}
  - {name: why, type: text, label: {en: "Why?"}, relevant: "${use} = 'no' and ${use} = 'yes'"}
choices: {use: {"yes": {en: "Yes"}, "no": {en: "No"}}}
"""
TWICE = """\
survey: s
title: {en: T}
questions:
  - {name: a, type: select_one often, label: {en: "How often?"}, plain: {en: "Do you come?"}}
  - {name: b, type: select_one often, label: {en: "And now?"}}
  - {name: words, type: text, label: {en: "Why?"}, constraint: ". != ''", constraint_message: {en: Say it.}}
  - {name: more, type: text, label: {en: "More?"}, relevant: "string-length(${words}) > 3"}
choices: {often: {weekly: {en: Every week}, never: {en: Never}}}
"""
HARD = """\
survey: s
title: {en: T}
questions: [{name: size, type: integer, label: {en: "How many people does your group or organisation employ?"}}]
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(survey, list(arguments), obj=an_app(Path("nowhere")))  # nothing is opened


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


def test_the_example_can_be_used_and_is_said_to_take_eight_to_ten_minutes() -> None:
    result = run("check", str(EXAMPLE), "--audience", "tso")
    assert result.exit_code == 0
    assert "Wrong" not in result.output
    assert "About 8 to 10 minutes: " in result.output
    assert result.output.endswith(f"\n{EXAMPLE} can be used.\n")


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
    assert f"{advised}, line 3, question 'size'  [choice-single]" in result.output


def test_check_prints_json_for_programs(wrong: str, advised: str) -> None:
    result = run("check", wrong, "--json")
    shown = json.loads(result.output)
    assert result.exit_code == 1
    assert [(fault["code"], fault["place"]["line"]) for fault in shown["faults"]] == [
        ("type-unknown", 5),
        ("expression-function", 7),
    ]
    assert shown["minutes"] is shown["tried"] is None
    found = json.loads(run("check", advised, "--json").output)
    assert [(one["code"], one["place"]["line"]) for one in found["advice"]] == [("choice-single", 3)]
    assert found["minutes"]["most"] == 1
    assert found["tried"]["whole"]
    assert found["tried"]["ways"] == {"size": []}


def test_check_tells_the_shortest_answers_that_lead_to_each_question() -> None:
    output = run("check", str(EXAMPLE), "--ways").output
    assert "\nsize: whatever is answered\n" in output
    assert "\nsince: size = small, public_money = yes\n" in output
    assert "Every way through it was tried (" in output
    assert "since: " not in run("check", str(EXAMPLE)).output


def test_where_there_are_too_many_ways_check_says_so(tmp_path: Path) -> None:
    """Fifteen numbers whose sum is asked about."""
    numbers = "".join(f"  - {{name: n{at}, type: integer, label: How many?}}\n" for at in range(15))
    total = " + ".join(f"${{n{at}}}" for at in range(15))
    path = tmp_path / "many.yaml"
    path.write_text(
        f"survey: s\ntitle: T\nquestions:\n{numbers}  - {{name: last, type: text, label: Why?, relevant: '{total} = 7'}}\n",
        encoding="utf-8",
    )
    output = run("check", str(path)).output
    assert "Each condition was tried by itself" in output
    assert "condition-untried" in output


def test_a_question_that_nobody_can_be_asked_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "dead.yaml"
    path.write_text(DEAD, encoding="utf-8")
    result = run("check", str(path))
    assert result.exit_code == 1
    assert f"{path}, line 5, question 'why'  [question-dead]" in result.output
    assert "can be used" not in result.output


def test_for_young_people_more_is_advised(tmp_path: Path) -> None:
    path = tmp_path / "hard.yaml"
    path.write_text(HARD, encoding="utf-8")
    assert "reading-hard" not in run("check", str(path)).output
    assert "reading-hard" in run("check", str(path), "--audience", "young_person").output
    assert run("check", str(path), "--audience", "nobody").exit_code == 2


def test_show_prints_a_sheet_of_the_survey() -> None:
    result = run("show", str(EXAMPLE))
    assert result.exit_code == 0
    assert "22 questions" in result.output
    assert "small_or_new" in result.output
    assert "minutes" in result.output


def test_a_list_of_choices_is_written_out_where_it_is_first_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six times the same scale hides what is different."""
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "twice.yaml"
    path.write_text(TWICE, encoding="utf-8")
    output = run("show", str(path)).output
    assert output.count("1. Every week") == 1
    assert "as in question 1 (often)" in output
    assert "Plain: Do you come?" in output
    assert "must be: . != '' (else: Say it.)" in output
    assert "only if: string-length(${words}) > 3" in output


def test_show_takes_words_as_they_are_and_speaks_the_language_asked_for(advised: str) -> None:
    assert "How [big]?" in run("show", advised).output
    welsh = run("show", advised, "--language", "cy").output
    assert "Mor fawr" in welsh
    assert "Bach" in welsh
    assert run("show", advised, "--language", "pl").exit_code == 2


def test_show_prints_json_for_programs() -> None:
    rows = json.loads(run("show", str(EXAMPLE), "--json").output)["questions"]
    assert rows[0]["number"] == "1"
    assert rows[0]["conditions"] == "Must be answered."
    assert (rows[6]["conditions"], rows[6]["relevant"]) == (
        "Only if the answer to question 5 is “Yes”.",
        "${public_money} = 'yes'",
    )
    assert rows[4] == {
        "number": "",
        "name": "small_or_new",
        "type": "calculate",
        "label": "",
        "choices": "",
        "conditions": "is: if(${size} = 'small' or ${years} < 3, 'yes', 'no')",
        "relevant": "",
    }


FORM = """\
| survey |
|        | type       | name | label                 | calculation | title |
|        | barcode    | g    | Group                 |             |       |
|        | text       | why  | Why?                  |             | x     |
"""


def test_an_xlsform_is_checked_like_yaml_with_the_place_in_it(tmp_path: Path) -> None:
    form = tmp_path / "s.md"
    form.write_text(FORM, encoding="utf-8")

    result = run("check", str(form))

    assert result.exit_code == 1
    assert f"{form}, line 3, question 'g'  [type-unavailable]" in result.output
    assert f"{form}, line 4  [key-unknown]" in result.output
    assert "Use label." in result.output


def test_what_another_reader_of_xlsform_says_is_advice(tmp_path: Path) -> None:
    """pyxform, where it is installed, falls over a title in two languages that is written like a label."""
    form = tmp_path / "s.md"
    form.write_text(
        "| survey |\n| | type | name | label::en | label::cy |\n| | text | why | Why? | Pam? |\n"
        "| settings |\n| | form_id | form_title::en | form_title::cy |\n| | s | Why | Pam |\n",
        encoding="utf-8",
    )

    result = run("check", str(form))

    assert result.exit_code == 0
    assert "[pyxform]" in result.output


def test_a_survey_goes_through_every_kind_of_file_and_comes_back(tmp_path: Path) -> None:
    book, table, again = tmp_path / "s.xlsx", tmp_path / "s.md", tmp_path / "s.yaml"

    for source, to, out in ((EXAMPLE, "xlsx", book), (book, "md", table), (table, "yaml", again)):
        assert run("convert", str(source), "--to", to, "--out", str(out)).output == f"Written: {out}\n"

    assert read_survey(again.read_bytes(), "") == read_survey(EXAMPLE.read_bytes(), "")
    assert run("check", str(book)).exit_code == 0
    assert run("show", str(book), "--json").output == run("show", str(EXAMPLE), "--json").output


def test_without_a_file_to_write_to_it_is_printed() -> None:
    assert run("convert", str(EXAMPLE), "--to", "md").output.startswith("| survey |")
    result = run("convert", str(EXAMPLE), "--to", "xlsx")
    assert result.exit_code == 2
    assert "Add --out FILE." in result.output


def test_nothing_is_written_over(tmp_path: Path) -> None:
    out = tmp_path / "s.md"
    out.write_text("mine", encoding="utf-8")

    with pytest.raises(Refused, match="is there already"):
        CliRunner().invoke(survey, ["convert", str(EXAMPLE), "--to", "md", "--out", str(out)], catch_exceptions=False)

    assert out.read_text(encoding="utf-8") == "mine"


def test_show_draws_a_flow_chart_in_the_language_asked_for(advised: str) -> None:
    assert run("show", str(EXAMPLE), "--flow").output.startswith("flowchart TD\n")
    assert "Mor fawr" in run("show", advised, "--flow", "--language", "cy").output
    assert run("show", advised, "--flow", "--language", "pl").exit_code == 2


def test_a_file_that_is_not_there_is_wrong_usage() -> None:
    assert run("check", "nowhere.yaml").exit_code == 2


# ── show --to ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_sheet_to_take_away_is_written_under_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for more, name in (("pdf", "framework-2010-en.pdf"), ("docx", "framework-2010-en.docx")):
        result = run("show", str(EXAMPLE), "--to", more)
        assert (result.exit_code, result.output) == (0, f"Written: {name}\n")
        assert (tmp_path / name).stat().st_size > 10_000


def test_the_sheet_of_a_consultation_says_who_asks(tmp_path: Path) -> None:
    out = tmp_path / "sheet.docx"
    run("show", str(EXAMPLE.parent / "consultation.yaml"), "--to", "docx", "--out", str(out))
    words = [paragraph.text for paragraph in Document(str(out)).paragraphs]
    assert words[words.index("Who asks") + 1] == "Wexmoor Council, Communities and Partnerships team"


def test_large_print_is_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("show", str(EXAMPLE), "--to", "pdf", "--large").output == "Written: framework-2010-en-large.pdf\n"


@pytest.mark.parametrize("wrong", [("--large",), ("--large", "--to", "docx"), ("--out", "x.pdf")])
def test_what_makes_sense_with_a_file_only_is_refused_without_one(wrong: tuple[str, ...]) -> None:
    result = run("show", str(EXAMPLE), *wrong)
    assert result.exit_code == 2
    assert "--large goes with --to pdf, and --out with --to." in result.output


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    out.write_text("mine")
    assert isinstance(run("show", str(EXAMPLE), "--to", "pdf", "--out", str(out)).exception, Refused)
    assert out.read_text() == "mine"
