"""`hearback invite`, `hearback responses` and `hearback person`."""

import asyncio
import csv
import io
import stat
from pathlib import Path

import httpx
import pytest

from bot.app import App
from bot.web.app import make_app
from storage import consultations
from surveys.messages import Content, File, Inbound, Sent, Start, Text
from tests.app.commanding import DURING, EXAMPLE, RUTH, SAM, a_staffed_app, an_open_example, run, told
from tests.app.services import telegram_that
from tests.factories import a_consultation, a_person


@pytest.fixture
def app(tmp_path: Path) -> App:
    """With the example open."""
    app = a_staffed_app(tmp_path)
    an_open_example(app)
    return app


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True))


# ── invite ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_links_are_added_to_the_columns_of_the_file(app: App, tmp_path: Path) -> None:
    """To be merged into letters; what looks like a formula is guarded; the file is the officer's own."""
    (tmp_path / "groups.csv").write_text(
        'reference,name,Gruß\nORG-1,"=HYPERLINK(""x"")",a\nORG-2,"Elders, Old Town",b\n', "utf-8"
    )
    out = tmp_path / "links.csv"
    said = run(app, "invite", "framework-2010", str(tmp_path / "groups.csv"), "--out", str(out)).stdout
    assert said.startswith(f"Wrote 2 links to {out}.")
    first, second = _table(out.read_text("utf-8"))
    assert (first["reference"], first["name"], second["name"], first["Gruß"]) == (
        "ORG-1",
        '\'=HYPERLINK("x")',
        "Elders, Old Town",
        "a",
    )
    assert first["web"].startswith("https://hear.example/answer/")
    assert "telegram" not in first
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert told(app, "consultation", "show", "framework-2010")["invited"] == 2


def test_a_link_is_an_address_of_the_pages_and_a_door_for_one_person(app: App) -> None:
    """The very address that is printed shows what it is about; by it the response gets its reference."""
    [link] = _table(run(app, "invite", "framework-2010", "--count", "1").stdout)

    async def look() -> str:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(make_app(app)), base_url="https://hear.example") as browser:
            return (await browser.get(link["web"])).text

    assert "A fairer way to work with charities and community groups" in asyncio.run(look())
    token = link["web"].rpartition("/")[2]
    contents: tuple[Content, ...] = (Start(token), Text("yes"))
    app.door.receive([Inbound("web", str(at), token, each) for at, each in enumerate(contents)], now=DURING, place=1)
    assert told(app, "consultation", "show", "framework-2010")["arrived"] == 1
    assert [row["reference"] for row in told(app, "responses", "list", "framework-2010")] == [link["reference"]]


def test_links_without_a_file_have_random_references(app: App) -> None:
    """And into Telegram where the bot's name is given."""
    links = _table(run(app, "invite", "framework-2010", "--count", "3", "--bot", "@wexmoor_bot").stdout)
    assert len({link["reference"] for link in links}) == 3
    for link in links:
        token = link["web"].removeprefix("https://hear.example/answer/")
        assert link["telegram"] == f"https://t.me/wexmoor_bot?start={token}"
    only = _table(run(app, "invite", "framework-2010", "--count", "1", "--base", "telegram", "--bot", "wexmoor_bot").stdout)
    assert set(only[0]) == {"reference", "telegram"}


def test_the_bots_name_is_asked_of_telegram(app: App, tmp_path: Path) -> None:
    """Where a token is set; and before a link is made, since links are seen once only."""
    with telegram_that("answers") as url:
        asking = a_staffed_app(tmp_path, telegram_token="1:ABC", telegram_api_url=url)
        [link] = _table(run(asking, "invite", "framework-2010", "--count", "1", "--base", "telegram").stdout)
        assert link["telegram"].startswith("https://t.me/wexmoor_bot?start=")
    assert "does not answer" in run(asking, "invite", "framework-2010", "--count", "1", code=3).stderr
    assert told(app, "consultation", "show", "framework-2010")["invited"] == 1
    assert _table(run(asking, "invite", "framework-2010", "--count", "1", "--base", "web").stdout)


def test_double_references_are_told_by_row(app: App, tmp_path: Path) -> None:
    """And no link is made."""
    path = tmp_path / "groups.csv"
    path.write_text("reference\nA\n\nB\nA\n", "utf-8")
    said = run(app, "invite", "framework-2010", str(path), code=1).stderr
    assert said.startswith(f"{path}, line 5: 'A' stands in row 2 already")
    assert told(app, "consultation", "show", "framework-2010")["invited"] == 0


def test_a_file_that_is_there_is_not_written_over(app: App, tmp_path: Path) -> None:
    """No link is made for it."""
    out = tmp_path / "links.csv"
    out.write_text("mine")
    assert "is there already" in run(app, "invite", "framework-2010", "--count", "1", "--out", str(out), code=1).stderr
    assert out.read_text() == "mine"
    assert told(app, "consultation", "show", "framework-2010")["invited"] == 0


