"""What a reply that could not be read for certain probably means: only ever shown and asked about, never taken down unasked."""

import re
from collections.abc import Iterator

from surveys.interviews.reading.corrections import either_side_of_no, last_said
from surveys.interviews.reading.folding import fold
from surveys.interviews.reading.likeness import likest
from surveys.interviews.reading.meanings import LITTLE, Meaning
from surveys.interviews.reading.offers import Offer
from surveys.interviews.reading.parts import parts_of
from surveys.interviews.reading.phrases import meaning_of
from surveys.interviews.reading.tone import on_scale
from surveys.interviews.reading.wording import plainly, without_fillers

_LONGEST = 300  # characters: in a longer story no one answer is looked for
_OFFERED = 3
_HEAD = 6  # words at the beginning that may be an answer by themselves: "no idea, years ago"
_CLAUSE = re.compile(
    r"[,;:!?()\n]|\.(?!\d)|\s[-–—]+\s|[–—]|"
    r"\b(?:but|because|though|although|so|when|while|if|unless|except|apart from|until|till|then|now|just|only)\b|"
    r"(?<= )(?=(?:not|no|never|isnt|dont|used to) )|(?<= yes) |(?<= no) (?!one\b)"
)
_DENIED = re.compile(r"(?:its |im |i |we |and |or |is |definitely )?(?:not|no|never|isnt|dont|without|nor)\b")
_LACKING = re.compile(r"(?:there is |theres |its |got |have )?(?:no|not enough) \w+")
_NAMED = 5  # words that name a thing
# A word of these is said to us, and names nothing.
_NO_THING = frozenset(
    {
        "hello", "hi", "thanks", "thank", "ok", "okay", "sure", "why", "what", "how", "when", "who", "where", "which",
        "whatever", "idk", "lol", "depends", "maybe", "sorry", "question", "answer", "bored", "everything", "all", "any",
        "anything", "yes", "no", "skip", "next", "none", "some", "most",
    }
)  # fmt: skip
_ALIKE = 0.3  # of tone
# Said of what is no more, or makes no trouble.
_GONE = re.compile(r"\b(?:used to|was|were|did|ex|late|former|no longer|anymore|any more|stopped|gave up|fine|sorted)\b")
_UNKNOWN = re.compile(r".*\b(?:dont know|not sure|no idea|cant (?:say|remember|recall)|couldnt (?:say|tell)|no clue|dunno)\b")
_Sayings = tuple[tuple[Meaning, re.Pattern[str]], ...]
_DECLINING: _Sayings = (
    ("unknown", _UNKNOWN),
    ("private", re.compile(r".*\b(?:rather not|prefer not|wish to say|not saying|disclose|private|my business|personal)\b")),
)
_ANSWERING: _Sayings = (
    ("none", re.compile(r"(?:none|nothing|nobody|no one|noone|neither|not a (?:soul|thing)|nil|zero|no (?:thanks|need))\b")),
    ("no", re.compile(r"(?:no|nope|nah|naa|never|not (?:really|at all|yet|any ?more|in|once))\b")),
    ("yes", re.compile(r"(?:yes|definitely|certainly|absolutely|of course|affirmative|indeed)\b")),
)


def guess_one(offer: Offer, said: str) -> tuple[int, ...]:
    """The one answer that `said` (clean) probably means, or the few that it may; empty where nothing can be heard in it."""
    plain = plainly(said)
    if len(said) > _LONGEST or _does_not_know(offer, plain):
        return ()
    sides = either_side_of_no(plain)
    last = last_said(plain) or (sides[1] if sides is not None and offer.opinions.overheard(sides[1].split()) is not None else "")
    return next(filter(None, _guesses(offer, said, last or plain)), ())


def _guesses(offer: Offer, said: str, plain: str) -> Iterator[tuple[int, ...]]:
    """Every way to hear an answer, the likeliest first."""
    still = " ".join(clause for clause in _clauses(plain) if _GONE.search(clause) is None) or plain
    words = fold(without_fillers(still)).split()
    yield _meant(offer, plain, _DECLINING)
    yield _only(offer.bands.overheard(still) if offer.points is None else None)
    yield _only(on_scale(offer.tones, still, near=_ALIKE))
    yield _begun(offer, words)
    yield _only(offer.opinions.overheard(words))
    yield _first(offer, words)
    heard, denied = _mentioned(offer, plain)
    most = _most(heard)
    yield most if len(most) == 1 else ()
    yield tuple(denied) if len(denied) == 1 and _LACKING.match(plain) else ()
    yield _meant(offer, plain, _ANSWERING)
    yield _only(on_scale(offer.tones, said))
    yield likest(fold(without_fillers(plain)), offer.labels)
    yield most
    yield _another(offer, said, plain)


