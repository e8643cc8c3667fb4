"""The program's parts are made once; its keys are made on the first run, for their owner only, and are never mistaken."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import __main__ as program
from bot import example
from bot.__main__ import main
from bot.app import App, open_keyring
from bot.clock import SimulatedClock, SystemClock
from bot.config import Settings
from handlers import consultations
from storage import schema
from storage.keyring import Keyring
from surveys.errors import (
    ChannelBusy,
    ConfigError,
    DefinitionError,
    Fault,
    HearbackError,
    InDoubt,
    Place,
    Refused,
    StaleInterview,
    StoreAway,
)
from tests.app.commanding import an_app, run

SUMMER = datetime(2010, 9, 1, 12, tzinfo=UTC)


# ── keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_keys_are_made_on_the_first_run_for_their_owner_only_and_are_the_same_on_the_next(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    first = open_keyring(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_keyring(path) == first
    assert list(tmp_path.iterdir()) == [path]


def test_two_programs_that_start_at_once_get_the_same_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one comes while the first is about to write the keys that it has drawn."""
    path, second = tmp_path / "keys", list[Keyring]()
    dumps = Keyring.dumps

    def slow(self: Keyring) -> bytes:
        monkeypatch.setattr(Keyring, "dumps", dumps)
        second.append(open_keyring(path))
        return dumps(self)

    monkeypatch.setattr(Keyring, "dumps", slow)
    first = open_keyring(path)
    assert [first] == second == [Keyring.loads(path.read_bytes())]


def test_many_programs_that_start_at_once_never_see_half_a_key_file(tmp_path: Path) -> None:
    found: list[Keyring] = []
    together = threading.Barrier(16)

    def start() -> None:
        together.wait(10)
        found.append(open_keyring(tmp_path / "keys"))

    threads = [threading.Thread(target=start) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 16


@pytest.mark.parametrize("content", [b"", b"not ours", b'{"masters": {}, "pseudonym_key": ""}'])
def test_a_file_that_holds_no_keys_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"the key file .*/keys; HEARBACK_KEY_FILE"):
        open_keyring(path)
    assert path.read_bytes() == content


def test_a_key_file_that_cannot_be_read_or_made_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be read: Is a directory"):
        open_keyring(tmp_path)
    with pytest.raises(ConfigError, match=r"cannot be written: No such file or directory .*/nowhere/keys; HEARBACK_KEY_FILE"):
        open_keyring(tmp_path / "nowhere" / "keys")


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_command_in_a_menu_says_what_it_does_in_every_language(tmp_path: Path) -> None:
    app = an_app(tmp_path)
    assert app.english is app.catalogues["en"]
    assert set(app.commands) == set(app.catalogues)
    assert all(all(menu.values()) for menu in app.commands.values())


def test_the_parts_are_made_once(tmp_path: Path) -> None:
    app = an_app(tmp_path)
    assert app.writer is app.writer
    assert app.door.database is app.database


def test_a_clock_says_when_in_utc_and_a_simulated_one_never_goes_back() -> None:
    assert SystemClock().now().tzinfo is UTC
    clock = SimulatedClock(SUMMER)
    clock.set(datetime(2010, 9, 1, 14, tzinfo=timezone(timedelta(hours=1))))
    assert (clock.now(), clock.now().tzinfo) == (SUMMER + timedelta(hours=1), UTC)
    with pytest.raises(ValueError, match="does not go back"):
        clock.set(SUMMER)


# ── the example ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_example_runs_as_long_whenever_it_opens(tmp_path: Path) -> None:
    consultation, sources = example.read_example()
    moved = example.opening_on(consultation, SUMMER.date())
    assert (moved.opens, moved.days) == (SUMMER.date(), consultation.days)
    assert moved.comes_back is not None
    assert moved.comes_back - moved.closes == timedelta(weeks=11)
    app = an_app(tmp_path)
    schema.upgrade(app.database)
    assert not example.is_loaded(app.database)
    example.load(app.database, moved, sources)
    assert example.is_loaded(app.database)
    assert consultations.show(app.database, "framework-2010", SUMMER).held.state == "approved"


def test_where_the_example_is_not_there_it_is_said_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example, "FOLDER", tmp_path)
    with pytest.raises(ConfigError, match="comes with the source"):
        example.read_example()


