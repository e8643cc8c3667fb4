"""What questions and groups say of questions: every `${name}` there, asked before, and compared with answers it can have."""

from collections.abc import Collection, Iterator, Mapping, Sequence

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
    groups = {section.name for section in sections}
    # A group's condition is looked at when a note that stands where it begins would be
    heads = [Question(each.name, "note", each.first, 0, each.label, relevant=each.relevant) for each in sections]
    stated = [*((-1 - at, head) for at, head in enumerate(heads)), *((question.index, question) for question in questions)]
    for at, question in stated:
        for key, found in _wrong_pipes(question, by_name, groups):
            findings.note(*found, line=lines.get((at, key)) or lines[at, "type"], question=question.name)
        for key, expression in _expressions(question):
            line = lines[at, key]
            for name in sorted(expression.names):
                fault = _wrong_group(key, name, groups) or _wrong_reference(question, key, name, by_name)
                if fault:
                    findings.note(*fault, line=line, question=question.name)
            if expression.own and key != "constraint":
                remedy = "Use it in a constraint only; elsewhere, write ${name} for an earlier answer."
                findings.note("reference-own", f"{key} uses '.'", remedy, line=line, question=question.name)
            faults = (*_wrong_labels(expression, by_name), *wrong_comparisons(question, key, expression, by_name))
            for code, what, remedy in dict.fromkeys(faults):
                findings.note(code, what, remedy, line=line, question=question.name)
            if key == "constraint" and not (expression.own or expression.names):
                what = "the constraint looks at no answer, so it takes all or none"
                findings.note(
                    "constraint-constant", what, "Use . for the answer, as in '. > 0'.", line=line, question=question.name
                )


def _expressions(question: Question) -> Iterator[tuple[str, Expression]]:
    for key in ("relevant", "constraint", "calculation", "choice_filter"):
        expression: Expression | None = getattr(question, key)
        if expression is not None:
            yield key, expression
    if question.default is not None and question.default.expression is not None:
        yield "default", question.default.expression


def _wrong_pipes(question: Question, by_name: Mapping[str, Question], groups: Collection[str]) -> Iterator[tuple[str, Found]]:
    """References in texts that cannot be followed, each with the key that it stands in."""
    for key, texts in question.texts.items():
        for name in names_in(texts):
            if not name:
                what = f"the {key} has a '${{' that names no question"
                yield key, ("reference-form", what, "Write ${name}, with the name of an earlier question.")
                continue
            fault = _wrong_group(f"the {key}", name, groups) or _wrong_reference(question, f"the {key}", name, by_name)
            if fault:
                yield key, fault


def _wrong_group(key: str, name: str, groups: Collection[str]) -> Found | None:
    if name not in groups:
        return None
    return "reference-group", f"{key} refers to ${{{name}}}, a group, which nobody answers", "Refer to a question in it."


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
