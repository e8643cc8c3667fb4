"""A message is a file: whole, its owner's alone, never in the place of another, and never outside the folder."""

import os
from pathlib import Path
from typing import Any

import pytest

from bot.channels.folder import Folder
from surveys.errors import ChannelBusy, ChannelError
from surveys.messages import Destination, Option, Outgoing


async def _nobody(part: int, message: str) -> None:
    raise AssertionError("a file has one part")


async def write(root: Path, text: str = "Hello", address: str = "P01", thread: str = "", **parts: Any) -> Path:
    """One message. Where it was written."""
    to = Destination("", address, thread)
    return Path(await Folder(root).send(to, Outgoing(text, **parts), already=0, sent=_nobody))


def inside(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


async def test_messages_are_numbered_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    paths = [await write(tmp_path, text) for text in ("one", "two", "three")]
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == ["P01/0001.txt", "P01/0002.txt", "P01/0003.txt"]
    assert [path.read_text("utf-8") for path in paths] == ["one\n", "two\n", "three\n"]


async def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    """Of four files the first was taken away: the number that comes next is one that is there already."""
    for text in ("one", "two", "three", "four"):
        await write(tmp_path, text)
    (tmp_path / "P01" / "0001.txt").unlink()
    assert (await write(tmp_path, "five")).name == "0005.txt"
    assert (tmp_path / "P01" / "0004.txt").read_text() == "four\n"


async def test_only_its_owner_may_read_a_message(tmp_path: Path) -> None:
    assert (await write(tmp_path)).stat().st_mode & 0o777 == 0o600


async def test_a_letter_begins_with_whom_it_is_for_and_its_subject_and_ends_with_what_can_be_pressed(tmp_path: Path) -> None:
    options = (Option("a", "Yes", number=1), Option("b", "No", number=2), Option("c", "Skip"), Option("d", "Back"))
    path = await write(tmp_path, "Is it fair? 👋", thread="Mrs Farrow\n14 Saltpan Row", subject="A question", options=options)
    expected = "Mrs Farrow\n14 Saltpan Row\n\nA question\n\nIs it fair? 👋\n\n1. Yes\n2. No\n\n[Skip]  [Back]\n"
    assert path.read_bytes() == expected.encode()


@pytest.mark.parametrize("address", ["../elsewhere", "/etc", "a/../../b"])
async def test_an_address_that_leads_outside_is_refused(tmp_path: Path, address: str) -> None:
    root = tmp_path / "letters"
    with pytest.raises(ChannelError, match="outside the folder"):
        await write(root, address=address)
    assert inside(tmp_path) == []


async def test_an_address_may_have_folders_of_its_own(tmp_path: Path) -> None:
    path = await write(tmp_path, address="bodies/forum")
    assert path.relative_to(tmp_path).as_posix() == "bodies/forum/0001.txt"


async def test_an_address_that_is_too_long_for_any_folder_is_refused_for_good(tmp_path: Path) -> None:
    with pytest.raises(ChannelError, match="too long") as refused:
        await write(tmp_path, address="a" * 300)
    assert not isinstance(refused.value, ChannelBusy)


async def test_a_disk_that_is_full_is_waited_out_and_leaves_no_half_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(tmp_path, "one")

    def full(handle: int, *args: Any, **kwargs: Any) -> Any:
        os.close(handle)
        return Path("/dev/full").open("w", encoding="utf-8")

    with monkeypatch.context() as changed:
        changed.setattr("bot.channels.folder.os.fdopen", full)
        with pytest.raises(ChannelBusy, match="No space left") as busy:
            await write(tmp_path, "two")
    assert busy.value.retry_after == 30
    assert inside(tmp_path / "P01") == ["0001.txt"]
    assert (await write(tmp_path, "two")).name == "0002.txt"


async def test_a_folder_that_is_away_is_waited_out(tmp_path: Path) -> None:
    root = tmp_path / "letters"
    root.write_text("not mounted")
    with pytest.raises(ChannelBusy, match="cannot be written"):
        await write(root)


def test_a_folder_stands_for_another_channel_in_a_rehearsal(tmp_path: Path) -> None:
    assert (Folder(tmp_path).name, Folder(tmp_path, "rehearsal").name) == ("folder", "rehearsal")
