"""What a reply probably means: shown and asked about, never taken down unasked. The expected readings are written by hand."""

from collections.abc import Mapping
from datetime import date

import pytest

from surveys.definitions.model import Kind
from surveys.interviews.reading import Likely, Reading, Unclear, Understood, read
from tests.surveys.interviews.asked import AGREE, asked, not_taken, offered

MONDAY = date(2026, 3, 2)
LISTS: dict[str, tuple[str, Mapping[str, str]]] = {
    "wait": (
        "How long did the repair take?",
        {"day": "Within a day", "week": "Within a week", "month": "Within a month", "longer": "Longer"},
    ),
    "often": (
        "How often do you take the bus?",
        {"daily": "Every day", "some": "A few days a week", "week": "Once a week", "less": "Less often", "never": "Never"},
    ),
    "notice": (
        "How much notice did you get?",
        {"none": "No notice", "short": "Less than a month", "some": "1 to 3 months", "long": "More than 3 months"},
    ),
    "rent": ("How much is the rent?", {"low": "Under £100", "mid": "£100 to £149", "high": "£150 or more"}),
    "income": ("What is your income?", {"low": "Under £10,000", "mid": "£10,000 to £100,000", "high": "Over £100,000"}),
    "hours": (
        "How many hours a week?",
        {"few": "Fewer than 10 hours a week", "some": "10 to 19 hours", "many": "20 hours or more"},
    ),
    "age": ("How old are you?", {"young": "Under 18", "mid": "18 to 64", "old": "65 or over"}),
    "years": ("How long have you lived here?", {"new": "Less than 2 years", "some": "2 to 10 years", "long": "Over 10 years"}),
    "agree": ("It is fair.", {name: label["en"] for name, label in AGREE.items()}),
    "agree4": (
        "It is fair.",
        {"yes2": "Strongly agree", "yes": "Agree", "no": "Disagree", "no2": "Strongly disagree", "none": "No view"},
    ),
    "happy": (
        "How happy are you?",
        {"very": "Very happy", "happy": "Happy", "mid": "Neither", "un": "Unhappy", "very_un": "Very unhappy"},
    ),
    "told": ("Were you told?", {"all": "Yes, all of it", "some": "Yes, some of it", "no": "No"}),
    "explained": ("Was it explained?", {"yes": "Yes", "partly": "Partly", "no": "No"}),
    "known": ("Do you know whom to ring?", {"yes": "Yes", "no": "No", "dk": "Don't know", "private": "I'd rather not say"}),
    "repair": (
        "What was it about?",
        {
            "damp": "Damp or mould",
            "heat": "Heating",
            "roof": "Roof or gutters",
            "mice": "Mice or rats",
            "other": "Something else",
        },
    ),
    "form": ("What are you?", {"cic": "Community interest company", "cio": "Charitable organisation (CIO)", "club": "Club"}),
    "safe": ("How safe?", {"very": "Very safe", "fairly": "Fairly safe", "bit": "A bit unsafe", "un": "Very unsafe"}),
    "points": ("From 0 to 5?", {"p0": "0 - not at all", **{f"p{n}": str(n) for n in range(1, 5)}, "p5": "5 - completely"}),
    "say": ("Why?", {"boring": "Nothing to do there", "cost": "It costs too much", "bus": "No bus"}),
    "size": ("How many are you?", {"small": "Fewer than 10", "medium": "10 to 50"}),
    "rather": ("How was it?", {"a": "Rather good", "b": "Quite bad"}),
    "stops": ("What stops you?", {"cost": "The cost", "nothing": "Nothing stops me"}),
    "boss": ("Which?", {"a": "Manager", "b": "Director"}),
}
SOME: dict[str, tuple[str, Mapping[str, str]]] = {
    "street": (
        "What would make your street better?",
        {
            "lights": "Better street lights",
            "bench": "More benches",
            "bins": "Bigger bins",
            "tree": "More trees",
            "none": "None of these",
        },
    ),
    "ages": (
        "Whom do you work with?",
        {"u5": "Children under 5", "c5": "Children of 5 to 10", "y11": "People of 11 to 17", "y18": "People of 18 to 25"},
    ),
    "repair": LISTS["repair"],
    "visits": ("Who comes?", {"family": "Family", "carer": "Paid carer", "nobody": "Nobody", "not_say": "I'd rather not say"}),
}


def _read(kind: Kind, of: tuple[str, Mapping[str, str]], reply: str, language: str = "en") -> Reading:
    return read(asked(kind, *of), reply, language=language, today=MONDAY)


