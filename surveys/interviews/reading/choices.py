"""Reading a reply to a question that offers choices."""

import re

from surveys.definitions.model import Question, say
from surveys.interviews.reading.folding import clean, fold, says_something
from surveys.interviews.reading.gathering import infer_several
from surveys.interviews.reading.guessing import guess_one, guess_several
from surveys.interviews.reading.inferring import infer_one
from surveys.interviews.reading.meanings import ALL, POLITE
from surveys.interviews.reading.offers import Offer, offer_of
from surveys.interviews.reading.parts import Parts, parts_of
from surveys.interviews.reading.phrases import bare, meaning_of
from surveys.interviews.reading.remarks import is_remark, reason_after, with_remark
from surveys.interviews.reading.results import LONGEST, Likely, Reading, Unclear, Understood
from surveys.interviews.reading.turning import is_english, may_turn

_OR = re.compile(r"\bor\b", re.IGNORECASE)
_QUESTION_WORD = re.compile(
    r"\b(?:what|what'?s|why|who|who'?s|how|when|where|which|can|could|do|does|is|are|will)\b", re.IGNORECASE
)
_WHETHER = re.compile(r"(?:do|does|did|has|have|had|is|are|was|were|can|could|will|would) ", re.IGNORECASE)
_QUOTED = 60  # characters of a reply that are said back
_OFFERED = 3
_SHORT = 200  # characters: a longer reply to "pick one" is no list of answers


def yes_of(question: Question) -> tuple[str, ...]:
    """The names of the answers that a bare "yes" is; none where it is no answer."""
    offer = offer_of(question) if question.closed else None
    return _names(offer, offer.meant["yes"]) if offer is not None and offer.meant["no"] else ()


def read_one(question: Question, text: str, language: str) -> Reading:
    """A reply where one answer may be picked: its number, its words or near them, with a remark or without."""
    offer = offer_of(question)
    if len(text) > LONGEST:
        return Unclear("reading.pick_one", {"n": offer.size})
    said = clean(text)
    found = offer.find(said, language)
    if isinstance(found, int):
        return Understood(offer.names[found])
    remarked = with_remark(offer, said, language)
    if remarked is not None and may_turn(remarked[1], language):
        return Likely(offer.names[remarked[0]], remarked[1])
    if remarked is not None:
        return Understood(offer.names[remarked[0]], remarked[1])
    inferred = infer_one(offer, said, language) if is_english(language) and not (found and _only_a_number(said)) else None
    if inferred is not None:
        index, remark, sure = inferred
        return Understood(offer.names[index], remark) if sure else Likely(offer.names[index], remark)
    several = _several(offer, said, language) if len(said) <= _SHORT and offer.points is None else ()
    if several:
        return Unclear("reading.pick_only_one", {"n": offer.size}, _names(offer, several))
    return _unclear_one(
        question,
        offer,
        said,
        _names(offer, _narrowed(found, guess_one(offer, said) if is_english(language) else (), said) or offer.suggest(said)),
    )


def _only_a_number(said: str) -> bool:
    words = fold(said).split()
    return any(map(str.isdecimal, words)) and all(word.isdecimal() or word in POLITE for word in words)


def _narrowed(found: tuple[int, ...], guess: tuple[int, ...], said: str) -> tuple[int, ...]:
    """What was found by the words themselves, or what of it is guessed where there are several; without it the guess."""
    several = not _only_a_number(said) and len(said.split()) > 1
    return guess if not found or (several and len(guess) == 1 and set(guess) <= set(found)) else found


def _several(offer: Offer, said: str, language: str) -> tuple[int, ...]:
    """The answers that somebody gave who gave more than one."""
    joined = [_OR.sub("and", said)]
    words = said.split()
    if len(words) == 2:
        joined.append(" and ".join(words))  # "yes no"
    for each in joined:
        parts = parts_of(offer, each, language)
        if not parts.unread and len(parts.chosen) > 1:
            return tuple(sorted(parts.chosen))
    return ()


