"""A conversation in the terminal: what is typed is an answer, a number presses a button that has one."""

import itertools
from collections.abc import Awaitable, Callable
from secrets import token_hex

from surveys.messages import Inbound, Option, Outgoing, Press, Start, Text, listed

Receive = Callable[[Inbound], Awaitable[Outgoing | None]]


class Terminal:
    """Reads lines with `read` and shows messages with `show` until the lines end. `read` returns None at the end."""

    name = "terminal"

    def __init__(self, address: str, receive: Receive, read: Callable[[], str | None], show: Callable[[str], None]) -> None:
        self._address = address
        self._receive = receive
        self._read = read
        self._show = show
        self._options: tuple[Option, ...] = ()
        self._run = token_hex(8)
        self._count = itertools.count()

    async def talk(self, link: str) -> None:
        """Begin with the link (a consultation's name or a personal token), then go on as long as there are lines."""
        await self._say(Start(link))
        while (line := self._read()) is not None:
            pressed = self._button(line.strip())
            await self._say(Press(pressed.id) if pressed else Text(line, message=f"{self._run}:{next(self._count)}"))

    async def _say(self, content: Start | Press | Text) -> None:
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
