"""What comes in from Telegram: each update means one thing to us, and is confirmed only once that is safe."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from bot.channels.telegram import Telegram
from surveys.errors import ConfigError, StoreAway
from surveys.messages import (
    Blocked,
    Content,
    Destination,
    Edit,
    Inbound,
    Moved,
    Outgoing,
    Place,
    Press,
    Start,
    Text,
    Unblocked,
    Unreadable,
)
from tests.channels.telegram_inbox import Inbox, a_channel, confirmed, listening
from tests.emulators.telegram import TOKEN, Emulator, Person

KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "q.abc.1.0.yes"}]]}


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    with Emulator(limits=False) as emulator:
        yield emulator


@pytest.fixture
def ada(telegram: Emulator) -> Person:
    return telegram.user("Ada", language="cy")


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def ask(telegram: Emulator, chat: int, thread: int = 0) -> int:
    """A message of the bot's with a button, put there directly: its id."""
    with telegram.world.changed:
        where = telegram.world.chats[chat]
        sent = telegram.world.post(where, telegram.world.bot, {"text": "?", "reply_markup": KEYBOARD}, thread)
        return int(sent["message_id"])


# ── what an update means ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_words_come_in_with_who_said_them_and_where_to_answer(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    said = ada.say("It closes too early 👉")
    update = telegram.pending()[0]["update_id"]
    async with listening(telegram, inbox):
        await confirmed(telegram)
    assert inbox.got == [
        Inbound(
            channel="telegram",
            external_id=f"123456:{update}",
            address=str(ada.id),
            content=Text("It closes too early 👉", str(said)),
            account="123456",
            language="cy",
        )
    ]


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("/start", Start()),
        ("/start inv_1-A", Start("inv_1-A")),
        ("/START inv", Start("inv")),
        ("/start@hearback_test_bot inv", Start("inv")),
        ("/start " + "a" * 64, Start("a" * 64)),
        ("/start " + "a" * 65, Start()),
        ("/start me up, please", Start()),
        ("/started", Text("/started", "1")),
        ("/help@hearback_test_bot", Text("/help", "1")),
        ("/help@other_bot", Text("/help@other_bot", "1")),
        ("/change 3", Text("/change 3", "1")),
        ("ask @hearback_test_bot", Text("ask @hearback_test_bot", "1")),
    ],
)
async def test_commands_and_deep_links_in_a_private_chat(
    telegram: Emulator, ada: Person, inbox: Inbox, words: str, content: Content
) -> None:
    ada.say(words)
    async with listening(telegram, inbox):
        assert await inbox.first() == [content]


@pytest.mark.parametrize(
    ("sent", "what"),
    [
        ("sticker", "sticker"), ("contact", "contact"), ("poll", "poll"), ("dice", "other"),
    ],
)  # fmt: skip
async def test_what_is_no_words_says_what_it_was(telegram: Emulator, ada: Person, inbox: Inbox, sent: str, what: Any) -> None:
    message = ada.send(sent)
    async with listening(telegram, inbox):
        assert await inbox.first() == [Unreadable(what, str(message))]


@pytest.mark.parametrize("sent", ["location", "venue"])
async def test_a_place_is_rounded_before_it_goes_any_further(telegram: Emulator, ada: Person, inbox: Inbox, sent: str) -> None:
    message = ada.send(sent)
    async with listening(telegram, inbox):
        assert await inbox.first() == [Place("51.545 -0.055", str(message))]


