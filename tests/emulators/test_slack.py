"""The stand-in for Slack keeps Slack's published rules: shown with slack_sdk and slack-bolt alone, never with our adapter."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.slack import APP_TOKEN, CLIENT, SECRET, TOKEN, Emulator, Person, Remote

BUTTON = {"type": "button", "action_id": "a", "value": "v", "text": {"type": "plain_text", "text": "Go"}}


@pytest.fixture
def slack() -> Iterator[Emulator]:
    with Emulator(limits=False) as emulator:
        yield emulator


@pytest.fixture
def ada(slack: Emulator) -> Person:
    return slack.user("Ada")


def a_client(slack: Emulator, token: str = TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=slack.api_url, timeout=2)


def section(text: str, kind: str = "mrkdwn") -> dict[str, Any]:
    return {"type": "section", "text": {"type": kind, "text": text}}


def a_modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    words = {"type": "plain_text", "text": "Send"}
    return {"type": "modal", "title": {"type": "plain_text", "text": "A form"}, "submit": words, "blocks": list(blocks)} | more


def a_field(block: str = "b1") -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "field", "multiline": True}
    return {"type": "input", "block_id": block, "label": {"type": "plain_text", "text": "Why?"}, "element": element}


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as error:
        await call
    return str(error.value.response["error"])


@asynccontextmanager
async def bolt(slack: Emulator, listen: Callable[[AsyncApp], None]) -> AsyncIterator[AsyncApp]:
    """Bolt over Socket Mode."""
    app = AsyncApp(token=TOKEN, client=a_client(slack), process_before_response=True, ignoring_self_events_enabled=False)
    listen(app)
    handler = AsyncSocketModeHandler(app, APP_TOKEN, ping_interval=1)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield app
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


# ── the Web API ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_message_to_a_person_goes_into_their_direct_message(slack: Emulator, ada: Person) -> None:
    """chat.postMessage#channels: a person's id will do, and the answer names the conversation."""
    sent = await a_client(slack).chat_postMessage(channel=ada.id, text="Hello", blocks=[section("*Hello* &amp; welcome")])
    assert (ada.last.text, ada.last.ts) == ("*Hello* & welcome", sent["ts"])
    assert str(sent["channel"]).startswith("D")
    opened = await a_client(slack).conversations_open(users=ada.id)
    assert opened["channel"]["id"] == sent["channel"]
    changed = await a_client(slack).chat_update(channel=sent["channel"], ts=sent["ts"], text="Bye")
    assert (changed["ts"], ada.last.text, ada.last.edited) == (sent["ts"], "Bye", True)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"text": " "}, "no_text"),
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"text": "a < b"}, "invalid_arguments"),
        ({"text": "x", "blocks": [section("x")] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("fish & chips")]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("x") | {"odd": 1}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("x") | {"block_id": "b" * 256}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("x") | {"block_id": "b"}] * 2}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "odd"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "actions", "elements": [BUTTON, BUTTON]}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "actions", "elements": []}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "actions", "elements": [{"type": "plain_text_input", "action_id": "a"}]}]},
         "invalid_blocks"),
    ],
)  # fmt: skip
async def test_a_message_that_slack_could_not_show_is_refused(
    slack: Emulator, ada: Person, arguments: dict[str, Any], error: str
) -> None:
    call = a_client(slack).api_call("chat.postMessage", json={"channel": ada.id, **arguments})
    assert await refused(call) == error
    assert ada.heard() == ()


