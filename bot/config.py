"""Settings, from the environment (HEARBACK_…) and `hearback.toml`; the environment wins."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from surveys.errors import ConfigError

MOST_MEGABYTES = 100  # of one file: it is in memory while it is sealed


class Settings(BaseSettings):
    """All that can be set. What each means is in docs/running.md, and a test holds the two together."""

    model_config = SettingsConfigDict(env_prefix="HEARBACK_", toml_file="hearback.toml", extra="forbid")

    database_url: str = "sqlite:///hearback.db"
    key_file: Path = Path("hearback.keys")
    public_url: str = ""
    bind: str = "127.0.0.1:8000"
    folder: Path = Path("var/folder")
    media_megabytes: int = 10
    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_secret: SecretStr = SecretStr("")
    mail_address: str = ""
    smtp_url: SecretStr = SecretStr("")
    imap_url: SecretStr = SecretStr("")
    lmtp_bind: str = ""
    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api"

    @field_validator("bind", "lmtp_bind")
    @classmethod
    def _host_and_port(cls, bind: str, info: ValidationInfo) -> str:
        host, _, port = bind.rpartition(":")
        if not bind and info.field_name == "lmtp_bind":
            return bind
        if not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("write it as HOST:PORT, as in 127.0.0.1:8000")
        return bind

    @field_validator("media_megabytes")
    @classmethod
    def _sensible(cls, megabytes: int) -> int:
        if not 1 <= megabytes <= MOST_MEGABYTES:
            raise ValueError(f"write how many megabytes of one file are kept, from 1 to {MOST_MEGABYTES}")
        return megabytes

    @field_validator("public_url", "telegram_api_url", "slack_api_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if url and urlsplit(url).scheme not in ("http", "https"):
            raise ValueError("write a web address that begins with http:// or https://")
        return url.rstrip("/")

    @property
    def host(self) -> str:
        """The interface to listen on."""
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port to listen on; 0 picks a free one."""
        return int(self.bind.rpartition(":")[2])

    @property
    def lmtp(self) -> tuple[str, int] | None:
        """Where mail is brought to us by LMTP; None where it is not."""
        host, _, port = self.lmtp_bind.rpartition(":")
        return (host.strip("[]"), int(port)) if self.lmtp_bind else None

    @property
    def on_slack(self) -> bool:
        """Whether there is a Slack app: with a token of its own, or one that others may install."""
        return bool(self.slack_bot_token.get_secret_value() or self.slack_client_id)

    @property
    def address(self) -> str:
        """The web address that people are given."""
        return self.public_url or f"http://{self.bind}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then `hearback.toml`."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings() -> Settings:
    """Read the settings; ConfigError names each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        lines = (f"HEARBACK_{'_'.join(map(str, fault['loc'])).upper()}: {_sentence(fault)}" for fault in error.errors())
        raise ConfigError("\n".join(lines)) from error
    except (ValueError, OSError) as error:  # not TOML, not UTF-8, not ours to read
        raise ConfigError(f"hearback.toml cannot be read: {error}") from error


def _sentence(fault: ErrorDetails) -> str:
    """What is wrong with one setting, without Pydantic's own words where it has any."""
    return "there is no such setting" if fault["type"] == "extra_forbidden" else fault["msg"].removeprefix("Value error, ")
