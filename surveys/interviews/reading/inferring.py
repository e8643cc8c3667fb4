"""Reading what one answer a reply comes to where its literal words do not say: plain words, scales, mentions, remarks.

Every reading here is an inference, so all of it is careful in one direction: what may be meant otherwise is asked about.
"""

import re
from collections.abc import Iterator
from itertools import islice

from surveys.interviews.reading.corrections import either_side_of_no, last_said
from surveys.interviews.reading.folding import fold
from surveys.interviews.reading.likeness import likest
from surveys.interviews.reading.meanings import TURNING
from surveys.interviews.reading.offers import Offer
from surveys.interviews.reading.phrases import meaning_of
from surveys.interviews.reading.quantities import figures
from surveys.interviews.reading.remarks import is_remark
from surveys.interviews.reading.wording import plainly, without_fillers

_LONGEST = 300  # characters: a longer reply tells a story, and no single answer is inferred from a story
_AROUND = 4  # words that may stand around an answer once the fillers are gone: "… that staff listen to me"
_ROOM = 50  # characters that may stand around an answer in plain words: "I would have to say that I … that staff listen to me"
_CUTS = 8
_MARK = r"[,;:!(\n]|\.(?!\d)|\s[-–—]+\s|[–—]"
_OPENER = (
    r"\s(?=(?:because|cos|coz|cuz|since|as|but|although|though|tho|however|even|except|apart|when|if|so|and|until|while|"
    r"after|thanks|due|in|on|two|three|which|who|especially|only|just)\b)"
)
_CUT = re.compile(rf"{_MARK}|{_OPENER}", re.IGNORECASE)
_LED = re.compile(
    r"(?:i )?(?:really |just )?(dont know|no idea|not sure|none of (?:these|those|them|the above)|none|rather not say|yes|no)\b"
    r"[\s,.!:;–-]*(.*)",
    re.DOTALL,
)
# After a "yes" or a "no", these make it something else.
_CONTRARY = frozenset(
    {"yes", "no", "not", "maybe", "idea", "opinion", "way", "wait", "comment", "preference", "view", "sure", "depends", "problem",
     "unless", "or", "need", "one", "clue", "doubt", "point", "matter", "better", "worse", "more", "less", "change", "different",
     "difference", "chance", "longer", "if"}
)  # fmt: skip
# Said after an answer, these take some of it back.
_DOUBTFUL = frozenset("🤔🙄😬😕🤨😒👎%")
# What asks, jokes, or takes an answer back: no answer is overheard in it.
_OVERHEARD = re.compile(
    r"\A(?:(?:why|what|who|whose|which|how|is|are|was|were|do|does|did|can|could|will|would|has|too|they say|if|unless|"
    r"except)\b(?! not\b))|"
    r"\A[-−]|\b(?:used to|did (?!not)\w+|but now|any ?more|no longer|stopped|gave up)\b|"
    r"\b(?:joking|kidding|jk|sort of|kind of|or something|or not|as if|and more|is wrong|(?:is not|isnt|not) true|"
    r"not really|"
    r"suppose not|think not|or whatever)\b|-ish\b|"
    r"(?<!rather)(?<!prefer)(?<!course)(?<!definitely)(?<!certainly)(?<!absolutely) (?:not|no)\W*\Z"
)
_HALF = frozenset(
    {"depends", "depend", "unless", "until", "otherwise", "others", "maybe", "or", "used", "half", "partly", "almost", "unsure",
     "theory", "principle", "part", "places", "some", "ways", "respects", "paper", "sort", "kind", "ish", "sometimes",
     "occasionally",
     "anymore", "whatever", "wrong", "way", "extent", "parts", "point", "reservations", "hopefully", "either"}
)  # fmt: skip
_SHADED = frozenset(
    {"most", "mostly", "usually", "time", "times", "sometimes", "often", "generally", "but", "still", "yet", "some"}
)
_JOINED = re.compile(r"(?:and|or|plus|with)\b", re.IGNORECASE)  # what begins like this may be part of the answer
_DEGREES = frozenset({"not", "very", "fairly", "quite", "at", "all", "extremely", "strongly", "slightly", "too", "only"})
_TELLING_ON = frozenset(
    {
        "i", "im", "ive", "we", "weve", "they", "theyre", "he", "hes", "she", "shes", "nobody", "it", "its", "there",
        "theres", "my", "our", "for", "every", "since",
    }
)  # fmt: skip
_TOLD = 3  # words that a remark has, as the literal reading takes them
_WONDERING = frozenset({"what", "how", "if", "whether", "who", "which", "why", "but", "about", "of", "where", "when", "than"})
_X_NOT_Y = re.compile(
    r"(.+?)(?<!\bdo)(?<!\bam)(?<!\bare)(?<!\bis)(?<!\bhave)(?<!\bdid)(?<!\bwill),? (?:and |but )?not (?:a |the |by )?(.+)"
)
_NOT_Y_X = re.compile(r"(?:its )?not (?:a |the |by )?(.+?)[,.;] *(?:but |its |just )?(.+)")
_EDGES = " \t\n,;:.!–—-()"


