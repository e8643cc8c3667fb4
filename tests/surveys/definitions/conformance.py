"""What the published rules say expressions come to: the form that the tables of cases are read against.

The cases themselves are in `conformance_xpath` and `conformance_odk`. Their expected values were written by hand from the rule
named above each group, before the evaluator was run on any of them.
"""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

NAN = math.nan
INF = math.inf
REFUSED = None  # the rule makes it no expression at all

Expected = str | float | bool | None


class Group(NamedTuple):
    """Cases of one rule. `within` is the time round the repeat `child` that they are looked at in, 0 for outside of it."""

    rule: str
    cases: tuple[tuple[str, Expected], ...]
    within: int = 0
    language: str = "en"


NOW = datetime(2011, 6, 30, 0, 30, 5, 40_000, ZoneInfo("Europe/London"))  # in UTC it is still the 29th of June, 23:30:05.04
OWN = "42"  # the answer that `.` means
ANSWERS: Mapping[str, str] = {
    "name": "Ann",
    "age": "17",
    "height": "1.5",
    "likes": "yes",
    "toppings": "cheese pepperoni",
    "born": "1993-02-28",
    "met": "2011-06-29T18:15:00.500+01:00",
    "price": "20",
    "debt": "-4.5",
    "spaced": " 12\n",
    "said": "  too \t many\nspaces ",
    "flag": "false",
    "code": "007",
    "party": "3",
    "a-b.c": "5",
}  # and "blank" was not answered
# Two repeats: `child`, gone through three times, and `visit`, not once.
REPEATS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "child": (
        {"child_name": "Bea", "child_age": "9", "child_pets": "2", "child_sex": "female"},
        {"child_name": "Cai", "child_age": "7", "child_pets": "", "child_sex": "male"},
        {"child_name": "Dov", "child_age": "2.5", "child_pets": "1", "child_sex": "male"},
    ),
    "visit": (),
}
ASKED_IN: Mapping[str, str] = {  # a question → the repeat that it is asked in
    **dict.fromkeys(("child_name", "child_age", "child_pets", "child_sex"), "child"),
    "visit_length": "visit",
}
LABELS: Mapping[tuple[str, str, str], str] = {  # (question, choice, language)
    ("likes", "yes", "en"): "Yes",
    ("likes", "yes", "cy"): "Ydw",
    ("likes", "no", "en"): "No",
    ("likes", "no", "cy"): "Nac ydw",
    ("toppings", "cheese", "en"): "Cheese",
    ("toppings", "cheese", "cy"): "Caws",
    ("toppings", "pepperoni", "en"): "Pepperoni",
    ("toppings", "pepperoni", "cy"): "Pepperoni",
    ("toppings", "onion", "en"): "Red onion",
    ("toppings", "onion", "cy"): "Nionyn coch",
    ("child_sex", "female", "en"): "Girl",
    ("child_sex", "male", "en"): "Boy",
}
