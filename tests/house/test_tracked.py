"""What is handed to somebody else: nothing of the machine it was made on, nothing generated, nothing secret."""

import re
import tomllib
from pathlib import Path

from tests.house.tracked import ROOT, texts, tracked

FOLDERS = {".ci", "benchmarks", "bot", "docs", "examples", "handlers", "requirements", "scripts", "storage", "surveys", "tests"}
FILES = {".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "SECURITY.md", "pyproject.toml"}
# Written in parts, so that this file does not find itself.
MACHINE = re.compile("|".join((r"(?<![\w.])/(?:work|root|home|Users)/" + r"\w", r"[A-Z]:\\" + "Users")))
REGISTRY = re.compile(r"--(?:extra-)?index-url|--find-links|files\." + "pythonhosted|/simple" + r"/\b|@ https?://")
KEY = re.compile("-----BEGIN" + r" [A-Z ]*PRIVATE KEY-----|\b\d{8,10}:AA[\w-]{33}\b")  # a private key, a Telegram token
VENDORED = ("LICENCE", "VERSION")


def test_only_what_belongs_to_the_project_stands_at_its_top() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}

    assert top <= FOLDERS | FILES


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert [str(path.relative_to(ROOT)) for path, text in texts() if MACHINE.search(text)] == []


def test_what_is_installed_comes_by_hash_and_from_no_registry_in_particular() -> None:
    for name in ("run", "dev"):
        locked = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        pinned = re.findall(r"^[\w.\[\]-]+==\S+.*?(?=^\S|\Z)", locked, re.MULTILINE | re.DOTALL)

        assert not REGISTRY.search(locked)
        assert pinned
        assert [each for each in pinned if "--hash=sha256:" not in each] == []


def test_no_file_holds_a_key_or_a_token() -> None:
    assert [str(path.relative_to(ROOT)) for path, text in texts() if KEY.search(text)] == []


def test_nothing_that_is_made_by_running_is_tracked() -> None:
    made = re.compile(r"__pycache__|\.(?:pyc|db|db-wal|keys|log|coverage)$|node_modules|\.egg-info")

    assert [path for path in tracked() if made.search(path.as_posix())] == []


def test_what_others_made_has_its_licence_and_version_beside_it() -> None:
    vendored = {path.parent for path in tracked() if path.name.endswith((".min.js", ".woff2", "govuk.css"))}

    assert vendored
    assert [folder for folder in vendored if not all((folder / name).exists() for name in VENDORED)] == []


def test_every_script_can_be_run() -> None:
    scripts = [path for path in tracked() if path.parent.name in ("scripts", ".ci")]

    assert [path.name for path in scripts if not path.stat().st_mode & 0o100 or not path.read_bytes().startswith(b"#!")] == []


def test_every_channel_is_held_to_knowing_no_other() -> None:
    """`make check` proves the contract for the modules it lists; so all of them must be listed."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    listed = next(contract["modules"] for contract in contracts if contract["type"] == "independence")

    assert {f"bot.channels.{path.stem}" for path in _modules(ROOT / "bot" / "channels")} == set(listed)


def _modules(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.py") if path.stem != "__init__"]
