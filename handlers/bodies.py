"""Bodies and their addresses: who owes replies, and where digests go."""

import re

from storage import bodies
from storage.bodies import Home
from storage.database import Tx
from surveys.consultations.model import Body
from surveys.errors import Refused
from surveys.messages import Destination

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def add(tx: Tx, slug: str, name: str, kind: str) -> Body:
    """Add a body, or find it as it is. Refused where the slug is none, or belongs to another body."""
    if not SLUG.fullmatch(slug):
        raise Refused("body.slug", f"'{slug}' is no short name: use small letters, figures and hyphens.", slug=slug)
    standing = bodies.named(tx, [slug]).get(slug)
    if standing is None:
        if not name or kind not in bodies.KINDS:
            kinds = ", ".join(bodies.KINDS)
            raise Refused("body.new", f"'{slug}' is new: give its name, and its kind ({kinds}).", slug=slug)
        standing = Body(slug, name, bodies.KINDS[kind])
        bodies.add(tx, [standing])
    elif (name and name != standing.name) or (kind and kind != standing.kind):
        raise Refused("body.other", f"'{slug}' is there already: {standing.name} ({standing.kind}).", slug=slug)
    return standing


def house(tx: Tx, slug: str, channel: str, destination: Destination) -> None:
    """Give a body an address. The same one again changes nothing; Refused where somebody else has it."""
    standing = (home for home in bodies.homes(tx, [slug]) if (home.channel, home.destination) == (channel, destination))
    if next(standing, None) is None and not bodies.house(tx, slug, channel, destination):
        what = f"Somebody has the {channel} address '{destination.address}' already: a person, or another body."
        raise Refused("body.address", what, slug=slug)


def show(tx: Tx, slug: str) -> tuple[Body, tuple[Home, ...]]:
    """A body and its addresses. Refused where there is none."""
    body = bodies.named(tx, [slug]).get(slug)
    if body is None:
        raise Refused("body.unknown", f"There is no body '{slug}'. See them all with: hearback body list", slug=slug)
    return body, bodies.homes(tx, [slug])
