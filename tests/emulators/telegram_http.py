"""The stand-in's HTTP: the Bot API, faults on demand, and the control surface for tests and for the page."""

import json
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Literal, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from python_multipart import parse_form
from python_multipart.multipart import Field
from python_multipart.multipart import File as Upload

from tests.emulators.telegram_api import Api
from tests.emulators.telegram_limits import JSON, Refusal
from tests.emulators.telegram_params import File, Params
from tests.emulators.telegram_world import World

PAGE = Path(__file__).with_name("telegram_page.html")
Kind = Literal["429", "403", "400", "401", "500", "502", "hang", "drop"]
WORDS = {
    "429": "Too Many Requests: retry after {retry_after}",
    "403": "Forbidden: bot was blocked by the user",
    "400": "Bad Request: chat not found",
    "401": "Unauthorized",
    "500": "Internal Server Error: restart",
    "502": "Bad Gateway",
}


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of `method` (any, when empty), for `chat` (any, when 0).

    `after`: the method has taken effect by then. `hang` keeps the line open without a word, `drop` closes it.
    """

    method: str
    kind: Kind
    times: int = 1
    after: bool = False
    retry_after: int = 1
    chat: int = 0


@dataclass(frozen=True)
class Call:
    """One request that the bot made, with what it got."""

    method: str
    params: Mapping[str, object]
    status: int


@dataclass
class Desk:
    """Takes the bot's requests one by one: logs them, lets faults happen, asks the Api."""

    world: World
    api: Api
    token: str
    faults: list[Fault] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def answer(self, token: str, method: str, params: Params) -> tuple[int, JSON] | Kind:
        """The status and body to answer with, or how to fail to."""
        with self.world.changed:
            reply = self._answer(token, method, params)
            status = reply[0] if isinstance(reply, tuple) else 0
            self.calls.append(Call(method, params.values, status))
            self.world.touch()
            return reply

    def download(self, token: str, path: str) -> bytes | tuple[int, JSON] | None:
        """A file's bytes, None where there is none, or how to fail: a fault whose method is "download"."""
        with self.world.changed:
            fault = self._fault("download", Params({}, {}))
            found = next((each.data for each in self.world.files.values() if each.path == path and token == self.token), None)
            self.calls.append(Call("download", {"path": path}, 200 if found is not None else 404))
            failed = _failed(fault) if fault else None
            return failed if isinstance(failed, tuple) else found

    def _answer(self, token: str, method: str, params: Params) -> tuple[int, JSON] | Kind:
        if token != self.token:
            # A token that could not be one is "Not Found", as is a method that is none
            shaped = token.partition(":")[0].isdigit() and ":" in token
            return _refused(Refusal(401, "Unauthorized") if shaped else Refusal(404, "Not Found"))
        do = self.api.methods.get(method.lower())
        if do is None:
            return _refused(Refusal(404, "Not Found"))
        fault = self._fault(method, params)
        if fault and not fault.after:
            return _failed(fault)
        try:
            reply: tuple[int, JSON] = 200, {"ok": True, "result": do(params)}
        except Refusal as refusal:
            reply = _refused(refusal)
        return _failed(fault) if fault else reply

    def _fault(self, method: str, params: Params) -> Fault | None:
        for fault in self.faults:
            if fault.method.lower() in ("", method.lower()) and str(fault.chat) in ("0", params.text("chat_id")):
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
                return fault
        return None


def _refused(refusal: Refusal) -> tuple[int, JSON]:
    body: JSON = {"ok": False, "error_code": refusal.status, "description": refusal.words}
    return refusal.status, body | ({"parameters": refusal.parameters} if refusal.parameters else {})


def _failed(fault: Fault) -> tuple[int, JSON] | Kind:
    if fault.kind in ("hang", "drop"):
        return fault.kind
    words = WORDS[fault.kind].format(retry_after=fault.retry_after)
    extra = {"retry_after": fault.retry_after} if fault.kind == "429" else {}
    return _refused(Refusal(int(fault.kind), words, **extra))


