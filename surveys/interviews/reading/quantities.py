"""Amounts in plain words as figures: "twenty two and a half" is 22.5, "half a dozen" 6, "an hour and 10 minutes" two measures."""

import re
from collections.abc import Iterator

from surveys.interviews.reading.folding import NUMERALS

_MISSPELT = {
    "fourty": "forty", "fiveteen": "fifteen", "fivteen": "fifteen", "fiften": "fifteen", "eightteen": "eighteen",
    "ninty": "ninety",
    "nintey": "ninety", "fivty": "fifty", "twelth": "twelve", "tweleve": "twelve", "twelv": "twelve", "thirten": "thirteen",
    "forteen": "fourteen", "fourten": "fourteen", "sevnty": "seventy", "sevinty": "seventy", "thrity": "thirty",
    "eigthy": "eighty",
    "eigth": "eight", "eleaven": "eleven", "elevn": "eleven", "ninteen": "nineteen", "sixten": "sixteen", "twenny": "twenty",
    "tweny": "twenty", "twnety": "twenty", "thre": "three", "sevn": "seven", "senven": "seven",
}  # fmt: skip
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "k": 1_000}
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_FRACTIONS = str.maketrans({"½": " and a half", "¼": " and a quarter", "¾": " and three quarters"})
_PARTS = {"half": "5", "a half": "5", "a quarter": "25", "quarter": "25", "three quarters": "75", "3 quarters": "75"}
_AND_PART = re.compile(
    r"(?<![\d.])(\d+)\s*(?:and )?(a half|half|a quarter|three quarters|3 quarters)\b(?! (?:of|past|a|an|time)\b)"
)
_ONE_AND_PART = re.compile(r"\b(?:an? )?(hour|mile|year|day|week|month|minute) and (a half|a quarter)\b")
_SET = (
    (re.compile(r"\b(?:a )?half (?:a )?dozen\b"), "6"),
    (re.compile(r"\b(?:a|one|1) dozen\b"), "12"),
    (re.compile(r"\b(?:nil|nought)\b"), "0"),
    (re.compile(r"\b(?:a )?half(?: of)? an? "), "0.5 "),
    (re.compile(r"\b(?:3 quarters|3/4) of an? (?=[a-z])"), "0.75 "),
    (re.compile(r"\b(?:3 quarters|3/4) of 1000000\b"), "750000"),
    (re.compile(r"\b(?:a )?quarter of an? "), "0.25 "),
    (re.compile(r"\ba fiver\b"), "£5"),
    (re.compile(r"\ba tenner\b"), "£10"),
    (re.compile(r"(?:£\s*)?(\d+) pounds? (?:and )?(\d\d)(?:p| pence)?\b"), r"£\1.\2"),
    (re.compile(r"\b(\d\d?) ?(?:p|pence)\b"), r"£0.\1"),
    (re.compile(r"(?<=\d)(?=[a-z]{2})"), " "),
)


def figures(plain: str) -> str:
    """`plain` words (`wording.plainly`) with every amount in figures."""
    words = "".join(_in_figures(_TOKEN.findall(plain.translate(_FRACTIONS).replace("-", " - "))))
    words = re.sub(r"(?<=[a-z0-9]) - (?=[a-z0-9])", "-", words)
    words = re.sub(r"(\d+) point ((?:\d )*\d)\b", lambda match: f"{match[1]}.{match[2].replace(' ', '')}", words)
    words = _ONE_AND_PART.sub(lambda match: f"1.{_PARTS[match[2]]} {match[1]}", words)
    words = _AND_PART.sub(lambda match: f"{match[1]}.{_PARTS[match[2]]}", words)
    for pattern, figure in _SET:
        words = pattern.sub(figure, words)
    return " ".join(words.split())


def _in_figures(tokens: list[str]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        value, end = _number(tokens, at)
        if value is None:
            yield tokens[at]
            at += 1
        else:
            yield value
            at = end


def _number(tokens: list[str], start: int) -> tuple[str | None, int]:
    """The number that begins at `start`, in figures, and where it ends; None when none begins there."""
    if not tokens[start][0].isalnum():
        return None, start
    total, group, last, at, end = 0, 0.0, 0.0, start, start
    article = tokens[start] in ("a", "an") and start + 2 < len(tokens) and tokens[start + 2] in ("hundred", "thousand", "million")
    while at < len(tokens):
        word = _MISSPELT.get(tokens[at], tokens[at])
        if word.isspace() or (word == "-" and end > start) or (word == "and" and last >= 100) or (article and at == start):
            at += 1
            continue
        value = float(NUMERALS[word]) if word in NUMERALS else float(word.replace(",", "")) if word[0].isdecimal() else None
        if value is not None and (end == start or (last >= 100 > value) or (20 <= last < 100 and value < 10 and last % 10 == 0)):
            group, last = group + value, value
        elif word in _LARGE and (end > start or article):
            times = _LARGE[word]
            group, last = max(group, 1) * times, times
            if times >= 1_000:
                total, group = total + int(group), 0
        else:
            break
        at += 1
        end = at
    return (f"{total + group:.10g}" if total + group < 1e9 else None, end) if end > start else (None, start)
