"""SMTP servers of the tests' own: one that refuses, and, where Postfix cannot run, one that hands on to Dovecot by LMTP."""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

NO = {"gone": "550 5.1.1 No such mailbox here", "busy": "450 4.2.0 Busy, try again later"}


class _No:
    def __init__(self, says: str) -> None:
        self._says = says

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]) -> str:
        return self._says


@dataclass(frozen=True)
class Refusing:
    """Ports where every recipient is refused: for good, or for now."""

    gone: int
    busy: int

    @classmethod
    @contextmanager
    def listening(cls) -> Iterator["Refusing"]:
        """Both ports, while the block lasts."""
        gone, busy = free_port(), free_port()
        with _listening(_No(NO["gone"]), gone), _listening(_No(NO["busy"]), busy):
            yield cls(gone, busy)


class _Relay:
    """Takes everything, hands it on by LMTP, and writes a bounce for the domain that refuses."""

    def __init__(self, lmtp: int) -> None:
        self._lmtp = lmtp

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        for recipient in envelope.rcpt_tos:
            if recipient.endswith("@refused.example"):
                if envelope.mail_from:
                    self._deliver("", envelope.mail_from, _bounce(envelope.mail_from, recipient))
            elif not recipient.endswith("@busy.example"):
                self._deliver(envelope.mail_from or "", recipient, content)
        return "250 OK"

    def _deliver(self, sender: str, recipient: str, content: bytes) -> None:
        with smtplib.LMTP("127.0.0.1", self._lmtp) as dovecot:
            dovecot.sendmail(sender, [recipient], content)


def _bounce(sender: str, recipient: str) -> bytes:
    """A delivery status notification, as RFC 3464 has it."""
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@mx.hear.example"
    report["To"] = sender
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Auto-Submitted"] = "auto-replied"
    report["Message-ID"] = make_msgid(domain="mx.hear.example")
    report.set_content(f"{recipient} could not be reached.")
    report.make_mixed()
    status = EmailMessage()
    del status["MIME-Version"]
    lines = f"Reporting-MTA: dns; mx.hear.example\n\nFinal-Recipient: rfc822; {recipient}\nAction: failed\nStatus: 5.1.1\n"
    status.set_payload(lines)
    status["Content-Type"] = "message/delivery-status"
    report.attach(status)
    report.replace_header("Content-Type", 'multipart/report; report-type=delivery-status; boundary="x"')
    return report.as_bytes()


@contextmanager
def relaying(port: int, lmtp: int, refusing: Refusing) -> Iterator[None]:
    """The relay on `port`, while the block lasts."""
    with _listening(_Relay(lmtp), port):
        yield


@contextmanager
def _listening(handler: object, port: int) -> Iterator[None]:
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def free_port() -> int:
    """A port of the loopback that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
