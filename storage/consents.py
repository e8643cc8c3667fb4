"""What people agreed to, by the version of the words they agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storage.database import Tx
from storage.tables import consents
from surveys.interviews.model import Permission


@dataclass(frozen=True, slots=True)
class Consent:
    """One permission, given or refused, in one interview. `text_version` is a digest of the words that asked for it."""

    interview_id: str
    permission: Permission
    given: bool
    text_version: str
    on: date


def keep(tx: Tx, given: Sequence[Consent]) -> None:
    """Store these; a later one for the same permission takes the earlier one's place."""
    if not given:
        return
    entered = tx.insert(consents)
    entered = entered.on_conflict_do_update(
        index_elements=["interview_id", "permission"],
        set_={name: entered.excluded[name] for name in ("given", "text_version", "on")},
    )
    last = {(each.interview_id, each.permission): each for each in given}
    rows = [
        {
            "interview_id": each.interview_id,
            "permission": each.permission,
            "given": each.given,
            "text_version": each.text_version,
            "on": each.on,
        }
        for each in last.values()
    ]
    tx.connection.execute(entered, rows)