def test_an_empty_list_makes_no_link(app: App, tmp_path: Path) -> None:
    """A heading alone."""
    (tmp_path / "none.csv").write_text("reference\n")
    assert _table(run(app, "invite", "framework-2010", str(tmp_path / "none.csv")).stdout) == []


@pytest.mark.parametrize("arguments", [(), ("x.csv", "--count", "1"), ("--count", "0"), ("--count", "1", "--base", "telegram")])
def test_wrong_usage_says_how_it_is_meant(app: App, arguments: tuple[str, ...]) -> None:
    """Exit code 2, as for every command."""
    assert "Usage: " in run(app, "invite", "framework-2010", *arguments, code=2).stderr


# ── responses ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_paper_and_groups_come_in_and_are_listed(app: App) -> None:
    """With who typed them in; nothing of what they say."""
    paper = run(app, "responses", "import", "framework-2010", str(EXAMPLE / "paper.csv"), "--mode", "paper", "--by", SAM)
    assert paper.stdout == "Brought in 14 responses on paper. 10 of them will hear back by letter.\n"
    groups = run(app, "responses", "import", "framework-2010", str(EXAMPLE / "groups.csv"), "--mode", "focus-group", "--by", SAM)
    assert groups.stdout == "Brought in 3 focus groups with 43 people. 3 of them will hear back by letter.\n"
    listed = told(app, "responses", "list", "framework-2010")
    assert [row["reference"] for row in listed] == ["G1", "G2", "G3", *(f"P{number:02}" for number in range(1, 15))]
    assert listed[0] == {
        "reference": "G1",
        "mode": "focus-group",
        "status": "finished",
        "people": 15,
        "audience": "tso",
        "who": "Beth Asante, Wexmoor Council, Hartfield Library, 2010-09-21",
        "entered_by": SAM,
        "version": "1.1",
    }
    assert listed[3]["who"] == "Wexmoor Pensioners' Social Club"
    assert "P14" in run(app, "responses", "list", "framework-2010").stdout


def test_a_second_import_and_faults_are_told_by_row(app: App, tmp_path: Path) -> None:
    """Each on a line with its file, row and column."""
    arguments = ("responses", "import", "framework-2010", str(EXAMPLE / "paper.csv"), "--mode", "paper", "--by", SAM)
    run(app, *arguments)
    lines = run(app, *arguments, code=1).stderr.splitlines()
    assert len(lines) == 14
    assert lines[0].startswith(f"{EXAMPLE / 'paper.csv'}, line 2: there is a response 'P01' already [form.taken]")
    text = (EXAMPLE / "paper.csv").read_text("utf-8").replace("P05,", "N05,").replace(",10 to 50,Charity,", ",eleventy,Charity,")
    (tmp_path / "new.csv").write_text(text, "utf-8")
    said = run(app, "responses", "import", "framework-2010", str(tmp_path / "new.csv"), "--mode", "paper", "--by", SAM, code=1)
    assert f"{tmp_path / 'new.csv'}, line 6, question 'size': 'eleventy' is no answer to this" in said.stderr


@pytest.mark.parametrize("name", ["none.csv", ".", "picture.csv"])
def test_what_is_no_file_of_responses_is_said_in_a_sentence(app: App, tmp_path: Path, name: str) -> None:
    """A missing file, a folder, a picture."""
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\0\0")
    said = run(app, "responses", "import", "framework-2010", str(tmp_path / name), "--mode", "paper", "--by", SAM, code=1).stderr
    assert len(said.strip().splitlines()) == 1
    assert str(tmp_path / name).rstrip(".").rstrip("/") in said


def test_a_list_without_responses_says_so(app: App) -> None:
    """And an unknown consultation too."""
    assert run(app, "responses", "list", "framework-2010").stdout == "There are no responses yet.\n"
    assert "There is no consultation 'x'" in run(app, "responses", "list", "x", code=1).stderr


# ── person ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_stored_of_a_person_is_shown_and_forgotten(app: App) -> None:
    """To hand over on paper, or as JSON; forgetting asks first."""
    run(app, "responses", "import", "framework-2010", str(EXAMPLE / "paper.csv"), "--mode", "paper", "--by", SAM)
    at = ("letters/framework-2010/P01", "--channel", "folder")
    shown = run(app, "person", "show", *at).stdout
    for line in (
        "Address on folder: letters/framework-2010/P01, Mrs Enid Farrow, 14 Saltpan Row, Wexmoor WX4 2ZD (live)",
        "framework-2010: finished",
        f"Reference P01 (paper, typed in by {SAM})",
        "Organisation: Wexmoor Pensioners' Social Club",
        "Hear back: yes",
        "→ A kind person at the end of a telephone.",
    ):
        assert line in shown
    assert told(app, "person", "show", *at)["interviews"][0]["response"]["reference"] == "P01"
    run(app, "person", "forget", *at, "--by", SAM, typed="n\n", code=1)
    run(app, "person", "forget", *at, "--by", SAM, "--yes")
    assert "Nobody is known at" in run(app, "person", "show", *at, code=1).stderr
    assert len(told(app, "responses", "list", "framework-2010")) == 13


