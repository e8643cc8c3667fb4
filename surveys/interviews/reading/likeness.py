"""Which label words are like: a part that can be no other's, a slip of the keys, or only worth asking about.

The rule above all: a word that turns an answer round ("not") or shades it ("very") is never added or dropped, and a slip never
changes a word's first letter, so that "agree" is not read out of "disagree", nor "satisfied" out of "unsatisfied".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from surveys.interviews.reading.folding import canon, fold, once
from surveys.interviews.reading.meanings import LITTLE, SHADING, TURNING

_LONGEST_SLIP = 100  # characters: a longer reply is not one label mistyped
_BEFORE_A_PHRASE = frozenset(
    {"a", "an", "the", "my", "our", "your", "in", "at", "on", "by", "of", "from", "with", "for", "and", "or"}
)
_EITHER = frozenset({"and", "or", "with", "in"})  # what stands beside these stands for itself: "food" for "Food and drink"
_THINGS_OF = frozenset(
    {"and", "or", "of", "with", "for", "to"}
)  # "transport" for "Help with transport", not "home" for "Taught at home"
# "hard" is not "hardly", nor "home" "homeless": a beginning counts only where what it lacks is no ending like these.
_ENDINGS = frozenset(
    {"ly", "ful", "less", "ing", "ed", "er", "r", "y", "ish", "able", "d", "n", "en", "est", "ness", "th", "t", "ily",
     "ive", "al"}
)  # fmt: skip
_SOFT = re.compile("c(?=[eiy])")
_SOUNDS = str.maketrans({"c": "k", "q": "k", "z": "s", "x": "ks"})
_OFFERED = 3
_SIMILAR = 0.7
_APART = 0.08  # of likeness, from the next


@dataclass(frozen=True, slots=True)
class Label:
    """A choice's label in one language: folded, and as canonical words. Only of `english` ones we know what turns them round."""

    folded: str
    words: list[str]
    english: bool

    @property
    def turned(self) -> bool:
        """Whether it says "not" in some way."""
        return not TURNING.isdisjoint(self.words)


Labels = Sequence[Sequence[Label]]  # of each choice, its labels


def label_of(text: str, language: str) -> Label:
    """The label `text`, as it is compared."""
    folded = fold(text)
    return Label(folded, canon(folded).split(), language.split("-", 1)[0] == "en")


def run(said: list[str], labels: Labels) -> int | tuple[int, ...]:
    """The only choice of whose label `said` is a part that stands for it: its first words, or a phrase within it."""
    while said and said[0] in _BEFORE_A_PHRASE - {"or"}:
        said = said[1:]
    if not said:
        return ()
    if not any(map(_tells, said)) and len(said) < 2:
        return ()
    whole, certain = _holders(said, labels, partial=False)
    if not whole and len(said[-1]) >= 4:
        whole, certain = _holders(said, labels, partial=True)
    return whole[0] if len(whole) == 1 and certain else tuple(whole)


def _holders(said: list[str], labels: Labels, *, partial: bool) -> tuple[list[int], bool]:
    holders, certain = [], False
    for index, forms in enumerate(labels):
        fits = [_stands_for(said, at, label) for label in forms for at in _places(said, label.words, partial=partial)]
        if fits:
            holders.append(index)
            certain = any(fits)
    return holders, certain


def _places(said: list[str], words: list[str], *, partial: bool) -> Iterable[int]:
    length = len(said)
    for at in range(len(words) - length + 1):
        part = words[at : at + length]
        if part[:-1] == said[:-1] and (part[-1].startswith(said[-1]) if partial else part[-1] == said[-1]):
            yield at


def _stands_for(said: list[str], at: int, label: Label) -> bool:
    """Whether nothing that tells answers apart is left out when a label's words from `at` on are said for the whole."""
    words = label.words
    rest = words[:at] + words[at + len(said) :]
    if not label.english or any(word in TURNING or word in SHADING or word.isdecimal() for word in rest):
        return False
    ending = words[at + len(said) - 1].removeprefix(said[-1])
    before, after = words[:at], words[at + len(said) :]
    if any(map(_tells, after)) and after[0] not in _EITHER:
        return False  # "a bit" for "A bit unsafe"
    if not any(map(_tells, before)):
        return ending not in _ENDINGS
    return not ending and before[-1] in _THINGS_OF and sum(map(_tells, said)) * 3 >= sum(map(_tells, words))


