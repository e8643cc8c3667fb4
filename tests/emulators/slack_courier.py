"""How the stand-in brings things to the app: over a WebSocket (Socket Mode), or signed, over HTTP.

https://docs.slack.dev/apis/events-api/#retries, https://docs.slack.dev/apis/events-api/using-socket-mode,
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.emulators.slack_api import with_block_ids
from tests.emulators.slack_limits import ACK, JSON, RETRIES, Refusal, check_view
from tests.emulators.slack_world import Item, World


@dataclass(eq=False)
class Line:
    """One WebSocket of the app: what it has not acknowledged yet."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[JSON]] = field(default_factory=dict)


class Courier:
    """Brings items to the app until it has acknowledged them, as often as Slack would try. Lives in the server's loop."""

    def __init__(self, world: World, secret: str) -> None:
        self.world = world
        self.secret = secret
        self.url = ""  # where the app listens over HTTP; empty for Socket Mode
        self.lines: list[Line] = []
        self.skew = 0.0  # seconds that our clock is off, as a replayed request's would be
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = 0
        self._session: aiohttp.ClientSession | None = None

    def put(self, item: Item) -> None:
        """Take an item; call it in the server's loop."""
        task = asyncio.get_running_loop().create_task(self._bring(item))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Bring nothing more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for line in list(self.lines):
            await line.socket.close()
        if self._session is not None:
            await self._session.close()

    async def _bring(self, item: Item) -> None:
        # Only events are tried again: to a click, a command and a form the person gets an error instead
        waits = (None, *RETRIES) if item.kind == "events_api" else (None,)
        why = ""
        for wait in waits:
            if wait is not None:
                await self._sleep(wait)
            item.attempts += 1
            try:
                answer = await self._try(item, why)
            except (TimeoutError, aiohttp.ClientError, OSError, _NotTakenError) as fault:
                why = "http_timeout" if isinstance(fault, TimeoutError) else "http_error"
                item.status = f"failed: {why} {fault}".strip()
                self.world.touch()
                continue
            with self.world.changed:
                item.status = "taken"
                try:
                    self._obey(item, answer)
                except Refusal as refusal:
                    item.status = f"odd answer: {refusal.error} {refusal.why}"
                self.world.touch()
            return

    async def _sleep(self, seconds: float) -> None:
        """Wait in the stand-in's own time."""
        until = self.world.clock.now() + seconds
        while (left := until - self.world.clock.now()) > 0:  # noqa: ASYNC110  its clock may be moved on by hand
            await asyncio.sleep(min(0.02, left))

    async def _try(self, item: Item, why: str) -> JSON:
        return await (self._post(item, why) if self.url else self._socket(item, why))

    # ── the two ways ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _socket(self, item: Item, why: str) -> JSON:
        if not self.lines:
            raise _NotTakenError("no connection")
        self._turn += 1
        line = self.lines[self._turn % len(self.lines)]  # several connections share what comes
        envelope_id = secrets.token_hex(16)
        envelope = {"envelope_id": envelope_id, "type": item.kind, "payload": item.payload,
                    "accepts_response_payload": item.kind != "events_api"}  # fmt: skip
        if item.kind == "events_api":
            envelope |= {"retry_attempt": item.attempts - 1, "retry_reason": why}
        future: asyncio.Future[JSON] = asyncio.get_running_loop().create_future()
        line.waiting[envelope_id] = future
        try:
            await line.socket.send_json(envelope)
            until = self.world.clock.now() + ACK
            while not future.done():
                if self.world.clock.now() >= until:
                    raise TimeoutError
                await asyncio.wait({future}, timeout=0.02)  # its clock may be moved on by hand
            return future.result()
        finally:
            line.waiting.pop(envelope_id, None)

    async def _post(self, item: Item, why: str) -> JSON:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if item.kind == "events_api":
            body = json.dumps(item.payload)
            headers["Content-Type"] = "application/json"
            if item.attempts > 1:
                headers |= {"X-Slack-Retry-Num": str(item.attempts - 1), "X-Slack-Retry-Reason": why}
        else:
            body = urlencode({"payload": json.dumps(item.payload)} if item.kind == "interactive" else item.payload)
        status, answer = await self.post(body, headers)
        if status != 200:
            raise _NotTakenError(f"{status}")
        return answer

    async def post(self, body: str, headers: dict[str, str], signature: str = "") -> tuple[int, JSON]:
        """POST to the app as Slack does, signed unless another `signature` is given: its status, and its answer."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ACK))
        stamp = str(int(self.world.clock.now() + self.skew))
        digest = hmac.new(self.secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = headers | {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or f"v0={digest}"}
        async with self._session.post(self.url, data=body.encode(), headers=headers) as response:
            text = await response.text()
            if response.content_type == "application/json" and text:
                return response.status, json.loads(text)
            return response.status, {"text": text} if text else {}

    # ── what the app answers ────────────────────────────────────────────────────────────────────────────────────────────

    def _obey(self, item: Item, answer: JSON) -> None:
        """What the answer to a command or to a form that was sent in asks for."""
        if item.kind == "slash_commands" and answer.get("text"):
            where, who = item.payload["channel_id"], item.payload["user_id"]
            self.world.whispers.append({"text": answer["text"], "channel": where, "user": who})
        if item.view is not None:
            match answer.get("response_action"):
                case None:
                    item.view.open = False
                case "clear":
                    item.view.open = False
                case "update":
                    check_view(answer["view"], "modal")
                    self.world.reshow(item.view, with_block_ids(answer["view"]))
                case "errors":
                    fields = {block["block_id"] for block in item.view.view["blocks"] if block["type"] == "input"}
                    if not answer["errors"] or not answer["errors"].keys() <= fields:
                        raise Refusal("invalid_arguments", "errors name no input block")
                    item.view.view = item.view.view | {"errors": answer["errors"]}
                case odd:
                    raise Refusal("invalid_arguments", f"response_action {odd}")


class _NotTakenError(Exception):
    """The app did not say that it has it."""
