"""How a reply is read where one answer may be picked. The expected readings were written before the reader."""

from collections.abc import Mapping
from datetime import date

import pytest

from surveys.interviews.reading import Unclear, Understood, read
from tests.surveys.interviews.asked import (
    AGREE,
    AREA,
    CHILDREN,
    HOME,
    HOW_OFTEN,
    LENGTH,
    RATING,
    SIZE,
    YES_NO,
    YES_NO_UNKNOWN,
    asked,
    not_taken,
    offered,
)

TODAY = date(2010, 9, 1)
CHOICES: dict[str, Mapping[str, str | Mapping[str, str]]] = {
    "agree": AGREE,
    "agree_unknown": {**AGREE, "dont_know": "I don't know"},
    "size": SIZE,
    "yes_no": YES_NO,
    "yes_no_unknown": YES_NO_UNKNOWN,
    "length": LENGTH,
    "area": AREA,
    "how_often": HOW_OFTEN,
    "rating": RATING,
    "children": CHILDREN,
    "home": HOME,
    "shades_of_yes": {"always": "Yes, always", "some": "Yes, sometimes", "never": "No, never"},
    "yes_we_do": {"yes": "Yes we do", "no": "No we don't"},
    "only_yes": {"yes": "Yes", "perhaps": "Perhaps"},
    "satisfied": {"high": "Very satisfied", "satisfied": "Satisfied", "dissatisfied": "Dissatisfied"},
    "happy": {"happy": "Happy", "unhappy": "Unhappy", "not_sure": "Not sure"},
    "likely": {"likely": "Likely", "unlikely": "Unlikely"},
    "faces": {"good": "😀", "so_so": "😐", "bad": "😞"},
    "role": {"parent": "Parent", "foster": "Foster carer", "young": "Young person"},
    "support": {"with": "With support", "without": "Without support"},
    "where": {
        "house": "House",
        "flat": "Flat",
        "community": "Community centre",
        "homeless": "Homeless hostel",
        "near": "Not all that far",
    },
    "ages": {"a": "Under 13", "b": "13–15", "c": "16–17", "d": "18–25", "e": "26 or over"},
    "who": {"council": "The council", "nhs": "Health trust", "other": "Other (please say)", "na": "Not applicable"},
    "hours": {"half": "30 minutes", "one": "1 hour", "two": "2 hours"},
    "money": {"low": "Up to £10,000", "middle": "£10,001 to £50,000", "high": "£50,001 or more"},
}

LABELS = {"size": "How many people does your group employ?"}

