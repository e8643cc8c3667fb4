"""What a good consultation does, and where that is written: advice, since the owner may have a reason to do otherwise.

Sources: the Compact's code of practice on consultation (12 weeks); the Government's code of practice on consultation, 2008
(longer where holidays fall into it); the Cabinet Office's consultation principles; the "Gunning" rules (R v Brent LBC, ex
parte Gunning, 1985: nothing decided yet, enough told, time given, answers taken into account); Laura Lundy's model of
participation, 2007; Hackney Council's Third Sector Commissioning Framework, 2010 (8.2.1: say what difference the consultation
may make, be free of conflicts of interest; 6.3.6: every point gets a response); the National Programme for Third Sector
Commissioning (stages, support to take part, options and constraints explained); the Cabinet Office's guidance on conduct
before elections.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta

from surveys.consultations.model import SAFEGUARDED, YOUNG, Consultation, Lundy, Period
from surveys.errors import Fault

SHORTEST = 84  # days: 12 weeks
HOLIDAYS = 7  # days more where two weeks of August or the days from Christmas to New Year fall into it
STAGES = ("assess need", "identify resources", "plan", "arrange delivery", "review")
_STAGE_WORDS = (
    "assess",
    "need",
    "resource",
    "plan",
    "design",
    "deliver",
    "buy",
    "procure",
    "review",
    "evaluat",
    "monitor",
    "end",
)
_COMPACT = "Source: the Compact's code on consultation, 12 weeks."
_CODE = "Source: the code of practice on consultation, 2008."
_PRINCIPLES = "Source: the Cabinet Office's consultation principles."
_GUNNING = "Source: the Gunning rules (R v Brent LBC, 1985)."
_FRAMEWORK = "Source: Hackney's Third Sector Commissioning Framework (2010), section 8.2.1."
_PROGRAMME = "Source: National Programme for Third Sector Commissioning."
_LUNDY = "Source: Lundy's model of participation, 2007."
_ELECTIONS = "Source: the Cabinet Office's guidance on conduct before elections."


def check_norms(consultation: Consultation) -> tuple[Fault, ...]:
    """What `consultation` leaves undone of the norms, each with its source in the remedy."""
    return (*_time(consultation), *_told(consultation), *_decided(consultation), *_people(consultation))


def _time(about: Consultation) -> Iterator[Fault]:
    """Time enough to answer, and an answer in time."""
    if about.days < SHORTEST and not about.short_reason:
        what = f"it runs for {about.days} days, and 12 weeks are {SHORTEST}"
        yield Fault("norm-short", what, f"Close later, or say why not in short_reason. {_COMPACT}")
    elif about.days < SHORTEST + HOLIDAYS and not about.short_reason and (days := _holidays(about.opens, about.closes)):
        what = f"{days} of its {about.days} days are in the summer or Christmas holidays, when fewer people can answer"
        yield Fault("norm-holidays", what, f"Add a week or more, or say why not in short_reason. {_CODE}")
    wait = (about.comes_back - about.closes).days
    if wait > SHORTEST:
        what = f"people hear back {wait} days after it closes, and 12 weeks are {SHORTEST}"
        yield Fault("norm-late", what, f"Come back sooner, if only with what people said. {_PRINCIPLES}")
    if about.pre_election is not None and not about.pre_election_reason:
        days_in_it = {"opens": about.opens, "comes_back": about.comes_back}
        for key in [key for key, day in days_in_it.items() if _within(about.pre_election, day)]:
            what = f"'{key}' is in the pre-election period, {about.pre_election.begins} to {about.pre_election.ends}"
            yield Fault("norm-pre-election", what, f"Choose another day, or say why not in pre_election_reason. {_ELECTIONS}")


def _holidays(opens: date, closes: date) -> int:
    """The days of it in August or from 24 December to 1 January, where they are 14 of August or all nine."""
    days = [opens + timedelta(by) for by in range((closes - opens).days + 1)]
    summer = sum(day.month == 8 for day in days)
    christmas = sum((day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1) for day in days)
    return (summer if summer >= 14 else 0) + (christmas if christmas >= 9 else 0)


def _within(period: Period, day: date) -> bool:
    return period.begins <= day <= period.ends


def _told(about: Consultation) -> Iterator[Fault]:
    """Enough to answer well: what can change, what cannot, what else could be done, and the papers."""
    if not about.can_change:
        yield Fault("norm-can-change", "it does not say what can change", f"Add can_change. {_FRAMEWORK}")
    if not about.cannot_change:
        what = "it does not say what cannot change"
        yield Fault("norm-cannot-change", what, f"Add cannot_change: the money, the law, what is settled. {_PROGRAMME}")
    if not about.options:
        what = "it does not say which options there are"
        yield Fault("norm-options", what, f"Add options, with what speaks for and against each. {_PROGRAMME}")
    if not about.papers:
        yield Fault("norm-papers", "no papers come with it", f"Add papers: the plan, the facts, a short version. {_GUNNING}")
    if not any(word in about.stage.casefold() for word in _STAGE_WORDS):
        what = f"'{about.stage}' does not tell people at which stage of commissioning they are asked"
        yield Fault("norm-stage", what, f"Write one of: {', '.join(STAGES)}; or your own, with the nearest. {_PROGRAMME}")


def _decided(about: Consultation) -> Iterator[Fault]:
    """Nothing decided yet, and known who will."""
    if not about.undecided:
        what = "it does not declare that nothing is decided yet"
        yield Fault("norm-undecided", what, f"Add 'undecided: true', if that is so; if not, do not ask. {_GUNNING}")
    if not about.decider:
        yield Fault("norm-decider", "it does not say who decides", f"Add decider, with the day. {_FRAMEWORK}")
    if not about.conflicts:
        what = "it does not say whether anyone who decides may gain by it"
        yield Fault(
            "norm-conflicts", what, f"Add conflicts: who, and what they do about it; or that there are none. {_FRAMEWORK}"
        )


def _people(about: Consultation) -> Iterator[Fault]:
    """Help to take part, and care for those who need it."""
    if not about.support:
        remedy = f"Add support: travel, child care, cover for a small group's staff. {_PROGRAMME}"
        yield Fault("norm-support", "it does not say how people are helped to take part", remedy)
    asked = {audience for audience, _ in about.audiences}
    missing = [part.name for part in fields(Lundy) if not getattr(about.young_people, part.name)]
    if asked & YOUNG and missing:
        what = f"young people are asked, and it does not say what they are given of: {', '.join(missing)}"
        remedy = f"Add young_people: {{space: …, voice: …, audience: …, influence: …}}. {_LUNDY}"
        yield Fault("norm-young-people", what, remedy)
    safeguarded = sorted(asked & SAFEGUARDED)
    if safeguarded and not (about.safeguarding_lead and about.safeguarding_deputy):
        what = f"{', '.join(safeguarded)} are asked, and nobody is named whom to turn to when somebody is at risk"
        remedy = "Add safeguarding_lead and safeguarding_deputy. Source: docs/decisions/0006-surveys.md."
        yield Fault("norm-safeguarding", what, remedy)
