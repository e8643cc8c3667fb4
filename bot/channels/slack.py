"""Slack: slack-bolt checks signatures, keeps the WebSocket and tells kinds of payloads apart; nothing else of it is used.

It would acknowledge events before anybody has handled them. Here everything is acknowledged once `receive` has returned, and what
it takes has been committed; where that does not happen, Slack brings an event again, and shows an error to whoever pressed.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from secrets import token_hex
from typing import Any, TypeVar

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.channels.slack_blocks import JSON, Words, home, modal, render
from bot.channels.slack_faults import REVOKED, error_of
from bot.channels.slack_post import GAP, Post
from bot.channels.slack_read import (
    NAME,
    Action,
    Addressed,
    Gone,
    Visited,
    read_action,
    read_command,
    read_event,
    read_submission,
)
from bot.channels.slack_redact import LOGGER, keep_out_of_logs
from bot.channels.slack_workspaces import Installed, Workspace, Workspaces, exchange
from surveys.errors import ConfigError
from surveys.messages import Destination, Inbound, Outgoing, Start

Receive = Callable[[Inbound], Awaitable[Outgoing | None]]
Page = Callable[[str, str], Awaitable[Sequence[Outgoing]]]  # a workspace and a person → their page
Sent = Callable[[int, str], Awaitable[None]]

T = TypeVar("T")
ANY = re.compile(".*")
PATIENCE = 15.0  # seconds for Slack to answer
PACE = 8.0  # messages a second over all; Slack allows "several hundred" a minute in a workspace

logger = logging.getLogger(__name__)


class Slack:
    """Our app, in one workspace or in many.

    `receive` is awaited for everything that comes in, must return only when it is safe, and gives what is said back to whoever
    waits for it. `page` gives a person's own page. `words` are by language, the English ones always there. `token` is for one
    workspace, by the settings; `installed` knows the others. `app_token` is for Socket Mode, without one events come over HTTP to
    `take`, proved by `secret`. `pictures` is the web address of pictures, where Slack can fetch them.
    """

    name = NAME

    def __init__(
        self,
        *,
        receive: Receive,
        page: Page,
        words: Mapping[str, Words],
        installed: Installed,
        token: str = "",
        app_token: str = "",
        secret: str = "",
        client: tuple[str, str] = ("", ""),
        api_url: str = "https://slack.com/api",
        pictures: str = "",
        pace: float = PACE,
        gap: float = GAP,
        patience: float = PATIENCE,
        ping: float = 10.0,
    ) -> None:
        keep_out_of_logs()
        self.pace = pace
        self._receive = receive
        self._page = page
        self._words = words
        self._pictures = pictures
        self._secret = secret
        self._app_token = app_token
        self._client = client
        self._ping = ping
        self._workspaces = Workspaces(token, f"{api_url.rstrip('/')}/", installed, patience)
        self._post = Post(self._workspaces, gap)
        self._app = self._bolt()
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    # ── coming and going ────────────────────────────────────────────────────────────────────────────────────────────────

    async def start(self, *, listen: bool = True) -> None:
        """Make ourselves known and, unless we only send, listen until `stop`. ConfigError when the token is refused.

        Where Slack cannot be reached now, that is tried again in the background.
        """
        try:
            await self._workspaces.own()
        except SlackApiError as error:
            if error_of(error) in REVOKED:
                raise ConfigError(f"Slack refuses HEARBACK_SLACK_BOT_TOKEN ({error_of(error)})") from None
            logger.warning("Slack cannot be reached yet: %s", error_of(error))
        except (aiohttp.ClientError, TimeoutError) as error:
            logger.warning("Slack cannot be reached yet: %s", type(error).__name__)
        if listen and self._app_token:
            self._handler = AsyncSocketModeHandler(self._app, self._app_token, ping_interval=self._ping, logger=LOGGER)
            self._connecting = asyncio.create_task(self._connect(self._handler))

    async def _connect(self, handler: AsyncSocketModeHandler) -> None:
        await handler.connect_async()  # type: ignore[no-untyped-call]  # it tries until it succeeds

    async def stop(self) -> None:
        """Stop listening, and hang up."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]

    def _bolt(self) -> AsyncApp:
        """Bolt with one listener for every kind of payload: none goes unheard, which Slack would count as a failure."""

        async def everywhere(team_id: str | None) -> AuthorizeResult:
            # Who may speak to us where is seen to by `_workspaces`; Bolt needs no token
            return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token="-")  # noqa: S106  no token at all

        app = AsyncApp(
            client=self._workspaces.client(),
            signing_secret=self._secret,
            authorize=everywhere,
            process_before_response=True,
            ignoring_self_events_enabled=False,
            attaching_function_token_enabled=False,
            logger=LOGGER,
        )
        app.event(ANY)(self._on_event)
        app.action(ANY)(self._on_action)
        app.view(ANY)(self._on_submission)
        app.command(ANY)(self._on_command)
        for other in (app.view_closed(ANY), app.shortcut(ANY), app.options(ANY)):
            other(_on_nothing)
        app.error(_on_error)
        return app

    async def take(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, str]:
        """Take what was posted to us over HTTP: the status, the type and the text to answer with. 401 where it is not Slack's."""
        if not self._secret:
            return 401, "text/plain", ""  # a signature made with no secret would be anybody's
        try:
            request = AsyncBoltRequest(body=body.decode(), headers=dict(headers))
        except (ValueError, AttributeError, RecursionError):  # read before its signature is: no text, no JSON, no object
            return 401, "text/plain", ""
        answer = await self._app.async_dispatch(request)
        return answer.status, answer.headers.get("content-type", ["text/plain"])[0], answer.body or ""

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def _on_event(self, body: JSON) -> None:
        team = body["team_id"]
        workspace = await self._workspaces.find(team)
        heard = _read(partial(read_event, body, workspace.bot_user if workspace is not None else ""))
        match heard:
            case None:
                return
            case Gone():
                logger.warning("our app was taken out of the workspace %s", team)
                await self._workspaces.gone(team)
            case _ if workspace is None:
                logger.warning("something came from %s, a workspace where our app is not installed", team)
            case Inbound():
                if body["event"].get("channel_type") == "im":
                    self._post.remember(team, heard.address, body["event"]["channel"])
                await self._receive(heard)
            case Visited(user):
                await self._show_home(workspace, user)
            case Addressed(user, channel):
                await self._whisper(workspace, user, channel)

    async def _on_action(self, ack: Any, body: JSON) -> None:
        action = _read(partial(read_action, body))
        workspace = await self._workspaces.find(action.team) if action is not None else None
        if action is None or workspace is None:
            await ack()
        elif action.content is None or action.place == "modal":
            await self._step(workspace, action)
            await ack()
        else:
            await self._receive(action.inbound())
            await ack()
            if action.place == "home":
                await self._show_home(workspace, action.user)

    async def _step(self, workspace: Workspace, action: Action) -> None:
        """Open the form, or move it on after one of its buttons."""
        said = await self._receive(action.inbound(waits=True))
        view = self._modal(said or await self._again(action.inbound()))
        client = self._workspaces.client(workspace.token)
        if action.place == "modal":
            with suppress(SlackApiError, aiohttp.ClientError, TimeoutError):  # it was closed, or pressed twice: nothing is lost
                await client.views_update(view_id=action.view, hash=action.hash, view=view)
            return
        try:
            await client.views_open(trigger_id=action.trigger, view=view)
        except (SlackApiError, aiohttp.ClientError, TimeoutError):  # it took longer than Slack waits
            await self._receive(self._anew(action.inbound(), waits=False))

    def _modal(self, said: Outgoing) -> JSON:
        return modal(said, self._words_for(said.language), token_hex(6), self._pictures)

    def _words_for(self, language: str) -> Words:
        return self._words.get(language) or self._words["en"]

    async def _again(self, before: Inbound) -> Outgoing:
        """What is open now, for whoever waits and was told nothing (a second press on the same button)."""
        return await self._receive(self._anew(before, waits=True)) or Outgoing(self._words["en"].trouble)

    def _anew(self, before: Inbound, *, waits: bool) -> Inbound:
        return Inbound(NAME, f"{before.external_id}:again", before.address, Start(), account=before.account, waits=waits)

    async def _on_submission(self, ack: Any, body: JSON) -> None:
        inbound = _read(partial(read_submission, body))
        if inbound is None:
            await ack()
            return
        try:
            said = await self._receive(inbound) or await self._again(inbound)
        except Exception as error:  # noqa: BLE001  what they typed must not be lost with the form
            logger.error("a form was not taken: %s", type(error).__name__)  # noqa: TRY400  its words may be people's
            fields = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
            await ack(response_action="errors", errors={fields[0]: self._words["en"].trouble})
            return
        await ack(response_action="update", view=self._modal(said))

    async def _on_command(self, ack: Any, body: JSON) -> None:
        workspace = await self._workspaces.find(body["team_id"])
        inbound = read_command(body)
        if workspace is None:
            await ack()
        elif inbound is None:
            await self._step(workspace, Action(body["team_id"], body["user_id"], body["trigger_id"], "message", None))
            await ack()
        else:
            await self._receive(inbound)
            here = body["channel_id"] == self._post.room(body["team_id"], body["user_id"])
            await (ack() if here else ack(self._words["en"].elsewhere))

    async def _show_home(self, workspace: Workspace, user: str) -> None:
        page = await self._page(workspace.team, user)
        view = home(page, self._words_for(page[0].language if page else ""))
        with suppress(SlackApiError, aiohttp.ClientError, TimeoutError):  # they open it again
            await self._workspaces.client(workspace.token).views_publish(user_id=user, view=view)

    async def _whisper(self, workspace: Workspace, user: str, channel: str) -> None:
        with suppress(SlackApiError, aiohttp.ClientError, TimeoutError):  # nothing depends on it
            client = self._workspaces.client(workspace.token)
            await client.chat_postEphemeral(channel=channel, user=user, text=self._words["en"].mention)

    # ── installing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def install(self, code: str, redirect: str) -> Workspace:
        """Take the token of a workspace that an administrator has just installed us in. ChannelError when that fails."""
        workspace = await exchange(self._workspaces.client(), code, *self._client, redirect)
        self._workspaces.know(workspace)
        return workspace

    # ── messages go out ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def send(self, to: Destination, message: Outgoing, *, already: int, sent: Sent) -> str:
        """Send the parts of `message` after the first `already`, and tell `sent` of each: its place from 0, and Slack's ts.

        The ts of the last one, empty when all were sent before. ChannelBusy, Unreachable, InDoubt or ChannelError.
        """
        last = ""
        for place, part in enumerate(render(message, self._words_for(message.language), self._pictures)[already:], start=already):
            last = await self._post.put(to, part)
            await sent(place, last)
        return last


def _read(reading: Callable[[], T]) -> T | None:
    """What was read; None where Slack has grown a kind of payload that this version cannot read, which must stop no other."""
    try:
        return reading()
    except Exception as error:  # noqa: BLE001  whatever is odd about it
        logger.error("something from Slack cannot be read: %s", type(error).__name__)  # noqa: TRY400  people's words may be in it
        return None


async def _on_nothing(ack: Any) -> None:
    """What we offer nothing for is acknowledged all the same."""
    await ack()


async def _on_error(error: Exception) -> BoltResponse:
    """It was not taken: Slack is told so, and brings an event again."""
    logger.error("something from Slack was not taken: %s", type(error).__name__)  # its words may be people's
    return BoltResponse(status=503, body="")