@pytest.mark.parametrize(
    ("element", "fits"),
    [
        (BUTTON | {"text": {"type": "plain_text", "text": "x" * 75}}, True),
        (BUTTON | {"text": {"type": "plain_text", "text": "x" * 76}}, False),
        (BUTTON | {"text": {"type": "mrkdwn", "text": "x"}}, False),
        (BUTTON | {"value": "x" * 2001}, False),
        ({"type": "static_select", "action_id": "a", "options": 100}, True),
        ({"type": "static_select", "action_id": "a", "options": 101}, False),
        ({"type": "checkboxes", "action_id": "a", "options": 10}, True),
        ({"type": "checkboxes", "action_id": "a", "options": 11}, False),
        ({"type": "checkboxes", "action_id": "a", "options": 1, "initial_options": []}, False),
    ],
)
async def test_buttons_and_selects_have_their_limits(slack: Emulator, ada: Person, element: dict[str, Any], fits: bool) -> None:
    if isinstance(element.get("options"), int):
        plain = [{"text": {"type": "plain_text", "text": str(at)}, "value": str(at)} for at in range(element["options"])]
        element = element | {"options": plain}
    call = a_client(slack).chat_postMessage(channel=ada.id, text="x", blocks=[{"type": "actions", "elements": [element]}])
    if fits:
        assert (await call)["ok"]
    else:
        assert await refused(call) == "invalid_blocks"


async def test_who_is_not_there_is_not_written_to(slack: Emulator, ada: Person) -> None:
    client, room, shut = a_client(slack), slack.channel("forum", ada), slack.channel("other", ada, bot=False)
    assert await refused(client.chat_postMessage(channel="C0ODD", text="x")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel=shut.id, text="x")) == "not_in_channel"
    room.archive()
    assert await refused(client.chat_postMessage(channel=room.id, text="x")) == "is_archived"
    ada.deactivate()
    assert await refused(client.chat_postMessage(channel=ada.id, text="x")) == "user_disabled"
    other = slack.user("Ben", slack.team("Elsewhere"))
    assert await refused(client.chat_postMessage(channel=other.id, text="x")) == "user_not_found"
    assert await refused(client.chat_update(channel=ada.id, ts="1", text="x")) == "channel_not_found"
    assert await refused(a_client(slack, "xoxb-odd").auth_test()) == "invalid_auth"
    slack.uninstall(slack.home_team)
    assert await refused(client.auth_test()) == "token_revoked"


async def test_one_message_a_second_goes_to_a_conversation(slack: Emulator, ada: Person) -> None:
    """rate-limits: 429 with Retry-After, per conversation for chat.postMessage and per workspace for the other methods."""
    slack.set(limits=True, speed=0)
    client, ben = a_client(slack), slack.user("Ben")
    await client.chat_postMessage(channel=ada.id, text="x")
    await client.chat_postMessage(channel=ben.id, text="x")
    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=ada.id, text="x")
    assert (error.value.response.status_code, error.value.response.headers["Retry-After"]) == (429, "1")
    slack.advance(1)
    first = await client.chat_postMessage(channel=ada.id, text="x")
    for _ in range(50):
        await client.chat_update(channel=first["channel"], ts=first["ts"], text="y")
    assert await refused(client.chat_update(channel=first["channel"], ts=first["ts"], text="y")) == "ratelimited"


async def test_faults_come_when_they_are_asked_for(slack: Emulator, ada: Person) -> None:
    client = AsyncWebClient(TOKEN, base_url=slack.api_url, timeout=1, retry_handlers=[])
    for kind, after in (("500", True), ("503", False)):
        slack.fault("chat.postMessage", kind, after=after)
        with pytest.raises(SlackApiError) as error:
            await client.chat_postMessage(channel=ada.id, text="x")
        assert error.value.response.status_code == int(kind)
    assert len(ada.heard()) == 1
    slack.fault("chat.postMessage", "fatal_error", channel=ada.id)
    assert await refused(client.chat_postMessage(channel=ada.id, text="x")) == "fatal_error"
    for kind, fault in (("drop", ClientError), ("hang", TimeoutError)):
        slack.fault("", kind)
        with pytest.raises(fault):
            await client.chat_postMessage(channel=ada.id, text="x")
    assert len(ada.heard()) == 1


