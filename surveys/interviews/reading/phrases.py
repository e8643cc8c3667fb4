"""What is said around an answer, and what folded words come to that stand for an answer of every survey."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from surveys.interviews.reading.folding import fold, once
from surveys.interviews.reading.meanings import AFTER, ASKING, BEFORE, MEANINGS, Meaning
from surveys.interviews.tongues import DOUBTFUL, TONGUES, primary

_YES_OR_NO = re.compile(r"(yes|no)\b\s*(?:$|[^\w\s]|(?:i|we|it|they|he|she|you|there)\b)", re.IGNORECASE)
_UNDECIDED = frozenset({"not sure", "unsure", "im not sure", "maybe", "perhaps", "possibly", "undecided", "not decided", "might"})
_AFTER = re.compile(rf"(?<=.)(?: (?:{'|'.join(sorted(map(re.escape, AFTER), key=len, reverse=True))}))+\Z")
_MEANT: Mapping[str, Meaning] = {
    phrase: meaning for meaning, phrases in reversed(MEANINGS.items()) for phrase in phrases
}  # the first meaning counts
_HELD_DOWN = re.compile(r"(.)\1{2,}")


def bare(folded: str) -> str:
    """Folded words without what is only said around an answer: "i would say … please"."""
    words = _AFTER.sub("", folded)
    parts = words.split()
    asks = parts[:1] and parts[0] in ASKING  # "is it …"
    start = 0 if asks else next((at for at, word in enumerate(parts) if word not in BEFORE), len(parts))
    return " ".join(parts[start:]) or words


def meaning_of(folded: str) -> Meaning | None:
    """What folded words say, if it is one of the answers that every survey has."""
    for words in (folded, bare(folded)):
        parts = words.split()
        core = parts[0] if len(set(parts)) == 1 and words.isalpha() is False and parts[0].isalpha() else words  # "no no no"
        for said in (core, _HELD_DOWN.sub(r"\1", core), once(core)):  # "nooo", "yeahh"
            if said in _MEANT:
                return _MEANT[said]
    return None


def meaning_in(folded: str, language: str) -> Meaning | None:
    """As `meaning_of`; a yes or a no of the language spoken comes before the English ones, and its false friends are neither."""
    tongue = primary(language)
    if folded in DOUBTFUL.get(tongue, ()):
        return None
    return _own(tongue).get(folded) or meaning_of(folded)


@lru_cache(maxsize=64)
def _own(tongue: str) -> Mapping[str, Meaning]:
    table = TONGUES.get(tongue, {})
    meanings: tuple[Literal["yes", "no"], ...] = ("yes", "no")
    return {fold(phrase): meaning for meaning in meanings for phrase in table.get(meaning, ())}


def means(label: str, meaning: Meaning) -> bool:
    """Whether an answer with this label says that: "None of these" is a none, "No, never" a no."""
    folded = fold(label)
    if meaning == "other" and (folded.startswith(("other ", "another ")) or folded.endswith(" else")):
        return True
    if folded in _UNDECIDED and meaning == "undecided":
        return True
    if (folded in MEANINGS[meaning] and meaning != "undecided") or (
        meaning == "none" and folded.startswith(("none ", "nothing ", "nobody else")) and not folded.startswith("nothing to ")
    ):
        return True
    match = _YES_OR_NO.match(label.strip()) if meaning in ("yes", "no") else None
    return match is not None and match[1].lower() == meaning
