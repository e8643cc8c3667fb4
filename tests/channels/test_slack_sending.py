"""What goes out to Slack: in parts that are resumed, as edits, at its pace, and with every refusal told apart."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from bot.channels.slack import Slack
from bot.channels.slack_workspaces import Workspace, socket_answers, workspace_of
from surveys.errors import ChannelBusy, ChannelError, ConfigError, InDoubt, Unreachable
from surveys.messages import Destination, Mark, Option, Outgoing, Picture
from tests.channels.slack_inbox import WORDS, Inbox, a_channel, listening
from tests.emulators.slack import APP_TOKEN, CLIENT, TOKEN, Channel, Emulator, Person

LONG = Outgoing("\n\n".join(f"Paragraph {number}. " + "word " * 2300 for number in range(1, 4)), options=(Option("o", "Go on"),))


@pytest.fixture
def slack() -> Iterator[Emulator]:
    with Emulator(limits=False) as emulator:
        yield emulator


@pytest.fixture
def ada(slack: Emulator) -> Person:
    return slack.user("Ada")


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def channel(slack: Emulator, inbox: Inbox) -> AsyncIterator[Slack]:
    channel = a_channel(slack, inbox)
    yield channel
    await channel.stop()


class Marked:
    """Keeps what `send` told of each part."""

    def __init__(self) -> None:
        self.parts: list[tuple[int, str]] = []

    async def __call__(self, part: int, message: str) -> None:
        self.parts.append((part, message))


async def say(channel: Slack, to: Person | Channel, message: Outgoing | str, *, team: str = "", already: int = 0) -> str:
    """Send without minding the parts."""
    outgoing = Outgoing(message) if isinstance(message, str) else message
    account = team or (to.team if isinstance(to, Person) else "T000000001")
    return await channel.send(Destination(account, to.id), outgoing, already=already, sent=Marked())


# ── as it was meant ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_message_arrives_with_marks_buttons_and_no_previews_of_links(
    slack: Emulator, ada: Person, channel: Slack
) -> None:
    message = Outgoing("Bold & <more>", (Mark(0, 4, "bold"),), (Option("q.a.1.0.1", "Yes", number=1), Option("s", "Skip")))
    sent = Marked()
    ts = await channel.send(Destination(ada.team, ada.id), message, already=0, sent=sent)
    assert (ada.last.text, ada.last.labels, ada.last.ts) == ("*Bold* & <more>", ("Yes", "Skip"), ts)
    assert sent.parts == [(0, ts)]
    [call] = slack.calls("chat.postMessage")
    assert (call.arguments["unfurl_links"], call.arguments["unfurl_media"]) == (False, False)
    assert call.arguments["text"] == "Bold &amp; &lt;more&gt;"


async def test_what_the_channel_says_itself_is_in_the_persons_language(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    words = {"en": WORDS, "cy": replace(WORDS, form="Ateb mewn ffurflen")}
    channel = a_channel(slack, inbox, words=words)
    for language in ("cy", "en", "uk", ""):
        await say(channel, ada, Outgoing("?", field="q.i.1.0.field", language=language))
    assert [message.labels for message in ada.heard()] == [("Ateb mewn ffurflen",), *[("the form",)] * 3]


async def test_a_picture_that_slack_cannot_fetch_keeps_no_words_back(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    message = Outgoing("Which?", pictures=(Picture("s/tree.png", "A tree"),))
    await say(a_channel(slack, inbox, pictures="https://hear.example/pictures"), ada, message)
    assert ada.last.raw["blocks"][0]["type"] == "image"
    await say(a_channel(slack, inbox, pictures="http://127.0.0.1/pictures"), ada, message)
    assert [block["type"] for block in ada.last.raw["blocks"]] == ["section"]


async def test_a_thread_gets_the_message_in_it(slack: Emulator, ada: Person, channel: Slack) -> None:
    room = slack.channel("forum", ada)
    first = await say(channel, room, "The digest")
    await channel.send(Destination(ada.team, room.id, first), Outgoing("More"), already=0, sent=Marked())
    assert (room.last.text, room.last.thread) == ("More", first)


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_long_message_goes_in_parts_with_its_buttons_under_the_last(ada: Person, channel: Slack) -> None:
    sent = Marked()
    last = await channel.send(Destination(ada.team, ada.id), LONG, already=0, sent=sent)
    heard = ada.heard()
    assert [message.text.split(".")[0] for message in heard] == ["Paragraph 1", "Paragraph 2", "Paragraph 3"]
    assert [message.labels for message in heard] == [(), (), ("Go on",)]
    assert sent.parts == [(place, message.ts) for place, message in enumerate(heard)]
    assert last == heard[-1].ts


async def test_sending_goes_on_after_the_part_last_sent(slack: Emulator, ada: Person, channel: Slack) -> None:
    slack.set(limits=True, speed=0)
    sent, to = Marked(), Destination(ada.team, ada.id)
    for _ in range(2):
        with pytest.raises(ChannelBusy) as busy:
            await channel.send(to, LONG, already=len(sent.parts), sent=sent)
        assert busy.value.retry_after == 1
        slack.advance(1)
    await channel.send(to, LONG, already=len(sent.parts), sent=sent)
    assert [part for part, _ in sent.parts] == [0, 1, 2]
    assert [message.text.split(".")[0] for message in ada.heard()] == ["Paragraph 1", "Paragraph 2", "Paragraph 3"]


async def test_when_all_parts_were_sent_nothing_is(ada: Person, channel: Slack) -> None:
    assert await say(channel, ada, LONG, already=3) == ""
    assert ada.heard() == ()


async def test_one_conversation_is_written_to_no_faster_than_slack_allows(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    """With the vendor's limit on, nothing is refused: one message after the other, each a gap after the last."""
    slack.set(limits=True, speed=20)
    channel, ben = a_channel(slack, inbox, gap=0.06), slack.user("Ben")
    began = time.monotonic()
    for at in range(4):
        await asyncio.gather(say(channel, ada, f"Number {at}"), say(channel, ben, f"Number {at}"))
    assert time.monotonic() - began >= 0.18
    assert len(ada.heard()) == len(ben.heard()) == 4
    assert [call.error for call in slack.calls("chat.postMessage")] == [""] * 8


