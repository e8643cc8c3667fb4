"""Points of a scale in words: how much ("very", "tend to") and of what ("agree", "happy"), and what "not" makes of it."""

import re
from collections.abc import Collection, Sequence

from surveys.interviews.reading.folding import fold, stem
from surveys.interviews.reading.likeness import slip
from surveys.interviews.reading.meanings import LITTLE, TURNING
from surveys.interviews.reading.thesaurus import OPINIONS, PHRASES, groups_of

_STRONG = frozenset(
    {
        "very", "strongly", "strong", "extremely", "totally", "completely", "absolutely", "incredibly", "highly", "massively",
        "super",
        "fully", "wholeheartedly", "hugely", "utterly", "entirely", "100", "exceptionally", "massive",
    }
)  # fmt: skip
_MILD = frozenset(
    {
        "fairly", "quite", "somewhat", "slightly", "bit", "mostly", "mainly", "generally", "pretty", "rather", "reasonably",
        "moderately", "broadly", "largely", "tend", "little",
    }
)  # fmt: skip
_MUCH = frozenset({"much", "lot", "way", "loads", "lots", "definitely", "really", "even", "probably", "little"})
_IGNORED = (LITTLE | {"off", "still", "now", "also", "yes", "about", "then", "personally", "same"}) - {
    "would",
    "if",
    "they",
    "you",
}
_I_WOULD = re.compile(r"\b(i|we) would\b")
_COMPARED = frozenset({"better", "worse", "longer", "shorter", "easier", "harder"})
_HEDGED = frozenset({"agree", "disagree"})  # "mostly" and "tend to" only hedge these
_PHRASE = re.compile(rf"(?<= )(?:{'|'.join(phrase for phrase in PHRASES if phrase in OPINIONS)})(?= )")
_NOT = frozenset({"not", "dont", "isnt", "arent", "wasnt", "doesnt", "didnt"})
_MIDDLE = "neither"
_LONGEST = 5  # words of an opinion: "really not at all satisfied"


class Opinions:
    """The answers of one question that are points of a scale. Never changed once made."""

    __slots__ = ("_asked", "_cores", "_points")

    def __init__(self, labels: Sequence[Collection[str]], asked: Collection[str]) -> None:
        self._asked = {word for words in asked for word in fold(words).split()}
        self._points: dict[tuple[str, str], int] = {}  # (how much: "strong", "mild" or "", of what) → the answer
        self._cores: dict[str, set[str]] = {}  # a word without its ending, or a phrase → the cores of labels it may stand for
        for index, forms in enumerate(labels):
            for label in forms:
                self._learn(index, _phrased(fold(label)))

    def _learn(self, index: int, words: list[str]) -> None:
        telling = [word for word in words if word not in _STRONG and word not in _MILD and word not in _IGNORED]
        core = [_MIDDLE] if _MIDDLE in words else telling or [word for word in words if groups_of(word, 0)]
        if (
            len(core) == 1
            and not any(map(str.isdecimal, core[0]))
            and (core[0] == _MIDDLE or groups_of(core[0], 0) or core[0] not in TURNING)
        ):
            how = "" if core[0] == _MIDDLE else _degree(words)
            self._points.setdefault((how or "", core[0]), index)
            for key in (core[0], stem(core[0]), *map(_group, groups_of(core[0], 0))):
                self._cores.setdefault(key, set()).add(core[0])

    def points_in(self, words: list[str]) -> set[int]:
        """The answers whose core `words` name, whatever is said of it."""
        cores = set().union(*(self._core(word) for word in _phrased(" ".join(words))))
        return {index for (_, core), index in self._points.items() if core in cores and len(self._points) > 1 and core != "no"}

    def find(self, folded: str) -> tuple[int, bool] | None:
        """The answer that plain, folded words come to as a whole, and whether it says just as much of it; or None."""
        words = _phrased(folded)
        middle = self._points.get(("", _MIDDLE))
        neutral = [word for word in words if _MIDDLE in self._core(word)]
        if middle is not None and neutral and words[0] != "nor":
            beside = set(words) - {neutral[0]} - _IGNORED - {"nor", "one", "other"}
            return (middle, True) if len(neutral) == 1 and beside in (set(), {"agree"}, {"agree", "disagree"}) else None
        at = [place for place, word in enumerate(words) if len(self._core(word)) == 1]
        cores = {core for place in at for core in self._core(words[place])}
        if len(self._points) < 2 or len(at) != 1:
            return None
        core = cores.pop()
        rest = [word for place, word in enumerate(words) if place not in at]
        extra = {word for word in rest if word not in _STRONG and word not in _MILD and word not in _IGNORED}
        extra -= self._asked | (_MUCH if core in _COMPARED else {"definitely"})
        how = _degree(rest)
        if extra and extra <= _NOT and how == "" and at[0] > 0 and words[at[0] - 1] in _NOT and middle is not None:
            other = next(
                (point for before in ("dis", "un") if (point := self._points.get(("", before + core))) is not None), None
            )
            return (other, True) if other is not None else None
        if extra or how is None or not TURNING.isdisjoint(rest):
            return None
        exact, plain = self._points.get((how, core)), self._points.get(("", core))
        if exact is not None:
            return exact, True
        return (plain, core in _COMPARED or (how == "mild" and core in _HEDGED)) if plain is not None else None

    def overheard(self, words: list[str]) -> int | None:
        """The answer that some of the words come to, the first and longest of them, whatever else is said."""
        for start in range(len(words)):
            turned = not TURNING.isdisjoint(words[max(start - 3, 0) : start])
            for end in range(min(start + _LONGEST, len(words)), start, -1):
                found = self.find(" ".join(words[start:end])) if not turned else None
                if found is not None:
                    return found[0]
        return None

    def _core(self, word: str) -> set[str]:
        """What of the labels a word stands for: itself, or the only ones of its group."""
        own = self._cores.get(word) or self._cores.get(stem(word))
        meant = own or set().union(*(self._cores.get(_group(group), set()) for group in groups_of(word, 0)))
        return meant or {core for _, core in self._points if core != _MIDDLE and slip(word, core)}


def _group(number: int) -> str:
    return f"group {number}"


def _degree(words: Collection[str]) -> str | None:
    """How much is said; None when it is said both ways."""
    strong, mild = not _STRONG.isdisjoint(words), not _MILD.isdisjoint(words)
    return None if strong and mild else "strong" if strong else "mild" if mild else ""


def _phrased(folded: str) -> list[str]:
    """Words, where a phrase of the thesaurus counts as one."""
    padded = " " + _I_WOULD.sub(r"\1", folded) + " "
    padded = _PHRASE.sub(lambda match: match[0].replace(" ", "_"), padded)
    return [word.replace("_", " ") for word in padded.split()] or [""]