Inferred = tuple[int, str, bool]  # the answer, what was said beside it, and whether that is sure enough to be taken down


def infer_one(offer: Offer, said: str, language: str) -> Inferred | None:
    """The one answer that `said` (clean) comes to; None where that cannot be told."""
    if len(said) > _LONGEST:
        return None
    plain = plainly(said)
    corrected = last_said(plain)
    if overheard(corrected or said):
        return None
    if corrected is not None:
        return _simple(offer, corrected, language)
    sides = either_side_of_no(plain)
    if sides is not None and _simple(offer, sides[0], language) is not None:
        return _simple(offer, sides[1], language)
    if plain.endswith("?"):
        return None
    return (
        _contrasted(offer, plain, language)
        or _simple(offer, said, language)
        or _run_on(offer, said)
        or (_mentioned(offer, said, plain) if not _counts(offer, plain) else None)
    )


def _counts(offer: Offer, plain: str) -> bool:
    """Whether an amount is said where the answers are bands: then a word of one of them is no mention of it."""
    return offer.bands.measure is not None and any(map(str.isdecimal, figures(plain)))


def _run_on(offer: Offer, said: str) -> Inferred | None:
    """An answer's own words, two at least, and without a stop what else there is to say: "very unsafe I was mugged there"."""
    words = said.split()
    for cut in range(min(len(words) - 1, offer.words), 1, -1):
        found = offer.called(" ".join(words[:cut]), "en")
        if found is not None and fold(words[cut]) in _TELLING_ON:
            rest = " ".join(words[cut:])
            return (found, rest, True) if _only_adds(offer, rest, found) else None
    return None


def _contrasted(offer: Offer, plain: str, language: str) -> Inferred | None:
    """The one of two answers that is not denied: "by text, not email", "not email, by text"."""
    for pattern, meant, denied in ((_X_NOT_Y, 1, 2), (_NOT_Y_X, 2, 1)):
        match = pattern.fullmatch(without_fillers(plain))
        if match is not None:
            chosen, other = (_named(offer, match[group], language) for group in (meant, denied))
            if chosen is not None and other is not None and chosen[0] != other[0]:
                return chosen[0], "", chosen[1]
    return None


def overheard(said: str) -> bool:
    """Whether `said` asks, jokes, or takes back what may be heard in it."""
    return not _DOUBTFUL.isdisjoint(said) or _OVERHEARD.search(plainly(said)) is not None


def _simple(offer: Offer, said: str, language: str) -> Inferred | None:
    """An answer in plain words, alone or with a remark after it."""
    for head, rest in _heads(said):
        named = _named(offer, head, language)
        if named is not None:
            found, sure = named
            numbered = any(map(str.isdecimal, figures(plainly(head)))) and any(map(str.isdecimal, figures(plainly(rest))))
            adds = not numbered and _only_adds(offer, rest, found)
            return (found, rest, sure and _JOINED.match(rest) is None) if adds else None
    led = led_by(offer, said)
    return (*led, True) if led is not None else None


def _named(offer: Offer, head: str, language: str) -> tuple[int, bool] | None:
    """The answer that `head` is as a whole, and whether that is sure."""
    if "?" in head or len(head) > offer.longest + _ROOM:
        return None
    plain = plainly(head)
    bare = without_fillers(plain)
    if not bare or bare.count(" ") > offer.words + _AROUND:
        return None
    amounts = not offer.plain and offer.points is None  # there "2" said with more around it may be two of them
    for words in dict.fromkeys((bare, plain)):
        if words.isdecimal() and amounts:
            continue
        found = offer.find(words, language)
        if isinstance(found, int):
            return found, True
    degree = _degree_of(offer, fold(bare).split())
    if degree is not None:
        return degree, True
    opinion = offer.opinions.find(fold(bare))
    return opinion if opinion is not None or offer.points is not None else offer.bands.find(bare)


