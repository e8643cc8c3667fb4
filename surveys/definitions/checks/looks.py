"""What is kept of a spreadsheet for other programs, and does nothing here: looks, columns that nothing reads."""

from collections.abc import Iterator

from surveys.definitions.appearances import unused
from surveys.definitions.model import Choice, Question, Section, Survey
from surveys.errors import Fault


def check_looks(survey: Survey) -> Iterator[Fault]:
    """Appearances without an effect, and columns of choices that no choice_filter looks at."""
    holders: list[Section | Question] = [*survey.sections, *survey.questions]
    for holder in holders:
        words = unused(holder.appearance)
        if words:
            what = f"the appearance '{' '.join(words)}' does nothing here: each channel shows a question in its own way"
            yield Fault("appearance-unused", what, "Leave it for other programs, or take it out.", holder.place)
    used = {column for each in survey.questions if each.choice_filter for column in each.choice_filter.columns}
    seen: list[tuple[Choice, ...]] = []
    for question in survey.questions:
        if question.choices in seen:
            continue
        seen.append(question.choices)
        for column in dict.fromkeys(column for choice in question.choices for column in choice.columns if column not in used):
            what = f"no choice_filter looks at the column '{column}' of its choices"
            yield Fault("column-unread", what, "Write a choice_filter that does, or take it out.", question.place)