async def test_a_code_is_exchanged_once(slack: Emulator) -> None:
    team = slack.team("Newtown")
    with slack.world.changed:
        code = slack.world.code(team)
    client, ours = AsyncWebClient(base_url=slack.api_url), {"client_id": CLIENT[0], "client_secret": CLIENT[1], "code": code}
    for bad, error in (({"client_id": "0"}, "invalid_client_id"), ({"client_secret": "0"}, "bad_client_secret")):
        assert await refused(client.api_call("oauth.v2.access", data=ours | bad)) == error
    made = await client.api_call("oauth.v2.access", data=ours)
    assert (made["team"]["id"], made["token_type"]) == (team, "bot")
    assert (await a_client(slack, made["access_token"]).auth_test())["team_id"] == team
    assert await refused(client.api_call("oauth.v2.access", data=ours)) == "invalid_code"


# ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "view",
    [
        a_modal(section("x"), title={"type": "plain_text", "text": "x" * 25}),
        a_modal(*[section("x")] * 101),
        a_modal(section("x"), private_metadata="x" * 3001),
        {key: value for key, value in a_modal(a_field()).items() if key != "submit"},
        a_modal(a_field() | {"element": {"type": "plain_text_input", "action_id": "a", "max_length": 3001}}),
        {"type": "home", "blocks": []},
    ],
)
async def test_a_modal_that_slack_could_not_show_is_refused(slack: Emulator, ada: Person, view: dict[str, Any]) -> None:
    with slack.world.changed:
        trigger = slack.world.trigger(ada.team, ada.id)
    assert await refused(a_client(slack).views_open(trigger_id=trigger, view=view)) == "invalid_arguments"
    assert ada.view() is None


async def test_a_trigger_is_good_once_and_for_three_seconds(slack: Emulator, ada: Person) -> None:
    slack.set(speed=0)
    client = a_client(slack)
    with slack.world.changed:
        first, second = slack.world.trigger(ada.team, ada.id), slack.world.trigger(ada.team, ada.id)
    await client.views_open(trigger_id=first, view=a_modal(section("x")))
    assert await refused(client.views_open(trigger_id=first, view=a_modal(section("x")))) == "exchanged_trigger_id"
    slack.advance(3.1)
    assert await refused(client.views_open(trigger_id=second, view=a_modal(section("x")))) == "expired_trigger_id"
    assert await refused(client.views_open(trigger_id="odd", view=a_modal(section("x")))) == "invalid_trigger_id"


async def test_what_was_put_into_a_field_stays_until_its_block_has_another_id(slack: Emulator, ada: Person) -> None:
    client = a_client(slack)
    with slack.world.changed:
        trigger = slack.world.trigger(ada.team, ada.id)
    opened = await client.views_open(trigger_id=trigger, view=a_modal(a_field("one")))
    ada.fill("because")
    kept = await client.views_update(view_id=opened["view"]["id"], view=a_modal(section("x"), a_field("one")))
    assert kept["view"]["state"]["values"]["one"]["field"]["value"] == "because"
    fresh = await client.views_update(view_id=opened["view"]["id"], view=a_modal(a_field("two")), hash=kept["view"]["hash"])
    assert fresh["view"]["state"]["values"] == {"two": {"field": {"type": "plain_text_input", "value": None}}}
    stale = client.views_update(view_id=opened["view"]["id"], view=a_modal(a_field("two")), hash=kept["view"]["hash"])
    assert await refused(stale) == "hash_conflict"