TAKEN = [
    ("wait", "same day", "day"), ("wait", "3 days", "week"), ("wait", "about a fortnight", "month"),
    ("wait", "six weeks", "longer"),
    ("wait", "a couple of hours", "day"), ("wait", "within the week", "week"), ("wait", "a month", "month"),
    ("wait", "an hour and 10 minutes", "day"), ("often", "twice a week", "some"), ("often", "once or twice a year", "less"),
    ("often", "2 to 3 times a week", "some"), ("often", "wednesdays", "week"), ("often", "every 2 weeks", "less"),
    ("often", "every other month", "less"), ("often", "i dont", "never"), ("often", "hardly ever", "less"),
    ("often", "daily", "daily"),
    ("notice", "none", "none"), ("notice", "zero", "none"), ("notice", "a fortnight", "short"), ("notice", "half a year", "long"),
    ("notice", "1 week to 2 weeks", "short"), ("rent", "£112.50", "mid"), ("rent", "about 90 quid", "low"),
    ("rent", "over 200", "high"),
    ("rent", "at least 150", "high"), ("rent", "up to 90", "low"), ("income", "£1.2m", "high"), ("income", "45 grand", "mid"),
    ("hours", "30", "many"), ("hours", "over 20", "many"), ("hours", "fewer than ten", "few"), ("hours", "6 hrs", "few"),
    ("age", "17 and a half", "young"), ("years", "eighteen months", "new"), ("years", "more than 10", "long"),
    ("explained", "sort of", "partly"), ("explained", "in part", "partly"), ("form", "CIC", "cic"), ("form", "cio", "cio"),
    ("safe", "very unsafe I was mugged", "un"), ("points", "3 out of 5", "p3"), ("points", "2/5", "p2"),
    ("happy", "not happy", "un"),
    ("often", "Less often", "less"),
]  # fmt: skip
PROBABLY = [
    ("size", "1, both part time", "small", ""),
    ("wait", "next day", "day", ""), ("wait", "six weeks, four calls and a flood", "longer", ""),
    ("often", "seven times a week", "daily", ""),
    ("often", "used to be daily, now its once a week for the market", "week", ""), ("age", "72 next birthday", "old", ""),
    ("rent", "100ish", "mid", ""), ("hours", "about 10", "some", ""), ("income", "about 500", "low", ""),
    ("agree4", "i dont agree", "no", ""),
    ("happy", "disgusting", "very_un", ""), ("happy", "😊", "happy", ""), ("happy", "meh", "mid", ""),
    ("happy", "😡😡", "very_un", ""),
    ("happy", "really unhappy tbh mate", "very_un", ""), ("happy", "not bad", "happy", ""), ("happy", "bit sad", "un", ""),
    ("told", "bits of it", "some", ""),
    ("known", "never heard", "no", ""), ("known", "i honestly have no idea mate", "dk", ""), ("known", "affirmative", "yes", ""),
    ("known", "we dont disclose that", "private", ""), ("repair", "no heating all week", "heat", ""),
    ("repair", "window", "other", ""), ("repair", "rats in my kitchen, or birds", "mice", ""),
    ("repair", "not the heating, rats again this year", "mice", ""), ("repair", "ruff", "roof", ""),
    ("repair", "moldy", "damp", ""),
    ("safe", "a bit unsafe by that underpass", "bit", ""), ("safe", "farely safe", "fairly", ""), ("safe", "bit", "bit", ""),
    ("agree", "strong lee agree", "strongly_agree", ""), ("form", "clubb night", "club", ""),
    ("repair", "the damp was there, its the heating now", "heat", ""), ("boss", "dirrekter", "b", ""),
    ("rather", "rather", "a", ""), ("stops", "none", "nothing", ""),
]  # fmt: skip
NOT_GUESSED = [
    ("happy", "good and bad"), ("happy", "x" * 301), ("explained", "i dont know"), ("repair", "hello"), ("repair", "why"),
    ("form", "42"), ("boss", "nobody there"), ("agree", "zzzz"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reply", "value"), TAKEN)
def test_what_falls_into_one_band_or_says_it_in_other_words_is_taken(name: str, reply: str, value: str) -> None:
    assert _read("select_one", LISTS[name], reply) in (Understood(value), Understood(value, "I was mugged"))


@pytest.mark.parametrize(("name", "reply", "value"), [row[:3] for row in PROBABLY])
def test_what_is_only_heard_in_a_reply_is_asked_about(name: str, reply: str, value: str) -> None:
    reading = _read("select_one", LISTS[name], reply)
    assert isinstance(reading, Likely), reading
    assert reading.value == value


@pytest.mark.parametrize(("name", "reply"), NOT_GUESSED)
def test_where_nothing_or_too_much_is_heard_there_is_no_one_guess(name: str, reply: str) -> None:
    reading = _read("select_one", LISTS[name], reply)
    assert isinstance(reading, Unclear), reading


SEVERAL = [
    ("street", "lights and benches", Understood("lights bench")),
    ("street", "all but the trees", Understood("lights bench bins")),
    ("street", "lights please and a pub", Likely("lights", "lights please and a pub")),
    ("street", "not bins, trees", Likely("tree")), ("street", "3 then 2", Understood("bench bins")),
    ("street", "one three and four", Understood("lights bins tree")), ("street", "both 1 and 2", Understood("lights bench")),
    ("street", "nothing", Understood("none")), ("street", "any of them", Likely("lights bench bins tree")),
    ("ages", "11 to 25", Likely("y11 y18", "11 to 25")), ("visits", "the carer", Likely("carer", "the carer")),
    ("visits", "nobody apart from my family", Likely("family", "nobody apart from my family")),
    ("repair", "window lock", Likely("other", "window lock")), ("visits", "we dont disclose that", Likely("not_say")),
    ("street", "1 and 2, no, 1 and 3", Likely("lights bins")), ("street", "only trees", Understood("tree")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reply", "reading"), SEVERAL)
def test_several_answers_are_taken_by_their_own_words_and_asked_about_by_others(name: str, reply: str, reading: Reading) -> None:
    found = _read("select_multiple", SOME[name], reply)
    assert isinstance(found, type(reading)), found
    assert offered(found) == offered(reading)
    assert getattr(found, "value", "") == getattr(reading, "value", "")


def test_numbers_that_may_be_amounts_of_one_band_are_no_places_in_a_list() -> None:
    assert not_taken(_read("select_multiple", SOME["ages"], "5 and 6"))
    assert _read("select_multiple", SOME["ages"], "1 and 2") == Understood("u5 c5")


def test_nothing_is_guessed_of_several_in_a_story_or_where_somebody_does_not_know() -> None:
    for reply in ("lights and the " + "x " * 200, "i really dont know about the lights"):
        assert isinstance(_read("select_multiple", SOME["street"], reply), Unclear)


def test_words_are_guessed_at_in_english_alone() -> None:
    for kind in ("select_one", "select_multiple"):
        assert isinstance(_read(kind, LISTS["repair"], "moldy", "pl"), Unclear)
    assert isinstance(read(asked("integer", "How many people live here?"), "just me", language="pl", today=MONDAY), Unclear)
    assert isinstance(read(asked("date", "When did you come?"), "on the ninth", language="pl", today=MONDAY), Unclear)


NUMBERS = [
    ("How many people live with you?", "just me", "1"), ("How many people live with you?", "me and my husband", "2"),
    ("How many children do you have?", "2 boys and a girl", "3"), ("What percentage is online?", "half", "50"),
    ("How many people came?", "four, and two of them were late", "4"), ("How many times did you go?", "never been", "0"),
    ("How many pounds a week?", "15 quid if Im careful then more on holidays 3", "15"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "reply", "value"), NUMBERS)
def test_the_number_that_a_reply_is_about_is_asked_about_with_the_reply_beside_it(label: str, reply: str, value: str) -> None:
    assert read(asked("integer", label), reply, language="en", today=MONDAY) == Likely(value, reply)


@pytest.mark.parametrize(
    "reply", ["over 20 or so I think", "between 5 and 10", "2-3 boys", "lots", "no idea", "purple", "x" * 210, "half"]
)
def test_a_bound_a_range_or_no_number_is_not_guessed_at(reply: str) -> None:
    assert isinstance(read(asked("integer", "How many people came?"), reply, language="en", today=MONDAY), Unclear)


DAYS = [
    ("When did you last come?", "boxing day believe it or not", "2025-12-26"),
    ("When did you last come?", "the ninth", "2026-02-09"),
    ("When can we come?", "not the 10th, the 11th", "2026-03-11"), ("When did you last come?", "last sunday", "2026-03-01"),
    ("When did you last come?", "the 24th of last month for my bloods", "2026-02-24"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "reply", "value"), DAYS)
def test_the_day_that_a_reply_is_about_is_asked_about(label: str, reply: str, value: str) -> None:
    reading = read(asked("date", label), reply, language="en", today=MONDAY)
    assert isinstance(reading, Likely), reading
    assert reading.value == value


@pytest.mark.parametrize("reply", ["the 9th or the 10th", "any day", "x" * 210, "a 40th"])
def test_two_days_or_none_are_not_guessed_at(reply: str) -> None:
    assert isinstance(read(asked("date", "When did you last come?"), reply, language="en", today=MONDAY), Unclear)


@pytest.mark.parametrize(
    ("reply", "value"),
    [("thursday last", "2026-02-26"), ("24th of last month", "2026-02-24"), ("christmas eve 2020", "2020-12-24"),
     ("this morning", "2026-03-02"), ("bonfire night", "2025-11-05")],
)  # fmt: skip
def test_days_are_read_as_people_name_them(reply: str, value: str) -> None:
    assert read(asked("date", "When did you last come?"), reply, language="en", today=MONDAY) == Understood(value)


def test_a_day_nearly_a_year_away_was_nearly_now_and_is_asked_about() -> None:
    assert read(asked("date", "When can we come?"), "14 Feb", language="en", today=MONDAY) == Likely("2027-02-14")
    assert read(asked("date", "When can we come?"), "14 Feb 2027", language="en", today=MONDAY) == Understood("2027-02-14")