# ── edits ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_replacement_takes_the_place_of_the_message(slack: Emulator, ada: Person, inbox: Inbox, channel: Slack) -> None:
    first = await say(channel, ada, Outgoing("Pick", options=(Option("a", "Tea", ticked=False, number=1),)))
    again = await say(channel, ada, Outgoing("Pick", options=(Option("a", "Tea", ticked=True, number=1),), replaces=first))
    assert again == first
    assert [message.labels for message in ada.heard()] == [("☑ Tea",)]
    assert slack.calls("conversations.open") == []
    after_a_restart = a_channel(slack, inbox)
    await say(after_a_restart, ada, Outgoing("Thank you", replaces=first))
    assert [message.text for message in ada.heard()] == ["Thank you"]


@pytest.mark.parametrize("replaces", ["999.1", "web-7"])
async def test_what_cannot_be_replaced_is_said_anew(ada: Person, channel: Slack, replaces: str) -> None:
    await say(channel, ada, Outgoing("Pick", replaces=replaces))
    assert ada.last.text == "Pick"


async def test_a_replacement_in_doubt_may_simply_be_made_again(slack: Emulator, ada: Person, channel: Slack) -> None:
    first = await say(channel, ada, "Pick")
    slack.fault("chat.update", "drop", after=True)
    with pytest.raises(ChannelBusy):
        await say(channel, ada, Outgoing("Changed", replaces=first))
    assert await say(channel, ada, Outgoing("Changed", replaces=first)) == first
    assert [message.text for message in ada.heard()] == ["Changed"]


