"""The number or the day that a reply is probably about, whatever else it says: only ever shown and asked about.

A range, a bound ("over 20") and two days are not guessed at: there the person has to say which.
"""

import re
from collections.abc import Iterator
from datetime import date

from surveys.definitions.model import Question
from surveys.interviews.reading.corrections import last_said
from surveys.interviews.reading.days import day_in
from surveys.interviews.reading.folding import canon, fold
from surveys.interviews.reading.measured import one_amount
from surveys.interviews.reading.quantities import figures
from surveys.interviews.reading.wording import plainly, without_fillers

_LONGEST = 200  # characters: a story has no one number
_WINDOW = 6  # words of an amount, or of a day
_SPAN = re.compile(
    r"\d ?(?:-|to|or) ?\d|\b(?:between|over|under|more than|less than|fewer than|at least|up to|nearly|almost|several|few|lots|"
    r"dozens|hundreds|too many|not (?:many|enough|far|much))\b|\?"
)
_CLAUSE = re.compile(r"[,;:!()\n]|\.(?!\d)|\s[-–—]+\s|\b(?:but|because|and|so|when|well|in|at|on the|if|with|at the)\b")
_SHARES = {"half": 50, "a half": 50, "a quarter": 25, "quarter": 25, "3 quarters": 75, "three quarters": 75, "all": 100,
           "all of it": 100, "everything": 100, "a third": 33, "most": 75}  # fmt: skip
_NOUGHT = re.compile(r"(?:it is |its |im )?(?:free|nothing|none|never|zero|i dont|we dont|not any)\b")
_ALONE = re.compile(r"(?:just |only )?(?:me|myself)(?P<two> and (?:my|the) \w+)?(?: (?:really|here))?")
_EACH = re.compile(
    r"(\d+) [a-z]+(?: [a-z]+)?(?:,| and|, and)? (?:and )?(\d+|a|an|one) [a-z]+(?: [a-z]+)?(?: and (\d+|a|an|one|me))?"
)
_OTHER_DAY = re.compile(r"\b(?:or(?! not\b| so\b)|either|between|maybe|any)\b|\?")


def likely_number(question: Question, said: str) -> float | None:
    """The number that `said` (clean) is probably about, in the question's own unit; None where there is no telling."""
    plain = plainly(said)
    plain = last_said(plain) or plain
    words = figures(without_fillers(plain))
    if len(said) > _LONGEST or _SPAN.search(words) is not None:
        return None
    asked = canon(fold(" ".join((*question.label.values(), *question.hint.values()))))
    if words in _SHARES and ("percent" in asked or "share" in asked or "%" in "".join(question.label.values())):
        return float(_SHARES[words])
    alone = _ALONE.fullmatch(words)
    if alone is not None and re.search(r"how many (?:people|of you|live)", asked):
        return 2.0 if alone["two"] else 1.0
    together = _EACH.fullmatch(words) if "how many" in asked else None
    if together is not None:
        return float(sum(int(part) if part.isdecimal() else 1 for part in together.groups() if part is not None))
    amounts = (one_amount(question, window) for clause in _CLAUSE.split(words) for window in _windows(clause))
    found = next((amount for amount in amounts if amount is not None), None)
    return 0.0 if found is None and _NOUGHT.match(words) is not None else found


def likely_day(question: Question, said: str, today: date) -> date | None:
    """The one day that `said` (clean) is probably about; None where it names none, or more."""
    plain = plainly(said)
    if len(said) > _LONGEST or _OTHER_DAY.search(plain) is not None:
        return None
    days: list[date] = []
    for clause in re.split(r"[,;:!()\n]|\s[-–—]+\s|\b(?:but|because)\b", last_said(plain) or plain):
        if clause.strip().startswith(("not ", "no ")):
            continue
        found = next((day for window in _windows(clause) if (day := day_in(question, window, today)) is not None), None)
        if found is not None:
            days.append(found)
    return days[0] if len(set(days)) == 1 else None


def _windows(clause: str) -> Iterator[str]:
    """Runs of words, those that begin first and are longest first."""
    words = clause.split()
    for start in range(len(words)):
        for end in range(min(start + _WINDOW, len(words)), start, -1):
            yield " ".join(words[start:end])
