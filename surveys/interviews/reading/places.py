"""Reading a reply to a geopoint: two numbers, as map apps and links to maps show them. No link is ever followed."""

import re

from surveys.interviews.reading.folding import clean, digits, says_something
from surveys.interviews.reading.results import Reading, Unclear, Understood
from surveys.messages import rounded_place

_LONGEST = 400  # characters: a link to a map
_DEGREES = r"[-+−]?\d{1,3}(?:\.\d{1,15})?"
_PAIR = re.compile(
    rf"(?P<lat>{_DEGREES})\s*°?\s*(?P<ns>[NS])?\s*[,;\s]\s*(?P<lon>{_DEGREES})\s*°?\s*(?P<ew>[EW])?(?:\s+-?[\d.]+){{0,2}}\W*",
    re.IGNORECASE,
)
_LINK = re.compile(rf"(?:@|[?&](?:q|query|ll|mlat)=|geo:|/)(?P<lat>{_DEGREES})(?:,|%2C|&mlon=)(?P<lon>{_DEGREES})", re.IGNORECASE)


def read_place(text: str) -> Reading:
    """A reply to a geopoint: "51.507, -0.128", "51.507N 0.128W", or the same within a link. It is rounded before it is kept."""
    said = clean(text)
    if not says_something(said):
        return Unclear("reading.empty")
    plain = digits(said).replace("−", "-")
    found = (_PAIR.fullmatch(plain) or _LINK.search(plain)) if len(said) <= _LONGEST else None
    if found is None:
        return Unclear("reading.not_a_place")
    sides = {key: (side or "").upper() for key, side in found.groupdict().items() if key in ("ns", "ew")}
    latitude = float(found["lat"]) * (-1 if sides.get("ns") == "S" else 1)
    longitude = float(found["lon"]) * (-1 if sides.get("ew") == "W" else 1)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return Unclear("reading.not_a_place")
    return Understood(rounded_place(latitude, longitude))
