"""Every command and every option says what it does, and shows it by an example that works."""

import re
from pathlib import Path

import click
import pytest

from tests.house.commands import commands, understood
from tests.house.tracked import ROOT, documents

ALL = dict(commands())
RUN = {path: command for path, command in ALL.items() if not isinstance(command, click.Group)}


def examples(command: click.Command) -> list[str]:
    """The command lines that its help shows."""
    words = (command.help or "").replace("\\\n", " ").replace("\b", "")
    found = re.findall(r"Example: (?:[A-Z_]+=\S+ )*(hearback .*)", words)
    return [line.partition(" > ")[0] for line in found]


@pytest.mark.parametrize("path", ALL)
def test_every_command_says_what_it_does_and_gives_an_example(path: str) -> None:
    command = ALL[path]

    assert command.help
    assert examples(command)


@pytest.mark.parametrize("path", ALL)
def test_the_example_of_a_command_is_understood_and_is_of_that_command(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # examples name files of the project
    for line in examples(ALL[path]):
        understood(line)

        assert line.startswith(path if path != "hearback reply record" else "hearback reply")


@pytest.mark.parametrize("path", ALL)
def test_every_option_says_what_it_is_for(path: str) -> None:
    options = [each for each in ALL[path].params if isinstance(each, click.Option)]

    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("path", RUN)
def test_every_command_is_in_the_documents(path: str) -> None:
    if path == "hearback reply record":
        path = "hearback reply"  # "record" may be left out, and is
    everything = "\n".join(documents().values())

    assert re.search(rf"{path}\b", everything), f"no page tells of `{path}`"


def test_every_command_line_in_the_documents_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("examples", "mine"):  # the README copies the example, and works on the copy
        Path(name).symlink_to(ROOT / "examples" / ("framework" if name == "mine" else ""))
    wrong = []
    for page, text in documents().items():
        for line in _typed(text):
            try:
                understood(line)
            except click.ClickException as error:
                wrong.append(f"{page.relative_to(ROOT)}: {line}: {error.format_message()}")

    assert wrong == []


def _typed(text: str) -> list[str]:
    """The program's command lines in a page's blocks, whole: those that end in a backslash go on."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    found = [re.match(r"(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?(hearback .*)", line) for line in lines]
    return [re.split(r" +# | > ", each[1])[0] for each in found if each]


def test_every_target_that_the_documents_make_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        target for text in documents().values() for target in re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", text, re.MULTILINE)
    }

    assert {"".join(pair) for pair in named} <= targets


def test_every_target_tells_what_it_does() -> None:
    rules = re.findall(r"^([a-z-]+):(.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)

    assert [name for name, rest in rules if "## " not in rest] == []
