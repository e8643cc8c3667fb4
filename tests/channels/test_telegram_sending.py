"""What goes out to Telegram: in parts that are resumed, as edits, and with every refusal told apart."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.channels.telegram import Telegram
from surveys.errors import ChannelBusy, ChannelError, InDoubt, Unreachable
from surveys.messages import Destination, Inbound, Mark, Moved, Option, Outgoing
from tests.channels.telegram_inbox import Inbox, a_channel
from tests.emulators.telegram import Emulator, Group, Person
from tests.emulators.telegram_http import Kind

LONG = Outgoing("\n\n".join(f"Paragraph {number}. " + "word " * 400 for number in range(1, 6)), options=(Option("o", "Go on"),))


@pytest.fixture
def telegram() -> Iterator[Emulator]:
    with Emulator(limits=False) as emulator:
        yield emulator


@pytest.fixture
def ada(telegram: Emulator) -> Person:
    person = telegram.user("Ada")
    person.start()
    return person


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def channel(telegram: Emulator, inbox: Inbox) -> AsyncIterator[Telegram]:
    channel = a_channel(telegram, inbox, patience=0.5)
    yield channel
    await channel.stop()


class Marked:
    """Keeps what `send` told of each part."""

    def __init__(self) -> None:
        self.parts: list[tuple[int, str]] = []

    async def __call__(self, part: int, message: str) -> None:
        self.parts.append((part, message))


async def say(channel: Telegram, to: Person | Group, message: Outgoing | str, *, already: int = 0, thread: str = "") -> str:
    """Send without minding the parts."""
    outgoing = Outgoing(message) if isinstance(message, str) else message
    return await channel.send(Destination("123456", str(to.id), thread), outgoing, already=already, sent=Marked())


# ── as it was meant ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_message_arrives_with_marks_buttons_and_no_link_preview(
    telegram: Emulator, ada: Person, channel: Telegram
) -> None:
    text = "👉 Bold, italic, said, link https://example.org/"
    marks = (Mark(2, 6, "bold"), Mark(8, 14, "italic"), Mark(16, 20, "quote"), Mark(22, 26, "link", "https://example.org/a"))
    options = (Option("q.a.1.0.1", "Yes"), Option("q.a.1.0.2", "No"))
    sent = Marked()
    message = await channel.send(Destination("123456", str(ada.id)), Outgoing(text, marks, options), already=0, sent=sent)
    assert (ada.last.text, ada.last.labels, str(ada.last.id)) == (text, ("Yes", "No"), message)
    assert sent.parts == [(0, message)]
    asked = telegram.calls("sendMessage")[0].params
    assert json.loads(str(asked["entities"])) == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "italic", "offset": 9, "length": 6},
        {"type": "blockquote", "offset": 17, "length": 4},
        {"type": "text_link", "offset": 23, "length": 4, "url": "https://example.org/a"},
    ]
    assert json.loads(str(asked["link_preview_options"])) == {"is_disabled": True}
    assert "parse_mode" not in asked


async def test_a_topic_gets_the_message_in_it(telegram: Emulator, ada: Person, channel: Telegram) -> None:
    forum = telegram.group("Forum", ada, forum=True)
    thread = forum.topic("Digests")
    await say(channel, forum, "The digest", thread=str(thread))
    assert (forum.last.text, forum.last.thread) == ("The digest", thread)


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_long_message_goes_in_parts_with_its_buttons_under_the_last(ada: Person, channel: Telegram) -> None:
    sent = Marked()
    last = await channel.send(Destination("123456", str(ada.id)), LONG, already=0, sent=sent)
    heard = ada.heard()
    assert [message.text.split(".")[0] for message in heard] == ["Paragraph 1", "Paragraph 3", "Paragraph 5"]
    assert [message.labels for message in heard] == [(), (), ("Go on",)]
    assert sent.parts == [(place, str(message.id)) for place, message in enumerate(heard)]
    assert last == str(heard[-1].id)


async def test_sending_goes_on_after_the_part_last_sent(telegram: Emulator, ada: Person, channel: Telegram) -> None:
    telegram.set(limits=True, speed=0)
    telegram.pace.burst = 1
    sent, to = Marked(), Destination("123456", str(ada.id))
    for _ in range(2):
        with pytest.raises(ChannelBusy) as busy:
            await channel.send(to, LONG, already=len(sent.parts), sent=sent)
        assert busy.value.retry_after == 1
        telegram.advance(1)
    await channel.send(to, LONG, already=len(sent.parts), sent=sent)
    assert [part for part, _ in sent.parts] == [0, 1, 2]
    assert [message.text.split(".")[0] for message in ada.heard()] == ["Paragraph 1", "Paragraph 3", "Paragraph 5"]


async def test_when_all_parts_were_sent_nothing_is(ada: Person, channel: Telegram) -> None:
    assert await say(channel, ada, LONG, already=3) == ""
    assert ada.heard() == ()


# ── edits ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_replacement_takes_the_place_of_the_message(ada: Person, channel: Telegram) -> None:
    first = await say(channel, ada, Outgoing("Pick", options=(Option("a", "Tea", ticked=False),)))
    again = await say(channel, ada, Outgoing("Pick", options=(Option("a", "Tea", ticked=True),), replaces=first))
    assert again == first
    assert [(message.text, message.labels) for message in ada.heard()] == [("Pick", ("✓ Tea",))]
    await say(channel, ada, Outgoing("Thank you", replaces=first))
    assert [(message.text, message.labels) for message in ada.heard()] == [("Thank you", ())]


async def test_a_replacement_that_changes_nothing_is_done(ada: Person, channel: Telegram) -> None:
    first = await say(channel, ada, "Pick")
    assert await say(channel, ada, Outgoing("Pick", replaces=first)) == first
    assert len(ada.heard()) == 1


@pytest.mark.parametrize("replaces", ["999", "1", "web-7"])
async def test_what_cannot_be_replaced_is_said_anew(ada: Person, channel: Telegram, replaces: str) -> None:
    await say(channel, ada, Outgoing("Pick", replaces=replaces))  # gone; not ours; of another channel
    assert ada.last.text == "Pick"


async def test_a_replacement_in_doubt_may_simply_be_made_again(telegram: Emulator, ada: Person, channel: Telegram) -> None:
    first = await say(channel, ada, "Pick")
    kinds: tuple[Kind, ...] = ("500", "drop")
    for kind in kinds:
        telegram.fault("editMessageText", kind, after=True)
        with pytest.raises(ChannelBusy):
            await say(channel, ada, Outgoing(kind, replaces=first))
        assert await say(channel, ada, Outgoing(kind, replaces=first)) == first
    assert [message.text for message in ada.heard()] == ["drop"]


# ── refusals ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_person_who_blocked_us_or_left_cannot_be_reached(telegram: Emulator, ada: Person, channel: Telegram) -> None:
    ada.block()
    with pytest.raises(Unreachable, match="blocked by the user"):
        await say(channel, ada, "x")
    ada.deactivate()
    with pytest.raises(Unreachable, match="deactivated"):
        await say(channel, ada, "x")
    group = telegram.group("Forum", ada)
    group.kick(ada)
    with pytest.raises(Unreachable, match="kicked"):
        await say(channel, group, "x")
    with pytest.raises(Unreachable, match="Chat not found"):
        await channel.send(Destination("123456", "4711"), Outgoing("x"), already=0, sent=Marked())


@pytest.mark.parametrize(
    ("kind", "after", "error"),
    [
        ("429", False, ChannelBusy), ("401", False, ChannelBusy), ("403", False, Unreachable), ("500", False, InDoubt),
        ("500", True, InDoubt), ("502", True, InDoubt), ("drop", False, InDoubt), ("drop", True, InDoubt),
        ("hang", False, InDoubt), ("hang", True, InDoubt),
    ],
)  # fmt: skip
async def test_each_refusal_is_told_apart(
    telegram: Emulator, ada: Person, channel: Telegram, kind: Any, after: bool, error: type[ChannelError]
) -> None:
    telegram.fault("sendMessage", kind, after=after, retry_after=7)
    with pytest.raises(error) as refused:
        await say(channel, ada, "x")
    assert type(refused.value) is error
    assert len(ada.heard()) == after
    if kind == "429":
        assert getattr(refused.value, "retry_after", 0) == 7


async def test_what_telegram_finds_wrong_with_a_message_is_an_error_of_ours(ada: Person, channel: Telegram) -> None:
    for message in (Outgoing(" "), Outgoing("x", options=(Option("a" * 65, "Go"),))):
        with pytest.raises(ChannelError) as refused:
            await say(channel, ada, message)
        assert type(refused.value) is ChannelError


async def test_what_never_left_us_is_not_in_doubt(inbox: Inbox) -> None:
    with Emulator() as gone:
        channel = a_channel(gone, inbox)
    with pytest.raises(ChannelBusy, match="cannot be reached"):
        await channel.send(Destination("123456", "1"), Outgoing("x"), already=0, sent=Marked())
    await channel.stop()


# ── groups that move ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_group_that_moved_unseen_is_reported_and_written_to_where_it_is_now(
    telegram: Emulator, ada: Person, channel: Telegram, inbox: Inbox
) -> None:
    old = telegram.group("Forum", ada, basic=True)
    first = await say(channel, old, "Before")
    new = old.migrate(tell=False)
    sent = Marked()
    message = Outgoing(LONG.text, replaces=first)
    await channel.send(Destination("123456", str(old.id), "7"), message, already=0, sent=sent)
    assert [part for part, _ in sent.parts] == [0, 1, 2]
    assert [message.text.split(".")[0] for message in new.heard()] == ["Paragraph 1", "Paragraph 3", "Paragraph 5"]
    moved = Moved(str(new.id))
    assert inbox.got == [Inbound("telegram", f"123456:moved:{new.id}", str(old.id), moved, account="123456", group=True)]


async def test_a_group_that_moves_on_and_on_is_an_error(telegram: Emulator, ada: Person, channel: Telegram) -> None:
    old = telegram.group("Forum", ada, basic=True)
    new = old.migrate(tell=False)
    telegram.world.chats[new.id].moved_to = old.id
    with pytest.raises(ChannelError, match="migrated"):
        await say(channel, old, "x")


async def test_many_can_be_written_to_at_once(telegram: Emulator, ada: Person, channel: Telegram) -> None:
    people = [telegram.user(str(number)) for number in range(50)]
    for person in people:
        person.start()
    await asyncio.gather(*(say(channel, person, f"Hello {person.name}") for person in people))
    assert [person.last.text for person in people] == [f"Hello {number}" for number in range(50)]
