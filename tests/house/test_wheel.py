"""Whoever installs Hearback as a package has all that it needs to run: pages, styles, words and migrations."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.house.tracked import ROOMS, ROOT


def test_the_package_holds_everything_that_the_rooms_hold(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")

    with zipfile.ZipFile(wheel) as package:
        packed = {name for name in package.namelist() if ".dist-info/" not in name}
        entry = next(package.read(name) for name in package.namelist() if name.endswith("entry_points.txt"))

    in_rooms = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == in_rooms
    assert {"surveys/words/en.yaml", "bot/web/templates/base.html", "bot/web/static/hearback.css"} <= packed
    assert any(name.startswith("storage/migrations/versions/") for name in packed)
    assert b"hearback = bot.__main__:main" in entry
