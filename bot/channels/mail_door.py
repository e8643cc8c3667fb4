"""A door for mail systems that bring mail to us: LMTP (RFC 2033), each mail accepted only once it is committed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.channels.mail_compose import Mailbox
from bot.channels.mail_parse import read_mail
from surveys.messages import Inbound

Receive = Callable[[Inbound], Awaitable[object]]
LARGEST = 25 * 1024 * 1024  # bytes; more is refused with 552
TAKEN, LATER, NOBODY = "250 2.0.0 Taken", "451 4.3.0 Not taken, try again later", "550 5.1.1 No such mailbox here"

logger = logging.getLogger(__name__)


class MailDoor:
    """Listens on `host` and `port` for mail to `mailbox`."""

    def __init__(self, host: str, port: int, mailbox: Mailbox, receive: Receive) -> None:
        self._host, self._port = host, port
        self._handler = _Handler(mailbox, receive)
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Begin to listen; the port. OSError where that cannot be."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Line(self._handler, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="hearback", loop=loop),
            self._host,
            self._port,
        )
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()


class _Line(LMTP):
    """Lines as long as programs write them, whatever the standard says: a mail is not to be lost for that."""

    line_length_limit = 2**20


class _Handler:
    def __init__(self, mailbox: Mailbox, receive: Receive) -> None:
        self._mailbox = mailbox
        self._receive = receive

    async def handle_RCPT(  # noqa: N802  aiosmtpd names it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        del server, session
        if not self._mailbox.takes(address):
            return NOBODY
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(rcpt_options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """One answer for each recipient, as LMTP has it (RFC 2033, 4.2)."""
        del server, session
        content = envelope.content
        assert isinstance(content, bytes)
        try:
            sender = envelope.mail_from or ""
            inbound = await asyncio.to_thread(read_mail, content, envelope.rcpt_tos, sender)  # a large one takes its time
            if inbound is not None:
                await self._receive(inbound)
        except Exception as error:  # noqa: BLE001  whatever it is, the mail stays with who brought it
            logger.warning("a mail was not taken: %s", type(error).__name__)  # its own words may be people's
            answer = LATER
        else:
            answer = TAKEN
        return "\r\n".join([answer] * len(envelope.rcpt_tos))
