"""What a reply mentions of the answers on offer: their words in other forms, misspelt, or others of the same meaning.

A mention counts only for words that tell one answer from all the others,
and never across a "not". What is read so is an inference:
the person is shown what was understood.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from surveys.interviews.reading.folding import fold, stem
from surveys.interviews.reading.likeness import slip, sound, sounds_like
from surveys.interviews.reading.meanings import LITTLE, SHADING, TURNING
from surveys.interviews.reading.thesaurus import LEVELS, groups_of, wholes_of

_EITHER = frozenset({"and", "or"})
# Of what kind a thing is, but not which: "room" does not stand for "A quiet room".
_GENERAL = frozenset(
    {
        "room", "group", "message", "service", "club", "class", "stop", "people", "person", "thing", "place", "home",
        "house", "area", "centre", "time", "support", "help", "worker", "number", "way", "community", "team", "day",
        "street", "meeting",
    }
)  # fmt: skip
_GENERAL_STEMS = frozenset(map(stem, _GENERAL))
_GRADED = frozenset({"too", "much", "more", "less", "most", "many", "few", "fewer", "some"})  # "benches" are "More benches"
_PLACING = frozenset({"at", "in", "on", "by", "from", "with", "without", "all"})  # "home" does not stand for "Taught at home"
_ROOT = 5  # letters that two forms of a word begin with
_LONGEST = 3  # words of a phrase looked up as one
# Said around a mention without changing it.
_EMPTY = (LITTLE | SHADING | frozenset(
    {
        "get", "go", "going", "goes", "come", "comes", "use", "using", "take", "make", "like", "need", "needs", "want",
        "help",
        "about", "because", "but", "also", "too", "etc", "things", "stuff", "bit", "lot", "lots", "quite", "now", "then",
        "here", "really", "mainly", "actually", "probably", "think", "though", "her", "him", "his", "am", "mostly", "sort",
        "yes", "best", "good", "same", "thing", "got", "getting", "being", "else", "time", "through", "please", "thanks", "ones",
        "cant", "well", "into", "over", "day", "every", "definitely", "house", "home", "flat",
        "better", "bigger", "longer", "shorter", "safer", "cheaper", "quicker", "faster", "extra",
    }
)) - {"few", "over", "under", "below", "above", "more", "less", "half", "almost", "nearly", "before", "after",
"some"}  # fmt: skip
# With one of these the sentence is about something else than how it is.
_ASIDE = frozenset(
    {
        "used", "should", "could", "might", "wish", "late", "ex", "law", "step", "former", "formerly", "depends", "depending",
        "depend", "until", "till", "between", "either", "nearly", "almost", "except", "instead", "rather", "than", "different",
        "another", "half", "mixture", "unless", "ask", "if", "or", "nor", "some", "whether", "passed", "died", "said", "says",
        "told", "ago", "but", "anywhere", "joking", "wrong", "true", "no", "far", "they", "something", "before", "less", "more",
        "under", "over", "fewer", "few", "stop", "stopped",
    }
)  # fmt: skip
_ASIDES = re.compile(r"\([^)]* [^)]*\)")  # "(please say)" tells nothing; "(CIO)" does
_HYPHENED = re.compile(r"\b(co|e)-(?=[a-z])", re.IGNORECASE)
_SHADES = (SHADING | {"maybe", "perhaps", "sort", "kind", "ish"}) - {
    "mostly",
    "mainly",
    "only",
    "both",
    "all",
    "probably",
    "much",
    "every",
    "always",
}
_QUESTION = frozenset({"what", "which", "who", "why", "how", "when", "where", "is", "are", "do", "does", "can", "could", "will"})


Met = Literal["own", "same", "kind"]  # an answer's own word, one of the same meaning, a kind of what it names


@dataclass(frozen=True, slots=True)
class Mentions:
    """The answers mentioned, whether anything speaks against them, and the words that say something else.

    `whole` where every word of theirs that tells was said: "social media" has half of "Social worker". `own` where they were
    mentioned by words of their own alone, or of the same meaning, spelled well or not.
    """

    chosen: frozenset[int]
    doubt: bool
    other: tuple[str, ...]
    whole: bool
    own: bool

    @property
    def sure(self) -> bool:
        """Whether nothing speaks against what is mentioned, and next to nothing else is said."""
        return (
            bool(self.chosen)
            and not self.doubt
            and len(self.other) <= (self.whole and len(self.chosen) == 1)
            and (self.whole or self.own or len(self.chosen) == 1)
        )


class Hints:
    """The words that tell the answers of one question apart, ready to be met in a reply. Never changed once made."""

    __slots__ = ("_all_of", "_asked", "_core_of", "_ends", "_groups", "_shades", "_stems", "_telling", "_turned", "_words")

    def __init__(self, labels: Sequence[Collection[str]], asked: Collection[str], aside: Collection[int]) -> None:
        self._asked = {stem(word) for words in asked for word in fold(words).split()}
        self._stems: dict[str, set[int]] = defaultdict(set)
        self._words: dict[str, set[int]] = defaultdict(set)
        self._groups: list[dict[int, set[int]]] = [defaultdict(set) for _ in LEVELS]
        self._turned: set[int] = set()
        self._all_of: dict[int, list[str]] = defaultdict(list)  # what is said in this answer only, in order
        self._shades: dict[int, set[str]] = defaultdict(set)
        self._telling: dict[int, set[str]] = defaultdict(set)
        self._ends: dict[int, set[str]] = defaultdict(set)
        for index, forms in enumerate(labels):
            for label in forms if index not in aside else ():
                self._learn(index, fold(_HYPHENED.sub(r"\1", _ASIDES.sub(" ", label))).split())
        self._all_of = {index: [word for word in own if len(self._stems[word]) == 1] for index, own in self._all_of.items()}
        self._core_of = {index: self._standing(index) for index in self._all_of}

    def _standing(self, index: int) -> set[str]:
        """The words of an answer that stand for all of it: the first that tells, and those that end a thing or begin another."""
        own = self._all_of[index]
        return {*own[:1], *(word for word in own if word in self._ends[index])} - _GENERAL_STEMS

    def _learn(self, index: int, words: list[str]) -> None:
        if not TURNING.isdisjoint(words):
            self._turned.add(index)
        own = [word for word in words if _tells(word) and stem(word) not in self._asked]
        own = own or list(filter(_tells, words))
        self._shades[index] |= SHADING.intersection(words)
        self._telling[index].update(map(stem, own))
        for at, word in enumerate(words):
            # of things in the plural the last word says which: "More benches", not "A paid carer"
            ends = (at + 1 == len(words) or words[at + 1] in _EITHER) and (word.endswith("s") or not any(map(_tells, words[:at])))
            begins = at > 0 and (
                words[at - 1] in _EITHER or (words[at - 1] in ("a", "an") and at > 1 and words[at - 2] in _EITHER)
            )
            if (ends or begins) and _PLACING.isdisjoint(words[:at]):
                self._ends[index].add(stem(word))
        for word in own:
            self._stems[stem(word)].add(index)
            self._all_of[index].append(stem(word))
            self._words[word].add(index)
        for start, end in _grams(words):
            phrase = " ".join(words[start:end])
            if end > start + 1 or phrase in own:
                for level in range(len(LEVELS)):
                    for group in wholes_of(phrase, level):
                        self._groups[level][group].add(index)

    def mentions(self, words: list[str]) -> Mentions:
        """What `words` (plain, folded) mention."""
        chosen: set[int] = set()
        shared: list[set[int]] = []
        other: list[str] = []
        said: dict[int, set[str]] = defaultdict(set)
        at, all_own = 0, True
        while at < len(words):
            hit, count, how, stems = self._met(words, at)
            all_own &= how != "kind" or not hit
            for index in hit if how == "own" else ():
                said[index].update(stems)
            if len(hit) == 1:
                chosen |= hit
            elif hit:
                shared.append(hit)
            elif words[at] not in _EMPTY and words[at] not in TURNING and stem(words[at]) not in self._asked:
                other.append(words[at])
            at += count
        if not chosen and shared:
            common = set.intersection(*shared)
            chosen = common if len(common) == 1 else chosen
        return Mentions(
            frozenset(chosen),
            self._doubted(words, chosen, shared, other, said),
            tuple(other),
            all(said[each].issuperset(self._all_of.get(each, ())) for each in chosen),
            all_own,
        )

    def heard(self, words: list[str]) -> dict[int, float]:
        """The answers that `words` may be about, each with how much of what tells it apart was said: 2 for its own words."""
        found: dict[int, float] = {}
        shared: list[set[int]] = []
        at = 0
        while at < len(words):
            hit, count, how, _ = self._met(words, at)
            hit = hit or self._similar(words[at])
            if len(hit) > 1:
                shared.append(hit)
            for index in hit if len(hit) == 1 else ():
                found[index] = found.get(index, 0) + (2 if how == "own" else 1)
            at += count
        for hit in shared:
            for index in hit if not hit.isdisjoint(found) or not found else ():
                found[index] = found.get(index, 0) + 1
        shades = SHADING.intersection(words)
        # of two that share what was said the one counts that it says more of
        return {
            index: count + (self._shades[index] == shades) + min(count / max(len(self._telling[index]), 1), 1) / 2
            for index, count in found.items()
        }

    def turned(self, index: int) -> bool:
        """Whether this answer itself says "not" in some way."""
        return index in self._turned

    def _doubted(
        self, words: list[str], chosen: set[int], shared: list[set[int]], other: list[str], said: Mapping[int, set[str]]
    ) -> bool:
        turned = not TURNING.isdisjoint(words)
        return (
            any(turned != (index in self._turned) for index in chosen)
            or not (set(words) & _SHADES) <= set().union(*(self._shades[each] for each in chosen))
            or any(not (self._shades[each] - (_GRADED if said[each] else {"too", "much"})).issubset(words) for each in chosen)
            or any(said[each] and not said[each].intersection(self._core_of[each]) for each in chosen)
            or any(each.isdisjoint(chosen) for each in shared)
            or any(word in _ASIDE for word in other)
            or any(word in _ASIDE and stem(word) not in self._stems and stem(word) not in self._asked for word in words)
            or any(map(str.isdecimal, "".join(other)))
            or words[0] in _QUESTION
        )

    def _met(self, words: list[str], at: int) -> tuple[set[int], int, Met, tuple[str, ...]]:
        """The answers that the words from `at` on stand for, how many words that took, how, and for which words of theirs."""
        for count in range(min(_LONGEST, len(words) - at), 0, -1):
            part = words[at : at + count]
            joined = "".join(part)
            literal = self._stems.get(stem(joined), set()) if count > 1 or _tells(joined) else set()
            phrase = " ".join(part)
            if literal:
                return literal, count, "own", (stem(joined), *map(stem, part))
            found, how = self._alike(phrase) if count > 1 or phrase not in _EMPTY else (set(), "kind")
            if found:
                return found, count, how, ()
        meant = self._misspelt(words[at])
        return self._words[meant] if meant else set(), 1, "own", (stem(meant),)

    def _alike(self, phrase: str) -> tuple[set[int], Met]:
        for level, mine in enumerate(self._groups):
            found = [mine[group] for group in groups_of(phrase, level) if group in mine]
            if found:
                same = all(group in wholes_of(phrase, level) for group in groups_of(phrase, level) if group in mine)
                return set().union(*found), "same" if same else "kind"
        return set(), "kind"

    def _misspelt(self, word: str) -> str:
        """The one word of theirs that it is but for a slip of the keys; empty where there is none."""
        if (
            len(word) < 4
            or word in _EMPTY
            or word in TURNING
            or stem(word) in self._asked
            or any(groups_of(word, level) for level in range(len(LEVELS)))
        ):
            return ""
        near = [mine for mine in self._words if slip(word, mine) and _unlike(word, mine)]
        return near[0] if len(near) == 1 else ""

    def _similar(self, word: str) -> set[int]:
        """Whose word it may be, badly spelled or in another form: "skool", "adopter" for "Adoptive"; only to ask about."""
        if len(word) < 3 or word in _EMPTY or word in TURNING or stem(word) in self._asked:
            return set()
        near = [indexes for mine, indexes in self._words.items() if sounds_like(word, mine) or _one_root(word, mine)]
        return near[0] if len(near) == 1 else set()


def _unlike(word: str, mine: str) -> bool:
    """Whether a slip made one of the other: "writing" and "waiting" are two words."""
    return len(word) != len(mine) or len(word) > 8 or sorted(word) == sorted(mine) or sound(word) == sound(mine)


def _one_root(word: str, mine: str) -> bool:
    return len(word) > _ROOT and word[:_ROOT] == mine[:_ROOT] and word.isalpha()


def _tells(word: str) -> bool:
    empty = word in _EMPTY or word in TURNING or word in SHADING
    return len(word) >= 2 and not empty and not word.isdecimal()


def _grams(words: list[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
            yield start, end