def _tells(word: str) -> bool:
    """Whether a word can tell an answer from another."""
    return len(word) >= 3 and word not in LITTLE and word not in TURNING and word not in SHADING and not word.isdecimal()


def mistyped(said: str, labels: Labels) -> int | tuple[int, ...]:
    """The choice whose label `said` is but for slips of the keys, when every other label is at least two slips further off."""
    if not 4 <= len(said) <= _LONGEST_SLIP:
        return ()
    nearest = sorted(
        min((OSA.distance(said, label.folded), index, label.folded) for label in forms)
        for index, forms in enumerate(labels)
        if forms
    )
    if not nearest or nearest[0][0] > _allowed(len(nearest[0][2])):
        return ()
    distance, index, label = nearest[0]
    alone = len(nearest) == 1 or nearest[1][0] >= distance + 2
    return index if alone and _only_slips(said.split(), label.split()) else ()


def _allowed(length: int) -> int:
    return 0 if length < 5 else 1 if length < 9 else 2 if length < 14 else 3


def _only_slips(said: list[str], words: list[str]) -> bool:
    return len(said) == len(words) and all(map(slip, said, words))


@lru_cache(maxsize=8192)
def slip(said: str, word: str) -> bool:
    """Whether `said` is `word` mistyped, and not another word: "horse" is no "house", "care" no "carer"."""
    if said == word:
        return True
    other = said in TURNING or said in SHADING or any(map(str.isdecimal, said + word))
    distance = OSA.distance(said, word)
    if other or said[:1] != word[:1] or len(word) < 5 or distance > (1 if len(word) < 9 else 2):
        return False
    if once(said) == once(word) or sorted(said) == sorted(word) or sound(said) == sound(word):
        return True
    if len(word) <= 6 and len(said) == len(word):
        return False
    return said[-1] == word[-1] or (len(word) > 8 and distance == 1)


def likest(said: str, labels: Labels) -> tuple[int, ...]:
    """The one choice that `said` sounds like as a whole, as voice typing hears it: "strong lee agree"."""
    compact = once(said.replace(" ", ""))
    if not 4 <= len(compact) <= _LONGEST_SLIP:
        return ()
    ranked = sorted(
        (
            (max(OSA.normalized_similarity(compact, once(label.folded.replace(" ", ""))) for label in forms), index)
            for index, forms in enumerate(labels)
            if forms
        ),
        reverse=True,
    )
    alone = len(ranked) == 1 or (ranked and ranked[1][0] <= ranked[0][0] - _APART)
    return (ranked[0][1],) if alone and ranked[0][0] >= _SIMILAR else ()


def sound(word: str) -> str:
    """The consonants of an English word as they sound: "insurence" and "insurance", "agrea" and "agree" are the same."""
    return once("".join(letter for letter in _SOFT.sub("s", word).translate(_SOUNDS) if letter not in "aeiouhwy"))


def sounds_like(said: str, word: str) -> bool:
    """Whether `said` sounds like `word`, whatever the vowels: "skool", "naybor", "lites"."""
    heard = sound(said.replace("gh", ""))
    return len(heard) > 1 and heard == sound(word.replace("gh", "")) and abs(len(said) - len(word)) <= 3


def resembling(folded: str, labels: Labels) -> tuple[int, ...]:
    """The choices worth asking about, the likeliest kind only, at most three; never one that says the opposite."""
    heard = set(canon(folded).split())
    turned = not TURNING.isdisjoint(heard)
    alike = [[label for label in forms if label.turned == turned] for forms in labels]
    telling = {word for word in heard if word not in LITTLE and len(word) >= 3}
    inside = [index for index, forms in enumerate(alike) if any(label.words and heard.issuperset(label.words) for label in forms)]
    around = [index for index, forms in enumerate(alike) if telling and any(telling.issubset(label.words) for label in forms)]
    return tuple((inside or around or _similar(folded, alike))[:_OFFERED])


def _similar(said: str, labels: Labels) -> list[int]:
    if not 4 <= len(said) <= _LONGEST_SLIP:
        return []
    return [
        index
        for index, forms in enumerate(labels)
        if any(label.folded[:1] == said[0] and OSA.normalized_similarity(said, label.folded) >= _SIMILAR for label in forms)
    ]
