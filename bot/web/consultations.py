"""The pages that say what is asked, by whom and why; and the door to the interview."""

from dataclasses import dataclass

from surveys.consultations.model import Consultation, State
from surveys.definitions.model import Survey


@dataclass(frozen=True, slots=True)
class Listed:
    """A consultation as the list shows it; `results` is whether there is an edition to read."""

    consultation: Consultation
    state: State
    results: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A survey that may be answered, and as whom."""

    audience: str
    survey: Survey
