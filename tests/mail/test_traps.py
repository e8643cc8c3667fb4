"""Through the real servers: what comes back, what no person wrote, who is not who they say, and what is not there yet."""

import asyncio
import imaplib
import smtplib
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from imap_tools import BaseMailBox
from pydantic import SecretStr

from bot.channels.mail_box import MailFolder
from bot.channels.mail_compose import Mailbox
from bot.channels.mail_door import MailDoor
from bot.channels.mail_parse import read_mail
from handlers import mail as use_case
from handlers.mail import Guest
from storage import interviews
from surveys.errors import ConfigError, Place, StoreAway
from surveys.messages import Inbound, Mail
from tests.mail.people import PATIENCE, Person
from tests.mail.relay import free_port
from tests.mail.servers import BUSY, OURS, PASSWORD, REFUSED, MailServers
from tests.mail.test_whole_way import ANSWERS, STORED, House, house
from tests.mail.writers import Done, gmail, ios, mutt, plain_of, stdlib, thunderbird


async def until(true: object, what: str) -> None:
    """Wait for something that the program does by itself."""
    for _ in range(int(PATIENCE * 10)):
        if true():  # type: ignore[operator]
            return
        await asyncio.sleep(0.1)
    raise AssertionError(what)


def state(here: House, address: str) -> str:
    with here.app.database.read() as tx:
        digest = tx.keyring.pseudonym("email", "", address)
        found = interviews.waiting(tx, [digest], lock=False).get(digest)
        return found.participant.state if found is not None else "nobody"


def in_folder(servers: MailServers, mailbox: str) -> int:
    """How many mails lie in a mailbox of ours."""
    box = imaplib.IMAP4("127.0.0.1", servers.imap)
    try:
        box.login(f"{mailbox}@{OURS}", PASSWORD)
        return int(box.select(readonly=True)[1][0] or b"0")
    finally:
        box.logout()


async def test_a_mailbox_that_is_not_there_comes_back_and_is_written_to_no_more(tmp_path: Path, servers: MailServers) -> None:
    async with house(tmp_path, servers, "trap-gone") as here:
        here.opens()
        guests = [Guest("R1", f"ann@{REFUSED}", Place(line=1)), Guest("R2", f"bea@{BUSY}", Place(line=2))]
        use_case.invite(
            here.app.database, "park", guests, tongues=here.app.catalogues, home="https://hear.example", now=here.app.clock.now(),
            place=1, shuffle=lambda queued: None,
        )  # fmt: skip
        await until(lambda: state(here, f"ann@{REFUSED}") == "unreachable", "the bounce was not understood")
        assert state(here, f"bea@{BUSY}") == "live"
        await until(lambda: in_folder(servers, "trap-gone") == 0, "the bounce was left lying")


async def test_automatic_mail_changes_nothing_and_gets_no_answer(tmp_path: Path, servers: MailServers) -> None:
    person = Person(servers, "trap-away")
    async with house(tmp_path, servers, "trap-auto") as here:
        here.opens()
        here.invites(person)
        [invitation] = await person.gets(1)
        away = EmailMessage()
        away["From"], away["To"] = person.address, str(invitation["Reply-To"].addresses[0].addr_spec)
        away["Subject"] = f"Automatic reply: {invitation['Subject']}"
        away["Auto-Submitted"] = "auto-replied"
        away.set_content("I am away until Monday. 1. never")
        await asyncio.to_thread(person.sends, away.as_bytes(), away["To"])
        await until(lambda: in_folder(servers, "trap-auto") == 0, "it was left lying")

        await person.replies(invitation, mutt, Done({"1": "2"}))
        [_, answer] = await person.gets(2)
        assert "→ Most weeks" in plain_of(answer)


async def test_a_forged_sender_stores_nothing_and_the_owner_is_asked(tmp_path: Path, servers: MailServers) -> None:
    person = Person(servers, "trap-forged")
    async with house(tmp_path, servers, "trap-from") as here:
        here.opens()
        forged = EmailMessage()
        forged["From"], forged["To"] = person.address, f"trap-from@{OURS}"
        forged.set_content("1. never")
        await asyncio.to_thread(person.sends, forged.as_bytes(), f"trap-from@{OURS}")
        [asked] = await person.gets(1)
        interview = here.interview(person)
        assert interview is not None
        assert interview.answers == {}
        await person.replies(asked, thunderbird, Done(ANSWERS))
        await person.gets(2)
        interview = here.interview(person)
        assert interview is not None
        assert {name: answer.value for name, answer in interview.answers.items()} == STORED


async def test_the_same_mail_twice_is_one(tmp_path: Path, servers: MailServers) -> None:
    person = Person(servers, "trap-twice")
    async with house(tmp_path, servers, "trap-twice") as here:
        here.opens()
        here.invites(person)
        [invitation] = await person.gets(1)
        raw = gmail(invitation, Done({"1": "never"}), person.address)
        to = str(invitation["Reply-To"].addresses[0].addr_spec)
        for _ in range(3):
            await asyncio.to_thread(person.sends, raw, to)
        await person.gets(2)
        await until(lambda: in_folder(servers, "trap-twice") == 0, "they were left lying")
        await asyncio.sleep(1.5)
        assert len(await person.gets(2)) == 2


