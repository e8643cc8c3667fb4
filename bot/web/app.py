"""The web application: the public pages and the interview, with the headers that every answer carries."""

import asyncio
from collections.abc import Mapping

import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.app import App
from bot.channels.slack import Slack
from bot.channels.telegram import Telegram
from bot.web.answers import AnswerPages
from bot.web.consultations import ConsultationPages
from bot.web.digests import DigestPages
from bot.web.forms import is_upload
from bot.web.mail import MailPages
from bot.web.pages import STATIC, Pages
from bot.web.slack import SlackPages
from surveys.errors import StoreAway

WEBHOOK = "/telegram/webhook"
EVENTS = "/slack/events"
LARGEST = 1024 * 1024  # bytes of a form: 100,000 characters in any script fit, percent-encoded
LARGEST_UPLOAD = 256 * 1024 * 1024  # bytes of a form with a file: what is more than is kept is read to its end, and forgotten
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
# The address of an interview is its key: it goes into no cache, no index and no other site's log.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}  # its address changes when its bytes do
MESSAGES: Mapping[int, str] = {400: "bad_request", 404: "not_found", 405: "not_allowed", 413: "too_large", 503: "away"}


def make_app(app: App, telegram: Telegram | None = None, slack: Slack | None = None) -> FastAPI:
    """The pages of `app`, and the doors for Telegram's webhook and Slack's events. Its writer must run while forms are posted."""
    pages = Pages(app.catalogues, preview=app.preview)
    web = FastAPI(title="Hearback", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    web.add_middleware(Guard)
    web.mount("/static", StaticFiles(directory=STATIC))
    for each in (ConsultationPages(app, pages), AnswerPages(app, pages), DigestPages(app, pages), MailPages(app, pages)):
        web.include_router(each.router())
    _prose(web, pages)
    _health(web, app)
    _faults(web, pages)
    if telegram is not None:
        _webhook(web, telegram)
    if slack is not None:
        _events(web, slack)
        web.include_router(SlackPages(app, pages, slack).router())
    return web


def _webhook(web: FastAPI, telegram: Telegram) -> None:
    @web.post(WEBHOOK)
    async def update(request: Request) -> Response:
        """200 once it is committed; 403 where the secret is not ours; 500 where it was not taken, so that it comes again."""
        secret = request.headers.get("x-telegram-bot-api-secret-token", "")
        return Response(status_code=200 if await telegram.take(await request.body(), secret) else 403)


def _events(web: FastAPI, slack: Slack) -> None:
    @web.post(EVENTS)
    async def event(request: Request) -> Response:
        """200 once it is committed; 401 where it is not signed by Slack; 503 where it was not taken, so that it comes again."""
        status, kind, text = await slack.take(await request.body(), request.headers)
        return Response(text, status, media_type=kind)


def _prose(web: FastAPI, pages: Pages) -> None:
    @web.get("/privacy")
    def privacy() -> Response:
        return pages.page("privacy.html")

    @web.get("/accessibility")
    def accessibility() -> Response:
        return pages.page("accessibility.html")


def _health(web: FastAPI, app: App) -> None:
    @web.get("/health")
    async def health() -> Response:
        """Whether the program answers and its database can be read: 200, else 503."""
        await asyncio.to_thread(_read_something, app)
        return PlainTextResponse("ok")


def _read_something(app: App) -> None:
    with app.database.read() as tx:
        tx.connection.execute(sa.select(1))


def _faults(web: FastAPI, pages: Pages) -> None:
    """Every fault is a page in plain words, and says nothing of what is inside."""

    async def fault(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 503 if isinstance(error, StoreAway) else 500
        response = pages.page("message.html", {"name": MESSAGES.get(status, "broken")}, status=status)
        # what went wrong inside is answered by the outermost layer, which Guard does not reach
        response.headers.update(headers_for(request.scope))
        response.headers.update((isinstance(error, HTTPException) and error.headers) or {})
        return response

    for kind in (HTTPException, StoreAway, Exception):
        web.add_exception_handler(kind, fault)


def headers_for(scope: Scope) -> Mapping[str, str]:
    """What every answer to this request carries."""
    path = scope["path"]
    if path.startswith(("/answer/", "/mail/")):
        return EVERYWHERE | PRIVATE
    if path.startswith("/static/") and scope["query_string"]:
        return EVERYWHERE | FOR_EVER
    return EVERYWHERE


class Guard:
    """Sets the headers of every answer, and takes no more of a request's body than LARGEST, with a file LARGEST_UPLOAD.

    A slash at the end of an address changes nothing. The router would redirect, to whatever host the request names: an
    interview's link could be led away, or from https to http.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = headers_for(scope)
        largest = LARGEST_UPLOAD if is_upload(scope) else LARGEST
        declared = Headers(scope=scope).get("content-length", "0")
        too_large = declared.isdecimal() and int(declared) > largest
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = {} if too_large else await receive()
            taken += len(message.get("body", b""))
            if too_large or taken > largest:
                raise HTTPException(413)
            return message

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        scope = {**scope, "path": scope["path"].rstrip("/") or "/"}
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}  # the server itself leaves the body out
        await self._app(scope, limited, headed)