UNDERSTOOD = {
    "agree": {
        # the number of an answer as listed, in the many ways that people write one
        "1": "strongly_agree",
        "2": "agree",
        "5": "strongly_disagree",
        "  2  ": "agree",
        "2.": "agree",
        "2)": "agree",
        "(2)": "agree",
        "[2]": "agree",
        "#2": "agree",
        "**2**": "agree",
        "“2”": "agree",
        "2!": "agree",
        "2️⃣": "agree",
        "２": "agree",
        "٢": "agree",
        "२": "agree",
        "2\u200b": "agree",
        "two": "agree",
        "Two": "agree",
        "TWO.": "agree",
        "option 2": "agree",
        "Option two": "agree",
        "number 2": "agree",
        "answer 2": "agree",
        "choice 2": "agree",
        "2 please": "agree",
        "2 thanks": "agree",
        "2, please": "agree",
        "it's 2": "agree",
        "I choose 2": "agree",
        "I'd go for 2": "agree",
        "my answer is 2": "agree",
        "the second one": "agree",
        "The Second One.": "agree",
        "second": "agree",
        "2nd": "agree",
        "the 2nd": "agree",
        "the 2nd one please": "agree",
        "third": "neither",
        "the last one": "strongly_disagree",
        "the first option": "strongly_agree",
        # its words
        "Agree": "agree",
        "agree": "agree",
        "AGREE!!!": "agree",
        "agree.": "agree",
        "*agree*": "agree",
        "“Agree”": "agree",
        "agree\x00": "agree",
        "I agree": "agree",
        "i agree.": "agree",
        "I would agree": "agree",
        "I'd say agree": "agree",
        "I think I agree": "agree",
        "We agree": "agree",
        "agreed": "agree",
        "agree please": "agree",
        "Agree, thanks": "agree",
        "agree 🙂": "agree",
        "agree i think": "agree",
        "I agree with this": "agree",
        "Strongly agree": "strongly_agree",
        "STRONGLY AGREE": "strongly_agree",
        "strongly  agree": "strongly_agree",
        "strongly-agree": "strongly_agree",
        "strongly_agree": "strongly_agree",
        "stronglyagree": "strongly_agree",
        "agree strongly": "strongly_agree",
        "I strongly agree": "strongly_agree",
        "Neither agree nor disagree": "neither",
        "neither agree or disagree": "neither",
        "neither": "neither",
        "Neither.": "neither",
        "neither agree": "neither",
        "disagree": "disagree",
        "I disagree": "disagree",
        "disagree strongly": "strongly_disagree",
        "Strongly disagree": "strongly_disagree",
        # in another language of the survey
        "Cytuno": "agree",
        "cytuno’n gryf": "strongly_agree",
        "CYTUNO'N GRYF": "strongly_agree",
        "anghytuno": "disagree",
        # near-misses
        "agre": "agree",
        "agee": "agree",
        "argee": "agree",
        "aggree": "agree",
        "stongly agree": "strongly_agree",
        "strongly agre": "strongly_agree",
        "strongley agree": "strongly_agree",
        "disagre": "disagree",
        "dissagree": "disagree",
        "diasgree": "disagree",
        "strongly disagre": "strongly_disagree",
        "stronly disagree": "strongly_disagree",
        # the number with its own words, as they stand in the list
        "2. Agree": "agree",
        "2 agree": "agree",
        "2) Agree.": "agree",
        "2 - Agree": "agree",
    },
    "size": {
        "1": "small",


        "Fewer than 10": "small",
        "fewer than ten": "small",
        "fewer then 10": "small",
        "less then ten": "small",
        "fewer than ten people": "small",
        "over 50 people": "large",
        "less than 10": "small",
        "under 10": "small",
        "<10": "small",
        "< 10": "small",
        "10 to 50": "medium", "51 or more": "large", "there are 2": "small",
        "10-50": "medium",
        "10–50": "medium",
        "10 - 50": "medium",
        "between 10 and 50": "medium",
        "from 10 to 50": "medium",
        "ten to fifty": "medium",
        "2. 10 to 50": "medium",
        "more than 50": "large",
        "over 50": "large",
        ">50": "large",
        "more than fifty": "large",
        "number 2": "medium",

        "my answer is 2": "medium",

        "option two": "medium",
    },
    "yes_no": dict.fromkeys(
        [
            "yes", "Yes", "YES!!!", "y", "Y", "yeah", "yep", "yup", "yes please", "Yes, please", "yes thanks", "yess",
            "yesss", "yes we do", "yes I do", "yes we are", "of course", "definitely", "absolutely", "👍", "👍🏽", "👍👍",
            "✅", "1", "yes yes", "yeahhh", "yeahh", "yes indeed", "ok yes", "we do", "I do", "yes 👍", "Yes.", "well, yes",
            "yes i think so",
        ],
        "yes",
    )
    | dict.fromkeys(
        [
            "no", "No", "NO!", "n", "nope", "nah", "no thanks", "No, thank you", "no we don't", "no way", "definitely not",
            "absolutely not", "nooo", "👎", "❌", "2", "no no no", "No.", "of course not", "we don't", "I don’t", "im not",
            "we have not",
        ],
        "no",
    ),
    "yes_no_unknown": {
        "I don't know": "dont_know",
        "I don’t know": "dont_know",
        "i dont know": "dont_know",
        "don't know": "dont_know",
        "dont know": "dont_know",
        "do not know": "dont_know",
        "idk": "dont_know",
        "IDK": "dont_know",
        "dunno": "dont_know",
        "no idea": "dont_know",
        "not sure": "dont_know",
        "I'm not sure": "dont_know",
        "unsure": "dont_know",
        "🤷": "dont_know",
        "🤷🏽‍♀️": "dont_know",
        "3": "dont_know",
        "yes": "yes",
        "yeah": "yes",
        "nope": "no",
    },
    "length": {
        "one": "one",
        "1": "one",
        "one year": "one",
        "1 year": "one",
        "two years": "two",
        "2 years": "two",
        "Three years or more": "three",
        "3 years or more": "three",
        "3 or more": "three",
        "3+ years": "three",
        "at least 3 years": "three",
        "no fixed end": "open_ended",

        "No fixed end": "open_ended",
        "not sure": "dont_know",
    },
    "area": {
        "old town": "old_town",
        "oldtown": "old_town",
        "Old-Town": "old_town",
        "in Old Town": "old_town",
        "old": "old_town",
        "quay side": "quayside",
        "quay": "quayside",
        "hartfeild": "hartfield",
        "hart": "hartfield",
        "summerley": "summerleys",
        "sumerleys": "summerleys",
        "all": "all",

        "rather not say": "rather_not",
        "I’d rather not say": "rather_not",
        "id rather not say": "rather_not",
        "prefer not to say": "rather_not",
        "rather not": "rather_not",
        "4": "summerleys",
    },
    "how_often": {
        "Always": "always",
        "alwyas": "always",
        "allways": "always",
        "often": "often",
        "ofen": "often",
        "sometime": "sometimes",
        "some times": "sometimes",
        "sometmes": "sometimes",
        "rarley": "rarely",
        "rarly": "rarely",
        "never": "never",
        "never!": "never",
        "I never": "never",
    },
    "rating": {
        "0": "r0",
        "1": "r1",
        "7": "r7",
        "10": "r10",
        "seven": "r7",
        "7.": "r7",
        "７": "r7",
        "10 – completely": "r10",
        "10 completely": "r10",
        "completely": "r10",
        "not at all": "r0",
        "0 - not at all": "r0",
    },
    "children": {"None": "none", "none": "none", "3 or more": "more", "three or more": "more", "4": "more", "3+": "more"},
    "home": {
        "with my family": "family",
        "family": "family",
        "my family": "family",
        "foster care": "foster",
        "in foster care": "foster",
        "foster": "foster",
        "kinship carer": "kin",
        "kinship": "kin",
        "other": "other",
        "something else": "other",
    },
    "shades_of_yes": {
        "yes always": "always",
        "Yes, sometimes": "some",
        "no": "never",
        "nope": "never",
        "no never": "never",
    },
    "yes_we_do": {"yes": "yes", "yeah": "yes", "no": "no", "no thanks": "no", "No we don’t": "no"},
    "only_yes": {"yes": "yes", "Yes!": "yes", "perhaps": "perhaps"},
    "satisfied": {
        "satisfied": "satisfied",
        "very satisfied": "high",
        "dissatisfied": "dissatisfied",
        "disatisfied": "dissatisfied",
        "very satified": "high",
    },
    "happy": {"happy": "happy", "unhappy": "unhappy", "not sure": "not_sure", "I'm happy": "happy", "dunno": "not_sure"},
    "likely": {"likely": "likely", "unlikely": "unlikely", "unlikley": "unlikely"},
    "faces": {"😀": "good", "😐": "so_so", "😞": "bad", "1": "good"},
    "role": {"parent": "parent", "parents": "parent", "young person": "young", "young": "young", "foster": "foster"},
    "support": {"with support": "with", "without support": "without",},
    "ages": {"13-15": "b", "13 to 15": "b", "under 13": "a", "18-25": "d", "26 or over": "e", "26+": "e", "26 and over": "e"},
    "who": {
        "the council": "council",
        "council": "council",
        "our council": "council",
        "health": "nhs",
        "other": "other",
        "n/a": "na",
        "N/A": "na",
        "not applicable": "na",
    },
    "hours": {"30 minutes": "half", "1 hour": "one", "2 hours": "two", "two hours": "two", "an hour": "one", "option 1": "half"},
    "money": {
        "£10,001 to £50,000": "middle", "10001 to 50000": "middle", "£50,001+": "high", "up to 10,000": "low", "2": "middle",
    },
}  # fmt: skip