def _another(offer: Offer, said: str, plain: str) -> tuple[int, ...]:
    """The answer "Something else", where a few words name a thing that is not in the list."""
    words = fold(without_fillers(plain)).split()
    named = 0 < len(words) <= _NAMED and "?" not in said and any(word.isalpha() and len(word) > 2 for word in words)
    unsaid = meaning_of(" ".join(words)) is not None or not _NO_THING.isdisjoint(words)
    return offer.meant["other"][:1] if named and not unsaid and not any(map(str.isdecimal, plain)) else ()


def _only(index: int | None) -> tuple[int, ...]:
    return (index,) if index is not None else ()


def guess_several(offer: Offer, said: str) -> frozenset[int]:
    """All the answers that `said` (clean) mentions and does not deny."""
    plain = plainly(said)
    if len(said) > _LONGEST or _does_not_know(offer, plain):
        return frozenset()
    plain = last_said(plain) or plain
    heard, denied = _mentioned(offer, plain)
    declined = _meant(offer, plain, _DECLINING)
    if declined:
        return frozenset(declined)
    chosen = (frozenset(heard) | parts_of(offer, plain, "en").chosen | offer.bands.inside(plain)) - denied
    alone = chosen & offer.exclusive
    chosen = chosen - alone if chosen != alone else chosen
    words = fold(without_fillers(plain))
    return chosen or frozenset(_meant(offer, plain, _ANSWERING) or likest(words, offer.labels) or _another(offer, said, plain))


def _does_not_know(offer: Offer, plain: str) -> bool:
    """Whether somebody says that they do not know, where that is no answer: nothing is put into their mouth."""
    return not offer.meant["unknown"] and _UNKNOWN.match(plain) is not None


def _begun(offer: Offer, words: list[str]) -> tuple[int, ...]:
    """The answer that the first words are, whatever follows."""
    for count in range(min(_HEAD, len(words)), 0, -1):
        head = " ".join(words[:count])
        found = offer.numbered(head) if head.isdecimal() else offer.called(head, "en") if head not in LITTLE else None
        if isinstance(found, int):
            return (found,)
    return ()


def _first(offer: Offer, words: list[str]) -> tuple[int, ...]:
    """The only answer that begins with the one word that was said: "extremely"."""
    begun = [index for index, forms in enumerate(offer.labels) if any(label.words[:1] == words for label in forms)]
    return tuple(begun) if len(begun) == 1 else ()


def _mentioned(offer: Offer, plain: str) -> tuple[dict[int, float], frozenset[int]]:
    """The answers mentioned, each with how many of its words were said, and those that are denied or no more."""
    heard: dict[int, float] = {}
    denied: set[int] = set()
    for clause in _clauses(plain):
        words = fold(without_fillers(clause)).split()
        found = offer.hints.heard(words)
        not_so = _DENIED.match(clause.strip()) is not None or words[-1:] == ["no"]
        if not_so or _GONE.search(clause) is not None:
            kept = {index: count for index, count in found.items() if not_so and offer.hints.turned(index)}
            denied |= set(found) - set(kept)
            found = kept
        for index, count in found.items():
            heard[index] = heard.get(index, 0) + count
    return {index: count for index, count in heard.items() if index not in denied}, frozenset(denied)


def _clauses(plain: str) -> Iterator[str]:
    at = 0
    for cut in _CLAUSE.finditer(plain):
        yield plain[at : cut.start()]
        at = cut.end()
    yield plain[at:]


def _most(heard: dict[int, float]) -> tuple[int, ...]:
    """The answer of which most was said, or the few of which as much was."""
    most = max(heard.values(), default=0)
    return tuple(sorted(index for index, count in heard.items() if count == most))[:_OFFERED]


def _meant(offer: Offer, plain: str, sayings: _Sayings) -> tuple[int, ...]:
    """The one answer that means what somebody says in these ways: "yes", "no", "none", "don't know", "rather not say"."""
    words = without_fillers(plain).split()
    for count in range(min(_HEAD, len(words)), 0, -1) if sayings is _ANSWERING else ():
        meaning = meaning_of(fold(" ".join(words[:count])))
        if meaning is not None and len(offer.meant[meaning]) == 1:
            return offer.meant[meaning]
    for meaning, pattern in sayings:
        if pattern.match(" ".join(words)) is not None and len(offer.meant[meaning]) == 1:
            return offer.meant[meaning]
    return ()
