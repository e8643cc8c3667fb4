"""Our mailbox, read by IMAP in a thread of its own: woken by IDLE, renewed before 29 minutes, polled where there is no IDLE.

What is in the folder has not been taken. A mail is handed over, and only once that is committed it is deleted from the folder: it
is kept sealed in the database then, and nothing that people wrote is left lying in clear. Whether it was seen says nothing.
"""

import asyncio
import imaplib
import logging
import re
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from urllib.parse import unquote, urlsplit

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from bot.channels.mail_parse import read_mail
from surveys.errors import ConfigError
from surveys.messages import Inbound

Receive = Callable[[Inbound], Awaitable[object]]
LOT = 50  # mails fetched at once
RENEW = 25 * 60.0  # seconds of one IDLE; servers may end it after 30 minutes (RFC 2177)
POLL = 30.0  # seconds between looks where the server has no IDLE
LOOK = 300.0  # … and with IDLE, in case a wake was lost
PATIENCE = 30.0  # seconds for the server to answer
LONGEST_PAUSE = 60.0  # between attempts to reach it
ATTEMPTS = 5  # a mail that was refused so often while others got through is left where it is, and passed over

_UID = re.compile(rb"UID (\d+)")

logger = logging.getLogger(__name__)


class MailFolder:
    """A folder at `url` (imap:// or imaps://, with user and password, the folder as its path, INBOX where there is none)."""

    def __init__(self, url: str, receive: Receive, *, pause: float = 1.0, poll: float = POLL, look: float = LOOK) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
            raise ConfigError("HEARBACK_IMAP_URL is no mailbox: write imaps://user:password@host, with @ in the user as %40")
        self._host = parts.hostname
        self._secure = parts.scheme == "imaps"
        self._port = parts.port or (993 if self._secure else 143)
        self._user, self._password = unquote(parts.username), unquote(parts.password or "")
        self._folder = unquote(parts.path.strip("/")) or "INBOX"
        self._receive = receive
        self._pause, self._poll, self._look = pause, poll, look
        self._ending = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._failed: dict[str, int] = {}  # how often each mail that is still there was refused

    def start(self) -> None:
        """Begin to listen, for the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="mailbox", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Listen no more."""
        self._ending.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, PATIENCE)

    def look(self) -> int:
        """Log in once, and count what waits. ConfigError when it is refused, OSError when nobody answers."""
        with self._login() as box:
            return len(box.uids())

    def _run(self) -> None:
        pause = self._pause
        while not self._ending.is_set():
            try:
                with self._login() as box:
                    pause = self._pause
                    self._listen(box)
            except Exception as error:  # noqa: BLE001  whatever a server answers must not end the listening for good
                logger.warning("the mailbox: %s; trying again in %.0f s", type(error).__name__, pause)
                self._ending.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _login(self) -> BaseMailBox:
        local = self._host in ("localhost", "::1") or self._host.startswith("127.")
        kind = MailBox if self._secure else MailBoxUnencrypted if local else MailBoxStartTls
        box = kind(self._host, self._port, timeout=PATIENCE)
        try:
            return box.login(self._user, self._password, initial_folder=self._folder)
        except ImapToolsError as error:
            box.client.shutdown()
            # not "from": the library writes the answer of the server into it
            raise ConfigError(f"the mailbox refuses HEARBACK_IMAP_URL ({type(error).__name__})") from None

    def _listen(self, box: BaseMailBox) -> None:
        idles = "IDLE" in box.client.capabilities
        while not self._ending.is_set():
            left = self._take(box)
            if left:  # something was refused: the database is away, or it is at fault itself
                self._ending.wait(self._pause)
            elif idles:
                self._idle(box)
            else:
                self._ending.wait(self._poll)
                box.client.noop()

    def _idle(self, box: BaseMailBox) -> None:
        """Wait for a wake, in short stretches so that the program can end."""
        box.idle.start()  # type: ignore[no-untyped-call]
        waited = 0.0
        try:
            while not self._ending.is_set() and waited < min(self._look, RENEW):
                if box.idle.poll(timeout=1):
                    break
                waited += 1
        finally:
            box.idle.stop()  # type: ignore[no-untyped-call]

    def _take(self, box: BaseMailBox) -> bool:
        """Hand over everything in the folder, oldest first. Whether something was refused that will be tried again."""
        waiting = [uid for uid in box.uids(AND(deleted=False)) if self._failed.get(uid, 0) < ATTEMPTS]
        again = False
        for at in range(0, len(waiting), LOT):
            if self._ending.is_set():
                break
            taken, failed = self._hand_over(box, waiting[at : at + LOT])
            if taken:
                box.delete(taken)
                self._count(failed)
            again = again or any(self._failed.get(uid, 0) < ATTEMPTS for uid in failed)
        return again

    def _count(self, failed: list[str]) -> None:
        """These were refused while others got through, so that they may be at fault themselves."""
        for uid in failed:
            self._failed[uid] = self._failed.get(uid, 0) + 1
            if self._failed[uid] == ATTEMPTS:
                logger.error("a mail was refused %s times and is passed over: number %s of the folder", ATTEMPTS, uid)

    def _hand_over(self, box: BaseMailBox, uids: list[str]) -> tuple[list[str], list[str]]:
        """Pass on these mails together, in their order: those that are committed, and those that are not."""
        loop = self._loop
        assert loop is not None
        underway: list[tuple[str, Future[object] | None]] = []
        for uid, raw in self._fetch(box, uids):
            try:
                inbound = read_mail(raw)
            except Exception as error:  # noqa: BLE001  mail comes in every shape, and one that cannot be read must stop no other
                logger.error("a mail cannot be read and is left: number %s, %s", uid, type(error).__name__)  # noqa: TRY400
                self._failed[uid] = ATTEMPTS
                continue
            if inbound is None:
                underway.append((uid, None))
            else:
                underway.append((uid, asyncio.run_coroutine_threadsafe(_received(self._receive, inbound), loop)))
        taken: list[str] = []
        failed: list[str] = []
        for uid, future in underway:
            (taken if future is None or self._came_through(future) else failed).append(uid)
        return taken, failed

    def _fetch(self, box: BaseMailBox, uids: list[str]) -> list[tuple[str, bytes]]:
        """The mails as they came, byte for byte, without marking them as seen."""
        status, answer = box.client.uid("FETCH", ",".join(uids), "(UID BODY.PEEK[])")
        if status != "OK":
            raise imaplib.IMAP4.error("FETCH")
        found: dict[str, bytes] = {}
        for part in answer:
            if isinstance(part, tuple) and (uid := _UID.search(part[0])):
                found[uid[1].decode()] = part[1]
        return [(uid, found[uid]) for uid in uids if uid in found]

    def _came_through(self, future: "Future[object]") -> bool:
        try:
            future.result(PATIENCE * 2)
        except Exception as error:  # noqa: BLE001  whatever is wrong with one mail must not stop the others
            logger.warning("a mail was not taken: %s", type(error).__name__)  # its own words may be people's
            return False
        return True


async def _received(receive: Receive, inbound: Inbound) -> object:
    return await receive(inbound)
