"""What reading a reply comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Understood:
    """The answer, as XForms writes it: text, "42", "3.5", "2010-08-16", a choice's name, names parted by one space.

    Several names stand in the order of the survey. `remark` is what was said beside a choice or around a number.
    """

    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Likely:
    """What was probably meant, as in `Understood`. It is shown, and counts only when the person says that it is right."""

    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why it cannot be taken as an answer: the catalogue's `key`, filled with `params`; `maybe` are choices it may have meant."""

    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    maybe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun(Unclear):
    """The first places of an order, `names`, and not all of it: no answer yet, but what a conversation can go on from."""

    names: tuple[str, ...] = ()


Reading = Understood | Likely | Unclear

LONGEST = 4_000  # characters of a reply to a closed question: an answer, and room for a remark as long as a chat message
