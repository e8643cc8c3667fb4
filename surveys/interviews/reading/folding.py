"""Replies with everything taken out that people do not mean: case, punctuation, accents, kinds of quotes and digits."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from surveys.interviews.reading.meanings import LITTLE, SHADING, TURNING

# Kept, as words of their own: they change what is said ("10+", "<10", "50%").
_SIGNS = "+<>%$"
_DROPPED = "'`"
_ASCII = str.maketrans(
    {char: " " for char in map(chr, range(128)) if not char.isalnum()}
    | dict.fromkeys(_DROPPED)
    | {char: f" {char} " for char in _SIGNS}
    | {"&": " and "}
)
_APOSTROPHES = frozenset("‘’ʼ´＇′‛")
_KEYCAP_TEN = "🔟"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# NUL and its like cannot be stored, nor half a surrogate pair.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_MIXED_UP = {"nor": "or", "then": "than"}
_NO_PLURALS = LITTLE | SHADING | TURNING | {"plus", "news"}

_ENDINGS = (("ings", 3), ("ing", 3), ("ed", 3), ("es", 4), ("s", 3), ("e", 4))  # each with the letters that must be left

_TO_NINETEEN = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMERALS = {word: str(number) for number, word in enumerate(_TO_NINETEEN)}
NUMERALS |= {word: str(10 * tens) for tens, word in enumerate(_TENS, start=2)}


def clean(text: str) -> str:
    """`text` without what cannot be stored, one kind of line end, nothing blank around it; otherwise as it was written."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("", text).strip()


def says_something(text: str) -> bool:
    """Whether there is one letter, digit or symbol in it: an emoji is an answer, white space and full stops are none."""
    return any(char.isalnum() or unicodedata.category(char)[0] in "LNS" for char in text)


def digits(text: str) -> str:
    """`text` with the decimal digits of every script as ASCII ones, and nothing else changed: "²" is no 2."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() or not char.isdecimal() else str(unicodedata.decimal(char)) for char in text)


def fold(text: str) -> str:
    """The words of `text` in lower case, parted by one space: "I don’t know!" and "i dont know" are the same."""
    if not text.isascii():
        text = _western(text)
    if "," in text:
        text = _THOUSANDS.sub("", text)
    return " ".join(text.translate(_ASCII).casefold().split())


def _western(text: str) -> str:
    """Punctuation of every script as blanks, its decimal digits as ASCII, accents off Latin letters, emoji as words."""
    # Fractions, powers and circled numbers must not turn into digits, so compatibility forms are undone letter by letter.
    parts = (char if unicodedata.category(char) == "No" else unicodedata.normalize("NFKD", char) for char in text)
    return unicodedata.normalize("NFC", "".join(map(_plain, "".join(parts))))


def _plain(char: str) -> str:
    if char.isascii():
        return char
    if char in _APOSTROPHES:
        return ""
    if char == _KEYCAP_TEN:
        return " 10 "
    match unicodedata.category(char):
        case "Nd":
            return str(unicodedata.decimal(char))
        case "No" | "So" | "Sm" | "Sc":
            return f" {char} "
        case "Mn" if 0x300 <= ord(char) <= 0x36F or 0xFE00 <= ord(char) <= 0xFE0F or 0x64B <= ord(char) <= 0x655:
            return ""  # accents, the mark that turns a sign into an emoji, Arabic vowels and hamzas that many leave out
        case "Cf" | "Me" | "Sk" | "Cs":
            return ""  # invisible joiners, the keycap's frame, skin tones
        case category if category[0] in "PZC":
            return " "
        case _:
            return char


def canon(folded: str) -> str:
    """Folded words with number words as digits and a plural's "s" taken off: "two years" and "2 year" are the same."""
    return " ".join(map(_canonical, folded.split()))


@lru_cache(maxsize=4096)  # words, never what somebody wrote as a whole
def _canonical(word: str) -> str:
    if word in NUMERALS:
        return NUMERALS[word]
    if word in _MIXED_UP:
        return _MIXED_UP[word]
    plural = len(word) > 3 and word[-1] == "s" and word[-2] != "s" and word not in _NO_PLURALS
    return word[:-1] if plural else word


def once(word: str) -> str:
    """`word` with every letter that is doubled, or held down ("yesss"), written once."""
    return "".join(letter for letter, _ in groupby(word))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """`word` without its ending: "cooking", "cooked", "cooks" and "cook" are the same."""
    if not word.isalpha():
        return word
    for ending, left in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= left:
            word = word[: -len(ending)]
            break
    return once(word)
