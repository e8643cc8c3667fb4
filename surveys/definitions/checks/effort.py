"""What a survey asks of people: minutes, questions that must be answered, questions in one's own words, long messages.

Sources: 200 words a minute is slow silent reading (M. Brysbaert, "How many words do we read per minute?", 2019, finds 238 for
adults who read English); the seconds for an answer are our own estimate, and are said to be.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveys.definitions.model import Question, Survey, say
from surveys.errors import Fault
from surveys.messages import utf16
from surveys.words.plainness import words

WORDS_A_MINUTE = 200
SECONDS: Mapping[str, int] = {
    "acknowledge": 4, "select_one": 6, "range": 6, "select_multiple": 12, "rank": 25, "integer": 8, "decimal": 10, "date": 12,
    "time": 10, "dateTime": 18, "geopoint": 20, "image": 30, "audio": 60, "video": 60, "file": 45, "text": 45,
}  # fmt: skip
OTHERWISE = 15  # seconds for a kind of answer that is not listed
LONGEST = 15  # minutes, on the way through most questions
LONGEST_YOUNG = 8  # the same where young people are asked
MOST_OPEN = 10  # questions in one's own words
LIMIT = 4096  # UTF-16 units: Telegram's longest message
_OUR_WORDS = 200  # units: "Question 3 of 22" and what else stands beside a question


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long a survey takes: minutes when only what everybody is asked is answered, and when everything is; and the basis."""

    least: int
    most: int
    basis: str

    def __str__(self) -> str:
        minutes = f"{self.least} to {self.most}" if self.least != self.most else str(self.most)
        return f"About {minutes} {'minute' if self.most == 1 else 'minutes'}: {self.basis}"


def estimate(survey: Survey) -> Estimate:
    """How long it takes to answer `survey`, in its first language."""
    least, most = (max(1, math.ceil(_minutes(survey, conditional=conditional))) for conditional in (False, True))
    read = sum(_to_read(question, survey.language) for question in survey.questions)
    read += sum(len(words(say(section.label, survey.language))) for section in survey.sections)
    kinds = [question.kind for question in survey.questions if question.asks]
    told = ", ".join(f"{SECONDS.get(kind, OTHERWISE)} s × {kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    basis = f"{read} words at {WORDS_A_MINUTE} a minute, and our estimate for answering, {told}."
    return Estimate(least, most, basis)


def _minutes(survey: Survey, *, conditional: bool) -> float:
    total = 0.0
    for question in survey.questions:
        if conditional or not survey.conditions[question.name]:
            total += _to_read(question, survey.language) / WORDS_A_MINUTE
            total += SECONDS.get(question.kind, OTHERWISE) / 60 if question.asks else 0
    return total


def _to_read(question: Question, language: str) -> int:
    texts = (question.label, question.hint, *(choice.label for choice in question.choices))
    return sum(len(words(say(text, language))) for text in texts)


def check_effort(survey: Survey, *, young: bool) -> Iterator[Fault]:
    """What asks too much. `young` is whether young people are asked."""
    asked = [question for question in survey.questions if question.asks]
    needed = [question for question in asked if question.required]
    if len(needed) > max(3, len(asked) / 2):
        what = f"{len(needed)} of {len(asked)} questions must be answered"
        remedy = "Keep 'required' for what you cannot do without: people stop where they cannot skip."
        yield Fault("required-many", what, remedy)
    written = [question for question in asked if question.kind == "text"]
    if len(written) > MOST_OPEN or (len(asked) > 5 and len(written) > len(asked) / 2):
        what = f"{len(written)} of {len(asked)} questions are answered in people's own words"
        yield Fault("open-many", what, "Offer choices where you know the likely answers: typing on a phone tires people.")
    minutes, longest = estimate(survey).most, LONGEST_YOUNG if young else LONGEST
    if minutes > longest:
        what = f"it takes about {minutes} minutes, and more than {longest} lose people"
        yield Fault("survey-long", what, "Take questions out, or make two surveys of it.")
    for question in asked:
        for language in survey.languages:
            units = _units(survey, question, language)
            if units > LIMIT:
                what = (
                    f"with the notes before it, it has {units} units in '{language}', and a message on Telegram at most {LIMIT}"
                )
                remedy = "Make it shorter, or people get it in parts, with the buttons under the last."
                yield Fault("message-long", what, remedy, question.place)
                break


def _units(survey: Survey, question: Question, language: str) -> int:
    texts = [question.label, question.hint, *(choice.label for choice in question.choices)]
    for earlier in reversed(survey.questions[: question.index]):
        if earlier.asks:
            break
        texts.append(earlier.label)
    return _OUR_WORDS + sum(utf16(say(text, language)) for text in texts)
