"""Every answer in more than 200 mails of our own writing is right or asked again: none wrong, none lost."""

from collections import Counter

import pytest

from tests.mail.post import take
from tests.mail.replies import Case, by_hand, written

CASES = [*written(), *by_hand()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_answer_is_right_or_asked_again(case: Case) -> None:
    """Nothing that somebody meant is stored otherwise than they meant it, nor dropped; what can be read, is."""
    verdicts = take(case.raw).verdicts(case.meant)

    assert "wrong" not in verdicts.values(), verdicts
    assert "lost" not in verdicts.values(), verdicts
    if case.exact:
        assert set(verdicts.values()) <= {"right"}, verdicts


def test_how_many_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    """The figures, as they are kept in docs/results/."""
    counted = Counter(verdict for case in CASES for verdict in take(case.raw).verdicts(case.meant).values())

    with capsys.disabled():
        print(f"\n{len(CASES)} mails, {sum(counted.values())} answers: {dict(sorted(counted.items()))}")
    assert len(CASES) >= 150
    assert counted["wrong"] == counted["lost"] == 0
