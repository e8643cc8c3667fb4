r"""Patterns for `regex()`, matched in a time that grows with the text alone, whatever pattern an author writes.

RE2 (https://github.com/google/re2/wiki/Syntax) runs a pattern as a machine with a fixed number of states and never goes back, so
that no text makes it endless. For that it knows no references back and no looking around; those are refused. As in ODK's clients,
`\d` and `\w` mean ASCII; `\pL` is any letter.
"""

import re2

LONGEST = 10_000  # characters; a longer text does not match, and the longest pattern takes some 30 ms for one
BIGGEST = 2_000  # states of the machine: ten times what any pattern for a form needs

_MEMORY = 1 << 20  # bytes for one pattern
_INSTEAD = {
    "(?=": "it looks ahead with (?=",
    "(?!": "it looks ahead with (?!",
    "(?<": "it looks behind with (?<",
    r"\Z": r"\Z means nothing in it; a pattern is always matched up to the end",
    **{rf"\{group}": rf"it refers back to a group with \{group}" for group in range(1, 10)},
}


class Pattern:
    """A pattern that can be used."""

    __slots__ = ("_machine",)

    def __init__(self, source: str) -> None:
        """Compile `source`. Raises ValueError with why it cannot be used, in a few words."""
        options = re2.Options()
        options.log_errors, options.never_capture, options.max_mem = False, True, _MEMORY
        try:
            self._machine = re2.compile(source.encode(), options)
        except re2.error as error:
            raise ValueError(_why(error.args[0].decode())) from None
        if self._machine.programsize > BIGGEST:
            raise ValueError("it is too big")

    def matches(self, text: str) -> bool:
        """Whether the whole of `text` matches (ODK: "an exact and complete match")."""
        # half a surrogate pair has no bytes of its own
        return len(text) <= LONGEST and self._machine.fullmatch(text.encode(errors="replace")) is not None


def _why(message: str) -> str:
    what, _, where = message.partition(": ")
    if message.startswith("pattern too large"):
        return "it is too big"
    return next((why for start, why in _INSTEAD.items() if where.startswith(start)), f"{what} {where}".strip())
