"""The questions that replies are read for in these tests."""

from collections.abc import Mapping

from surveys.definitions.model import Choice, Kind, Question
from surveys.interviews.reading import Likely, Reading, Unclear, Understood


def asked(
    kind: Kind,
    label: str = "What do you think?",
    choices: Mapping[str, str | Mapping[str, str]] | None = None,
    *,
    required: bool = False,
) -> Question:
    """A question of `kind`; `choices` are names to labels, in English or by language."""
    offered = tuple(
        Choice(name, code, {"en": words} if isinstance(words, str) else words)
        for code, (name, words) in enumerate((choices or {}).items(), start=1)
    )
    return Question("q", kind, 0, 1, {"en": label}, choices=offered, required=required)


def not_taken(reading: Reading, key: str = "") -> bool:
    """Whether a reply was not taken for an answer: it is asked again, for the reason `key`, or asked whether a guess is right."""
    return isinstance(reading, Likely) or (isinstance(reading, Unclear) and key in ("", reading.key))


def offered(reading: Reading) -> tuple[str, ...]:
    """The answers that somebody is asked about."""
    match reading:
        case Likely(value):
            return tuple(value.split())
        case Unclear(maybe=maybe):
            return maybe
        case Understood():
            return ()


AGREE = {
    "strongly_agree": {"en": "Strongly agree", "cy": "Cytuno'n gryf"},
    "agree": {"en": "Agree", "cy": "Cytuno"},
    "neither": {"en": "Neither agree nor disagree", "cy": "Ddim yn cytuno nac yn anghytuno"},
    "disagree": {"en": "Disagree", "cy": "Anghytuno"},
    "strongly_disagree": {"en": "Strongly disagree", "cy": "Anghytuno'n gryf"},
}
SIZE = {"small": "Fewer than 10", "medium": "10 to 50", "large": "More than 50"}
YES_NO = {"yes": "Yes", "no": "No"}
YES_NO_UNKNOWN = {"yes": "Yes", "no": "No", "dont_know": "I don't know"}
LENGTH = {
    "one": "One year",
    "two": "Two years",
    "three": "Three years or more",
    "open_ended": "No fixed end, with a check each year",
    "dont_know": "I don't know",
}
AREA = {
    "old_town": "Old Town",
    "quayside": "Quayside",
    "hartfield": "Hartfield",
    "summerleys": "Summerleys",
    "all": "All over Wexmoor",
    "rather_not": "I'd rather not say",
}
HOW_OFTEN = {
    "always": "Always",
    "often": "Often",
    "sometimes": "Sometimes",
    "rarely": "Rarely",
    "never": "Never",
    "dont_know": "I don't know",
}
RATING = {"r0": "0 – not at all", **{f"r{n}": str(n) for n in range(1, 10)}, "r10": "10 – completely"}
CHILDREN = {"none": "None", "one": "1", "two": "2", "more": "3 or more"}
HOME = {"family": "With my family", "foster": "In foster care", "kin": "With a kinship carer", "other": "Other (please say)"}
FORM = {
    "charity": "Charity",
    "community": "Voluntary or community group",
    "social_enterprise": "Social enterprise",
    "cooperative": "Co-operative or mutual",
    "other": "Something else",
}
NEEDS = {"transport": "Help with transport", "food": "Food and drink", "childcare": "Child care", "none": "None of these"}
SUPPORT = {
    "cover": "Money for someone to cover our work",
    "travel": "Travel and child care paid",
    "evenings": "Meetings in the evening",
    "online": "A way to answer online",
    "paper": "Paper copies",
    "enough": "Nothing more is needed",
}
