"""The parts that an expression is put together from, and what is known of each before it is ever evaluated."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from surveys.definitions.repeats import Lookup
from surveys.definitions.values import Value

Labels = Callable[[str, str], str]  # (a question's name, a choice's name) → its label; "" where there is no such choice
Gives = Literal["text", "number", "truth", "any"]


class Scope(NamedTuple):
    """What an expression is evaluated with. A NamedTuple: one is made for every evaluation, and it must cost nothing."""

    lookup: Lookup
    this: str
    now: datetime
    labels: Labels


Run = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Term:
    """A compiled part.

    `name` is set when it is one question's answer ("." for one's own, ".." and so on for what it stands in), `literal` when it is
    written out, `column` when it is a column of a choice. `gives` is what it comes to. `picked` is the question of whose choices
    it names, `labelled` the one of whose choices it says the label; `results` are all the texts that it can come to, where they
    are few and known. `made` is the operator or the function that it is made by, and `parts` what of: for saying it in words,
    not for evaluating it.
    """

    run: Run
    name: str = ""
    literal: Value | None = None
    gives: Gives = "any"
    picked: str = ""
    labelled: str = ""
    results: frozenset[str] | None = None
    made: str = ""
    parts: tuple["Term", ...] = ()
    column: str = ""


class Misuse(NamedTuple):
    """Why a call cannot be made: the fault's code, what and remedy."""

    code: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Pick:
    """That an expression compares a question with one answer: `name` ("." for its own) with `choice`.

    `whole` is whether all of the answer is compared, by `=` or `!=`, and not what is selected in it.
    """

    name: str
    choice: str
    whole: bool


class Comparison(NamedTuple):
    """Two parts with one of `=` `!=` `<` `<=` `>` `>=` between them."""

    left: Term
    operator: str
    right: Term


def truth(run: Run) -> Term:
    """A part that holds or does not."""
    return Term(run, gives="truth", results=frozenset(("true", "false")))


OWN = Term(lambda scope: scope.this, name=".", picked=".")
