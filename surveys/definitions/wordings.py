"""A survey in other words: as the author wrote it first, in plain words, or in Easy Read."""

from dataclasses import replace

from surveys.definitions.model import Question, Survey, Texts, Variant

_KEPT = 256  # surveys in other words; more than a program ever asks at once
_made: dict[tuple[int, Variant], tuple[Survey, Survey]] = {}


def worded(survey: Survey, variant: Variant) -> Survey:
    """`survey` with the texts of `variant` in the place of the first ones, wherever its author wrote any.

    In Easy Read, what has no words of its own is said in plain ones, if there are any. What it asks, and under which
    conditions, is the same: conditions see the labels of the survey as it was written first.
    """
    first = survey.first or survey
    if variant == "standard" or variant not in first.variants:
        return first
    made = _made.get((id(first), variant))  # its identity can be a key while it is kept beside what was made of it
    if made is None:
        if len(_made) >= _KEPT:
            _made.clear()
        questions = tuple(_worded(question, easy=variant == "easy_read") for question in first.questions)
        made = _made[id(first), variant] = (first, replace(first, questions=questions, first=first))
    return made[1]


def _worded(question: Question, *, easy: bool) -> Question:
    label = _instead(question.label, question.plain)
    if not easy:
        return replace(question, label=label)
    choices = tuple(replace(choice, label=_instead(choice.label, choice.easy_read)) for choice in question.choices)
    return replace(question, label=_instead(label, question.easy_read), choices=choices)


def _instead(texts: Texts, others: Texts) -> Texts:
    """`others` where there are any, in the order of `texts`."""
    return {language: others.get(language) or text for language, text in texts.items()}
