"""The stand-in for Telegram behaves as the vendor's pages say: python-telegram-bot works against it without our adapter."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import cast

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.emulators.telegram import TOKEN, Emulator, Remote
from tests.emulators.telegram_people import CONTENTS

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y"), InlineKeyboardButton("No", callback_data="n")]])


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    with Emulator(limits=False) as emulator:
        yield emulator


@pytest.fixture
async def bot(telegram: Emulator, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # python-telegram-bot's way not to be warned of a coming change
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot", base_file_url=f"{telegram.url}/file/bot") as bot:
        yield bot


# ── the API over HTTP ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
def test_parameters_come_in_each_of_the_four_ways(telegram: Emulator, way: str) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    url, values = f"{telegram.url}/bot{TOKEN}/sendMessage", {"chat_id": str(ada.id), "text": "hello ☕"}
    match way:
        case "query":
            answer = httpx.get(url, params=values)
        case "form":
            answer = httpx.post(url, data=values)
        case "json":
            answer = httpx.post(url, json=values)
        case _:
            answer = httpx.post(url, files={name: (None, value) for name, value in values.items()})
    assert answer.json()["result"]["text"] == "hello ☕"
    assert ada.last.text == "hello ☕"


def test_method_names_ignore_case_and_unknown_ones_are_not_found(telegram: Emulator) -> None:
    assert httpx.get(f"{telegram.url}/bot{TOKEN}/GETME").json()["result"]["id"] == 123456
    assert httpx.get(f"{telegram.url}/bot{TOKEN}/getWeather").status_code == 404
    assert httpx.get(f"{telegram.url}/elsewhere").status_code == 404


def test_broken_requests_are_refused(telegram: Emulator) -> None:
    url = f"{telegram.url}/bot{TOKEN}/sendMessage"
    headers = {"Content-Type": "application/json"}
    assert httpx.post(url, content=b"{", headers=headers).status_code == 400
    assert "chat_id is empty" in httpx.post(url, json={"text": "x"}).json()["description"]
    assert "chat not found" in httpx.post(url, json={"chat_id": "@nobody", "text": "x"}).json()["description"]
    ada = telegram.user("Ada")
    ada.say("hi")
    for field, value in (("message_thread_id", "one"), ("reply_markup", "{"), ("reply_markup", "[]"), ("entities", "{}")):
        assert httpx.post(url, data={"chat_id": ada.id, "text": "x", field: value}).status_code == 400
    assert "not emulated" not in httpx.post(url, data={"chat_id": ada.id, "text": "x"}).text
    assert httpx.post(url, data={"chat_id": ada.id, "text": "x", "parse_mode": "HTML"}).status_code == 400
    assert httpx.post(url, data={"chat_id": ada.id, "text": "x", "reply_markup": '{"keyboard": []}'}).status_code == 400


async def test_a_wrong_token_is_unauthorised_and_a_malformed_one_not_found(telegram: Emulator) -> None:
    for token, status in (("123456:OTHER", 401), ("nonsense", 404)):
        answer = await asyncio.to_thread(httpx.get, f"{telegram.url}/bot{token}/getMe")
        assert answer.status_code == status
        with pytest.raises(InvalidToken):
            await Bot(token, base_url=f"{telegram.url}/bot").__aenter__()


async def test_every_thing_people_send_is_read_by_python_telegram_bot(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    for what in CONTENTS:
        ada.send(what, caption="look at /this" if what in ("photo", "document") else "")
    updates = await bot.get_updates()
    assert [bool(getattr(update.message, what)) for update, what in zip(updates, CONTENTS, strict=True)] == [True] * len(CONTENTS)


async def test_a_file_that_somebody_sent_can_be_fetched_up_to_20_megabytes(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.send("photo", data=b"PNG")
    ada.send("document", size=20 * 1024 * 1024 + 1)
    ada.send("voice")
    photo, document, voice = (update.message for update in await bot.get_updates())
    assert photo is not None
    assert document is not None
    assert voice is not None
    assert document.document is not None
    assert voice.voice is not None
    assert photo.photo[0].file_size is not None
    assert photo.photo[-1].width > photo.photo[0].width
    file = await bot.get_file(photo.photo[-1].file_id)
    assert await file.download_as_bytearray() == b"PNG"
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(document.document.file_id)
    with pytest.raises(BadRequest, match=r"(?i)wrong file_id"):
        await bot.get_file(voice.voice.file_id)
    for path in ("bot123456:OTHER/photos/x", f"bot{TOKEN}/nothing", f"bot{TOKEN}"):
        answer = await asyncio.to_thread(httpx.get, f"{telegram.url}/file/{path}")
        assert answer.status_code == 404


# ── messages out ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_bot_sends_edits_and_deletes(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    said = ada.say("hi")
    sent = await bot.send_message(
        ada.id,
        "bold 👉 move",
        entities=[MessageEntity("bold", 0, 4), MessageEntity("italic", 5, 2)],
        reply_markup=YES,
        reply_parameters=ReplyParameters(said),
    )
    assert (sent.text, sent.reply_to_message and sent.reply_to_message.message_id) == ("bold 👉 move", said)
    assert ada.last.labels == ("Yes", "No")
    await bot.edit_message_text("new", ada.id, sent.message_id)
    assert (ada.last.text, ada.last.edited) == ("new", True)
    assert not ada.last.labels
    assert not ada.last.entities
    await bot.edit_message_reply_markup(ada.id, sent.message_id, reply_markup=YES)
    assert ada.last.labels == ("Yes", "No")
    await bot.delete_message(ada.id, sent.message_id)
    assert ada.heard() == ()


async def test_files_arrive_with_their_caption(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    sent = await bot.send_document(ada.id, InputFile(b"%PDF", filename="digest.pdf"), caption="The digest")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("digest.pdf", 4)
    again = await bot.send_document(ada.id, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_name == "digest.pdf"
    assert (await bot.send_photo(ada.id, InputFile(b"\x89PNG", attach=True))).photo
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", ada.id, sent.message_id)
    with pytest.raises(BadRequest, match="no document in the request"):
        await bot.send_document(ada.id, "no-such-id")


@pytest.mark.parametrize(
    ("text", "fits"),
    [("", False), (" \n ", False), ("a" * 4096, True), ("a" * 4097, False), ("👉" * 2048, True), ("👉" * 2048 + "a", False)],
)
async def test_a_text_has_1_to_4096_utf16_units(telegram: Emulator, bot: Bot, text: str, fits: bool) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    if fits:
        await bot.send_message(ada.id, text)
        return
    with pytest.raises(BadRequest, match=r"Message text is empty|Message is too long"):
        await bot.send_message(ada.id, text)


async def test_a_caption_has_at_most_1024_units(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    await bot.send_photo(ada.id, b"x", caption="a" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(ada.id, b"x", caption="a" * 1025)


async def test_files_have_a_largest_size(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_photo(ada.id, b"x" * (10 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    ("kind", "offset", "length", "words"),
    [
        ("bold", -1, 1, "Receive an entity with incorrect offset -1"),
        ("bold", 0, 0, "Receive an entity with incorrect length 0"),
        ("bold", 6, 1, "Entity begins after the end of the text at utf-16 offset 6"),
        ("bold", 3, 4, "Entity beginning at utf-16 offset 3 ends after the end of the text at utf-16 offset 7"),
        ("bold", 1, 1, "Entity begins in a middle of a utf-16 symbol at byte offset 4"),
        ("bold", 0, 1, "Entity beginning at utf-16 offset 0 ends in a middle of a utf-16 symbol at byte offset 4"),
        ("shouted", 0, 2, "Can't parse entities: unsupported messageentity type 'shouted'"),
    ],
)
async def test_an_entity_lies_within_the_text_and_cuts_no_character(
    telegram: Emulator, bot: Bot, kind: str, offset: int, length: int, words: str
) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(ada.id, "👉 abc", entities=[MessageEntity(kind, offset, length)])
    assert refused.value.message == words


@pytest.mark.parametrize(
    ("data", "fits"), [("a" * 64, True), ("a" * 65, False), ("é" * 32, True), ("é" * 33, False), ("", False)]
)
async def test_callback_data_has_1_to_64_bytes(telegram: Emulator, bot: Bot, data: str, fits: bool) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data=data)]])
    if fits:
        await bot.send_message(ada.id, "x", reply_markup=keyboard)
        return
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(ada.id, "x", reply_markup=keyboard)


@pytest.mark.parametrize(
    "button", [{"text": "Go"}, {"text": "", "callback_data": "a"}, {"text": "Go", "url": "u", "callback_data": "a"}]
)
def test_a_button_has_words_and_one_action(telegram: Emulator, button: dict[str, str]) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    body = {"chat_id": ada.id, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}
    assert httpx.post(f"{telegram.url}/bot{TOKEN}/sendMessage", json=body).status_code == 400


async def test_what_cannot_be_edited_or_deleted_says_why(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    hers = ada.say("hi")
    ours = await bot.send_message(ada.id, "x", reply_markup=YES)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("x", ada.id, ours.message_id, reply_markup=YES)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", ada.id, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("y", ada.id, hers)
    with pytest.raises(BadRequest, match="Message identifier is not specified"):
        await bot.edit_message_text("y", ada.id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ada.id, 999)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(ada.id, "y", reply_parameters=ReplyParameters(999))
    telegram.advance(48 * 3600)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(ada.id, ours.message_id)


# ── who can be reached ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_bot_writes_to_nobody_who_has_not_written_first(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ada.id, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4711, "x")


async def test_a_blocked_bot_is_told_and_forbidden_until_it_is_let_in_again(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.start("hello-1")
    ada.block()
    with pytest.raises(ValueError, match="unblock it first"):
        ada.say("still here")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ada.id, "x")
    ada.start()
    await bot.send_message(ada.id, "x")
    updates = await bot.get_updates()
    told = [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member]
    assert told == ["kicked", "member"]
    assert [update.message.text for update in updates if update.message] == ["/start hello-1", "/start"]
    ada.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ada.id, "x")


def test_a_deep_link_carries_64_of_its_characters(telegram: Emulator) -> None:
    ada = telegram.user("Ada")
    ada.start("a" * 64)
    for payload in ("a" * 65, "a b", "é"):
        with pytest.raises(ValueError, match="deep link"):
            ada.start(payload)


async def test_a_group_that_migrated_says_where_to(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    old = telegram.group("Forum", ada, basic=True)
    await bot.send_message(old.id, "x")
    new = old.migrate()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "x")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "x")
    told = [update.message for update in await bot.get_updates() if update.message]
    assert [(message.migrate_to_chat_id, message.migrate_from_chat_id) for message in told[-2:]] == [
        (new.id, None),
        (None, old.id),
    ]


async def test_topics_of_a_forum_are_kept_apart(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    forum = telegram.group("Forum", ada, forum=True)
    thread = forum.topic("Digests")
    sent = await bot.send_message(forum.id, "x", message_thread_id=thread)
    assert (sent.is_topic_message, sent.message_thread_id, forum.last.thread) == (True, thread, thread)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=thread + 1)


async def test_a_bot_that_was_thrown_out_is_forbidden_until_it_is_invited(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    group = telegram.group("Forum", ada)
    group.kick(ada)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "x")
    group.invite(ada)
    await bot.send_message(group.id, "x")
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")
    ada.say("hi")
    with pytest.raises(BadRequest, match="private chats"):
        await bot.leave_chat(ada.id)
    assert (await bot.get_chat(group.id)).title == "Forum"
    assert await bot.send_chat_action(ada.id, "typing")


async def test_privacy_mode_shows_a_bot_only_what_is_meant_for_it(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    group = telegram.group("Forum", ada)
    await bot.get_updates(offset=-1)
    for text in ("morning", "/status", "/status@other_bot", "/status@hearback_test_bot", "@hearback_test_bot hello"):
        ada.say(text, group)
    ours = await bot.send_message(group.id, "x")
    ada.say("/help", group)  # after the bot's own message a plain command is meant for it
    hers = ada.say("thanks", group, reply_to=ours.message_id)
    ada.edit(hers, "thank you", group)
    seen = [update.effective_message for update in await bot.get_updates()][1:]
    assert [message and message.text for message in seen] == ["/status@hearback_test_bot", "/help", "thanks", "thank you"]
    telegram.set(privacy_mode=False)
    ada.say("@hearback_test_bot hello", group)
    group.promote(ada)
    telegram.set(privacy_mode=True)
    ada.say("evening", group)
    seen = [update.message for update in await bot.get_updates() if update.message]
    assert [message.text for message in seen if message][-2:] == ["@hearback_test_bot hello", "evening"]


# ── pace ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def paced() -> Iterator[Emulator]:
    with Emulator(speed=0) as emulator:
        yield emulator


async def _until_refused(bot: Bot, chats: list[int]) -> tuple[int, timedelta]:
    for sent in range(100):
        try:
            await bot.send_message(chats[sent % len(chats)], "x")
        except RetryAfter as refused:
            return sent, cast("timedelta", refused.retry_after)
    raise AssertionError("never refused")


async def test_one_chat_takes_a_short_burst_then_one_message_a_second(paced: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    ada = paced.user("Ada")
    ada.say("hi")
    async with Bot(TOKEN, base_url=f"{paced.url}/bot") as bot:
        assert await _until_refused(bot, [ada.id]) == (5, timedelta(seconds=1))
        paced.advance(1)
        assert await _until_refused(bot, [ada.id]) == (1, timedelta(seconds=1))
        paced.set(limits=False)
        await bot.send_message(ada.id, "x")


async def test_all_chats_together_take_30_a_second(paced: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    people = [paced.user(str(number)) for number in range(40)]
    for person in people:
        person.say("hi")
    async with Bot(TOKEN, base_url=f"{paced.url}/bot") as bot:
        assert await _until_refused(bot, [person.id for person in people]) == (30, timedelta(seconds=1))


async def test_a_group_takes_20_a_minute(paced: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    group = paced.group("Forum", paced.user("Ada"))
    async with Bot(TOKEN, base_url=f"{paced.url}/bot") as bot:
        for _ in range(20):
            await bot.send_message(group.id, "x")
            paced.advance(1)
        assert await _until_refused(bot, [group.id]) == (0, timedelta(seconds=40))


def test_a_clock_that_runs_faster_passes_more_seconds() -> None:
    with Emulator(speed=0) as telegram:
        before = telegram.clock.now()
        assert telegram.clock.now() == before
        telegram.advance(60)
        assert telegram.clock.now() == before + 60
        telegram.set(speed=1000.0)
        assert telegram.clock.speed == 1000.0
        while telegram.clock.now() < before + 61:
            pass


# ── polling ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_updates_come_again_until_a_higher_offset_confirms_them(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    for text in ("one", "two", "three"):
        ada.say(text)
    first = await bot.get_updates(limit=2)
    assert [update.message and update.message.text for update in first] == ["one", "two"]
    assert [update.update_id for update in await bot.get_updates()] == [first[0].update_id + place for place in range(3)]
    rest = await bot.get_updates(offset=first[1].update_id + 1)
    assert [update.message and update.message.text for update in rest] == ["three"]
    ada.say("four")
    assert len(await bot.get_updates(offset=-1)) == 1
    assert len(telegram.pending()) == 1


async def test_a_long_poll_waits_for_an_update(telegram: Emulator, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.to_thread(telegram.until, lambda: telegram.api.polling)
    telegram.user("Ada").say("hi")
    assert len(await poll) == 1


async def test_a_second_poller_ends_the_first(telegram: Emulator, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.to_thread(telegram.until, lambda: telegram.api.polling)
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
            await first
        telegram.user("Ada").say("hi")
        assert len(await second) == 1


async def test_polling_is_a_conflict_while_a_webhook_is_set(telegram: Emulator, bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_bot_gets_only_the_kinds_it_asked_for(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    assert await bot.get_updates(allowed_updates=["edited_message"]) == ()
    ada.edit(ada.say("helo"), "hello")
    (update,) = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "hello"
    await bot.get_updates(update.update_id + 1, allowed_updates=[])
    ada.say("more")
    assert len(await bot.get_updates()) == 1


async def test_an_update_shows_the_message_as_it_was_then(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.edit(ada.say("helo"), "hello")
    first, second = await bot.get_updates()
    assert first.message is not None
    assert second.edited_message is not None
    assert (first.message.text, second.edited_message.text) == ("helo", "hello")


async def test_updates_are_lost_after_a_day(telegram: Emulator, bot: Bot) -> None:
    telegram.user("Ada").say("hi")
    telegram.advance(24 * 3600)
    assert await bot.get_updates() == ()


async def test_after_a_quiet_week_ids_start_anywhere(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.say("one")
    (one,) = await bot.get_updates()
    telegram.advance(7 * 24 * 3600)
    ada.say("two")
    (two,) = await bot.get_updates()
    assert two.update_id != one.update_id + 1


async def test_updates_can_be_held_swapped_and_doubled(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    telegram.hold()
    ada.say("one")
    ada.say("two")
    assert await bot.get_updates() == ()
    telegram.release([1, 0, 0])
    updates = await bot.get_updates()
    assert [update.message and update.message.text for update in updates] == ["two", "one", "one"]
    telegram.repeat(updates[0].update_id)
    telegram.repeat()
    assert [update.message and update.message.text for update in (await bot.get_updates())[3:]] == ["two", "two"]
    telegram.hold()
    ada.say("three")
    telegram.release()
    assert len(await bot.get_updates()) == 6
    telegram.raw("message", {"odd": True})
    with pytest.raises(KeyError):
        await bot.get_updates()


# ── buttons ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_press_arrives_as_a_callback_query_which_can_be_answered_for_a_while(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    sent = await bot.send_message(ada.id, "?", reply_markup=YES)
    query = ada.press("Yes")
    callback = (await bot.get_updates())[-1].callback_query
    assert callback is not None
    assert (callback.id, callback.data, callback.message and callback.message.message_id) == (query, "y", sent.message_id)
    assert not telegram.answered(query)
    await bot.answer_callback_query(query, "Noted")
    assert telegram.answered(query)
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(query, "a" * 201)
    telegram.advance(3600)
    for late in (query, "12345"):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(late)
    with pytest.raises(ValueError, match="no button"):
        ada.press("Perhaps")


async def test_a_button_taken_away_can_still_be_pressed_in_that_moment(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    sent = await bot.send_message(ada.id, "?", reply_markup=YES)
    other = await bot.send_message(ada.id, "?", reply_markup=YES)
    ada.press("☐ No".removeprefix("☐ "), message=sent.message_id)
    await bot.edit_message_text("gone", ada.id, sent.message_id)
    ada.press("n", message=sent.message_id)
    await bot.delete_message(ada.id, other.message_id)
    ada.press("y", message=other.message_id)
    presses = [update.callback_query for update in await bot.get_updates() if update.callback_query]
    assert [(press.data, press.message and press.message.message_id) for press in presses] == [
        ("n", sent.message_id),
        ("n", sent.message_id),
        ("y", other.message_id),
    ]
    assert presses[2].message is not None
    assert not presses[2].message.is_accessible


# ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_commands_are_kept_by_language(telegram: Emulator, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("help", "What you can say")])
    await bot.set_my_commands([BotCommand("help", "Beth allwch chi ei ddweud")], language_code="cy")
    assert (await bot.get_my_commands(language_code="cy"))[0].description == "Beth allwch chi ei ddweud"
    await bot.delete_my_commands(language_code="cy")
    assert await bot.get_my_commands(language_code="cy") == ()
    assert (await bot.get_my_commands())[0].command == "help"


@pytest.mark.parametrize(
    ("command", "description", "count", "language"),
    [
        ("Help", "x", 1, None),
        ("a" * 33, "x", 1, None),
        ("help", "a" * 257, 1, None),
        ("help", "x", 101, None),
        ("help", "x", 1, "english"),
    ],
)
async def test_commands_have_limits(
    telegram: Emulator, bot: Bot, command: str, description: str, count: int, language: str | None
) -> None:
    with pytest.raises(BadRequest):
        await bot.set_my_commands([(command, description)] * count, language_code=language)


# ── webhooks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Hook:
    """A web server that notes what is posted to it and answers with the statuses given, then 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.got: list[tuple[str | None, str | None]] = []
        self.more = threading.Condition()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                update = Update.de_json(body)
                with hook.more:
                    text = update.message.text if update.message else None
                    hook.got.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], text))
                    status = hook.statuses.pop(0) if hook.statuses else 200
                    hook.more.notify_all()
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/telegram?x=1"

    def wait(self, count: int) -> list[tuple[str | None, str | None]]:
        with self.more:
            assert self.more.wait_for(lambda: len(self.got) >= count, 10)
            return self.got

    def __enter__(self) -> "Hook":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


