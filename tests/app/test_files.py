"""Files on the command line: read with a sentence for every way they can be wrong, written privately and never over others."""

import stat
from pathlib import Path

import pytest

from bot.files import BIGGEST, read_file, write_new
from surveys.errors import Refused


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
