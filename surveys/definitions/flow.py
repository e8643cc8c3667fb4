"""A survey as a flow chart in Mermaid's language: each question a box, each condition a diamond with a yes and a no.

Source of the syntax: https://mermaid.js.org/syntax/flowchart.html. A label in quotes may hold anything but quotes and what HTML
takes for its own, which are written as entities; one that begins like "1." would be taken for a list.
"""

import re
from collections.abc import Iterator

from surveys.definitions.expressions import Expression
from surveys.definitions.model import Question, Survey, say

LONGEST = 60  # characters of a label in a box
LONGEST_CONDITION = 160
_SPECIAL = re.compile(r'["#<>&`\\]')
_REFERENCE = re.compile(r"\$\{([^}]*)\}")


def draw_flow(survey: Survey, language: str = "") -> str:
    """The chart, in `language` or else in the survey's first."""
    language = language or survey.language
    lines = ["flowchart TD", f'  start(["{_quoted(say(survey.title, language))}"])']
    questions = survey.questions
    for question in questions:
        lines += _nodes(question, language)
    lines.append('  finish(["The end"])')
    lines.append(f"  start --> {_entry(questions[0]) if questions else 'finish'}")
    for question, after in zip(questions, (*questions[1:], None), strict=True):
        lines += _edges(question, _entry(after) if after is not None else "finish")
    return "\n".join(lines) + "\n"


def _nodes(question: Question, language: str) -> Iterator[str]:
    if question.relevant is not None:
        yield f'  c{question.index}{{"{_source(question.relevant)} ?"}}'
    if question.calculation is not None:
        yield f'  q{question.index}[["{_quoted(question.name)} = {_source(question.calculation)}"]]'
    elif question.asks:
        needed = " (must be answered)" if question.required else ""
        yield f'  q{question.index}["{_quoted(f"{question.number}: {_cut(say(question.label, language))}{needed}")}"]'
    else:
        yield f'  q{question.index}>"{_quoted(_cut(say(question.label, language)))}"]'


def _edges(question: Question, after: str) -> Iterator[str]:
    if question.relevant is not None:
        yield f"  c{question.index} -->|yes| q{question.index}"
        yield f"  c{question.index} -->|no| {after}"
    yield f"  q{question.index} --> {after}"


def _entry(question: Question) -> str:
    return f"{'c' if question.relevant is not None else 'q'}{question.index}"


def _cut(text: str, longest: int = LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _source(expression: Expression) -> str:
    return _quoted(_cut(_REFERENCE.sub(r"\1", expression.source), LONGEST_CONDITION))


def _quoted(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))
