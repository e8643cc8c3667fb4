"""What is in the project: the files that git would hand to somebody else."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "storage", "surveys")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in git and there; a copy without git has nothing to be looked through."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this copy is not a git repository")
    # whoever runs the tests need not be the one who owns the copy
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def texts() -> Iterator[tuple[Path, str]]:
    """Every tracked file that is text, with its text."""
    for path in tracked():
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def documents() -> dict[Path, str]:
    """Every page of documentation, with its text."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md"), *ROOT.glob("tests/**/README.md")]
    return {page: page.read_text("utf-8") for page in sorted(pages)}
