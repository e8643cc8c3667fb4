"""What a good consultation does, and where that is written: advice, since the owner may have a reason to do otherwise.

Sources: the Compact's code of practice on consultation (12 weeks); Hackney Council's Third Sector Commissioning Framework, 2010
(8.2.1: say what difference the consultation may make, be free of conflicts of interest; 6.3.6: every point gets a response); the
National Programme for Third Sector Commissioning (support to take part, options and constraints explained).
"""

from collections.abc import Iterator

from surveys.consultations.model import SAFEGUARDED, Consultation
from surveys.errors import Fault

SHORTEST = 84  # days: 12 weeks
_COMPACT = "Source: the Compact's code on consultation, 12 weeks."
_FRAMEWORK = "Source: Hackney's Third Sector Commissioning Framework (2010), section 8.2.1."
_PROGRAMME = "Source: National Programme for Third Sector Commissioning."


def check_norms(consultation: Consultation) -> tuple[Fault, ...]:
    """What `consultation` leaves undone of the norms, each with its source in the remedy."""
    return tuple(Fault(code, what, remedy) for code, what, remedy in _advice(consultation))


def _advice(consultation: Consultation) -> Iterator[tuple[str, str, str]]:
    if consultation.days < SHORTEST and not consultation.short_reason:
        what = f"it runs for {consultation.days} days, and 12 weeks are {SHORTEST}"
        yield "norm-short", what, f"Close later, or say why not in short_reason. {_COMPACT}"
    if not consultation.can_change:
        yield "norm-can-change", "it does not say what can change", f"Add can_change. {_FRAMEWORK}"
    if not consultation.cannot_change:
        what = "it does not say what cannot change"
        yield "norm-cannot-change", what, f"Add cannot_change: the options and what limits them. {_PROGRAMME}"
    if not consultation.decider:
        yield (
            "norm-decider",
            "it does not say who decides",
            f"Add decider, with the day and any conflict of interest. {_FRAMEWORK}",
        )
    wait = (consultation.comes_back - consultation.closes).days
    if wait > SHORTEST:
        what = f"people hear back {wait} days after it closes, and 12 weeks are {SHORTEST}"
        yield (
            "norm-late",
            what,
            "Come back sooner, if only with what people said. Source: the Cabinet Office's consultation principles.",
        )
    if not consultation.support:
        remedy = f"Add support: travel, child care, cover for a small group's staff. {_PROGRAMME}"
        yield "norm-support", "it does not say how people are helped to take part", remedy
    safeguarded = sorted(audience for audience, _ in consultation.audiences if audience in SAFEGUARDED)
    if safeguarded and not (consultation.safeguarding_lead and consultation.safeguarding_deputy):
        what = f"{', '.join(safeguarded)} are asked, and nobody is named whom to turn to when somebody is at risk"
        yield "norm-safeguarding", what, "Add safeguarding_lead and safeguarding_deputy. Source: docs/decisions/0006-surveys.md."
