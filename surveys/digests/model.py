"""An edition of a digest: what was said and what was done about it, frozen on the day it was compiled.

Nothing in it is finer than what may be published: counts under points have gone through disclosure control already, so that the
edition can be shown, sent and handed on as it is.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from surveys.points.model import Commitment, PointKind, Reply

EditionKind = Literal["interim", "final"]
ChangeKind = Literal["new", "gone", "sentence", "heard", "bodies", "reply"]

THRESHOLD = 10  # trust.md: a count of people under a point below this is not told
ROUNDED_TO = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """Which consultation it was, as people knew it."""

    slug: str
    title: str
    owner: str
    opens: date
    closes: date
    comes_back: date
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Participation:
    """How many took part, exactly (decision 13): finished responses by mode; focus groups and their people apart."""

    online: int
    paper: int
    groups: int
    group_people: int

    @property
    def responses(self) -> int:
        """All responses, focus groups apart."""
        return self.online + self.paper


@dataclass(frozen=True, slots=True)
class Heard:
    """How many said a point, as it may be told.

    `people` is rounded to 5; None means some, fewer than 10; 0 means that it came from focus groups only. `groups` is how many
    focus groups it came up in, exactly: a group speaks as one, and nobody in it is told apart.
    """

    people: int | None
    groups: int


@dataclass(frozen=True, slots=True)
class BodyReply:
    """Who owes a reply, and the reply; None while there is none."""

    slug: str
    name: str
    reply: Reply | None

    @property
    def promise(self) -> Commitment | None:
        """What the reply promises, if it does."""
        return self.reply.commitment if self.reply else None


@dataclass(frozen=True, slots=True)
class EditionPoint:
    """A point, how many said it, and a reply or its absence for every body it concerns."""

    number: int
    sentence: str
    kind: PointKind
    heard: Heard
    replies: tuple[BodyReply, ...]

    @property
    def concerns(self) -> frozenset[str]:
        """The slugs of the bodies that owe a reply."""
        return frozenset(given.slug for given in self.replies)


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from the edition before, at one point; `body` is the slug of whose reply it is."""

    point: int
    what: ChangeKind
    body: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One digest. `body` is the slug of the body whose own edition it is, empty for everyone's; `body_name` its name.

    `follows` is the number of the published edition before it (same scope), 0 where it is the first. `changes` is filled where
    that one was of the same kind: this one corrects it, and `corrects_on` is the day that one was compiled.
    """

    facts: Facts
    kind: EditionKind
    number: int
    participation: Participation
    points: tuple[EditionPoint, ...]
    compiled_on: date
    body: str = ""
    body_name: str = ""
    follows: int = 0
    corrects_on: date | None = None
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> frozenset[int]:
        """The numbers of the points that read differently than before."""
        return frozenset(change.point for change in self.changes)


def disclosed(people: int, groups: int, responses: int) -> Heard:
    """`people` and `groups` as they may be told: below 10 hidden, else rounded to the nearest 5 (trust.md).

    Never more than the `responses` there are, which are told exactly: "about 15" of 13 would say that every one of them said it.
    """
    if people == 0:
        return Heard(0, groups)
    if people < THRESHOLD:
        return Heard(None, groups)
    return Heard(min(people + ROUNDED_TO // 2, responses) // ROUNDED_TO * ROUNDED_TO, groups)