# ── the command line ────────────────────────────────────────────────────────────────────────────────────────────────────

FAULTS = DefinitionError(
    (Fault("a.b", "One is wrong.", "Mend it.", Place("f", 1)), Fault("c.d", "Two is.", "Too.", Place("f", 2)))
)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (FAULTS, 1, ["f, line 1: One is wrong. [a.b] Mend it.", "f, line 2: Two is. [c.d] Too."]),
        (Refused("x", "That is not open."), 1, ["That is not open."]),
        (ConfigError("HEARBACK_BIND: no."), 1, ["HEARBACK_BIND: no."]),
        (ChannelBusy("slow down", 3), 3, ["A service did not answer as it should: slow down"]),
        (InDoubt("no answer"), 3, ["A service did not answer as it should: no answer"]),
        (StoreAway("disk full"), 3, ["The database is away: disk full"]),
        (StaleInterview("moved"), 3, ["Somebody else was writing in the same interview at that moment. Try again."]),
    ],
)
def test_an_error_of_ours_is_a_sentence_and_an_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: HearbackError, code: int, said: list[str]
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("storage.schema.upgrade", fails)
    result = run(an_app(tmp_path), "db", "upgrade", code=code)
    assert (result.stdout, result.stderr.splitlines()) == ("", said)


def test_a_wrong_setting_is_told_by_whatever_command_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEARBACK_BIND", "everywhere")
    result = CliRunner().invoke(main, ["db", "upgrade"])
    assert (result.exit_code, result.stderr) == (1, "HEARBACK_BIND: write it as HOST:PORT, as in 127.0.0.1:8000\n")


def test_settings_are_read_when_a_command_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["db", "upgrade"]).stdout == "The tables are made.\n"
    assert (tmp_path / "hearback.db").stat().st_mode & 0o777 == 0o600


def test_an_unknown_command_is_wrong_usage_and_the_one_that_was_meant_is_named() -> None:
    result = CliRunner().invoke(main, ["consultaton"])
    assert result.exit_code == 2
    assert "No such command 'consultaton'. Did you mean 'consultation'?" in result.stderr
    assert "Did you mean" not in CliRunner().invoke(main, ["xyzzy"]).stderr


def test_help_lists_every_command_and_imports_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def imports(name: str) -> None:
        raise AssertionError(f"{name} was imported")

    monkeypatch.setattr(program, "import_module", imports)
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert [name for name in program.COMMANDS if f"  {name} " not in result.stdout] == []


def test_the_program_is_a_module_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import runpy

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["hearback", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(Path(program.__file__)), run_name="__main__")
    assert ended.value.code == 0


# ── chat ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def open_app(tmp_path: Path) -> App:
    """A program with the example open since today."""
    app = App(Settings(database_url=f"sqlite:///{tmp_path / 'test.db'}", key_file=tmp_path / "keys"), SimulatedClock(SUMMER))
    schema.upgrade(app.database)
    consultation, sources = example.read_example()
    example.load(app.database, consultation, sources)
    with app.database.write() as tx:
        tx.connection.exec_driver_sql("UPDATE consultations SET state = 'open'")
    return app


def test_a_consultation_is_answered_in_the_terminal_until_the_input_ends(open_app: App) -> None:
    result = run(open_app, "chat", "framework-2010", "--as", "me", typed="yes\n1\n")
    assert "Would you like to take part" in result.stdout
    assert "Question 1 of 22" in result.stdout
    assert "Question 2 of 22" in result.stdout
    assert "Question 3 of 22" not in result.stdout


def test_bytes_that_are_no_text_are_an_answer_like_any_other(open_app: App) -> None:
    result = CliRunner().invoke(main, ["chat", "framework-2010"], obj=open_app, input=b"yes\ncaf\xe9\n1\n")
    assert result.exit_code == 0, result.exception
    assert "Question 2 of 22" in result.stdout


def test_a_person_at_a_terminal_sees_where_to_type(open_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _self: True, raising=False)
    assert "> " in run(open_app, "chat", "framework-2010", typed="yes\n").stdout


def test_a_database_that_is_away_ends_the_chat_with_a_sentence(open_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise StoreAway("locked")

    monkeypatch.setattr("handlers.inbound.Door.receive", away)
    assert "The database is away: locked" in run(open_app, "chat", "framework-2010", code=3).stderr
