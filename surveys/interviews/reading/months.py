"""The names of months and weekdays in English, their short forms and slips of the keys."""

from rapidfuzz.distance import OSA

_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_SHORT_MONTHS = {"sept": 9} | {name[:3]: number for number, name in enumerate(_MONTHS, start=1)}
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SHORT_DAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3} | {name[:3]: number for number, name in enumerate(WEEK)}


def weekday(word: str) -> int | None:
    """0 to 6 for a weekday's English name or its short form; None for anything else."""
    return WEEK.index(word) if word in WEEK else _SHORT_DAYS.get(word)


def weekday_misspelt(word: str) -> int | None:
    """0 to 6 for a weekday's name, a short form or a slip of it ("tuesdya", "wendsday")."""
    exact = weekday(word.removesuffix("s") if word.removesuffix("s") in WEEK else word)
    if exact is not None or len(word) < 6:
        return exact
    near = [
        number for number, name in enumerate(WEEK) if word[0] == name[0] and OSA.distance(word, name) <= (2 if number == 2 else 1)
    ]
    return near[0] if len(near) == 1 else None


def month(word: str) -> int:
    """1 to 12 for a month's English name, its short form or a slip of its longer ones ("Febuary"); 0 for anything else."""
    if word in _SHORT_MONTHS:
        return _SHORT_MONTHS[word]
    for number, name in enumerate(_MONTHS, start=1):
        if word == name or (len(name) >= 6 and word[0] == name[0] and OSA.distance(word, name, score_cutoff=1) <= 1):
            return number
    return 0
