"""`hearback db` and `hearback doctor`: what an operator asks first when something is wrong."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import inbox, outbox, schema
from storage.keyring import Keyring
from surveys.messages import Inbound, Outgoing, Text
from tests.app.commanding import SAM, a_staffed_app, an_app, an_open_example, run, told
from tests.app.services import telegram_that
from tests.factories import a_person

NOW = datetime(2010, 10, 1, 9, tzinfo=UTC)
TOKEN = "1:a-secret-token"


# ── db ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_tables_are_made_once(tmp_path: Path) -> None:
    """A second time finds nothing to do."""
    app = an_app(tmp_path)
    assert run(app, "db", "upgrade").stdout == "The tables are made.\n"
    assert run(app, "db", "upgrade").stdout == "The tables are up to date: nothing was to be done.\n"
    assert run(app, "consultation", "list").stdout.startswith("There are no consultations yet.")


def test_a_sound_database_is_said_to_be_so_with_what_waits_for_a_person(tmp_path: Path) -> None:
    """Deliveries by state, and messages that could not be handled; nothing that anybody wrote."""
    app = a_staffed_app(tmp_path)
    assert told(app, "db", "check") == {"wrong": [], "deliveries": [], "set_aside": []}
    with app.database.write() as tx:
        person = a_person(tx)
        kinds: tuple[outbox.Kind, ...] = ("turn", "turn", "bulk")
        outbox.add(tx, [outbox.Queued("telegram", person, Outgoing("Hello"), kind) for kind in kinds], now=NOW, place=1)
        tx.connection.exec_driver_sql("UPDATE deliveries SET status = 'unknown' WHERE kind = 'bulk'")
        inbox.set_aside(tx, Inbound("telegram", "7", "person", Text("my secret")), "KeyError at f:1", now=NOW)
    assert told(app, "db", "check") == {
        "wrong": [],
        "deliveries": [
            {"kind": "bulk", "status": "unknown", "count": 1},
            {"kind": "turn", "status": "queued", "count": 2},
        ],
        "set_aside": [{"channel": "telegram", "received": "2010-10-01T09:00:00+00:00", "fault": "KeyError at f:1"}],
    }
    shown = run(app, "db", "check").stdout
    assert "Messages set aside: 1" in shown
    assert "my secret" not in shown


def test_a_damaged_database_and_other_keys_are_noticed(tmp_path: Path) -> None:
    """Exit code 1, and what is wrong."""
    app = a_staffed_app(tmp_path)
    an_open_example(app)
    with app.database.write() as tx:
        a_person(tx)
    with app.database.remake() as tx:
        tx.connection.exec_driver_sql("CREATE TABLE orphans (id TEXT REFERENCES officers (id))")
    raw = sa.create_engine(app.settings.database_url)  # without our pragmas, so without foreign keys
    with raw.begin() as connection:
        connection.exec_driver_sql("INSERT INTO orphans VALUES ('nobody')")
    raw.dispose()
    assert run(app, "db", "check", code=1).stdout == "Wrong: a row of orphans refers to none of officers\n"
    app.settings.key_file.write_bytes(Keyring.fresh().dumps())
    other = an_app(tmp_path)
    assert "does not fit this database" in told(other, "db", "check", code=1)["wrong"][0]
    assert "does not fit this database" in run(other, "consultation", "list", code=1).stderr


def test_a_copy_is_made_and_brought_back(tmp_path: Path) -> None:
    """With what else to keep, and what to do afterwards."""
    app = a_staffed_app(tmp_path)
    copy = tmp_path / "copy.db"
    assert "keep a copy of that in another place" in run(app, "db", "backup", str(copy)).stdout
    run(app, "user", "remove", SAM)
    assert "add --replace" in run(app, "db", "restore", str(copy), code=1).stderr
    assert "forget them once more" in run(app, "db", "restore", str(copy), "--replace").stdout
    assert [user["active"] for user in told(app, "user", "list")] == ["yes", "yes"]
    assert "There is no file" in run(app, "db", "restore", str(tmp_path / "none"), code=1).stderr
    assert "is there already" in run(app, "db", "backup", str(copy), code=1).stderr


def test_an_old_copy_says_to_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables are those of its day."""
    app = a_staffed_app(tmp_path)
    run(app, "db", "backup", str(tmp_path / "copy.db"))
    monkeypatch.setattr(schema, "HEAD", "0002")
    said = run(an_app(tmp_path), "db", "restore", str(tmp_path / "copy.db"), "--replace").stdout
    assert said.endswith("It is from an older Hearback: run `hearback db upgrade`.\n")


