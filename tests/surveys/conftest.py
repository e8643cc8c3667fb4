"""Every sentence that authors are told is listed in `faults.md`, where all of them can be read side by side."""

import dataclasses
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveys.errors import Fault

LIST = Path(__file__).with_name("faults.md")
HEAD = """\
# What authors are told

Each line is what is wrong and what to do, as some test of these rooms brings it about; the code is what it stands under. What
stands in quotes, and every number, is left out. A test that brings about a sentence that is not here fails. So a new one is
added, and read; and now and then the list is made anew, without what nothing says any more:

    HEARBACK_RETELL=add .venv/bin/pytest -q -n 0 tests/surveys/points      (or whatever test brings it about)
    HEARBACK_RETELL=anew .venv/bin/pytest -q -n 0 tests/surveys
"""
RETELL = os.environ.get("HEARBACK_RETELL", "")  # "add" or "anew"
_LEFT_OUT = (
    (re.compile("'[^']*'"), "'…'"),
    (re.compile("“[^”]*”"), "“…”"),
    (re.compile(r"\$\{[^}]*\}"), "${…}"),
    (re.compile(r"\d+"), "#"),
)

Told = tuple[str, str, str]  # code, what, remedy
Line = tuple[str, str]  # code, line
_all: set[Line] = set()
_now: list[Told] = []
_make = Fault.__init__


def _recorded(self: Fault, code: str, what: str, remedy: str, *rest: object, **more: object) -> None:
    """Make a fault, and note what it says where a rule made it and no test did."""
    _make(self, code, what, remedy, *rest, **more)  # type: ignore[arg-type]  # handed on as it came
    frame = sys._getframe(1)
    while frame.f_globals.get("__name__") == dataclasses.__name__ and frame.f_back is not None:
        frame = frame.f_back  # `replace` makes it anew
    if str(frame.f_globals.get("__name__")).startswith("surveys."):
        _now.append((code, what, remedy))


Fault.__init__ = _recorded  # type: ignore[method-assign]


def line(told: Told) -> str:
    """A fault as a line of the list, without what it quotes."""
    _, what, remedy = told
    text = " ".join(f"- {what} → {remedy}".split())
    for pattern, stand_in in _LEFT_OUT:
        text = pattern.sub(stand_in, text)
    return text


def listed() -> set[Line]:
    """What stands in the list."""
    found: set[Line] = set()
    code = ""
    for text in LIST.read_text(encoding="utf-8").splitlines():
        code = text[3:] if text.startswith("## ") else code
        if text.startswith("- "):
            found.add((code, text))
    return found


KNOWN = set() if RETELL == "anew" else listed()


@pytest.fixture(autouse=True)
def every_fault_is_listed(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test that makes its examples up brings about cannot be listed."""
    _now.clear()
    yield
    if hasattr(getattr(request, "function", None), "hypothesis"):
        return
    new = {(told[0], line(told)) for told in _now} - KNOWN
    if RETELL:
        _all.update(new)
        return
    lines = "\n".join(f"{code}: {text}" for code, text in sorted(new))
    assert not new, f"said, and not in {LIST.name}, which tells how to add it:\n{lines}"


def pytest_sessionfinish() -> None:
    """Write the list where that was asked for."""
    if not RETELL:
        return
    by_code: dict[str, set[str]] = defaultdict(set)
    for code, text in KNOWN | _all:
        by_code[code].add(text)
    parts = [f"## {code}\n\n" + "\n".join(sorted(lines)) for code, lines in sorted(by_code.items())]
    LIST.write_text("\n".join([HEAD, "\n\n".join(parts), ""]), encoding="utf-8")
