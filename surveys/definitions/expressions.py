"""Expressions as XLSForm writes them (`${size} = 'small' and . > 3`), compiled once and evaluated in microseconds.

The grammar is in `grammar`, values in `values`, functions in `functions` and `calls`, operators in `operators`, what is read of
repeated questions in `repeats`. Nothing is ever given to Python to evaluate.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from surveys.definitions.grammar import Parser
from surveys.definitions.repeats import Lookup
from surveys.definitions.terms import Comparison, Labels, Pick, Scope, Term
from surveys.definitions.values import Value, to_text, to_truth
from surveys.errors import DefinitionError, Place

_NOWHERE = Place()


def _name_for_label(_question: str, choice: str) -> str:
    return choice


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. Two are equal when their sources are.

    `names` are the questions it refers to, `own` whether it uses `.`, `picks` the answers it compares with. `labelled` are the
    questions whose choices' labels it says, `conditions` those whose answer it takes as true or false, `comparisons` all that it
    compares, `columns` those of choices that it looks at. Of `single` it means one answer, and not all that a repeat
    has; `indexed` are the questions, each with the repeat it is taken for, of which it picks one. `term` is the whole of it.
    """

    source: str
    names: frozenset[str] = field(compare=False)
    own: bool = field(compare=False)
    picks: tuple[Pick, ...] = field(compare=False)
    labelled: frozenset[str] = field(compare=False, repr=False)
    conditions: frozenset[str] = field(compare=False, repr=False)
    comparisons: tuple[Comparison, ...] = field(compare=False, repr=False)
    term: Term = field(compare=False, repr=False)
    columns: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    single: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    indexed: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False, repr=False)

    def value(self, lookup: Lookup, *, this: str = "", now: datetime, labels: Labels = _name_for_label) -> Value:
        """What it comes to: a text, a number or a truth.

        `lookup` gives a question's answer as XForms writes it, "" where there is none, and what is repeated by the keys that
        `repeats` lists; `this` is the answer that `.` means. `now` is aware, in the zone whose calendar `today()` follows.
        `labels` gives a choice's label in the language of the interview, for `jr:choice-name`; without it a choice's name stands
        for its label.
        """
        return self.term.run(Scope(lookup, this, now, labels))

    def truth(self, lookup: Lookup, *, this: str = "", now: datetime, labels: Labels = _name_for_label) -> bool:
        """Whether it holds, for `relevant` and `constraint`."""
        return to_truth(self.term.run(Scope(lookup, this, now, labels)))

    def text(self, lookup: Lookup, *, this: str = "", now: datetime, labels: Labels = _name_for_label) -> str:
        """Its value as an answer is kept, for `calculation`. What is not a number (NaN) is kept as "", as in ODK."""
        value = self.term.run(Scope(lookup, this, now, labels))
        return "" if isinstance(value, float) and math.isnan(value) else to_text(value)


def compile_expression(source: str, place: Place = _NOWHERE, columns: Collection[str] = ()) -> Expression:
    """Compile `source`. Raises DefinitionError with every fault found, each at its column (from 1) in `source`.

    `columns` are those of choices that it may look at, for a choice_filter.
    """
    parser = Parser(source, place, columns)
    term = parser.read()
    if term is None or parser.faults:
        raise DefinitionError(tuple(parser.faults))
    return Expression(
        source,
        frozenset(parser.names),
        parser.own,
        tuple(parser.picks),
        frozenset(parser.labelled),
        frozenset(parser.conditions),
        tuple(parser.comparisons),
        term,
        frozenset(parser.columns),
        frozenset(name for name, times in parser.single.items() if times > 0),
        frozenset(parser.indexed),
    )
