"""What questions and groups say of questions: every `${name}` there, asked before, and compared with answers it can have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from surveys.definitions.comparisons import Found, wrong_comparisons
from surveys.definitions.expressions import Expression
from surveys.definitions.model import Question, Section
from surveys.definitions.outline import Findings, nearest
from surveys.definitions.pipes import names_in

Lines = Mapping[tuple[int, str], int]  # (a question's index, or -1 - a section's; a key of it) → line


def check_references(questions: Sequence[Question], sections: Sequence[Section], lines: Lines, findings: Findings) -> None:
    """Note every reference in an expression that cannot be followed when its question's or its group's turn comes."""
    by_name: dict[str, Question] = {}
    for question in questions:
        by_name.setdefault(question.name, question)
    known = _Known(by_name, {section.name: section for section in sections})
    for number, section in enumerate(sections):
        # A group's condition is looked at when a note that stands where it begins would be, outside of it
        head = Question(section.name, "note", section.first, 0, section.label, relevant=section.relevant)
        home = next((each for each in sections[:number] if each.repeats and each.first <= section.first < each.end), None)
        counted = [("repeat_count", section.count)] if section.count is not None else []
        _check(
            head,
            [*_expressions(head), *counted],
            home,
            known,
            {key: at for (of, key), at in lines.items() if of == -1 - number},
            findings,
        )
    for question in questions:
        home = next((each for each in sections if each.repeats and each.first <= question.index < each.end), None)
        _check(
            question,
            _expressions(question),
            home,
            known,
            {key: at for (of, key), at in lines.items() if of == question.index},
            findings,
        )


class _Known(NamedTuple):
    """The questions, and the groups and repeats, by name."""

    questions: Mapping[str, Question]
    sections: Mapping[str, Section]


def _check(
    question: Question,
    expressions: Iterable[tuple[str, Expression]],
    home: Section | None,
    known: _Known,
    lines: Mapping[str, int],
    findings: Findings,
) -> None:
    """Note what is wrong in the texts and expressions of `question`, which stands in the repeat `home`."""
    by_name = known.questions
    for key, found in _wrong_pipes(question, home, known):
        findings.note(*found, line=lines.get(key) or lines["type"], question=question.name)
    for key, expression in expressions:
        line = lines[key]
        for name in sorted(expression.names):
            single = name in expression.single
            fault = _wrong_group(key, name, question, known, single=single)
            if name in by_name:
                fault = _wrong_reference(question, key, name, by_name)
                fault = fault or (_wrong_repeat(key, name, home, known) if single else None)
            elif name not in known.sections:
                fault = _wrong_reference(question, key, name, by_name)
            if fault:
                findings.note(*fault, line=line, question=question.name)
        if expression.own and key != "constraint":
            remedy = "Use it in a constraint only; elsewhere, write ${name} for an earlier answer."
            findings.note("reference-own", f"{key} uses '.'", remedy, line=line, question=question.name)
        faults = (
            *_wrong_labels(expression, by_name),
            *_wrong_indexed(expression, known),
            *wrong_comparisons(question, key, expression, by_name),
        )
        for code, what, remedy in dict.fromkeys(faults):
            findings.note(code, what, remedy, line=line, question=question.name)
        if key == "constraint" and not (expression.own or expression.names):
            what = "the constraint looks at no answer, so it takes all or none"
            findings.note("constraint-constant", what, "Use . for the answer, as in '. > 0'.", line=line, question=question.name)


def _expressions(question: Question) -> Iterator[tuple[str, Expression]]:
    for key in ("relevant", "constraint", "calculation", "choice_filter"):
        expression: Expression | None = getattr(question, key)
        if expression is not None:
            yield key, expression
    if question.default is not None and question.default.expression is not None:
        yield "default", question.default.expression


def _wrong_pipes(question: Question, home: Section | None, known: _Known) -> Iterator[tuple[str, Found]]:
    """References in texts that cannot be followed, each with the key that it stands in."""
    for key, texts in question.texts.items():
        what = f"the {key}"
        for name in names_in(texts):
            if not name:
                told = f"{what} has a '${{' that names no question"
                yield key, ("reference-form", told, "Write ${name}, with the name of an earlier question.")
                continue
            fault = _wrong_group(what, name, question, known, single=True)
            fault = fault or _wrong_reference(question, what, name, known.questions)
            fault = fault or _wrong_repeat(what, name, home, known)
            if fault:
                yield key, fault


def _wrong_group(key: str, name: str, question: Question, known: _Known, *, single: bool) -> Found | None:
    section = known.sections.get(name)
    if section is None:
        return None
    if section.repeats and not single:
        later = section.first > question.index or (section.first == question.index and not question.asks)
        what = f"{key} refers to the repeat ${{{name}}}, which comes later"
        remedy = f"Move '{name}' before '{question.name}'." if name != question.name else "Take the reference to itself out."
        return ("reference-forward", what, remedy) if later else None
    remedy = f"Write count(${{{name}}}) for how many there are." if section.repeats else "Refer to a question in it."
    return "reference-group", f"{key} refers to ${{{name}}}, a {section.kind}, which nobody answers", remedy


def _wrong_repeat(key: str, name: str, home: Section | None, known: _Known) -> Found | None:
    """One answer to a question that has several, from outside of its repeat."""
    index = known.questions[name].index
    repeat = next((each for each in known.sections.values() if each.repeats and each.first <= index < each.end), None)
    if repeat is None or (home is not None and repeat.name == home.name):
        return None
    what = f"{key} refers to ${{{name}}}, which is asked several times, in the repeat '{repeat.name}'"
    remedy = f"Write sum, count, min, max or join around it, or indexed-repeat(${{{name}}}, ${{{repeat.name}}}, 1) for the first."
    return "reference-repeat", what, remedy


def _wrong_indexed(expression: Expression, known: _Known) -> Iterator[Found]:
    for name, repeat in sorted(expression.indexed):
        question, section = known.questions.get(name), known.sections.get(repeat)
        held = question is not None and section is not None and section.repeats and section.first <= question.index < section.end
        if question is not None and not held:
            own = next(
                (each for each in known.sections.values() if each.repeats and each.first <= question.index < each.end), None
            )
            remedy = f"Write ${{{own.name}}}." if own else f"'{name}' stands in no repeat: write ${{{name}}} alone."
            yield "repeat-other", f"indexed-repeat() takes ${{{name}}} for the repeat '{repeat}', which it is not in", remedy


def _wrong_reference(question: Question, key: str, name: str, by_name: Mapping[str, Question]) -> Found | None:
    target = by_name.get(name)
    if target is None:
        remedy = nearest(name, by_name) or "Use the name of a question."
        return "reference-unknown", f"{key} refers to ${{{name}}}, and there is no such question", remedy
    if target.kind == "note":
        return "reference-note", f"{key} refers to ${{{name}}}, a note, which nobody answers", "Refer to a question."
    if target.index < question.index:
        return None
    if target.index == question.index and key == "constraint":
        return "reference-self", f"the constraint calls its own question ${{{name}}}", "Write . for the answer that is checked."
    circle = _circle(question, target, by_name)
    if circle:
        return "reference-circle", f"{key} goes round in a circle: {' → '.join(circle)}", "Take one of the references out."
    remedy = f"Move '{name}' before '{question.name}'."
    return "reference-forward", f"{key} refers to ${{{name}}}, which is asked later", remedy


def _circle(question: Question, target: Question, by_name: Mapping[str, Question]) -> list[str]:
    """The way by references from `question` to `target` and back, as names; empty when there is none."""
    ways = [[question.name, target.name]]
    seen = set()
    while ways:
        way = ways.pop()
        if way[-1] == question.name:
            return way
        if way[-1] in seen or way[-1] not in by_name:
            continue
        seen.add(way[-1])
        for _, expression in _expressions(by_name[way[-1]]):
            ways.extend([*way, name] for name in sorted(expression.names))
    return []


def _wrong_labels(expression: Expression, by_name: Mapping[str, Question]) -> Iterator[tuple[str, str, str]]:
    for name in sorted(expression.labelled):
        target = by_name.get(name)
        if target is None:
            remedy = nearest(name, by_name) or "Use the name of a question."
            yield "reference-unknown", f"jr:choice-name() refers to ${{{name}}}, and there is no such question", remedy
        elif not target.closed:
            what = f"jr:choice-name() asks for a choice of '{name}', which has none"
            yield "label-choices", what, "Use a question of type select_one or select_multiple."
