"""The column `parameters` of a range: where its points begin and end, and how far apart they are.

Source: https://xlsform.org/en/#range, and pyxform for what is left out (1, 10 and 1) and for the signs between parameters.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from surveys.definitions.model import Scale, plain_number
from surveys.definitions.outline import nearest
from surveys.definitions.terms import Misuse

MOST_POINTS = 1_000_000
DEFAULTS: Mapping[str, str] = {"start": "1", "end": "10", "step": "1"}
_NUMBER = re.compile(r"-?(?:\d{1,9}(?:\.\d{1,6})?|\.\d{1,6})", re.ASCII)
_LIKE = "Write them like 'start=0 end=10 step=1'."


def read_scale(written: str) -> Scale | Misuse:
    """The points that `parameters` say, of which each may be left out; or why they cannot be used."""
    given = dict(DEFAULTS)
    seen: set[str] = set()
    for part in re.split(r"[;,\s]+", re.sub(r"\s*=\s*", "=", written).strip(" ;,")) if written else ():
        key, equals, value = part.partition("=")
        key = key.lower()
        if not equals or key not in DEFAULTS:
            remedy = nearest(key, DEFAULTS) or f"Take it out. {_LIKE}"
            return Misuse("range-parameters", f"a range has no parameter '{part}'", remedy)
        if not _NUMBER.fullmatch(value):
            return Misuse("range-parameters", f"'{value}' is no number that a range can have as its {key}", _LIKE)
        if key in seen:
            return Misuse("range-parameters", f"the range has '{key}' twice", "Keep one of them.")
        seen.add(key)
        given[key] = value
    return _scale(*(Decimal(given[key]) for key in DEFAULTS))


def _scale(start: Decimal, end: Decimal, step: Decimal) -> Scale | Misuse:
    if step == 0 or (end - start) / step < 1:
        what = f"from {plain_number(start)} to {plain_number(end)} in steps of {plain_number(step)} there are not two points"
        return Misuse("range-points", what, "Make the end lie at least one step beyond the start.")
    scale = Scale(start, end, step)
    if scale.count > MOST_POINTS:
        remedy = "Make the steps larger, or use integer or decimal."
        return Misuse("range-points", f"the range has {scale.count:,} points", remedy)
    return scale


def write_scale(scale: Scale) -> str:
    """`scale` as the column holds it: "start=0 end=10 step=1"."""
    return f"start={plain_number(scale.start)} end={plain_number(scale.end)} step={plain_number(scale.step)}"
