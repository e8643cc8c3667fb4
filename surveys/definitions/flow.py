"""A survey as a flow chart in Mermaid's language: questions are boxes, conditions diamonds with a yes and a no, sections frames.

Source of the syntax: https://mermaid.js.org/syntax/flowchart.html. A label in quotes may hold anything but quotes and what HTML
takes for its own, which are written as entities; one that begins like "1." would be taken for a list.
"""

import re
from collections.abc import Iterator

from surveys.definitions.conditions import Depends, condition_of
from surveys.definitions.expressions import Expression
from surveys.definitions.model import Question, Survey, say
from surveys.words.catalogue import Catalogue
from surveys.words.conditions import say_condition

LONGEST = 60  # characters of a label in a box
LONGEST_CONDITION = 160
_SPECIAL = re.compile(r'["#<>&`\\]')
_REFERENCE = re.compile(r"\$\{([^}]*)\}")


def draw_flow(survey: Survey, language: str, words: Catalogue) -> str:
    """The chart, in `language`; `words` are those that conditions are said in."""
    lines = ["flowchart TD", f'  start(["{_quoted(say(survey.title, language))}"])']
    for question in survey.questions:
        lines += _opened(survey, question, language, words)
        lines += _nodes(survey, question, language, words)
        lines += _closed(survey, question)
    lines.append('  finish(["The end"])')
    lines.append(f"  start --> {_entry(survey, 0)}")
    for question in survey.questions:
        lines += _edges(survey, question)
    return "\n".join(lines) + "\n"


def _closed(survey: Survey, question: Question) -> Iterator[str]:
    """The ends of the frames that end with `question`, the innermost first, and what leads round once more."""
    for section in reversed(survey.paths[question.index]):
        if section.end == question.index + 1:
            if section.repeats:
                asked = f"{_source(section.count)} times ?" if section.count is not None else "another ?"
                yield f'  r{survey.sections.index(section)}{{"{asked}"}}'
            yield "  end"


def _opened(survey: Survey, question: Question, language: str, words: Catalogue) -> Iterator[str]:
    """The frames, and the conditions, of the sections that begin with `question`."""
    for number, section in enumerate(survey.sections):
        if section.first == question.index:
            if section.relevant is not None:
                yield f'  d{number}{{"{_condition(section.relevant, survey, language, words)}"}}'
            yield f'  subgraph s{number}["{_quoted(_cut(say(section.label, language) or section.name))}"]'


def _nodes(survey: Survey, question: Question, language: str, words: Catalogue) -> Iterator[str]:
    if question.relevant is not None:
        yield f'  c{question.index}{{"{_condition(question.relevant, survey, language, words)}"}}'
    if question.calculation is not None:
        yield f'  q{question.index}[["{_quoted(question.name)} = {_source(question.calculation)}"]]'
    elif question.asks:
        needed = " (must be answered)" if question.required else ""
        yield f'  q{question.index}["{_quoted(f"{question.number}: {_cut(say(question.label, language))}{needed}")}"]'
    else:
        yield f'  q{question.index}>"{_quoted(_cut(say(question.label, language)))}"]'


def _edges(survey: Survey, question: Question) -> Iterator[str]:
    at = question.index
    forks = _forks(survey, at)
    thens = [*(fork for fork, _ in forks), f"q{at}"][1:]
    for (fork, past), then in zip(forks, thens, strict=True):
        yield f"  {fork} -->|yes| {then}"
        yield f"  {fork} -->|no| {_onward(survey, at, past, out=fork in _before(survey, at))}"
    yield f"  q{at} --> {_onward(survey, at, at + 1)}"
    repeat = survey.repeat_of.get(survey.questions[at].name)
    if repeat is not None and repeat.end == at + 1:
        number = survey.sections.index(repeat)
        outside = _before(survey, repeat.first)
        once_more = [fork for fork, _ in _forks(survey, repeat.first) if fork not in outside]
        yield f"  r{number} -->|more| {once_more[0] if once_more else f'q{repeat.first}'}"
        yield f"  r{number} -->|no more| {_entry(survey, repeat.end)}"


def _onward(survey: Survey, at: int, to: int, *, out: bool = False) -> str:
    """Where the way goes on from `at` to `to`: at the end of a repeat, once more round or on. `out` is past the repeat itself."""
    repeat = survey.repeat_of.get(survey.questions[at].name)
    if repeat is None or to != repeat.end or out:
        return _entry(survey, to)
    return f"r{survey.sections.index(repeat)}"


def _forks(survey: Survey, at: int) -> list[tuple[str, int]]:
    """The conditions met on the way into the question at `at`, each with the question that comes after what it holds."""
    forks = [(f"d{n}", each.end) for n, each in enumerate(survey.sections) if each.first == at and each.relevant is not None]
    return [*forks, (f"c{at}", at + 1)] if survey.questions[at].relevant is not None else forks


def _before(survey: Survey, at: int) -> set[str]:
    """The conditions on the way into the question at `at` that are looked at once, before the repeat that begins with it."""
    repeat = survey.repeat_of.get(survey.questions[at].name)
    if repeat is None or repeat.first != at:
        return set()
    return {
        f"d{number}"
        for number, each in enumerate(survey.sections)
        if each.first == at and number <= survey.sections.index(repeat)
    }


def _entry(survey: Survey, at: int) -> str:
    """Where the way goes in to the question at `at`, or the end."""
    if at == len(survey.questions):
        return "finish"
    forks = _forks(survey, at)
    return forks[0][0] if forks else f"q{at}"


def _cut(text: str, longest: int = LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _condition(relevant: Expression, survey: Survey, language: str, words: Catalogue) -> str:
    """What is asked at a fork: in words where there are some, else as the author wrote it."""
    condition = condition_of([relevant], survey)
    if condition is None or isinstance(condition, Depends):
        return f"{_source(relevant)} ?"
    head, *parts = say_condition(condition, words, language)
    return _quoted(_cut(" ".join((head, "; ".join(parts))), LONGEST_CONDITION))


def _source(expression: Expression) -> str:
    return _quoted(_cut(_REFERENCE.sub(r"\1", expression.source), LONGEST_CONDITION))


def _quoted(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))