# ── refusals ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "after", "error"),
    [
        ("429", False, ChannelBusy), ("ratelimited", False, ChannelBusy), ("missing_scope", False, ChannelBusy),
        ("messages_tab_disabled", False, ChannelBusy), ("user_disabled", False, Unreachable),
        ("channel_not_found", False, Unreachable), ("is_archived", False, Unreachable), ("not_in_channel", False, Unreachable),
        ("account_inactive", False, ChannelBusy), ("invalid_auth", False, ChannelBusy), ("500", False, InDoubt),
        ("503", True, InDoubt), ("internal_error", True, InDoubt), ("drop", False, InDoubt), ("drop", True, InDoubt),
        ("hang", True, InDoubt), ("invalid_blocks", False, ChannelError), ("msg_too_long", False, ChannelError),
    ],
)  # fmt: skip
async def test_each_refusal_is_told_apart(
    slack: Emulator, ada: Person, channel: Slack, kind: str, after: bool, error: type[ChannelError]
) -> None:
    slack.fault("chat.postMessage", kind, after=after, retry_after=7)
    with pytest.raises(error) as refused:
        await say(channel, ada, "a canary's words")
    assert type(refused.value) is error
    assert "canary" not in str(refused.value)
    assert len(ada.heard()) == after
    assert len(slack.calls("chat.postMessage")) == after  # nothing is tried twice by itself
    if kind == "429":
        assert getattr(refused.value, "retry_after", 0) == 7


async def test_who_is_gone_cannot_be_reached(slack: Emulator, ada: Person, channel: Slack) -> None:
    room = slack.channel("forum", ada)
    room.kick()
    with pytest.raises(Unreachable, match="not_in_channel"):
        await say(channel, room, "x")
    ada.deactivate()
    with pytest.raises(Unreachable, match="user_disabled"):
        await say(channel, ada, "x")


async def test_what_never_left_us_is_not_in_doubt(inbox: Inbox) -> None:
    with Emulator() as gone:
        channel, ada = a_channel(gone, inbox, token=""), gone.user("Ada")
        inbox.kept[ada.team] = Workspace(ada.team, "Wexmoor", TOKEN, "U1")
    with pytest.raises(ChannelBusy, match="cannot be reached"):
        await say(channel, ada, "x")
    channel = a_channel(gone, inbox)
    with pytest.raises(ChannelBusy, match="who we are"):
        await say(channel, ada, "x")


# ── workspaces ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_each_workspace_is_written_to_with_its_own_token(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    other = slack.team("Newtown", token="xoxb-other")
    ben = slack.user("Ben", other)
    inbox.kept[other] = Workspace(other, "Newtown", "xoxb-other", slack.world.teams[other].bot_user)
    async with listening(slack, inbox) as channel:
        await say(channel, ada, "to Ada")
        await say(channel, ben, "to Ben")
        ben.say("hello")
        await asyncio.to_thread(slack.taken)
    assert (ada.last.text, ben.last.text) == ("to Ada", "to Ben")
    assert [(each.account, each.address) for each in inbox.got] == [(other, ben.id)]
    nobody = slack.user("Eve", slack.team("Elsewhere"))
    with pytest.raises(Unreachable, match="not installed"):
        await say(channel, nobody, "x")


async def test_a_workspace_that_takes_us_out_is_forgotten_and_unreachable(slack: Emulator, inbox: Inbox) -> None:
    other = slack.team("Newtown", token="xoxb-other")
    ben = slack.user("Ben", other)
    inbox.kept[other] = Workspace(other, "Newtown", "xoxb-other", slack.world.teams[other].bot_user)
    async with listening(slack, inbox) as channel:
        await say(channel, ben, "hello")
        slack.uninstall(other)
        await asyncio.to_thread(slack.taken)
        assert inbox.kept == {}
        with pytest.raises(Unreachable):
            await say(channel, ben, "are you there?")


async def test_a_token_that_is_refused_is_forgotten_unless_a_newer_one_is_there(slack: Emulator, inbox: Inbox) -> None:
    """We were not told, because we were away."""
    other = slack.team("Newtown", token="xoxb-new")
    ben, us = slack.user("Ben", other), slack.world.teams[other].bot_user
    channel = a_channel(slack, inbox)
    inbox.kept[other] = Workspace(other, "Newtown", "xoxb-old", us)
    with pytest.raises(Unreachable, match="invalid_auth"):
        await say(channel, ben, "x")
    assert inbox.kept == {}
    inbox.kept[other] = Workspace(other, "Newtown", "xoxb-old", us)
    slack.fault("chat.postMessage", "token_revoked", after=False)
    find = inbox.find

    async def installed_meanwhile(team: str) -> Workspace | None:
        found = await find(team)
        inbox.kept[other] = Workspace(other, "Newtown", "xoxb-new", us)
        return found

    inbox.find = installed_meanwhile  # type: ignore[method-assign]
    channel = a_channel(slack, inbox)
    with pytest.raises(ChannelBusy, match="token_revoked"):
        await say(channel, ben, "x")
    await say(channel, ben, "y")
    assert ben.last.text == "y"


