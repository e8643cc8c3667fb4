"""What leaves by SMTP: each of the server's answers becomes the right one of ours, and a mail tried again is the same mail."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from aiosmtpd.smtp import AuthResult as _Result

from bot.channels.mail import Email
from surveys.errors import ChannelBusy, ChannelError, ConfigError, InDoubt, Unreachable
from surveys.messages import Destination, Inbound, Outgoing, Post
from tests.mail.relay import free_port
from tests.mail.writers import parsed

POST = Post("d" * 22, "r" + "a" * 45, "b" + "a" * 45, "s" + "a" * 45)
MESSAGE = Outgoing("Hello, Jo.", subject="A question", post=POST)
JO = Destination("", "jo@people.example")


class Server:
    """Takes mail, and says at each step what it is told to say."""

    def __init__(self, rcpt: str = "", data: str = "", mail: str = "", silent: bool = False) -> None:
        self.rcpt, self.data, self.mail, self.silent = rcpt, data, mail, silent
        self.taken: list[Envelope] = []

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self.mail or "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if not self.rcpt:
            envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.silent:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        self.taken.append(envelope)
        return self.data or "250 OK"


@contextmanager
def listening(server: object, **options: object) -> Iterator[int]:
    port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port, **options)  # type: ignore[arg-type]
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


async def nothing(message: Inbound) -> None:
    raise AssertionError


@asynccontextmanager
async def email(port: int, login: str = "", **changes: str) -> AsyncIterator[Email]:
    channel = Email(
        "Wexmoor Council <hear@hear.example>",
        receive=nothing,
        home="https://hear.example",
        smtp_url=f"smtp://{login}127.0.0.1:{port}",
        **changes,  # type: ignore[arg-type]
    )
    assert await channel.start(listen=False) == 0
    try:
        yield channel
    finally:
        await channel.stop()


async def _sent(part: int, message: str) -> None:
    raise AssertionError


async def send(channel: Email, to: Destination = JO, message: Outgoing = MESSAGE) -> str:
    return await channel.send(to, message, already=0, sent=_sent)


async def test_a_mail_goes_out_with_all_that_leads_back_to_its_reader() -> None:
    server = Server()
    with listening(server) as port:
        async with email(port) as channel:
            first = await send(channel)
            again = await send(channel)
    assert first == again == f"{POST.id}.{POST.reply}@hear.example"
    [one, other] = server.taken
    assert one.mail_from == f"hear+{POST.bounce}@hear.example"
    assert one.rcpt_tos == ["jo@people.example"]
    assert isinstance(one.content, bytes)
    mail = parsed(one.content)
    assert str(mail["Reply-To"]) == f"Wexmoor Council <hear+{POST.reply}@hear.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert str(mail["List-Unsubscribe"]).startswith(f"<https://hear.example/mail/stop/{POST.stop}>, <mailto:hear+{POST.stop}@")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert other.content is not None


@pytest.mark.parametrize(
    ("says", "becomes"),
    [
        (Server(rcpt="550 5.1.1 No such mailbox"), Unreachable),
        (Server(rcpt="550 nobody here"), Unreachable),
        (Server(rcpt="550 5.7.1 You may not write here"), ChannelError),
        (Server(rcpt="552 5.2.2 Full"), ChannelError),
        (Server(rcpt="450 4.2.0 Later"), ChannelBusy),
        (Server(rcpt="550 "), Unreachable),
        (Server(mail="421 4.3.2 Too many"), ChannelBusy),
        (Server(mail="553 5.1.8 Who are you"), ChannelError),
        (Server(data="554 5.6.0 I do not like this mail"), ChannelError),
        (Server(data="451 4.3.0 Disk full"), ChannelBusy),
        (Server(silent=True), InDoubt),
    ],
)
async def test_what_a_server_says_becomes_what_the_sender_can_act_on(says: Server, becomes: type[ChannelError]) -> None:
    with listening(says) as port:
        async with email(port) as channel:
            with pytest.raises(ChannelError) as fault:
                await send(channel)
    assert type(fault.value) is becomes
    assert "jo@" not in str(fault.value)


async def test_after_a_refusal_the_next_mail_goes_out() -> None:
    server = Server(rcpt="550 5.1.1 No such mailbox")
    with listening(server) as port:
        async with email(port) as channel:
            with pytest.raises(Unreachable):
                await send(channel)
            server.rcpt = ""
            assert await send(channel)


async def test_a_server_that_is_away_is_waited_for() -> None:
    async with email(free_port()) as channel:
        with pytest.raises(ChannelBusy):
            await send(channel)
        with pytest.raises(ChannelBusy):
            await channel.look()


async def test_a_server_that_goes_away_between_two_mails_loses_none() -> None:
    server = Server()
    with listening(server) as port:
        async with email(port) as channel:
            await send(channel)
            assert channel._line is not None
            assert isinstance(channel._line.transport, asyncio.Transport)
            channel._line.transport.abort()
            await asyncio.sleep(0)
            await send(channel)
    assert len(server.taken) == 2


class Asks:
    """Lets in only who has the password."""

    def __call__(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> _Result:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"hear", b"p@ss")
        return AuthResult(success=right)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # there is no TLS on the loopback
@pytest.mark.parametrize(("password", "lets_in"), [("p%40ss", True), ("wrong", False)])
async def test_a_user_and_a_password_are_asked_for_and_never_told(password: str, lets_in: bool) -> None:
    with listening(Server(), authenticator=Asks(), auth_require_tls=False, auth_required=True) as port:
        async with email(port, login=f"hear:{password}@") as channel:
            if lets_in:
                await send(channel)
                return
            with pytest.raises(ChannelBusy) as fault:
                await send(channel)
    assert "wrong" not in str(fault.value)


@pytest.mark.parametrize("address", ["nobody", "", "a b@people.example", "jo@people.example\nBcc: al@people.example"])
async def test_an_address_that_is_none_is_refused_before_anything_leaves(address: str) -> None:
    async with email(free_port()) as channel:
        with pytest.raises(ChannelError):
            await send(channel, Destination("", address))


@pytest.mark.parametrize(
    ("address", "smtp_url", "imap_url"),
    [
        ("hear", "smtp://h", ""),
        ("hear+x@hear.example", "smtp://h", ""),
        ("a-mailbox-far-too-long@hear.example", "smtp://h", ""),
        ("hear@hear.example", "http://h", ""),
        ("hear@hear.example", "smtp://", ""),
        ("hear@hear.example", "smtp://h", "imap://h"),
        ("hear@hear.example", "smtp://h", "pop://u:p@h"),
    ],
)
def test_a_setting_that_is_wrong_is_named_at_the_start(address: str, smtp_url: str, imap_url: str) -> None:
    with pytest.raises(ConfigError, match="HEARBACK_"):
        Email(address, receive=nothing, home="", smtp_url=smtp_url, imap_url=imap_url)