async def test_one_question_at_a_time_and_a_stop_by_one_click(tmp_path: Path, servers: MailServers) -> None:
    person = Person(servers, "trap-one")
    port = free_port()
    async with house(tmp_path, servers, "trap-one", bind=f"127.0.0.1:{port}", public_url=f"http://127.0.0.1:{port}") as here:
        here.opens()
        here.invites(person)
        [invitation] = await person.gets(1)
        await person.replies(invitation, ios, Done({"ONE": ""}, "alone"))
        one = EmailMessage()
        one["From"], one["To"], one["In-Reply-To"] = person.address, str(invitation["Reply-To"]), str(invitation["Message-ID"])
        one.set_content(f"one\n\nOn Friday, Wexmoor Council <hear@hear.example> wrote:\n> {plain_of(invitation)[:200]}")
        await asyncio.to_thread(person.sends, one.as_bytes(), str(invitation["Reply-To"].addresses[0].addr_spec))
        mails = await person.gets(3)
        assert "Would you like to take part?" in plain_of(mails[-1])
        await person.replies(mails[-1], stdlib, Done({}, "alone", foot="Yes"))
        mails = await person.gets(4)
        assert "Question 1 of 6" in plain_of(mails[-1])
        assert "Question 2 of 6" not in plain_of(mails[-1])

        link = str(mails[-1]["List-Unsubscribe"]).partition(">")[0].lstrip("<")
        async with httpx.AsyncClient() as browser:
            page = await browser.get(link)
            assert page.status_code == 200
            assert state(here, person.address) == "live"  # scanners follow links
            assert (await browser.get(link[:-3])).status_code == 404
            done = await browser.post(link, data={"List-Unsubscribe": "One-Click"})
            assert done.status_code == 200
        assert state(here, person.address) == "stopped"
        mails = await person.gets(5)
        assert "will not write to you again" in plain_of(mails[-1])


async def test_mail_may_be_brought_by_lmtp_instead(tmp_path: Path, servers: MailServers) -> None:
    person = Person(servers, "trap-door")
    port = free_port()
    async with house(tmp_path, servers, "door", imap_url=SecretStr(""), lmtp_bind=f"127.0.0.1:{port}") as here:
        here.opens()
        here.invites(person)
        [invitation] = await person.gets(1)
        raw, to = gmail(invitation, Done(ANSWERS), person.address), str(invitation["Reply-To"].addresses[0].addr_spec)

        def bring() -> None:
            with smtplib.LMTP("127.0.0.1", port) as door:
                assert door.sendmail(person.address, [to, f"nobody@{OURS}"], raw) == {
                    f"nobody@{OURS}": (550, b"5.1.1 No such mailbox here")
                }

        await asyncio.to_thread(bring)
        await person.gets(2)
        interview = here.interview(person)
        assert interview is not None
        assert {name: answer.value for name, answer in interview.answers.items()} == STORED


# ── the folder ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Hands:
    """Takes what a folder hands over, or refuses it."""

    def __init__(self) -> None:
        self.taken: list[Inbound] = []
        self.asked = 0
        self.away = False
        self.hates = ""

    async def receive(self, message: Inbound) -> None:
        self.asked += 1
        assert isinstance(message.content, Mail)
        if self.away or (self.hates and self.hates in message.content.text):
            raise StoreAway("the database is away")
        self.taken.append(message)


def put(servers: MailServers, mailbox: str, *texts: str) -> None:
    with smtplib.SMTP("127.0.0.1", servers.smtp) as server:
        for text in texts:
            content = f"From: jo@people.example\r\nMessage-ID: <{mailbox}.{text}@x>\r\n\r\n{text}\r\n"
            server.sendmail("jo@people.example", [f"{mailbox}@{OURS}"], content)


