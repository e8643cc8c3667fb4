"""What a reply comes to where its literal words do not say. The expected readings are what a careful clerk would put down."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from surveys.definitions.expressions import compile_expression
from surveys.definitions.model import Kind, Question
from surveys.interviews.reading import Likely, Unclear, Understood, read
from tests.surveys.interviews.asked import (
    AGREE,
    AREA,
    HOME,
    HOW_OFTEN,
    NEEDS,
    SIZE,
    SUPPORT,
    YES_NO,
    YES_NO_UNKNOWN,
    asked,
    not_taken,
)

MONDAY = date(2010, 9, 6)
DAYS = {name.lower()[:3]: name for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}
HEARD = {
    "friend": "A friend",
    "family": "Family",
    "worker": "Social worker",
    "post": "By post",
    "online": "Social media",
    "other": "Other",
}
SERVICES = {"bank": "Food bank", "advice": "Advice centre", "youth": "Youth club", "lunch": "Lunch club", "none": "None of these"}
SATISFIED = {
    "very": "Very satisfied", "fairly": "Fairly satisfied", "neither": "Neither satisfied nor dissatisfied",
    "unhappy": "Fairly dissatisfied", "very_unhappy": "Very dissatisfied", "unknown": "I don't know",
}  # fmt: skip
COMPARED = {"better": "Better", "same": "About the same", "worse": "Worse"}
DECIDED = {"yes": "Yes", "no": "No", "unsure": "Not sure"}
GRADED = {"yes": "Yes", "some": "Sometimes", "no": "No", "private": "Prefer not to say"}
CONTACT = {"text": "By text", "email": "By email", "post": "By post"}
INCOME = {"low": "Under £10,000", "middle": "£10,000 to £1 million", "high": "Over £1 million", "private": "We'd rather not say"}
AGES = {"a": "Under 13", "b": "13 to 15", "c": "16 to 17", "d": "18 or over"}
RENT = {
    "council": "I rent from the council",
    "private": "I rent from a private landlord",
    "family": "I live with my parents or family",
}
COMPASS = {"north": "North", "north_east": "North East", "east": "East"}
PEOPLE = {"u5": "Children under 5", "c5": "Children of 5 to 10", "y11": "Young people of 11 to 17", "older": "Older people"}
BLOCKED = {"time": "Too little time to bid", "cost": "It costs too much", "transport": "There is no bus", "none": "None of these"}

ONE: dict[str, tuple[str, Mapping[str, str | Mapping[str, str]]]] = {
    "agree": ("The forms are clear.", AGREE),
    "size": ("How many people does your group employ?", SIZE),
    "often": ("How often do they ask you?", HOW_OFTEN),
    "yes_no": ("Is this official?", YES_NO),
    "known": ("Did they tell you?", YES_NO_UNKNOWN),
    "decided": ("Will you come again?", DECIDED),
    "graded": ("Do you feel heard?", GRADED),
    "satisfied": ("How satisfied are you?", SATISFIED),
    "two_points": ("How satisfied are you?", {"high": "Very satisfied", "yes": "Satisfied", "no": "Dissatisfied"}),
    "compared": ("Is it better or worse than last year?", COMPARED),
    "heard": ("Who told you?", HEARD),
    "contact": ("How shall we tell you?", CONTACT),
    "income": ("What was your income?", INCOME),
    "ages": ("How old are you?", AGES),
    "area": ("Where do you work?", AREA),
    "rent": ("What kind of home do you have?", RENT),
    "home": ("Where do you live?", HOME),
    "only_yes": ("Do you?", {"yes": "Yes", "perhaps": "Perhaps"}),
    "stage": ("When were you asked?", {"before": "Before it began", "during": "While it ran", "not": "We were not asked"}),
    "points": ("How many marks?", {str(n): str(n) for n in range(11)}),
}  # fmt: skip

INFERRED_ONE: dict[str, dict[str, str]] = {
    "agree": {
        "not agree": "disagree", "I don't agree": "disagree", "slightly disagree": "disagree", "tend to agree": "agree",
        "totally agree": "strongly_agree", "i would strongly agree": "strongly_agree", "agree lol": "agree",
        "2, sorry, 3": "neither",
        "2 no wait 3": "neither", "2 no 3": "neither", "agree... no, disagree": "disagree",
        "strongly agree, no, just agree": "agree",
        "4 sorry I mean 2": "agree", "neither one nor the other": "neither", "neutral": "neither",
        "stongly agree mate": "strongly_agree",
        "i agrea": "agree", "yh agree": "agree", "Dear Sir, I agree. Yours sincerely, E. Whitlock": "agree",
        "to be honest i agree": "agree", "on the whole I agree": "agree",
        "i strongly agree that the forms are clear": "strongly_agree",
        "AGREEEE": "agree", "agree 😀": "agree", "disagree x": "disagree", "stongly argee": "strongly_agree",
    },
    "size": {
        "about 25": "medium", "25": "medium", "25 people": "medium", "we are 2": "small", "two people": "small", "100": "large",
        "10 or 50": "medium", "0": "small", "twelve": "medium", "8 or 9": "small", "between 20 and 30": "medium",
        "a hundred and twenty": "large", "half a dozen people": "small",
    },
    "often": {
        "quite often": "often", "hardly ever": "rarely", "now and then": "sometimes", "every time": "always",
        "never ever": "never",
        "seldom": "rarely", "idk": "dont_know", "havent a clue": "dont_know",
    },
    "yes_no": {"yes, actually no": "no", "no, wait yes": "yes", "yup ofc": "yes", "no chance": "no", "👍": "yes"},
    "decided": {"mayb": "unsure", "50 50": "unsure", "in two minds": "unsure", "dunno": "unsure"},
    "graded": {"none of your business": "private", "no comment": "private", "yes": "yes", "now and again": "some"},
    "satisfied": {
        "very happy": "very", "quite pleased": "fairly", "extremely unhappy": "very_unhappy", "neither": "neither",
        "fairly dissatisfied": "unhappy",
    },
    "two_points": {"fairly satisfied": "yes", "unsatisfied": "no", "very": "high"},
    "compared": {"much better": "better", "a lot worse": "worse", "no different": "same", "no better no worse": "same",
    "wurse": "worse"},
    "heard": {
        "my mate": "friend", "mum": "family", "insta": "online", "snail mail": "post", "my social worker told me": "worker",
        "freind": "friend",
    },
    "contact": {
        "by text not email": "text", "not by email, by post": "post", "e-mail pls": "email", "txt": "text", "a letter": "post",
        "the last one": "post",
    },
    "income": {
        "£45k": "middle", "two hundred thousand": "middle", "1.3 million": "high", "nil": "low", "6,500": "low",
        "confidential": "private",
    },
    "ages": {"im 14": "b", "15 and a half": "b", "sixteen": "c", "fourty": "d", "14": "b"},
    "area": {"Old Town mostly": "old_town", "all": "all"},
    "rent": {"council flat": "council", "at my mums": "family"},
    "home": {"other, not family": "other"},
    "only_yes": {"yeah": "yes", "👍": "yes"},
    "stage": {"before": "before", "while": "during"},
    "known": {"not a clue": "dont_know"},
}  # fmt: skip

REMARKED_ONE: dict[str, dict[str, tuple[str, str]]] = {
    "agree": {
        "agree if they pay us": ("agree", "if they pay us"),
        "mostly agree since the new form": ("agree", "since the new form"),
        "Strongly disagree and u can quote me": ("strongly_disagree", "and u can quote me"),
        "i agree in 2010": ("agree", "in 2010"),
    },
    "yes_no": {
        "yes two years ago": ("yes", "two years ago"),
        "no we never got round to it": ("no", "no we never got round to it"),
    },
    "known": {"dont know never asked": ("dont_know", "dont know never asked")},
    "rent": {"private landlord useless": ("private", "private landlord useless")},
}

ASKED_ONE: dict[str, list[str]] = {
    "agree": [
        "agree but not really", "agree, whatever", "couldn't agree more", "people agree", "why agree",
        "not strongly agree", "I don't disagree", "nor agree", "very slightly agree", "agree in part", "agree/strongly agree",
        "neither, no wait", "agree 🤔", "they agree, we disagree", "agree, not sure", "agree, 3", "really agree", "agree but",
        "x" * 400,
        "agree, then disagree", "2 no", "between 2 and 3", "some agree some disagree", "sorry", "neither disagree",
        "agree then?", "agree. they really read all this?", "agree? well the forms are odd", "2. the 3 of us",
    ],
    "size": ["just 2", "2 I think", "about 9 or 30", "15/16", "25 staff and 3 others", "-25", "lots", "25 years", "9 and 60"],
    "often": ["not always", "depends", "often or never", "very often"],
    "yes_no": ["yes and no", "yes in a way", "no idea", "no more", "does it?", "yes unless they stop"],
    "graded": ["yes most of the time"],
    "satisfied": ["satisfied", "happy", "not satisfied", "not very satisfied", "dissatisfied"],
    "two_points": ["not satisfied", "very dissatisfied"],
    "heard": ["friend of my mums", "social", "my ex friend", "friend and family", "the bus", "my mother in law", "40 friends"],
    "contact": ["text or email", "either", "not text", "text not phone", "what is text"],
    "income": ["120", "80-2000k"],
    "rent": ["I rent", "landlord or council", "my late parents", "house"],
    "known": ["dont know what you mean", "not sure if they did"],
    "only_yes": ["yes we go there weekly"],
    "points": ["11", "maybe 3", "3 or 4"],
    "stage": ["more", "wasnt"],
    "decided": ["would do but we are moving", "if they mend it"],
}  # fmt: skip

SEVERAL: dict[str, tuple[str, Mapping[str, str | Mapping[str, str]]]] = {
    "days": ("Which days are best for you?", DAYS),
    "services": ("Have you used any of these?", SERVICES),
    "needs": ("What would help?", NEEDS),
    "support": ("What would help?", SUPPORT),
    "compass": ("Which parts do you work in?", COMPASS),
    "people": ("Whom do you work with?", PEOPLE),
    "blocked": ("What makes it hard?", BLOCKED),
    "heard": ("Who told you?", HEARD),
    "times": ("When would you come?", {"am": "Mornings", "pm": "Afternoons", "eve": "Evenings", "we": "Weekends"}),
}

INFERRED_SEVERAL: dict[str, dict[str, str]] = {
    "days": {
        "weds n fri": "wed fri", "mon-fri": "mon tue wed thu fri", "thurs to sun": "thu fri sat sun", "weekends": "sat sun",
        "any day": "mon tue wed thu fri sat sun", "sat. no wait sun": "sun", "wendsday": "wed",
        "all but the last": "mon tue wed thu fri sat",
        "every day except tues and thurs": "mon wed fri sat sun", "first two": "mon tue", "last two": "sat sun",
        "all 7": "mon tue wed thu fri sat sun",
        "mon tue not wed": "mon tue", "weekdays": "mon tue wed thu fri",
    },
    "services": {
        "none of em": "none", "no": "none", "every single one": "bank advice youth lunch", "food bank n youth club": "bank youth",
        "everything bar the food bank": "advice youth lunch", "advise center": "advice",
    },
    "needs": {"food, maybe childcare": "food childcare", 'food, ", childcare mate': "food childcare",
    "the lot": "transport food childcare", "creche": "childcare"},
    "support": {"nothing": "enough", "none": "enough"},
    "compass": {"boroughwide": "north north_east east", "mainly east": "east", "everywhere": "north north_east east"},
    "people": {"oaps": "older"},
    "blocked": {"no bus": "transport"},
    "heard": {"my mate, my mum": "friend family"},
    "times": {"any time": "am pm eve we", "sat and sun": "we", "evnings": "eve"},
}  # fmt: skip

REMARKED_SEVERAL = {
    ("services", "youth club - when it was still open"): "youth",
    ("services", "none of these I am afraid we go elsewhere"): "none",
    ("times", "sat and sun, thats when it is quiet"): "we",
}
ASKED_SEVERAL: dict[str, list[str]] = {
    "days": ["whatever", "depends on my shifts", "T", "not mondays", "sun to mon", "mon to lunch", "mon tue wed no wait thu",
    "any", "maybe mon", "8 of them", "all 3"],
    "services": ["social media", "community centre", "not only the food bank", "food bank and a lovely old place", "club",
    "food bank?", "1 and 5", "last two", "x" * 400, "some"],
    "needs": ["not enough time", "sort of food", "every time", "all except the moon"],
    "compass": ["south west", "any time"],
    "blocked": ["bus", "no time to bid"],
    "people": ["kids", "children"],
}  # fmt: skip


# Read by what the words stand for in everyday life, or with more said than is an answer: shown, and asked about.
PROBABLY_ONE: frozenset[tuple[str, str]] = frozenset(
    {
        ("often", "quite often"),
        ("two_points", "fairly satisfied"),
        ("heard", "mum"),
        ("heard", "insta"),
        ("rent", "at my mums"),
        ("stage", "before"),
        ("agree", "Strongly disagree and u can quote me"),
        ("rent", "private landlord useless"),
    }
)
PROBABLY_SEVERAL: frozenset[tuple[str, str]] = frozenset(
    {
        ("compass", "boroughwide"),
        ("compass", "everywhere"),
        ("people", "oaps"),
        ("heard", "my mate, my mum"),
        ("times", "any time"),
        ("times", "sat and sun"),
        ("times", "sat and sun, thats when it is quiet"),
    }
)


def _asked(kind: Kind, of: tuple[str, Mapping[str, str | Mapping[str, str]]]) -> Question:
    return asked(kind, of[0], of[1])


@pytest.mark.parametrize(("name", "reply", "value"), [(n, r, v) for n, rows in INFERRED_ONE.items() for r, v in rows.items()])
def test_one_answer_is_read_out_of_casual_words_at_once_or_after_a_yes(name: str, reply: str, value: str) -> None:
    reading = read(_asked("select_one", ONE[name]), reply, language="en", today=MONDAY)
    assert not isinstance(reading, Unclear), reading
    assert reading.value == value
    assert isinstance(reading, Likely) == ((name, reply) in PROBABLY_ONE)


@pytest.mark.parametrize(("name", "reply", "pair"), [(n, r, p) for n, rows in REMARKED_ONE.items() for r, p in rows.items()])
def test_what_an_inferred_answer_leaves_over_is_its_remark(name: str, reply: str, pair: tuple[str, str]) -> None:
    reading = read(_asked("select_one", ONE[name]), reply, language="en", today=MONDAY)
    assert reading == (Likely(*pair) if (name, reply) in PROBABLY_ONE else Understood(*pair))


@pytest.mark.parametrize(("name", "reply"), [(name, reply) for name, replies in ASKED_ONE.items() for reply in replies])
def test_one_answer_is_never_inferred_where_another_may_be_meant(name: str, reply: str) -> None:
    reading = read(_asked("select_one", ONE[name]), reply, language="en", today=MONDAY)
    assert not_taken(reading), reading


@pytest.mark.parametrize(
    ("name", "reply", "value"), [(n, r, v) for n, rows in INFERRED_SEVERAL.items() for r, v in rows.items() if v]
)
def test_several_answers_are_read_out_of_casual_words_at_once_or_after_a_yes(name: str, reply: str, value: str) -> None:
    reading = read(_asked("select_multiple", SEVERAL[name]), reply, language="en", today=MONDAY)
    assert not isinstance(reading, Unclear), reading
    assert reading.value == value
    assert isinstance(reading, Likely) == ((name, reply) in PROBABLY_SEVERAL)


@pytest.mark.parametrize(("name", "reply", "value"), [(*key, value) for key, value in REMARKED_SEVERAL.items()])
def test_what_several_inferred_answers_leave_over_is_their_remark(name: str, reply: str, value: str) -> None:
    reading = read(_asked("select_multiple", SEVERAL[name]), reply, language="en", today=MONDAY)
    assert reading == (Likely(value, reply) if (name, reply) in PROBABLY_SEVERAL else Understood(value, reply))


@pytest.mark.parametrize(("name", "reply"), [(name, reply) for name, replies in ASKED_SEVERAL.items() for reply in replies])
def test_several_answers_are_never_inferred_where_a_part_is_in_doubt(name: str, reply: str) -> None:
    reading = read(_asked("select_multiple", SEVERAL[name]), reply, language="en", today=MONDAY)
    assert not_taken(reading), reading


MINUTES = "How many minutes does it take?"
AMOUNTS = {
    MINUTES: {
        "20 mins": "20", "half an hour": "30", "hour and a half": "90", "1 hr 10": "70", "quarter of an hour": "15",
        "15 no 20": "20",
        "14, or rather 15": "15", "half a dozen": "6", "none": "0", "5ish": "5", "three quarters of an hour": "45",
        "90 seconds": "1.5",
    },
    "How many years have you cared?": {"6 months": "0.5", "3 years and 3 months": "3.25", "two and a half years": "2.5",
    "25 yrs": "25", "1½": "1.5"},
    "How many pounds?": {"a fiver": "5", "50p": "0.5", "2 quid": "2", "3 pound 50": "3.5", "£1.50": "1.5",
    "six pounds fifty": "6.5"},
    "How many miles?": {"a mile and a half": "1.5", "two and a quarter miles": "2.25", "3/4 of a mile": "0.75",
    "2 point six": "2.6"},
    "How many marks out of ten?": {"7/10": "7", "8 out of ten": "8"},
    "How many marks out of 10?": {"eight out of ten": "8"},
    "How many people?": {"just the one": "1", "one person": "1", "twice": "2", "a million": "1000000",
    "two hundred thousand and five": "200005", "fourty": "40"},
    "How old are you?": {"79 years young": "79"},
    "How many nights?": {"still 3 nights": "3"},
    "How much of an hour, as a share?": {"three quarters of a million": "750000"},
}  # fmt: skip
NO_AMOUNT = {
    MINUTES: ["10 walking, 25 by bus", "two buses", "not long", "15 or so but 20 with the pram", "5 to 10", "2 years",
    "20 or 30", "1 hr 2 hrs"],
    "How many people?": ["8 weeks out of 9", "8 out of ten", "more than 3", "zero but 3 more soon", "3 weeks", "20?",
    "5, no, lots"],
    "How many days a week?": ["2 weeks"],
    "How many?": ["3 weeks and 2 days", "10 hours 20"],
}  # fmt: skip


@pytest.mark.parametrize(("label", "reply", "value"), [(label, r, v) for label, rows in AMOUNTS.items() for r, v in rows.items()])
def test_a_number_is_read_in_the_unit_that_was_asked_for(label: str, reply: str, value: str) -> None:
    reading = read(asked("decimal", label), reply, language="en", today=MONDAY)
    assert isinstance(reading, Understood), reading
    assert reading.value == value


@pytest.mark.parametrize(("reply", "value"), [("2 - mum and dad", "2"), ("none, thank goodness", "0"), ("four, won one", "4")])
def test_what_is_said_beside_a_number_is_its_remark(reply: str, value: str) -> None:
    assert read(asked("integer", "How many people?"), reply, language="en", today=MONDAY) == Understood(value, reply)


@pytest.mark.parametrize(("label", "reply"), [(label, reply) for label, replies in NO_AMOUNT.items() for reply in replies])
def test_a_number_is_never_inferred_from_two(label: str, reply: str) -> None:
    reading = read(asked("decimal", label), reply, language="en", today=MONDAY)
    assert not_taken(reading), reading


LAST, NEXT, OPEN, BORN = "When did you last come?", "When will you come next?", "What date?", "When were you born?"
DATES = {
    LAST: {
        "14 feb": "2010-02-14", "saturday just gone": "2010-09-04", "tuesdya": "2010-08-31", "a week ago today": "2010-08-30",
        "boxing day": "2009-12-26", "3 days ago": "2010-09-03", "thurs last week": "2010-09-02",
        "wed no thurs last week": "2010-09-02",
        "16th aug": "2010-08-16", "4/11": "2009-11-04", "sixth of feb": "2010-02-06", "thirty first of january": "2010-01-31",
        "19 Feb, no 20 Feb": "2010-02-20", "5 may. no wait 6 may": "2010-05-06", "Monday the 12th of July": "2010-07-12",
        "sat 14th": "2010-08-14",
        "Spetember 3rd last year": "2009-09-03", "august 16": "2010-08-16", "last friday morning": "2010-09-03",
        "friday": "2010-09-03",
        "16 August 2010 at 5pm": "2010-08-16", "3 sept, not the 4th": "2010-09-03", "16.8.10 in the evening": "2010-08-16",
    },
    NEXT: {
        "Thursday": "2010-09-09", "this thursday": "2010-09-09", "friday week": "2010-09-17", "a week on friday": "2010-09-17",
        "2 weeks today": "2010-09-20", "in 3 days": "2010-09-09", "tomorrow at 2": "2010-09-07", "5 June": "2011-06-05",
        "a week today": "2010-09-13",
        "1st of october this year": "2010-10-01", "sat 18th": "2010-09-18", "20 March, if they come": "2011-03-20",
        "the tenth of april twenty eleven": "2011-04-10", "the third of may two thousand and twelve": "2012-05-03",
    },
    BORN: {"the third of may nineteen forty eight": "1948-05-03", "9 nov 50 in the night": "1950-11-09"},
    OPEN: {"tomorrow evening": "2010-09-07"},
}  # fmt: skip
NO_DATE = {
    LAST: ["ages ago", "31 feb", "weeks ago", "feb 25", "monday", "tues or weds", "friday before last", "14 feb or 15 feb",
    "sometime?", "tue 14 feb", "14 feb 3010", "in august",
           "16 august maybe 17", "14 feb, or the 15th of march", "fri 40th", "3 foo", "0 may"],
    NEXT: ["next friday", "2010"],
    OPEN: ["14 feb", "friday", "sat 14th", "this friday", "5 march 19 no"],
    BORN: ["6th July"],
}  # fmt: skip


@pytest.mark.parametrize(("label", "reply", "value"), [(label, r, v) for label, rows in DATES.items() for r, v in rows.items()])
def test_a_day_without_its_year_is_the_nearest_that_the_question_is_about(label: str, reply: str, value: str) -> None:
    reading = read(asked("date", label), reply, language="en", today=MONDAY)
    assert isinstance(reading, Understood), reading
    assert reading.value == value


@pytest.mark.parametrize(("label", "reply"), [(label, reply) for label, replies in NO_DATE.items() for reply in replies])
def test_a_day_is_never_guessed(label: str, reply: str) -> None:
    reading = read(asked("date", label), reply, language="en", today=MONDAY)
    assert not_taken(reading), reading


def test_a_date_told_with_what_else_was_said_keeps_it_as_a_remark() -> None:
    reading = read(asked("date", NEXT), "20 March, if they come", language="en", today=MONDAY)
    assert reading == Understood("2011-03-20", "20 March, if they come")


def test_a_day_near_the_end_of_the_calendar_is_asked_again() -> None:
    for reply in ("5 June", "in 3 days", "thursday"):
        assert not_taken(read(asked("date", NEXT), reply, language="en", today=date(9999, 12, 30)))


@pytest.mark.parametrize(
    "reply", ["thanks", "Thank you!", "ok", "👍", "yes", "pardon?", "do you mean the council?", "hang on a sec"]
)
def test_civil_words_are_no_answer_in_free_words(reply: str) -> None:
    reading = read(asked("text"), reply, language="en", today=MONDAY)
    assert reading == Unclear("reading.thanks" if "thank" in reply.lower() else "reading.say_more")


@pytest.mark.parametrize(
    "reply", ["no", "nothing", "nope", "❤️", "bins!!!", "Why not open on Sundays?", "thanks to Dean it works"]
)
def test_a_no_and_a_few_words_are_answers_in_free_words(reply: str) -> None:
    assert read(asked("text"), reply, language="en", today=MONDAY) == Understood(reply)


def test_a_day_without_its_year_is_the_nearest_that_the_constraint_allows() -> None:
    past, future = compile_expression(". <= today()"), compile_expression(". >= today()")
    question = asked("date", "Which day?")
    assert read(replace(question, constraint=past), "14 feb", language="en", today=MONDAY) == Understood("2010-02-14")
    assert read(replace(question, constraint=future), "14 feb", language="en", today=MONDAY) == Understood("2011-02-14")


def test_words_that_differ_by_a_letter_are_two_words() -> None:
    """So "writing" is not read as "waiting"."""
    question = asked("select_one", "Where are you?", {"waiting": "On the waiting list", "done": "It is over"})
    assert not_taken(read(question, "writing bids", language="en", today=MONDAY))
