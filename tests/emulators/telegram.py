"""A strict stand-in for Telegram's Bot API, over real HTTP on loopback, with people in it who talk to the bot.

In a test:          with Emulator() as telegram: person = telegram.user("Ada"); person.start(); person.hears("Hello")
As its own process: python -m tests.emulators.telegram --port 8081, and Remote("http://127.0.0.1:8081") to steer it.
By hand:            the same command, and a browser at the address it prints.
"""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

import click

from tests.emulators.telegram_api import Api
from tests.emulators.telegram_clock import Clock
from tests.emulators.telegram_control import Control, Group, Person, Remote
from tests.emulators.telegram_http import Desk, Fault, Server, plain
from tests.emulators.telegram_limits import Pace
from tests.emulators.telegram_people import People
from tests.emulators.telegram_webhook import Courier
from tests.emulators.telegram_world import World

__all__ = ["BOT", "TOKEN", "Control", "Emulator", "Group", "Person", "Remote"]

TOKEN = "123456:TEST"
BOT = {"id": 123456, "is_bot": True, "first_name": "Hearback", "username": "hearback_test_bot"}


class Emulator(Control):
    """The stand-in, in threads of this process."""

    def __init__(
        self, *, token: str = TOKEN, port: int = 0, speed: float = 1.0, limits: bool = True, seed: int = 1, patience: float = 10.0
    ) -> None:
        self.token = token
        self.clock = Clock(speed)
        self.world = World(self.clock, BOT | {"id": int(token.partition(":")[0])}, seed)
        self.pace = Pace(self.clock, limits)
        self.api = Api(self.world, self.pace)
        self.desk = Desk(self.world, self.api, token)
        self.people = People(self.world)
        super().__init__(self._perform)
        self._courier = Courier(self.world, patience)
        self._server = Server(port, self.desk, self._verbs())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True, name="telegram")

    @property
    def url(self) -> str:
        """What HEARBACK_TELEGRAM_API_URL is set to."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._courier.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.world.closing = True
        self.world.touch()
        self._server.stop()
        self._courier.join(5)
        self._thread.join(5)

    def _perform(self, verb: str, **arguments: object) -> object:
        do = self._server.verbs[verb]
        if verb in ("watch", "change"):  # they wait, and let others in meanwhile
            return do(**arguments)
        with self.world.changed:
            return do(**arguments)

    def _verbs(self) -> dict[str, Callable[..., object]]:
        people, world = self.people, self.world
        verbs = (
            people.user, people.group, people.topic, people.say, people.start, people.send, people.edit, people.press,
            people.block, people.unblock, people.deactivate, people.kick, people.invite, people.promote, people.migrate,
            people.raw, people.messages, people.watch, people.chats, world.change, world.hold, world.release,
            world.repeat,
        )  # fmt: skip
        named: dict[str, Callable[..., object]] = {verb.__name__: verb for verb in verbs}
        return named | {
            "fault": lambda **fault: self.desk.faults.append(Fault(**fault)),
            "calls": lambda method="": [plain(call) for call in self.desk.calls if method.lower() in ("", call.method.lower())],
            "pending": lambda: [update.json() for update in world.waiting()],
            "answered": lambda query: query in world.answers,
            "commands": lambda language="": self.api.offered(language),
            "advance": self._advance,
            "set": self._set,
            "bot": lambda: world.bot,
        }

    def _advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.world.touch()

    def _set(self, speed: float | None, limits: bool | None, privacy_mode: bool | None) -> None:
        if speed is not None:
            self.clock.speed = speed
        if limits is not None:
            self.pace.on = limits
        if privacy_mode is not None:
            self.world.privacy_mode = privacy_mode
        self.world.touch()


@click.command()
@click.option("--port", default=8081, show_default=True, help="Where to listen on 127.0.0.1; 0 picks a free port.")
@click.option("--token", default=TOKEN, show_default=True, help="The token that the bot must show.")
@click.option("--limits/--no-limits", default=True, show_default=True, help="Whether Telegram's pace limits hold.")
def main(port: int, token: str, limits: bool) -> None:
    """Stand in for Telegram until Ctrl-C, with a page on which a person can talk to the bot."""
    with Emulator(token=token, port=port, limits=limits) as emulator:
        click.echo(f"HEARBACK_TELEGRAM_API_URL={emulator.url}\nHEARBACK_TELEGRAM_TOKEN={emulator.token}")
        click.echo(f"Start the bot with these two settings, then talk to it at {emulator.url}/ . Ctrl-C ends this.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo()


if __name__ == "__main__":
    main()
