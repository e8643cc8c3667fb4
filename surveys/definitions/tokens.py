"""The words of an expression (XPath 1.0, section 3.7), each with its column."""

import re
from typing import Literal, NamedTuple, cast

from surveys.definitions.values import SPACE

Kind = Literal["number", "date", "text", "reference", "name", "parent", "symbol", "end", "unknown"]

_TOKEN = re.compile(
    r"""[ \t\r\n]* (?:
      (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9.]))
    | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<reference>\$\{[A-Za-z_][A-Za-z0-9_.-]*\})
    | (?P<name>[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?)
    | (?P<parent>\.\.(?:[ \t\r\n]*/[ \t\r\n]*\.\.)*)
    | (?P<symbol>!=|<=|>=|[-+*=<>(),.])
    | (?P<end>\Z)
    | (?P<unknown>.) )""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A word of an expression. `column` counts from 1."""

    kind: Kind
    text: str
    column: int


def tokenise(source: str) -> tuple[Token, ...]:
    """The tokens of `source`, the last of kind "end"; a character that means nothing is of kind "unknown"."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(source.rstrip(SPACE)):  # or the end would be found twice, before the white space and after it
        kind = cast("Kind", found.lastgroup)
        tokens.append(Token(kind, found[kind], found.start(kind) + 1))
    return tuple(tokens)


_HINTS = {
    **dict.fromkeys("'\"", "Close the text with another quote of the same kind."),
    **dict.fromkeys("‘’“”`", "Use straight quotes: 'like this'."),
    **dict.fromkeys("${}", "Write ${name}, with the name of a question and nothing else."),
    **dict.fromkeys("/÷", "Write div to divide, and ${name} for an answer: a survey has no paths."),
    "!": "Write != for 'is not', and not(…) for 'not'.",
    **dict.fromkeys("&|", "Write and, or."),
    "%": "Write mod for the remainder of a division.",
    "×": "Write * to multiply.",
    **dict.fromkeys("[]", "Work it out in a calculate question first: a survey has no paths."),
    **dict.fromkeys("\u00a0\u202f\u2007", "Put a plain space there."),
    "−": "Write - to take away.",
    "≠": "Write != for 'is not'.",
    "≤": "Write <=.",
    "≥": "Write >=.",
}


def hint(char: str) -> str:
    """What to write instead of a character that means nothing."""
    return _HINTS.get(char, "Take it out, or put text in quotes.")
