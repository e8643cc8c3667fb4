"""A strict stand-in for Slack over real HTTP and WebSockets on loopback, with workspaces and people who talk to the app.

In a test:          with Emulator() as slack: person = slack.user("Ada"); person.say("hello"); person.hears("Hello")
As its own process: python -m tests.emulators.slack --port 8082, and Remote("http://127.0.0.1:8082") to steer it.
By hand:            the same command, and a browser at the address it prints.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Self

import click

from tests.emulators.slack_api import Api
from tests.emulators.slack_control import Channel, Control, Person, Remote
from tests.emulators.slack_courier import Courier
from tests.emulators.slack_http import Fault, Server
from tests.emulators.slack_limits import JSON, Pace
from tests.emulators.slack_people import People
from tests.emulators.slack_world import World
from tests.emulators.telegram_clock import Clock

__all__ = ["APP_TOKEN", "CLIENT", "SECRET", "TOKEN", "Channel", "Control", "Emulator", "Person", "Remote"]

TOKEN = "xoxb-TEST"
APP_TOKEN = "xapp-TEST"
SECRET = "signing-TEST"
CLIENT = ("11.22", "client-secret-TEST")


class Emulator(Control):
    """The stand-in, in a thread of this process. `installed` puts the app, with TOKEN, into its first workspace."""

    def __init__(self, *, port: int = 0, speed: float = 1.0, limits: bool = True, installed: bool = True) -> None:
        self.clock = Clock(speed)
        self.world = World(self.clock)
        self.pace = Pace(self.clock, limits)
        self.api = Api(self.world, self.pace, APP_TOKEN, CLIENT)
        self.courier = Courier(self.world, SECRET)
        self.people = People(self.world)
        self.home_team = self.world.team("Wexmoor", TOKEN if installed else "").id
        self._verbs = self._all_verbs()
        self.server = Server(self.world, self.api, self.courier, port, self._verbs)
        super().__init__(self._perform)

    @property
    def url(self) -> str:
        """Where it is."""
        return self.server.url

    @property
    def api_url(self) -> str:
        """What HEARBACK_SLACK_API_URL is set to."""
        return f"{self.url}/api/"

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.world.closing = True
        self.world.touch()
        self.server.stop()

    def _perform(self, verb: str, **arguments: object) -> object:
        return self._verbs[verb](**arguments)

    def post(self, body: str, headers: dict[str, str], signature: str = "") -> int:
        """POST something to the app over HTTP, signed unless another `signature` is given: the status it answers."""
        result = self.server.call(lambda: self.courier.post(body, headers, signature))
        return int(result[0])  # type: ignore[index]

    def _all_verbs(self) -> dict[str, Callable[..., object]]:
        people, world = self.people, self.world
        locked = (
            people.channel, people.invite, people.kick, people.archive, people.deactivate, people.uninstall, people.say,
            people.other_bot, people.edit, people.delete, people.command, people.home, people.press, people.fill, people.submit,
            people.close, people.shortcut, self._team, self._user, self._messages, self._view, self._whispers, self._fault,
            self._calls, self._waiting, self._status, self._hold, self._release, self._repeat, self._raw, self._advance,
            self._set, self._connected,
        )  # fmt: skip
        named = {verb.__name__.lstrip("_"): self._locked(verb) for verb in locked}
        return named | {"change": world.change, "disconnect": self._disconnect}  # they wait, and let others in meanwhile

    def _locked(self, verb: Callable[..., object]) -> Callable[..., object]:
        def do(**arguments: object) -> object:
            with self.world.changed:
                return verb(**arguments)

        return do

    # ── verbs that are no person's ──────────────────────────────────────────────────────────────────────────────────────

    def _team(self, name: str, token: str = "") -> str:
        return self.world.team(name, token).id

    def _user(self, name: str, team: str = "") -> JSON:
        return self.people.user(name, team or self.home_team)

    def _messages(self, where: str) -> list[JSON]:
        if where in self.world.users:
            where = self.world.im(self.world.users[where]["team_id"], where).id
        return list(self.world.channels[where].messages.values())

    def _view(self, user: str, place: str = "modal") -> JSON | None:
        try:
            shown = self.people.shown(user, place)
        except (KeyError, StopIteration):
            return None
        return shown.json()

    def _whispers(self, user: str) -> list[str]:
        return [whisper["text"] for whisper in self.world.whispers if whisper["user"] == user]

    def _fault(self, **fault: object) -> None:
        self.server.faults.append(Fault(**fault))  # type: ignore[arg-type]  # its fields, by name

    def _calls(self, method: str = "") -> list[JSON]:
        return [asdict(call) for call in self.api.calls if method in ("", call.method)]

    def _waiting(self) -> list[str]:
        return [f"{item.kind} {item.status}" for item in self.world.items if item.status != "taken"]

    def _status(self, item: int) -> str:
        return self.world.items[item].status

    def _hold(self) -> None:
        self.world.held = self.world.held or []

    def _release(self, order: Sequence[int] | None = None) -> None:
        held, self.world.held = self.world.held or [], None
        for item in held if order is None else [held[place] for place in order]:
            self.world.send(item)

    def _repeat(self, item: int = -1) -> None:
        self.world.send(self.world.items[item])

    def _raw(self, event: JSON, team: str = "") -> None:
        self.world.event(team or self.home_team, event)

    def _advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.world.touch()

    def _set(self, speed: float | None = None, limits: bool | None = None, url: str | None = None) -> None:
        if speed is not None:
            self.clock.speed = speed
        if limits is not None:
            self.pace.on = limits
        if url is not None:
            self.courier.url = url
        self.world.touch()

    def _connected(self) -> int:
        return len(self.courier.lines)

    def _disconnect(self, reason: str = "warning") -> None:
        self.server.call(lambda: self.server.disconnect(reason))


@click.command()
@click.option("--port", default=8082, show_default=True, help="Where to listen on 127.0.0.1; 0 picks a free port.")
@click.option("--limits/--no-limits", default=True, show_default=True, help="Whether Slack's pace limits hold.")
@click.option("--http", default="", help="Post events to this address instead of waiting for Socket Mode.")
def main(port: int, limits: bool, http: str) -> None:
    """Stand in for Slack until Ctrl-C, with a page on which people can talk to the app."""
    with Emulator(port=port, limits=limits) as emulator:
        emulator.set(url=http)
        click.echo(f"HEARBACK_SLACK_API_URL={emulator.api_url}\nHEARBACK_SLACK_BOT_TOKEN={TOKEN}")
        click.echo(f"HEARBACK_SLACK_SIGNING_SECRET={SECRET}" if http else f"HEARBACK_SLACK_APP_TOKEN={APP_TOKEN}")
        click.echo(f"Start Hearback with these settings, then talk to it at {emulator.url}/ . Ctrl-C ends this.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo()


if __name__ == "__main__":
    main()
