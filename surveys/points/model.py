"""You said, we did: points made of answers, and what each body replies to each point."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

PointKind = Literal["problem", "idea", "praise", "question"]
Status = Literal["done", "doing", "planned", "partly", "no", "passed_on", "noted", "answered", "due"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that people said. `bodies` are the slugs of those who owe a reply, in alphabetical order."""

    number: int
    sentence: str
    kind: PointKind
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """This answer says this point. `response` is the response's reference, `question` the question's key in its survey."""

    point: int
    response: str
    question: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a reply promises: what will happen, who sees to it, and by which day."""

    what: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Reply:
    """What one body says to one point. `due_on` is when the reply itself will come, only while `status` is "due"."""

    point: int
    body: str
    status: Status
    reason: str
    due_on: date | None = None
    commitment: Commitment | None = None

    @property
    def answers(self) -> bool:
        """Whether it replies, and does not only say when a reply will come."""
        return self.status != "due"