async def test_an_edit_names_the_message_it_changed(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    said = ada.say("helo")
    ada.edit(said, "hello")
    ada.edit(ada.say("/start"), "/start now")
    async with listening(telegram, inbox):
        assert await inbox.first(4) == [
            Text("helo", str(said)),
            Edit("hello", str(said)),
            Start(),
            Edit("/start now", str(said + 1)),
        ]


async def test_a_press_names_the_button_and_the_message_and_is_answered(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.say("hi")
    asked = ask(telegram, ada.id)
    query = ada.press("Yes")
    async with listening(telegram, inbox):
        assert await inbox.first(2) == [Text("hi", "1"), Press("q.abc.1.0.yes", str(asked))]
        await asyncio.to_thread(telegram.until, lambda: telegram.answered(query))


async def test_a_press_is_taken_even_when_it_is_too_late_to_answer_it(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.say("hi")
    asked = ask(telegram, ada.id)
    query = ada.press("Yes")
    telegram.advance(3600)
    telegram.perform("raw", kind="callback_query", body=_query(ada, telegram, game="chess"))
    async with listening(telegram, inbox):
        await confirmed(telegram)
        await asyncio.to_thread(telegram.until, lambda: len(telegram.calls("answerCallbackQuery")) == 2)
    assert [inbound.content for inbound in inbox.got] == [Text("hi", "1"), Press("q.abc.1.0.yes", str(asked))]
    assert not telegram.answered(query)


async def test_a_press_under_a_deleted_message_still_counts(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.say("hi")
    asked = ask(telegram, ada.id)
    del telegram.world.chats[ada.id].messages[asked]
    ada.press("q.abc.1.0.yes", message=asked)
    async with listening(telegram, inbox):
        assert (await inbox.first(2))[1] == Press("q.abc.1.0.yes", str(asked))


async def test_blocking_and_letting_in_again(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.say("hi")
    ada.block()
    ada.start()
    async with listening(telegram, inbox):
        assert await inbox.first(4) == [Text("hi", "1"), Blocked(), Unblocked(), Start()]


async def test_a_group_that_moved_tells_its_new_address(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    old = telegram.group("Forum", ada, basic=True)
    new = old.migrate()
    async with listening(telegram, inbox):
        await confirmed(telegram)
    assert [(inbound.address, inbound.content, inbound.group) for inbound in inbox.got] == [
        (str(old.id), Unblocked(), True),
        (str(old.id), Moved(str(new.id)), True),
    ]


async def test_in_a_group_only_commands_and_mentions_are_for_us(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    telegram.set(privacy_mode=False)  # we may be made an administrator, and see everything
    group = telegram.group("Forum", ada)
    group.kick(ada)
    group.invite(ada)
    group.promote(ada)
    for words in (
        "morning",
        "/status",
        "/status@other_bot",
        "/results@Hearback_Test_Bot now",
        "@someone_else look",
        "well /help",
    ):
        ada.say(words, group)
    mention = ada.say("what is new, @Hearback_test_bot", group)
    ada.edit(mention, "@hearback_test_bot", group)
    ada.edit(mention, "never mind", group)
    ada.send("sticker", group)
    async with listening(telegram, inbox):
        await confirmed(telegram)
    assert {(inbound.address, inbound.group) for inbound in inbox.got} == {(str(group.id), True)}
    assert [inbound.content for inbound in inbox.got] == [
        Unblocked(),
        Blocked(),
        Unblocked(),
        Text("/status", "4"),
        Text("/results now", "6"),
        Text("what is new,", str(mention)),
        Edit("@hearback_test_bot", str(mention)),
    ]


async def test_a_topic_of_a_forum_is_kept_to_answer_in_it(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    forum = telegram.group("Forum", ada, forum=True)
    thread = forum.topic("Digests")
    asked = ask(telegram, forum.id, thread)
    ada.say("/results@hearback_test_bot", forum, thread=thread)
    ada.press("Yes", forum)
    async with listening(telegram, inbox):
        await confirmed(telegram)
    assert [(inbound.content, inbound.thread) for inbound in inbox.got[1:]] == [
        (Text("/results", str(asked + 1)), str(thread)),
        (Press("q.abc.1.0.yes", str(asked)), str(thread)),
    ]


async def test_what_does_not_concern_us_is_passed_over_and_confirmed(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    private = {"id": ada.id, "type": "private", "first_name": "Ada"}
    channel = {"id": -100, "type": "channel", "title": "News"}
    machine = {"id": 7, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    person = {"id": ada.id, "is_bot": False, "first_name": "Ada"}
    common = {"message_id": 1, "date": 0}
    member = {"old_chat_member": {"user": machine, "status": "left"}, "new_chat_member": {"user": machine, "status": "member"}}
    for kind, body in (
        ("message", common | {"chat": private, "from": machine, "text": "beep"}),
        ("message", common | {"chat": private, "text": "from nobody"}),
        ("message", common | {"chat": private, "from": person, "pinned_message": common | {"chat": private}}),
        ("message", common | {"chat": private, "from": person, "text": "copied", "is_automatic_forward": True}),
        ("edited_message", common | {"chat": private, "from": person, "location": {"longitude": 0, "latitude": 51}}),
        ("channel_post", common | {"chat": channel, "text": "news"}),
        ("my_chat_member", {"chat": channel, "from": person, "date": 0} | member),
        ("callback_query", _query(ada, telegram, data="x", inline_message_id="1")),
        ("message", {"odd": True}),
    ):
        telegram.raw(kind, body)
    ada.say("hi")
    async with listening(telegram, inbox):
        await confirmed(telegram)
    assert [inbound.content for inbound in inbox.got] == [Text("hi", "1")]


def _query(person: Person, telegram: Emulator, **fields: str) -> dict[str, Any]:
    sender = {"id": person.id, "is_bot": False, "first_name": "Ada"}
    if "game" in fields:
        message = telegram.world.chats[person.id].messages[1]
        return {"id": "5", "from": sender, "chat_instance": "1", "message": message, "game_short_name": fields["game"]}
    return {"id": "5", "from": sender, "chat_instance": "1", **fields}


# ── confirmed only when it is safe ──────────────────────────────────────────────────────────────────────────────────────


async def test_an_update_is_confirmed_only_after_it_was_taken(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.say("one")
    inbox.open.clear()
    async with listening(telegram, inbox):
        await inbox.wait(lambda: inbox.tried)
        assert len(telegram.pending()) == 1
        inbox.open.set()
        await confirmed(telegram)


async def test_what_was_not_taken_when_we_ended_comes_again(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.say("one")
    inbox.open.clear()
    async with listening(telegram, inbox):
        await inbox.wait(lambda: inbox.tried)
    assert inbox.got == []
    inbox.open.set()
    async with listening(telegram, inbox):
        assert await inbox.first() == [Text("one", "1")]
        await confirmed(telegram)


async def test_what_was_taken_but_not_confirmed_comes_again_with_the_same_id(
    telegram: Emulator, ada: Person, inbox: Inbox
) -> None:
    ada.say("one")
    inbox.refuse = lambda inbound: telegram.fault("getUpdates", "500", 1000)  # from now on Telegram hears nothing of it
    async with listening(telegram, inbox):
        await inbox.first()
    assert len(telegram.pending()) == 1
    telegram.desk.faults.clear()
    inbox.refuse = lambda inbound: None
    async with listening(telegram, inbox):
        await confirmed(telegram)
    assert [inbound.content for inbound in inbox.got] == [Text("one", "1")] * 2
    assert len({inbound.external_id for inbound in inbox.got}) == 1


async def test_a_duplicate_is_passed_on_for_the_inbox_to_notice(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    telegram.hold()
    ada.say("one")
    ada.say("two")
    telegram.release([1, 0, 0])
    async with listening(telegram, inbox):
        assert await inbox.first(3) == [Text("two", "2"), Text("one", "1"), Text("one", "1")]
        await confirmed(telegram)
        telegram.repeat()
        assert (await inbox.first(4))[3] == Text("two", "2")


async def test_one_chat_is_in_order_and_another_does_not_wait_for_it(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    bea = telegram.user("Bea")
    ada.say("one")
    ada.say("two")
    bea.say("three")
    inbox.open.clear()
    async with listening(telegram, inbox):
        await inbox.wait(lambda: len(inbox.tried) == 2)
        assert [inbound.content for inbound in inbox.tried] == [Text("one", "1"), Text("three", "1")]
        inbox.open.set()
        await confirmed(telegram)
    assert [inbound.content for inbound in inbox.got if inbound.address == str(ada.id)] == [Text("one", "1"), Text("two", "2")]


async def test_after_a_quiet_week_lower_ids_are_not_missed(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    async with listening(telegram, inbox):
        for week in range(6):  # one in two of the new ids is lower, at random
            ada.say(f"week {week}")
            await inbox.first(week + 1)
            await confirmed(telegram)
            telegram.advance(8 * 24 * 3600)


def refuse_word(word: str) -> Any:
    """A receiver's fault that strikes on one word."""

    def refuse(inbound: Inbound) -> None:
        if isinstance(inbound.content, Text) and inbound.content.text == word:
            raise RuntimeError(f"broken by {word}")

    return refuse


async def test_what_fails_is_tried_again_and_holds_up_only_its_own_chat(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    bea = telegram.user("Bea")
    inbox.refuse = refuse_word("poison")
    ada.say("poison")
    ada.say("after")
    bea.say("hello")
    async with listening(telegram, inbox):
        await inbox.wait(lambda: len(inbox.tried) == 4)
        assert [inbound.content for inbound in inbox.got] == [Text("hello", "1")]
        inbox.refuse = lambda inbound: None
        await confirmed(telegram)
    assert [inbound.content for inbound in inbox.got] == [Text("hello", "1"), Text("poison", "1"), Text("after", "2")]


async def test_what_alone_fails_for_ever_is_set_aside_and_the_rest_goes_on(
    telegram: Emulator, ada: Person, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    inbox.refuse = refuse_word("poison")
    ada.say("poison")
    ada.say("after")
    async with listening(telegram, inbox):
        await confirmed(telegram)
    assert [inbound.content for inbound in inbox.got] == [Text("after", "2")]
    assert len(inbox.tried) == 6
    assert "is set aside after 5 attempts" in caplog.text
    assert "poison" not in caplog.text


async def test_while_nothing_can_be_stored_nothing_is_set_aside(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    bea = telegram.user("Bea")

    def away(_: Inbound) -> None:
        raise StoreAway("the disk is full")

    inbox.refuse = away
    ada.say("one")
    ada.say("two")
    bea.say("three")
    async with listening(telegram, inbox):
        await inbox.wait(lambda: len(inbox.tried) > 20)
        assert len(telegram.pending()) == 3
        inbox.refuse = lambda inbound: None
        await confirmed(telegram)
    assert sorted(str(inbound.content) for inbound in inbox.got) == [
        str(Text("one", "1")),
        str(Text("three", "1")),
        str(Text("two", "2")),
    ]


# ── the network ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates", "setMyCommands"])
@pytest.mark.parametrize("kind", ["500", "502", "drop", "429", "400"])
async def test_polling_survives_whatever_telegram_says(
    telegram: Emulator, ada: Person, inbox: Inbox, method: str, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram._seconds", lambda error: error.retry_after.total_seconds() / 1000)
    telegram.fault(method, kind, 2)
    ada.say("one")
    async with listening(telegram, inbox, commands={"en": {"help": "What you can say"}}):
        assert await inbox.first() == [Text("one", "1")]
        await confirmed(telegram)


async def test_a_line_that_hangs_is_given_up(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    telegram.fault("getMe", "hang")
    ada.say("one")
    async with listening(telegram, inbox, patience=0.1):
        assert await inbox.first() == [Text("one", "1")]


async def test_an_answer_that_makes_no_sense_is_survived(
    telegram: Emulator, ada: Person, inbox: Inbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    get_updates = telegram.api.methods["getupdates"]
    answers: list[Any] = [[{"no": "id"}], {"neither": "a list"}]
    monkeypatch.setitem(telegram.api.methods, "getupdates", lambda params: answers.pop() if answers else get_updates(params))
    ada.say("one")
    async with listening(telegram, inbox):
        assert await inbox.first() == [Text("one", "1")]
    assert "KeyError; trying again" in caplog.text


async def test_a_webhook_left_from_before_is_taken_away(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    telegram.world.webhook.url = "http://127.0.0.1:1/"
    ada.say("one")
    async with listening(telegram, inbox):
        assert await inbox.first() == [Text("one", "1")]


# ── starting and stopping ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_refused_token_ends_the_start_and_stays_out_of_the_error(telegram: Emulator, inbox: Inbox) -> None:
    channel = Telegram("123456:WRONG", receive=inbox.receive, api_url=telegram.url)
    with pytest.raises(ConfigError) as refused:
        await channel.start()
    assert "WRONG" not in str(refused.value)
    assert refused.value.__cause__ is None
    await channel.stop()


@pytest.mark.parametrize("token", ["nonsense", "abc:DEF", "123456:"])
def test_what_is_no_token_is_refused_at_once(token: str, inbox: Inbox) -> None:
    with pytest.raises(ConfigError, match="not a token"):
        Telegram(token, receive=inbox.receive)


def test_a_webhook_needs_a_secret(inbox: Inbox) -> None:
    with pytest.raises(ConfigError, match="HEARBACK_TELEGRAM_SECRET"):
        Telegram(TOKEN, receive=inbox.receive, webhook="https://example.org/telegram")


async def test_who_only_sends_does_not_listen(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.say("hi")
    channel = a_channel(telegram, inbox)
    await channel.start(listen=False)
    await channel.send(Destination("123456", str(ada.id)), Outgoing("Hello"), already=0, sent=_nobody)
    await channel.stop()
    assert ada.last.text == "Hello"
    assert telegram.calls("getUpdates") == []


async def _nobody(part: int, message: str) -> None:
    pass


async def test_commands_are_shown_by_language_the_first_to_everybody_else(telegram: Emulator, inbox: Inbox) -> None:
    menus = {"en": {"help": "What you can say", "skip": "Leave a question out"}, "cy": {"help": "Beth allwch chi ei ddweud"}}
    async with listening(telegram, inbox, commands=menus):
        await asyncio.to_thread(telegram.until, lambda: telegram.calls("getUpdates") or telegram.api.polling)
    assert telegram.api.offered("cy") == [{"command": "help", "description": "Beth allwch chi ei ddweud"}]
    for language in ("en", "fr"):
        assert [command["command"] for command in telegram.api.offered(language)] == ["help", "skip"]


# ── webhook ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Web:
    """The web app's end of a webhook: passes what is posted to the channel, and answers as it says."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.channel: Telegram
        self.statuses: list[int] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                secret = self.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
                try:
                    taken = asyncio.run_coroutine_threadsafe(web.channel.take(body, secret), loop).result()
                    status = 200 if taken else 403
                except StoreAway:
                    status = 500
                web.statuses.append(status)
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/telegram"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    async def __aenter__(self) -> "Web":
        self.thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.server.shutdown)
        self.thread.join()
        self.server.server_close()


async def test_a_webhook_is_told_200_only_once_the_update_was_taken(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    telegram.set(speed=1000.0)
    attempts = iter([True, True])

    def twice(_: Inbound) -> None:
        if next(attempts, False):
            raise StoreAway("not now")

    inbox.refuse = twice
    async with Web(asyncio.get_running_loop()) as web:
        telegram.fault("setWebhook", "500", 2)
        async with listening(telegram, inbox, webhook=web.url, secret="s3cret") as channel:
            web.channel = channel
            await asyncio.to_thread(telegram.until, lambda: telegram.world.webhook.url)
            ada.say("one")
            ada.say("two")
            await confirmed(telegram)
            ask(telegram, ada.id)
            query = ada.press("Yes")
            await asyncio.to_thread(telegram.until, lambda: telegram.answered(query))
            await confirmed(telegram)
    assert [inbound.content for inbound in inbox.got] == [Text("one", "1"), Text("two", "2"), Press("q.abc.1.0.yes", "3")]
    assert web.statuses == [500, 500, 200, 200, 200]


@pytest.mark.parametrize("secret", ["", "guess", "s3cre", "s3crét"])
async def test_a_wrong_secret_is_refused(telegram: Emulator, inbox: Inbox, secret: str) -> None:
    channel = a_channel(telegram, inbox, secret="s3cret")
    assert not await channel.take(json.dumps({"update_id": 1}).encode(), secret)
    assert inbox.tried == []
    await channel.stop()


async def test_without_a_secret_nothing_is_taken(telegram: Emulator, inbox: Inbox) -> None:
    channel = a_channel(telegram, inbox)
    assert not await channel.take(json.dumps({"update_id": 1}).encode(), "")
    await channel.stop()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"update_id": "1"}', b"\xff", b"7"])
async def test_what_is_no_update_is_refused(telegram: Emulator, inbox: Inbox, body: bytes) -> None:
    channel = a_channel(telegram, inbox, secret="s3cret")
    assert not await channel.take(body, "s3cret")
    await channel.stop()


async def test_an_update_posted_before_we_know_our_name_is_not_lost(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    group = telegram.group("Forum", ada)
    ada.say("/status@hearback_test_bot", group)
    channel = a_channel(telegram, inbox, secret="s3cret")
    body = json.dumps(telegram.pending()[-1]).encode()
    assert await channel.take(body, "s3cret")
    assert await channel.take(json.dumps({"update_id": 2, "poll_answer": {}}).encode(), "s3cret")
    assert [inbound.content for inbound in inbox.got] == [Text("/status", "2")]
    await channel.stop()


# ── what is never written down ──────────────────────────────────────────────────────────────────────────────────────────


async def test_neither_token_nor_secret_nor_words_are_logged(
    telegram: Emulator, ada: Person, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = "123456:CANARY-in-the-mine"
    with Emulator(token=token, limits=False) as emulator:
        bea = emulator.user("Bea")
        bea.say("a private sorrow")
        channel = Telegram(token, receive=inbox.receive, api_url=emulator.url, secret="whispered", pause=0.001)
        emulator.fault("getMe", "500")
        await channel.start()
        await inbox.first()
        inbox.refuse = refuse_word("a second sorrow")
        bea.say("a second sorrow")
        await inbox.wait(lambda: len(inbox.tried) == 4)
        await channel.send(Destination("123456", str(bea.id)), Outgoing("a secret answer"), already=0, sent=_nobody)
        await channel.stop()
        webhook = Telegram(token, receive=inbox.receive, api_url=emulator.url, secret="whispered", webhook="http://127.0.0.1:1/")
        await webhook.start()
        await asyncio.to_thread(emulator.until, lambda: emulator.world.webhook.url)
        await webhook.stop()
    assert "HTTP Request: POST http://127.0.0.1" in caplog.text  # httpx did log its requests
    for canary in ("CANARY", "whispered", "sorrow", "a secret answer"):
        assert canary not in caplog.text
