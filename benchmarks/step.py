"""The pure step with its interview read from JSON before and written to JSON after, as it is between any two turns.

The goal (performance.md): under 40 µs at answer 22, and no more than linear growth with the number of answers given.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from math import log
from statistics import median

from benchmarks.survey import QUESTIONS, survey, typed
from storage.codecs import decode_interview, encode
from surveys.definitions.model import Survey
from surveys.interviews.engine import step
from surveys.interviews.model import Began, Interview, Said

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def states(asked: Survey) -> list[bytes]:
    """The interview as JSON just before each question is answered, by the number of answers given."""
    interview = step(asked, Interview("bench", "bench"), Began(), now=NOW).interview
    interview = step(asked, interview, Said("yes"), now=NOW).interview
    found = []
    for number in range(1, asked.total + 1):
        found.append(encode(interview))
        interview = step(asked, interview, Said(typed(number)), now=NOW).interview
    return found


def micros(work: Callable[[], object], times: int = 4000) -> float:
    """The median of seven runs, in microseconds a call."""
    runs = []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(times // 7):
            work()
        runs.append((time.perf_counter() - start) / (times // 7) * 1e6)
    return median(runs)


def one_step(asked: Survey, state: bytes, said: Said) -> Callable[[], object]:
    """One turn of the pure part: read, step, write."""
    return lambda: encode(step(asked, decode_interview(state), said, now=NOW).interview)


def serialised(state: bytes, interview: Interview) -> Callable[[], object]:
    """Reading and writing alone."""
    return lambda: (decode_interview(state), encode(interview))


def main() -> None:
    """Print the step's cost by answers given, its growth, and what of it is reading and writing."""
    asked = survey()
    before = states(asked)
    print("answers given   step, read and written   read and written alone")
    for given in (0, 5, 10, 15, 20, QUESTIONS - 1):
        state, said = before[given], Said(typed(given + 1), f"message-{given}")
        interview = decode_interview(state)
        both = micros(one_step(asked, state, said))
        alone = micros(serialised(state, interview))
        print(f"{given:>13}   {both:>17.1f} µs   {alone:>19.1f} µs")
    last = micros(one_step(asked, before[-1], Said(typed(QUESTIONS))))
    print(f"at answer 22: {last:.1f} µs, {last / 40:.2f} of the 40 µs that are allowed")
    small, large = 50, 800
    sizes = {size: states(survey(size))[-1] for size in (small, large)}
    costs = {size: micros(one_step(survey(size), state, Said(typed(size))), 700) for size, state in sizes.items()}
    slope = log(costs[large] / costs[small]) / log(large / small)
    print(f"growth: {costs[small]:.0f} µs at {small} answers, {costs[large]:.0f} µs at {large}: slope {slope:.2f} (1.1 at most)")
