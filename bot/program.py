"""The running program: channels in, pages, the clock and the sender, in one event loop."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from typing import Literal

import uvicorn

from bot.app import App
from bot.channels.folder import Folder
from bot.channels.mail import Email
from bot.channels.slack import Slack
from bot.channels.slack_workspaces import Installed, Workspace
from bot.channels.telegram import Telegram
from bot.config import Settings
from bot.pictures import fetching
from bot.schedule import Schedule
from bot.sender import LEASE, Channel, Sender
from bot.web.app import WEBHOOK, make_app
from handlers import home, workspaces
from storage import outbox
from surveys.errors import ConfigError
from surveys.messages import Inbound, Outgoing

Role = Literal["web", "channels", "sender", "clock"]
LAST_WORDS = 20.0  # seconds that what is being sent gets when the program ends
LAST_PAGES = 5  # … and that pages and forms under way get
BACKLOG = 2048  # connections that may wait to be taken, as uvicorn has it
ROLES: tuple[Role, ...] = ("web", "channels", "sender", "clock")


async def serve(app: App, roles: Sequence[Role], ready: Callable[[str], None]) -> None:
    """Run these roles until interrupted. `ready` is told the web address once everything is up.

    ConfigError when the port is taken or Telegram refuses the token.
    """
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ending.set)
    async with running(app, roles, ready):
        await ending.wait()


@asynccontextmanager
async def running(app: App, roles: Sequence[Role], ready: Callable[[str], None]) -> AsyncIterator[None]:
    """The program as a block: up when it begins, down in good order when it ends."""
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(_listen(app.settings.host, app.settings.port)) if "web" in roles else None
        app.writer.start()  # after the port: a second program in the same folder must not touch what the first has in hand
        stack.callback(app.writer.stop)
        channels: dict[str, Channel] = {"folder": Folder(app.settings.folder)}
        sender = Sender(app.database, channels, app.clock)
        telegram, slack = _telegram(app, sender), _slack(app, sender)
        for channel in (telegram, slack):
            if channel is not None:
                channels[channel.name] = channel
        if "clock" in roles:
            schedule = Schedule(app.database, app.clock)
            schedule.start()
            stack.callback(schedule.stop)
        address = await stack.enter_async_context(_pages(app, telegram, slack, listening)) if listening is not None else ""
        if telegram is not None:
            stack.push_async_callback(telegram.stop)
            await telegram.start(listen="channels" in roles)
        mail = make_email(app.settings, _receiving(app, sender))
        if mail is not None:
            channels[mail.name] = mail
            stack.push_async_callback(mail.stop)
            await mail.start(listen="channels" in roles)
        if slack is not None:
            stack.push_async_callback(slack.stop)
            await slack.start(listen="channels" in roles)
        if "sender" in roles:  # last, so that it ends first: what is under way still needs the others
            _give_back(app)
            await stack.enter_async_context(_sending(sender))
        ready(address)
        yield


def _telegram(app: App, sender: Sender) -> Telegram | None:
    """The Telegram channel, when there is a token for it."""
    token = app.settings.telegram_token.get_secret_value()
    if not token:
        return None

    async def wants(message: Inbound) -> bool:
        return await asyncio.to_thread(app.door.wants, message)

    return Telegram(
        token,
        receive=_receiving(app, sender),
        api_url=app.settings.telegram_api_url,
        secret=app.settings.telegram_secret.get_secret_value(),
        webhook=f"{app.settings.address}{WEBHOOK}" if app.settings.telegram_mode == "webhook" else "",
        commands=app.commands,
        pictures=fetching(app.database),
        wants=wants,
        megabytes=app.settings.media_megabytes,
    )


def _receiving(app: App, sender: Sender) -> Callable[[Inbound], Awaitable[Outgoing | None]]:
    """What channels await for every message: what was said back, for those where somebody waits for it."""

    async def receive(message: Inbound) -> Outgoing | None:
        outcome = await app.writer.receive(message)
        sender.wake()
        return outcome.outgoing

    return receive


def make_email(settings: Settings, receive: Callable[[Inbound], Awaitable[object]]) -> Email | None:
    """The email channel, when its settings are there. ConfigError when only some of them are."""
    smtp_url, imap_url = settings.smtp_url.get_secret_value(), settings.imap_url.get_secret_value()
    if not (settings.mail_address or smtp_url or imap_url or settings.lmtp_bind):
        return None
    if not (settings.mail_address and smtp_url and (imap_url or settings.lmtp)):
        lacking = "HEARBACK_MAIL_ADDRESS, HEARBACK_SMTP_URL, and HEARBACK_IMAP_URL or HEARBACK_LMTP_BIND"
        raise ConfigError(f"email needs all of {lacking}")
    return Email(
        settings.mail_address, receive=receive, home=settings.address, smtp_url=smtp_url, imap_url=imap_url, door=settings.lmtp
    )


def _slack(app: App, sender: Sender) -> Slack | None:
    """The Slack channel, when there is a token for it, or an app that others may install."""
    settings = app.settings
    if not settings.on_slack:
        return None

    async def page(team: str, user: str) -> Sequence[Outgoing]:
        return await asyncio.to_thread(
            home.home, app.database, "slack", team, user, words=app.catalogues, public=settings.address, now=app.clock.now()
        )

    async def find(team: str) -> Workspace | None:
        found = await asyncio.to_thread(workspaces.find, app.database, team)
        return Workspace(found.team, found.name, found.token, found.bot_user) if found is not None else None

    async def forget(team: str) -> None:
        await asyncio.to_thread(workspaces.forget, app.database, team)

    return Slack(
        receive=_receiving(app, sender),
        page=page,
        words=app.slack_words,
        installed=Installed(find, forget),
        token=settings.slack_bot_token.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        secret=settings.slack_signing_secret.get_secret_value(),
        client=(settings.slack_client_id, settings.slack_client_secret.get_secret_value()),
        api_url=settings.slack_api_url,
        pictures=f"{settings.public_url}/pictures" if settings.public_url.startswith("https://") else "",
    )


def _give_back(app: App) -> None:
    """SQLite has one program: whatever an earlier run had in hand when it died is free again at once (decision 3)."""
    if app.settings.database_url.startswith("sqlite"):
        with app.database.write() as tx:
            outbox.expire(tx, now=app.clock.now() + LEASE + timedelta(seconds=1))


@asynccontextmanager
async def _sending(sender: Sender) -> AsyncIterator[None]:
    """The sender beside the block. At its end what is under way goes out first: cut off, a notice would be left in doubt."""
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        sender.stop()
        await asyncio.wait({task}, timeout=LAST_WORDS)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class _Server(uvicorn.Server):
    """uvicorn that says when it is up, without signal handlers of its own: the program ends as a whole."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to `serve`."""
        yield


@asynccontextmanager
async def _pages(app: App, telegram: Telegram | None, slack: Slack | None, listening: socket.socket) -> AsyncIterator[str]:
    """The web pages on a socket that is bound; the address they are really at."""
    config = uvicorn.Config(
        make_app(app, telegram, slack),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=LAST_PAGES,  # else a form that never comes to its end would keep the program up
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    await server.up.wait()
    host, port = listening.getsockname()[:2]
    try:
        yield app.settings.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        server.should_exit = True
        await task


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)  # now: of two that have only bound the port, both would think that they have it
    except OSError as error:
        listening.close()
        what = (
            f"{host}:{port} cannot be listened on ({error.strerror}). Set HEARBACK_BIND to another address, as in 127.0.0.1:8001"
        )
        raise ConfigError(what) from error
    return listening