def _unclear_one(question: Question, offer: Offer, said: str, maybe: tuple[str, ...]) -> Likely | Unclear:
    other = _other_reason(question, said, maybe)
    if other is not None:
        return other
    if len(maybe) == 1:
        return Likely(maybe[0])
    if offer.points is not None:
        return Unclear("reading.not_on_scale", {"low": min(offer.points), "high": max(offer.points)}, maybe)
    return _not_listed(offer, said, maybe) or Unclear("reading.pick_one", {"n": offer.size}, maybe)


def read_several(question: Question, text: str, language: str) -> Reading:
    """A reply where several answers may be picked. Nothing is taken unless every part of it was understood."""
    offer = offer_of(question)
    if len(text) > LONGEST:
        return Unclear("reading.pick_some")
    said = clean(text)
    found = offer.find(said, language)
    if isinstance(found, int):
        return Understood(offer.names[found])
    parts = parts_of(offer, said, language)
    remark = ""
    if parts.unread:
        head, reason = reason_after(said)
        before = parts_of(offer, head, language)
        if (
            before.chosen
            and not before.unread
            and fold(head) not in ALL
            and is_remark(offer, reason, before.chosen, numbered=True)
            and not may_turn(reason, language)
        ):
            parts, remark = before, reason
    if parts.unread or not parts.chosen:
        asks = _asks_whether(question)
        inferred = infer_several(offer, said, language, asks_whether=asks) if is_english(language) else None
        if inferred is not None:
            value = " ".join(offer.names[index] for index in sorted(inferred[0]))
            return Understood(value, inferred[1]) if inferred[2] else Likely(value, inferred[1])
        guess = guess_several(offer, said) if is_english(language) else frozenset()
        numbered = parts.chosen and any(map(str.isdecimal, parts.unread))  # a number that is none of the list
        if guess and not found and not numbered and _other_reason(question, said, ()) is None:
            return Likely(" ".join(offer.names[index] for index in sorted(guess)), said)
        return _unclear_several(question, offer, said, parts, language, _names(offer, found or offer.suggest(said)))
    alone = parts.chosen & offer.exclusive
    if alone and len(parts.chosen) > 1:
        return Unclear("reading.none_and_some", {"none": say(question.choices[min(alone)].label, language)})
    return Understood(" ".join(offer.names[index] for index in sorted(parts.chosen)), remark)


def _unclear_several(
    question: Question, offer: Offer, said: str, parts: Parts, language: str, maybe: tuple[str, ...]
) -> Likely | Unclear:
    other = _other_reason(question, said, maybe)
    if other is not None:
        return other
    if parts.chosen and parts.unread:
        understood = "; ".join(say(question.choices[index].label, language) for index in sorted(parts.chosen))
        return Unclear("reading.part_unclear", {"part": _quoted(parts.unread), "understood": understood})
    if meaning_of(fold(said)) == "none" and not question.required and not offer.exclusive:
        return Unclear("reading.none_to_pick")
    return _not_listed(offer, said, maybe) or (Likely(maybe[0]) if len(maybe) == 1 else Unclear("reading.pick_some", {}, maybe))


def _asks_whether(question: Question) -> bool:
    return _WHETHER.match(say(question.label, "en")) is not None


def _other_reason(question: Question, said: str, maybe: tuple[str, ...]) -> Unclear | None:
    """What asks to be answered otherwise than by the list of answers once more."""
    if not says_something(said):
        return Unclear("reading.empty")
    if meaning_of(fold(said)) == "unknown" and not question.required:
        return Unclear("reading.dont_know")
    if said.endswith(("?", "？", "؟")) and _QUESTION_WORD.search(said):
        return Unclear("reading.a_question", {}, maybe)
    return None


def _not_listed(offer: Offer, said: str, maybe: tuple[str, ...]) -> Unclear | None:
    number = bare(fold(said))
    if "?" in said or said.startswith("-") or not number.isdecimal() or 1 <= int(number) <= offer.size:
        return None
    return Unclear("reading.not_listed", {"number": _quoted(number), "n": offer.size}, maybe)


def _names(offer: Offer, found: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(offer.names[index] for index in found[:_OFFERED])


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _QUOTED else words[:_QUOTED].rstrip() + "…"
