"""The public pages of results: an edition as it is frozen, parted into what is done and what is not."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.digests.model import Edition, EditionPoint, Heard
from surveys.points.model import Commitment
from surveys.words.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Concerned:
    """A body that points concern, to pick its points by: how many they are."""

    slug: str
    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment and the number of the point it was made to."""

    point: int
    commitment: Commitment


def results(edition: Edition, words: Catalogue, body: str = "") -> Mapping[str, object]:
    """What `results.html` shows of an edition; with `body` (a slug) only the points that concern it."""
    shown = tuple(point for point in edition.points if not body or any(reply.slug == body for reply in point.replies))
    return {
        "edition": edition,
        "body": body,
        "bodies": concerned(edition),
        "sections": sections(edition, shown),
        "commitments": promises(shown),
        "heard": {point.number: heard(point.heard, words) for point in shown},
    }


def sections(edition: Edition, points: tuple[EditionPoint, ...]) -> tuple[tuple[str, tuple[EditionPoint, ...]], ...]:
    """The points in the order they are shown: of a final edition those that got nothing but "no" come apart."""
    if edition.kind == "interim":
        return (("said", points),)
    refused = tuple(point for point in points if _refused(point))
    return ("doing", tuple(point for point in points if point not in refused)), ("not_now", refused)


def _refused(point: EditionPoint) -> bool:
    replies = [each.reply for each in point.replies if each.reply is not None]
    return bool(replies) and all(reply.status == "no" for reply in replies)


def concerned(edition: Edition) -> tuple[Concerned, ...]:
    """The bodies that points concern, in the order they first appear."""
    names = {each.slug: each.name for point in edition.points for each in point.replies}
    counts = {slug: sum(any(each.slug == slug for each in point.replies) for point in edition.points) for slug in names}
    return tuple(Concerned(slug, name, counts[slug]) for slug, name in names.items())


def promises(points: tuple[EditionPoint, ...]) -> tuple[Promise, ...]:
    """What was promised, soonest first."""
    found = [
        Promise(point.number, each.reply.commitment)
        for point in points
        for each in point.replies
        if each.reply is not None and each.reply.commitment is not None
    ]
    return tuple(sorted(found, key=lambda promise: (promise.commitment.due_on, promise.point)))


def heard(count: Heard, words: Catalogue) -> str:
    """How many said a point, as far as it may be told (surveys.digests)."""
    said = []
    if count.people is None:
        said.append(words.text("web.results.heard_few"))
    elif count.people:
        said.append(words.text("web.results.heard", {"n": count.people}))
    if count.groups:
        said.append(words.text("web.results.heard_groups", {"n": count.groups}))
    return ". ".join(said) + "."
