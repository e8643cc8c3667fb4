"""The survey that the benchmarks answer: 22 questions, closed and open in turn, one of them conditional."""

from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey

QUESTIONS = 22

_HEAD = """
survey: bench
title: {en: A survey to measure with}
choices:
  agree5:
    strongly_agree: {en: Strongly agree}
    agree: {en: Agree}
    neither: {en: Neither}
    disagree: {en: Disagree}
    strongly_disagree: {en: Strongly disagree}
questions:
"""


def source(questions: int = QUESTIONS) -> bytes:
    """A survey of that many questions, as its author would write it."""
    lines = [_HEAD]
    for number in range(1, questions + 1):
        kind = "text" if number % 4 == 0 else "select_one agree5"
        relevant = ", relevant: \"${q1} != 'disagree'\"" if number == 7 else ""
        label = f'label: {{en: "How far do you agree with point {number}?"}}'
        lines.append(f"  - {{name: q{number}, type: {kind}, {label}{relevant}}}\n")
    return "".join(lines).encode()


def survey(questions: int = QUESTIONS) -> Survey:
    """The same, read."""
    return read_survey(source(questions), "bench.yaml")


def typed(number: int) -> str:
    """What a person answers to question `number`."""
    return "It would help if somebody rang back." if number % 4 == 0 else "2"
