"""What time it is: really, or in a simulation."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the moment, aware, in UTC."""

    def now(self) -> datetime:
        """The moment."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment."""
        return datetime.now(UTC)


@dataclass
class SimulatedClock:
    """A clock that stands still until it is moved."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Move on to `moment`, in any zone; never back."""
        if moment < self.moment:
            raise ValueError(f"a clock does not go back from {self.moment} to {moment}")
        self.moment = moment.astimezone(UTC)
