"""The whole program with Slack: people answer by word, button and form, in many workspaces; a digest goes to a channel."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import program
from bot.app import App
from bot.channels.slack import Slack
from bot.channels.slack_manifest import manifest
from bot.clock import SimulatedClock
from bot.config import Settings
from bot.program import running
from handlers import officers, points, workspaces
from storage import consultations, responses, schema
from storage.workspaces import Workspace
from surveys.errors import ConfigError, StoreAway
from tests.app.commanding import SAM, a_staffed_app, run, told
from tests.app.test_program import free_port
from tests.emulators.slack import APP_TOKEN, CLIENT, SECRET, TOKEN, Emulator, Person
from tests.emulators.slack_control import seen
from tests.factories import MIXED, a_consultation
from tests.handlers.test_points import sheets

OPEN = datetime(2010, 9, 1, 12, tzinfo=UTC)
STORED = {"size": "small", "years": "9", "young": "no", "paid": "no", "needs": "money help", "why": "Shorter forms."}


@pytest.fixture
def slack() -> Iterator[Emulator]:
    with Emulator(limits=False) as emulator:
        yield emulator


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's pace is proved elsewhere: here nobody waits a second between two messages."""
    monkeypatch.setattr(program, "Slack", partial(Slack, gap=0.0, pace=1000.0, ping=1.0))


def an_app(folder: Path, slack: Emulator, **settings: Any) -> App:
    """A program with a consultation of seven questions that is open, on a clock that stands still."""
    plain: dict[str, Any] = {
        "database_url": f"sqlite:///{folder / 'test.db'}", "key_file": folder / "keys", "folder": folder / "letters",
        "bind": "127.0.0.1:0", "slack_api_url": slack.api_url, "slack_bot_token": TOKEN, "slack_app_token": APP_TOKEN,
    }  # fmt: skip
    app = App(Settings(**(plain | settings)), SimulatedClock(OPEN))
    schema.upgrade(app.database)
    with app.database.write() as tx:
        new = consultations.add(tx, a_consultation(), [("tso", MIXED.encode())], created_by="sam@wexmoor.example")
        consultations.set_state(tx, new, "open")
    return app


@asynccontextmanager
async def up(app: App, slack: Emulator) -> AsyncIterator[str]:
    """The program while the block lasts; the address of its pages."""
    told: list[str] = []
    async with asyncio.timeout(60), running(app, program.ROLES, told.append):
        if app.settings.slack_app_token.get_secret_value():
            await asyncio.to_thread(slack.until, slack.connected)
        yield told[0]
    app.database.close()


def answers(app: App) -> list[dict[str, str]]:
    """What every finished response says."""
    with app.database.read() as tx:
        [held] = consultations.every(tx)
        return [
            {name: answer.value for name, answer in each.answers.items() if answer.value}
            for each in responses.of_consultation(tx, held.id, held.histories)
        ]


def chats(person: Person) -> None:
    """Go through the consultation by word, button, list and boxes."""
    person.say("hello")
    person.hears("Would you like to take part?")
    person.press("Yes, start")
    person.hears("Question 1 of 7")
    person.say("1")
    person.hears("Question 2 of 7")
    person.say("9")
    person.hears("Question 3 of 7")
    person.press("No")
    person.hears("Question 5 of 7")
    boxes = person.last.labels
    assert boxes == ("Money", "Rooms", "Help", "Done", "Skip", "Answer in a form")
    person.press(boxes[0])
    person.press(boxes[2])
    person.press("Done")
    person.hears("Question 7 of 7")
    said = person.say("Longer forms.")
    person.hears("tell you what came")
    person.edit(said, "Shorter forms.")
    person.wait(lambda heard: any("Shorter forms." in each.text for each in heard))
    person.press("Yes, tell me")
    person.hears("print some of your words")
    person.press("No, please do not")
    person.hears("Thank you")


async def test_a_whole_interview_by_word_button_boxes_and_edit(tmp_path: Path, slack: Emulator) -> None:
    app, ada = an_app(tmp_path, slack), slack.user("Ada")
    async with up(app, slack):
        await asyncio.to_thread(chats, ada)
        await asyncio.to_thread(slack.taken)
        assert answers(app) == [STORED]


