"""Personal links into a consultation: each carries the inviter's own reference, which the response takes over."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.consultations import held, survey_for
from storage import consultations, responses
from storage.consultations import Held
from storage.database import Database, Tx
from surveys.errors import DefinitionError, Fault, Place, Refused
from surveys.interviews.forms import REFERENCE

MOST = 10_000  # links made at once


@dataclass(frozen=True, slots=True)
class Link:
    """A personal link, told this once: only a digest of its token is stored. The token fits Telegram's deep links."""

    reference: str
    token: str


def invite(
    database: Database, name: str, references: Sequence[str], *, audience: str = "", places: Sequence[Place] = ()
) -> tuple[Link, ...]:
    """Make a link for each reference, in their order. `audience` picks the survey where there are several.

    `places` say where each reference stands in an officer's file. DefinitionError names the place of each that is no reference,
    stands twice, or was used before; then no link is made. Refused once the consultation is closed.
    """
    with database.write() as tx:
        return make(tx, held(tx, name, alone=True), references, audience, places)


def make(tx: Tx, consultation: Held, references: Sequence[str], audience: str, places: Sequence[Place]) -> tuple[Link, ...]:
    """`invite` within a transaction."""
    slug = consultation.consultation.slug
    if consultation.state in ("closed", "published"):
        raise Refused("invite.closed", f"'{slug}' is closed, so that nobody can be invited any more.", slug=slug)
    if len(references) > MOST:
        raise Refused("invite.most", f"That is more than {MOST} links at once. Make them in parts.", slug=slug)
    survey_id = survey_for(tx, consultation, audience)
    used = responses.references(tx, consultation.id) | consultations.references(tx, consultation.id).keys()
    faults = _faults(references, used, places or [Place(line=number) for number in range(1, len(references) + 1)])
    if faults:
        raise DefinitionError(faults)
    links = tuple(Link(reference, secrets.token_urlsafe(16)) for reference in references)
    if links:
        consultations.invite(tx, survey_id, {link.token: link.reference for link in links})
    return links


def _faults(references: Sequence[str], used: set[str], places: Sequence[Place]) -> tuple[Fault, ...]:
    faults = []
    first: dict[str, Place] = {}
    for reference, place in zip(references, places, strict=True):
        if not REFERENCE.fullmatch(reference):
            what = f"'{reference[:40]}' is no reference" if reference else "there is no reference"
            faults.append(Fault("invite.reference", what, "Use up to 40 letters, figures, - and _, like ORG-017.", place))
        elif first.setdefault(reference, place) is not place:
            what = f"'{reference}' stands in row {first[reference].line} already"
            faults.append(Fault("invite.twice", what, "Give each its own reference.", place))
        elif reference in used:
            what = f"'{reference}' was invited before, or has answered"
            faults.append(Fault("invite.used", what, "Leave it out, or use another reference.", place))
    return tuple(faults)


def fresh_references(count: int) -> tuple[str, ...]:
    """`count` random references, for links that are handed to whoever comes: they say nothing of who or when."""
    made: set[str] = set()
    while len(made) < count:
        made.add(responses.new_reference())
    return tuple(made)
