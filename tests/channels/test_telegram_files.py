"""Files on Telegram: fetched where somebody asks for one, before they are handed in; told of where they cannot be had."""

import logging
from collections.abc import Iterator

import pytest

from surveys.messages import File, Inbound, Sent
from tests.channels.telegram_inbox import Inbox, confirmed, listening
from tests.emulators.telegram import TOKEN, Emulator, Person

PICTURE = b"\x89PNG" + bytes(range(256))
MEGABYTE = 1024 * 1024


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    with Emulator(limits=False) as emulator:
        yield emulator


@pytest.fixture
def ada(telegram: Emulator) -> Person:
    return telegram.user("Ada")


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


async def wanted(_: Inbound) -> bool:
    return True


async def got(telegram: Emulator, inbox: Inbox) -> Sent:
    async with listening(telegram, inbox, wants=wanted):
        [content] = await inbox.first()
        await confirmed(telegram)
    assert isinstance(content, Sent)
    return content


@pytest.mark.parametrize(
    ("sent", "what", "mime"),
    [
        ("voice", "voice", "audio/ogg"), ("audio", "audio", ""), ("photo", "photo", "image/jpeg"), ("video", "video", ""),
        ("video_note", "video", ""), ("animation", "video", ""), ("document", "file", "application/pdf"),
    ],
)  # fmt: skip
async def test_what_can_be_sent_says_what_it_is_and_is_not_fetched_unasked(
    telegram: Emulator, ada: Person, inbox: Inbox, sent: str, what: str, mime: str
) -> None:
    message = ada.send(sent, caption="Look", data=PICTURE)
    async with listening(telegram, inbox):
        [content] = await inbox.first()
    assert isinstance(content, Sent)
    assert (content.what, content.message, content.caption, content.mime) == (what, str(message), "Look", mime)
    assert content.file is None
    assert telegram.calls("getFile") == []


async def test_a_photo_that_is_asked_for_is_fetched_in_its_largest_size(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.send("photo", data=PICTURE, caption="The swings")
    content = await got(telegram, inbox)
    assert content.file == File(PICTURE, "", "image/jpeg")
    assert content.caption == "The swings"


async def test_a_file_keeps_its_name_and_type(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.send("document", data=PICTURE, file_name="park.heic", mime_type="image/heic")
    assert (await got(telegram, inbox)).file == File(PICTURE, "park.heic", "image/heic")


async def test_only_what_is_wanted_is_fetched(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    async def pictures_only(inbound: Inbound) -> bool:
        return isinstance(inbound.content, Sent) and inbound.content.what == "photo"

    ada.send("voice", data=b"OggS")
    ada.send("photo", data=PICTURE)
    async with listening(telegram, inbox, wants=pictures_only):
        first, second = await inbox.first(2)
    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    assert (first.file, second.file) == (None, File(PICTURE, "", "image/jpeg"))
    assert len(telegram.calls("getFile")) == 1


async def test_one_that_says_it_is_too_large_is_not_even_asked_for(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.send("document", data=PICTURE, size=3 * MEGABYTE)
    async with listening(telegram, inbox, wants=wanted, megabytes=2):
        [content] = await inbox.first()
    assert isinstance(content, Sent)
    assert (content.file, content.limit, content.lost) == (None, 2, False)
    assert telegram.calls("getFile") == []


async def test_one_that_turns_out_too_large_is_dropped(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.send("document", data=b"x" * (MEGABYTE + 1), size=10)
    async with listening(telegram, inbox, wants=wanted, megabytes=1):
        [content] = await inbox.first()
    assert isinstance(content, Sent)
    assert (content.file, content.limit) == (None, 1)


async def test_more_than_telegram_gives_a_bot_is_too_large_whatever_we_keep(
    telegram: Emulator, ada: Person, inbox: Inbox
) -> None:
    ada.send("document", size=21 * MEGABYTE)
    async with listening(telegram, inbox, wants=wanted, megabytes=100):
        [content] = await inbox.first()
    assert isinstance(content, Sent)
    assert content.limit == 20


async def test_telegrams_own_word_that_a_file_is_too_big_is_taken(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.send("document", size=21 * MEGABYTE)
    with telegram.world.changed:
        for update in telegram.world.queue:
            del update.body["document"]["file_size"]
    content = await got(telegram, inbox)
    assert (content.limit, content.lost) == (20, False)


async def test_a_file_that_telegram_does_not_know_is_lost(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    ada.send("photo")
    content = await got(telegram, inbox)
    assert (content.file, content.limit, content.lost) == (None, 0, True)


@pytest.mark.parametrize("method", ["getFile", "download"])
async def test_a_stumble_of_telegrams_is_waited_out(telegram: Emulator, ada: Person, inbox: Inbox, method: str) -> None:
    ada.send("photo", data=PICTURE)
    telegram.fault(method, "502", times=2)
    assert (await got(telegram, inbox)).file is not None


async def test_after_three_stumbles_the_file_is_lost_and_the_person_can_be_told(
    telegram: Emulator, ada: Person, inbox: Inbox
) -> None:
    ada.send("photo", data=PICTURE)
    telegram.fault("download", "502", times=3)
    content = await got(telegram, inbox)
    assert (content.file, content.lost) == (None, True)


async def test_what_was_not_taken_is_fetched_again_when_it_comes_again(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    """Nothing is confirmed before it is committed, files no sooner than words."""

    def once(_: Inbound) -> None:
        if len(inbox.tried) == 1:
            raise RuntimeError

    inbox.refuse = once
    ada.send("photo", data=PICTURE)
    assert (await got(telegram, inbox)).file == File(PICTURE, "", "image/jpeg")
    assert len(telegram.calls("getFile")) == 2


async def test_whoever_cannot_say_whether_it_is_wanted_is_asked_again(telegram: Emulator, ada: Person, inbox: Inbox) -> None:
    asked = []

    async def away_at_first(inbound: Inbound) -> bool:
        asked.append(inbound)
        if len(asked) == 1:
            raise RuntimeError
        return True

    ada.send("photo", data=PICTURE)
    async with listening(telegram, inbox, wants=away_at_first):
        [content] = await inbox.first()
    assert isinstance(content, Sent)
    assert content.file is not None


async def test_the_token_in_a_files_address_is_kept_out_of_the_logs(
    telegram: Emulator, ada: Person, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ada.send("photo", data=PICTURE)
    telegram.fault("download", "502", times=1)
    await got(telegram, inbox)
    assert "/file/bot" in caplog.text
    assert TOKEN.partition(":")[2] not in caplog.text
