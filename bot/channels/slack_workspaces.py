"""Which workspaces we are in, and the tokens to write with: one by the settings, others by OAuth."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack_faults import REVOKED, error_of
from bot.channels.slack_redact import LOGGER
from surveys.errors import ChannelError, ConfigError


@dataclass(frozen=True, slots=True, repr=False)  # a token never gets into a log by being printed
class Workspace:
    """One workspace: Slack's id of it, its name, our token there, and who we are there."""

    team: str
    name: str
    token: str
    bot_user: str


@dataclass(frozen=True, slots=True)
class Installed:
    """Where workspaces that others installed us in are kept: found by id, and forgotten."""

    find: Callable[[str], Awaitable[Workspace | None]]
    forget: Callable[[str], Awaitable[None]]


class Workspaces:
    """Finds the workspace for a message. `token` is the settings' own, empty where there is none."""

    def __init__(self, token: str, api_url: str, installed: Installed, patience: float) -> None:
        self._token = token
        self._api_url = api_url
        self._installed = installed
        self._patience = patience
        self._known: dict[str, Workspace] = {}
        self._own: Workspace | None = None
        self._asking = asyncio.Lock()

    async def own(self) -> Workspace | None:
        """The workspace that the settings' token belongs to; asked of Slack once. SlackApiError when it refuses."""
        if self._own is None and self._token:
            async with self._asking:
                if self._own is None:
                    self._own = await whose(self._token, self.client(self._token))
                    self._known[self._own.team] = self._own
        return self._own

    async def find(self, team: str) -> Workspace | None:
        """The workspace with this id, None where our app is not (any more)."""
        if team not in self._known:
            await self.own()
        if team not in self._known:
            found = await self._installed.find(team)
            if found is None:
                return None
            self._known[team] = found
        return self._known[team]

    async def gone(self, team: str, token: str = "") -> bool:
        """Our app was taken out, or `token` was refused: what we know of the workspace is forgotten. Whether it was.

        Not where it was installed anew meanwhile, with another token; nor where the settings name it: they are the operator's to
        mend, and until then what is to go there waits.
        """
        if self._own is not None and team == self._own.team:
            return False
        self._known.pop(team, None)
        kept = await self._installed.find(team)
        if kept is not None and token not in ("", kept.token):
            return False
        await self._installed.forget(team)
        return True

    def know(self, workspace: Workspace) -> None:
        """It was installed just now."""
        self._known[workspace.team] = workspace

    def client(self, token: str = "") -> AsyncWebClient:
        """A client that tries nothing twice by itself: what was sent twice would be said twice."""
        return AsyncWebClient(
            token or None, base_url=self._api_url, timeout=int(self._patience) or 1, retry_handlers=[], logger=LOGGER
        )


async def whose(token: str, client: AsyncWebClient) -> Workspace:
    """Which workspace a token belongs to. SlackApiError when Slack refuses it."""
    told = await client.auth_test()
    return Workspace(told["team_id"], told.get("team", ""), token, told["user_id"])


async def exchange(client: AsyncWebClient, code: str, client_id: str, client_secret: str, redirect: str) -> Workspace:
    """The workspace that an administrator has just installed us in. ChannelError when Slack does not take the code."""
    ours = {"client_id": client_id, "client_secret": client_secret, "code": code, "redirect_uri": redirect}
    try:
        told = await client.api_call("oauth.v2.access", data=ours)
    except SlackApiError as error:
        raise ChannelError(f"Slack: {error_of(error)}") from None  # not from it: it may hold the code
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ChannelError(f"Slack does not answer ({type(error).__name__})") from None
    if told.get("is_enterprise_install") or not told.get("team"):
        raise ChannelError("Slack: an installation for a whole organisation")
    return Workspace(told["team"]["id"], told["team"].get("name", ""), told["access_token"], told["bot_user_id"])


def workspace_of(token: str, api_url: str, patience: float = 10.0) -> Workspace:
    """Which workspace a token belongs to, asked now. ConfigError when Slack refuses it, ChannelError when it does not answer."""
    client = AsyncWebClient(token, base_url=f"{api_url.rstrip('/')}/", timeout=int(patience), retry_handlers=[], logger=LOGGER)
    try:
        return asyncio.run(whose(token, client))
    except SlackApiError as error:
        name = error_of(error)
        if name in REVOKED:
            raise ConfigError(f"Slack refuses HEARBACK_SLACK_BOT_TOKEN ({name}). Copy it anew from the app's page.") from None
        raise ChannelError(f"Slack at {api_url} does not answer as it should ({name or 'no answer'})") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ChannelError(f"Slack at {api_url} does not answer ({type(error).__name__})") from None


def socket_answers(app_token: str, api_url: str, patience: float = 10.0) -> None:
    """See whether Socket Mode would connect. ConfigError when Slack refuses the token, ChannelError when it does not answer."""
    client = AsyncWebClient(base_url=f"{api_url.rstrip('/')}/", timeout=int(patience), retry_handlers=[], logger=LOGGER)
    try:
        asyncio.run(client.apps_connections_open(app_token=app_token))
    except SlackApiError as error:
        what = f"Slack refuses HEARBACK_SLACK_APP_TOKEN ({error_of(error)}). It begins with xapp-, and needs connections:write."
        raise ConfigError(what) from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ChannelError(f"Slack at {api_url} does not answer ({type(error).__name__})") from None
