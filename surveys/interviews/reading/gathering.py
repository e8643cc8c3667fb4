"""Reading several answers where their literal words do not say: plain words, mentions, "all but", what is left out again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from surveys.interviews.reading.corrections import either_side_of_no, last_said
from surveys.interviews.reading.folding import canon, fold
from surveys.interviews.reading.inferring import led_by, overheard
from surveys.interviews.reading.meanings import TURNING
from surveys.interviews.reading.offers import Offer
from surveys.interviews.reading.parts import parts_of
from surveys.interviews.reading.phrases import bare
from surveys.interviews.reading.quantities import figures
from surveys.interviews.reading.wording import plainly, without_fillers

_LONGEST = 300
_JOINT = re.compile(
    r"\s*(?:[,;:!\n+&()]|/(?!\d)|\.(?!\d)|\s[-–—]+\s|[–—]|"
    r"\b(?:and(?: also| then)?|then|plus|also|as well as|but|because)\b|"
    r"(?<!\bdo )(?<!\bam )(?<!\bare )(?<!\bis )(?<!\bdid )(?<!\bhave )(?<!\bwas )(?<= )(?=(?:not|no|never) ))\s*"
)
_ASIDE = re.compile(r"[.:!(\n–—-]|but|because")
_ALL = re.compile(
    r"(?:i would (?:like|do) |yes )?(?:all|every single one|each and every one|every one|each one)(?: of)?"
    r"(?: (?:them|these|those|the above|it))?(?: (?:would )?(?:help|apply|really|fine))*"
    r"|everything|the (?:whole )?lot|all \d+"
)
_WORDS = re.compile(r"\b(?!and\b)[^\W\d_]{2,}", re.IGNORECASE)  # of numbers alone there is no more to be inferred
_ANY = re.compile(r"any(?: of (?:them|these|those|the above))?(?: (?:would )?(?:help|apply|be fine|do))*")
_ALL_OF_A_KIND = re.compile(
    r"(?:any|every|all|whole|the whole) ?(?P<noun>day|days|time|times|age|ages|area|areas|part|parts|borough|county|city|town)|"
    r"(?P<wide>borough|county|city|town|area) ?wide|(?P<where>everywhere|all over)|(?P<who>everyone|everybody)"
)
_KINDS = {"day": "day", "time": "when|time", "age": "who|age", "area": "where|area|part", "part": "where|area|part"}
_LEFT_OUT = re.compile(
    r"(?:all|any|every|everything|everyone|everybody|everywhere)(?: of)?(?: (?:them|these|those|the above|day|days|one|time|it))?"
    r" (?:but|except|apart from|bar|excluding|other than|minus|not|without|save)(?: for)? (?:the )?(.+)"
)
_MOSTLY = re.compile(r"(?:(?:mainly|mostly|maybe|some|just|only|also|definitely|especially|possibly|a bit of) )+")
_MOSTLY_AFTER = re.compile(r"(?: (?:mainly|mostly|only|also|too|definitely|especially|most of all|then|first|please))+\Z")
_NUMBERS = re.compile(r"\d{1,2}(?: \d{1,2})*")
_FINE = frozenset({"fine", "ok", "okay", "sorted", "alright", "good", "great"})  # of what makes no trouble
_PERHAPS = re.compile(r"(?:maybe|possibly|perhaps)\b")
_GOES_ON = frozenset({"thats", "its", "theyre", "so", "when", "if", "which", "as"})
_ENDS = re.compile(r"(?:the )?(first|last|top|bottom) (\d)(?: ones| options| of them| answers)?")
_TAKEN_BACK = re.compile(r"[\s,.;:–-]+(?:no|sorry|wait|actually|i mean|or rather|oops)\b")
_BETWEEN = re.compile(r"(?:from )?(.{1,12}?)\s*(?:-|\bto\b|\btill?\b|\bthrough\b|\bthru\b)\s*(.{1,12})")
_NOT = re.compile(
    r"(?:no )?(?:its |im |its just )?not(?: (?:really|the|my|so much))* (?!(?:enough|only|just|sure|able|that)\b|\w+ing\b)(.+)"
)
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {"weekend": "saturday and sunday", "weekends": "saturday and sunday", "weekdays": "monday to friday"}
_REMARK = 3  # words that a part must have to be a remark


@dataclass(slots=True)
class _Gathered:
    """What the parts read so far come to."""

    chosen: set[int] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)
    remark: bool = False
    sure: bool = True


Several = tuple[frozenset[int], str, bool]  # the answers, what was said beside them, and whether that is sure enough


def infer_several(offer: Offer, said: str, language: str, *, asks_whether: bool) -> Several | None:
    """The answers that `said` (clean) comes to, with itself as a remark where it says more; None where a part cannot be told.

    Where the question `asks_whether`, a bare "no" is the answer that none fits.
    """
    if len(said) > _LONGEST or overheard(said) or not _WORDS.search(said):
        return None
    plain = plainly(said)
    if "?" in plain:
        return None
    corrected = last_said(plain)
    if corrected is not None:
        before = infer_several(offer, _TAKEN_BACK.split(plain)[0], language, asks_whether=False)
        after = infer_several(offer, corrected, language, asks_whether=False)
        if before is not None and after is not None and len(after[0]) < len(before[0]):
            return None  # which of them is corrected?
        plain = corrected
    last = _last_list(offer, plain, language)
    plain, sure = last or plain, last is None
    words = without_fillers(plain)
    found = offer.find(words, language)
    if isinstance(found, int):
        return frozenset({found}), "", sure
    whole = _whole(offer, words, language, asks_whether=asks_whether)
    if whole is not None:
        return whole[0], "", whole[1]
    led = led_by(offer, said)
    if led is not None and led[0] in offer.exclusive:
        return frozenset({led[0]}), led[1], True
    gathered = _Gathered(sure=sure)
    for part, aside in _parts(offer, words):
        if not _take(offer, part, language, gathered, aside=aside):
            return None
    chosen = frozenset(gathered.chosen - gathered.left_out)
    alone = chosen & offer.exclusive
    if not chosen or (alone and len(chosen) > 1):
        return None
    return chosen, said if gathered.remark else "", gathered.sure


def _last_list(offer: Offer, plain: str, language: str) -> str | None:
    """What is meant of "1 and 4, no, 1 and 3": probably the last, where each of them is a list by itself."""
    sides = either_side_of_no(plain)
    lists = [parts_of(offer, side, language) for side in sides or ()]
    return sides[1] if sides and all(each.chosen and not each.unread for each in lists) else None


def _whole(offer: Offer, words: str, language: str, *, asks_whether: bool) -> tuple[frozenset[int], bool] | None:
    """The answers that a few words name all at once, "all but the last", and whether that is sure."""
    every = offer.every
    counted = figures(words)
    kind = _ALL_OF_A_KIND.fullmatch(words)
    if kind is not None and kind["who"] is None:
        noun = (kind["noun"] or "").removesuffix("s")
        asked = re.search(rf"\b(?:{_KINDS.get(noun, 'where|area|part|borough|county|city|town')})", offer.question)
        return (every, noun == "day") if asked else None
    if _ANY.fullmatch(words):
        return every, False
    if (_ALL.fullmatch(words) or _ALL.fullmatch(counted)) and counted not in (
        f"all {number}" for number in range(100) if number != len(every)
    ):
        return every, True
    but = _LEFT_OUT.fullmatch(words)
    if but is not None:
        out = infer_several(offer, but[1].removesuffix(" one").removesuffix(" ones"), language, asks_whether=False)
        literal = parts_of(offer, but[1].removesuffix(" ones"), language)
        heard = frozenset(offer.hints.heard(fold(but[1]).split()))
        left = literal.chosen if not literal.unread else out[0] if out is not None else heard
        rest = every - left
        return (rest, not literal.unread or (out is not None and out[2])) if left and rest else None
    ends = _ENDS.fullmatch(counted)
    if ends is not None and 1 <= int(ends[2]) < offer.size:
        count = int(ends[2])
        places = frozenset(range(count) if ends[1] in ("first", "top") else range(offer.size - count, offer.size))
        return (places, True) if places <= frozenset(range(offer.size)) - offer.exclusive else None
    none = offer.meant["none"]
    if asks_whether and len(none) == 1 and re.fullmatch(r"no+(?: not really| nothing)?", words):
        return frozenset(none), True
    return None


def _parts(offer: Offer, words: str) -> Iterator[tuple[str, bool]]:
    """The parts of a list, each with whether it may be a remark on what stands before."""
    if not any(_DAYS.get(fold(label), "") for labels in offer.labels for label in (each.folded for each in labels)):
        has_days = any(each.folded == "monday" for labels in offer.labels for each in labels)
        for word, days in _DAYS.items() if has_days else ():
            words = re.sub(rf"\b{word}\b", days, words)
    aside, at = False, 0
    for joint in (*_JOINT.finditer(words), None):
        part = words[at : joint.start()] if joint is not None else words[at:]
        if part.strip():
            yield part.strip(), aside
        if joint is not None:
            aside, at = _ASIDE.search(joint[0]) is not None, joint.end()


def _take(offer: Offer, part: str, language: str, gathered: _Gathered, *, aside: bool) -> bool:
    """Take one part into what is gathered; whether it could be understood."""
    if not gathered.chosen and _PERHAPS.match(part):
        return False
    core = _MOSTLY_AFTER.sub("", _MOSTLY.sub("", part))
    numbers = canon(core)
    literal = parts_of(offer, numbers if _NUMBERS.fullmatch(numbers) else core, language)
    if not literal.unread and literal.chosen:
        gathered.chosen |= literal.chosen
        return True
    days = _from_to(offer, part, language)
    if days is not None:
        gathered.chosen |= days
        return bool(days)
    heard = fold(without_fillers(part)).split()
    negative = _NOT.fullmatch(part)
    found = offer.hints.mentions(heard) if heard else None
    if found is not None and found.sure:
        gathered.chosen |= found.chosen
        gathered.remark |= bool(found.other)
        gathered.sure &= found.own and not found.other and _FINE.isdisjoint(heard)
        return True
    if negative is not None:
        out = parts_of(offer, negative[1], language)
        named = offer.hints.mentions(fold(negative[1]).split() or ["the"])
        left_out = out.chosen if not out.unread else named.chosen if not named.other else frozenset()
        gathered.left_out |= left_out
        gathered.sure &= bool(gathered.chosen) and (not out.unread or named.own)
        return bool(left_out)
    if not heard or not bare(" ".join(heard)):
        return True
    if (
        (aside or heard[0] in _GOES_ON)
        and gathered.chosen
        and not offer.meant["other"]
        and len(heard) >= _REMARK
        and found is not None
        and not found.chosen
        and TURNING.isdisjoint(heard[-1:])
    ):
        gathered.remark = True
        return not any(word.isdecimal() and int(word) <= offer.size for word in heard[:1])
    return False


def _from_to(offer: Offer, part: str, language: str) -> set[int] | None:
    """The days of "Monday to Friday", where the answers are days; None where it is nothing like that, empty where it is wrong."""
    between = _BETWEEN.fullmatch(part)
    first, last = (offer.find(each, language) for each in between.groups()) if between is not None else ((), ())
    if not isinstance(first, int) or not any(each.folded in _WEEK for each in offer.labels[first]):
        return None
    run = range(first, last + 1) if isinstance(last, int) else ()
    return {index for index in run if any(each.folded in _WEEK for each in offer.labels[index])}
