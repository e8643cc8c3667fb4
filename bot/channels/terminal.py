"""A conversation in the terminal: what is typed is an answer, a number presses a button that has one, @PATH sends a file."""

import itertools
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from secrets import token_hex

from surveys.messages import File, Inbound, Option, Outgoing, Press, Sent, Start, Text, listed

Receive = Callable[[Inbound], Awaitable[Outgoing | None]]


class Terminal:
    """Reads lines with `read` and shows messages with `show` until the lines end. `read` returns None at the end."""

    name = "terminal"

    def __init__(
        self,
        address: str,
        receive: Receive,
        read: Callable[[], str | None],
        show: Callable[[str], None],
        *,
        megabytes: int = 10,
    ) -> None:
        self._address = address
        self._receive = receive
        self._read = read
        self._show = show
        self._megabytes = megabytes
        self._options: tuple[Option, ...] = ()
        self._run = token_hex(8)
        self._count = itertools.count()

    async def talk(self, link: str) -> None:
        """Begin with the link (a consultation's name or a personal token), then go on as long as there are lines."""
        await self._say(Start(link))
        while (line := self._read()) is not None:
            pressed = self._button(line.strip())
            message = f"{self._run}:{next(self._count)}"
            await self._say(Press(pressed.id) if pressed else self._attached(line, message) or Text(line, message))

    def _attached(self, line: str, message: str) -> Sent | None:
        """`@PATH` sends a file, as a press on the paperclip does elsewhere; None where the line is no such thing."""
        path = Path(line.strip()[1:]) if line.strip().startswith("@") else None
        if path is None or not path.is_file():
            return None
        mime = mimetypes.guess_type(path.name)[0] or ""
        if path.stat().st_size > self._megabytes * 1024 * 1024:
            return Sent("file", message, name=path.name, mime=mime, limit=self._megabytes)
        return Sent("file", message, name=path.name, mime=mime, file=File(path.read_bytes(), path.name, mime))

    async def _say(self, content: Start | Press | Text | Sent) -> None:
        external_id = f"{self._run}:{next(self._count)}"
        said = await self._receive(Inbound(self.name, external_id, self._address, content))
        if said is not None:
            self._options = said.options
            self._show(shown(said))

    def _button(self, line: str) -> Option | None:
        """Buttons without a number (Done, Skip …) are pressed by typing their label, in brackets or not."""
        bare = line.strip("[]").casefold()
        return next((option for option in self._options if not option.number and option.label.casefold() == bare), None)


def shown(message: Outgoing) -> str:
    """The message as lines of text: its numbered choices below it, its other buttons in brackets."""
    buttons = "  ".join(f"[{option.label}]" for option in message.options if not option.number)
    return "\n\n".join(filter(None, (listed(message).text, buttons)))
