"""`hearback survey chat`: a survey tried in the terminal, with nothing stored."""

from pathlib import Path

import pytest
from click.testing import Result

from tests.app.commanding import EXAMPLE, an_app, run

SURVEY = """\
survey: tiny
title: {en: Our drop-in, cy: Ein sesiwn}
questions:
  - {name: like, type: select_one like, label: {en: Do you like it?, cy: Ydych chi'n ei hoffi?}}
  - {name: why, type: text, label: {en: Why?, cy: Pam?}, relevant: "${like} = 'no'"}
choices: {like: {"yes": {en: "Yes", cy: Ydw}, "no": {en: "No", cy: Nac ydw}}}
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(SURVEY, encoding="utf-8")
    return path


def chat(*arguments: str, typed: str = "", code: int = 0) -> Result:
    return run(an_app(Path("nowhere")), "survey", "chat", *arguments, typed=typed, code=code)


def test_a_survey_is_tried_from_its_first_question_to_its_last_and_leaves_nothing(tiny: Path) -> None:
    """What its consultation will say stands in brackets."""
    said = chat(str(tiny), typed="yes\nno\nToo loud.\nyes\nno\n").output
    assert "(owner) would like to hear from you about: Our drop-in." in said
    assert "Why we ask: (purpose)" in said
    assert "Question 2 of 2\n\nWhy?" in said
    assert "That was the last question." in said
    assert said.endswith("Nothing was stored.\n")
    assert list(tiny.parent.iterdir()) == [tiny]


def test_its_conditions_and_commands_work_as_they_will(tiny: Path) -> None:
    said = chat(str(tiny), typed="yes\nyes\nmy answers\nresults\nswitch\n[No, thanks]\nstop\n").output
    assert "Why?" not in said
    assert "Do you like it?\n→ Yes" in said
    assert "Nothing has come back yet." in said
    assert "There is nothing else open for you." in said


def test_after_forget_me_it_begins_anew(tiny: Path) -> None:
    said = chat(str(tiny), typed="yes\nno\nforget me\nyes\nstart\nyes\nmy answers\n").output
    assert "It is deleted." in said
    assert said.count("would like to hear from you about") == 2
    assert said.rstrip().rpartition("What you have said so far")[2].lstrip().startswith("Nothing yet.")


def test_a_button_without_a_number_is_pressed_by_its_label(tiny: Path) -> None:
    assert "All the questions" in chat(str(tiny), typed="See all questions first\n").output


def test_it_is_asked_in_another_language_and_says_where_its_own_words_are_not(tiny: Path) -> None:
    said = chat(str(tiny), "--language", "cy", typed="yes\n").output
    assert "Ydych chi'n ei hoffi?" in said
    assert "The survey is in: en, cy." in chat(str(tiny), "--language", "pl", code=2).output


def test_whoever_changes_the_language_hears_the_bot_and_the_consultation_in_it_too(tmp_path: Path, tiny: Path) -> None:
    """As people will: not the questions alone."""
    text = (EXAMPLE / "consultation.yaml").read_text("utf-8").replace("languages: [en]", "languages: [en, cy]")
    owner = "owner: Wexmoor Council, Communities and Partnerships team"
    assert owner in text
    both = text.replace(owner, "owner: {en: The Council, cy: Y Cyngor}").replace("survey.yaml", "tiny.yaml")
    (tmp_path / "both.yaml").write_text(both, "utf-8")
    said = chat(str(tmp_path / "both.yaml"), typed="language\ncymraeg\nbeth yw hwn\n").output
    assert "Hoffai Y Cyngor" in said.partition("Cymraeg")[2]
    assert "Hoffech chi gymryd rhan?" in said


def test_whoever_asks_for_plain_words_is_asked_in_them(tmp_path: Path) -> None:
    """As people will: a draft in plain words can be tried too."""
    path = tmp_path / "plain.yaml"
    path.write_text("survey: s\ntitle: T\nquestions: [{name: why, type: text, label: To what end?, plain: What for?}]\n", "utf-8")
    said = chat(str(path), typed="plain words\nyes\n").output
    assert "What for?" in said
    assert "To what end?" not in said


def test_a_consultation_says_its_own_words_and_asks_the_survey_of_an_audience() -> None:
    file = str(EXAMPLE / "consultation.yaml")
    for arguments in ((file,), (file, "--audience", "tso")):
        said = chat(*arguments, typed="yes\n").output
        assert "Wexmoor Council, Communities and Partnerships team would like to hear from you" in said
        assert "Question 1 of 22" in said
    assert "It asks: tso." in chat(file, "--audience", "parent", code=2).output


def test_where_several_audiences_are_asked_one_is_named(tmp_path: Path, tiny: Path) -> None:
    text = (EXAMPLE / "consultation.yaml").read_text("utf-8")
    both = text.replace("survey: survey.yaml}", "survey: tiny.yaml}\n  - {audience: officer, survey: tiny.yaml}")
    (tmp_path / "both.yaml").write_text(both, "utf-8")
    assert "It asks: tso, officer." in chat(str(tmp_path / "both.yaml"), code=2).output
    assert "Do you like it?" in chat(str(tmp_path / "both.yaml"), "--audience", "officer", typed="yes\n").output


def test_a_survey_does_not_know_who_is_asked_and_may_be_a_table(tmp_path: Path, tiny: Path) -> None:
    assert "Give the consultation's file." in chat(str(tiny), "--audience", "tso", code=2).output
    table = tmp_path / "tiny.md"
    table.write_text("| survey |\n| | type | name | label |\n| | text | why | Why is it so? |\n", "utf-8")
    assert "Why is it so?" in chat(str(table), typed="yes\n").output


def test_a_file_with_faults_is_not_tried(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("survey: s\ntitle: T\n", "utf-8")
    assert "key-missing" in chat(str(wrong), code=1).output


def test_a_language_that_the_bot_does_not_speak_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SURVEY.replace("cy:", "eo:"), "utf-8")
    said = chat(str(path), "--language", "eo", typed="yes\n").output
    assert said.startswith("The bot does not speak 'eo' yet: its own words are in English.\n")
    assert "Pam?" not in said
    assert "Ydych chi'n ei hoffi?" in said


def test_a_file_is_tried_by_its_path_and_stored_nowhere(tmp_path: Path) -> None:
    survey = tmp_path / "sent.yaml"
    survey.write_text("survey: sent\ntitle: T\nquestions: [{name: shot, type: image, label: A picture?}]\n", "utf-8")
    (tmp_path / "small.png").write_bytes(b"PNG")
    (tmp_path / "large.png").write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    said = chat(str(survey), typed=f"yes\n@{tmp_path}/large.png\n@{tmp_path}/small.png\n").output
    assert "bigger than I can keep: up to 10 MB" in said
    assert "✓ a picture" in said
