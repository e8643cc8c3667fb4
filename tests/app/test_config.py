"""Settings come from the environment and from hearback.toml, and whoever gets one wrong is told which, and how to write it."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings, load_settings
from surveys.errors import ConfigError


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to start the program in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings()
    assert (settings.database_url, settings.address, settings.telegram_token.get_secret_value()) == (
        "sqlite:///hearback.db",
        "http://127.0.0.1:8000",
        "",
    )


def test_the_environment_wins_over_the_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "hearback.toml").write_text('bind = "127.0.0.1:1"\nfolder = "letters"\n')
    monkeypatch.setenv("HEARBACK_BIND", "127.0.0.1:2")
    settings = load_settings()
    assert (settings.port, settings.folder) == (2, Path("letters"))


def test_every_wrong_setting_is_named_with_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARBACK_BIND", "8000")
    monkeypatch.setenv("HEARBACK_PUBLIC_URL", "hear.example")
    monkeypatch.setenv("HEARBACK_TELEGRAM_MODE", "pigeon")
    with pytest.raises(ConfigError) as told:
        load_settings()
    assert str(told.value).splitlines() == [
        "HEARBACK_PUBLIC_URL: write a web address that begins with http:// or https://",
        "HEARBACK_BIND: write it as HOST:PORT, as in 127.0.0.1:8000",
        "HEARBACK_TELEGRAM_MODE: Input should be 'polling' or 'webhook'",
    ]


@pytest.mark.parametrize("bind", ["127.0.0.1", ":8000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536", "127.0.0.1:-1"])
def test_an_address_to_listen_on_has_a_host_and_a_port(bind: str) -> None:
    with pytest.raises(ValueError, match="HOST:PORT"):
        Settings(bind=bind)


@pytest.mark.parametrize("megabytes", [0, -1, 101])
def test_how_much_of_a_file_is_kept_is_between_1_and_100_megabytes(megabytes: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 100"):
        Settings(media_megabytes=megabytes)


def test_an_address_of_the_newer_kind_is_in_brackets() -> None:
    settings = Settings(bind="[::1]:8000")
    assert (settings.host, settings.port, settings.address) == ("::1", 8000, "http://[::1]:8000")


def test_a_key_that_the_file_should_not_have_is_refused_by_name(here: Path) -> None:
    (here / "hearback.toml").write_text('telegram_tokn = "1:secret"\n')
    with pytest.raises(ConfigError) as told:
        load_settings()
    assert str(told.value) == "HEARBACK_TELEGRAM_TOKN: there is no such setting"


@pytest.mark.parametrize("content", [b"bind = \n", b'folder = "caf\xe9"\n'])
def test_a_file_that_is_no_toml_is_told_in_a_sentence(here: Path, content: bytes) -> None:
    (here / "hearback.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"^hearback\.toml cannot be read: "):
        load_settings()


def test_a_secret_is_in_no_message(here: Path) -> None:
    (here / "hearback.toml").write_text('telegram_token = ["1:secret"]\ntelegram_secret = "hush"\n')
    with pytest.raises(ConfigError) as told:
        load_settings()
    assert "HEARBACK_TELEGRAM_TOKEN" in str(told.value)
    assert "1:secret" not in str(told.value)


def test_a_secret_is_not_shown_when_the_settings_are() -> None:
    assert "hush" not in repr(Settings(telegram_secret=SecretStr("hush")))


def test_a_web_address_ends_without_a_slash() -> None:
    assert Settings(public_url="https://hear.example/").address == "https://hear.example"
