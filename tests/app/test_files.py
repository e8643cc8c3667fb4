"""Files on the command line: read with a sentence for every way they can be wrong, written privately and never over others."""

import asyncio
import errno
import os
import stat
from pathlib import Path

import pytest

from bot.app import open_keyring
from bot.channels.folder import Folder
from bot.files import BIGGEST, read_file, write_new
from surveys.errors import ChannelBusy, ConfigError, Refused
from surveys.messages import Destination, Outgoing


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    """As bytes; one as large as may be too."""
    (tmp_path / "a").write_bytes(b"\0" * BIGGEST)
    assert len(read_file(tmp_path / "a")) == BIGGEST


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none", r"There is no file .*none\. Check its name and folder\."),
        (".", r"is a folder\. Name the file in it\."),
        ("big", r"big is larger than 10 MB\. Is it the right file\?"),
        ("loop", r"loop cannot be read: Too many levels of symbolic links\."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, name: str, said: str) -> None:
    """With what to do about it, where there is something."""
    (tmp_path / "big").write_bytes(b"\0" * (BIGGEST + 1))
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(Refused, match=said):
        read_file(tmp_path / name)


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """And takes nothing's place."""
    write_new(tmp_path / "new", b"links")
    assert (tmp_path / "new").read_bytes() == b"links"
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600
    with pytest.raises(Refused, match="is there already"):
        write_new(tmp_path / "new", b"others")
    assert (tmp_path / "new").read_bytes() == b"links"
    with pytest.raises(Refused, match="cannot be written: No such file or directory"):
        write_new(tmp_path / "no" / "new", b"links")


def full(handle: int, *_: object, **__: object) -> None:
    """A disk with no room left once the file is there."""
    os.close(handle)
    no_room()


def no_room(*_: object) -> None:
    """No room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_is_full_in_the_middle_leaves_no_half_of_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a workbook would be taken for a whole one, half a letter printed, and half a key file would stand in the way."""

    def write_letter() -> str:
        async def in_parts(part: int, message: str) -> None:
            raise AssertionError(part, message)

        folder = Folder(tmp_path / "letters")
        return asyncio.run(folder.send(Destination("", "P01"), Outgoing("There is news."), already=0, sent=in_parts))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdopen", full)
        with pytest.raises(Refused, match="cannot be written: No space left"):
            write_new(tmp_path / "new", b"links")
        with pytest.raises(ChannelBusy, match="No space left"):
            write_letter()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", no_room)
        with pytest.raises(ConfigError, match="cannot be written: No space left"):
            open_keyring(tmp_path / "keys")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    path = Path(write_letter())
    assert (path.name, path.read_text()) == ("0001.txt", "There is news.\n")
    assert open_keyring(tmp_path / "keys") == open_keyring(tmp_path / "keys")