def test_somebody_without_answers_is_shown_with_their_address(app: App, tmp_path: Path) -> None:
    """On Telegram, the account is that of our own bot unless another is named."""
    with app.database.write() as tx:
        a_person(tx, "4711")
    assert "They have not begun" in run(app, "person", "show", "4711", "--channel", "telegram").stdout
    ours = a_staffed_app(tmp_path, telegram_token="99:ABC")
    assert "Nobody is known" in run(ours, "person", "show", "4711", "--channel", "telegram", code=1).stderr


def test_somebody_who_has_not_agreed_yet_is_shown_without_a_response(app: App) -> None:
    """They were asked whether they want to take part, and that is all."""
    door = app.door
    door.receive([Inbound("telegram", "1", "4711", Start("framework-2010"))], now=DURING, place=1)
    shown = run(app, "person", "show", "4711", "--channel", "telegram").stdout
    assert shown == "Address on telegram: 4711 (live)\n\nframework-2010: consent\n"


def test_only_an_officer_may_forget_for_others(app: App) -> None:
    """Any officer, but an officer."""
    with app.database.write() as tx:
        a_person(tx, "4711")
    at = ("4711", "--channel", "telegram", "--yes")
    assert "There is no officer 'x'" in run(app, "person", "forget", *at, "--by", "x", code=1).stderr
    assert run(app, "person", "forget", *at, "--by", RUTH).stdout.startswith("It is deleted.")


# ── responses media ─────────────────────────────────────────────────────────────────────────────────────────────────────

PICTURES = """
survey: pictures
title: {en: Pictures}
questions:
  - {name: shot, type: image, label: Send a picture.}
  - {name: paper, type: file, label: Send a paper.}
"""


def _a_response_with_files(app: App, tmp_path: Path, *files: File) -> str:
    """The reference of a finished response with these files, in a consultation called pictures."""
    with app.database.write() as tx:
        about = a_consultation(slug="pictures")
        new = consultations.add(tx, about, [("tso", PICTURES.encode())], created_by=SAM)
        consultations.set_state(tx, new, "open")
    contents: list[Content] = [Start("pictures"), Text("yes", "1"), *(Sent("file", "2", file=file) for file in files)]
    contents += [Text("skip", "3")] * (2 - len(files)) + [Text("no", "4"), Text("no", "5")]
    batch = [Inbound("telegram", str(at), "4711", content) for at, content in enumerate(contents)]
    app.door.receive(batch, now=DURING, place=1)
    [entry] = told(app, "responses", "list", "pictures")
    return str(entry["reference"])


def test_files_are_written_out_for_the_officer_alone_under_names_of_ours(app: App, tmp_path: Path) -> None:
    """What a stranger called them is told, and names no file: it could lead anywhere."""
    picture = File(b"\x89PNG", "../../etc/cron.d/x.PNG", "image/png")
    paper = File(b"%PDF", "a\x1b[31mb", "application/pdf")
    reference = _a_response_with_files(app, tmp_path, picture, paper)
    out = tmp_path / "out"
    first, second = told(app, "responses", "media", "pictures", reference, "--out", str(out), "--by", SAM)
    assert (first["question"], first["file"], first["bytes"]) == (1, str(out / f"{reference}-shot.png"), 4)
    assert (second["file"], second["sent_as"], second["type"]) == (
        str(out / f"{reference}-paper.pdf"),
        "a[31mb",
        "application/pdf",
    )
    assert (out / f"{reference}-shot.png").read_bytes() == b"\x89PNG"
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    assert stat.S_IMODE(out.stat().st_mode) == 0o700


def test_a_file_without_a_plain_ending_gets_that_of_its_type_or_none(app: App, tmp_path: Path) -> None:
    reference = _a_response_with_files(app, tmp_path, File(b"x", "", ""), File(b"y", "no ending. ", "audio/mpeg"))
    first, second = told(app, "responses", "media", "pictures", reference, "--out", str(tmp_path), "--by", SAM)
    assert (Path(first["file"]).name, Path(second["file"]).name) == (f"{reference}-shot", f"{reference}-paper.mp3")


def test_a_file_that_was_taken_out_before_is_not_written_over(app: App, tmp_path: Path) -> None:
    reference = _a_response_with_files(app, tmp_path, File(b"x", "a.png", "image/png"))
    arguments = ("responses", "media", "pictures", reference, "--out", str(tmp_path / "out"), "--by", SAM)
    assert run(app, *arguments).stdout
    assert "is there already" in run(app, *arguments, code=1).output


def test_files_are_given_to_nobody_who_is_no_commissioner_or_coordinator(app: App, tmp_path: Path) -> None:
    reference = _a_response_with_files(app, tmp_path, File(b"x", "a.png", "image/png"))
    out = tmp_path / "out"
    said = run(app, "responses", "media", "pictures", reference, "--out", str(out), "--by", RUTH, code=1).output
    assert "is no commissioner or coordinator" in said
    assert not out.exists()
