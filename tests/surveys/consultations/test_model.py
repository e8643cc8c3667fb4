"""When a consultation opens and closes, in its own days."""

from datetime import UTC, date, datetime
from textwrap import dedent

from surveys.consultations.reader import read_consultation

HACKNEY = read_consultation(
    dedent("""\
        slug: c
        title: T
        owner: O
        purpose: P
        stage: plan
        opens: 2010-08-16
        closes: 2010-11-15
        comes_back: 2011-01-31
        audiences: [{audience: tso, survey: s.yaml}]
        bodies: [{slug: forum, name: F, kind: forum}]
        """).encode(),
    "c.yaml",
)


def test_its_length_is_the_difference_of_its_dates() -> None:
    assert (HACKNEY.opens, HACKNEY.closes, HACKNEY.days) == (date(2010, 8, 16), date(2010, 11, 15), 91)


def test_it_opens_with_its_first_day_in_summer_time() -> None:
    assert HACKNEY.opens_at.astimezone(UTC) == datetime(2010, 8, 15, 23, 0, tzinfo=UTC)


def test_it_closes_with_the_last_second_of_its_last_day_after_summer_time_has_ended() -> None:
    assert HACKNEY.closes_at.astimezone(UTC) == datetime(2010, 11, 15, 23, 59, 59, tzinfo=UTC)
