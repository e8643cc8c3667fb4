"""Patterns for `regex()`: compiled with the survey, and refused where a text could be made that takes for ever to match."""

import re

LONGEST = 1_000  # characters; a longer text does not match, so that the cost of any pattern stays bounded

_PIECE = re.compile(
    r"""\\. | \[\^?\]?(?:\\.|[^\]\\])*\] | \((?:\?(?:[:=!>]|<[=!]|P<\w+>))? | \)
    | (?P<repeat>[*+]|\{[0-9]*,[0-9]*\}) | \{[0-9]+\} | .""",
    re.VERBOSE | re.DOTALL,
)


def compile_pattern(source: str) -> re.Pattern[str] | str:
    """`source` compiled, or why it cannot be used, in a few words."""
    try:
        pattern = re.compile(source)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    if _may_take_for_ever(source):
        return "it repeats a part that itself repeats or has alternatives, which some texts can make endless"
    return pattern


def matches(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the whole of `text` matches (ODK: "an exact and complete match")."""
    return len(text) <= LONGEST and pattern.fullmatch(text) is not None


def _may_take_for_ever(source: str) -> bool:
    """Whether a repeated group holds a repeat or an alternative: `(a+)+`, `(a|ab)*`. A fixed count, `{3}`, is no repeat."""
    varies = [False]  # for each open group, whether it holds a repeat or an alternative
    closed = False  # whether the piece before was a group that does
    for piece in _PIECE.finditer(source):
        if piece["repeat"]:
            if closed:
                return True
            varies[-1] = True
        closed = False
        if piece[0].startswith("("):
            varies.append(False)
        elif piece[0] == ")":
            closed = varies.pop()
            varies[-1] |= closed
        elif piece[0] == "|":
            varies[-1] = True
    return False
