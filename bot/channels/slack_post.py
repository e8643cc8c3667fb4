"""One message to Slack: into which workspace, at its pace, as a new one or in the place of an earlier one."""

import asyncio
import logging
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.channels.slack_blocks import Part, without_images
from bot.channels.slack_faults import MENDED, REVOKED, error_of, fault
from bot.channels.slack_workspaces import Workspace, Workspaces
from surveys.errors import ChannelBusy, ChannelError, Unreachable
from surveys.messages import Destination

GAP = 1.0  # seconds between two messages to one conversation (https://docs.slack.dev/apis/web-api/rate-limits)
KNOWN = 10_000  # conversations whose time and id we keep in mind
_PAST = ("message_not_found", "cant_update_message", "edit_window_closed")  # an earlier message is gone, or too old

T = TypeVar("T")
Key = tuple[str, str]  # a workspace, and whom or which channel we write to there
logger = logging.getLogger(__name__)


class Post:
    """Puts messages into conversations, no faster than one in `gap` seconds into each.

    The sender has one message to an address under way at a time; that is what makes the pace hold.
    """

    def __init__(self, workspaces: Workspaces, gap: float) -> None:
        self._workspaces = workspaces
        self._gap = gap
        self._free_at: dict[Key, float] = {}  # when a conversation may be written to next, in the loop's time
        self._rooms: dict[Key, str] = {}  # the ids of direct messages, which an edit needs

    def remember(self, team: str, address: str, room: str) -> None:
        """The direct message with this person has this id."""
        _keep(self._rooms, (team, address), room)

    def room(self, team: str, address: str) -> str:
        """The id of the direct message with this person, empty where it is not known yet."""
        return self._rooms.get((team, address), "")

    async def put(self, to: Destination, part: Part) -> str:
        """Put one message there: its ts. ChannelBusy, Unreachable, InDoubt or ChannelError."""
        key, now = (to.account, to.address), asyncio.get_running_loop().time
        await asyncio.sleep(max(0.0, self._free_at.pop(key, 0.0) - now()))
        try:
            return await self._put(to, part)
        finally:
            _keep(self._free_at, key, now() + self._gap)  # from when Slack had it, which is later than when we sent it

    async def _put(self, to: Destination, part: Part) -> str:
        workspace = await self._workspace(to)
        try:
            return await self._said(workspace, to, part)
        except SlackApiError as error:
            bare = without_images(part)
            if (
                error_of(error) == "invalid_blocks" and bare != part
            ):  # a picture that it cannot fetch: the words come all the same
                return await self._put(to, bare)
            raise await self._refused(error, to, workspace) from None  # not from it: it may hold what was said
        except (aiohttp.ClientError, TimeoutError) as error:
            raise fault(error) from None

    async def _said(self, workspace: Workspace, to: Destination, part: Part) -> str:
        if part.replaces and await self._edited(workspace, to, part):
            return part.replaces
        posted = await self._workspaces.client(workspace.token).chat_postMessage(
            channel=to.address,
            text=part.text,
            blocks=part.blocks,
            thread_ts=to.thread or None,
            unfurl_links=False,
            unfurl_media=False,
        )
        self.remember(to.account, to.address, str(posted["channel"]))
        return str(posted["ts"])

    async def _workspace(self, to: Destination) -> Workspace:
        try:
            workspace = await self._workspaces.find(to.account)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:  # nothing has left us yet
            raise ChannelBusy(f"Slack does not say who we are: {type(error).__name__}", self._gap) from None
        if workspace is None:
            raise Unreachable("our app is not installed in that workspace")
        return workspace

    async def _edited(self, workspace: Workspace, to: Destination, part: Part) -> bool:
        """Put `part` in the place of an earlier message. False when that is gone, so that it is sent as a new one."""
        client = self._workspaces.client(workspace.token)
        try:
            room = self.room(to.account, to.address)
            if not room:
                opened: Any = await client.conversations_open(users=to.address)
                room = opened["channel"]["id"]
                self.remember(to.account, to.address, room)
            await client.chat_update(channel=room, ts=part.replaces, text=part.text, blocks=part.blocks)
        except SlackApiError as error:
            if error_of(error) in _PAST:
                return False
            raise
        except (aiohttp.ClientError, TimeoutError) as error:
            # An edit made twice is an edit made once: there is no doubt to keep
            raise ChannelBusy(f"Slack did not answer: {type(error).__name__}", self._gap) from None
        return True

    async def _refused(self, error: SlackApiError, to: Destination, workspace: Workspace) -> ChannelError:
        """What a refusal means; where it is our token that is refused, the workspace is forgotten."""
        if error_of(error) in REVOKED:
            logger.warning("Slack refuses our token for the workspace %s: %s", to.account, error_of(error))
            if not await self._workspaces.gone(to.account, workspace.token):
                return ChannelBusy(f"Slack: {error_of(error)}", MENDED)
        return fault(error)


def _keep(kept: dict[Key, T], key: Key, value: T) -> None:
    """Keep in mind what a later message may need; the oldest is left out beyond KNOWN."""
    kept[key] = value
    if len(kept) > KNOWN:
        kept.pop(next(iter(kept)))
