"""What repeats make of a survey for one person: which questions there are, how often, and what expressions see of them.

The answers of a repeat are kept by names like "age[2]". A repeat without a count is followed by the question whether there is
another, which is open as "children[+]".
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime

from surveys.definitions.model import Question, Section, Survey
from surveys.definitions.repeats import Lookup, instance_key
from surveys.definitions.values import to_number
from surveys.interviews.model import Answer, Interview

MOST_TIMES = 20  # more than anybody goes through in a chat
ANOTHER = -100  # what the buttons of "another?" carry: this, less the section's place among the sections


def another(section: Section) -> str:
    """What is open while it is asked whether there is another."""
    return f"{section.name}[+]"


def another_of(survey: Survey, at: str) -> Section | None:
    """The repeat of which it is asked whether there is another; None where something else is open."""
    return survey.headed.get(at[:-3]) if at.endswith("[+]") else None


def plain_lookup(answers: Mapping[str, Answer]) -> Lookup:
    """What expressions see where nothing is repeated: a question's value, or nothing."""

    def value(name: str) -> str:
        answer = answers.get(name)
        return answer.value if answer is not None else ""

    return value


def seen_by(survey: Survey, asking: Question, interview: Interview, now: datetime) -> Lookup:
    """What the expressions of `asking` see: within a repeat, the answers of the same time round (see `definitions.repeats`)."""
    if not survey.repeat_of:
        return plain_lookup(interview.answers)
    return _seen(survey, survey.paths[asking.index], asking.time, interview, now)


def _seen(survey: Survey, path: tuple[Section, ...], time: int, interview: Interview, now: datetime) -> Lookup:
    answers = interview.answers
    home = next((section for section in path if section.repeats), None) if time else None

    def value(key: str) -> str:
        answer = answers.get(key)
        if answer is None and home is not None and survey.repeat_of.get(key) is home:
            answer = answers.get(instance_key(key, time))
        if answer is not None:
            return answer.value
        if key.startswith(".."):
            levels = key.count("..")
            return str(time) if home is not None and levels <= len(path) and path[-levels] is home else ""
        if not key.endswith("[]"):
            return ""
        section = survey.headed.get(key[:-2]) or survey.repeat_of.get(key[:-2])
        if section is None or not section.repeats or (section is home and key[:-2] != section.name):
            return ""
        return str(times(survey, section, interview, now))

    return value


def is_entered(survey: Survey, section: Section, interview: Interview, now: datetime) -> bool:
    """Whether a repeat is gone through at all as things stand: its condition holds, and those of what it stands in."""
    path = survey.paths[section.first]
    outer = path[: path.index(section)]
    rules = [each.relevant for each in (*outer, section) if each.relevant is not None]
    given, labels = _seen(survey, outer, 0, interview, now), survey.labels(survey.language)
    return all(rule.truth(given, now=now, labels=labels) for rule in rules)


def times(survey: Survey, section: Section, interview: Interview, now: datetime) -> int:
    """How many times a repeat is gone through as things stand: 0 where its condition does not hold."""
    if not is_entered(survey, section, interview, now):
        return 0
    if section.count is None:
        return interview.rounds.get(section.name, 1)
    given, labels = _seen(survey, (), 0, interview, now), survey.labels(survey.language)
    number = to_number(section.count.value(given, now=now, labels=labels))
    return 0 if math.isnan(number) else int(max(0, min(MOST_TIMES, number)))


def unrolled(survey: Survey, interview: Interview, now: datetime) -> Iterable[Question | Section]:
    """All questions in the order in which they come, those of a repeat once for each time round.

    A repeat itself stands for the question whether there is another.
    """
    return _unrolled(survey, lambda section: times(survey, section, interview, now)) if survey.repeat_of else survey.questions


def _unrolled(survey: Survey, count: Callable[[Section], int]) -> Iterator[Question | Section]:
    index = 0
    while index < len(survey.questions):
        section = survey.repeat_of.get(survey.questions[index].name)
        if section is None:
            yield survey.questions[index]
            index += 1
            continue
        for time in range(1, count(section) + 1):
            yield from (survey.timed(question, time) for question in survey.questions[section.first : section.end])
        yield section
        index = section.end


def answered(survey: Survey, answers: Collection[str]) -> Iterator[Question]:
    """The questions that have an answer, by the names in `answers`, in the order in which they come."""

    def count(section: Section) -> int:
        names = {question.name for question in survey.questions[section.first : section.end]}
        rounds = (name[:-1].partition("[") for name in answers if name.endswith("]"))
        return max((int(time) for name, _, time in rounds if name in names), default=0)

    every = _unrolled(survey, count) if survey.repeat_of else survey.questions
    return (each for each in every if isinstance(each, Question) and each.name in answers)


def without(survey: Survey, section: Section, time: int, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """`answers` as they are once the `time`-th time round of a repeat is taken out: what came after it moves up."""
    names = {question.name for question in survey.questions[section.first : section.end]}
    moved: dict[str, Answer] = {}
    for key, answer in answers.items():
        name, _, of = key[:-1].partition("[")
        if not key.endswith("]") or name not in names or int(of) < time:
            moved[key] = answer
        elif int(of) > time:
            moved[instance_key(name, int(of) - 1)] = answer
    return moved
