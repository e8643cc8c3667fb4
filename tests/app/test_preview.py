"""A draft in the browser: the real pages, marked as a preview, over a database that goes with them."""

import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.app import App
from bot.clock import SimulatedClock
from bot.example import read_example
from bot.preview import previewed
from bot.survey_files import read_survey_file
from bot.tryout import stand_in
from bot.web.app import make_app
from handlers import consultations
from surveys.errors import ConfigError
from tests.app.commanding import EXAMPLE, SAM, a_staffed_app, run

FILE = str(EXAMPLE / "consultation.yaml")
BEFORE, LATER = datetime(2010, 8, 1, 9, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)
PREVIEW = "Preview: this is a draft. Nothing that you enter here is kept or counted."


@pytest.fixture
def port() -> int:
    """One that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
    return found


def browser(app: App) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(make_app(app)), base_url="http://127.0.0.1", follow_redirects=True)


async def test_a_draft_can_be_answered_before_its_day_and_every_page_says_that_it_is_one(port: int) -> None:
    with previewed(*read_example(), SimulatedClock(BEFORE), port) as app:
        app.writer.start()
        async with browser(app) as client:
            page = await client.get("/consultations/framework-2010")
            survey = page.text.partition('name="survey" value="')[2].partition('"')[0]
            begun = await client.post("/consultations/framework-2010", data={"survey": survey})
            asked = await client.post(begun.url.path, data={"at": "take_part", "do": "yes", "submission": "1"})
        app.writer.stop()
    assert "Would you like to take part?" in begun.text
    assert "How many people does your group or organisation employ?" in asked.text
    assert all(PREVIEW in each.text for each in (page, begun, asked))


async def test_the_questions_and_the_sheets_to_take_away_are_there_too(port: int) -> None:
    with previewed(*read_example(), SimulatedClock(BEFORE), port) as app:
        async with browser(app) as client:
            questions = await client.get("/consultations/framework-2010/questions")
            sheet = await client.get("/consultations/framework-2010/questions/framework-2010-en.pdf")
    assert PREVIEW in questions.text
    assert sheet.content.startswith(b"%PDF")


def test_nothing_is_left_of_it_and_its_keys_were_never_on_a_disk(port: int) -> None:
    with previewed(*read_example(), SimulatedClock(BEFORE), port) as app:
        folder = Path(app.settings.database_url.removeprefix("sqlite:///")).parent
        assert {path.suffix for path in folder.iterdir()} <= {".db", ".db-wal", ".db-shm"}
        assert app.keyring.pseudonym("web", "", "x")
    assert not folder.exists()


def test_what_is_set_for_the_program_itself_does_not_count(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a preview would listen to a council's Telegram, or give out its public address."""
    monkeypatch.setenv("HEARBACK_TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("HEARBACK_PUBLIC_URL", "https://council.example")
    with previewed(*read_example(), SimulatedClock(BEFORE), port) as app:
        assert app.settings.telegram_token.get_secret_value() == ""
        assert app.settings.address == f"http://127.0.0.1:{port}"


def test_one_that_is_over_is_shown_as_if_it_opened_today_and_runs_as_long(port: int) -> None:
    with previewed(*read_example(), SimulatedClock(LATER), port) as app:
        about = consultations.show(app.database, "framework-2010", LATER).held.consultation
    assert (about.opens, about.days) == (LATER.date(), 91)


def test_one_to_come_keeps_its_days(port: int) -> None:
    with previewed(*read_example(), SimulatedClock(BEFORE), port) as app:
        held = consultations.show(app.database, "framework-2010", BEFORE).held
    assert (held.consultation, held.state) == (read_example()[0], "open")


def test_a_survey_without_a_consultation_is_shown_with_one_that_stands_in(port: int) -> None:
    clock = SimulatedClock(LATER)
    read = read_survey_file(EXAMPLE / "survey.yaml")
    with previewed(stand_in(read.survey, "en", clock), [("public", read.source)], clock, port) as app:
        shown = consultations.show(app.database, "framework-2010", LATER)
    assert [survey.total for survey in shown.held.surveys.values()] == [22]
    assert shown.held.consultation.purpose == "(purpose)"


def test_a_port_that_is_taken_is_told_with_another(port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with (
            pytest.raises(ConfigError, match=f"Choose another: --port {port + 1}"),
            previewed(*read_example(), SimulatedClock(BEFORE), port),
        ):
            pytest.fail("it began")


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[App, Sequence[str]]]:
    """What was served, and by which roles; it ends at once."""
    seen: list[tuple[App, Sequence[str]]] = []

    async def serve(app: App, roles: Sequence[str], ready: Callable[[str], None]) -> None:
        assert app.preview
        seen.append((app, roles))
        ready(app.settings.address)

    monkeypatch.setattr("bot.commands.preview.serve", serve)
    return seen


@pytest.mark.parametrize("file", [FILE, str(EXAMPLE / "survey.yaml")])
def test_a_file_is_served_to_this_computer_alone(
    tmp_path: Path, port: int, served: list[tuple[App, Sequence[str]]], file: str
) -> None:
    app = a_staffed_app(tmp_path)
    result = run(app, "preview", file, "--port", str(port))
    assert result.stdout == (
        f"Try it here:  http://127.0.0.1:{port}/consultations/framework-2010\n"
        "On this computer alone. Stop it with Ctrl-C, and nothing that was entered is kept.\n"
        "Nothing was kept.\n"
    )
    assert [roles for _, roles in served] == [["web"]]
    assert consultations.every(app.database, app.clock.now()) == ()


def test_whoever_approves_a_draft_sees_it_as_it_is_stored(
    tmp_path: Path, port: int, served: list[tuple[App, Sequence[str]]]
) -> None:
    app = a_staffed_app(tmp_path)
    assert "hearback preview framework-2010" in run(app, "consultation", "create", FILE, "--by", SAM).stdout
    run(app, "preview", "framework-2010", "--port", str(port))
    assert len(served) == 1
    assert [shown.held.state for shown in consultations.every(app.database, app.clock.now())] == ["draft"]


def test_a_file_with_faults_is_told_as_by_every_command(tmp_path: Path, port: int) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("survey: s\ntitle: {en: T}\nquestions: [{name: a, type: txet, label: {en: L}}]\n")
    assert "there is no type 'txet'" in run(a_staffed_app(tmp_path), "preview", str(wrong), "--port", str(port), code=1).output
