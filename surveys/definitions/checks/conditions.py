"""Conditions that do nothing: questions that no answer leads to, answers that are never taken, rules that never refuse."""

from collections.abc import Iterator

from surveys.definitions.model import Question, Survey
from surveys.definitions.simulator import Simulation
from surveys.errors import Fault


def broken_conditions(survey: Survey, found: Simulation) -> Iterator[Fault]:
    """What is for certain wrong: nobody can be asked this, or nobody can answer it."""
    for question in survey.questions:
        if question.name in found.stuck:
            what = "it must be answered, and its constraint takes none of the answers there are"
            yield Fault("question-stuck", what, "Mend the constraint, or take 'required' out.", question.place)
        elif question.name in found.certain and question.relevant is not None:
            what = f"no answer leads here: {question.relevant.source}"
            yield Fault("question-dead", what, "Mend its relevant, or take it out.", question.place)


def check_conditions(survey: Survey, found: Simulation) -> Iterator[Fault]:
    """What looks wrong, and may be meant."""
    if found.unsure:
        what = f"there were too many ways to try: whether answers lead to these is not known: {', '.join(found.unsure)}"
        yield Fault("condition-untried", what, "Make their conditions simpler, or work parts out in calculate questions.")
    for question in survey.questions:
        relevant, constraint, name = question.relevant, question.constraint, question.name
        if relevant is not None and name in found.dead and name not in found.certain:
            what = f"none of the answers tried leads here: {relevant.source}"
            yield Fault("question-unreached", what, "Run 'hearback survey chat FILE', and try to get there.", question.place)
        if relevant is not None and name in found.always:
            remedy = "Take 'relevant' out, or mend it: two '!=' are joined by and, not by or."
            yield Fault("condition-always", f"it holds whatever is answered: {relevant.source}", remedy, question.place)
        if constraint is not None and name in found.loose:
            what = f"its constraint refused none of the answers tried: {constraint.source}"
            yield Fault("constraint-loose", what, "Take it out, or mend it.", question.place)
        yield from _of_one(question, survey)


def _of_one(question: Question, survey: Survey) -> Iterator[Fault]:
    """What can be seen without trying it."""
    place = question.place
    if question.constraint is not None and question.constraint.names and not question.constraint.own:
        what = "the constraint does not look at the answer itself, so for some people it refuses every answer"
        yield Fault("constraint-own", what, "Use . for the answer, or put the condition into relevant.", place)
    told: set[str] = set()
    for key in ("relevant", "constraint", "calculation"):
        expression = getattr(question, key)
        for pick in expression.picks if expression else ():
            target = question if pick.name == "." else survey.by_name.get(pick.name)
            if not (pick.whole and pick.choice and target and target.kind == "select_multiple"):
                continue
            what = f"{key} holds only when '{pick.choice}' is all that was picked for '{target.name}'"
            reference = pick.name if pick.name == "." else f"${{{pick.name}}}"
            if what not in told:
                remedy = f"If others may be picked too, write selected({reference}, '{pick.choice}')."
                yield Fault("multiple-compared", what, remedy, place)
            told.add(what)
