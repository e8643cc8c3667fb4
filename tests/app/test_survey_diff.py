"""What an author is told of the differences between two files of a survey."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.survey import survey
from tests.app.commanding import an_app
from tests.surveys.definitions.versions.made import ONE


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.yaml"
    path.write_text(ONE, encoding="utf-8")
    return path


def changed(old: Path, before: str, after: str) -> str:
    path = old.parent / "new.yaml"
    path.write_text(ONE.replace(before, after), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(survey, list(arguments), obj=an_app(Path("nowhere")))  # nothing is opened


def test_what_is_different_is_told_by_question_with_what_it_comes_to(old: Path) -> None:
    """Changed words and rules are told under their question, and whether it is a new structure."""
    ran = run("diff", str(old), changed(old, "type: integer, label: {en: How old are you?", "type: text, label: {en: Your age?"))
    assert ran.exit_code == 0
    assert "age\n  its type is text, was integer\n  the label (en) is “Your age?”, was “How old are you?”\n" in ran.output
    assert "in 'cy' it still is “Faint yw eich oed?”" in ran.output
    assert "it is a new structure" in ran.output


def test_words_that_may_still_ask_the_same_are_said_to_be_undecided(old: Path) -> None:
    """A label in other words may be the same question: until a map says so, it is told as a thing to decide."""
    new = changed(old, "How old are you?, cy: Faint", "What is your age?, cy: Beth")
    assert "Where they still ask the same" in run("diff", str(old), new).output
    plan = old.parent / "map.yaml"
    plan.write_text("survey: park\nfrom: '1.1'\nquestions: {age: keep}\n")
    assert "everybody has them at once" in run("diff", str(old), new, "--map", str(plan)).output
    plan.write_text("survey: park\nfrom: '1.1'\nquestions: {age: ask}\n")
    assert "another question under the same name" in run("diff", str(old), new, "--map", str(plan)).output


def test_the_title_belongs_to_no_question_and_nothing_is_nothing(old: Path) -> None:
    """What is about the whole survey stands by itself; two files that ask the same are said to."""
    assert run("diff", str(old), changed(old, "Y parc", "Ein parc")).output.startswith("the title (cy) is “Ein parc”")
    assert run("diff", str(old), str(old)).output == "Nothing that people meet is different.\n"


def test_a_program_is_told_the_same(old: Path) -> None:
    """`--json` holds each change with its parts and in words, and the translations left behind."""
    new = changed(old, "How old are you?", "What is your age?")
    told = json.loads(run("diff", str(old), new, "--json").output)
    assert told["only_words"] is True
    assert [(each["what"], each["question"], each["part"], each["language"]) for each in told["changes"]] == [
        ("text", "age", "label", "en")
    ]
    assert [fault["code"] for fault in told["stale"]] == ["translation-stale"]


def test_a_check_since_a_file_finds_the_translations_left_behind(old: Path) -> None:
    """`survey check FILE --since OLD` advises on each translation whose text was changed and it was not, and only then."""
    new = changed(old, "How old are you?", "What is your age?")
    ran = run("check", new, "--since", str(old), "--json")
    assert "translation-stale" in [each["code"] for each in json.loads(ran.output)["advice"]]
    assert "translation-stale" not in run("check", new).output
    assert "translation-stale" not in run("check", str(old), "--since", str(old)).output
