"""Everything that can go wrong with a survey before it does: faults, which mend or it does not work, and advice.

What no survey may have (a question without words, a reference to nothing) was refused when it was read. The rules are in
`checks/`; their codes are in docs/writing-surveys.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from surveys.consultations.model import YOUNG
from surveys.definitions.checks.buttons import check_buttons
from surveys.definitions.checks.conditions import broken_conditions, check_conditions
from surveys.definitions.checks.easy_read import check_easy_read
from surveys.definitions.checks.effort import Estimate, check_effort, estimate
from surveys.definitions.checks.identity import check_identity
from surveys.definitions.checks.jargon import check_jargon
from surveys.definitions.checks.languages import check_languages
from surveys.definitions.checks.looks import check_looks
from surveys.definitions.checks.reading import check_reading
from surveys.definitions.checks.scales import check_scales
from surveys.definitions.checks.wording import check_wording
from surveys.definitions.model import Survey
from surveys.definitions.simulator import Simulation, simulate
from surveys.errors import Fault, Place


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a survey, what could be better, how long it takes, and what trying it out by machine found."""

    faults: tuple[Fault, ...]
    advice: tuple[Fault, ...]
    minutes: Estimate
    simulation: Simulation


def check_survey(survey: Survey, *, now: datetime, audience: str = "") -> Checked:
    """Check `survey` as `audience` (one of the consultation's, or unknown) would meet it at `now`, which is aware.

    Findings are in the order of the questions, those about the whole survey first; their places name the question only.
    """
    young = audience in YOUNG
    found = simulate(survey, now=now)
    advice = [
        *check_effort(survey, young=young),
        *check_conditions(survey, found),
        *check_wording(survey),
        *check_scales(survey),
        *check_buttons(survey),
        *check_languages(survey),
        *check_looks(survey),
        *check_identity(survey),
        *check_reading(survey, young=young),
        *check_easy_read(survey),
        *check_jargon(survey),
    ]
    return Checked(_in_order(survey, broken_conditions(survey, found)), _in_order(survey, advice), estimate(survey), found)


def _in_order(survey: Survey, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """In the order of the questions; what is about all of it comes first, and names the file that they are in."""
    order = {section.name: section.first - 0.5 for section in survey.sections}
    order |= {question.name: float(question.index) for question in survey.questions}
    file = survey.questions[0].place.file
    placed = (fault if fault.place.question else replace(fault, place=Place(file)) for fault in faults)
    return tuple(sorted(placed, key=lambda fault: order.get(fault.place.question, -1)))
