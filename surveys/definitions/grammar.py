"""Reading an expression: the grammar of XPath 1.0 (section 3), with `${name}` and `.` in the place of paths.

A survey has questions, not nodes; the one path there is, is what a question stands in: `position(..)`.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace

from surveys.definitions.calls import OF_ONESELF, compile_call, of_all
from surveys.definitions.operators import COMPARING, JOINING, LEVELS, chain, outcome
from surveys.definitions.repeats import column_key
from surveys.definitions.terms import OWN, Comparison, Misuse, Pick, Run, Term
from surveys.definitions.tokens import Token, hint, tokenise
from surveys.definitions.values import NAN, to_number, to_text
from surveys.errors import Fault, Place

DEEPEST = 32  # brackets within brackets: each costs a dozen frames of Python's stack
_CONDITIONS = {"if": 1, "not": 1, "boolean": 1}  # functions, and how many of their arguments they take as true or false


class _Stop(Exception):
    """The rest cannot be understood. The fault is already noted."""


class Parser:
    """Reads one expression by recursive descent. What it finds on the way is in its public attributes, as in `Expression`."""

    def __init__(self, source: str, place: Place, columns: Collection[str]) -> None:
        self.faults: list[Fault] = []
        self.names: set[str] = set()
        self.labelled: set[str] = set()
        self.conditions: set[str] = set()
        self.comparisons: list[Comparison] = []
        self.picks: list[Pick] = []
        self.own = False
        self.single: Counter[str] = Counter()  # how often a question's one answer is meant, and not all that a repeat has
        self.indexed: set[tuple[str, str]] = set()
        self.columns: set[str] = set()
        self._known = columns
        self._place = place
        self._tokens = tokenise(source)
        self._quoted: dict[int, Token] = {}  # texts with ${…} in them, by column
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
        for token in self._quoted.values():
            remedy = "Take the quotes off a question: ${name}. Join texts with concat('Hello ', ${name})."
            self._note(token, "expression-quoted", "${…} in quotes is only text", remedy)
        self.faults.sort(key=lambda fault: fault.place.column)
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
        shown = f"'{token.text}'" if token.text.isprintable() else f"the character U+{ord(token.text):04X}"
        return self._stop(token, "expression-character", f"{shown} means nothing here", hint(token.text))

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
        parts = [first]
        while self._next.text in operators and self._next.kind in ("symbol", "name"):
            operator = self._take().text
            right = self._binary(level + 1)
            self._look_at(left, operator, right)
            rest.append((operator, right.run))
            parts.append(right)
            left = outcome(operator, right.run)  # what is compared next is the result so far, of which only the kind is looked at
        if not rest:
            return first
        made = rest[0][0] if rest[0][0] in JOINING or len(rest) == 1 else ""  # a = b = c has no words
        return replace(outcome(rest[-1][0], chain(first.run, rest)), made=made, parts=tuple(parts) if made else ())

    def _look_at(self, left: Term, operator: str, right: Term) -> None:
        """Note what the operands are taken for."""
        if operator in JOINING:
            self.conditions |= {term.name for term in (left, right) if term.name}
        if operator in COMPARING:
            self.comparisons.append(Comparison(left, operator, right))
        if operator in ("=", "!="):
            self.conditions |= {one.name for one, other in ((left, right), (right, left)) if one.name and other.gives == "truth"}
            self._pick(left, right, whole=True)

    def _unary(self) -> Term:
        signs = 0
        while self._takes("-"):
            signs += 1
        term = self._operand()
        if not signs:
            return term
        run, sign = term.run, -1.0 if signs % 2 else 1.0
        if isinstance(term.literal, float):
            return self._number(sign * term.literal)
        return Term(lambda scope: sign * to_number(run(scope)), gives="number")

    def _operand(self) -> Term:
        token = self._take()
        match token.kind:
            case "number":
                return self._number(float(token.text))
            case "text":
                return self._text(token)
            case "reference":
                name = token.text[2:-1]
                self.names.add(name)
                self.single[name] += 1
                return Term(lambda scope: scope.lookup(name), name=name, picked=name)
            case "name":
                return self._call(token) if self._takes("(") else self._bare(token)
            case "date":
                return self._wrong(
                    token, "expression-date", "a date without quotes is a sum", f"Write '{token.text}', in quotes."
                )
            case "parent":
                remedy = "Write position(..) for the number of the time round, ${name} for an answer."
                return self._wrong(token, "expression-parent", f"'{token.text}' can only stand in position(..)", remedy)
            case "unknown":
                raise self._unknown(token)
            case "end":
                raise self._stop(token, "expression-incomplete", "something is missing at the end", "Finish it.")
            case "symbol" if token.text == ".":
                self.own = True
                return OWN
            case "symbol" if token.text == "(":
                return self._bracketed(token, lambda: (self._binary(0),))[0]
        raise self._stop(token, "expression-incomplete", f"a value is missing before '{token.text}'", "Put one there.")

    def _number(self, number: float) -> Term:
        return Term(lambda _: number, literal=number, gives="number", results=frozenset((to_text(number),)))

    def _text(self, token: Token) -> Term:
        text = token.text[1:-1]
        if "${" in text:
            self._quoted[token.column] = token
        return Term(lambda _: text, literal=text, gives="text", results=frozenset((text,)))

    def _wrong(self, token: Token, code: str, what: str, remedy: str) -> Term:
        """A stand-in for what is wrong by itself, and leaves the rest readable."""
        self._note(token, code, what, remedy)
        return Term(lambda _: NAN)

    def _bare(self, token: Token) -> Term:
        """A name without `${}`: in a choice_filter, a column of the choices."""
        name = token.text
        if name in self._known:
            self.columns.add(name)
            key = column_key(name)
            return Term(lambda scope: scope.lookup(key), column=name)
        remedy = f"Write ${{{name}}} for the answer to a question, '{name}' in quotes for text, {name}() for a function."
        return self._wrong(token, "expression-name", f"'{name}' stands alone", remedy)

    def _call(self, token: Token) -> Term:
        name = token.text
        outwards = name == "position" and self._next.kind == "parent"
        args = self._bracketed(token, self._parent if outwards else self._arguments)
        if not args and name in OF_ONESELF:
            self.own, args = True, (OWN,)
        made = compile_call(name, args)
        if isinstance(made, Misuse):
            return self._wrong(token, *made)
        self.single.subtract(arg.name for arg in of_all(name, args))
        if name == "indexed-repeat":
            self.indexed.add((args[0].name, args[1].name))
        self.conditions |= {arg.name for arg in args[: _CONDITIONS.get(name, 0)] if arg.name}
        if name == "selected":
            self._pick(*args, whole=False)
        elif name == "jr:choice-name":
            self._label(args[0], made.labelled)
        return replace(made, made=name, parts=args)

    def _label(self, choice: Term, question: str) -> None:
        """Note that a label of `question` is said, whose name in quotes has just been passed."""
        self._quoted.pop(self._tokens[self._at - 2].column, None)  # the token before the bracket that closed
        self.labelled.add(question)
        if choice.literal is not None:
            self.picks.append(Pick(question, to_text(choice.literal), whole=False))

    def _parent(self) -> tuple[Term, ...]:
        levels = self._take().text.count("..")
        path = "/".join([".."] * levels)
        return (Term(lambda scope: scope.lookup(path), name=path),)

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
            if one.picked and other.literal is not None:
                self.picks.append(Pick(one.picked, to_text(other.literal), whole and one.gives == "any"))
