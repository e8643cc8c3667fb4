"""The life of a consultation: drafted, approved by a second officer, opened, closed. What the calendar does is in `due`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers import officers
from storage import bodies, consultations, responses
from storage.consultations import SECOND, Held
from storage.database import Database, Tx
from storage.responses import Mode
from surveys.consultations.model import SAFEGUARDED, Consultation
from surveys.definitions.reader import read_survey
from surveys.errors import Refused


@dataclass(frozen=True, slots=True)
class Shown:
    """A consultation with its totals, for officers.

    `participation` is, by mode, how many finished responses and how many people they stand for; `unfinished` have begun only.
    `invited` counts the personal links made, `arrived` those that were used. `waits_for` says what keeps it from opening.
    """

    held: Held
    audiences: Mapping[str, str]
    participation: Mapping[Mode, tuple[int, int]]
    unfinished: int
    invited: int
    arrived: int
    waits_for: str


def held(tx: Tx, name: str, *, alone: bool = False) -> Held:
    """The consultation called `name`, or whose id it is; Refused where there is none.

    With `alone`, two officers who change it at once do so one after the other, each seeing what the other did.
    """
    found = consultations.by_slug(tx, name, alone=alone)
    if found is None:
        raise Refused("consultation.unknown", f"There is no consultation '{name}'. See: hearback consultation list", slug=name)
    return found


def create(
    database: Database,
    consultation: Consultation,
    sources: Sequence[tuple[str, bytes]],
    *,
    by: str,
    rehearsal: bool = False,
    shown: Mapping[str, Mapping[str, bytes]] | None = None,
) -> str:
    """Store a draft; its id. `sources` are (audience, the survey file's bytes), `by` an officer who is a commissioner.

    `shown` are the pictures of each audience's survey, by name. A rehearsal is for trying things out among colleagues: it may
    open on any day, and may ask safeguarded audiences.
    Refused where its name is taken, or a body or a survey would be mixed up with another.
    """
    with database.write() as tx:
        officer = officers.acting(tx, by, "commissioner")
        slug = consultation.slug
        if consultations.by_slug(tx, slug) is not None:
            raise Refused(
                "consultation.taken", f"There is a consultation '{slug}' already. Give this one another slug.", slug=slug
            )
        _check_bodies(tx, consultation)
        names = [read_survey(source, audience).name for audience, source in sources]
        for name in names:
            if names.count(name) > 1:
                what = f"Two audiences have a survey called '{name}'. Give each a file of its own, with its own name."
                raise Refused("survey.twice", what, name=name)
        return consultations.add(tx, consultation, sources, created_by=officer.email, rehearsal=rehearsal, shown=shown)


def _check_bodies(tx: Tx, consultation: Consultation) -> None:
    known = bodies.named(tx, [body.slug for body in consultation.bodies])
    for body in consultation.bodies:
        standing = known.get(body.slug, body)
        if standing != body:
            what = f"'{body.slug}' is known as {standing.name} ({standing.kind}), and the file says {body.name} ({body.kind})."
            raise Refused("body.other", f"{what} Use the same words, or another slug.", slug=body.slug)


def survey_for(tx: Tx, consultation: Held, audience: str) -> str:
    """The id of the survey that `audience` answers; of the only one where it is empty. Refused where it is unclear which."""
    asked = consultations.audiences(tx, consultation.id)
    found = [survey_id for survey_id, each in asked.items() if audience in ("", each)]
    if len(found) != 1:
        slug, who = consultation.consultation.slug, ", ".join(asked.values())
        what = f"'{slug}' does not ask '{audience}'." if audience else f"'{slug}' asks several audiences."
        raise Refused("consultation.audience", f"{what} Give --audience, one of: {who}.", slug=slug)
    return found[0]


def approve(database: Database, name: str, *, by: str) -> None:
    """A second officer, who is an approver, says that it may open. Refused to whoever created it (decision 21)."""
    with database.write() as tx:
        consultation = held(tx, name)
        officer = officers.acting(tx, by, "approver")
        if officer.email == consultation.created_by:
            what = f"{officer.name} created '{consultation.consultation.slug}'. Somebody else must approve it."
            raise Refused("consultation.own", what, slug=name)
        if not consultations.move(tx, consultation.id, "draft", "approved", approved_by=officer.email):
            raise _state(consultation, "approved")


def open_now(database: Database, name: str, *, by: str, now: datetime) -> None:
    """Open it by hand, as the clock would. Refused, and says why, before approval, outside its days, or where it may not open."""
    with database.write() as tx:
        consultation = held(tx, name)
        officers.acting(tx, by, "commissioner")
        reason = _barred(consultation, now)
        if reason is not None:
            raise reason
        if not start(tx, consultation, now):
            raise _state(consultation, "opened")


def start(tx: Tx, consultation: Held, now: datetime) -> bool:
    """Open an approved consultation. False where somebody else has just done so."""
    # a rehearsal may open before its day, and then that day is today
    return consultations.move(tx, consultation.id, "approved", "open", opens_at=min(now, consultation.opens_at))


def _barred(consultation: Held, now: datetime) -> Refused | None:
    """Why it cannot be opened now, if it cannot."""
    slug = consultation.consultation.slug
    if consultation.state == "draft":
        what = f"'{slug}' is not approved yet. A second officer does so with: hearback consultation approve {slug} --by OFFICER"
        return Refused("consultation.unapproved", what, slug=slug)
    if consultation.state != "approved":
        return _state(consultation, "opened")
    if not consultation.rehearsal and now < consultation.opens_at:
        what = f"'{slug}' opens by itself on {consultation.consultation.opens}, and not before."
        return Refused("consultation.early", what, slug=slug)
    if consultation.over_at(now):
        what = f"The last day of '{slug}' was {consultation.consultation.closes}. Create it anew with later days."
        return Refused("consultation.over", what, slug=slug)
    return unsafe(consultation)


def unsafe(consultation: Held) -> Refused | None:
    """Why these audiences may not be asked, if they may not (decision 18, trust.md)."""
    about = consultation.consultation
    asked = ", ".join(sorted(audience for audience, _ in about.audiences if audience in SAFEGUARDED))
    if not asked:
        return None
    if not (about.safeguarding_lead and about.safeguarding_deputy):
        what = f"'{about.slug}' asks {asked}, and names no safeguarding lead and deputy. Add both to its file."
        return Refused("consultation.safeguarding", what, slug=about.slug)
    if not consultation.rehearsal:
        what = (
            f"'{about.slug}' asks {asked}. The safeguarding texts are not signed by a named reviewer yet, so it opens only as a "
            "rehearsal: hearback consultation create FILE --rehearsal"
        )
        return Refused("consultation.unreviewed", what, slug=about.slug)
    return None


def close(database: Database, name: str, *, by: str, now: datetime) -> None:
    """Close it before its last day: what comes from now on is too late. Refused where it is not open."""
    with database.write() as tx:
        consultation = held(tx, name)
        officers.acting(tx, by, "commissioner")
        last = min(consultation.closes_at, now - SECOND)
        if not consultations.move(tx, consultation.id, "open", "closed", closes_at=last):
            raise _state(consultation, "closed")


def _state(consultation: Held, wanted: str) -> Refused:
    slug = consultation.consultation.slug
    return Refused("consultation.state", f"'{slug}' is {_STATES[consultation.state]}: it cannot be {wanted} now.", slug=slug)


_STATES = {
    "draft": "a draft",
    "approved": "approved and waits for its opening day",
    "open": "open",
    "closed": "closed",
    "published": "closed, and its digest is out",
}


def every(database: Database, now: datetime) -> tuple[Shown, ...]:
    """All consultations, those that open last first."""
    with database.read() as tx:
        return tuple(_shown(tx, consultation, now) for consultation in consultations.every(tx))


def show(database: Database, name: str, now: datetime) -> Shown:
    """One consultation; Refused where there is none."""
    with database.read() as tx:
        return _shown(tx, held(tx, name), now)


def _shown(tx: Tx, consultation: Held, now: datetime) -> Shown:
    links = consultations.references(tx, consultation.id)
    waits = _barred(consultation, now) if consultation.state in ("draft", "approved") else None
    return Shown(
        held=consultation,
        audiences=consultations.audiences(tx, consultation.id),
        participation=responses.participation(tx, consultation.id),
        unfinished=responses.unfinished(tx, consultation.id),
        invited=len(links),
        arrived=sum(links.values()),
        waits_for=str(waits) if waits is not None else "",
    )
