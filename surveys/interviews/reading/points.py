"""Reading a reply to a range: one of its points, as a number in any of the ways in which people give numbers."""

import re
from decimal import Decimal

from surveys.definitions.model import Question, plain_number
from surveys.interviews.reading.folding import clean
from surveys.interviews.reading.numbers import read_number
from surveys.interviews.reading.results import Reading, Unclear, Understood


def read_point(question: Question, text: str, language: str) -> Reading:
    """A reply to a range: "7", "seven", "7/10" where it goes up to 10. A number between two points or beyond the ends is none."""
    scale = question.scale
    if scale is None:
        return Unclear("reading.nothing_asked")  # no survey that was read has such a question
    low, high = scale.ends
    said = re.sub(rf"(?<=\d)\s*(?:/|out of)\s*{re.escape(high)}(?![\d.,])", "", clean(text), count=1, flags=re.IGNORECASE)
    reading = read_number(question, said, language)
    if isinstance(reading, Unclear):
        if reading.key == "reading.empty":
            return reading
        return Unclear("reading.not_on_scale", {"low": low, "high": high})
    if scale.code(reading.value):
        return Understood(reading.value, reading.remark)
    if not Decimal(low) <= Decimal(reading.value) <= Decimal(high):
        return Unclear("reading.not_on_scale", {"low": low, "high": high})
    near = scale.point(1 + round((Decimal(reading.value) - scale.start) / scale.step))
    return Unclear("reading.between_points", {"low": low, "high": high, "step": plain_number(abs(scale.step)), "near": near})
