"""The example consultation: its published figures, that its files fit together, and that every typed answer is understood."""

import csv
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml

from surveys.consultations.model import SAFEGUARDED, Consultation
from surveys.consultations.norms import check_norms
from surveys.consultations.reader import read_consultation
from surveys.definitions.model import Question, Survey
from surveys.definitions.reader import read_survey
from surveys.definitions.versions.history import History
from surveys.errors import Place
from surveys.interviews.engine import step
from surveys.interviews.forms import read_forms
from surveys.interviews.model import Began, Interview, Said
from surveys.interviews.reading import Likely, Unclear, Understood, read
from surveys.points.model import Point, Reply
from surveys.points.rows import COLUMNS, Placed, Row, read_links, read_points, read_replies
from surveys.points.rules import Answered, check_points, check_replies, link_up

FOLDER = Path(__file__).parents[2] / "examples" / "framework"
MIDWAY = datetime(2010, 10, 1, 11, tzinfo=UTC)  # while it is open
PROMISES = ("one_network", "one_picture", "together", "same_way", "users_first")
DIGEST_BODIES = {"forum": "forum", "board": "board", "network": "network"}  # slug → kind
ONLINE = tuple(f"R{number:02}" for number in range(1, 69))
PAPER = tuple(f"P{number:02}" for number in range(1, 15))
ABOUT_PAPER = ("reference", "organisation", "hear_back", "name_and_address", "quote")


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of people.yaml."""

    reference: str
    organisation: str
    hear_back: bool
    quote: bool
    answers: dict[str, str | list[str]]
    intended: dict[str, str] = {}

    def typed(self, name: str) -> list[str]:
        messages = self.answers[name]
        return [messages] if isinstance(messages, str) else messages

    def agreed(self, question: Question) -> bool:
        """Whether their last message to it is the yes to what was guessed."""
        *before, last = self.typed(question.name)
        return bool(before) and last == "yes" and question.choice("yes") is None

    def said(self, question: Question) -> str:
        """Their last message to it that says something."""
        return self.typed(question.name)[-2 if self.agreed(question) else -1]

    def value(self, question: Question) -> str:
        """What the person means, worked out from the file alone."""
        said = self.said(question)
        if question.name in self.intended:
            return self.intended[question.name]
        if said.lower() == "skip":
            return ""
        if not question.closed:
            return said
        (name,) = (
            choice.name
            for choice in question.choices
            if said.casefold() in (choice.name, str(choice.code), choice.label["en"].casefold())
        )
        return name


@cache
def the_survey() -> Survey:
    return read_survey((FOLDER / "survey.yaml").read_bytes(), "survey.yaml")


@cache
def the_consultation() -> Consultation:
    return read_consultation((FOLDER / "consultation.yaml").read_bytes(), "consultation.yaml")


@cache
def people() -> tuple[Person, ...]:
    return msgspec.convert(yaml.safe_load((FOLDER / "people.yaml").read_text("utf-8")), tuple[Person, ...])


@cache
def sheet(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def rows(name: str) -> tuple[Row, ...]:
    cells = sheet(f"{name}.csv")
    assert all(tuple(row) == COLUMNS[name] for row in cells)
    return tuple(Row(Place(f"{name}.csv", line), row) for line, row in enumerate(cells, start=2))


@cache
def points() -> dict[int, Point]:
    placed, faults = read_points(rows("points"))
    assert faults == check_points(placed, slugs()) == ()
    return {point.value.number: point.value for point in placed}


@cache
def replies() -> tuple[Placed[Reply], ...]:
    placed, faults = read_replies(rows("replies"))
    assert faults == ()
    return placed


def slugs() -> frozenset[str]:
    return frozenset(body.slug for body in the_consultation().bodies)


def asked(name: str) -> Question:
    return the_survey().by_name[name]


@cache
def online_values(reference: str) -> dict[str, str]:
    (person,) = (each for each in people() if each.reference == reference)
    return {name: person.value(asked(name)) for name in person.answers}


@cache
def paper_values(reference: str) -> dict[str, str]:
    """A paper form as answers: its cells are read as they are when they are brought in."""
    forms, faults = read_forms([Row(Place("paper.csv", 2), row) for row in sheet("paper.csv")], the_survey(), now=MIDWAY)
    assert faults == ()
    (form,) = (each for each in forms if each.reference == reference)
    return {name: answer.value for name, answer in form.answers.items() if asked(name).asks}


@cache
def values(reference: str) -> dict[str, str]:
    """Everything that a response says, by question; what was left out is not in it."""
    if reference.startswith("G"):
        mine = [row for row in sheet("groups.csv") if row["reference"] == reference]
        names = {row["question"] for row in mine}
        return {name: "\n".join(row["statement"] for row in mine if row["question"] == name) for name in names}
    said = online_values(reference) if reference.startswith("R") else paper_values(reference)
    return {name: value for name, value in said.items() if value}


def relevant(said: dict[str, str]) -> list[str]:
    """The names of the questions that somebody who said this is asked, in order."""
    answers = dict(said)
    names = []
    for question in the_survey().questions:
        if question.relevant is not None and not question.relevant.truth(lambda name: answers.get(name, ""), now=MIDWAY):
            continue
        if question.calculation is not None:
            answers[question.name] = question.calculation.text(lambda name: answers.get(name, ""), now=MIDWAY)
        if question.asks:
            names.append(question.name)
    return names


# ── the figures, as they were published ─────────────────────────────────────────────────────────────────────────────────


def test_it_runs_on_the_published_days() -> None:
    consultation = the_consultation()
    assert (consultation.opens, consultation.closes) == (date(2010, 8, 16), date(2010, 11, 15))
    assert consultation.days == 91
    assert consultation.comes_back - consultation.closes <= timedelta(weeks=12)


def test_it_opens_in_summer_time_and_closes_in_winter_time() -> None:
    consultation = the_consultation()
    assert consultation.opens_at.astimezone(UTC) == datetime(2010, 8, 15, 23, 0, tzinfo=UTC)
    assert consultation.closes_at.astimezone(UTC) == datetime(2010, 11, 15, 23, 59, 59, tzinfo=UTC)


def test_it_says_that_it_is_invented() -> None:
    assert the_consultation().invented
    assert "invented" in (FOLDER / "README.md").read_text("utf-8")


def test_it_is_a_consultation_that_keeps_every_norm() -> None:
    assert check_norms(the_consultation()) == ()


def test_it_asks_22_questions_of_every_kind() -> None:
    survey = the_survey()
    assert survey.total == 22
    kinds = Counter(question.kind for question in survey.questions)
    assert kinds == {"select_one": 11, "select_multiple": 2, "text": 7, "integer": 1, "date": 1, "note": 2, "calculate": 1}
    assert [question.name for question in survey.questions if question.required] == ["size", "public_money"]
    assert [question.name for question in survey.questions if question.relevant] == ["since", "change_what", "small_help"]


def test_82_responses_came_68_online_and_14_on_paper() -> None:
    assert tuple(person.reference for person in people()) == ONLINE
    assert tuple(row["reference"] for row in sheet("paper.csv")) == PAPER
    organisations = {person.organisation for person in people()} | {row["organisation"] for row in sheet("paper.csv")}
    assert len(organisations) == 82


def test_3_groups_met_with_43_people_while_it_was_open() -> None:
    met = {(row["reference"], int(row["people"]), date.fromisoformat(row["date"])) for row in sheet("groups.csv")}
    assert sorted(reference for reference, _, _ in met) == ["G1", "G2", "G3"]
    assert sum(number for _, number, _ in met) == 43
    assert all(the_consultation().opens <= day <= the_consultation().closes for _, _, day in met)


@pytest.mark.parametrize("promise", PROMISES)
def test_a_majority_agreed_with_each_promise(promise: str) -> None:
    agreed = [each for each in ONLINE + PAPER if values(each).get(promise) in ("agree", "strongly_agree")]
    assert len(agreed) > 82 / 2


def test_there_are_28_points_of_every_kind() -> None:
    assert list(points()) == list(range(1, 29))
    assert {point.kind for point in points().values()} == {"problem", "idea", "praise", "question"}


def test_three_bodies_get_the_digest_and_every_body_has_points() -> None:
    kinds = {body.slug: body.kind for body in the_consultation().bodies}
    assert kinds.items() >= DIGEST_BODIES.items()
    assert {body for point in points().values() for body in point.bodies} == slugs()
    assert sum(len(point.bodies) == 2 for point in points().values()) >= 10


def test_it_asks_nobody_who_needs_safeguarding() -> None:
    assert the_consultation().audiences == (("tso", "survey.yaml"),)
    assert "tso" not in SAFEGUARDED


# ── what people type ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("person", people(), ids=ONLINE)
def test_every_last_message_is_read_as_what_was_meant(person: Person) -> None:
    read_as = {}
    for name in person.answers:
        said, agreed = person.said(asked(name)), person.agreed(asked(name))
        if said.lower() != "skip":
            reading = read(asked(name), said, language="en", today=MIDWAY.date())
            assert isinstance(reading, Likely if agreed else Understood), said
            read_as[name] = reading.value
    assert read_as == {name: value for name, value in online_values(person.reference).items() if value}


@pytest.mark.parametrize("person", people(), ids=ONLINE)
def test_everybody_answers_what_they_are_asked_and_nothing_else(person: Person) -> None:
    assert list(person.answers) == relevant(online_values(person.reference))
    assert set(person.intended) <= set(person.answers)
    assert all(online_values(person.reference)[question.name] for question in the_survey().questions if question.required)


@pytest.mark.parametrize("person", people(), ids=ONLINE)
def test_everybody_gets_to_the_end_in_chat(person: Person) -> None:
    """Each message goes through the engine; the interview ends with the values that were meant, and no others."""
    survey, messages = the_survey(), iter(range(1000))
    interview = step(survey, Interview(person.reference, survey.name), Began(), now=MIDWAY).interview
    permissions = {"take_part": True, "hear_back": person.hear_back, "quote": person.quote}
    while interview.at:
        name = interview.at
        said = person.typed(name) if name in person.answers else ["yes" if permissions.pop(name) else "no"]
        for text in said:
            interview = step(survey, interview, Said(text, str(next(messages))), now=MIDWAY).interview
        assert interview.at != name, f"{said[-1]!r} does not answer '{name}'"
    assert interview.status == "finished"
    assert not permissions
    given = {name: answer.value for name, answer in interview.answers.items() if survey.by_name[name].asks}
    assert given == online_values(person.reference)


def test_most_messages_are_answers_at_once_and_some_are_not() -> None:
    """A list begins with something unclear or only probable, or asks for something else: one answer in twenty."""
    lists = [messages for person in people() for messages in person.answers.values() if isinstance(messages, list)]
    assert 10 <= len(lists) <= 68 * 22 / 20
    assert all(len(messages) > 1 for messages in lists)


def test_something_unclear_is_asked_again() -> None:
    unclear = [("since", "ages ago"), ("years", "ages"), ("support", "7"), ("area", "hmm")]
    assert all(isinstance(read(asked(name), said, language="en", today=MIDWAY.date()), Unclear) for name, said in unclear)


def test_people_write_dates_and_picks_in_many_forms() -> None:
    dates = {person.typed("since")[-1] for person in people() if "since" in person.answers}
    assert {"1st April 2010", "01/04/2008", "1 Apr 2008", "2009-07-01", "the 1st of September 2010", "01-09-2009"} <= dates
    several = {
        person.typed(name)[-1]
        for person in people()
        for name in ("form", "support")
        if " " in online_values(person.reference)[name]
    }
    assert {"1 and 2", "1, 2", "1 2", "1 & 2"} <= several


def test_a_paper_form_holds_answers_to_what_it_asks() -> None:
    columns = (*ABOUT_PAPER, *(question.name for question in the_survey().questions if question.asks))
    for row in sheet("paper.csv"):
        assert tuple(row) == columns
        assert set(paper_values(row["reference"])) <= set(relevant(paper_values(row["reference"])))
        assert all(row[question.name] for question in the_survey().questions if question.required)


def test_whoever_wants_a_letter_has_given_an_address() -> None:
    for row in (*sheet("paper.csv"), *sheet("groups.csv")):
        assert row["hear_back"] in ("yes", "no")
        assert bool(row["name_and_address"]) == (row["hear_back"] == "yes")


def test_groups_speak_to_open_questions() -> None:
    assert {asked(row["question"]).kind for row in sheet("groups.csv")} == {"text"}
    assert min(Counter(row["reference"] for row in sheet("groups.csv")).values()) >= 5


def test_no_two_people_say_the_same() -> None:
    names = [question.name for question in the_survey().questions if question.kind == "text"]
    said = [values(each)[name] for each in ONLINE + PAPER for name in names if name in values(each)]
    said += [row["statement"] for row in sheet("groups.csv")]
    assert len(said) > 200
    assert len({text.casefold() for text in said}) == len(said)


# ── points, links, replies ──────────────────────────────────────────────────────────────────────────────────────────────


def everyone() -> dict[str, Answered]:
    survey = the_survey()
    references = (*ONLINE, *PAPER, "G1", "G2", "G3")
    return {
        each: Answered(History((survey,)), survey.version, frozenset(asked(name).index for name in values(each)))
        for each in references
    }


def linked() -> dict[int, set[str]]:
    heard: dict[int, set[str]] = {number: set() for number in points()}
    for row in sheet("links.csv"):
        heard[int(row["point"])].add(row["response"])
    return heard


def test_every_link_leads_from_a_point_to_an_answer() -> None:
    cited, faults = read_links(rows("links"))
    links, wrong = link_up(cited, points(), everyone())
    assert faults == wrong == ()
    assert len(links) == len(sheet("links.csv"))


def test_every_point_was_said_by_somebody_and_three_by_one_person_only() -> None:
    heard = linked()
    assert min(len(who) for who in heard.values()) == 1
    assert [number for number, who in heard.items() if len(who) == 1] == [5, 12, 25]
    assert max(len(who) for who in heard.values()) <= 25


def test_whoever_wants_to_hear_back_has_said_a_point() -> None:
    heard = set().union(*linked().values())
    wishing = {person.reference for person in people() if person.hear_back}
    assert len(wishing) == 57
    wishing |= {row["reference"] for row in (*sheet("paper.csv"), *sheet("groups.csv")) if row["hear_back"] == "yes"}
    assert wishing <= heard


@pytest.mark.parametrize(
    ("point", "name", "pick"), [(3, "length", "three"), (13, "asked_early", "never"), (26, "one_network", "strongly_agree")]
)
def test_a_pick_is_linked_where_it_says_the_point_and_only_there(point: int, name: str, pick: str) -> None:
    cited = {row["response"] for row in sheet("links.csv") if (row["point"], row["question"]) == (str(point), name)}
    assert cited == {each for each in ONLINE + PAPER if values(each).get(name) == pick}
    others = {row["question"] for row in sheet("links.csv") if asked(row["question"]).closed}
    assert others == {"length", "asked_early", "one_network"}


def test_every_body_replies_to_each_of_its_points() -> None:
    given = Counter((reply.value.point, reply.value.body) for reply in replies())
    assert given == Counter((point.number, body) for point in points().values() for body in point.bodies)


def test_replies_give_reasons_and_promises_that_can_be_checked() -> None:
    assert check_replies(replies(), points(), {}, the_consultation().comes_back) == ()


def test_replies_are_of_every_kind_but_due() -> None:
    statuses = Counter(reply.value.status for reply in replies())
    assert set(statuses) == {"done", "doing", "planned", "partly", "no", "passed_on", "noted", "answered"}
    assert statuses["no"] == 3


def test_promises_are_kept_between_2011_and_2012_by_somebody_with_a_name() -> None:
    promises = [reply.value.commitment for reply in replies() if reply.value.commitment]
    assert all(date(2011, 2, 1) <= promise.due_on <= date(2012, 12, 31) for promise in promises)
    assert all(", " in promise.owner for promise in promises)
    assert all(reply.value.due_on is None for reply in replies())
