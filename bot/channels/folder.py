"""Each message a file: for demonstrations, for handing on, and for letters to print.

`ROOT/ADDRESS/0001.txt`, `0002.txt`, …: plain UTF-8 text with the subject and the name and address to print above it.
"""

import errno
import math
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from surveys.errors import ChannelBusy, ChannelError
from surveys.messages import Destination, Outgoing, listed


class Folder:
    """Writes messages below `root`. `name` is the channel it stands for: letters go by "folder", a rehearsal by its own."""

    pace = math.inf

    def __init__(self, root: Path, name: str = "folder") -> None:
        self.name = name
        self._root = root

    async def send(self, to: Destination, message: Outgoing, *, already: int, sent: Callable[[int, str], Awaitable[None]]) -> str:
        """Write the next file for `to`; its path is the message's id. ChannelBusy when the disk is full or away."""
        del already, sent  # a file has one part
        folder = self._folder(to.address)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return _write_next(folder, _text(to, message))
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:  # waiting will not make it shorter
                raise ChannelError("that address is too long for the name of a folder") from error
            raise ChannelBusy(f"{folder} cannot be written: {error.strerror}", retry_after=30) from error

    def _folder(self, address: str) -> Path:
        folder = (self._root / address).resolve()
        if not folder.is_relative_to(self._root.resolve()):
            raise ChannelError("that address is outside the folder")
        return folder


def _text(to: Destination, message: Outgoing) -> str:
    buttons = [f"[{option.label}]" for option in message.options if not option.number]
    head = [to.thread, message.subject]
    return "\n\n".join(filter(None, [*head, listed(message).text, "  ".join(buttons)])) + "\n"


def _write_next(folder: Path, text: str) -> str:
    number = sum(1 for _ in folder.glob("*.txt")) + 1
    while True:
        path = folder / f"{number:04}.txt"
        try:
            # O_EXCL: two senders never write over each other's message
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            number += 1
            continue
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            path.unlink(missing_ok=True)  # half a letter must not be printed; a whole one comes when there is room
            raise
        return str(path)
