"""Email: aiosmtplib carries it out; in it comes by IMAP (`mail_box`) or by LMTP (`mail_door`)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from bot.channels.mail_box import MailFolder
from bot.channels.mail_compose import Mailbox, compose
from bot.channels.mail_door import MailDoor
from bot.channels.mail_parse import NAME
from surveys.errors import ChannelBusy, ChannelError, ConfigError, InDoubt, Unreachable
from surveys.messages import Destination, Inbound, Outgoing

Receive = Callable[[Inbound], Awaitable[object]]
PATIENCE = 30.0  # seconds for the mail server to answer
SOON = 10.0  # seconds after which to try again what never left us
LATER = 300.0  # … and what the server puts off (450, 451: greylisting takes minutes)
REFUSED = 60.0  # … and what cannot leave until an operator has set the right password
REST = 60.0  # seconds after which a connection that nobody used is not trusted any more
# Enhanced codes that say that the mailbox is not there (RFC 3463); other 5xx may be about us, the mail or a full disk
_GONE = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4")

logger = logging.getLogger(__name__)


class Email:
    """Our mailbox. `receive` is awaited for every mail that comes in, and must return only when it is safe.

    `smtp_url` is where mail goes out; `imap_url`, or `door` (host and port) where a mail system brings it, is where it comes in.
    `home` is the public web address.
    """

    name = NAME
    pace = 20.0  # mails a second; a mail server of one's own takes more, a rented one often says what it takes by 421

    def __init__(
        self,
        address: str,
        *,
        receive: Receive,
        home: str,
        smtp_url: str,
        imap_url: str = "",
        door: tuple[str, int] | None = None,
    ) -> None:
        self._mailbox = Mailbox.read(address)
        self._home = home
        parts = urlsplit(smtp_url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ConfigError("HEARBACK_SMTP_URL is no mail server: write smtp://user:password@host:587, or smtps://…")
        self._secure = parts.scheme == "smtps"
        self._host, self._port = parts.hostname, parts.port or (465 if self._secure else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._folder = MailFolder(imap_url, receive) if imap_url else None
        self._door = MailDoor(*door, self._mailbox, receive) if door is not None else None
        self._line: SMTP | None = None
        self._used = 0.0
        self._turn = asyncio.Lock()

    # ── coming and going ────────────────────────────────────────────────────────────────────────────────────────────────

    async def start(self, *, listen: bool = True) -> int:
        """Begin to listen, unless we only send; the port of the LMTP door, 0 for none. ConfigError where it cannot be opened."""
        if not listen:
            return 0
        if self._folder is not None:
            self._folder.start()
        if self._door is None:
            return 0
        try:
            return await self._door.start()
        except OSError as error:
            raise ConfigError(f"HEARBACK_LMTP_BIND cannot be listened on ({error.strerror})") from error

    async def stop(self) -> None:
        """Listen no more, and close the line."""
        if self._folder is not None:
            await self._folder.stop()
        if self._door is not None:
            await self._door.stop()
        async with self._turn:
            await self._hang_up()

    async def look(self) -> None:
        """Log in at the mail server, and at the mailbox. ConfigError where either refuses, ChannelError where one is away."""
        async with self._turn:
            await self._connected()
            await self._hang_up()
        if self._folder is not None:
            try:
                await asyncio.to_thread(self._folder.look)
            except OSError as error:
                raise ChannelError(f"the mailbox does not answer: {type(error).__name__}") from error

    # ── mail goes out ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def send(self, to: Destination, message: Outgoing, *, already: int, sent: Callable[[int, str], Awaitable[None]]) -> str:
        """Send one mail; its Message-ID. ChannelBusy, Unreachable, InDoubt or ChannelError."""
        del already, sent  # a mail has one part
        mail = compose(message, to, self._mailbox, self._home)
        bounces = self._mailbox.at(message.post.bounce if message.post else "")
        async with self._turn:  # one at a time over one line: the sender's pace is kept, and no server counts too many lines
            line = await self._connected()
            await self._hand_over(line, bounces, to.address, mail)
            self._used = asyncio.get_running_loop().time()
        return str(mail["Message-ID"]).strip("<>")

    async def _connected(self) -> SMTP:
        """A line to the server. ChannelBusy where there is none: nothing has left us."""
        rested = asyncio.get_running_loop().time() - self._used
        if self._line is not None and self._line.is_connected and rested < REST:
            return self._line
        await self._hang_up()
        line = SMTP(hostname=self._host, port=self._port, use_tls=self._secure, timeout=PATIENCE, local_hostname="hearback")
        try:
            await line.connect()
            if self._user:
                await line.login(self._user, self._password)
        except SMTPAuthenticationError:
            raise ChannelBusy("the mail server refuses HEARBACK_SMTP_URL", REFUSED) from None
        except (SMTPException, OSError) as error:
            raise ChannelBusy(f"the mail server cannot be reached: {type(error).__name__}", SOON) from None
        self._line = line
        self._used = asyncio.get_running_loop().time()
        return line

    async def _hand_over(self, line: SMTP, bounces: str, address: str, mail: EmailMessage) -> None:
        try:
            await line.mail(bounces)
            await line.rcpt(address)
        except SMTPResponseException as error:
            await self._reset(line)
            raise _fault(error, address_refused=isinstance(error, SMTPRecipientRefused)) from None
        except (SMTPException, OSError) as error:
            await self._hang_up()
            raise ChannelBusy(f"the mail server went away: {type(error).__name__}", SOON) from None
        try:
            await line.data(mail.as_bytes())
        except SMTPResponseException as error:
            await self._reset(line)
            raise _fault(error, address_refused=False) from None
        except (SMTPException, OSError) as error:
            await self._hang_up()
            raise InDoubt(f"the mail server said nothing: {type(error).__name__}") from None

    async def _reset(self, line: SMTP) -> None:
        try:
            await line.rset()
        except (SMTPException, OSError):
            await self._hang_up()

    async def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(SMTPException, OSError):
                await line.quit()
            line.close()


def _fault(error: SMTPResponseException, *, address_refused: bool) -> ChannelError:
    """What the server's refusal means to whoever wants to send. Its own words are left out: they name the address."""
    code, words = error.code, error.message
    if 400 <= code < 500:
        return ChannelBusy(f"the mail server says: not now ({code})", LATER if address_refused else SOON)
    enhanced = words.split(maxsplit=1)[0] if words.split() else ""
    gone = enhanced in _GONE or (not enhanced.startswith("5.") and code in (550, 551, 553))
    if address_refused and gone:
        return Unreachable(f"the mailbox is not there ({code})")
    return ChannelError(f"the mail server refuses this mail ({code})")
