"""Answers that are amounts: "10 to 50", "Fewer than 10", "3 years or more", "2 hours", and the points of a scale."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite

_N = r"(\d+)"
_UNIT = r"(?: ([^\W\d]+(?: [^\W\d]+){0,3}))?"
_LARGE = re.compile(r"(\d+) (thousand|million)\b")
# Each with how its numbers bound the amount: below the first, up to it, above it, from it, between two.
_SPANS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("below", rf"(?:fewer than|less than|under|below|<) {_N}{_UNIT}"),
        ("from", rf"{_N}{_UNIT} (?:or|and) (?:more|over|above|older)"),
        ("from", rf"{_N} (?:\+|plus){_UNIT}"),
        ("from", rf"at least {_N}{_UNIT}"),
        ("to", rf"{_N}{_UNIT} (?:or|and) (?:fewer|less|under|below|younger)"),
        ("to", rf"(?:up to|at most|no more than) {_N}{_UNIT}"),
        ("above", rf"(?:more than|over|above|>) {_N}{_UNIT}"),
        ("between", rf"(?:from )?{_N} (?:to )?{_N}{_UNIT}"),
        ("between", rf"between {_N} and {_N}{_UNIT}"),
    )
)
_ABOUT = re.compile(rf"(?:(?:about|around|roughly|approx|approximately|i am|im|we are|we have|i have) )?{_N}{_UNIT}")
_CURRENCY = re.compile(r"[$£€] ?")
_POINT = re.compile(r"\s*(\d{1,4})\s*(?:$|[-–—:.)=(,]\s*(\D.*))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high` of `unit`; an open end is not in it."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False
    unit: str = ""

    def holds(self, amount: float) -> bool:
        """Whether `amount` lies in it."""
        above = amount > self.low if self.open_low else amount >= self.low
        return above and (amount < self.high if self.open_high else amount <= self.high)

    def same(self, said: "Span") -> bool:
        """Whether `said` has the same bounds, in no other unit."""
        ends = (self.low, self.high, self.open_low, self.open_high)
        alike = not self.unit or said.unit in ("", self.unit)
        return alike and ends == (said.low, said.high, said.open_low, said.open_high)


def span(words: str) -> Span | None:
    """The span that canonical words (`folding.canon`) name, or None."""
    words = _LARGE.sub(_in_full, _CURRENCY.sub("", words))
    for kind, pattern in _SPANS:
        match = pattern.fullmatch(words)
        if match is not None:
            *numbers, unit = match.groups()
            return _bounds(kind, [float(number) for number in numbers], unit or "")
    return None


def in_thousands(spans: Iterable[Span | None], amount: float) -> bool:
    """Whether an amount may be meant in thousands: "120" where the answers begin with £10,000."""
    ends = [end for each in spans if each is not None for end in (each.low, each.high) if isfinite(end) and end > 0]
    return min(ends, default=0) >= 1_000 > amount > 0


def _in_full(large: re.Match[str]) -> str:
    return f"{large[1]}{'000' if large[2] == 'thousand' else '000000'}"


def _bounds(kind: str, numbers: list[float], unit: str) -> Span | None:
    first, last = numbers[0], numbers[-1]
    match kind:
        case "below":
            return Span(-inf, first, open_high=True, unit=unit)
        case "to":
            return Span(-inf, first, unit=unit)
        case "above":
            return Span(first, inf, open_low=True, unit=unit)
        case "from":
            return Span(first, inf, unit=unit)
        case _:
            return Span(first, last, unit=unit) if first < last else None


def amount(words: str) -> tuple[int, str] | None:
    """The one amount in canonical words, and its unit: "25", "about 25 people"; None when there is none, or more."""
    match = _ABOUT.fullmatch(_CURRENCY.sub("", words))
    return (int(match[1]), match[2] or "") if match is not None else None


def point(label: str) -> int | None:
    """The number that a label of a scale stands for: "7", "0 – not at all"; None when it is no point of a scale."""
    match = _POINT.match(label)
    return int(match[1]) if match is not None else None


def past_point(label: str) -> str:
    """What a label of a scale says after its number: "not at all"; empty when it is no point of a scale or says no more."""
    match = _POINT.match(label)
    return (match[2] or "") if match is not None else ""
