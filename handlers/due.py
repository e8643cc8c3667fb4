"""What the calendar says is due. The truth is in the tables: a tick only asks them, so a missed or a second one does no harm."""

from dataclasses import dataclass
from datetime import datetime

from handlers.consultations import start, unsafe
from storage import consultations, mail, outbox, participants
from storage.database import Database
from surveys.consultations.model import State
from surveys.errors import DefinitionError


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did: the consultations it opened and closed, by name, and those that were due and may not open, with why.

    `expired` counts the deliveries whose sender died, `swept` the people who were forgotten for good, `tidied`
    the mails that were deleted because their answers are complete.
    """

    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    barred: tuple[tuple[str, str], ...] = ()
    expired: int = 0
    swept: int = 0
    tidied: int = 0


def tick(database: Database, now: datetime) -> Ticked:
    """Do all that is due at `now`, each kind in a transaction of its own. Of two processes that tick at once, one does it."""
    with database.write() as tx:
        expired = outbox.expire(tx, now=now)
    with database.write() as tx:
        swept = participants.sweep(tx)
    with database.write() as tx:
        tidied = mail.tidy(tx, now=now)
    opened, barred = _open(database, now)
    closed = _close(database, now)
    return Ticked(opened, closed, barred, expired, swept, tidied)


def _open(database: Database, now: datetime) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    opened, barred = [], []
    for consultation_id in _due(database, now, "open"):
        try:
            with database.write() as tx:
                consultation = consultations.by_ids(tx, [consultation_id])[consultation_id]
                slug = consultation.consultation.slug
                reason = unsafe(consultation)
                if reason is not None:
                    barred.append((slug, str(reason)))
                elif start(tx, consultation, now):
                    opened.append(slug)
        except DefinitionError as error:  # what is stored of one must not keep the others from opening
            barred.append((consultation_id, str(error)))
    return tuple(opened), tuple(barred)


def _close(database: Database, now: datetime) -> tuple[str, ...]:
    closed = []
    for consultation_id in _due(database, now, "closed"):  # asked after opening: one whose days have all been missed closes too
        with database.write() as tx:
            if consultations.move(tx, consultation_id, "open", "closed"):
                closed.append(consultations.slug_of(tx, consultation_id))
    return tuple(closed)


def _due(database: Database, now: datetime, state: State) -> list[str]:
    with database.read() as tx:  # most ticks find nothing, and then nobody is kept waiting for the one writer
        return [consultation_id for consultation_id, wanted in consultations.due(tx, now) if wanted == state]
