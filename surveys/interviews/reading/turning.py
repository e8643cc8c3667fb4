"""Where the rules made for English words end: what is written in another language is taken literally, and else asked about."""

from functools import lru_cache

from surveys.interviews.reading.folding import fold
from surveys.interviews.tongues import TURNING, primary


def is_english(language: str) -> bool:
    """Whether what is said may be worked out by the rules for English words."""
    return primary(language) == "en"


def may_turn(remark: str, language: str) -> bool:
    """Whether what stands beside an answer may turn it round: in another language by its own "not", or wherever we know none."""
    tongue = primary(language)
    return tongue != "en" and (tongue not in TURNING or not _turning(tongue).isdisjoint(fold(remark).split()))


@lru_cache(maxsize=64)
def _turning(tongue: str) -> frozenset[str]:
    return frozenset(map(fold, TURNING[tongue]))
