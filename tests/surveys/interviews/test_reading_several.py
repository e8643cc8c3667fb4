"""How a reply is read where several answers may be picked. The expected readings were written before the reader."""

from datetime import date

import pytest

from surveys.interviews.reading import Likely, Unclear, Understood, read
from tests.surveys.interviews.asked import FORM, NEEDS, SUPPORT, asked, not_taken

TODAY = date(2010, 9, 1)
TWO = {"a": "Bus", "b": "Train"}
DAYS = {"weekday": "Monday to Friday", "weekend": "Saturday and Sunday", "none": "None of these days"}
MANY = {f"c{n}": f"Choice {chr(64 + n)}" for n in range(1, 15)}
RANGES = {"a": "0–5", "b": "6–10", "c": "11–16"}
CHOICES = {"form": FORM, "needs": NEEDS, "support": SUPPORT, "two": TWO, "days": DAYS, "many": MANY, "ranges": RANGES}

UNDERSTOOD = {
    "form": {
        "1": "charity",
        "two": "community",
        "1 and 3": "charity social_enterprise",
        "3 and 1": "charity social_enterprise",
        "1,3": "charity social_enterprise",
        "1, 3": "charity social_enterprise",
        "1 , 3 ,": "charity social_enterprise",
        "1 3": "charity social_enterprise",
        "1 & 3": "charity social_enterprise",
        "1+3": "charity social_enterprise",
        "1/3": "charity social_enterprise",
        "1;3": "charity social_enterprise",
        "1\n3": "charity social_enterprise",
        "1. 3.": "charity social_enterprise",
        "1) 3)": "charity social_enterprise",
        "(1) (3)": "charity social_enterprise",
        "1️⃣ 3️⃣": "charity social_enterprise",
        "１、３": "charity social_enterprise",
        "1 and 3.": "charity social_enterprise",
        "1 and 3 please": "charity social_enterprise",
        "numbers 1 and 3": "charity social_enterprise",
        "options 1 and 3": "charity social_enterprise",
        "option 1 and option 3": "charity social_enterprise",
        "only 1 and 3": "charity social_enterprise",
        "just 1": "charity",
        "both 1 and 3": "charity social_enterprise",
        "one and three": "charity social_enterprise",
        "1st and 3rd": "charity social_enterprise",
        "first and third": "charity social_enterprise",
        "the first and the last": "charity other",
        "1 3 5": "charity social_enterprise other",
        "1, 3 and 5": "charity social_enterprise other",
        "1, 3, and 5": "charity social_enterprise other",
        "1-3": "charity community social_enterprise",
        "1–3": "charity community social_enterprise",
        "1 - 3": "charity community social_enterprise",
        "1 to 3": "charity community social_enterprise",
        "1, 3-5": "charity social_enterprise cooperative other",
        "1 and 1": "charity",
        "3 3 1": "charity social_enterprise",
        "1 2 3 4 5": "charity community social_enterprise cooperative other",
        "charity": "charity",
        "Charity and social enterprise": "charity social_enterprise",
        "Charity, Social enterprise": "charity social_enterprise",
        "charity; something else": "charity other",
        "charity & other": "charity other",
        "charity plus other": "charity other",
        "Voluntary or community group": "community",
        "Voluntary or community group and charity": "charity community",
        "social enterprise, Voluntary or community group, charity": "charity community social_enterprise",
        "- Charity\n- Social enterprise": "charity social_enterprise",
        "1. Charity\n3. Social enterprise": "charity social_enterprise",
        "charity, 3": "charity social_enterprise",
        "charty and social enterprize": "charity social_enterprise",
        "voluntary": "community",
        "mutual": "cooperative",
        "a charity and a social enterprise": "charity social_enterprise",
        "we are a charity": "charity",
        "all": "charity community social_enterprise cooperative",
        "All of them": "charity community social_enterprise cooperative",
        "all of the above": "charity community social_enterprise cooperative",
        "everything!": "charity community social_enterprise cooperative",
        "all except 2": "charity social_enterprise cooperative",
        "all but 5": "charity community social_enterprise cooperative",
        "all but the last one": "charity community social_enterprise cooperative",
        "everything except something else": "charity community social_enterprise cooperative",
        "all apart from 2 and 3": "charity cooperative",
        "All except charity": "community social_enterprise cooperative",
    },
    "needs": {
        "none": "none",
        "None of these": "none",
        "none of those": "none",
        "none of them": "none",
        "None of the above.": "none",
        "neither": "none",
        "4": "none",
        "all": "transport food childcare",
        "all of them": "transport food childcare",
        "1-3": "transport food childcare",
        "food": "food",
        "food and drink": "food",
        "food and drink and child care": "food childcare",
        "transport and food and drink": "transport food",
        "transport, food, childcare": "transport food childcare",
        "all except food and drink": "transport childcare",
    },
    "support": {
        "paper copies and a way to answer online": "online paper",
        "money, travel": "cover travel",
        "Travel and child care paid": "travel",
        "child care": "travel",
        "all of them": "cover travel evenings online paper",
        "6": "enough",
        "Nothing more is needed": "enough",
    },
    "two": {"both": "a b", "both of them": "a b", "Bus and train": "a b", "bus": "a", "trian": "b"},
    "days": {
        "Monday to Friday": "weekday",
        "monday to friday and saturday and sunday": "weekday weekend",
        "saturday & sunday": "weekend",
        "none": "none",
    },
    "many": {"13": "c13", "1 and 13": "c1 c13", "12-14": "c12 c13 c14", "🔟": "c10", "choice b, choice d": "c2 c4"},
    "ranges": {"0-5": "a", "6-10": "b", "0-5 and 11-16": "a c", "1": "a", "2 and 3": "b c"},
}