async def test_a_webhook_gets_updates_with_its_secret_in_order_again_until_a_2xx(telegram: Emulator, bot: Bot) -> None:
    telegram.set(speed=1000.0)  # its pauses pass a thousand times as fast
    ada = telegram.user("Ada")
    with Hook(500, 500) as hook:
        assert await bot.set_webhook(hook.url, secret_token="s3cret_-", max_connections=2)
        ada.say("one")
        ada.say("two")
        got = await asyncio.to_thread(hook.wait, 4)
        assert got == [("s3cret_-", "one")] * 3 + [("s3cret_-", "two")]
        await asyncio.to_thread(telegram.until, lambda: not telegram.pending())
        assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_a_webhook_that_is_away_is_tried_again(telegram: Emulator, bot: Bot) -> None:
    telegram.set(speed=0)
    with Hook() as hook:
        url = hook.url
    await bot.set_webhook(url)
    telegram.user("Ada").say("one")
    await asyncio.to_thread(telegram.until, lambda: telegram.world.webhook.last_error)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (1, "Webhook connection failed: ConnectionRefusedError")
    await bot.set_webhook("")
    assert not (await bot.get_webhook_info()).url


async def test_a_webhook_is_https_or_on_this_machine_with_a_clean_secret(telegram: Emulator, bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)an https url must be provided"):
        await bot.set_webhook("http://example.org/")
    with pytest.raises(BadRequest, match=r"(?i)secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org/", secret_token="no spaces")
    telegram.user("Ada").say("one")
    await bot.set_webhook("https://example.org/", drop_pending_updates=True)
    assert telegram.pending() == []