REMARKED = {
    "agree": {
        "2, but only on weekdays": ("agree", "but only on weekdays"),
        "3 - but not always": ("neither", "but not always"),
        "agree because it's fairer": ("agree", "because it's fairer"),
        "Agree, but we need more time": ("agree", "but we need more time"),
        "agree – it would help small groups like ours": ("agree", "it would help small groups like ours"),
        "Disagree. Small groups cannot go to that many meetings.": (
            "disagree",
            "Small groups cannot go to that many meetings.",
        ),
        "2 because small groups lose out": ("agree", "because small groups lose out"),
        "2\nWe never hear back.": ("agree", "We never hear back."),
        "agree (with some doubts)": ("agree", "with some doubts"),
        "Agree: it will save money and time": ("agree", "it will save money and time"),
        "I agree because there is no other way": ("agree", "because there is no other way"),
        "strongly agree!! this is long overdue": ("strongly_agree", "this is long overdue"),
        "agree although it took too long": ("agree", "although it took too long"),
        "disagree cos nobody asked us": ("disagree", "cos nobody asked us"),
        "disagree strongly, it costs us 400 pounds each time": ("strongly_disagree", "it costs us 400 pounds each time"),
        "agree, it's fair": ("agree", "it's fair"),
        "Agree - but will anyone read this?": ("agree", "but will anyone read this?"),
        "the second one, because we are small": ("agree", "because we are small"),
        "agre, but the forms are too long": ("agree", "but the forms are too long"),
        "2. The forms are too long": ("agree", "The forms are too long"),
    },
    "yes_no": {
        "yes because no one else does it": ("yes", "because no one else does it"),
        "no because we never hear back": ("no", "because we never hear back"),
        "Yes, but only the big grants": ("yes", "but only the big grants"),
        "no, they never told us": ("no", "they never told us"),
        "yeah but it took two years": ("yes", "but it took two years"),
        "Yes - we get a small grant": ("yes", "we get a small grant"),
        "Well, yes, because we bid twice": ("yes", "because we bid twice"),
        "No. We are volunteers.": ("no", "We are volunteers."),
        "yes please, but not on Mondays": ("yes", "but not on Mondays"),
    },
    "area": {
        "Old Town, near the harbour": ("old_town", "near the harbour"),
        "Hartfield because our hall is there": ("hartfield", "because our hall is there"),
    },
    "home": {"Other: hostel": ("other", "hostel"), "other - my nan": ("other", "my nan"), "Other (hostel)": ("other", "hostel")},
    "how_often": {"sometimes, it depends": ("sometimes", "it depends")},
    "shades_of_yes": {"Yes, sometimes, because it rains": ("some", "because it rains")},
}

