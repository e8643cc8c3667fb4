"""What a consultation is advised of, and what it may leave as it is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from surveys.consultations.model import Audience, Consultation, Lundy, Period
from surveys.consultations.norms import check_norms

GOOD = Consultation(
    slug="c",
    title="T",
    owner="O",
    purpose="P",
    can_change="The promises.",
    cannot_change="The money.",
    stage="plan",
    opens=date(2010, 8, 16),
    closes=date(2010, 11, 15),
    comes_back=date(2011, 1, 31),
    decider="The board.",
    audiences=(("tso", "survey.yaml"),),
    support="We pay travel.",
    papers=("The plan",),
    options="To keep all as it is, or to begin in one area.",
    conflicts="None of those who decide bids for the work.",
    undecided=True,
)


def codes(consultation: Consultation) -> list[str]:
    found = check_norms(consultation)
    assert all("Source: " in fault.remedy for fault in found)
    return [fault.code for fault in found]


def test_a_consultation_that_keeps_to_the_norms_is_left_alone() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(("days", "expected"), [(84, []), (83, ["norm-short"])])
def test_twelve_weeks_are_84_days(days: int, expected: list[str]) -> None:
    assert codes(lasting(date(2010, 9, 1), days)) == expected


def test_a_published_reason_makes_a_short_consultation_right() -> None:
    closes = GOOD.opens + timedelta(days=30)
    short = replace(GOOD, closes=closes, comes_back=closes + timedelta(days=7))
    assert codes(replace(short, short_reason="The grant ends in October.")) == []


@pytest.mark.parametrize(("days", "expected"), [(84, []), (85, ["norm-late"])])
def test_people_hear_back_within_twelve_weeks_of_closing(days: int, expected: list[str]) -> None:
    assert codes(replace(GOOD, comes_back=GOOD.closes + timedelta(days=days))) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"can_change": ""}, "norm-can-change"),
        ({"cannot_change": ""}, "norm-cannot-change"),
        ({"options": ""}, "norm-options"),
        ({"papers": ()}, "norm-papers"),
        ({"undecided": False}, "norm-undecided"),
        ({"decider": ""}, "norm-decider"),
        ({"conflicts": ""}, "norm-conflicts"),
        ({"support": ""}, "norm-support"),
    ],
)
def test_what_is_left_out_is_asked_for(changes: dict[str, Any], expected: str) -> None:
    assert codes(replace(GOOD, **changes)) == [expected]


def test_all_that_is_left_out_is_asked_for_at_once() -> None:
    bare = replace(
        GOOD, can_change="", cannot_change="", options="", papers=(), undecided=False, decider="", conflicts="", support=""
    )
    assert len(codes(bare)) == 8


@pytest.mark.parametrize(
    "stage", ["plan", "Assess need", "Stage 3 of our nine: design", "arrange delivery", "Reviewing what we bought"]
)
def test_a_stage_of_commissioning_is_known_by_its_words(stage: str) -> None:
    assert codes(replace(GOOD, stage=stage)) == []


@pytest.mark.parametrize("stage", ["early", "stage 2", "consultation"])
def test_what_is_no_stage_of_commissioning_is_found(stage: str) -> None:
    assert codes(replace(GOOD, stage=stage)) == ["norm-stage"]


def lasting(opens: date, days: int) -> Consultation:
    closes = opens + timedelta(days=days)
    return replace(GOOD, opens=opens, closes=closes, comes_back=closes + timedelta(days=30))


@pytest.mark.parametrize(
    ("opens", "days", "expected"),
    [
        (date(2010, 7, 19), 84, ["norm-holidays"]),
        (date(2010, 8, 18), 90, ["norm-holidays"]),
        (date(2010, 11, 1), 86, ["norm-holidays"]),
        (date(2010, 8, 18), 91, []),
        (date(2010, 8, 19), 84, []),
        (date(2010, 9, 1), 84, []),
        (date(2010, 12, 25), 84, []),
        (date(2010, 10, 1), 84, []),
    ],
)
def test_two_weeks_of_august_or_all_of_christmas_need_a_week_more(opens: date, days: int, expected: list[str]) -> None:
    """From 18 August there are 14 days of it left, from the 19th 13; 25 December leaves 8 of the 9 days to New Year."""
    assert codes(lasting(opens, days)) == expected
    assert codes(replace(lasting(opens, days), short_reason="The grant ends.")) == []


ELECTION = Period(date(2010, 8, 16), date(2010, 9, 9))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (ELECTION, ["norm-pre-election"]),
        (Period(date(2010, 7, 1), date(2010, 8, 16)), ["norm-pre-election"]),
        (Period(date(2011, 1, 31), date(2011, 2, 20)), ["norm-pre-election"]),
        (Period(date(2010, 8, 1), date(2011, 2, 20)), ["norm-pre-election"] * 2),
        (Period(date(2010, 8, 17), date(2011, 1, 30)), []),
        (Period(date(2010, 4, 12), date(2010, 5, 6)), []),
        (None, []),
    ],
)
def test_opening_or_coming_back_before_an_election_needs_a_reason(period: Period | None, expected: list[str]) -> None:
    assert codes(replace(GOOD, pre_election=period)) == expected
    assert codes(replace(GOOD, pre_election=period, pre_election_reason="The law sets the day.")) == []


YOUNG_HEARD = Lundy("The club", "A worker helps", "The board", "The hours")


@pytest.mark.parametrize("audience", ["young_person", "young_carer"])
@pytest.mark.parametrize("part", ["space", "voice", "audience", "influence"])
def test_young_people_are_given_space_voice_audience_and_influence(audience: Audience, part: str) -> None:
    asked = replace(GOOD, audiences=((audience, "s.yaml"),), safeguarding_lead="A", safeguarding_deputy="B")
    assert codes(replace(asked, young_people=YOUNG_HEARD)) == []
    (fault,) = check_norms(replace(asked, young_people=replace(YOUNG_HEARD, **{part: ""})))
    assert fault.code == "norm-young-people"
    assert fault.what.endswith(f"of: {part}")


def test_of_others_nothing_is_said_about_young_people() -> None:
    assert codes(replace(GOOD, audiences=(("tso", "a.yaml"), ("officer", "b.yaml"), ("public", "c.yaml")))) == []


@pytest.mark.parametrize("audience", ["young_person", "young_carer", "parent", "foster_carer", "kinship_carer", "unpaid_carer"])
def test_whoever_may_be_at_risk_is_not_asked_without_a_safeguarding_lead_and_deputy(audience: Audience) -> None:
    asked = replace(GOOD, audiences=((audience, "s.yaml"),), young_people=YOUNG_HEARD)
    assert codes(asked) == ["norm-safeguarding"]
    assert codes(replace(asked, safeguarding_lead="A")) == ["norm-safeguarding"]
    assert codes(replace(asked, safeguarding_lead="A", safeguarding_deputy="B")) == []