# ── faults ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("429", RetryAfter),
        ("403", Forbidden),
        ("400", BadRequest),
        ("401", InvalidToken),
        ("500", NetworkError),
        ("502", NetworkError),
    ],
)
@pytest.mark.parametrize("after", [False, True])
async def test_the_next_calls_fail_as_asked_before_or_after_taking_effect(
    telegram: Emulator, bot: Bot, kind: str, error: type[TelegramError], after: bool
) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    telegram.fault("sendMessage", kind, 2, after=after, retry_after=7)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(error):
            await bot.send_message(ada.id, "x")
    assert len(ada.heard()) == (2 if after else 0)
    await bot.send_message(ada.id, "x")
    assert telegram.calls("sendMessage")[-1].status == 200


@pytest.mark.parametrize("after", [False, True])
async def test_a_line_can_hang_or_drop_before_or_after_the_message_was_taken(telegram: Emulator, bot: Bot, after: bool) -> None:
    ada, bea = telegram.user("Ada"), telegram.user("Bea")
    ada.say("hi")
    bea.say("hi")
    telegram.fault("sendMessage", "hang", after=after, chat=ada.id)
    await bot.send_message(bea.id, "x")  # the fault is for Ada's chat only
    with pytest.raises(TimedOut):
        await bot.send_message(ada.id, "x", read_timeout=0.1)
    telegram.fault("", "drop", after=after)
    with pytest.raises(NetworkError, match="RemoteProtocolError"):
        await bot.send_message(ada.id, "x")
    assert len(ada.heard()) == (2 if after else 0)