UNCLEAR: dict[str, dict[str, list[str]]] = {
    "agree": {
        "pick_one": [
            "-2", "2.5", "2?", "½", "1½", "2²", "1e0", "+2", "£2", "2%", "2 people", "we are 2", "not 2", "not 2!", "02",
            "2 2", "2:30", "I can't agree",
            "not strongly agree", "don't strongly disagree", "never agree", "I don't disagree", "no agree", "agree not",
            "dagree", "nagree", "agree to disagree", "agree?", "partly agree", "hardly agree", "agree-ish", "strongly",
            "strong", "probably agree", "agree 👎", "agree 🤔", "👍", "👎", "yes",
            "no", "yeah", "ok", "okay", "OK!", "sure", "thanks", "thank you", "lol", "😂", "hello", "да", "同意", "أوافق",
            "<script>alert(1)</script>", "'; DROP TABLE answers;--", "{n}", "%s", "because it's fairer", "agree, not really",
            "agree, whatever", "2 but", "agree, but actually no", "agree, I think?", "agree but strongly disagree with part 5",
            "2 or maybe 3", "gree", "greed", "a", "s", "nor", "i",
            "the", "one of them", "the other one", "I agree with nothing here",
            "I agree with what you say about forms but the rest is bad"],
        "pick_only_one": [
            "1 or 2", "1 and 3", "1,2", "1, 2", "2/3", "1-3", "1 2", "agree and disagree", "agree/disagree", "agree or disagree",
            "agree, disagree", "strongly agree, agree", "first or second",
        ],
        "not_listed": ["0", "6", "22", "{0}", "99999999999999999999", "option 6"],
        "dont_know": ["idk", "IDK", "I don't know", "dont know", "not sure", "dunno", "no idea", "🤷"],
        "a_question": ["what does this mean?", "Why do you ask?", "who is asking?", "agree with what?"],
        "empty": ["", "   ", "\n\t", "?", "??", "...", "-", "\x00", "\u200b"],
    },
    "agree_unknown": {"pick_one": ["agree, I don't know why", "know", "I know"]},
    "size": {
        "pick_one": [
            "fewer", "more", "than", "lots", "50+", "10 to 60", "1 to 50", "two", "three", "just 2", "only two",
            "2 I think", "I'd say 2", "maybe 2",
            "2, both part time", "2 because we are new", "2. Both of us work part time", "not many", "under 50",
            "over 10", "under ten staff", "<50",
        ],
        "not_listed": [],
    },
    "yes_no": {
        "pick_one": [
            "ok", "sure", "maybe", "perhaps", "hmm", "sometimes", "not really", "not yes", "yes?",
            "yes but no", "no but yes", "nothing", "know", "now", "not", "yes not", "no comment",
            "no problem", "not yet", "none", "yes, no one asks us", "yes and yet no", "yesterday", "note", "non",
            "yes... not really", "yes in a way", "thanks", "👌",
        ],
        "pick_only_one": [
            "yes and no", "yes/no", "yes no", "y/n", "no yes", "yes or no", "1 and 2", "yes, well no", "yes 👎", "no 👍",
            "no. yes.",
        ],
        "dont_know": ["dunno", "idk", "no idea"],
    },
    "yes_no_unknown": {"pick_one": ["I don't know, maybe yes", "not sure, probably yes", "know", "I know", "I do know"]},
    "length": {"pick_one": [ "years", "fixed end", "end", "2 months", "not one year"]},
    "area": {
        "pick_one": [
            "everywhere", "wexmoor", "not old town", "Hartford", "q", "su", "Hart Town", "rather",
            "not quayside", "say", "anywhere but Old Town",
        ],
        "pick_only_one": ["old town and quayside", "Old Town, Quayside", "hartfield & summerleys"],
    },
    "how_often": {
        "pick_one": [
            "some", "off", "not often", "not always", "very often", "soften", "once", "always?", "ever", "rare",
            "we are never asked", "often but never in writing", "not never",
        ],
    },
    "rating": {
        "not_on_scale": [
            "11", "-1", "7.5", "seventy", "lots", "good", "6 or 7", "option 3", "the third one", "100",
        ],
    },
    "children": {"pick_one": ["1", "2", "number 1", "a few"]},
    "home": {
        "pick_one": ["care", "in care", "carer", "with a carer", "home", "at home", "not with my family"],
        "pick_only_one": ["other, or 3", "other, 3"],
    },
    "shades_of_yes": {"pick_one": ["yes", "yeah", "sometimes not", "👍"]},
    "only_yes": {"pick_one": ["no", "y"]},
    "satisfied": {
        "pick_one": [
            "not satisfied", "very dissatisfied", "not very satisfied",
        ],
    },
    "happy": {"pick_one": ["not happy", "sad", "sure", "unhappy?", "very happy", "happy not"]},
    "likely": {"pick_one": ["like", "likely not", "inlikely", "not likely", "very unlikely"]},
    "faces": {"pick_one": ["🙂", "👍", "smile"]},
    "role": {"pick_one": ["carer", "person", "kinship carer", "old person", "not a parent"]},
    "where": {
        "pick_one": ["horse", "hous e", "home", "communist centre", "all that", "centre"],
        "pick_only_one": ["flats or house", "houses and flat"],
    },
    "support": {"pick_one": ["support", "not without support"]},
    "ages": {"not_listed": []},
    "who": {"pick_one": ["trust", "applicable", "not the council", "hospital"]},
    "hours": {"pick_one": ["1", "2", "number 2", "2 minutes",]},
    "money": {"pick_one": [], "not_listed": []},
}  # fmt: skip

