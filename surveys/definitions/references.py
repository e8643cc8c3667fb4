"""What questions say of each other: every `${name}` there, asked before, and compared with answers it can have."""

from collections.abc import Iterator, Mapping, Sequence

from surveys.definitions.expressions import Expression
from surveys.definitions.model import Question
from surveys.definitions.outline import Findings, nearest

Lines = Mapping[tuple[int, str], int]  # (a question's index, a key of it) → line


def check_references(questions: Sequence[Question], lines: Lines, findings: Findings) -> None:
    """Note every reference in an expression that cannot be followed when its question's turn comes."""
    by_name: dict[str, Question] = {}
    for question in questions:
        by_name.setdefault(question.name, question)
    for question in questions:
        for key, expression in _expressions(question):
            line = lines[question.index, key]
            for name in sorted(expression.names):
                fault = _wrong_reference(question, key, name, by_name)
                if fault:
                    findings.note(*fault, line=line, question=question.name)
            if expression.own and key != "constraint":
                remedy = "Use it in a constraint only; elsewhere, write ${name} for an earlier answer."
                findings.note("reference-own", f"{key} uses '.'", remedy, line=line, question=question.name)
            for code, what, remedy in _wrong_picks(question, expression, by_name):
                findings.note(code, what, remedy, line=line, question=question.name)


def _expressions(question: Question) -> Iterator[tuple[str, Expression]]:
    for key in ("relevant", "constraint", "calculation"):
        expression: Expression | None = getattr(question, key)
        if expression is not None:
            yield key, expression


def _wrong_reference(question: Question, key: str, name: str, by_name: Mapping[str, Question]) -> tuple[str, str, str] | None:
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


def _wrong_picks(question: Question, expression: Expression, by_name: Mapping[str, Question]) -> Iterator[tuple[str, str, str]]:
    for pick in expression.picks:
        target = question if pick.name == "." else by_name.get(pick.name)
        if target is None or not target.choices:
            continue
        names = [choice.name for choice in target.choices]
        compared = pick.choice.split() if target.kind == "select_multiple" else [pick.choice] * bool(pick.choice)
        for wrong in [name for name in compared if name not in names]:
            remedy = nearest(wrong, names) or f"Its choices are: {', '.join(names)}."
            yield "choice-unknown", f"'{target.name}' is compared with '{wrong}', which is none of its choices", remedy
