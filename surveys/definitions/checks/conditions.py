"""Conditions that do nothing: questions that no answer leads to, answers that are never taken, rules that never refuse."""

from collections.abc import Collection, Iterator

from surveys.definitions.model import Question, Section, Survey
from surveys.definitions.simulator import Simulation
from surveys.errors import Fault


def broken_conditions(survey: Survey, found: Simulation) -> Iterator[Fault]:
    """What is for certain wrong: nobody can be asked this, or nobody can answer it."""
    dead = list(_dead_sections(survey, found.certain))
    for section in dead:
        what = f"no answer leads into this group: {_source(section)}"
        yield Fault("question-dead", what, "Mend its relevant, or take the group out.", section.place)
    for question in survey.questions:
        if any(section.first <= question.index < section.end for section in dead):
            continue  # it has been told of
        if question.name in found.stuck:
            what = "it must be answered, and its constraint takes none of the answers there are"
            yield Fault("question-stuck", what, "Mend the constraint, or take 'required' out.", question.place)
        elif question.name in found.certain and question.relevant is not None:
            what = f"no answer leads here: {question.relevant.source}"
            yield Fault("question-dead", what, "Mend its relevant, or take it out.", question.place)


def _dead_sections(survey: Survey, dead: Collection[str]) -> Iterator[Section]:
    """The outermost sections with a condition that no answers lead into; `dead` are the questions that none lead to."""
    past = 0
    for section in survey.sections:
        held = survey.questions[section.first : section.end]
        if section.relevant is not None and section.first >= past and all(each.name in dead for each in held):
            past = section.end
            yield section


def _source(holder: Question | Section) -> str:
    return holder.relevant.source if holder.relevant is not None else ""


def check_conditions(survey: Survey, found: Simulation) -> Iterator[Fault]:
    """What looks wrong, and may be meant."""
    if found.unsure:
        what = f"there were too many ways to try: whether answers lead to these is not known: {', '.join(found.unsure)}"
        yield Fault("condition-untried", what, "Make their conditions simpler, or work parts out in calculate questions.")
    unreached = [name for name in found.dead if name not in found.certain]
    inside = {
        each.name for section in _dead_sections(survey, found.dead) for each in survey.questions[section.first : section.end]
    }
    holders: list[Question | Section] = [*_dead_sections(survey, unreached)]
    holders += [each for each in survey.questions if each.name in unreached and each.relevant and each.name not in inside]
    for holder in holders:
        what = f"none of the answers tried leads here: {_source(holder)}"
        yield Fault("question-unreached", what, "Run 'hearback survey chat FILE', and try to get there.", holder.place)
    everything: list[Question | Section] = [*survey.sections, *survey.questions]
    for holder in everything:
        if holder.name in found.always:
            remedy = "Take 'relevant' out, or mend it: two '!=' are joined by and, not by or."
            yield Fault("condition-always", f"it holds whatever is answered: {_source(holder)}", remedy, holder.place)
    for question in survey.questions:
        constraint, name = question.constraint, question.name
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
    if question.constraint is not None and not question.constraint_message:
        what = "the constraint has no message: people hear only that it does not fit"
        yield Fault("message-missing", what, "Give it a constraint_message, so that they know what to change.", place)
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