MAYBE = [
    ("size", "2", ("small", "medium")),
    ("size", "3.", ("small", "large")),
    ("size", "2 please", ("small", "medium")),
    ("size", "medium", ("medium",)),
    ("hours", "3", ("two",)),
    ("length", "open ended", ("open_ended",)),
    ("area", "all over", ("all",)),
    ("support", "without", ("without",)),
    ("agree", "strongly", ("strongly_agree", "strongly_disagree")),
    ("agree", "2?", ("agree",)),
    ("agree", "agree?", ("agree",)),
    ("agree", "not strongly agree", ("disagree",)),
    ("agree", "1 or 2", ("strongly_agree", "agree")),
    ("agree", "agree or disagree", ("agree", "disagree")),
    ("agree", "partly agree", ("agree",)),
    ("agree", "hello", ()),
    ("size", "more", ("large",)),
    ("children", "1", ("none", "one")),
    ("hours", "2", ("one", "two")),
    ("shades_of_yes", "yes", ("always", "some")),
    ("area", "wexmoor", ("all",)),
    ("home", "care", ("foster",)),
    ("home", "carer", ("kin",)),
]


def _flat(table: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(name, reply, value) for name, rows in table.items() for reply, value in rows.items()]


@pytest.mark.parametrize(("name", "reply", "value"), _flat(UNDERSTOOD))
def test_a_reply_that_names_one_answer_for_certain_is_that_answer(name: str, reply: str, value: str) -> None:
    reading = read(asked("select_one", LABELS.get(name, "What do you think?"), CHOICES[name]), reply, language="en", today=TODAY)
    assert reading == Understood(value)


