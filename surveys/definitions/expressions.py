"""Expressions as XLSForm writes them (`${size} = 'small' and . > 3`), compiled once and evaluated in microseconds.

The grammar is XPath 1.0's (section 3), with `${name}` and `.` in the place of paths: a survey has questions, not nodes. Values
are in `values`, functions in `functions`, operators in `operators`. Nothing is ever given to Python to evaluate.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from surveys.definitions.calls import OF_ONESELF, OWN, Misuse, Run, Scope, Term, compile_call
from surveys.definitions.operators import LEVELS, chain
from surveys.definitions.tokens import Token, hint, tokenise
from surveys.definitions.values import NAN, Value, to_number, to_text, to_truth
from surveys.errors import DefinitionError, Fault, Place

Lookup = Callable[[str], str]
DEEPEST = 32  # brackets within brackets: each costs a dozen frames of Python's stack
_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Pick:
    """That an expression compares a question with one answer: `name` ("." for its own) with `choice`.

    `whole` is whether all of the answer is compared, by `=` or `!=`, and not what is selected in it.
    """

    name: str
    choice: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. Two are equal when their sources are.

    `names` are the questions it refers to, `own` whether it uses `.`, `picks` the answers it compares with.
    """

    source: str
    names: frozenset[str] = field(compare=False)
    own: bool = field(compare=False)
    picks: tuple[Pick, ...] = field(compare=False)
    run: Run = field(compare=False, repr=False)

    def value(self, lookup: Lookup, *, this: str = "", now: datetime) -> Value:
        """What it comes to: a text, a number or a truth.

        `lookup` gives a question's answer as XForms writes it, "" where there is none; `this` is the answer that `.` means. `now`
        is aware, in the zone whose calendar `today()` follows.
        """
        return self.run(Scope(lookup, this, now))

    def truth(self, lookup: Lookup, *, this: str = "", now: datetime) -> bool:
        """Whether it holds, for `relevant` and `constraint`."""
        return to_truth(self.run(Scope(lookup, this, now)))

    def text(self, lookup: Lookup, *, this: str = "", now: datetime) -> str:
        """Its value as an answer is kept, for `calculation`. What is not a number (NaN) is kept as "", as in ODK."""
        value = self.run(Scope(lookup, this, now))
        return "" if isinstance(value, float) and math.isnan(value) else to_text(value)


def compile_expression(source: str, place: Place = _NOWHERE) -> Expression:
    """Compile `source`. Raises DefinitionError with every fault found, each at its column (from 1) in `source`."""
    parser = _Parser(source, place)
    term = parser.read()
    if term is None or parser.faults:
        raise DefinitionError(tuple(parser.faults))
    return Expression(source, frozenset(parser.names), parser.own, tuple(parser.picks), term.run)


class _Stop(Exception):
    """The rest cannot be understood. The fault is already noted."""


