"""The stand-in's own time, so that an hour of pace limits can pass in no time."""

import time


class Clock:
    """Seconds since 1970 that run `speed` times as fast as the wall's, and can be moved on by hand."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._mark = time.monotonic()
        self._then = time.time()

    @property
    def speed(self) -> float:
        """How many of its seconds pass in one of ours; 0 stands still."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._then, self._mark, self._speed = self.now(), time.monotonic(), speed

    def now(self) -> float:
        """The time here."""
        return self._then + (time.monotonic() - self._mark) * self._speed

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        self._then += seconds
