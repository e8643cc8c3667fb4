"""Points, replies, digests, bodies and users from the command line."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pydantic import SecretStr

from bot.__main__ import main
from bot.app import App
from bot.clock import SimulatedClock
from bot.config import Settings
from handlers import officers
from storage import consultations, schema
from tests.factories import CLOSED, a_response, a_stored_consultation, somebody_who_answered

SAM, RUTH = "sam@wexmoor.example", "ruth@wexmoor.example"
POINTS = """number,kind,sentence,bodies
1,problem,Forms are too long.,council network
2,idea,Keep small grants.,council
"""
LINKS = "point,response,question\n1,R01,why\n2,P01,why\n"
REPLIES = """point,body,status,reason,commitment,owner,due,reply_due
1,council,done,The form was cut to two pages.,,,,
1,network,no,Our forms are set by law.,,,,
"""


@pytest.fixture
def app(tmp_path: Path) -> App:
    """The program on an empty database, some days after the consultation 'fairer' has closed."""
    url = f"sqlite:///{tmp_path / 'test.db'}"
    settings = Settings(database_url=url, key_file=tmp_path / "keys", public_url="https://hear.example")
    app = App(settings, SimulatedClock(CLOSED))
    schema.upgrade(app.database)
    with app.database.write() as tx:
        officers.add(tx, "Sam Okafor", SAM, ("commissioner",))
        officers.add(tx, "Ruth Ansell", RUTH, ("approver",))
        consultation = a_stored_consultation(tx)
        somebody_who_answered(tx, consultation, {"why": "Too long."}, reference="R01", address="101")
        a_response(tx, consultation, {"why": "=Endless"}, reference="P01")
        consultations.set_state(tx, consultation, "closed")
    for name, text in (("points", POINTS), ("links", LINKS), ("replies", REPLIES)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return app


def run(app: App, *arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, arguments, obj=app)
    assert result.exit_code == code, result.output
    return result


def rows(app: App, *arguments: str) -> list[dict[str, Any]]:
    found = json.loads(run(app, *arguments, "--json").output)
    assert isinstance(found, list)
    return found


def everything_replied(app: App, folder: Path) -> None:
    run(app, "points", "import", "fairer", str(folder), "--by", SAM)
    run(
        app,
        *("reply", "fairer", "2", "--body", "council", "--status", "planned", "--reason", "The fund stays."),
        *("--commitment", "a fund for 2011", "--owner", "Jo", "--due", "2011-04-01", "--by", SAM),
    )


def test_points_come_in_from_a_folder_and_are_listed(app: App, tmp_path: Path) -> None:
    assert "There are no points yet." in run(app, "points", "list", "fairer").output

    told = run(app, "points", "import", "fairer", str(tmp_path), "--by", SAM).output

    assert told == "Points: 2 new or changed, 0 taken out. Links: 2 new, 0 taken out. Replies: 2 new.\n"
    assert rows(app, "points", "list", "fairer")[0] == {
        "point": 1,
        "kind": "problem",
        "sentence": "Forms are too long.",
        "people": 1,
        "groups": 0,
        "replied": "council network",
        "approved": "no",
        "to_reply": "",
    }
    assert "Keep small" in run(app, "points", "list", "fairer").output


def test_an_exported_workbook_comes_in_again_without_a_change(app: App, tmp_path: Path) -> None:
    everything_replied(app, tmp_path)

    told = run(app, "points", "export", "fairer", str(tmp_path / "out.xlsx")).output
    again = run(app, "points", "import", "fairer", str(tmp_path / "out.xlsx"), "--by", SAM).output

    assert "2 answers, 2 points, 2 links" in told
    assert again == "Points: 0 new or changed, 0 taken out. Links: 0 new, 0 taken out. Replies: 0 new.\n"


def test_a_sheet_with_faults_tells_them_all_and_ends_with_1(app: App, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(POINTS + "3,rant,,police\n", "utf-8")

    result = run(app, "points", "import", "fairer", str(tmp_path), "--by", SAM, code=1)

    assert result.stderr.count("points.csv, line 4") == 3
    assert "'rant' is no kind [cell.kind] Use one of: problem, idea, praise, question." in result.stderr
    assert rows(app, "points", "list", "fairer") == []


def test_a_reply_is_recorded_once_and_replies_come_in_from_a_sheet(app: App, tmp_path: Path) -> None:
    run(app, "points", "import", "fairer", str(tmp_path), "--by", SAM)
    reply = ("reply", "fairer", "2", "--body", "council", "--status", "due", "--reason", "The board meets in March.")

    first = run(app, *reply, "--due", "2011-03-01", "--by", SAM).output
    again = run(app, *reply, "--due", "2011-03-01", "--by", SAM).output
    sheet = run(app, "reply", "import", "fairer", str(tmp_path / "replies.csv"), "--by", SAM).output

    assert (first, again, sheet) == ("Recorded.\n", "That reply stands already.\n", "Replies: 0 new.\n")


def test_a_dishonest_reply_ends_with_1_and_says_what_to_do(app: App, tmp_path: Path) -> None:
    run(app, "points", "import", "fairer", str(tmp_path), "--by", SAM)
    reply = ("reply", "fairer", "2", "--body", "council", "--status", "noted", "--reason", "Noted.", "--by", SAM)

    result = run(app, *reply, code=1)

    assert result.stderr == (
        "the reply from council to point 2: 'Noted.' says nothing that people can check [reply.empty] "
        "Say what was decided and why, even where it is no.\n"
    )


def test_a_digest_goes_from_compiling_to_its_queue(app: App, tmp_path: Path) -> None:
    run(app, "body", "add", "forum", "--channel", "folder", "--address", "forum")
    assert "There is no edition yet." in run(app, "digest", "list", "fairer").output
    run(app, "points", "import", "fairer", str(tmp_path), "--by", SAM)
    run(app, "digest", "compile", "fairer", "--interim", "--by", SAM)
    refused = run(app, "digest", "compile", "fairer", "--by", SAM, code=1)
    everything_replied(app, tmp_path)

    compiled = run(app, "digest", "compile", "fairer", "--by", SAM).output
    own = run(app, "digest", "approve", "fairer", "--by", SAM, code=1)
    approved = run(app, "digest", "approve", "fairer", "--by", RUTH).output
    published = run(app, "digest", "publish", "fairer", "--by", SAM).output
    twice = run(app, "digest", "publish", "fairer", "--by", SAM, code=1)

    assert "point 2 has no reply from council" in refused.stderr
    assert compiled.startswith("Edition 2 is compiled. Points in it: 2.\n")
    assert own.stderr == "Sam Okafor is no approver. Only one who is may do this.\n"
    assert approved == "Edition 2 is approved by ruth@wexmoor.example.\n"
    assert published == "Edition 2 is out. Queued: 1 for bodies, 1 for people.\n"
    assert "Nobody gets it twice." in twice.stderr
    assert [(row["edition"], row["kind"], row["published"]) for row in rows(app, "digest", "list", "fairer")] == [
        (1, "interim", None),
        (2, "final", "2010-11-20"),
    ]


def test_an_edition_is_shown_as_text_as_chat_messages_and_as_a_page(app: App, tmp_path: Path) -> None:
    everything_replied(app, tmp_path)
    run(app, "digest", "compile", "fairer", "--by", SAM)

    text = run(app, "digest", "show", "fairer").output
    chat = run(app, "digest", "show", "fairer", "--as", "chat").output
    page = run(app, "digest", "show", "fairer", "--edition", "1", "--as", "html").output

    promise = "The promise: a fund for 2011. By when: 1 April 2011. By whom: Jo."
    assert text.startswith("You said, we did\nA fairer way\n")
    assert promise in text.replace("\n", " ")
    assert chat.startswith("── message 1 of 1 ──\nYou said, we did\n")
    assert page.startswith('<!DOCTYPE html>\n<html lang="en" dir="ltr">')
    assert f'<p class="promise">{promise}</p>' in page
    assert "http" not in page  # it asks nothing of the network


def test_words_are_words_in_a_page_too(app: App, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(POINTS.replace("Forms", "<script>Forms"), "utf-8")
    everything_replied(app, tmp_path)
    run(app, "digest", "compile", "fairer", "--by", SAM)

    page = run(app, "digest", "show", "fairer", "--as", "html").output

    assert "<script>" not in page
    assert "&lt;script&gt;Forms" in page


def test_bodies_are_added_listed_and_shown(app: App) -> None:
    added = run(app, "body", "add", "board", "--name", "Partnership Board", "--kind", "board").output
    telegram = ("body", "add", "board", "--channel", "telegram", "--address", "-100", "--thread", "7")
    assert "Set HEARBACK_TELEGRAM_TOKEN" in run(app, *telegram, code=2).stderr
    housed = run(app, *telegram, "--account", "4242").output

    assert added == "Partnership Board (board).\n"
    assert housed == "Partnership Board (board): its digests go to telegram -100.\n"
    assert {"body": "board", "name": "Partnership Board", "kind": "board"} in rows(app, "body", "list")
    assert rows(app, "body", "show", "board") == [
        {"channel": "telegram", "address": "-100", "thread": "7", "account": "4242", "state": "live"}
    ]
    assert "It has no address yet." in run(app, "body", "show", "forum").output
    run(app, "body", "add", "board", "--channel", "telegram", code=2)
    run(app, "body", "show", "police", code=1)


def test_a_telegram_group_belongs_to_the_bot_that_is_set_up(app: App) -> None:
    settings = app.settings.model_copy(update={"telegram_token": SecretStr("4242:secret")})
    with_bot = replace(app, settings=settings)

    run(with_bot, "body", "add", "forum", "--channel", "telegram", "--address", "-100")

    assert [row["account"] for row in rows(with_bot, "body", "show", "forum")] == ["4242"]
    assert "secret" not in run(with_bot, "body", "show", "forum").output


def test_users_are_added_listed_and_removed(app: App) -> None:
    added = run(
        app, *("user", "add", "Jo Bell", "--email", "jo@wexmoor.example", "--role", "coordinator", "--role", "approver")
    ).output
    removed = run(app, "user", "remove", "jo bell").output

    assert added == "Jo Bell (jo@wexmoor.example): approver, coordinator.\n"
    assert removed == "Jo Bell can do no more.\n"
    assert rows(app, "user", "list")[0] == {
        "name": "Jo Bell",
        "email": "jo@wexmoor.example",
        "roles": "approver coordinator",
        "active": "no",
    }
    run(app, "user", "add", "X", "--email", "x@y.example", "--role", "king", code=2)


@pytest.mark.parametrize("command", ["points", "reply", "digest", "body", "user"])
def test_every_command_shows_an_example(app: App, command: str) -> None:
    group = main.get_command(None, command)  # type: ignore[arg-type]
    assert group is not None
    subcommands = list(group.commands)  # type: ignore[attr-defined]
    assert "Example: hearback" in run(app, command, "--help").output
    for subcommand in subcommands:
        assert "Example: hearback" in run(app, command, subcommand, "--help").output


def test_the_clock_of_the_program_is_the_one_that_counts(app: App, tmp_path: Path) -> None:
    """The same promise that may be made today is too late after its day."""
    run(app, "points", "import", "fairer", str(tmp_path), "--by", SAM)
    assert isinstance(app.clock, SimulatedClock)
    app.clock.set(CLOSED + timedelta(days=365))

    result = run(
        app,
        *("reply", "fairer", "2", "--body", "council", "--status", "due", "--reason", "The board meets in March."),
        *("--due", "2011-03-01", "--by", SAM),
        code=1,
    )

    assert "2011-03-01 is over" in result.stderr
