"""`hearback consultation revise`: what officers see when a survey changes while people answer."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.channels.terminal import Terminal
from surveys.messages import Inbound, Outgoing
from tests.app.commanding import DURING, EXAMPLE, RUTH, SAM, a_staffed_app, an_open_example, run, told

SURVEY = (EXAMPLE / "survey.yaml").read_text("utf-8")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """The example, open, with Ada half-way: her size, form and area are answered."""
    app = a_staffed_app(tmp_path)
    an_open_example(app)
    talk(app, "ada", "yes", "1", "1", "2")
    yield app
    app.database.close()


def talk(app: App, who: str, *said: str) -> str:
    """Somebody in the terminal; all that they were told."""
    lines, shown = iter(said), list[str]()

    async def receive(message: Inbound) -> Outgoing | None:
        [outcome] = app.door.receive([message], now=DURING, place=1)
        return outcome.outgoing

    def read() -> str | None:
        return next(lines, None)

    terminal = Terminal(who, receive, read, shown.append)
    asyncio.run(terminal.talk("framework-2010"))
    return "\n".join(shown)


def a_file(folder: Path, *swaps: tuple[str, str], name: str = "new.yaml") -> str:
    source = SURVEY
    for before, after in swaps:
        assert before in source
        source = source.replace(before, after)
    (folder / name).write_text(source, encoding="utf-8")
    return str(folder / name)


def test_a_change_is_tried_decided_in_a_map_confirmed_approved_and_carried_out(app: App, tmp_path: Path) -> None:
    """From the first look to the last person carried over, each command says what it did and which one comes next."""
    area = ('"Where do you do most of your work?"', '"Where do you work most?"')
    new = a_file(tmp_path, area, ("    quayside: {en: Quayside}\n", ""))
    plan = tmp_path / "map.yaml"
    revise = ("consultation", "revise", "framework-2010", new, "--map", str(plan), "--by", SAM)
    first = run(app, *revise).stdout
    assert "area\n  the label (en) is “Where do you work most?”" in first
    assert "Does this still ask the same? area" in first
    assert "area: 1 answered it and are asked again" in first
    assert f"Wrote {plan}" in first
    assert "Nothing is stored." in first
    plan.write_text(plan.read_text().replace("do: decide", "do: keep"))
    assert "say so in the map: 'apart: [area]'" in run(app, *revise).stdout
    assert "apart: [area]" in run(app, *revise, "--confirm", code=1).output
    plan.write_text(plan.read_text().replace("apart: []", "apart: [area]"))
    assert "give the same again with --confirm" in run(app, *revise).stdout
    assert "hearback consultation approve framework-2010" in run(app, *revise, "--confirm").stdout
    assert "Version 2.1 (tso): waits for approval" in run(app, "consultation", "show", "framework-2010").stdout
    run(app, "consultation", "approve", "framework-2010", "--by", SAM, code=1)
    done = run(app, "consultation", "approve", "framework-2010", "--by", RUTH).stdout
    assert done == "In use from now on: version 2.1.\nCarried over: 1.\n"
    assert run(app, "consultation", "carry", "framework-2010").stdout == "Carried over: 0.\n"
    shown = run(app, "consultation", "show", "framework-2010").stdout
    assert f"Version 2.1 (tso): 1 under way, 0 finished, made by {SAM}, approved by {RUTH}\narea\n" in shown
    [one, two] = told(app, "consultation", "show", "framework-2010")["versions"]
    assert (one["version"], two["version"], two["under_way"], two["carried_over"]) == ("1.1", "2.1", 1, True)
    assert "One question has changed so much that we ask it again." in talk(app, "ada")
    assert told(app, "responses", "list", "framework-2010")[0]["version"] == "2.1"


def test_corrected_words_need_a_word_and_no_map(app: App, tmp_path: Path) -> None:
    """With `--same` the author says that the words still ask the same: everybody has them at once."""
    new = a_file(tmp_path, ('"Where do you do most of your work?"', '"Where do you work most?"'))
    undecided = run(app, "consultation", "revise", "framework-2010", new, "--by", SAM).stdout
    assert "or say --same for all" in undecided
    assert "everybody has them at once" in run(app, "consultation", "revise", "framework-2010", new, "--same", "--by", SAM).stdout
    run(app, "consultation", "revise", "framework-2010", new, "--same", "--confirm", "--by", SAM)
    run(app, "consultation", "approve", "framework-2010", "--by", RUTH)
    assert "Where do you work most?" in talk(app, "ben", "yes", "1", "1")


def test_a_program_is_told_the_same(app: App, tmp_path: Path) -> None:
    """`--json` holds the changes, what is undecided, and what the trial came to."""
    new = a_file(tmp_path, ("    quayside: {en: Quayside}\n", ""))
    seen = told(app, "consultation", "revise", "framework-2010", new, "--by", SAM)
    assert (seen["from"], seen["to"], seen["only_words"], seen["undecided"]) == ("1.1", "2.1", False, [])
    assert seen["trial"] == {"live": 1, "staying": 0, "apart": {"area": 1}, "again": {"area": 1}}
    assert seen["lost"] == ["area"]


def test_a_draft_is_changed_at_once_and_a_faulty_file_not_at_all(tmp_path: Path) -> None:
    """A draft waits for its approval anyway; a survey with a fault is refused with all of them, and nothing is stored."""
    app = a_staffed_app(tmp_path)
    run(app, "consultation", "create", str(EXAMPLE / "consultation.yaml"), "--by", SAM)
    new = a_file(tmp_path, ('"Where do you do most of your work?"', '"Where do you work most?"'))
    ran = run(app, "consultation", "revise", "framework-2010", new, "--same", "--confirm", "--by", SAM)
    assert "Version 1.2 is what the draft asks now." in ran.stdout
    dead = a_file(
        tmp_path,
        ("    relevant: \"${public_money} = 'yes'\"", "    relevant: \"${public_money} = 'yes' and ${public_money} = 'no'\""),
    )
    assert "question-dead" in run(app, "consultation", "revise", "framework-2010", dead, "--by", SAM, code=1).output
    app.database.close()


def test_a_version_for_new_people_only_is_tried_on_nobody(app: App, tmp_path: Path) -> None:
    """With `--new-only` nobody is carried over, and nothing can be lost."""
    new = a_file(tmp_path, ("    quayside: {en: Quayside}\n", ""))
    ran = run(app, "consultation", "revise", "framework-2010", new, "--new-only", "--confirm", "--by", SAM).stdout
    assert "Tried on all" not in ran
    assert run(app, "consultation", "approve", "framework-2010", "--by", RUTH).stdout.endswith("Carried over: 0.\n")


def test_translations_left_behind_are_told_and_stop_it(tmp_path: Path) -> None:
    """A text that was changed while its translation was not is named with both; it is let through only by a word."""
    app = a_staffed_app(tmp_path)
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "consultation.yaml").write_bytes((EXAMPLE / "consultation.yaml").read_bytes())
    question = "  - {name: why, type: text, label: {en: Why is that so?, cy: Pam felly?}}"
    two = f"survey: two\ntitle: {{en: Two, cy: Dau}}\nquestions:\n{question}\n"
    (folder / "survey.yaml").write_text(two)
    run(app, "consultation", "create", str(folder / "consultation.yaml"), "--by", SAM)
    (folder / "survey.yaml").write_text(two.replace("Why is that so?", "Why is it so?"))
    revise = ("consultation", "revise", "framework-2010", str(folder / "survey.yaml"), "--same", "--by", SAM)
    ran = run(app, *revise).stdout
    assert "in 'cy' it still is “Pam felly?”" in ran
    assert "or say --translations-fit" in ran
    assert "why (cy)" in run(app, *revise, "--confirm", code=1).output
    run(app, *revise, "--confirm", "--translations-fit")
    app.database.close()
