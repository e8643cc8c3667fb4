"""Which answer an amount falls in, where the answers are amounts: "we are about 30", "8 or 9", "£45k"."""

import re

from surveys.interviews.reading.amounts import in_thousands
from surveys.interviews.reading.folding import canon, fold
from surveys.interviews.reading.offers import Offer
from surveys.interviews.reading.quantities import figures

_AMOUNT = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)")
_EITHER = re.compile(r"\d ?(?:-|or|to|and) ?\d+\D*$")
_ODD = re.compile(r"/|\byear \d|\bnor\b")  # a fraction, a class at school, no answer
_AGED = re.compile(r"\b(?:how old|age)\b")
_JOINTS = frozenset({"between", "and", "from", "to"})
# Said around an amount, these make it one; "2" alone may be the second answer.
_COUNTED = frozenset({"we", "are", "am", "im", "have", "about", "around", "roughly", "got"})
_HARMLESS = frozenset(
    {
        "approx", "approximately", "i", "were", "ive", "weve", "or", "its", "it", "is", "probably", "of", "us", "all", "my",
        "age",
        "old", "still", "now", "only", "just", "the",
    }
)  # fmt: skip


def amount_in(offer: Offer, plain: str) -> int | None:
    """The only answer whose span holds every amount in `plain` words, when no word around them says anything else."""
    said = figures(plain)
    amounts = [float(each) for each in _AMOUNT.findall(said)]
    if not amounts or offer.points is not None or _ODD.search(said) or (len(amounts) > 1 and not _EITHER.search(said)):
        return None
    around = [canon(word) for word in fold(_AMOUNT.sub(" ", said.replace("£", ""))).split()]
    units = [word for word in around if word not in _COUNTED and word not in _HARMLESS and word not in _JOINTS]
    known = {word for each in offer.spans if each is not None for word in each.unit.split()} | offer.asked
    if not known.issuperset(set(units) - ({"year"} if _AGED.search(offer.question) else set())):
        return None
    same = [
        index
        for index, each in enumerate(offer.numbers)
        if len(amounts) > 1 and each == tuple(f"{amount:g}" for amount in amounts)
    ]
    if len(same) == 1:
        return same[0]
    counted = bool(units) or not _COUNTED.isdisjoint(around) or len(amounts) > 1
    place = amounts[0] in range(1, offer.size + 1) and not counted
    if place or ("£" not in plain and in_thousands(offer.spans, max(amounts))):
        return None
    held = {_holder(offer, amount) for amount in amounts}
    return held.pop() if len(held) == 1 else None


def _holder(offer: Offer, amount: float) -> int | None:
    aged = int(amount) if _AGED.search(offer.question) else amount  # at 15 and a half one is 15
    holders = [index for index, each in enumerate(offer.spans) if each is not None and each.holds(aged)]
    return holders[0] if len(holders) == 1 else None
