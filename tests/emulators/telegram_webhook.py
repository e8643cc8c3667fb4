"""How the stand-in delivers updates to a webhook: https://core.telegram.org/bots/api#setwebhook."""

import http.client
import json
import threading
from urllib.parse import urlsplit

from tests.emulators.telegram_limits import JSON
from tests.emulators.telegram_world import Update, World

FIRST_DELAY, LONGEST_DELAY = 1.0, 60.0  # seconds between attempts, doubled each time


class Courier(threading.Thread):
    """Posts updates to the webhook: in order within a chat, side by side between chats, again and again until it gets a 2xx."""

    def __init__(self, world: World, patience: float) -> None:
        super().__init__(daemon=True, name="telegram-webhook")
        self.world = world
        self.patience = patience
        self._busy: set[int] = set()
        self._delay: dict[int, float] = {}
        self._rests_until: dict[int, float] = {}

    def run(self) -> None:
        """Until the stand-in closes."""
        with self.world.changed:
            while not self.world.closing:
                ready = self._ready() if self.world.webhook.url else []
                for update in ready:
                    self._busy.add(update.chat)
                    threading.Thread(target=self._deliver, args=(update,), daemon=True).start()
                if not ready:
                    self.world.changed.wait(self._nap())

    def _ready(self) -> list[Update]:
        now, heads = self.world.clock.now(), dict[int, Update]()
        for update in self.world.waiting():
            heads.setdefault(update.chat, update)
        free = [head for head in heads.values() if head.chat not in self._busy and self._rests_until.get(head.chat, 0) <= now]
        return free[: max(0, self.world.webhook.connections - len(self._busy))]

    def _nap(self) -> float | None:
        """Real seconds until somebody's rest ends, None when there is nothing to wait for but a change."""
        resting = [until for chat, until in self._rests_until.items() if chat not in self._busy]
        clock = self.world.clock
        if not resting or not self.world.webhook.url or not clock.speed:
            return None
        return max(0.001, (min(resting) - clock.now()) / clock.speed)

    def _deliver(self, update: Update) -> None:
        webhook = self.world.webhook
        fault = post(webhook.url, webhook.secret, update.json(), self.patience)
        with self.world.changed:
            self._busy.discard(update.chat)
            if fault:
                webhook.last_error, webhook.last_error_at = fault, self.world.clock.now()
                delay = self._delay.get(update.chat, FIRST_DELAY)
                self._delay[update.chat] = min(LONGEST_DELAY, delay * 2)
                self._rests_until[update.chat] = self.world.clock.now() + delay
            else:
                self._delay.pop(update.chat, None)
                self._rests_until.pop(update.chat, None)
                self.world.queue = [waiting for waiting in self.world.queue if waiting is not update]
            self.world.touch()


def post(url: str, secret: str, update: JSON, patience: float) -> str:
    """POST one update as Telegram does (API#setwebhook): empty when it was taken, else what went wrong."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=patience)
    headers = {"Content-Type": "application/json"} | ({"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {})
    try:
        connection.request("POST", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", json.dumps(update), headers)
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException) as error:
        return f"Webhook connection failed: {type(error).__name__}"
    finally:
        connection.close()
    return "" if 200 <= response.status < 300 else f"Wrong response from the webhook: {response.status} {response.reason}"
