"""What a consultation is advised of, and what it may leave as it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from surveys.consultations.model import Consultation
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
)


def codes(consultation: Consultation) -> list[str]:
    found = check_norms(consultation)
    assert all("Source: " in fault.remedy for fault in found)
    return [fault.code for fault in found]


def test_a_consultation_that_keeps_to_the_norms_is_left_alone() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(("days", "expected"), [(84, []), (83, ["norm-short"])])
def test_twelve_weeks_are_84_days(days: int, expected: list[str]) -> None:
    closes = GOOD.opens + timedelta(days=days)
    assert codes(replace(GOOD, closes=closes, comes_back=closes + timedelta(days=7))) == expected


def test_a_published_reason_makes_a_short_consultation_right() -> None:
    closes = GOOD.opens + timedelta(days=30)
    short = replace(GOOD, closes=closes, comes_back=closes + timedelta(days=7))
    assert codes(replace(short, short_reason="The grant ends in October.")) == []


@pytest.mark.parametrize(("days", "expected"), [(84, []), (85, ["norm-late"])])
def test_people_hear_back_within_twelve_weeks_of_closing(days: int, expected: list[str]) -> None:
    assert codes(replace(GOOD, comes_back=GOOD.closes + timedelta(days=days))) == expected


def test_what_can_and_cannot_change_who_decides_and_support_are_asked_for() -> None:
    bare = replace(GOOD, can_change="", cannot_change="", decider="", support="")
    assert codes(bare) == ["norm-can-change", "norm-cannot-change", "norm-decider", "norm-support"]


@pytest.mark.parametrize("audience", ["young_person", "young_carer", "parent", "foster_carer", "kinship_carer", "unpaid_carer"])
def test_whoever_may_be_at_risk_is_not_asked_without_a_safeguarding_lead_and_deputy(audience: str) -> None:
    asked = replace(GOOD, audiences=((audience, "s.yaml"),))  # type: ignore[arg-type]  # the names are the model's
    assert codes(asked) == ["norm-safeguarding"]
    assert codes(replace(asked, safeguarding_lead="A")) == ["norm-safeguarding"]
    assert codes(replace(asked, safeguarding_lead="A", safeguarding_deputy="B")) == []
