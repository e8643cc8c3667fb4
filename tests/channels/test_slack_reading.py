"""Every kind of payload becomes the right thing to take in, or nothing."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from surveys.messages import (
    Blocked,
    Comment,
    Destination,
    Edit,
    Field,
    Moved,
    Option,
    Outgoing,
    Press,
    Sent,
    Start,
    Text,
    Unblocked,
)
from tests.channels.slack_inbox import WORDS, Inbox, a_channel, listening
from tests.emulators.slack import Emulator, Person


@pytest.fixture
def slack() -> Iterator[Emulator]:
    with Emulator(limits=False) as emulator:
        emulator.hold()  # what happens before we listen, until we do
        yield emulator


@pytest.fixture
def ada(slack: Emulator) -> Person:
    return slack.user("Ada")


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


async def while_listening(slack: Emulator, inbox: Inbox, talk: Callable[[], object], **settings: object) -> None:
    """Do `talk` in a thread while the channel listens, and wait until all of it has been taken."""

    def all_of_it() -> None:
        talk()
        slack.taken()

    async with listening(slack, inbox, **settings):
        slack.release()
        await asyncio.to_thread(all_of_it)


async def test_what_a_person_writes_comes_in_once_each(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    ids: list[str] = []

    def talk() -> None:
        ids.append(ada.say("Fish & chips <3"))
        slack.repeat()
        ada.edit(ids[0], "Chips")
        ada.edit(ids[0], "Chips")  # a preview of a link that Slack adds: not a word is new
        ids.append(ada.say("voice", subtype="file_share"))
        ids.append(ada.say("picture", subtype="file_share"))
        ids.append(ada.say("with a file", subtype="file_share"))
        ada.say("and they joined", subtype="channel_join")
        ada.delete(ids[3])

    await while_listening(slack, inbox, talk)
    assert [each.content for each in inbox.got] == [
        Text("Fish & chips <3", ids[0]), Text("Fish & chips <3", ids[0]), Edit("Chips", ids[0]),
        Sent("voice", ids[1], mime="audio/mp4"), Sent("photo", ids[2], mime="image/png"), Text("with a file", ids[3]),
    ]  # fmt: skip
    assert inbox.got[0].external_id == inbox.got[1].external_id
    assert len({each.external_id for each in inbox.got}) == 5
    assert {(each.channel, each.account, each.address, each.group) for each in inbox.got} == {("slack", ada.team, ada.id, False)}


async def test_other_bots_and_we_ourselves_are_not_heard(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    room = slack.channel("forum", ada)

    def talk() -> None:
        room.other_bot("hello")
        ada.say("not for us", room)
        ada.command("status")  # our answer is an event, too
        slack.raw({"type": "message", "channel": "D0", "channel_type": "im", "user": "USLACKBOT", "text": "x", "ts": "1.1"})
        slack.raw({"type": "reaction_added", "user": ada.id})
        slack.people.shortcut(ada.id)
        ada.open_home("messages")

    await while_listening(slack, inbox, talk)
    assert [each.content for each in inbox.got] == [Unblocked(), Text("status")]


async def test_a_reply_beneath_our_message_in_a_channel_is_that_members_comment(
    slack: Emulator, ada: Person, inbox: Inbox
) -> None:
    room = slack.channel("forum", ada)
    under: list[str] = []

    def talk() -> None:
        bot = slack.world.teams[ada.team].bot_user
        with slack.world.changed:
            ours = slack.world.post(
                slack.world.channels[room.id], {"user": bot, "bot_id": "B", "app_id": "A0HEARBACK", "text": "x"}
            )
        under.append(ours["ts"])
        under.append(ada.say("Why not?", room, thread=ours["ts"]))
        ada.edit(under[1], "Why not now?", room)
        ada.say("picture", room, thread=ours["ts"], subtype="file_share")
        theirs = ada.say("Lunch?", room)
        ada.say("Yes", room, thread=theirs)

    await while_listening(slack, inbox, talk)
    assert [each.content for each in inbox.got[1:]] == [
        Comment("Why not?", under[1], room.id, under[0]), Comment("Why not now?", under[1], room.id, under[0])
    ]  # fmt: skip
    assert {each.address for each in inbox.got[1:]} == {ada.id}


async def test_who_speaks_to_us_in_a_channel_is_told_where_we_talk(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    room = slack.channel("forum", ada)

    def talk() -> None:
        ada.say(f"<@{slack.world.teams[ada.team].bot_user}> what is this?", room)
        slack.until(lambda: ada.whispers() == (WORDS.mention,))

    await while_listening(slack, inbox, talk)
    assert [each.content for each in inbox.got] == [Unblocked()]
    assert room.heard() == ()


async def test_a_channel_that_we_come_into_or_leave_is_open_or_shut(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    room, private = slack.channel("forum", ada), slack.channel("board", ada, private=True)

    def talk() -> None:
        room.kick()
        room.invite()
        room.archive()
        room.archive(again=True)
        private.kick()
        slack.raw({"type": "member_joined_channel", "user": ada.id, "channel": room.id})
        slack.raw({"type": "channel_id_changed", "old_channel_id": room.id, "new_channel_id": "C9"})

    await while_listening(slack, inbox, talk)
    assert [(each.content, each.address) for each in inbox.got] == [
        (Unblocked(), room.id), (Unblocked(), private.id), (Blocked(), room.id), (Unblocked(), room.id), (Blocked(), room.id),
        (Unblocked(), room.id), (Blocked(), private.id), (Moved("C9"), room.id),
    ]  # fmt: skip
    assert all(each.group for each in inbox.got)


async def test_a_command_is_heard_as_if_it_had_been_written_to_us(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    room = slack.channel("forum", ada)

    def talk() -> None:
        ada.say("hello")
        slack.taken()
        for text in ("", "start abc_D-9", "status", "more than one word & sign"):
            ada.command(text)
        slack.taken()
        assert ada.whispers() == ()  # in our own conversation the answer is there to see
        ada.command("help", room)
        slack.until(lambda: ada.whispers() == (WORDS.elsewhere,))

    await while_listening(slack, inbox, talk)
    assert [each.content for each in inbox.got[2:]] == [
        Start(), Start("abc_D-9"), Text("status"), Text("more than one word & sign"), Text("help")
    ]  # fmt: skip
    assert {each.address for each in inbox.got[2:]} == {ada.id}


async def test_what_is_pressed_picked_and_ticked_comes_in(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    few = (Option("q.i.1.0.1", "Yes", number=1, value="y"), Option("q.i.1.0.2", "No", number=2, value="n"))
    many = tuple(Option(f"q.i.1.1.{at}", f"Choice {at}", number=at, value=f"c{at}") for at in range(1, 13))
    boxes = tuple(Option(f"q.i.1.2.{at}", f"Box {at}", ticked=False, number=at, value=f"b{at}") for at in range(1, 4))
    done = Option("q.i.1.2.done", "Done", sends=True)
    sent: list[str] = []

    async def nothing(part: int, message: str) -> None:
        pass

    async with listening(slack, inbox) as channel:
        slack.release()
        to = Destination(ada.team, ada.id)
        messages = (
            Outgoing("Yes?", options=few), Outgoing("Which?", options=many),
            Outgoing("All?", options=(*boxes, done), field="q.i.1.2.field"),
        )  # fmt: skip
        sent += [await channel.send(to, message, already=0, sent=nothing) for message in messages]

        def talk() -> None:
            for label in ("Yes", "Choice 12", "Done", "Box 3", "Box 1", "Box 2", "Box 2", "Done"):
                ada.press(label)
                slack.taken()

        await asyncio.to_thread(talk)
    assert [each.content for each in inbox.got] == [
        Press("q.i.1.0.1", sent[0]), Press("q.i.1.1.12", sent[1]), Press("q.i.1.2.done", sent[2]),
        Field("q.i.1.2.field", ("b1", "b3"), sent[2]),
    ]  # fmt: skip
    assert len({each.external_id for each in inbox.got}) == 4
    assert all(ada.id not in each.external_id for each in inbox.got)


async def test_the_form_opens_moves_on_in_one_view_and_ends(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    """Begin, a text, a choice, a way out, and words of thanks: one view all along, with a new field each time."""
    skip = Option("q.i.1.1.skip", "Skip")
    told = iter([
        Outgoing("Question 1", field="q.i.1.0.field"),
        Outgoing("Question 2", options=(Option("q.i.1.1.1", "Tea", number=1, value="t"), skip), field="q.i.1.1.field"),
        Outgoing("Question 3", field="q.i.1.2.field"),
        Outgoing("Question 2 again", options=(skip,), field="q.i.1.1.field"),
        Outgoing("Thank you"),
    ])  # fmt: skip
    inbox.says = lambda inbound: next(told)

    def talk() -> None:
        ada.command("form")
        first = ada.sees("Question 1")
        ada.fill("because")
        ada.submit()
        second = ada.sees("Question 2")
        ada.fill("Tea")
        ada.submit()
        ada.sees("Question 3")
        ada.press(WORDS.back, "modal")
        ada.sees("Question 2 again")
        ada.press("Skip", "modal")
        last = ada.sees("Thank you")
        assert first["id"] == second["id"] == last["id"]
        ada.close()

    await while_listening(slack, inbox, talk)
    assert [each.content for each in inbox.got] == [
        Start(), Field("q.i.1.0.field", ("because",)), Field("q.i.1.1.field", ("t",)), Text(WORDS.back), Press("q.i.1.1.skip")
    ]  # fmt: skip
    assert all(each.waits for each in inbox.got)


async def test_a_form_that_cannot_be_stored_keeps_what_was_typed(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    inbox.says = lambda inbound: Outgoing("Question 1", field="q.i.1.0.field")

    def no(inbound: object) -> None:
        raise ValueError("a canary's words")

    def talk() -> None:
        ada.command("form")
        ada.sees("Question 1")
        ada.fill("because")
        inbox.refuse = no
        ada.submit()
        view = ada.sees(WORDS.trouble)
        assert "because" in str(view["state"])
        inbox.refuse = lambda inbound: None
        ada.submit()
        slack.until(lambda: len(inbox.got) == 2)

    await while_listening(slack, inbox, talk)


async def test_a_form_that_says_nothing_new_shows_what_is_open(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    """A second press on the same button is answered with nothing: the view still says where they are."""
    inbox.says = lambda inbound: Outgoing("Where you are", field="f") if isinstance(inbound.content, Start) else None

    def talk() -> None:
        ada.command("form")
        ada.sees("Where you are")
        ada.fill("x")
        ada.submit()
        ada.sees("Where you are")

    await while_listening(slack, inbox, talk)
    assert [each.content for each in inbox.got] == [Start(), Field("f", ("x",)), Start()]


async def test_a_form_that_opens_too_late_is_made_up_for_in_the_conversation(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    slack.fault("views.open", "expired_trigger_id")
    await while_listening(slack, inbox, lambda: ada.command("form"))
    assert [(each.content, each.waits) for each in inbox.got] == [(Start(), True), (Start(), False)]


async def test_the_home_tab_shows_the_persons_page_and_its_buttons_work(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    inbox.pages[ada.id] = [Outgoing("A plan\nYou are at question 3", options=(Option("i.abc", "Go on"),))]

    def talk() -> None:
        ada.open_home()
        ada.sees("You are at question 3", "home")
        inbox.pages[ada.id] = [Outgoing("A plan\nYou have finished")]
        ada.press("Go on", "home")
        ada.sees("You have finished", "home")

    await while_listening(slack, inbox, talk)
    assert [each.content for each in inbox.got] == [Press("i.abc", "")]


async def test_nothing_of_a_workspace_without_our_app_comes_in(slack: Emulator, inbox: Inbox) -> None:
    ben = slack.user("Ben", slack.team("Elsewhere"))

    def talk() -> None:
        ben.say("hello")
        ben.command("status")
        ben.open_home()

    await while_listening(slack, inbox, talk)
    assert inbox.got == []


async def test_what_this_version_cannot_read_is_passed_over_and_stops_no_other(
    slack: Emulator, ada: Person, inbox: Inbox
) -> None:
    def talk() -> None:
        slack.raw({"type": "message", "channel_type": "im", "user": ada.id, "text": ["odd"], "ts": None})
        slack.raw({"type": "message", "subtype": "message_changed"})
        slack.raw({"type": "channel_archive"})
        slack.raw({"type": "app_home_opened", "tab": "home"})
        ada.say("hello")

    await while_listening(slack, inbox, talk)
    assert [type(each.content) for each in inbox.got] == [Text]


async def test_what_was_not_taken_comes_again_with_the_same_id(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    """`receive` raises twice, then returns: Slack brings the event each time, and is told that it arrived once."""

    def no(inbound: object) -> None:
        if len(inbox.tried) < 3:
            raise ValueError("a canary's words")

    inbox.refuse = no
    slack.set(speed=500)
    await while_listening(slack, inbox, lambda: ada.say("hello"))
    assert len(inbox.tried) == 3
    assert len({each.external_id for each in inbox.tried}) == 1


async def test_it_connects_anew_when_slack_asks_or_hangs_up(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    def talk() -> None:
        for reason in ("warning", "drop"):
            before = list(slack.courier.lines)
            slack.disconnect(reason)
            slack.until(lambda: any(line not in before for line in slack.courier.lines), 20)  # noqa: B023
            ada.say(reason)
            slack.taken()

    await while_listening(slack, inbox, talk)
    assert [each.content.text for each in inbox.got if isinstance(each.content, Text)] == ["warning", "drop"]


async def test_it_goes_on_trying_to_connect(slack: Emulator, ada: Person, inbox: Inbox) -> None:
    slack.fault("apps.connections.open", "500", 2)
    slack.fault("auth.test", "503", 1)
    await while_listening(slack, inbox, lambda: ada.say("hello"))
    assert len(inbox.got) == 1


# ── over HTTP ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_is_not_signed_by_slack_has_no_effect(slack: Emulator, inbox: Inbox) -> None:
    for channel in (a_channel(slack, inbox), a_channel(slack, inbox, secret="")):
        for headers in ({}, {"X-Slack-Signature": "v0=1", "X-Slack-Request-Timestamp": "1"}):
            status, _, _ = await channel.take(b'{"type": "event_callback"}', headers)
            assert status == 401
        for body in (b"\xff", b"{", b"[1]", b"payload=%7B", b"[" * 100_000):
            assert (await channel.take(body, {}))[0] == 401
    assert inbox.tried == []
