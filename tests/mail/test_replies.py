"""Every answer in more than 200 mails of our own writing is right or asked again: none wrong, none lost."""

from collections import Counter
from functools import cache

import pytest

from tests.mail.post import take
from tests.mail.replies import by_hand, written

CASES = [*written(), *by_hand()]


@cache
def _verdicts(at: int) -> dict[str, str]:
    return take(CASES[at].raw).verdicts(CASES[at].meant)


@pytest.mark.parametrize("at", range(len(CASES)), ids=[case.name for case in CASES])
def test_every_answer_is_right_or_asked_again(at: int) -> None:
    """Nothing that somebody meant is stored otherwise than they meant it, nor dropped; what can be read, is."""
    verdicts = _verdicts(at)

    assert "wrong" not in verdicts.values(), verdicts
    assert "lost" not in verdicts.values(), verdicts
    if CASES[at].exact:
        assert set(verdicts.values()) <= {"right"}, verdicts


def test_how_many_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    """The figures, as they are kept in docs/results/."""
    counted = Counter(verdict for at in range(len(CASES)) for verdict in _verdicts(at).values())

    with capsys.disabled():
        print(f"\n{len(CASES)} mails, {sum(counted.values())} answers: {dict(sorted(counted.items()))}")
    assert len(CASES) >= 150
    assert counted["wrong"] == counted["lost"] == 0