# ── Socket Mode ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_everything_that_people_do_reaches_bolt_and_is_taken(slack: Emulator, ada: Person) -> None:  # noqa: PLR0915
    """Events, a command with its answer, a button, a select, a modal from question to question, and the Home tab."""
    got: list[str] = []

    def listen(app: AsyncApp) -> None:
        @app.event("message")
        async def message(event: dict[str, Any], say: Any) -> None:
            got.append(f"{event.get('subtype', '')}{event.get('text', '')}")
            if "bot_id" not in event and event.get("text") == "hi":
                select = {"type": "static_select", "action_id": "s", "options": [
                    {"text": {"type": "plain_text", "text": "Tea"}, "value": "t"}]}  # fmt: skip
                await say(text="Go?", blocks=[section("Go?"), {"type": "actions", "elements": [BUTTON, select]}])

        @app.action("a")
        async def press(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            got.append(f"pressed {body['actions'][0]['value']}")
            await client.views_open(trigger_id=body["trigger_id"], view=a_modal(a_field(), callback_id="form"))

        @app.action("s")
        async def pick(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            got.append(f"picked {body['actions'][0]['selected_option']['value']}")

        @app.view("form")
        async def submit(ack: Any, view: dict[str, Any]) -> None:
            [[(block, fields)]] = [list(view["state"]["values"].items())]
            got.append(f"sent {fields['field']['value']}")
            if block == "b1":
                await ack(response_action="update", view=a_modal(a_field("b2"), callback_id="form"))
            elif fields["field"]["value"] == "no":
                await ack(response_action="errors", errors={"b2": "Yes, please"})
            else:
                await ack(response_action="clear")

        @app.command("/hearback")
        async def command(ack: Any, body: dict[str, Any]) -> None:
            await ack(f"You said {body['text']}")

        @app.event("app_home_opened")
        async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Home")]})

    def talk() -> None:
        said = ada.say("hi")
        ada.hears("Go?")
        ada.edit(said, "hello")
        ada.press("Tea")
        ada.press("Go")
        ada.sees("Why?")
        ada.fill("one")
        ada.submit()
        slack.until(lambda: (view := ada.view()) and view["blocks"][0]["block_id"] == "b2")
        ada.fill("no")
        ada.submit()
        ada.sees("Yes, please")
        ada.fill("yes")
        ada.submit()
        slack.until(lambda: ada.view() is None)
        ada.command("status")
        slack.until(lambda: ada.whispers() == ("You said status",))
        ada.open_home()
        ada.sees("Home", "home")
        slack.taken()

    async with bolt(slack, listen):
        await asyncio.to_thread(talk)
    assert [each for each in got if each] == [
        "hi", "Go?", "message_changed", "picked t", "pressed v", "sent one", "sent no", "sent yes"
    ]  # fmt: skip


async def test_an_event_comes_again_until_it_is_taken(slack: Emulator, ada: Person) -> None:
    """events-api#retries: at once, after one minute, after five; the same event_id each time. Then it is lost."""
    seen: list[tuple[str, Any]] = []

    def listen(app: AsyncApp) -> None:
        @app.event("message")
        async def message(body: dict[str, Any], context: Any, req: Any) -> None:
            seen.append((body["event_id"], req.headers.get("x-slack-retry-num")))
            if len(seen) < 4 or body["event"]["text"] == "lost":
                raise ValueError("not now")

    def talk() -> None:
        ada.say("kept")
        slack.taken()
        ada.say("lost")
        slack.until(lambda: slack.world.items[-1].attempts == 4 and "failed" in slack.status(-1))

    slack.set(speed=1000)
    async with bolt(slack, listen):
        await asyncio.to_thread(talk)
    assert len(seen) == 8
    assert len({event for event, _ in seen}) == 2


async def test_a_click_that_nobody_takes_is_not_tried_again(slack: Emulator, ada: Person) -> None:
    await a_client(slack).chat_postMessage(channel=ada.id, text="x", blocks=[{"type": "actions", "elements": [BUTTON]}])
    item = ada.press("Go")
    await asyncio.to_thread(slack.until, lambda: "failed" in slack.status(item))
    assert slack.world.items[item].attempts == 1


async def test_slack_asks_to_connect_anew_and_hangs_up(slack: Emulator, ada: Person) -> None:
    got: list[str] = []

    def listen(app: AsyncApp) -> None:
        @app.event("message")
        async def message(event: dict[str, Any]) -> None:
            got.append(event["text"])

    def talk() -> None:
        for reason in ("warning", "drop"):
            before = list(slack.courier.lines)
            slack.disconnect(reason)
            slack.until(lambda: any(line not in before for line in slack.courier.lines))  # noqa: B023
            ada.say(reason)
            slack.taken()

    async with bolt(slack, listen):
        await asyncio.to_thread(talk)
    assert got == ["warning", "drop"]


async def test_held_things_come_in_another_order_and_twice(slack: Emulator, ada: Person) -> None:
    got: list[str] = []

    def listen(app: AsyncApp) -> None:
        @app.event("message")
        async def message(event: dict[str, Any]) -> None:
            got.append(event["text"])

    def talk() -> None:
        slack.hold()
        ada.say("one")
        ada.say("two")
        slack.release([1, 0, 0])
        slack.until(lambda: len(got) == 3)
        slack.repeat()
        slack.until(lambda: len(got) == 4)

    async with bolt(slack, listen):
        await asyncio.to_thread(talk)
    assert sorted(got) == ["one", "one", "two", "two"]


# ── HTTP ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Listener(BaseHTTPRequestHandler):
    """Keeps what was posted, and answers with the next of `answers`."""

    got: list[tuple[dict[str, str], bytes]]
    answers: list[tuple[int, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers), body))
        status, answer = self.answers.pop(0) if self.answers else (200, b"")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[tuple[str, type[_Listener]]]:
    handler = type("Listener", (_Listener,), {"got": [], "answers": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/slack/events", handler
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_over_http_everything_is_signed_and_a_failure_is_tried_again(
    slack: Emulator, ada: Person, listener: tuple[str, type[_Listener]]
) -> None:
    """verifying-requests-from-slack; events-api#retries: the headers say which attempt it is and why."""
    url, handler = listener
    slack.set(url=url)
    handler.answers = [(500, b"")]
    ada.say("hello")
    slack.taken()
    ada.command("status")
    slack.taken()
    verifier = SignatureVerifier(SECRET)
    assert all(verifier.is_valid_request(body, headers) for headers, body in handler.got)
    first, again, command = handler.got
    assert json.loads(first[1])["event_id"] == json.loads(again[1])["event_id"]
    assert (again[0]["X-Slack-Retry-Num"], again[0]["X-Slack-Retry-Reason"]) == ("1", "http_error")
    assert "X-Slack-Retry-Num" not in first[0]
    assert b"command=%2Fhearback" in command[1]


def test_a_forged_or_stale_signature_can_be_sent(slack: Emulator, listener: tuple[str, type[_Listener]]) -> None:
    url, handler = listener
    slack.set(url=url)
    assert slack.post("{}", {"Content-Type": "application/json"}, "v0=forged") == 200
    slack.courier.skew = -301
    slack.post("{}", {"Content-Type": "application/json"})
    verifier = SignatureVerifier(SECRET)
    assert [verifier.is_valid_request(body, headers) for headers, body in handler.got] == [False, False]


# ── people and channels ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_people_do_makes_the_events_that_slack_describes(slack: Emulator, ada: Person) -> None:
    room = slack.channel("forum", ada)
    said = ada.say("Tom & <Co>")
    ada.say("picture", subtype="file_share")
    ada.delete(said)
    room.other_bot("beep")
    ada.say(f"<@{slack.world.teams[ada.team].bot_user}> hi", room)
    room.archive()
    room.archive(again=True)
    room.kick()
    ada.say("not heard", room)
    slack.raw({"type": "odd"})
    slack.uninstall(ada.team)
    events = [item.payload["event"] for item in slack.world.items]
    assert [(event["type"], event.get("subtype", "")) for event in events] == [
        ("member_joined_channel", ""), ("message", ""), ("message", "file_share"), ("message", "message_deleted"),
        ("message", ""), ("message", "bot_message"), ("message", ""), ("app_mention", ""), ("channel_archive", ""),
        ("channel_unarchive", ""), ("channel_left", ""), ("odd", ""), ("tokens_revoked", ""), ("app_uninstalled", ""),
    ]  # fmt: skip
    assert events[1]["text"] == "Tom &amp; &lt;Co&gt;"
    assert [message.text for message in ada.messages()] == [""]


def test_another_process_steers_it_with_the_same_words(slack: Emulator) -> None:
    remote = Remote(slack.url)
    eve = remote.user("Eve")
    eve.say("hello")
    assert [message.text for message in eve.messages()] == ["hello"]
    with pytest.raises(ValueError, match="press"):
        eve.press("Nothing")
