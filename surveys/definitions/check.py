"""Advice on a survey that could run as it is: what people may stumble over."""

from collections.abc import Iterator

from surveys.definitions.model import Question, Survey
from surveys.errors import Fault, Place

LONGEST_BUTTON = 60  # characters; a telephone shows about as many on two lines of a button


def check_survey(survey: Survey) -> tuple[Fault, ...]:
    """What could be better, in the order of the questions; a list that several questions share is told of once."""
    advice: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for question in survey.questions:
        for code, about, what, remedy in _advice(question, survey):
            if (code, about) not in seen:
                advice.append(Fault(code, what, remedy, Place(question=question.name)))
            seen.add((code, about))
    return tuple(advice)


def _advice(question: Question, survey: Survey) -> Iterator[tuple[str, str, str, str]]:
    """For each piece: its code, what it is about, what could be better and how."""
    for choice in question.choices:
        for language, label in choice.label.items():
            if len(label) > LONGEST_BUTTON:
                what = f"the label of '{choice.name}' in '{language}' has {len(label)} characters, too many for a button"
                yield "label-long", f"{label}", what, f"Say it in {LONGEST_BUTTON} or fewer, or say more in the hint."
    if len(question.choices) == 1:
        yield "choice-single", question.name, "there is only one choice", "Offer another, such as 'I don't know'."
    if question.constraint is not None and question.constraint.names and not question.constraint.own:
        what = "the constraint does not look at the answer itself, so for some people it refuses every answer"
        yield "constraint-own", question.name, what, "Use . for the answer, or put the condition into relevant."
    for key in ("relevant", "constraint", "calculation"):
        expression = getattr(question, key)
        for pick in expression.picks if expression else ():
            target = question if pick.name == "." else survey.by_name.get(pick.name)
            if pick.whole and pick.choice and target and target.kind == "select_multiple":
                what = f"{key} holds only when '{pick.choice}' is all that was picked for '{target.name}'"
                reference = pick.name if pick.name == "." else f"${{{pick.name}}}"
                remedy = f"If others may be picked too, write selected({reference}, '{pick.choice}')."
                yield "multiple-compared", f"{question.name} {key} {target.name} {pick.choice}", what, remedy
