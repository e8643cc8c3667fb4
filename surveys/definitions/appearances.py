"""What the column `appearance` asks for: what has a meaning here, what is only for the eye, and what cannot be done.

Source: https://xlsform.org/en/#appearance and https://docs.getodk.org/form-question-types/.
"""

import re
from collections.abc import Iterator, Mapping

from surveys.definitions.terms import Misuse

# What pages do: several lines to write on, a keyboard of figures, the choices beside each other.
USED = frozenset({"multiline", "numbers", "likert", "horizontal"})
_CALENDAR = "Take it out: days are those of the common calendar."
_REFUSED: Mapping[str, str] = {
    "year": "Use integer, and ask for the year; a constraint keeps it within bounds.",
    "month-year": "Use text, or integer for the year and select_one for the month.",
    **dict.fromkeys(("ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist"), _CALENDAR),
    "label": "Take the row out: every question shows its own choices.",
    "image-map": "Use select_one without it: choices are picked by their labels.",
    "signature": "Use acknowledge, or text for the name.",
    **dict.fromkeys(("hidden-answer", "masked"), "Take it out: what is written in a chat stays to be seen there."),
}
_CALLS: Mapping[str, str] = {
    "search": "Write the list under choices, with a choice_filter.",
    "ex:": "Take it out: no other program is opened.",
    "printer:": "Take it out: nothing is printed.",
}


def wrong_appearance(written: str) -> Misuse | None:
    """Why `appearance` cannot be kept: it would change what is asked."""
    for start, remedy in _CALLS.items():
        if written.lower().startswith(start):
            return Misuse("appearance-unavailable", f"the appearance '{start.rstrip(':')}' cannot be had", remedy)
    for word in _words(written):
        if word in _REFUSED:
            return Misuse("appearance-unavailable", f"the appearance '{word}' changes what is asked", _REFUSED[word])
    return None


def unused(written: str) -> list[str]:
    """The parts of `appearance` that are kept for other programs, and do nothing here."""
    return [word for word in _words(written) if word not in USED]


def _words(written: str) -> Iterator[str]:
    return (word.lower() for word in re.split(r"[\s,]+", written) if word)
