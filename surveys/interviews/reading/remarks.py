"""An answer with something said beside it: "2, but only on weekdays"."""

import re
from collections.abc import Collection
from itertools import islice

from surveys.interviews.reading.folding import canon, fold
from surveys.interviews.reading.meanings import BACK, BECAUSE, HOWEVER, OPENERS, ORDINALS, TURNING
from surveys.interviews.reading.offers import Offer
from surveys.interviews.reading.phrases import bare

_OPENING = rf"\s(?=(?:{'|'.join(sorted(BECAUSE | HOWEVER))})\b)"
_CUT = re.compile(rf"[,;:.!](?!\d)|\n|\(|\s[-–—]+\s|[–—]|{_OPENING}", re.IGNORECASE)
_REASON = re.compile(_OPENING, re.IGNORECASE)
_CUTS = 8  # tried at most: the answer comes first
_HEAD = 300  # characters within which the answer ends
# "Agree is not true": what was taken for the answer is what is spoken of
_OF_IT = frozenset(
    {"is", "isnt", "was", "wasnt", "are", "arent", "would", "wouldnt", "should", "shouldnt", "will", "wont", "can", "cant"}
)
_EDGES = " \t\n,;:.!–—-"


def with_remark(offer: Offer, said: str, language: str) -> tuple[int, str] | None:
    """The choice that `said` begins with and the remark after it; None where what follows may change the answer."""
    for cut in reversed(tuple(islice(_CUT.finditer(said, 0, _HEAD), _CUTS))):
        head = said[: cut.start()]
        found = offer.find(head, language)
        if isinstance(found, int):
            if _begun(offer, found, head, said):
                return None
            remark = _unwrapped(cut[0], said[cut.end() :])
            numbered = _has_number(canon(bare(fold(head))))
            if numbered and fold(head).isdecimal() and not offer.plain and offer.points is None:
                return None  # "2, both part time": two of them, or the second answer?
            return (found, remark) if is_remark(offer, remark, {found}, numbered=numbered) else None
    return None


def _begun(offer: Offer, found: int, head: str, said: str) -> bool:
    """Whether the cut falls inside the label itself: "No fixed end, with a check each year" is not said with a remark."""
    words, whole = canon(fold(head)).split(), canon(fold(said)).split()
    return any(len(label.words) > len(words) and whole[: len(label.words)] == label.words for label in offer.labels[found])


def reason_after(said: str) -> tuple[str, str]:
    """`said` up to its first "because", "but" or the like, and from there on; the second is empty when there is none."""
    cut = _REASON.search(said)
    return (said[: cut.start()], said[cut.end() :].strip()) if cut is not None else (said, "")


def is_remark(offer: Offer, remark: str, chosen: Collection[int], *, numbered: bool) -> bool:
    """Whether `remark` only adds to the `chosen` answers, and neither takes them back nor names another."""
    words = fold(remark).split()
    if not words or words[0] in TURNING or words[0] in _OF_IT or "or" in words[:1] or words[-1] in ("not", "no"):
        return False
    reason, however = words[0] in BECAUSE, words[0] in HOWEVER
    # what is asked for beside "Other" may be one word
    told = bool(set(chosen) & set(offer.meant["other"])) and words[0].isalpha() and words[0] not in ("or", "and", "then")
    if len(words) < (1 if told else 2 if reason or however or words[0] in OPENERS else 3):
        return False
    if "?" in remark and not (reason or however):
        return False
    if numbered and not reason and _has_number(canon(" ".join(words[:3]))):
        return False
    said = f" {' '.join(words)} "
    return not any(f" {phrase} " in said for phrase in BACK) and not _names_another(offer, words, chosen, however=however)


def _names_another(offer: Offer, heard: list[str], chosen: Collection[int], *, however: bool) -> bool:
    said = canon(" ".join(heard)).split()
    for index, forms in enumerate(offer.labels):
        if index in chosen and not however:
            continue
        for words in (label.words for label in forms if label.words):
            at = [place for place in range(len(said) - len(words) + 1) if said[place : place + len(words)] == words]
            # "because no one asks us" says nothing of the answer No; "but no" does
            if words in (["yes"], ["no"]):
                at = [place for place in at if place in (0, len(said) - 1) or (however and place == 1)]
            if at:
                return True
    return False


def _has_number(words: str) -> bool:
    return any(word.isdecimal() or word in ORDINALS for word in words.split())


def _unwrapped(mark: str, rest: str) -> str:
    rest = rest.strip().lstrip(_EDGES)
    return rest.removesuffix(")").rstrip() if mark == "(" and rest.count("(") < rest.count(")") else rest
