"""Every error that Hearback raises on purpose.

    HearbackError
    ├── DefinitionError      an author's file is wrong; carries every fault found, each with code, place and remedy
    ├── Refused              expected: what was asked cannot be done now; carries the text key to say back
    ├── ConfigError          a setting is wrong or missing; raised at start-up only
    ├── StoreAway            the database cannot be reached or written; nothing was taken; try again later
    ├── StaleInterview       somebody else moved the interview first; the turn is run again once
    └── ChannelError         a vendor said no
        ├── ChannelBusy      slow down; carries `retry_after` in seconds
        ├── Unreachable      this address cannot be written to (blocked, gone); stop until they come back
        └── InDoubt          sent, but no answer came: it may or may not have arrived

A wrong answer is no error: it is a turn that asks again. Vendors' own errors are translated where they arise, in
`bot/channels/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


class HearbackError(Exception):
    """The root of the tree."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an author's file: `line` counts from 1, 0 where unknown; `question` is its name.

    `column` counts from 1 within an expression, 0 for what is in none. In a workbook `sheet` is the sheet's name, and `line` the
    row as a spreadsheet counts it.
    """

    file: str = ""
    line: int = 0
    question: str = ""
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        spot = self.file or "the file"
        if self.sheet:
            spot += f", sheet '{self.sheet}'"
        if self.line:
            spot += f", {'row' if self.sheet else 'line'} {self.line}"
        if self.question:
            spot += f", question '{self.question}'"
        if self.column:
            spot += f", column {self.column} of the expression"
        return spot


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in an author's file: a stable `code`, what is wrong, where, and what to do about it."""

    code: str
    what: str
    remedy: str
    place: Place = field(default_factory=Place)

    def __str__(self) -> str:
        return f"{self.place}: {self.what} [{self.code}] {self.remedy}"


class DefinitionError(HearbackError):
    """An author's file is wrong. `faults` holds all of them, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class Refused(HearbackError):
    """What was asked cannot be done now, for a reason that a person should hear.

    `key` names the text in the catalogue, `params` fill it; `str()` gives a plain English sentence for the command line.
    """

    def __init__(self, key: str, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.key = key
        self.params: Mapping[str, str | int] = params


class ConfigError(HearbackError):
    """A setting is wrong or missing. Raised at start-up only."""


class StoreAway(HearbackError):
    """The database cannot be reached or written (away, locked, disk full). What was under way did not happen."""


class StaleInterview(HearbackError):
    """The interview moved between reading and writing it. The turn is run again once."""


class ChannelError(HearbackError):
    """A vendor refused, for a reason that sending again will not mend."""


class ChannelBusy(ChannelError):
    """The vendor asks us to wait `retry_after` seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unreachable(ChannelError):
    """This address cannot be written to: blocked, left, deleted, bounced for good."""


class InDoubt(ChannelError):
    """The request left us and no answer came back: the message may have arrived."""
