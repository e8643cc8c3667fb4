"""What a consultation is: a question put to people, with its purpose, its window and the bodies it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

State = Literal["draft", "approved", "open", "closed", "published"]
Anonymity = Literal["named", "confidential"]
BodyKind = Literal["forum", "network", "board", "group", "panel", "public_body"]
Audience = Literal[
    "tso", "young_person", "parent", "foster_carer", "kinship_carer", "unpaid_carer", "young_carer", "provider", "bidder",
    "officer", "trustee", "public",
]  # fmt: skip
YOUNG: frozenset[str] = frozenset({"young_person", "young_carer"})
# The texts that people read, and that may be written in several languages. The first of `languages` is the one they are held in.
SPOKEN: tuple[str, ...] = (
    "title", "owner", "purpose", "can_change", "cannot_change", "decider", "support", "options", "conflicts", "short_reason",
    "pre_election_reason",
)  # fmt: skip
# Nobody of these is asked outside rehearsal until the safeguarding promises of docs/safeguarding.md hold (decision 18).
SAFEGUARDED: frozenset[str] = frozenset(
    {"young_person", "young_carer", "parent", "foster_carer", "kinship_carer", "unpaid_carer"}
)


@dataclass(frozen=True, slots=True)
class Body:
    """Who a point concerns and where digests go. `slug` is how files and commands name it."""

    slug: str
    name: str
    kind: BodyKind


@dataclass(frozen=True, slots=True)
class Lundy:
    """How young people are given what makes their say worth having (Laura Lundy, "'Voice' is not enough", 2007).

    `space` is where they feel safe to say it, `voice` how they are helped to, `audience` who listens, `influence` what they
    change.
    """

    space: str = ""
    voice: str = ""
    audience: str = ""
    influence: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both of them in it."""

    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Consultation:
    """A consultation as its author wrote it. Dates are local days in `zone`; `closes` is the last day that counts."""

    slug: str
    title: str
    owner: str
    purpose: str
    can_change: str
    cannot_change: str
    stage: str
    opens: date
    closes: date
    comes_back: date
    zone: str = "Europe/London"
    anonymity: Anonymity = "confidential"
    decider: str = ""
    areas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    bilingual: tuple[str, ...] = ()  # what is sent to many at once is sent in all of these, in this order
    audiences: tuple[tuple[Audience, str], ...] = ()  # each with the file of its survey
    bodies: tuple[Body, ...] = ()
    safeguarding_lead: str = ""
    safeguarding_deputy: str = ""
    support: str = ""
    papers: tuple[str, ...] = field(default=())
    invented: bool = False  # an example: every page and message says so
    short_reason: str = ""  # why it runs for less than 12 weeks, said in public
    options: str = ""  # what could be done instead, and what speaks for and against each
    conflicts: str = ""  # who of those who decide may gain by it, and what they do about it
    undecided: bool = False  # the owner declares that nothing is decided yet
    young_people: Lundy = Lundy()
    pre_election: Period | None = None  # when public bodies keep still before an election
    pre_election_reason: str = ""  # why it opens or comes back then all the same, said in public
    bsl: str = ""  # where what it is about can be watched in British Sign Language
    # What it says in its other languages: language → the key of a text (`SPOKEN`) → the text.
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def opens_at(self) -> datetime:
        """The first moment of the opening day, local time."""
        return datetime.combine(self.opens, time.min, ZoneInfo(self.zone))

    @property
    def closes_at(self) -> datetime:
        """The last second of the closing day, local time (decision 14)."""
        return datetime.combine(self.closes, time(23, 59, 59), ZoneInfo(self.zone))

    @property
    def days(self) -> int:
        """How long it runs: the difference of the dates (91 for the Hackney consultation)."""
        return (self.closes - self.opens).days
