"""The only place that constructs things."""

import logging
import os
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.channels.slack_blocks import Words
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.writer import Writer
from handlers.inbound import Door
from storage import schema
from storage.database import Database
from storage.keyring import Keyring
from surveys.errors import ConfigError
from surveys.words.catalogue import Catalogue, read_catalogues

MENU = (
    "start", "help", "back", "skip", "change", "status", "questions", "pause", "stop", "privacy", "language", "plain",
    "easy_read", "results",
)  # fmt: skip

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class App:
    """The program's parts, each made on first use, so that a command opens only what it needs.

    A `preview` says so on every page, and keeps its keys in memory alone.
    """

    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    preview: bool = False

    @cached_property
    def keyring(self) -> Keyring:
        """The keys, from their file; made with mode 600 on the first run."""
        return Keyring.fresh() if self.preview else open_keyring(self.settings.key_file)

    @cached_property
    def database(self) -> Database:
        """The database, not opened yet. It has its tables, or says what to do, at the first transaction."""
        return Database(self.settings.database_url, self.keyring, schema.require)

    @cached_property
    def catalogues(self) -> dict[str, Catalogue]:
        """The bot's words by language, English first."""
        folder = files("surveys.words")
        sheets = [entry for entry in folder.iterdir() if entry.name.endswith(".yaml")]
        catalogues = read_catalogues({sheet.name[:-5]: sheet.read_bytes() for sheet in sheets})
        for language, catalogue in catalogues.items():
            if catalogue.lacks:
                logger.warning("%s texts are not in '%s' yet, and are said in English", len(catalogue.lacks), language)
        return catalogues

    @cached_property
    def door(self) -> Door:
        """Where every message comes in."""
        return Door(self.database, self.catalogues, self.settings.address)

    @cached_property
    def writer(self) -> Writer:
        """The one thread that takes messages through the door; not started yet."""
        return Writer(self.door, self.clock)

    @property
    def commands(self) -> dict[str, dict[str, str]]:
        """What channels offer as commands: by language, each command with what it does."""
        return {
            language: {name: catalogue.text(f"menu.{name}") for name in MENU} for language, catalogue in self.catalogues.items()
        }

    @property
    def slack_words(self) -> dict[str, Words]:
        """What the Slack channel itself says, by language."""
        return {
            language: Words(**{each.name: catalogue.text(f"slack.{each.name}") for each in fields(Words)})
            for language, catalogue in self.catalogues.items()
        }

    @property
    def english(self) -> Catalogue:
        """The catalogue that is always complete."""
        return self.catalogues["en"]


def open_keyring(path: Path) -> Keyring:
    """Read the key file, or make one that only its owner may read. ConfigError when neither can be done."""
    try:
        if not path.exists():
            _make_keyring(path)
        return Keyring.loads(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"the key file {path} cannot be read: {error.strerror}") from error
    except ConfigError as error:
        raise ConfigError(f"{error} ({path}; HEARBACK_KEY_FILE says where it is)") from error


def _make_keyring(path: Path) -> None:
    """Make the key file: it is there whole or not at all, and of two programs that start at once, one makes it for both."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.") as file:  # made with mode 600
            file.write(Keyring.fresh().dumps())
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):  # the other one was faster
                os.link(file.name, path)
        _outlive(path.parent)
    except OSError as error:
        raise ConfigError(f"the key file cannot be written: {error.strerror}") from error


def _outlive(folder: Path) -> None:
    """See the names in `folder` onto the disk: what was sealed must not outlive its keys when the power goes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
