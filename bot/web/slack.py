"""Pages by which an administrator of another workspace installs our Slack app there."""

import asyncio
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.app import App
from bot.channels.slack import Slack
from bot.channels.slack_manifest import SCOPES
from bot.web.pages import Pages
from handlers import workspaces
from storage.workspaces import Workspace
from surveys.errors import ChannelError

CALLBACK = "/slack/oauth"


class SlackPages:
    """The page behind a link that an officer made (`hearback slack invite`), and the one that Slack leads back to."""

    def __init__(self, app: App, pages: Pages, slack: Slack) -> None:
        self._app = app
        self._pages = pages
        self._slack = slack

    def router(self) -> APIRouter:
        """Their routes."""
        router = APIRouter()
        router.add_api_route("/slack/install/{link}", self.offer, methods=["GET"])
        router.add_api_route(CALLBACK, self.installed, methods=["GET"])
        return router

    def offer(self, link: str) -> Response:
        """What the app does, and the way to Slack's own page, where it is allowed or not."""
        if not self._good(link):
            return self._said("slack_link", 410)
        settings = self._app.settings
        asked = {
            "client_id": settings.slack_client_id,
            "scope": ",".join(SCOPES),
            "redirect_uri": f"{settings.address}{CALLBACK}",
            "state": link,
        }
        consent = f"{settings.slack_api_url.removesuffix('/api')}/oauth/v2/authorize?{urlencode(asked)}"
        return self._pages.page("slack.html", {"consent": consent})

    async def installed(self, request: Request) -> Response:
        """They said yes or no at Slack. The one GET that changes something: its code is Slack's, and is good once."""
        link, code = request.query_params.get("state", ""), request.query_params.get("code", "")
        if not self._good(link):
            return self._said("slack_link", 410)
        if not code:
            return self._said("slack_declined", 200)
        try:
            made = await self._slack.install(code, f"{self._app.settings.address}{CALLBACK}")
        except ChannelError:
            return self._said("slack_failed", 502)
        workspace = Workspace(made.team, made.name, made.token, made.bot_user)
        await asyncio.to_thread(workspaces.install, self._app.database, workspace, now=self._app.clock.now())
        return self._said("slack_installed", 200)

    def _good(self, link: str) -> bool:
        known = bool(self._app.settings.slack_client_id)
        return known and workspaces.invited(self._app.keyring, link, now=self._app.clock.now())

    def _said(self, name: str, status: int) -> Response:
        return self._pages.page("message.html", {"name": name}, status=status)
