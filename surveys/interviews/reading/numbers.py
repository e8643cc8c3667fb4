"""Reading a reply to a question that asks for a number, in digits or in words, with a unit or a rough word around it."""

import re
from decimal import Decimal

from text_to_num import text2num

from surveys.definitions.model import Question
from surveys.interviews.reading.folding import NUMERALS, canon, clean, digits, fold, says_something
from surveys.interviews.reading.meanings import SHADING, TURNING
from surveys.interviews.reading.measured import measured
from surveys.interviews.reading.overhearing import likely_number
from surveys.interviews.reading.phrases import bare
from surveys.interviews.reading.results import Likely, Reading, Unclear, Understood
from surveys.interviews.reading.turning import is_english
from surveys.interviews.tongues import primary

_GUESSABLE = frozenset({"reading.not_a_number", "reading.one_number"})
_LONGEST = 200  # characters: a number, and some words around it
_MOST_DIGITS = 15  # kept exactly by every program that these numbers will ever be opened in
_WIDE = str.maketrans("，．＋－−–٫٬", ",.+---.,")
_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)")
_WITH_COMMAS = frozenset({"pl", "uk"})  # where 3,5 is three and a half (CLDR)
_PLAIN = re.compile(r"[+-]?[0-9]{1,15}")
_NUMBER = re.compile(
    r"(?<![\w.,])([+-]?)£?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)(k|\s*(?:hundred|thousand|million))?(?!\w|[.,][0-9])",
    re.IGNORECASE,
)
_TIMES = {"k": 1_000, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_ISH = re.compile(r"(?<=[0-9])-?ish\b", re.IGNORECASE)
_TWO = re.compile(r"[-–—/,]|\b(?:to|or|and)\b", re.IGNORECASE)
_HARMLESS = re.compile(r"[\s.,!()\[\]\"“”„'’*~:]|[^\W\d_]|%")

_ZERO = frozenset({"none", "zero", "nil", "nought", "no one", "nobody", "noone"})
_SPOKEN = frozenset(NUMERALS) | {"hundred", "thousand", "million"}
_LEADING = frozenset({"a", "an", "minus", "point"})
_LARGE = frozenset({"hundred", "thousand", "million"})

_ROUGH = frozenset(
    {"about", "around", "roughly", "approx", "approximately", "circa", "maybe", "probably", "think", "guess", "or", "so"}
)
_SILENT = frozenset(
    {
        "please", "thanks", "thank", "you", "cheers", "its", "it", "is", "i", "id", "im", "am", "say", "would", "the", "my",
        "our", "answer", "number", "just", "only", "we", "are", "x", "xx",
    }
)  # fmt: skip
_PLACED = frozenset(
    {"people", "employ", "employs", "a", "an", "the", "of", "us", "them", "there", "have", "has", "had", "total", "altogether"}
)
# "in 2005" is no count of years, though the question may have "in" in it
_ASTRAY = frozenset({"and", "in", "from", "to", "by", "on", "at", "since", "until", "per"})
_BOUNDS = frozenset(
    {
        "more", "over", "least", "under", "less", "fewer", "up", "nearly", "almost", "above", "below", "most", "plus", "min",
        "max", "minimum", "maximum", "between", "+", "<", ">",
    }
)  # fmt: skip
_MEASURES = frozenset(
    {
        "second", "minute", "hour", "day", "week", "month", "year", "time", "pound", "pence", "penny", "percent", "mile", "metre",
        "kilometre", "fortnight", "term", "night",
    }
)  # fmt: skip
_SAME = {"quid": "pound", "£": "pound", "%": "percent", "percentage": "percent", "yr": "year", "person": "people"}


def _guessed(question: Question, said: str) -> Likely | None:
    """The number it is probably about; what was said stands beside it."""
    value = likely_number(question, said)
    reading = _lexical(question, Decimal(f"{value:.4f}")) if value is not None else None
    return Likely(reading.value, said) if isinstance(reading, Understood) else None


_Taken = Understood | Unclear


def read_number(question: Question, text: str, language: str) -> Reading:
    """A reply to an integer or a decimal. What is rough stays beside it as a remark; a range or a bound is no number."""
    said = clean(text)
    if len(said) > _LONGEST:
        return Unclear("reading.not_a_number")
    literal = _literal(question, said, language)
    if isinstance(literal, Understood):
        return literal
    # what is measured out in words ("two years and a half") is read by English rules
    value = measured(question, said) if is_english(language) and literal.key != "reading.number_too_big" else None
    if value is None:
        return _guessed(question, said) or literal if is_english(language) and literal.key in _GUESSABLE else literal
    reading = _lexical(question, Decimal(f"{value[0]:.4f}"))
    return Understood(reading.value, said) if isinstance(reading, Understood) and value[1] else reading


def _literal(question: Question, said: str, language: str) -> _Taken:
    plain = digits(said).translate(_WIDE)
    parted = _COMMA.fullmatch(plain) if primary(language) in _WITH_COMMAS else None
    if parted is not None and len(parted[2]) == 3:
        return Unclear("reading.not_a_number")  # one and a half, or a thousand as it is written on this side of the Channel
    if parted is not None:
        return _lexical(question, Decimal(f"{parted[1]}.{parted[2]}"))
    if _PLAIN.fullmatch(plain):
        return Understood(str(int(plain)))
    if not says_something(said):
        return Unclear("reading.empty")
    if "?" in plain:
        return Unclear("reading.not_a_number")  # "30?" asks, and does not say
    plain = _ISH.sub(" or so", plain).replace("~", " about ")
    found = list(_NUMBER.finditer(plain))
    if len(found) > 1:
        between = plain[found[0].end() : found[1].start()]
        return Unclear("reading.one_number" if _TWO.search(between) else "reading.not_a_number")
    if found:
        return _in_digits(question, said, plain, found[0])
    if any(char.isnumeric() for char in plain if not char.isalpha()):
        return Unclear("reading.not_a_number")  # a fraction, a power, a number cut up
    return _in_words(question, said, language)


def _in_digits(question: Question, said: str, plain: str, found: re.Match[str]) -> _Taken:
    around = f"{plain[: found.start()]} {plain[found.end() :]}"
    if found[2].endswith(".000"):
        return Unclear("reading.not_a_number")  # one, or a thousand as they write it across the Channel
    value = Decimal(found[1] + found[2].replace(",", "")) * _TIMES.get((found[3] or "").strip().lower(), 1)
    return _with_words(question, said, fold(around).split(), value, harmless=not _HARMLESS.sub("", around).strip("<>+"))


def _with_words(question: Question, said: str, around: list[str], value: Decimal, *, harmless: bool = True) -> _Taken:
    """The number, when the words around it add nothing but how sure it is, or the unit that was asked for."""
    if not _BOUNDS.isdisjoint(around) or any(word in _SPOKEN for word in around):
        return Unclear("reading.one_number")
    if not harmless or not _fits(question, around):
        return Unclear("reading.not_a_number")
    reading = _lexical(question, value)
    if isinstance(reading, Understood) and not _SILENT.issuperset(set(around) - {"%"}):
        return Understood(reading.value, said)
    return reading


def _fits(question: Question, around: list[str]) -> bool:
    """Whether every word around the number is rough, polite, or the question's own; and no other unit than it asks for."""
    asked = [_unit(word) for label in (*question.label.values(), *question.hint.values()) for word in canon(fold(label)).split()]
    measures = [word for word in asked if word in _MEASURES]
    said = [_unit(word) for word in canon(" ".join(around)).split()]
    for word in said:
        if word in TURNING or word in _ASTRAY or (word in SHADING and word not in _ROUGH):
            return False
        if word in _MEASURES:
            # "How many days a week?": 3 days, and 3 days a week, but not 2 weeks
            if word not in measures or measures[0] not in said:
                return False
        elif word not in asked and word not in _ROUGH and word not in _SILENT and word not in _PLACED:
            return False
    return True


def _unit(word: str) -> str:
    return _SAME.get(word, word)


def _lexical(question: Question, value: Decimal) -> _Taken:
    """`value` as XForms writes it, in its shortest form, if the question takes it."""
    whole = value == value.to_integral_value()
    if question.kind == "integer" and not whole:
        return Unclear("reading.whole_number")
    written = format(value.to_integral_value() if whole else value.normalize(), "f")
    if sum(map(str.isdecimal, written)) > _MOST_DIGITS:
        return Unclear("reading.number_too_big")
    return Understood("0" if value == 0 else written)


def _in_words(question: Question, said: str, language: str) -> _Taken:
    folded = fold(said)
    if bare(folded) in _ZERO:
        return Understood("0")
    foreign = _foreign(said, language)
    if foreign is not None:
        return _lexical(question, Decimal(foreign))
    words = folded.split()
    places = [at for at, word in enumerate(words) if word in _SPOKEN]
    if not places:
        return Unclear("reading.not_a_number")
    first, last = places[0], places[-1]
    while first and words[first - 1] in _LEADING:
        first -= 1
    value = _spoken(words[first : last + 1])
    if value is None:
        return Unclear("reading.one_number" if _two_spoken(words[first : last + 1]) else "reading.not_a_number")
    return _with_words(question, said, words[:first] + words[last + 1 :], value)


def _foreign(said: str, language: str) -> int | None:
    tongue = language.split("-", 1)[0]
    if tongue == "en":
        return None
    try:
        return int(text2num(said.casefold().strip(" .!"), tongue))
    except ValueError:  # not a number in it, or a language that the library does not know
        return None


def _two_spoken(words: list[str]) -> bool:
    parts = re.split(r" (?:or|to|and) ", " ".join(words))
    return len(parts) > 1 and all(_spoken(part.split()) is not None for part in parts)


def _spoken(words: list[str]) -> Decimal | None:
    """English number words as a number: "minus two point five", "a hundred and twenty"; None when they are not one."""
    sign = -1 if words[0] == "minus" else 1
    whole, point, part = " ".join(words[words[0] == "minus" :]).partition("point")
    fraction = [NUMERALS.get(word, "") for word in part.split()]
    if point and (not fraction or any(len(digit) != 1 for digit in fraction)):
        return None
    value = _whole(whole.split()) if whole.strip() else 0
    return sign * Decimal(f"{value}.{''.join(fraction) or '0'}") if value is not None else None


def _whole(words: list[str]) -> int | None:
    if words[0] in ("a", "an"):
        words = ["one", *words[1:]] if words[1:2] and words[1] in _LARGE else words
    # "twenty and two" is two numbers to us
    if any(word == "and" and words[at - 1] not in _LARGE for at, word in enumerate(words)):
        return None
    try:
        return int(text2num(" ".join(words), "en"))
    except ValueError:
        return None