class _Parser:
    """Reads one expression by recursive descent. What it finds on the way is in `faults`, `names`, `own` and `picks`."""

    def __init__(self, source: str, place: Place) -> None:
        self.faults: list[Fault] = []
        self.names: set[str] = set()
        self.picks: list[Pick] = []
        self.own = False
        self._place = place
        self._tokens = tokenise(source)
        self._at = 0
        self._depth = 0

    def read(self) -> Term | None:
        """The whole expression, or None where it could not be read to its end."""
        try:
            if len(self._tokens) == 1:
                raise self._stop(self._next, "expression-empty", "there is no expression", "Write one, or leave it out.")
            term = self._binary(0)
            if self._next.kind != "end":
                raise self._surplus()
        except _Stop:
            return None
        return term

    # ── moving on, and stopping ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += token.kind != "end"
        return token

    def _takes(self, symbol: str) -> bool:
        """Whether `symbol` comes next; if so, it is passed."""
        if self._next.kind != "symbol" or self._next.text != symbol:
            return False
        self._at += 1
        return True

    def _note(self, token: Token, code: str, what: str, remedy: str) -> None:
        place = replace(self._place, column=token.column)
        self.faults.append(Fault(code, what, remedy, place))

    def _stop(self, token: Token, code: str, what: str, remedy: str) -> _Stop:
        self._note(token, code, what, remedy)
        return _Stop()

    def _unknown(self, token: Token) -> _Stop:
        if token.text in ("'", '"'):
            return self._stop(token, "expression-quote", "a text in quotes is not closed", hint(token.text))
        return self._stop(token, "expression-character", f"'{token.text}' means nothing here", hint(token.text))

    def _surplus(self) -> _Stop:
        token = self._next
        if token.kind == "unknown":
            return self._unknown(token)
        if token.text == ")":
            return self._stop(token, "expression-bracket", "a bracket is closed that was not opened", "Take the ')' out.")
        remedy = "Join two conditions by and or or, in small letters; write = once."
        return self._stop(token, "expression-surplus", f"'{token.text}' stands after the end", remedy)

    # ── the grammar ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _binary(self, level: int) -> Term:
        """Operands joined by the operators of one level. A chain is one flat loop, so that its length costs no stack."""
        if level == len(LEVELS):
            return self._unary()
        operators = LEVELS[level]
        first = left = self._binary(level + 1)
        rest: list[tuple[str, Run]] = []
        while self._next.text in operators and self._next.kind in ("symbol", "name"):
            operator = self._take()
            right = self._binary(level + 1)
            if operator.text in ("=", "!="):
                self._pick(left, right, whole=True)
            rest.append((operator.text, right.run))
            left = Term(right.run)  # what is compared next is the result so far, and no question
        return Term(chain(first.run, rest)) if rest else first

    def _unary(self) -> Term:
        signs = 0
        while self._takes("-"):
            signs += 1
        term = self._operand()
        if not signs:
            return term
        run, sign = term.run, -1.0 if signs % 2 else 1.0
        return Term(lambda scope: sign * to_number(run(scope)))

    def _operand(self) -> Term:
        token = self._take()
        match token.kind:
            case "number":
                number = float(token.text)
                return Term(lambda _: number, literal=to_text(number))
            case "text":
                text = token.text[1:-1]
                return Term(lambda _: text, literal=text)
            case "reference":
                name = token.text[2:-1]
                self.names.add(name)
                return Term(lambda scope: scope.lookup(name), name=name)
            case "name":
                return self._call(token) if self._takes("(") else self._bare(token)
            case "unknown":
                raise self._unknown(token)
            case "end":
                raise self._stop(token, "expression-incomplete", "something is missing at the end", "Finish it.")
            case "symbol" if token.text == ".":
                self.own = True
                return OWN
            case "symbol" if token.text == "(":
                (term,) = self._bracketed(token, lambda: (self._binary(0),))
                return Term(term.run)
        raise self._stop(token, "expression-incomplete", f"a value is missing before '{token.text}'", "Put one there.")

    def _bare(self, token: Token) -> Term:
        name = token.text
        remedy = f"Write ${{{name}}} for the answer to a question, '{name}' in quotes for text, {name}() for a function."
        self._note(token, "expression-name", f"'{name}' stands alone", remedy)
        return Term(lambda _: name)

    def _call(self, token: Token) -> Term:
        args = self._bracketed(token, self._arguments)
        if not args and token.text in OF_ONESELF:
            self.own, args = True, (OWN,)
        if token.text == "selected" and len(args) == 2:
            self._pick(*args, whole=False)
        made = compile_call(token.text, args)
        if isinstance(made, Misuse):
            self._note(token, *made)
            return Term(lambda _: NAN)
        return Term(made)

    def _arguments(self) -> tuple[Term, ...]:
        if self._next.text == ")":
            return ()
        args = [self._binary(0)]
        while self._takes(","):
            args.append(self._binary(0))
        return tuple(args)

    def _bracketed(self, opened: Token, read: Callable[[], tuple[Term, ...]]) -> tuple[Term, ...]:
        """What `read` finds up to the closing bracket."""
        self._depth += 1
        if self._depth > DEEPEST:
            remedy = "Work part of it out in a calculate question first."
            raise self._stop(opened, "expression-deep", f"there are more than {DEEPEST} brackets within each other", remedy)
        terms = read()
        if not self._takes(")"):
            if self._next.kind == "unknown":
                raise self._unknown(self._next)
            remedy = f"Close the one that opens at column {opened.column}."
            raise self._stop(self._next, "expression-bracket", "a bracket is not closed", remedy)
        self._depth -= 1
        return terms

    def _pick(self, left: Term, right: Term, *, whole: bool) -> None:
        for one, other in ((left, right), (right, left)):
            if one.name and other.literal is not None:
                self.picks.append(Pick(one.name, other.literal, whole))
