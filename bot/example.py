"""The example consultation, read from `examples/framework/`; everything in it is invented."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from handlers import consultations, officers
from storage import consultations as stored
from storage.database import Database
from surveys.consultations.model import Consultation
from surveys.consultations.reader import read_consultation
from surveys.errors import ConfigError

FOLDER = Path(__file__).parents[1] / "examples" / "framework"
# Two, because nobody approves their own work.
AUTHOR = ("Sam Okafor", "sam.okafor@wexmoor.example", ("commissioner", "coordinator"))
APPROVER = ("Ruth Ansell", "ruth.ansell@wexmoor.example", ("approver", "commissioner"))
BACK_AFTER = timedelta(weeks=11)  # within the twelve weeks in which an answer is owed


def read_example() -> tuple[Consultation, list[tuple[str, bytes]]]:
    """The consultation as its file says, and its surveys: (audience, the file's bytes). ConfigError when it is not there."""
    path = FOLDER / "consultation.yaml"
    if not path.exists():
        raise ConfigError(f"the example is not at {FOLDER}: it comes with the source, not with an installed package")
    consultation = read_consultation(path.read_bytes(), str(path))
    return consultation, [(audience, (FOLDER / survey).read_bytes()) for audience, survey in consultation.audiences]


def opening_on(consultation: Consultation, day: date) -> Consultation:
    """The same consultation with `day` as its opening day; it runs as long as it did."""
    closes = day + timedelta(days=consultation.days)
    return replace(consultation, opens=day, closes=closes, comes_back=closes + BACK_AFTER)


def load(database: Database, consultation: Consultation, sources: list[tuple[str, bytes]]) -> str:
    """Add the two officers, create the consultation and have it approved; it opens by the clock. Its id."""
    with database.write() as tx:
        for name, email, roles in (AUTHOR, APPROVER):
            officers.add(tx, name, email, roles)
    consultation_id = consultations.create(database, consultation, sources, by=AUTHOR[1])
    consultations.approve(database, consultation_id, by=APPROVER[1])
    return consultation_id


def is_loaded(database: Database) -> bool:
    """Whether there is any consultation yet: the example goes into an empty database only."""
    with database.read() as tx:
        return bool(stored.every(tx))