def _degree_of(offer: Offer, words: list[str]) -> int | None:
    """The only answer that begins with these words of degree: "not very" where there is one "Not very …"."""
    if not words or not _DEGREES.issuperset(words):
        return None
    begun = [index for index, forms in enumerate(offer.labels) if any(label.words[: len(words)] == words for label in forms)]
    return begun[0] if len(begun) == 1 else None


def _heads(said: str) -> Iterator[tuple[str, str]]:
    """`said` whole, then its beginnings up to where a remark may begin, the longest first, each with the remark."""
    yield said, ""
    for cut in reversed(tuple(islice(_CUT.finditer(said), _CUTS))):
        head = said[: cut.start()].strip(_EDGES)
        if head:
            yield head, said[cut.end() :].strip(_EDGES)


def _only_adds(offer: Offer, rest: str, chosen: int) -> bool:
    """Whether what follows an answer leaves it standing: it asks nothing, takes nothing back, mentions no other answer."""
    if not rest:
        return True
    words = fold(plainly(rest)).split()
    joined = words and words[0] in ("and", "or", "to")
    unsure = "dont know" in " ".join(words) or "not sure" in " ".join(words) or words[-1:] == ["no"]
    if (
        not words
        or unsure
        or words in (["but"], ["because"], ["as"], ["if"])
        or "?" in rest
        or (joined and (words[1:2] == ["a"] or any(map(str.isdecimal, words))))
        or words[0] in ("not", "no", "is", "isnt", "or", "never", "yes", "until", "till", "half", "law")
        or "law" in words[:2]
    ):
        return False
    if chosen in offer.exclusive and words[0] in _WONDERING:
        return False
    if not _HALF.isdisjoint(words) or (offer.meant["yes"] and not {"yes", "no"}.isdisjoint(words)):
        return False
    if rest.isdecimal() or not is_remark(offer, rest if len(words) >= _TOLD else f"this is {rest}", {chosen}, numbered=False):
        return False
    named = offer.hints.mentions(words)
    literal = any(offer.called(part, "en") not in (None, chosen) for part in re.split(r"[,.;]|\band\b|\bbut\b", rest))
    return named.chosen <= {chosen} and not literal and offer.opinions.points_in(words) <= {chosen}


def led_by(offer: Offer, said: str) -> tuple[int, str] | None:
    """A "yes", "no", "none" or "don't know" that a sentence follows."""
    match = _LED.fullmatch(without_fillers(plainly(said)))
    meaning = meaning_of(fold(match[1])) if match is not None else None
    if match is None or meaning is None or len(offer.meant[meaning]) != 1 or "?" in said:
        return None
    yes_or_no = meaning in ("yes", "no")
    if yes_or_no and not (offer.meant["yes"] and offer.meant["no"]):
        return None
    index = offer.meant[meaning][0]
    rest = fold(match[2]).split()
    clear = _CONTRARY.isdisjoint(rest[:1] + rest[-1:]) and {"yes", "no", "sure"}.isdisjoint(rest)
    clear = clear and _HALF.isdisjoint(rest) and (yes_or_no or rest[:1] == [] or rest[0] not in _WONDERING)
    others = set(range(offer.size)) - offer.exclusive - {offer.meant["yes"][0], offer.meant["no"][0]} if yes_or_no else ()
    clear = clear and not (others and not _SHADED.isdisjoint(rest))
    clear = clear and (meaning != "yes" or TURNING.isdisjoint(rest))
    return (index, said) if clear and rest and offer.hints.mentions(rest).chosen <= {index} else None


def _mentioned(offer: Offer, said: str, plain: str) -> Inferred | None:
    """The one answer mentioned, in the whole or up to where a remark begins; sure where only words of its own were said."""
    if "?" in plain:
        return None
    for head, rest in _heads(said):
        words = fold(without_fillers(plainly(head))).split() if len(head) <= offer.longest + _ROOM else []
        if not words or len(words) > offer.words + _AROUND:
            continue
        found = offer.hints.mentions(words)
        if len(found.chosen) == 1 and found.sure:
            index = next(iter(found.chosen))
            if not _only_adds(offer, rest, index):
                return None
            mistyped = likest(" ".join(words), offer.labels) == (index,)  # then what is left over is no remark
            more = bool(rest) or (bool(found.other) and not mistyped)
            return index, said if more else "", found.own and not found.other and _JOINED.match(rest) is None
    return None
