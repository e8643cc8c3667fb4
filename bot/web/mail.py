"""The way out of our mail: the page behind its link, and the one click of a mail program (RFC 8058).

GET changes nothing: scanners follow every link in a mail.
"""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from bot.app import App
from bot.web.consultations import received
from bot.web.pages import Pages
from handlers.mail import stops
from surveys.messages import Inbound, Mail


class MailPages:
    """The pages behind the links at the head of our mail."""

    def __init__(self, app: App, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    def router(self) -> APIRouter:
        """Their routes."""
        router = APIRouter(prefix="/mail/stop/{token}")
        router.add_api_route("", self.ask, methods=["GET"])
        router.add_api_route("", self.stop, methods=["POST"])
        return router

    def ask(self, token: str) -> Response:
        """Whether they want no more mail: a button."""
        self._known(token)
        return self._pages.page("stop.html", {"stopped": False})

    async def stop(self, token: str, request: Request) -> Response:
        """No more mail. The same as the word STOP in a reply; twice is once."""
        await asyncio.to_thread(self._known, token)
        await request.body()
        # sent twice within a minute, it is one message
        pressed = f"{token}|{self._app.clock.now():%Y-%m-%d %H:%M}"
        external_id = f"stop.{self._app.keyring.digest(pressed).hex()[:24]}"
        await received(self._app, Inbound("email", external_id, "", Mail("STOP", routes=(token,))))
        return self._pages.page("stop.html", {"stopped": True})

    def _known(self, token: str) -> None:
        with self._app.database.read() as tx:
            if not stops(tx, token):
                raise HTTPException(404)
