"""Compiling an edition from what is recorded; or saying everything that stands in its way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from surveys.consultations.model import Body, Consultation
from surveys.digests.model import (
    BodyReply,
    Change,
    Edition,
    EditionKind,
    EditionPoint,
    Facts,
    Participation,
    disclosed,
)
from surveys.errors import Fault, Place
from surveys.points.model import Point, Reply


@dataclass(frozen=True, slots=True)
class Tally:
    """How many finished responses by people, and how many focus groups, were linked to a point: exact, never published."""

    people: int
    groups: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """All that an edition is compiled from. `replies` are the newest ones, by point number and body slug.

    `bodies` are the consultation's own, by slug, in the order in which their replies are shown. `closed`: no answers come in any
    more.
    """

    consultation: Consultation
    closed: bool
    bodies: Mapping[str, Body]
    points: tuple[Point, ...]
    replies: Mapping[tuple[int, str], Reply]
    tallies: Mapping[int, Tally]
    participation: Participation


def compile_edition(
    recorded: Recorded, *, kind: EditionKind, number: int, today: date, body: str = "", previous: Edition | None = None
) -> Edition | tuple[Fault, ...]:
    """Edition `number`, or every fault that stands in its way.

    An interim edition tells what was said, before the replies and without them. A final one needs a reply, not only a date for
    one, from every body that a point concerns; with `body` it needs that body's own replies only, and shows the others' as they
    are: one body's delay does not hold up another's digest. `previous` is the published edition before it with the same `body`.
    """
    faults = (*_not_ready(recorded, kind, body, previous), *_unanswered(recorded, kind, body))
    if faults:
        return faults
    consultation = recorded.consultation
    edition = Edition(
        facts=Facts(
            consultation.slug,
            consultation.title,
            consultation.owner,
            consultation.opens,
            consultation.closes,
            consultation.comes_back,
            consultation.invented,
        ),
        kind=kind,
        number=number,
        participation=recorded.participation,
        points=tuple(sorted((_point(recorded, point, kind) for point in recorded.points), key=_most_said_first)),
        compiled_on=today,
        body=body,
        body_name=recorded.bodies[body].name if body else "",
        follows=previous.number if previous else 0,
    )
    if previous is None or previous.kind != kind:
        return edition
    changes = compare(previous, edition)
    if not changes and previous.participation == edition.participation:
        what = f"nothing has changed since edition {previous.number}"
        return (Fault("edition.same", what, "Change a point, a link or a reply first.", _here(recorded)),)
    return replace(edition, corrects_on=previous.compiled_on, changes=changes)


def _not_ready(recorded: Recorded, kind: EditionKind, body: str, previous: Edition | None) -> Iterator[Fault]:
    here = _here(recorded)
    if not recorded.closed:
        yield Fault("edition.open", "answers are still coming in", "Compile it once the consultation has closed.", here)
    if body and kind == "interim":
        what = "an interim edition tells what everyone said: it is no single body's"
        yield Fault("edition.whole", what, "Compile it without --body.", here)
    if body and body not in recorded.bodies:
        listed = ", ".join(sorted(recorded.bodies))
        yield Fault("edition.body", f"'{body}' is no body of this consultation", f"Use one of: {listed}.", here)
    if previous is not None and previous.kind == "final" and kind == "interim":
        what = f"the final edition {previous.number} is out already"
        yield Fault("edition.over", what, "Compile a final one: it will correct that.", here)
    if not recorded.points:
        yield Fault("edition.empty", "there are no points", "Bring them in with: hearback points import.", here)
    for point in recorded.points:
        tally = recorded.tallies.get(point.number, Tally(0, 0))
        if tally == Tally(0, 0):
            what = f"point {point.number} is linked to no answer"
            yield Fault("point.unheard", what, "Link it to the answers that say it, or take it out.", here)


def _unanswered(recorded: Recorded, kind: EditionKind, body: str) -> Iterator[Fault]:
    if kind == "interim":
        return
    for point in recorded.points:
        for slug in point.bodies:
            if body and slug != body:
                continue
            reply = recorded.replies.get((point.number, slug))
            if reply is None:
                what = f"point {point.number} has no reply from {slug}"
                yield Fault("reply.missing", what, "Record one with: hearback reply.", _here(recorded))
            elif not reply.answers:
                what = f"the reply from {slug} to point {point.number} is only due ({reply.due_on})"
                yield Fault("reply.only_due", what, "Record the reply itself, or compile for another body.", _here(recorded))


def _here(recorded: Recorded) -> Place:
    return Place(f"consultation {recorded.consultation.slug}")


def _point(recorded: Recorded, point: Point, kind: EditionKind) -> EditionPoint:
    tally = recorded.tallies[point.number]
    given = recorded.replies if kind == "final" else {}
    replies = tuple(
        BodyReply(slug, body.name, given.get((point.number, slug)))
        for slug, body in recorded.bodies.items()
        if slug in point.bodies
    )
    heard = disclosed(tally.people, tally.groups, recorded.participation.responses)
    return EditionPoint(point.number, point.sentence, point.kind, heard, replies)


def _most_said_first(point: EditionPoint) -> tuple[int, int]:
    # By what is told, never by the exact count: the order must not give away what the number hides.
    people = 1 if point.heard.people is None else point.heard.people
    return -people, point.number


def compare(before: Edition, after: Edition) -> tuple[Change, ...]:
    """What reads differently in `after`, in the order of its points; points that are gone come last."""
    old = {point.number: point for point in before.points}
    kept = {point.number for point in after.points}
    changes = [change for point in after.points for change in _changes(old.get(point.number), point)]
    changes += (Change(number, "gone") for number in sorted(old) if number not in kept)
    return tuple(changes)


def _changes(old: EditionPoint | None, new: EditionPoint) -> Iterator[Change]:
    if old is None:
        yield Change(new.number, "new")
        return
    if (old.sentence, old.kind) != (new.sentence, new.kind):
        yield Change(new.number, "sentence")
    if old.heard != new.heard:
        yield Change(new.number, "heard")
    before = {reply.slug: reply.reply for reply in old.replies}
    if set(before) != {reply.slug for reply in new.replies}:
        yield Change(new.number, "bodies")
    for reply in new.replies:
        if reply.slug in before and reply.reply != before[reply.slug]:
            yield Change(new.number, "reply", reply.slug)
