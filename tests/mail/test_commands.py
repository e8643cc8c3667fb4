"""What an officer and an operator do with email at the command line."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import App
from storage import consultations, interviews, outbox, participants
from surveys.messages import Inbound, Start
from tests.app.commanding import DURING, a_staffed_app, an_app, run, told
from tests.factories import SURVEY, a_consultation
from tests.mail.relay import free_port
from tests.mail.servers import OURS, PASSWORD, MailServers

NOBODY = {
    "mail_address": f"hear@{OURS}",
    "smtp_url": SecretStr("smtp://127.0.0.1:1"),
    "imap_url": SecretStr("imap://hear:x@127.0.0.1:1"),
}


def asking(folder: Path, **settings: Any) -> App:
    """A program with a consultation that is open."""
    app = a_staffed_app(folder, **settings)
    with app.database.write() as tx:
        new = consultations.add(tx, a_consultation(), [("tso", SURVEY)], created_by="sam@wexmoor.example")
        consultations.set_state(tx, new, "open")
    return app


def listed(folder: Path, *rows: str) -> str:
    file = folder / "people.csv"
    file.write_text("\n".join(("reference,email,name", *rows)) + "\n", "utf-8")
    return str(file)


def test_each_row_of_a_file_is_sent_a_mail_with_the_whole_survey(tmp_path: Path) -> None:
    app = asking(tmp_path, **NOBODY)
    file = listed(tmp_path, "A-1,Jo@People.example,Jo", "A-2,al@people.example,Al")

    result = run(app, "invite", "fairer", file, "--channel", "email")

    assert "Queued 2 invitations by email" in result.output
    with app.database.write() as tx:
        claimed = outbox.claim(tx, ["email"], now=DURING, lease=timedelta(seconds=9), limit=9)
    assert {each.destination.address for each in claimed} == {"jo@people.example", "al@people.example"}
    assert all("Question 4 of 4" in each.message.text for each in claimed)


def test_who_said_stop_is_named_and_left_out(tmp_path: Path) -> None:
    app = asking(tmp_path, **NOBODY)
    with app.database.write() as tx:
        message = Inbound("email", "", "jo@people.example", Start())
        digest = participants.pseudonym(tx, message)
        participants.add(tx, {digest: message})
        participants.stop(tx, interviews.waiting(tx, [digest])[digest].participant.id)

    result = run(app, "invite", "fairer", listed(tmp_path, "A-1,jo@people.example,Jo"), "--channel", "email")

    assert "Queued 0 invitations" in result.output
    assert "A-1" in result.output


def test_a_wrong_address_is_named_by_its_row_and_nobody_is_invited(tmp_path: Path) -> None:
    app = asking(tmp_path, **NOBODY)
    result = run(app, "invite", "fairer", listed(tmp_path, "A-1,jo@people.example,Jo", "A-2,al,Al"), "--channel", "email", code=1)
    assert "row 3" in result.output or "line 3" in result.output
    with app.database.read() as tx:
        assert outbox.counts(tx) == {}


def test_without_a_mailbox_and_with_another_way_out_it_is_refused(tmp_path: Path) -> None:
    app = asking(tmp_path)
    file = listed(tmp_path, "A-1,jo@people.example,Jo")
    assert "No mailbox is set up" in run(app, "invite", "fairer", file, "--channel", "email", code=1).output
    run(app, "invite", "fairer", "--count", "3", "--channel", "email", code=2)
    run(app, "invite", "fairer", file, "--channel", "email", "--base", "web", code=2)


def test_a_body_may_have_its_digests_by_email(tmp_path: Path) -> None:
    app = asking(tmp_path)
    run(app, "body", "add", "forum", "--channel", "email", "--address", "Forum@People.example")
    shown = told(app, "body", "show", "forum")
    assert "forum@people.example" in str(shown)
    run(app, "body", "add", "forum", "--channel", "email", "--address", "forum", code=2)


def test_the_doctor_says_whether_mail_goes_out_and_comes_in(tmp_path: Path, servers: MailServers) -> None:
    well = {
        "mail_address": f"doctor@{OURS}",
        "smtp_url": SecretStr(servers.smtp_url),
        "imap_url": SecretStr(servers.imap_url(f"doctor@{OURS}")),
    }
    assert found(an_app(tmp_path, **well))["state"] == "ok"
    brought = well | {"imap_url": SecretStr(""), "lmtp_bind": "127.0.0.1:8024"}
    assert "brought to 127.0.0.1:8024" in found(an_app(tmp_path, **brought))["says"]
    assert found(an_app(tmp_path))["state"] == "note"


@pytest.mark.parametrize(
    ("changes", "state", "code"),
    [
        ({"smtp_url": "away"}, "away", 3),
        ({"imap_url": "away"}, "away", 3),
        ({"imap_url": "wrong"}, "wrong", 1),
        ({"imap_url": ""}, "wrong", 1),
    ],
)
def test_the_doctor_tells_what_is_away_from_what_is_wrong(
    tmp_path: Path, servers: MailServers, changes: dict[str, str], state: str, code: int
) -> None:
    mailbox = f"doctor@{OURS}"
    urls = {
        "away": f"smtp://127.0.0.1:{free_port()}" if "smtp_url" in changes else f"imap://x:y@127.0.0.1:{free_port()}",
        "wrong": servers.imap_url(mailbox).replace(PASSWORD, "wrong"),
        "": "",
    }
    plain = {"mail_address": mailbox, "smtp_url": servers.smtp_url, "imap_url": servers.imap_url(mailbox)}
    plain |= {name: urls[what] for name, what in changes.items()}
    app = an_app(tmp_path, mail_address=mailbox, **{name: SecretStr(plain[name]) for name in ("smtp_url", "imap_url")})
    assert found(app, code)["state"] == state


def found(app: App, code: int = 0) -> dict[str, str]:
    """What the doctor says of email."""
    findings: list[dict[str, str]] = told(app, "doctor", code=code)["findings"]
    return next(each for each in findings if each["what"] == "Email")