@pytest.mark.parametrize("idles", [True, False])
async def test_what_cannot_be_stored_stays_in_the_folder_until_it_can(
    idles: bool, servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = f"folder-{idles}".lower()
    hands = Hands()
    hands.away = True
    folder = MailFolder(servers.imap_url(f"{mailbox}@{OURS}"), hands.receive, pause=0.1, poll=0.2)
    if not idles:
        monkeypatch.setattr("imaplib.IMAP4.capabilities", ("IMAP4REV1",), raising=False)
    folder.start()
    try:
        await asyncio.to_thread(put, servers, mailbox, "one")
        await until(lambda: in_folder(servers, mailbox) == 1, "it did not arrive")
        await asyncio.to_thread(put, servers, mailbox, "two")
        await until(lambda: in_folder(servers, mailbox) == 2, "they did not arrive")
        await until(lambda: hands.asked >= 4, "it was not tried again")
        hands.away = False
        await until(lambda: in_folder(servers, mailbox) == 0, "it was not taken")
        await asyncio.to_thread(put, servers, mailbox, "three")
        await until(lambda: len(hands.taken) == 3, "the wake was missed")
    finally:
        await folder.stop()
    assert [message.content.text.strip() for message in hands.taken if isinstance(message.content, Mail)] == [
        "one",
        "two",
        "three",
    ]


async def test_one_mail_that_is_refused_again_and_again_keeps_no_other_waiting(servers: MailServers) -> None:
    hands = Hands()
    hands.hates = "poison"
    folder = MailFolder(servers.imap_url(f"folder-poison@{OURS}"), hands.receive, pause=0.05)
    folder.start()
    try:
        await asyncio.to_thread(put, servers, "folder-poison", "poison")
        for at in range(7):
            await asyncio.to_thread(put, servers, "folder-poison", f"good{at}")
            await until(lambda at=at: len(hands.taken) == at + 1, "it waits behind the poison")
        assert in_folder(servers, "folder-poison") == 1
        before = hands.asked
        await asyncio.sleep(0.5)
        assert hands.asked == before  # passed over
    finally:
        await folder.stop()


async def test_what_breaks_ends_no_listening_and_a_mail_that_cannot_be_read_is_left(
    servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a mail or a server makes of our code: no mail is deleted that was not taken, and the next one is read."""
    waits = MailFolder._idle
    broken = [TypeError("an answer like none before"), ValueError("and another")]

    def read(raw: bytes) -> Inbound | None:
        if b"\r\n\r\nriddle" in raw:
            raise RecursionError
        return read_mail(raw)

    def idle(folder: MailFolder, box: BaseMailBox) -> None:
        if broken:
            raise broken.pop()
        waits(folder, box)

    monkeypatch.setattr("bot.channels.mail_box.read_mail", read)
    monkeypatch.setattr(MailFolder, "_idle", idle)
    hands = Hands()
    folder = MailFolder(servers.imap_url(f"folder-odd@{OURS}"), hands.receive, pause=0.05)
    folder.start()
    try:
        await asyncio.to_thread(put, servers, "folder-odd", "riddle", "good")
        await until(lambda: len(hands.taken) == 1, "it waits behind what cannot be read")
        await until(lambda: not broken, "what breaks ended it")
        await asyncio.to_thread(put, servers, "folder-odd", "better")
        await until(lambda: len(hands.taken) == 2, "nobody listens any more")
        await until(lambda: in_folder(servers, "folder-odd") == 1, "what nobody took must stay")
    finally:
        await folder.stop()


async def test_a_mailbox_that_is_away_or_refuses_is_tried_again_and_named(servers: MailServers) -> None:
    hands = Hands()
    away = MailFolder(f"imap://jo:x@127.0.0.1:{free_port()}", hands.receive, pause=0.05)
    away.start()
    await asyncio.sleep(0.3)
    await away.stop()
    with pytest.raises(OSError):  # noqa: PT011  any of them
        away.look()
    wrong = MailFolder(servers.imap_url(f"jo@{OURS}").replace(PASSWORD, "wrong"), hands.receive)
    with pytest.raises(ConfigError) as refused:
        wrong.look()
    assert "wrong" not in str(refused.value)
    assert MailFolder(servers.imap_url(f"nobody-yet@{OURS}"), hands.receive).look() == 0


async def test_the_door_keeps_mail_with_whoever_brought_it_until_it_is_stored() -> None:
    hands = Hands()
    hands.away = True
    door = MailDoor("127.0.0.1", 0, Mailbox.read("hear@hear.example"), hands.receive)
    port = await door.start()

    def bring() -> object:
        with smtplib.LMTP("127.0.0.1", port) as server:
            return server.sendmail("jo@people.example", ["hear+a@hear.example"], b"Subject: x\r\n\r\nhello\r\n")

    try:
        with pytest.raises(smtplib.SMTPDataError) as later:
            await asyncio.to_thread(bring)
        assert later.value.smtp_code == 451
        hands.away = False
        assert await asyncio.to_thread(bring) == {}
        assert len(hands.taken) == 1

        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        begin = [
            "LHLO x",
            "MAIL FROM:<jo@people.example>",
            "RCPT TO:<hear@hear.example>",
            "RCPT TO:<hear+b@hear.example>",
            "DATA",
        ]
        for line in (*begin, "DATA", "Subject: y\r\n\r\nhello\r\n.", "QUIT"):
            writer.write(f"{line}\r\n".encode())
            await asyncio.sleep(0.05)
        told = await reader.read()
        writer.close()
        assert told.count(b"250 2.0.0 Taken") == 2  # one answer for each recipient
    finally:
        await door.stop()


async def test_settings_that_are_only_half_there_are_named(tmp_path: Path, servers: MailServers) -> None:
    with pytest.raises(ConfigError, match="email needs all of"):
        async with house(tmp_path, servers, "half", imap_url=SecretStr("")):
            raise AssertionError
