"""A copy of the database alone tells nobody who wrote or what: no table does, no log, and not after somebody was forgotten."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from storage import consultations, inbox, interviews, outbox, participants, responses
from storage.database import Database, Tx
from storage.outbox import Queued
from storage.responses import Kept, Source
from storage.tables import metadata
from surveys.interviews.model import Answer, Interview
from surveys.messages import Inbound, Outgoing, Text
from tests.factories import SURVEY, a_consultation, a_survey

NOW = datetime(2010, 9, 1, 12, tzinfo=UTC)
CANARY = "canary"
SURVEY_READ = a_survey(SURVEY.decode())


def _say_it_everywhere(tx: Tx) -> str:
    """Somebody at a canary address says canary wherever words are kept. Their id."""
    consultation_id = consultations.add(tx, a_consultation(), [("tso", SURVEY)], created_by="sam@wexmoor.example")
    [survey_id] = consultations.by_ids(tx, [consultation_id])[consultation_id].surveys
    message = Inbound("telegram", "1", f"{CANARY}-address", Text(f"{CANARY} text", f"{CANARY}-message"), account="bot")
    digest = participants.pseudonym(tx, message)
    participants.add(tx, {digest: message})
    person = interviews.waiting(tx, [digest])[digest].participant
    row = interviews.begin(tx, person, Interview("i" * 22, survey_id), consultation_id, now=NOW)
    source = Source(f"{CANARY} organisation")
    response_id, key = responses.add(tx, consultation_id, survey_id, participant_id=person.id, source=source)
    answer = Answer(f"{CANARY} answer", "", f"{CANARY}-message")
    state = replace(row.interview, answers={"why": answer}, kept={"fair": Answer("agree", f"{CANARY} remark")})
    interviews.save(tx, [(person, replace(row, interview=state, response_id=response_id))], now=NOW)
    questions = SURVEY_READ.by_name
    responses.keep(tx, [
        Kept(consultation_id, response_id, key, questions["why"], answer, False),
        Kept(consultation_id, response_id, key, questions["fair"], Answer("agree", f"{CANARY} remark"), False),
        Kept(consultation_id, response_id, key, questions["since"], Answer(f"{CANARY} day"), False),
    ])  # fmt: skip
    consultations.invite(tx, survey_id, {f"{CANARY}-token": "A-001"})
    consultations.use_invitation(tx, f"{CANARY}-token", person.id)
    outbox.add(tx, [Queued("telegram", person, Outgoing(f"You said {CANARY}."))], now=NOW, place=1)
    inbox.take(tx, [message], now=NOW)
    inbox.set_aside(tx, replace(message, external_id="2"), "ValueError at somewhere:1", now=NOW)
    return person.id


def test_no_column_holds_what_somebody_wrote_or_where_they_are(database: Database) -> None:
    with database.write() as tx:
        _say_it_everywhere(tx)
        for table in metadata.sorted_tables:
            for row in tx.connection.execute(sa.select(table)):
                for column, value in row._mapping.items():
                    kept = value if isinstance(value, bytes) else str(value).encode()
                    assert CANARY.encode() not in kept, f"{table.name}.{column}"


def test_nor_do_the_files_of_sqlite(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.write() as tx:
        _say_it_everywhere(tx)
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert {path.name for path in files} >= {"test.db", "test.db-wal"}
    assert any(b"A-001" in path.read_bytes() for path in files)  # what is not secret is found, so the search works
    assert all(CANARY.encode() not in path.read_bytes() for path in files)


def test_once_somebody_is_swept_their_key_and_all_that_it_opened_is_gone_from_the_files(sqlite: Database, tmp_path: Path) -> None:
    """Deleted pages are overwritten (secure_delete), and the log is emptied when the last connection closes."""
    with sqlite.write() as tx:
        person = _say_it_everywhere(tx)
        rows = tx.connection.execute(sa.text("SELECT data_key FROM participants UNION SELECT sealed FROM words")).all()
        secrets = [row[0] for row in rows]
    with sqlite.write() as tx:
        responses.remove(tx, person)
        participants.leave(tx, person)
        [goodbye] = outbox.claim(tx, ["telegram"], now=NOW, lease=NOW - NOW, limit=1)
        outbox.sent(tx, goodbye.id, "m1")
        participants.sweep(tx)
    sqlite.close()
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert len(secrets) == 4
    for secret in secrets:
        assert all(secret not in path.read_bytes() for path in files)