class Server(ThreadingHTTPServer):
    """Listens on loopback only; a thread for each connection."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, port: int, desk: Desk, verbs: Mapping[str, Callable[..., object]]) -> None:
        self.desk = desk
        self.verbs = verbs
        self.closing = threading.Event()
        self.lines: dict[socket.socket, threading.Thread] = {}
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self) -> None:
        """Without HTTPServer's look-up of its own name, which may ask the network."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def stop(self) -> None:
        """Close every line and wait for its thread to end."""
        self.closing.set()
        self.shutdown()
        self.server_close()
        for line, thread in list(self.lines.items()):
            with suppress(OSError):  # the other side may have been quicker
                line.shutdown(socket.SHUT_RDWR)
            thread.join(5)

    def handle_error(self, request: object, client_address: object) -> None:
        """A bot that was killed hangs up in the middle: nothing to report."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body go in one packet
    disable_nagle_algorithm = True
    server: Server

    def setup(self) -> None:
        """Be known to the server, so that it can hang up."""
        super().setup()
        self.server.lines[self.connection] = threading.current_thread()

    def finish(self) -> None:
        """Be forgotten again."""
        self.server.lines.pop(self.connection, None)
        with suppress(OSError):  # the bot may have hung up first
            super().finish()

    def do_GET(self) -> None:
        """The page, and Bot API calls by GET."""
        self._route(b"")

    def do_POST(self) -> None:
        """Bot API calls and the control surface."""
        self._route(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _route(self, body: bytes) -> None:
        first, _, rest = urlsplit(self.path).path.lstrip("/").partition("/")
        if first.startswith("bot") and rest:
            self._bot(first[3:], rest, body)
        elif first == "file" and rest.startswith("bot"):
            self._file(*unquote(rest[3:]).split("/", 1))
        elif first == "control" and self.command == "POST":
            self._control(rest, body)
        elif not first and not rest:
            self._reply(200, PAGE.read_bytes(), "text/html; charset=utf-8")
        else:
            self._json(404, {"ok": False, "error_code": 404, "description": "Not Found"})

    def _bot(self, token: str, method: str, body: bytes) -> None:
        try:
            reply = self.server.desk.answer(token, method, self._params(body))
        except (ValueError, UnicodeDecodeError):
            reply = 400, {"ok": False, "error_code": 400, "description": "Bad Request: can't parse the request"}
        if isinstance(reply, tuple):
            self._json(*reply)
            return
        if reply == "hang":
            self.server.closing.wait(600)
        self.close_connection = True

    def _file(self, token: str, path: str = "") -> None:
        """API#getfile: https://api.telegram.org/file/bot<token>/<file_path>."""
        data = self.server.desk.download(token, path)
        if data is None:
            self._json(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        elif isinstance(data, bytes):
            self._reply(200, data, "application/octet-stream")
        else:
            self._json(*data)

    def _params(self, body: bytes) -> Params:
        """API#making-requests: the four ways of passing parameters."""
        values: dict[str, object] = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        files: dict[str, File] = {}
        if kind == "application/json":
            values |= json.loads(body or b"{}")
        elif kind == "multipart/form-data":
            files = _multipart(self.headers["Content-Type"], body, values)
        elif body:
            values |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        return Params(values, files)

    def _control(self, verb: str, body: bytes) -> None:
        # A page elsewhere cannot send this type without asking first, and we never say yes
        if self.headers.get("Content-Type") != "application/json":
            self._json(415, {"error": "send application/json"})
            return
        try:
            self._json(200, {"result": self.server.verbs[verb](**json.loads(body or b"{}"))})
        except (KeyError, ValueError, TypeError) as error:
            self._json(400, {"error": f"{type(error).__name__}: {error}"})

    def _json(self, status: int, body: JSON) -> None:
        self._reply(status, json.dumps(body).encode(), "application/json")

    def _reply(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the standard library's name
        """Say nothing."""


def _multipart(content_type: str, body: bytes, values: dict[str, object]) -> dict[str, File]:
    files: dict[str, File] = {}

    def on_field(part: Field) -> None:
        values[(part.field_name or b"").decode()] = (part.value or b"").decode()

    def on_file(part: Upload) -> None:
        part.file_object.seek(0)
        name = cast("bytes", part.field_name).decode()
        files[name] = File((part.file_name or b"file").decode(), part.file_object.read())
        part.close()

    headers = {"Content-Type": content_type.encode(), "Content-Length": str(len(body)).encode()}
    parse_form(headers, BytesIO(body), on_field, on_file)
    # API#sending-files: the field may say attach://<name> of the part that has the file
    for name, value in list(values.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            files[name] = files[value.removeprefix("attach://")]
    return files


def plain(thing: Call | Fault) -> JSON:
    """A record as JSON."""
    return asdict(thing)