async def test_the_settings_own_token_stays_when_it_is_refused(slack: Emulator, ada: Person, channel: Slack) -> None:
    """It is the operator's to mend: until then what is to be sent waits, and nobody counts as gone."""
    await say(channel, ada, "one")
    slack.fault("chat.postMessage", "token_revoked")
    with pytest.raises(ChannelBusy, match="token_revoked"):
        await say(channel, ada, "two")
    await say(channel, ada, "three")
    assert ada.last.text == "three"


async def test_a_code_brings_a_workspace_in_and_a_wrong_one_does_not(slack: Emulator, inbox: Inbox) -> None:
    team = slack.team("Newtown")
    with slack.world.changed:
        code = slack.world.code(team)
    channel = a_channel(slack, inbox)
    made = await channel.install(code, "https://hear.example/slack/oauth")
    assert (made.team, made.name, made.bot_user) == (team, "Newtown", slack.world.teams[team].bot_user)
    assert made.token == slack.world.teams[team].token
    ben = slack.user("Ben", team)
    await say(channel, ben, "hello")
    with pytest.raises(ChannelError, match="invalid_code") as refused:
        await channel.install(code, "https://hear.example/slack/oauth")
    assert code not in str(refused.value)
    with pytest.raises(ChannelError, match="bad_client_secret"):
        await a_channel(slack, inbox, client=(CLIENT[0], "0")).install(code, "x")
    slack.fault("oauth.v2.access", "drop")
    with pytest.raises(ChannelError, match="does not answer"):
        await channel.install(code, "x")


async def test_a_refused_token_ends_the_start_and_one_that_cannot_be_asked_about_does_not(slack: Emulator, inbox: Inbox) -> None:
    with pytest.raises(ConfigError, match="HEARBACK_SLACK_BOT_TOKEN"):
        await a_channel(slack, inbox, token="xoxb-wrong").start(listen=False)
    for kind in ("drop", "500"):
        slack.fault("auth.test", kind)
        channel = a_channel(slack, inbox)
        await channel.start(listen=False)
        await channel.stop()


def test_the_doctor_can_ask_which_workspace_a_token_is_for_and_whether_the_socket_opens(slack: Emulator) -> None:
    assert workspace_of(TOKEN, slack.api_url).name == "Wexmoor"
    socket_answers(APP_TOKEN, slack.api_url)
    with pytest.raises(ConfigError, match="BOT_TOKEN"):
        workspace_of("xoxb-wrong", slack.api_url)
    with pytest.raises(ConfigError, match="APP_TOKEN"):
        socket_answers("xapp-wrong", slack.api_url)
    for ask in (lambda: workspace_of(TOKEN, slack.api_url), lambda: socket_answers(APP_TOKEN, slack.api_url)):
        slack.fault("", "drop")
        with pytest.raises(ChannelError, match="does not answer"):
            ask()
    slack.fault("auth.test", "fatal_error")
    with pytest.raises(ChannelError, match="fatal_error"):
        workspace_of(TOKEN, slack.api_url)


# ── logs ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_no_token_and_no_word_of_anybody_is_in_a_log_line(
    slack: Emulator, ada: Person, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canary = "canary-words"

    def broken(inbound: object) -> None:
        raise ValueError(canary)

    slack.set(speed=100)
    async with listening(slack, inbox) as channel:
        await say(channel, ada, f"{canary} to you")
        for kind in ("internal_error", "drop", "invalid_blocks"):
            slack.fault("chat.postMessage", kind)
            with pytest.raises(ChannelError):
                await say(channel, ada, f"{canary} to you")
        inbox.refuse = broken
        item = ada.command(canary)
        await asyncio.to_thread(slack.until, lambda: "failed" in slack.status(item))
        inbox.refuse = lambda inbound: None
        ada.say(canary)
        await asyncio.to_thread(slack.until, lambda: slack.status(-1) == "taken")
    lines = json.dumps([(record.getMessage(), str(record.exc_info), record.name) for record in caplog.records])
    for secret in (canary, TOKEN, APP_TOKEN, "signing-TEST"):
        assert secret not in lines
    assert "was not taken" in lines