@pytest.mark.parametrize(
    ("name", "reply", "value", "remark"),
    [(name, reply, *pair) for name, rows in REMARKED.items() for reply, pair in rows.items()],
)
def test_what_is_said_beside_an_answer_is_kept_as_its_remark(name: str, reply: str, value: str, remark: str) -> None:
    reading = read(asked("select_one", LABELS.get(name, "What do you think?"), CHOICES[name]), reply, language="en", today=TODAY)
    assert reading == Understood(value, remark)


@pytest.mark.parametrize(
    ("name", "key", "reply"),
    [(name, key, reply) for name, keys in UNCLEAR.items() for key, replies in keys.items() for reply in replies],
)
def test_a_reply_that_could_mean_anything_else_is_asked_again_with_the_reason(name: str, key: str, reply: str) -> None:
    reading = read(asked("select_one", LABELS.get(name, "What do you think?"), CHOICES[name]), reply, language="en", today=TODAY)
    assert not_taken(reading, f"reading.{key}"), reading


@pytest.mark.parametrize(("name", "reply", "maybe"), MAYBE)
def test_the_answers_it_may_have_meant_are_offered_and_no_others(name: str, reply: str, maybe: tuple[str, ...]) -> None:
    reading = read(asked("select_one", LABELS.get(name, "What do you think?"), CHOICES[name]), reply, language="en", today=TODAY)
    assert offered(reading) == maybe


def test_skip_is_only_suggested_where_the_question_may_be_skipped() -> None:
    needed = read(asked("select_one", choices=YES_NO, required=True), "idk", language="en", today=TODAY)
    free = read(asked("select_one", choices=YES_NO), "idk", language="en", today=TODAY)
    assert isinstance(needed, Unclear)
    assert isinstance(free, Unclear)
    assert (needed.key, free.key) == ("reading.pick_one", "reading.dont_know")


def test_the_words_of_the_person_s_own_language_win_over_the_same_words_in_another() -> None:
    choices = {"first": {"en": "Pan", "cy": "Bara"}, "second": {"en": "Bread", "cy": "Pan"}}
    question = asked("select_one", choices=choices)
    assert read(question, "pan", language="en", today=TODAY) == Understood("first")
    assert read(question, "pan", language="cy", today=TODAY) == Understood("second")


def test_words_that_two_answers_share_in_other_languages_are_asked_about() -> None:
    choices = {"first": {"en": "One", "fr": "Un", "es": "Uno"}, "second": {"en": "Two", "fr": "Uno", "es": "Dos"}}
    reading = read(asked("select_one", choices=choices), "uno", language="en", today=TODAY)
    assert isinstance(reading, Unclear)
    assert reading.maybe == ("first", "second")


def test_the_reasons_carry_what_they_name() -> None:
    question = asked("select_one", choices=AGREE)
    assert read(question, "6", language="en", today=TODAY) == Unclear("reading.not_listed", {"number": "6", "n": 5})
    scale = asked("select_one", choices=RATING)
    assert read(scale, "11", language="en", today=TODAY) == Unclear("reading.not_on_scale", {"low": 0, "high": 10})


def test_a_reply_longer_than_any_answer_with_a_remark_is_asked_again() -> None:
    reading = read(asked("select_one", choices=AGREE), "agree because " + "it is " * 20_000, language="en", today=TODAY)
    assert isinstance(reading, Unclear)
    assert reading.key == "reading.pick_one"


def test_a_long_remark_is_kept_whole() -> None:
    remark = "because " + "we waited and " * 200 + "heard nothing"
    reading = read(asked("select_one", choices=AGREE), f"2 {remark}", language="en", today=TODAY)
    assert reading == Understood("agree", remark)
