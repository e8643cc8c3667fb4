"""What `or_other` adds to a question: the choice "Other", and a question for what that is.

Source: https://xlsform.org/en/#or-other. The name and the label of the choice are pyxform's; the question's words are ours.
"""

from collections.abc import Mapping, Sequence

from surveys.definitions.expressions import compile_expression
from surveys.definitions.model import Choice, Question, Texts
from surveys.errors import Place

OTHER = "other"
_LABELS: Mapping[str, str] = {
    "en": "Other",
    "cy": "Arall",
    "pl": "Inne",
    "uk": "Інше",
    "ar": "غير ذلك",
    "bn": "অন্যান্য",
}
_ASKING: Mapping[str, str] = {
    "en": "You picked “{label}”. What is it?",
    "cy": "Fe ddewisoch chi “{label}”. Beth ydyw?",
    "pl": "Wybrano „{label}”. Co to jest?",
    "uk": "Ви вибрали «{label}». Що це?",
    "ar": "اخترت «{label}». ما هو؟",
    "bn": "আপনি “{label}” বেছে নিয়েছেন। সেটা কী?",
}


def with_other(choices: Sequence[Choice], languages: Sequence[str]) -> tuple[Choice, ...]:
    """`choices`, and after them one called "other" unless their author wrote it among them."""
    if any(choice.name == OTHER for choice in choices):
        return tuple(choices)
    return (*choices, Choice(OTHER, len(choices) + 1, {tag: _in(_LABELS, tag) for tag in languages}, added=True))


def name_of_other(question: str) -> str:
    """The name of the question that asks what "other" is to `question`, as pyxform has it."""
    return f"{question}_{OTHER}"


def ask_other(question: Question, languages: Sequence[str], place: Place) -> Question:
    """The question that follows `question`, whose choices have an "other", and asks what that is."""
    other = next(choice for choice in question.choices if choice.name == OTHER)
    rule = f"selected(${{{question.name}}}, '{OTHER}')"
    label: Texts = {tag: _in(_ASKING, tag).format(label=other.label.get(tag, OTHER)) for tag in languages}
    return Question(
        name_of_other(question.name),
        "text",
        question.index + 1,
        question.number + 1,
        label,
        relevant=compile_expression(rule),
        place=place,
        added=True,
    )


def _in(texts: Texts, tag: str) -> str:
    return texts.get(tag) or texts.get(tag.partition("-")[0]) or texts["en"]