async def test_the_same_interview_in_a_form_and_half_of_it_in_the_conversation(tmp_path: Path, slack: Emulator) -> None:
    """The form and the conversation are one interview: what is answered in one is not asked in the other."""
    app, ada = an_app(tmp_path, slack), slack.user("Ada")

    def talk() -> None:
        ada.open_home()
        ada.sees("You can answer this.", "home")
        ada.command("form")
        ada.sees("Would you like to take part?")
        ada.press("Yes, start", "modal")
        view = ada.sees("Question 1 of 7")
        assert "I need help" in seen(view)
        ada.fill("small")
        ada.submit()
        ada.sees("Question 2 of 7")
        ada.fill("many")
        ada.submit()
        ada.sees("I could not read that as a number")
        ada.press("Back", "modal")
        ada.sees("Question 1 of 7")
        ada.press("Keep my answer", "modal")
        ada.sees("Question 2 of 7")
        ada.fill("9")
        ada.submit()
        ada.sees("Question 3 of 7")
        ada.close()
        ada.command("status")
        ada.hears("You are at question 3 of 7")
        ada.say("no")
        ada.hears("Question 5 of 7")
        ada.press("Answer in a form")
        view = ada.sees("Question 5 of 7")
        ada.fill(["money", "help"])
        ada.submit()
        ada.sees("Question 7 of 7")
        ada.fill("Shorter forms.")
        ada.submit()
        ada.sees("tell you what came")
        ada.press("Yes, tell me", "modal")
        ada.sees("print some of your words")
        ada.press("No, please do not", "modal")
        end = ada.sees("Thank you")
        assert "submit" not in end
        ada.close()
        ada.open_home()
        ada.sees("You have finished.", "home")

    async with up(app, slack):
        await asyncio.to_thread(talk)
        assert answers(app) == [STORED]
    assert [message.text for message in ada.heard() if "Question 1" in message.text] == []


async def test_events_over_http_are_signed_and_forged_ones_change_nothing(tmp_path: Path, slack: Emulator) -> None:
    app = an_app(tmp_path, slack, slack_app_token="", slack_signing_secret=SECRET, bind=f"127.0.0.1:{free_port()}")
    ada = slack.user("Ada")
    async with up(app, slack) as address:
        slack.set(url=f"{address}/slack/events")
        await asyncio.to_thread(chats, ada)
        await asyncio.to_thread(slack.taken)
        assert answers(app) == [STORED]
        before = len(ada.heard())
        event = {"type": "message", "channel_type": "im", "channel": "D1", "user": ada.id, "text": "forget me", "ts": "1.1"}
        body = json.dumps({"type": "event_callback", "team_id": ada.team, "event_id": "Ev1", "event": event})
        headers = {"Content-Type": "application/json"}
        assert await asyncio.to_thread(slack.post, body, headers, "v0=forged") == 401
        slack.courier.skew = -301
        assert await asyncio.to_thread(slack.post, body, headers) == 401
        slack.courier.skew = 0.0
        challenge = '{"type": "url_verification", "token": "x", "challenge": "abc"}'
        assert await asyncio.to_thread(slack.post, challenge, headers) == 200
        async with httpx.AsyncClient(base_url=address) as client:
            assert (await client.post("/slack/events", content=body, headers=headers)).status_code == 401
            assert (await client.get("/slack/events")).status_code == 405
        assert len(ada.heard()) == before
        assert answers(app) == [STORED]


async def test_without_the_database_slack_brings_it_again(tmp_path: Path, slack: Emulator, monkeypatch: Any) -> None:
    """503, and nothing is taken; once the database is back, the same event is, once."""
    app, ada = (
        an_app(tmp_path, slack, slack_app_token="", slack_signing_secret=SECRET, bind=f"127.0.0.1:{free_port()}"),
        slack.user("Ada"),
    )
    slack.set(speed=100)
    async with up(app, slack) as address:
        slack.set(url=f"{address}/slack/events")
        whole, left = app.writer.receive, [2]

        async def away(message: Any) -> Any:
            if left[0]:
                left[0] -= 1
                raise StoreAway("the database is away")
            return await whole(message)

        monkeypatch.setattr(app.writer, "receive", away)
        ada.say("hello")
        await asyncio.to_thread(ada.hears, "Would you like to take part?")
        await asyncio.to_thread(slack.taken)
    assert left == [0]
    assert len(ada.heard()) == 1


