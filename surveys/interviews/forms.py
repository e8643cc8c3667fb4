"""What people said on paper or in a group, as an officer typed it in: read and checked as if each had said it in a chat."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from surveys.definitions.model import Question, Section, Survey, say
from surveys.errors import Fault, Place
from surveys.interviews.asking import is_relevant, offered
from surveys.interviews.filling import fill
from surveys.interviews.model import Answer, Interview
from surveys.interviews.reading import Likely, Understood, read
from surveys.interviews.rounds import MOST_TIMES, answered, seen_by, unrolled
from surveys.points.rows import Row

ABOUT = ("organisation", "hear_back", "name_and_address", "quote")  # columns of paper.csv beside the questions
GROUP = ("reference", "people", "question", "statement")
ABOUT_GROUP = ("facilitator", "place", "date", "hear_back", "name_and_address")
# It names a letter's folder too, so it is a plain word.
REFERENCE = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MOST_PEOPLE = 1_000  # in one group
LONGEST_ADDRESS = 500
_TRUTHS = {"": False, "no": False, "n": False, "false": False, "0": False, "yes": True, "y": True, "true": True, "1": True}


@dataclass(frozen=True, slots=True)
class Form:
    """One response as typed in. `address` is a name and postal address, only where they want to hear back.

    `quote` is None where they were not asked. `people` is 1, or how many took part in a group. An answer in words that holds
    several of a group's statements has each on a line of its own, so that reference, question and line name it.
    """

    place: Place
    reference: str
    answers: Mapping[str, Answer]
    people: int = 1
    hear_back: bool = False
    address: str = ""
    quote: bool | None = None
    organisation: str = ""
    facilitator: str = ""
    venue: str = ""
    day: date | None = None


Read = tuple[tuple[Form, ...], tuple[Fault, ...]]


def read_forms(rows: Sequence[Row], survey: Survey, *, now: datetime) -> Read:
    """Paper forms, a row each, with a column for every question that people answer; and every fault.

    `now` is aware, in the consultation's own zone. A cell is read as a chat message is; an empty one is a question left out.
    """
    forms: list[Form] = []
    faults: list[Fault] = []
    for row in rows:
        # a question may be called like one of our own columns: then the column is the question's
        about = Row(row.place, {**row.cells, **{name: "" for name in ABOUT if name in survey.by_name}})
        hear_back, address = _hear_back(about, faults)
        forms.append(
            Form(
                place=row.place,
                reference=_reference(row, faults),
                answers=_answers(row, survey, now, faults),
                hear_back=hear_back,
                address=address,
                quote=_truth(about, "quote", faults),
                organisation=about.cells["organisation"],
            )
        )
    return tuple(forms), (*faults, *_twice(forms))


def columns_of(survey: Survey) -> tuple[list[str], list[str]]:
    """The columns of paper forms that must be there, and those that may: of a repeat as many as there are times round."""
    asked = [question for question in survey.questions if question.asks]
    repeated = [question for question in asked if question.name in survey.repeat_of]
    rounds = [survey.timed(question, time).name for time in range(1, MOST_TIMES + 1) for question in repeated]
    return [question.name for question in asked if question.name not in survey.repeat_of], rounds


def _answers(row: Row, survey: Survey, now: datetime, faults: list[Fault]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    so_far = Interview("", "", answers=answers, rounds=_rounds(row, survey))
    passed: set[str] = set()
    for question in unrolled(survey, so_far, now):
        if isinstance(question, Section):
            continue
        passed.add(question.name)
        relevant = is_relevant(survey, question, so_far, now)
        given, labels = seen_by(survey, question, so_far, now), survey.labels(survey.language)
        if question.calculation is not None:
            if relevant:
                answers[question.name] = Answer(question.calculation.text(given, now=now, labels=labels))
            continue
        if not question.asks:
            continue
        text = row.cells[question.name]
        if not relevant:
            if text:
                faults.append(_not_asked(row, question))
        elif not text:
            if question.required:
                faults.append(_fault(row, question, "required", "this must be answered", _how(question, survey.language)))
        else:
            answer = _answer(row, offered(survey, question, so_far, now), text, survey, now, faults)
            rule = question.constraint
            if answer is not None and rule is not None and not rule.truth(given, this=answer.value, now=now, labels=labels):
                words = fill(say(question.constraint_message, survey.language), survey, answers, survey.language, question.time)
                faults.append(_fault(row, question, "not-allowed", f"'{_short(text)}' does not fit here", words))
            elif answer is not None:
                answers[question.name] = answer
    beyond = (survey.asked(name) for name in columns_of(survey)[1] if row.cells[name] and name not in passed)
    faults += [_not_asked(row, question) for question in beyond if question is not None]
    return answers


def _rounds(row: Row, survey: Survey) -> dict[str, int]:
    """How many times round are filled in, by repeat."""
    rounds = dict.fromkeys((section.name for section in survey.sections if section.repeats), 0)
    for name in columns_of(survey)[1]:
        question = survey.asked(name) if row.cells[name] else None
        if question is not None:
            repeat = survey.repeat_of[question.bare].name
            rounds[repeat] = max(rounds[repeat], question.time)
    return rounds


def _not_asked(row: Row, question: Question) -> Fault:
    return _fault(row, question, "answered", "this is not asked after the answers before it", "Leave it empty.")


def _answer(row: Row, question: Question, text: str, survey: Survey, now: datetime, faults: list[Fault]) -> Answer | None:
    said = text.replace(";", " and ") if question.kind == "select_multiple" else text
    reading = read(question, said, language=survey.language, today=now.date(), zone=now.tzinfo)
    if not isinstance(reading, Understood) and question.kind == "select_one" and text.strip().isdecimal():
        # on paper a number is that of the box: never the amount, as it may be in a chat
        reading = read(question, f"option {text.strip()}", language=survey.language, today=now.date())
    if isinstance(reading, Understood):
        return Answer(reading.value, reading.remark)
    what = f"'{_short(text)}' is no {'answer to this' if question.kind != 'rank' else 'order of all the choices'}"
    how = _how(question, survey.language)
    if isinstance(reading, Likely):
        what = f"'{_short(text)}' may mean {_guess(question, reading.value, survey.language)}, or something else"
        how = f"If it does, write that. {how}"
    faults.append(_fault(row, question, "unclear", what, how))
    return None


def _guess(question: Question, value: str, language: str) -> str:
    labels = "; ".join(say(choice.label, language) for name in value.split() if (choice := question.choice(name)))
    return f"'{labels or value}'"


def _how(question: Question, language: str) -> str:
    match question.kind:
        case "select_one" | "select_multiple" | "rank":
            listed = "; ".join(f"{number} {say(each.label, language)}" for number, each in enumerate(question.choices, start=1))
            if question.kind == "rank":
                return f"Give the numbers in order, like 2, 1, 3: {listed}."
            several = " Several are parted by ;" if question.kind == "select_multiple" else ""
            return f"Give a number or a label: {listed}.{several}"
        case "integer":
            return "Write a whole number, like 26."
        case "decimal":
            return "Write a number, like 2.5."
        case "range" if question.scale is not None:
            return "Write a number from {} to {}.".format(*question.scale.ends)
        case "acknowledge":
            return "Write OK, or leave it empty."
        case "image" | "audio" | "video" | "file":
            return "Leave it empty: a file cannot be typed in."
        case "geopoint":
            return "Write the two numbers of the place, like 51.507 -0.128."
        case "time":
            return "Write a time, like 4:30 pm or 16:30."
        case "dateTime":
            return "Write a day and a time, like 1 April 2009 at 4:30 pm."
        case "date":
            return "Write a date, like 1 April 2009."
        case _:
            return "Write the words on the form."


def _fault(row: Row, question: Question, code: str, what: str, remedy: str) -> Fault:
    return Fault(f"form.{code}", what, remedy, Place(row.place.file, row.place.line, question.name))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def read_groups(rows: Sequence[Row], survey: Survey, *, closes: date) -> Read:
    """Notes of focus groups, a row for each thing said; a group's rows share its reference and all that is about the group.

    A statement stands under a question that is answered in words, by its name or number. `closes` is the last day that counts.
    """
    faults: list[Fault] = []
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(_reference(row, faults), []).append(row)
    forms = [_group(reference, mine, survey, closes, faults) for reference, mine in groups.items()]
    return tuple(forms), tuple(faults)


def _group(reference: str, rows: Sequence[Row], survey: Survey, closes: date, faults: list[Fault]) -> Form:
    first = rows[0]
    for row in rows[1:]:
        for column in ("people", *ABOUT_GROUP):
            if row.cells[column] != first.cells[column]:
                what = f"'{column}' is not what it is in row {first.place.line}, of the same group"
                faults.append(Fault("group.differs", what, "Write the same in all rows of a group.", row.place))
    said: dict[str, list[str]] = {}
    for row in rows:
        name = _about(row, survey, faults)
        statement = " ".join(row.cells["statement"].split())
        if not statement:
            faults.append(Fault("group.empty", "there is no statement", "Write what was said, or delete the row.", row.place))
        said.setdefault(name, []).append(statement)
    hear_back, address = _hear_back(first, faults)
    return Form(
        place=first.place,
        reference=reference,
        answers={question.name: Answer("\n".join(said[question.name])) for question in answered(survey, said)},
        people=_people(first, faults),
        hear_back=hear_back,
        address=address,
        facilitator=first.cells["facilitator"],
        venue=first.cells["place"],
        day=_day(first, closes, faults),
    )


def _about(row: Row, survey: Survey, faults: list[Fault]) -> str:
    written = row.cells["question"]
    numbered = survey.numbered(int(written)) if written.isascii() and written.isdigit() and len(written) < 5 else None
    question = survey.by_name.get(written) or numbered
    if question is None or question.kind != "text":
        words = ", ".join(each.name for each in survey.questions if each.kind == "text")
        what = f"'{written}' is no question that is answered in words"
        faults.append(Fault("group.question", what, f"Use one of: {words}.", row.place))
        return ""
    return survey.timed(question, 1).name if question.name in survey.repeat_of else question.name


def _people(row: Row, faults: list[Fault]) -> int:
    written = row.cells["people"]
    if written.isascii() and written.isdigit() and len(written) < 5 and 1 <= int(written) <= MOST_PEOPLE:
        return int(written)
    remedy = f"Write how many took part, from 1 to {MOST_PEOPLE}."
    faults.append(Fault("group.people", f"'{_short(written)}' is no number of people", remedy, row.place))
    return 1


def _day(row: Row, closes: date, faults: list[Fault]) -> date | None:
    written = row.cells["date"]
    if not written:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"):
        try:
            day = datetime.strptime(written, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        if day > closes:
            remedy = "What is said after the last day does not count."
            faults.append(Fault("group.late", f"the group met on {day}, after the last day ({closes})", remedy, row.place))
        return day
    faults.append(Fault("group.date", f"'{_short(written)}' is no date", "Write it as 2010-09-21.", row.place))
    return None


def _reference(row: Row, faults: list[Fault]) -> str:
    written = row.cells["reference"]
    if not REFERENCE.fullmatch(written):
        what = f"'{_short(written)}' is no reference" if written else "there is no reference"
        faults.append(Fault("form.reference", what, "Use up to 40 letters, figures, - and _, like P01.", row.place))
    return written


def _twice(forms: Sequence[Form]) -> list[Fault]:
    first: dict[str, Form] = {}
    faults = []
    for form in forms:
        earlier = first.setdefault(form.reference, form)
        if earlier is not form and form.reference:
            what = f"'{form.reference}' stands in row {earlier.place.line} already"
            faults.append(Fault("form.twice", what, "Give each response a reference of its own.", form.place))
    return faults


def _hear_back(row: Row, faults: list[Fault]) -> tuple[bool, str]:
    """Whether they want to hear back, and where; an address that is not needed is not kept."""
    wanted = bool(_truth(row, "hear_back", faults))
    address = row.cells["name_and_address"]
    if wanted and not address:
        remedy = "Write the name and address, or 'no' under hear_back."
        faults.append(Fault("form.address", "they want to hear back, and there is no name_and_address", remedy, row.place))
    if len(address) > LONGEST_ADDRESS:
        remedy = "Write only what goes on the envelope."
        faults.append(Fault("form.address", f"name_and_address is longer than {LONGEST_ADDRESS} letters", remedy, row.place))
    return wanted, address if wanted else ""


def _truth(row: Row, column: str, faults: list[Fault]) -> bool:
    written = row.cells[column]
    if written.casefold() not in _TRUTHS:
        faults.append(
            Fault("form.yes-no", f"'{_short(written)}' under {column} is neither yes nor no", "Write yes or no.", row.place)
        )
    return _TRUTHS.get(written.casefold(), False)
