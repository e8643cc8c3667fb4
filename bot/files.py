"""Files that officers name on the command line: read in whole, written so that only their owner may read them."""

import os
from pathlib import Path

from surveys.errors import Refused

BIGGEST = 10 * 1024 * 1024  # bytes: ten times the largest sheet we have seen


def read_file(path: Path) -> bytes:
    """The bytes of a file. Refused, in a sentence, where there is none, it is a folder, or it is too large to be meant."""
    try:
        with path.open("rb") as file:
            data = file.read(BIGGEST + 1)
    except FileNotFoundError as error:
        raise Refused("file.missing", f"There is no file {path}. Check its name and folder.") from error
    except IsADirectoryError as error:
        raise Refused("file.folder", f"{path} is a folder. Name the file in it.") from error
    except OSError as error:
        raise Refused("file.unreadable", f"{path} cannot be read: {error.strerror}.") from error
    if len(data) > BIGGEST:
        raise Refused("file.size", f"{path} is larger than 10 MB. Is it the right file?")
    return data


def write_new(path: Path, data: bytes) -> None:
    """Write a file that was not there, with mode 600, and see it onto the disk. Refused where it was, or cannot be.

    It is there whole or not at all: half of one would be taken for all of it.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused("file.exists", f"{path} is there already. Name another file, or remove it first.") from error
    except OSError as error:
        raise Refused("file.unwritable", f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Refused("file.unwritable", f"{path} cannot be written: {error.strerror}.") from error