async def test_another_workspace_is_installed_by_a_link_and_taken_out_again(tmp_path: Path, slack: Emulator) -> None:
    app = an_app(
        tmp_path, slack, slack_bot_token="", slack_app_token="", slack_signing_secret=SECRET, slack_client_id=CLIENT[0],
        slack_client_secret=CLIENT[1], bind=f"127.0.0.1:{free_port()}",
    )  # fmt: skip
    with app.database.write() as tx:
        officers.add(tx, "Sam", SAM, ("commissioner",))
    team = slack.team("Newtown")
    ben = slack.user("Ben", team)
    link = run(app, "slack", "invite", "--by", SAM).stdout.strip()
    async with up(app, slack) as address, httpx.AsyncClient(base_url=address) as client:
        slack.set(url=f"{address}/slack/events")
        for wrong in (link[:-1], f"{address}/slack/install/x", f"{address}/slack/oauth?code=x&state=x", f"{address}/slack/oauth"):
            assert (await client.get(wrong)).status_code == 410
        page = await client.get(link)
        [consent] = re.findall(r'href="([^"]+/oauth/v2/authorize[^"]+)"', page.text)
        consent = consent.replace("&amp;", "&")
        assert "scope=" in consent
        back = await client.get(f"{consent}&team={team}")
        assert back.status_code == 302
        assert back.headers["location"].startswith(f"{address}/slack/oauth?code=")
        declined = await client.get(f"/slack/oauth?error=access_denied&state={link.rpartition('/')[2]}")
        assert "Nothing was installed" in declined.text
        done = await client.get(back.headers["location"])
        assert (done.status_code, "The app is in your workspace" in done.text) == (200, True)
        again = await client.get(back.headers["location"])  # the page loaded once more: the code is used up
        assert again.status_code == 502
        assert "cookie" not in "".join(done.headers)
        await asyncio.to_thread(chats, ben)
        assert answers(app) == [STORED]
        assert told(app, "slack", "list") == [{"workspace": team, "name": "Newtown"}]
        slack.uninstall(team)
        await asyncio.to_thread(slack.taken)
        assert workspaces.everyone(app.database) == ()


async def test_a_digest_in_a_channel_has_a_thread_and_people_hear_of_their_own_point(tmp_path: Path, slack: Emulator) -> None:
    """Published once: the channel gets the digest, the person a neutral notice, and the words after a press."""
    app = an_app(tmp_path, slack, public_url="https://hear.example")
    ada, eve = slack.user("Ada"), slack.user("Eve")
    with app.database.write() as tx:
        officers.add(tx, "Sam", SAM, ("commissioner", "coordinator"))
        officers.add(tx, "Ruth", "ruth@wexmoor.example", ("approver",))
        [body] = [each.slug for each in a_consultation().bodies][:1]
    async with up(app, slack):
        await asyncio.to_thread(chats, ada)
        room = slack.channel("forum", ada, eve)

        def publish() -> None:
            run(app, "body", "add", body, "--channel", "slack", "--address", room.id)
            run(app, "consultation", "close", "fairer", "--by", SAM, "--yes")
            with app.database.write() as tx:
                [said] = responses.of_consultation(tx, consultations.every(tx)[0].id, consultations.every(tx)[0].histories)
                point = {"number": "1", "kind": "idea", "sentence": "Forms should be shorter.", "bodies": body}
                link = {"point": "1", "response": said.reference, "question": "why"}
                points.bring_in(tx, "fairer", sheets([point], [link]), by=SAM, now=app.clock.now())
            run(app, "digest", "compile", "fairer", "--interim", "--by", SAM)
            run(app, "digest", "approve", "fairer", "--by", "Ruth")
            run(app, "digest", "publish", "fairer", "--by", SAM)
            digest = room.hears("").raw["ts"]
            ada.hears("There is news about something you took part in.")
            assert "Shorter forms." not in ada.last.text
            ada.press("Show me")
            ada.hears("Forms should be shorter.")
            assert "Shorter forms." in ada.last.text
            eve.say("Why so late?", room, thread=digest)
            eve.hears("I have kept what you wrote")
            slack.taken()
            [kept] = told(app, "digest", "comments", "fairer")
            assert (kept["edition"], kept["words"]) == ("1", "Why so late?")

        await asyncio.to_thread(publish)
    assert len(room.heard()) == 1


# ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_doctor_says_whether_slack_answers_and_what_is_missing(tmp_path: Path, slack: Emulator) -> None:
    def says(code: int, **settings: Any) -> str:
        app = a_staffed_app(tmp_path, bind=f"127.0.0.1:{free_port()}", slack_api_url=slack.api_url, **settings)
        return next(line for line in run(app, "doctor", code=code).stdout.splitlines() if "Slack:" in line)

    assert "not used" in says(0)
    assert "nothing can come in" in says(1, slack_bot_token=TOKEN)
    assert "Wexmoor answers; what people write comes over Socket Mode" in says(
        0, slack_bot_token=TOKEN, slack_app_token=APP_TOKEN
    )
    assert "/slack/events" in says(0, slack_bot_token=TOKEN, slack_signing_secret=SECRET)
    assert "others may install" in says(0, slack_client_id="1.2", slack_client_secret="s", slack_signing_secret=SECRET)
    assert "HEARBACK_SLACK_CLIENT_SECRET is missing" in says(1, slack_client_id="1.2", slack_signing_secret=SECRET)
    assert "refuses HEARBACK_SLACK_BOT_TOKEN" in says(1, slack_bot_token="xoxb-0", slack_signing_secret=SECRET)
    assert "refuses HEARBACK_SLACK_APP_TOKEN" in says(1, slack_bot_token=TOKEN, slack_app_token="xapp-0")
    slack.fault("auth.test", "drop")
    assert "does not answer" in says(3, slack_bot_token=TOKEN, slack_signing_secret=SECRET)


def test_a_body_in_a_channel_belongs_to_the_workspace_that_is_set_up(tmp_path: Path, slack: Emulator) -> None:
    app = a_staffed_app(tmp_path, slack_api_url=slack.api_url, slack_bot_token=TOKEN)
    run(app, "body", "add", "club", "--name", "The club", "--kind", "forum", "--channel", "slack", "--address", "C1")
    [home] = told(app, "body", "show", "club")
    assert (home["account"], home["address"]) == (slack.home_team, "C1")
    alone = a_staffed_app(tmp_path, slack_client_id="1.2")
    wrong = run(alone, "body", "add", "club", "--channel", "slack", "--address", "C2", code=2)
    assert "--account" in wrong.output
    workspaces.install(alone.database, Workspace("T9", "Newtown", "xoxb-9", "U9"), now=OPEN)
    run(alone, "body", "add", "club", "--channel", "slack", "--address", "C2")
    assert {home["account"] for home in told(alone, "body", "show", "club")} == {slack.home_team, "T9"}


def test_the_manifest_in_the_documents_is_what_the_command_prints(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "slack-manifest.yaml"
    app = a_staffed_app(tmp_path)
    assert run(app, "slack", "manifest", "--socket").stdout == page.read_text()
    assert "https://hear.example/slack/events" in run(app, "slack", "manifest").stdout
    assert manifest()["settings"]["socket_mode_enabled"]
    assert "HEARBACK_SLACK_CLIENT_ID" in run(app, "slack", "invite", "--by", SAM, code=1).output


async def test_a_personal_link_is_a_command_to_paste(tmp_path: Path, slack: Emulator) -> None:
    app, ada, ben = an_app(tmp_path, slack), slack.user("Ada"), slack.user("Ben")
    header, line = run(app, "invite", "fairer", "--count", "1", "--base", "slack").stdout.splitlines()
    assert header == "reference,slack"
    assert "slack" in run(app, "invite", "fairer", "--count", "1").stdout.splitlines()[0]
    command = line.partition(",")[2]
    async with up(app, slack):
        ada.command(command.removeprefix("/hearback "))
        await asyncio.to_thread(ada.hears, "You came by a link made for you")
        ben.command(command.removeprefix("/hearback "))
        await asyncio.to_thread(ben.hears, "link")
    assert "Would you like to take part" not in ben.last.text


async def test_a_refused_token_ends_the_program_with_a_sentence(tmp_path: Path, slack: Emulator) -> None:
    app = an_app(tmp_path, slack, slack_bot_token="xoxb-0")
    with pytest.raises(ConfigError, match="Slack refuses"):
        async with up(app, slack):
            pass
    app.database.close()
