"""Labels of choices that a channel cannot show on its buttons.

Sources: Telegram sets no limit, but a phone cuts off what is wider than about 40 units (`bot/channels/telegram_translate.py` then
writes the choices out and numbers the buttons); Slack takes 75 characters (https://docs.slack.dev/reference/block-kit/).
"""

from collections.abc import Iterator, Mapping

from surveys.definitions.model import Choice, Survey
from surveys.errors import Fault
from surveys.messages import utf16

WIDEST: Mapping[str, int] = {"Telegram": 40, "Slack": 75}  # UTF-16 units
TICK = 2  # units of the box before a label of which several may be picked


def check_buttons(survey: Survey) -> Iterator[Fault]:
    """Labels that are too long, each list once."""
    seen: list[tuple[Choice, ...]] = []
    for question in survey.questions:
        if question.choices in seen:
            continue
        seen.append(question.choices)
        tick = TICK if question.kind == "select_multiple" else 0
        for choice in question.choices:
            for language, label in choice.label.items():
                where = [f"{channel} ({widest})" for channel, widest in WIDEST.items() if utf16(label) + tick > widest]
                if where:
                    long = f"'{choice.name}' in '{language}' is {utf16(label) + tick} units long"
                    what = f"{long}, too long for a button in {' and '.join(where)}"
                    remedy = "Make it shorter, or it is written above the buttons, which then are only numbers."
                    yield Fault("label-long", what, remedy, question.place)