UNCLEAR = {
    "form": {
        "pick_some": [
            "bananas", "not 1-3", "maybe 1-3", "1-3 not", "yes", "no", "thanks", "ok", "1.3", "1 or 3", "not 2", "3-1", "1-9",
            "-1", "maybe 1", "both", "some", "most of them", "all?", "1?", "not all", "all or nothing", "half",
            "👍", "charity?", "not a charity", "١ و ٣", "all except bananas", "all except all", "all except 1-5",
            "enterprise", "group",
        ],
        "part_unclear": [
            "1 and 9", "1 and bananas", "charity, bananas", "1,300", "charity and group", "1 and 3?",
        ],
        "not_listed": ["0", "9", "13", "12"],
        "none_to_pick": ["none", "none of them", "None of these", "nothing", "neither"],
        "dont_know": ["idk", "don't know"],
        "a_question": ["what is a mutual?"],
        "empty": ["", " ", "...", ","],
    },
    "needs": {
        "none_and_some": ["none and 1", "1, 4", "food and none of these", "1-4"],
        "pick_some": ["not none"],
        "part_unclear": ["food and money"],
    },
    "support": {"pick_some": ["work", "someone", "care", "needed", "answer"]},
    "two": {"pick_some": ["either", "not both", "bus or train", "buses or train"]},
    "ranges": {"pick_some": ["1-3"], "not_listed": []},
}  # fmt: skip

REMARKED = {
    "1 and 3, but only in winter": ("charity social_enterprise", "but only in winter"),
    "1 and 3 because we do both": ("charity social_enterprise", "because we do both"),
    "charity because we are registered": ("charity", "because we are registered"),
}


@pytest.mark.parametrize(
    ("name", "reply", "value"), [(name, reply, value) for name, rows in UNDERSTOOD.items() for reply, value in rows.items()]
)
def test_several_answers_are_read_in_the_order_of_the_survey_without_repeats(name: str, reply: str, value: str) -> None:
    reading = read(asked("select_multiple", choices=CHOICES[name]), reply, language="en", today=TODAY)
    assert reading == Understood(value)


@pytest.mark.parametrize(
    ("name", "key", "reply"),
    [(name, key, reply) for name, keys in UNCLEAR.items() for key, replies in keys.items() for reply in replies],
)
def test_a_reply_of_which_any_part_is_in_doubt_is_asked_again(name: str, key: str, reply: str) -> None:
    reading = read(asked("select_multiple", choices=CHOICES[name]), reply, language="en", today=TODAY)
    assert not_taken(reading, f"reading.{key}"), reading


@pytest.mark.parametrize(("reply", "value", "remark"), [(reply, *pair) for reply, pair in REMARKED.items()])
def test_a_reason_after_several_answers_is_their_remark(reply: str, value: str, remark: str) -> None:
    reading = read(asked("select_multiple", choices=FORM), reply, language="en", today=TODAY)
    assert reading == Understood(value, remark)


PROBABLY = [
    ("form", "community", "community", ""),
    ("form", "charity, bananas and 5", "charity other", "charity, bananas and 5"),
    ("support", "travel and evenings", "travel evenings", "travel and evenings"),
    ("support", "evening", "evenings", ""),
]


@pytest.mark.parametrize(("name", "reply", "value", "remark"), PROBABLY)
def test_what_was_understood_of_a_reply_is_shown_with_all_of_it_beside_and_asked_about(
    name: str, reply: str, value: str, remark: str
) -> None:
    assert read(asked("select_multiple", choices=CHOICES[name]), reply, language="en", today=TODAY) == Likely(value, remark)


def test_the_part_that_was_not_understood_is_named_beside_what_was() -> None:
    reading = read(asked("select_multiple", choices=FORM), "charity, 79 and 5", language="en", today=TODAY)
    assert reading == Unclear("reading.part_unclear", {"part": "79", "understood": "Charity; Something else"})


def test_a_long_part_is_shortened_where_it_is_named() -> None:
    reading = read(asked("select_multiple", choices=FORM), "1, " + "bananas 9 " * 30, language="en", today=TODAY)
    assert isinstance(reading, Unclear)
    part = str(reading.params["part"])
    assert part.endswith("…")
    assert len(part) <= 61


def test_skip_is_only_suggested_where_the_question_may_be_skipped() -> None:
    needed = asked("select_multiple", choices=FORM, required=True)
    for reply in ("none", "idk"):
        reading = read(needed, reply, language="en", today=TODAY)
        assert isinstance(reading, Unclear)
        assert reading.key == "reading.pick_some"


def test_none_beside_other_answers_says_which_of_them_stands_alone() -> None:
    reading = read(asked("select_multiple", choices=NEEDS), "1 and 4", language="en", today=TODAY)
    assert reading == Unclear("reading.none_and_some", {"none": "None of these"})


def test_a_list_longer_than_any_list_of_answers_is_not_read() -> None:
    reading = read(asked("select_multiple", choices=FORM), "1, " * 150, language="en", today=TODAY)
    assert reading == Unclear("reading.pick_some")
