"""Reading what somebody wrote as the answer to one question: tolerant of how it is written, and never a silent guess.

Whatever is in doubt comes back as `Unclear`, with the reason to say and the choices it may have meant.
"""

import re
from datetime import UTC, date, tzinfo
from functools import lru_cache
from typing import assert_never

from surveys.definitions.model import ACKNOWLEDGED, Question
from surveys.interviews.reading.choices import read_one, read_several, yes_of
from surveys.interviews.reading.dates import read_date
from surveys.interviews.reading.folding import clean, fold, says_something
from surveys.interviews.reading.numbers import read_number
from surveys.interviews.reading.orders import read_rank
from surveys.interviews.reading.places import read_place
from surveys.interviews.reading.points import read_point
from surveys.interviews.reading.results import Begun, Likely, Reading, Unclear, Understood
from surveys.interviews.reading.times import read_date_time, read_time
from surveys.interviews.reading.wording import plainly, without_fillers
from surveys.interviews.tongues import THANKS, primary

__all__ = ["LONGEST_TEXT", "Begun", "Likely", "Reading", "Unclear", "Understood", "read", "yes_of"]

# Civil, or said to us rather than to the question. "No" and "nothing" are answers.
_CIVIL = frozenset(
    {"thanks", "thank you", "many thanks", "thanks very much", "thank you very much", "ok", "okay", "ok thanks", "ok thank you",
    "k", "yes",
     "sure", "hi", "hello", "hiya", "hey", "lol", "haha", "cool", "alright", "right", "fine", "great", "got it", "no worries",
     "bye",
     "dont know", "completely"}
) - {"dont know"}  # fmt: skip
_NO_ANSWER = re.compile(
    r"(?:pardon|sorry|eh|huh|what(?: like| now| do you mean| does that mean| kind| sort)?|like what|such as|which one|who|"
    r"do you mean\b.*|what do you mean\b.*|what does \w+ mean)\s*\?+|"
    r"(?:like what|such as|what like|which one|what do you mean|how do you mean)\W*|"
    r"(?:hang on|hold on|one (?:sec|second|moment|minute)|brb|bear with me|wait a (?:sec|second|moment|minute)|just a (?:sec|"
    r"minute))\b.{0,40}"
)

_LONGEST_OK = 80  # characters
_OK = (
    r"(?:1|y|yes|yep|yeah|k|ok|okay|right|sure|fine|alright|agreed|got it|will do|👍|✅|✓|☑|(?:i(?: have|ve)? )?(?:all )?"
    r"(?:read|seen|understood|understand|agree|acknowledge|acknowledged|noted|done)(?: (?:it|that|this|them|all))*)"
)
_ACKNOWLEDGED = re.compile(rf"{_OK}(?: (?:{_OK}|and|thanks|thank you|please))*")

LONGEST_TEXT = 20_000  # characters of an answer in free words


def read(question: Question, text: str, *, language: str, today: date, zone: tzinfo | None = None) -> Reading:
    """What `text` answers to `question`, for somebody spoken to in `language` on the day `today` in `zone` (UTC). Never raises.

    Whether an answer is required, or allowed by the question's constraint, is not asked here.
    """
    match question.kind:
        case "select_one" | "select_multiple" | "rank" | "range" | "acknowledge":
            return _read_known(question, text, language)
        case "integer" | "decimal":
            return read_number(question, text, language)
        case "date":
            return read_date(question, text, language, today)
        case "time":
            return read_time(question, text, language)
        case "dateTime":
            return read_date_time(question, text, language, today, zone or UTC)
        case "geopoint":
            return read_place(text)
        case "image" | "audio" | "video" | "file":
            return Unclear(f"wrong_media.{question.kind}")
        case "text":
            return _read_words(text, language)
        case "note" | "calculate":
            return Unclear("reading.nothing_asked")
        case _:
            assert_never(question.kind)


def _read_known(question: Question, text: str, language: str) -> Reading:
    """A reply to a question of which all answers are known beforehand."""
    match question.kind:
        case "select_one":
            return read_one(question, text, language)
        case "select_multiple":
            return read_several(question, text, language)
        case "rank":
            return read_rank(question, text, language)
        case "range":
            return read_point(question, text, language)
        case _:
            return _read_acknowledged(text)


def _read_acknowledged(text: str) -> Reading:
    said = clean(text)
    if len(said) <= _LONGEST_OK and _ACKNOWLEDGED.fullmatch(fold(said)):
        return Understood(ACKNOWLEDGED)
    return Unclear("reading.acknowledge")


def _read_words(text: str, language: str) -> Reading:
    """Free words: as they are, but for what cannot be stored. One emoji is an answer; white space and full stops are none."""
    said = clean(text)
    if len(said) > LONGEST_TEXT:
        return Unclear("reading.too_long", {"limit": f"{LONGEST_TEXT:,}"})
    if not says_something(said):
        return Unclear("reading.empty")
    if fold(said) in _thanks(primary(language)):
        return Unclear("reading.thanks")
    plain = plainly(said)
    if without_fillers(plain).strip(" .!") in _CIVIL or fold(plain) in _CIVIL:
        return Unclear("reading.thanks" if "thank" in plain else "reading.say_more")
    return Unclear("reading.say_more") if _NO_ANSWER.fullmatch(plain) else Understood(said)


@lru_cache(maxsize=64)
def _thanks(tongue: str) -> frozenset[str]:
    return frozenset(map(fold, THANKS.get(tongue, ())))
