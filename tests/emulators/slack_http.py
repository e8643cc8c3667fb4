"""The stand-in's HTTP: the Web API, the WebSocket, faults on demand, and the control surface for tests and for the page."""

import asyncio
import base64
import json
import secrets
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from tests.emulators.slack_api import Api
from tests.emulators.slack_courier import Courier, Line
from tests.emulators.slack_limits import JSON, Refusal
from tests.emulators.slack_world import Item, World

PAGE = Path(__file__).with_name("slack_page.html")


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of `method` (any, when empty), for `channel` (any, when empty).

    `kind`: "429", "500", "503", "hang" (the line stays open without a word), "drop" (it is closed), or an error of Slack's own
    as in "channel_not_found". `after`: the method has taken effect by then.
    """

    method: str
    kind: str
    times: int = 1
    after: bool = False
    retry_after: int = 1
    channel: str = ""

    def fits(self, method: str, arguments: JSON) -> bool:
        """Whether it is for this call."""
        return self.times > 0 and self.method in ("", method) and self.channel in ("", arguments.get("channel"))


class Server:
    """Serves on loopback, in a thread with an event loop of its own."""

    def __init__(self, world: World, api: Api, courier: Courier, port: int, verbs: Mapping[str, Callable[..., object]]) -> None:
        self.world = world
        self.api = api
        self.courier = courier
        self.verbs = verbs
        self.faults: list[Fault] = []
        self.port = port
        self._tickets: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._closing = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="slack")
        world.send = self._send
        api.socket = self._ticket

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, and return once it is up."""
        self._thread.start()
        self._up.wait(10)

    def stop(self) -> None:
        """End, with everybody who is connected."""
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(10)

    def call(self, doing: Callable[[], Awaitable[object]]) -> object:
        """Do something in the server's loop, and wait for it."""

        async def done() -> object:
            return await doing()

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(15)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._method)
        app.router.add_get("/link", self._link)
        app.router.add_get("/oauth/v2/authorize", self._consent)
        app.router.add_post("/control/{verb}", self._control)
        app.router.add_get("/", self._page)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port, backlog=1024)
        await site.start()
        self.port = runner.addresses[0][1]
        self._up.set()
        await self._closing.wait()
        await self.courier.close()
        await runner.cleanup()

    def _send(self, item: Item) -> None:
        if not self._closing.is_set():
            with suppress(RuntimeError):  # the loop has ended: nobody is there to hear it
                self._loop.call_soon_threadsafe(self.courier.put, item)

    # ── the Web API ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            token, arguments = await _arguments(request)
        except ValueError:
            return _json(200, {"ok": False, "error": "invalid_json"})
        with self.world.changed:
            fault = next((fault for fault in self.faults if fault.fits(method, arguments)), None)
            if fault is not None:
                fault.times -= 1
            answer = None
            if fault is None or fault.after:
                answer = self._answer(method, token, arguments, _basic(request))
        return await self._fail(fault, request) if fault is not None else answer or _json(500, {})

    def _answer(self, method: str, token: str, arguments: JSON, basic: tuple[str, str]) -> web.Response:
        try:
            return _json(200, self.api.answer(method, token, arguments, basic))
        except Refusal as refusal:
            body: JSON = {"ok": False, "error": refusal.error}
            if refusal.why:
                body["response_metadata"] = {"messages": [f"[ERROR] {why}" for why in refusal.why]}
            headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
            return _json(refusal.status, body, headers)

    async def _fail(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        match fault.kind:
            case "429":
                return _json(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(fault.retry_after)})
            case "500" | "503":
                return web.Response(status=int(fault.kind), text="<html>upstream connect error</html>", content_type="text/html")
            case "hang":
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), 600)
            case "drop":
                pass
            case error:
                return _json(200, {"ok": False, "error": error})
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    # ── Socket Mode ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _ticket(self) -> str:
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self.port}/link?{urlencode({'ticket': ticket, 'app_id': 'A0HEARBACK'})}"

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:  # an address is good once
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.courier.lines) + 1,
                                "connection_info": {"app_id": "A0HEARBACK"}})  # fmt: skip
        self.courier.lines.append(line)
        self.world.touch()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    _acknowledge(line, json.loads(message.data))
        finally:
            self.courier.lines.remove(line)
            self.world.touch()
        return socket

    async def disconnect(self, reason: str = "warning") -> None:
        """Ask the app to connect anew, as Slack does every few hours (using-socket-mode#disconnect), then hang up."""
        for line in list(self.courier.lines):
            if reason != "drop":
                await line.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "test"}})
            else:
                await line.socket.close(code=1001)

    # ── OAuth ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _consent(self, request: web.Request) -> web.StreamResponse:
        """An administrator who allows it at once, in the workspace that `team` names (installing-with-oauth)."""
        team = request.query.get("team", next(iter(self.world.teams), ""))
        if request.query.get("client_id") != self.api.client[0] or not request.query.get("scope"):
            return web.Response(status=400, text="invalid_client_id")
        answer = {"code": self.world.code(team), "state": request.query.get("state", "")}
        raise web.HTTPFound(f"{request.query['redirect_uri']}?{urlencode(answer)}")

    # ── steering ────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _control(self, request: web.Request) -> web.StreamResponse:
        # A page elsewhere cannot send this type without asking first, and we never say yes
        if request.content_type != "application/json":
            return _json(415, {"error": "send application/json"})
        arguments = await request.json()
        try:
            result = await asyncio.to_thread(self.verbs[request.match_info["verb"]], **arguments)
        except (KeyError, ValueError, TypeError, StopIteration, Refusal) as error:
            return _json(400, {"error": f"{type(error).__name__}: {error}"})
        return _json(200, {"result": result})

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=PAGE.read_bytes(), content_type="text/html", charset="utf-8")


def _acknowledge(line: Line, answer: JSON) -> None:
    future = line.waiting.get(answer.get("envelope_id", ""))
    if future is not None and not future.done():
        future.set_result(answer.get("payload") or {})


async def _arguments(request: web.Request) -> tuple[str, JSON]:
    """The token and the arguments: in the header and as JSON or a form (apis/web-api#post-bodies)."""
    arguments: JSON = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await request.json()
    elif request.method == "POST":
        arguments |= dict(await request.post())
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return (token if scheme == "Bearer" else str(arguments.pop("token", ""))), arguments


def _basic(request: web.Request) -> tuple[str, str]:
    scheme, _, packed = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Basic":
        return "", ""
    name, _, secret = base64.b64decode(packed).decode().partition(":")
    return name, secret


def _json(status: int, body: JSON, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="application/json", headers=headers)