# ── doctor ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _free() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def test_before_the_first_run_everything_is_still_to_come(tmp_path: Path) -> None:
    """Nothing is wrong, and the doctor makes neither keys nor database."""
    app = an_app(tmp_path, bind=_free())
    findings = told(app, "doctor")["findings"]
    assert {each["what"]: each["state"] for each in findings if each["state"] != "note"} == {"Web pages": "ok"}
    assert {"Key file", "Database", "Telegram", "Web pages", "Languages"} <= {each["what"] for each in findings}
    assert list(tmp_path.iterdir()) == []


def test_all_is_well(tmp_path: Path) -> None:
    """Settings without secrets, and what answers."""
    with telegram_that("answers") as url:
        app = a_staffed_app(tmp_path, bind=_free(), telegram_token=TOKEN, telegram_secret="s3cret", telegram_api_url=url)
        shown = run(app, "doctor").stdout
    assert "HEARBACK_TELEGRAM_TOKEN = (set)" in shown
    assert "HEARBACK_PUBLIC_URL = https://hear.example" in shown
    assert "Telegram: @wexmoor_bot answers" in shown
    assert "✗" not in shown
    assert "s3cret" not in shown


def test_a_password_in_an_address_is_not_shown(tmp_path: Path) -> None:
    """A database that is away ends with 3, whatever else is wrong."""
    app = an_app(tmp_path, bind=_free(), database_url="postgresql+psycopg://me:hunter2@127.0.0.1:1/x", key_file=tmp_path)
    result = run(app, "doctor", code=3)
    assert "postgresql+psycopg://me:***@127.0.0.1:1/x" in result.stdout
    assert "hunter2" not in result.output
    assert "✗ Key file: the key file" in result.stdout


@pytest.mark.parametrize(("does", "state", "code"), [("refuses", "wrong", 1), ("is broken", "away", 3)])
def test_a_telegram_that_refuses_or_does_not_answer_is_told_apart(tmp_path: Path, does: str, state: str, code: int) -> None:
    """A refused token is for the operator to mend; the token itself is never shown."""
    with telegram_that(does) as url:  # type: ignore[arg-type]
        app = a_staffed_app(tmp_path, bind=_free(), telegram_token=TOKEN, telegram_api_url=url)
        result = run(app, "doctor", "--json", code=code)
    assert f'"state": "{state}"' in result.stdout
    assert "a-secret-token" not in result.output


def test_a_webhook_without_its_secret_is_wrong(tmp_path: Path) -> None:
    """Anybody could post updates to it."""
    with telegram_that("answers") as url:
        settings = {"bind": _free(), "telegram_token": TOKEN, "telegram_api_url": url, "telegram_mode": "webhook"}
        assert "HEARBACK_TELEGRAM_SECRET is missing" in run(a_staffed_app(tmp_path, **settings), "doctor", code=1).stdout


def test_keys_that_others_may_read_are_wrong(tmp_path: Path) -> None:
    """It says how to mend it."""
    app = a_staffed_app(tmp_path, bind=_free())
    app.settings.key_file.chmod(0o644)
    assert f"run `chmod 600 {app.settings.key_file}`" in run(app, "doctor", code=1).stdout


def test_keys_of_another_database_are_wrong(tmp_path: Path) -> None:
    """Noticed before anything is sealed with them."""
    app = a_staffed_app(tmp_path, bind=_free())
    with app.database.write() as tx:
        a_person(tx)
    app.settings.key_file.write_bytes(Keyring.fresh().dumps())
    assert "✗ Database: the key file does not fit this database" in run(app, "doctor", code=1).stdout


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """It may be Hearback itself: no fault."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        [found] = [each for each in told(an_app(tmp_path, bind=bind), "doctor")["findings"] if each["what"] == "Web pages"]
    assert found["state"] == "note"
    assert "Hearback is running already, or HEARBACK_BIND must name another" in found["says"]