# ── people, and the process of its own ──────────────────────────────────────────────────────────────────────────────────


async def test_a_long_message_goes_as_several_as_the_apps_do(telegram: Emulator, bot: Bot) -> None:
    telegram.user("Ada").say("👉" * 5000)
    assert [len(update.message.text or "") for update in await bot.get_updates() if update.message] == [2048, 2048, 904]


def test_waiting_in_vain_shows_the_chat(telegram: Emulator) -> None:
    ada = telegram.user("Ada")
    mine = ada.say("anybody?")
    with pytest.raises(AssertionError, match=r"> anybody\?"):
        ada.hears("hello", timeout=0.05)
    with pytest.raises(KeyError):
        ada.edit(mine + 1, "x")
    telegram.group("Forum", ada)
    assert [chat["type"] for chat in telegram.perform("chats", user=ada.id)] == ["private", "supergroup"]


async def test_people_edit_only_their_own_messages(telegram: Emulator, bot: Bot) -> None:
    ada = telegram.user("Ada")
    ada.say("hi")
    sent = await bot.send_message(ada.id, "x")
    with pytest.raises(ValueError, match="their own"):
        ada.edit(sent.message_id, "y")


def test_the_control_surface_is_closed_to_pages_from_elsewhere(telegram: Emulator) -> None:
    url = f"{telegram.url}/control/bot"
    assert httpx.post(url, content="{}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert httpx.get(url).status_code == 404
    assert httpx.post(url, json={}).json()["result"]["username"] == "hearback_test_bot"


def test_the_page_is_served(telegram: Emulator) -> None:
    answer = httpx.get(f"{telegram.url}/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>" in answer.text


def test_it_runs_as_a_process_of_its_own() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.emulators.telegram", "--port", "0", "--no-limits"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    with process.stdout:
        url = process.stdout.readline().strip().removeprefix("HEARBACK_TELEGRAM_API_URL=")
        telegram = Remote(url)
        ada = telegram.user("Ada")
        ada.start()
        keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
        body = {"chat_id": ada.id, "text": "Hello Ada", "reply_markup": keyboard}
        assert httpx.post(f"{url}/bot{TOKEN}/sendMessage", json=body).status_code == 200
        assert ada.hears("Hello").labels == ("Yes",)
        telegram.until(telegram.calls)
        assert [call.method for call in telegram.calls()] == ["sendMessage"]
        with pytest.raises(ValueError, match="no button"):
            ada.press("Perhaps")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
