"""A Telegram that answers one question, or does not, for commands that only ask it for the bot's name."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

ME = {"id": 1, "is_bot": True, "first_name": "Wexmoor", "username": "wexmoor_bot"}
REPLIES: dict[str, tuple[int, object]] = {
    "answers": (200, {"ok": True, "result": ME}),
    "refuses": (401, {"ok": False, "error_code": 401, "description": "Unauthorized"}),
    "is broken": (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}),
}


@contextmanager
def telegram_that(does: Literal["answers", "refuses", "is broken"]) -> Iterator[str]:
    """Its address, while the block lasts (https://core.telegram.org/bots/api#getme)."""
    status, reply = REPLIES[does]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            body = json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its base names it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
