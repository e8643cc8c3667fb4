"""The demonstration is the product at work: what is changed in the example's files shows in what the right person is sent."""

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot import demo, example
from bot.__main__ import main
from surveys.errors import Refused

Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, list[str]]:
    """The demonstration as it is, run once: its folder, the digest it gave, and the lines it said."""
    folder = tmp_path_factory.mktemp("demo")
    lines: list[str] = []
    return folder, demo.run(folder, lines.append, lambda _done, _total: None), lines


def last(folder: Path, who: str) -> str:
    """The newest message on somebody's phone."""
    return max((folder / "phones" / who).glob("*.txt")).read_text("utf-8")


def rerun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change) -> Path:
    """The demonstration of an example that was changed; its folder."""
    changed = tmp_path / "framework"
    shutil.copytree(example.FOLDER, changed)
    change(changed)
    monkeypatch.setattr(example, "FOLDER", changed)
    folder = tmp_path / "demo"
    demo.run(folder, lambda _line: None, lambda _done, _total: None)
    return folder


def edit_csv(path: Path, edit: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def test_the_figures_are_those_of_the_reference(shown: tuple[Path, str, list[str]]) -> None:
    _, digest, lines = shown
    text = " ".join(digest.split())
    assert "82 people and groups answered. 68 did so online and 14 on paper." in text
    assert "held 3 focus groups. 43 people came." in text
    assert "28 points" in text
    assert sorted(int(number) for number in re.findall(r"^Point (\d+):", digest, re.MULTILINE)) == list(range(1, 29))
    assert any(line.startswith("Tried to compile the final edition, and was refused: point 28 has no reply") for line in lines)


def test_everybody_who_asked_is_told_about_their_own_point_and_nobody_else_is(shown: tuple[Path, str, list[str]]) -> None:
    folder, _, _ = shown
    points = {int(row["number"]): row["sentence"] for row in rows("points")}
    said: dict[str, set[int]] = {}
    for row in rows("links"):
        said.setdefault(row["response"], set()).add(int(row["point"]))
    for person in yaml.safe_load((example.FOLDER / "people.yaml").read_bytes()):
        message, mine = last(folder, person["reference"]), said.get(person["reference"], set())
        told = {number for number, sentence in points.items() if f"point {number}: {sentence}" in message}
        assert told == (mine if person["hear_back"] else set()), person["reference"]


def test_who_answers_at_half_past_eleven_on_the_last_day_counts_and_who_comes_after_midnight_does_not(
    shown: tuple[Path, str, list[str]],
) -> None:
    folder, _, lines = shown
    assert "68 people have answered in chat, the last one at 23:30 on the closing day" in lines
    assert last(folder, "late").startswith("This consultation closed at the end of 15 November 2010")


def test_three_bodies_get_both_editions_and_paper_gets_letters(shown: tuple[Path, str, list[str]]) -> None:
    folder, _, _ = shown
    for body in demo.TOLD:
        interim, final = sorted((folder / "letters" / "bodies" / body).glob("*.txt"))
        assert "You told us" in interim.read_text("utf-8") or "What you told us" in interim.read_text("utf-8")
        assert "You said, we did" in final.read_text("utf-8")
    letters = max((folder / "letters" / "framework-2010" / "P01").glob("*.txt")).read_text("utf-8")
    assert letters.startswith("Mrs Enid Farrow, 14 Saltpan Row, Wexmoor WX4 2ZD")
    assert (folder / "edition-2-final.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def rows(name: str) -> list[dict[str, str]]:
    """A file of the example."""
    with (example.FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_changed_answer_a_changed_link_and_a_changed_reply_show_in_the_right_person_s_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: tuple[Path, str, list[str]]
) -> None:
    """One answer of R01, one link taken from R02, one reply to point 1: each in what R01 and R02 are told, nowhere else."""
    lost = next(row for row in rows("links") if row["response"] == "R02")
    words = "We have waited eleven weeks for one invoice, and counted every day of it."

    def change(folder: Path) -> None:
        path = folder / "people.yaml"
        before = yaml.safe_load(path.read_bytes())[0]["answers"]["paperwork"]
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, words), "utf-8")
        edit_csv(folder / "links.csv", lambda links: links.remove(lost))
        edit_csv(
            folder / "replies.csv", lambda replies: replies[0].update(reason="We pay by the next Friday from now on, and say so.")
        )

    folder = rerun(tmp_path, monkeypatch, change)
    original, _, _ = shown
    assert words in last(folder, "R01")
    assert words not in last(original, "R01")
    assert "We pay by the next Friday from now on, and say so." in last(folder, "R01")
    assert f"point {lost['point']}:" in last(original, "R02")
    assert f"point {lost['point']}:" not in last(folder, "R02")
    everybody = [path.name for path in (folder / "phones").iterdir()]
    assert [who for who in everybody if words in last(folder, who)] == ["R01"]


def test_somebody_s_own_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Refused, match="holds something else"):
        demo.prepare(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_what_an_earlier_demonstration_left_is_replaced(tmp_path: Path) -> None:
    demo.prepare(tmp_path).database.close()
    (tmp_path / "phones").mkdir()
    (tmp_path / "points.xlsx").touch()
    demo.prepare(tmp_path).database.close()
    assert not (tmp_path / "phones").exists()
    assert not (tmp_path / "points.xlsx").exists()


def test_an_example_that_says_nothing_for_a_question_is_noticed() -> None:
    person = demo.Person("R01", {}, hear_back=True, quote=True)
    with pytest.raises(LookupError, match="R01 was asked 'size'"):
        person._typed("size")


def test_the_command_prints_the_digest_and_where_the_files_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(folder: Path, say: Callable[[str], None], progress: Callable[[int, int], None]) -> str:
        say(f"working in {folder}")
        progress(68, 68)
        return "You said, we did"

    monkeypatch.setattr("bot.commands.demo.run", run)
    result = CliRunner().invoke(main, ["demo", "--dir", str(tmp_path)])
    assert result.exit_code == 0
    assert "You said, we did" in result.stdout
    assert f"All of it is in {tmp_path}:" in result.stdout
    assert "68 of 68" in result.stderr
