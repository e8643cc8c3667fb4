"""The README's way of an officer, walked as it is written, by somebody who edits the two files that it says to edit."""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from bot.__main__ import main
from bot.app import App
from bot.clock import SimulatedClock
from bot.config import Settings
from tests.house.tracked import ROOT

TODAY = date(2027, 3, 1)
SECTION = "### Run a consultation of your own"


def walk() -> list[str]:
    """The command lines of the section, in order."""
    section = (ROOT / "README.md").read_text("utf-8").partition(SECTION)[2].partition("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    return "".join(blocks).replace("\\\n", " ").splitlines()


class Officer:
    """Somebody at a terminal, in a folder with nothing but the examples in it."""

    def __init__(self, folder: Path) -> None:
        (folder / "examples").symlink_to(ROOT / "examples")
        settings = Settings(database_url=f"sqlite:///{folder / 'hearback.db'}", key_file=folder / "hearback.keys")
        self.app = App(settings, SimulatedClock(datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=9)))
        self.folder = folder

    def type(self, line: str) -> str:
        """Run one line; what it printed."""
        match shlex.split(line):
            case ["cp", "-r", source, target]:
                shutil.copytree(self.folder / source, self.folder / target)
                return ""
            case [".", ".venv/bin/activate"]:
                return ""
            case ["hearback", "preview", file]:
                return self._preview(file)
            case ["hearback", *arguments]:
                result = CliRunner().invoke(main, arguments, obj=self.app, input="y\n")
                assert result.exit_code == 0, f"{line}\n{result.output}"
                return result.output
            case _:
                raise AssertionError(f"nobody knows how to type {line!r} here")

    def _preview(self, file: str) -> str:
        """It is there until Ctrl-C, so it runs beside this, and gets its Ctrl-C once it has told where it is."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        line = [sys.executable, "-m", "bot", "preview", file, "--port", port]
        place = os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen(line, cwd=self.folder, env=place, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            told = next(each for each in running.stdout if "Ctrl-C" in each)
            running.send_signal(signal.SIGINT)
            told += running.communicate(timeout=60)[0]
        assert running.returncode == 0, told
        return told

    def edit(self) -> None:
        """As the README says: a slug and days of its own, and no longer invented."""
        path = self.folder / "mine" / "consultation.yaml"
        text = path.read_text("utf-8").replace("slug: framework-2010", "slug: our-plan").replace("invented: true\n", "")
        days = {"opens": TODAY, "closes": TODAY + timedelta(days=90), "comes_back": TODAY + timedelta(days=160)}
        for name, day in days.items():
            text = re.sub(rf"^{name}: .*$", f"{name}: {day}", text, flags=re.MULTILINE)
        path.write_text(text, "utf-8")

    def fill_in(self) -> None:
        """One point, and two answers that say it, found in the sheet of answers."""
        path = self.folder / "points.xlsx"
        workbook = load_workbook(path)
        said = [row[:3] for row in workbook["answers"].iter_rows(min_row=2, values_only=True) if "form" in str(row[4]).lower()]
        workbook["points"].append([1, "problem", "Forms are too long.", "procurement"])
        for response, _, question in said[:2]:
            workbook["links"].append([1, response, question])
        workbook.save(path)


@pytest.fixture
def officer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Officer:
    monkeypatch.chdir(tmp_path)
    return Officer(tmp_path)


def test_every_command_of_the_readme_works_as_written(officer: Officer) -> None:
    said = ""
    for line in walk():
        said += officer.type(line)
        if line.startswith("cp "):
            officer.edit()
        elif line.startswith("hearback points export"):
            officer.fill_in()

    assert "mine/consultation.yaml can be used." in said
    assert "Nothing was kept." in said
    assert "Brought in 14 responses on paper." in said
    assert "Brought in 3 focus groups with 43 people." in said
    assert "Points: 1 new or changed, 0 taken out. Links: 2 new, 0 taken out." in said
    assert "Edition 1 is out." in said
    assert "Edition 2 is out. Queued: 1 for bodies" in said
    assert len((officer.folder / "links.csv").read_text("utf-8-sig").splitlines()) == 21
