"""Reading replies to the kinds of question that have a form of their own: points of a range, what is to be acknowledged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from surveys.definitions.model import Scale
from surveys.interviews.reading import Begun, Likely, Reading, Unclear, Understood, read
from tests.factories import a_survey
from tests.surveys.interviews.asked import asked

TODAY = date(2010, 9, 1)  # a Wednesday
TEN = replace(asked("range", "How happy are you with it?"), scale=Scale(Decimal(0), Decimal(10), Decimal(1)))
FIVES = replace(asked("range", "How many minutes?"), scale=Scale(Decimal(120), Decimal(0), Decimal(-5)))


def _read(question: object, reply: str) -> Reading:
    return read(question, reply, language="en", today=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("7", "7"),
        ("seven", "7"),
        ("a 7", "7"),
        ("7/10", "7"),
        ("7 out of 10", "7"),
        ("10", "10"),
        ("zero", "0"),
        ("７", "7"),
        ("10/10!", "10"),
    ],
)
def test_a_point_is_read_however_it_is_written(reply: str, value: str) -> None:
    reading = _read(TEN, reply)
    assert isinstance(reading, Understood)
    assert reading.value == value


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("11", "reading.not_on_scale"),
        ("-1", "reading.not_on_scale"),
        ("7.5", "reading.between_points"),
        ("8 or 9", "reading.not_on_scale"),
        ("good", "reading.not_on_scale"),
        ("7/5", "reading.not_on_scale"),
        ("…", "reading.empty"),
    ],
)
def test_what_is_no_point_is_asked_again(reply: str, key: str) -> None:
    reading = _read(TEN, reply)
    assert isinstance(reading, Unclear)
    assert reading.key == key


def test_between_two_points_the_nearest_is_named() -> None:
    """Also where a range goes downwards; the lowest and the highest are named as such."""
    said: Mapping[str, str] = {"low": "0", "high": "120", "step": "5", "near": "10"}
    assert _read(FIVES, "12") == Unclear("reading.between_points", said)
    assert _read(FIVES, "half an hour") == Understood("30")


def test_a_range_without_points_asks_nothing() -> None:
    assert _read(asked("range"), "7") == Unclear("reading.nothing_asked")


@pytest.mark.parametrize(
    "reply",
    [
        "OK",
        "ok",
        "yes",
        "Yes I have read it",
        "I've read this",
        "got it, thanks",
        "understood",
        "1",
        "👍",
        "read and understood",
        "i agree",
        "done",
    ],
)
def test_what_is_acknowledged_is_ok(reply: str) -> None:
    assert _read(asked("acknowledge"), reply) == Understood("OK")


@pytest.mark.parametrize("reply", ["no", "thanks", "", "2", "why?", "I have not read it", "ok but what about the bus", "x" * 100])
def test_anything_else_is_not_taken_for_an_acknowledgement(reply: str) -> None:
    assert _read(asked("acknowledge"), reply) == Unclear("reading.acknowledge")


SUITS = asked("time", "What time suits you?")


def _time(reply: str, language: str = "en") -> Reading:
    return read(SUITS, reply, language=language, today=TODAY)


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("16:30", "16:30"),
        ("16.30", "16:30"),
        ("1630", "16:30"),
        ("1630 hours", "16:30"),
        ("16h30", "16:30"),
        ("16:30:00", "16:30"),
        ("4pm", "16:00"),
        ("4 PM.", "16:00"),
        ("4:30 p.m.", "16:30"),
        ("four thirty pm", "16:30"),
        ("half past 4 in the afternoon", "16:30"),
        ("half four pm", "16:30"),
        ("quarter to five in the afternoon", "16:45"),
        ("ten minutes to 4pm", "15:50"),
        ("twenty five past six in the evening", "18:25"),
        ("quarter to 1 am", "00:45"),
        ("04:30", "04:30"),
        ("0430", "04:30"),
        ("10 in the morning", "10:00"),
        ("9 o'clock at night", "21:00"),
        ("2 at night", "02:00"),
        ("12 in the evening", "00:00"),
        ("12:30", "12:30"),
        ("12am", "00:00"),
        ("noon", "12:00"),
        ("12 midday", "12:00"),
        ("midnight", "00:00"),
        ("24:00", "00:00"),
        ("about 7pm please", "19:00"),
        ("4pm, no wait, 5pm", "17:00"),
        ("１６:３０", "16:30"),
    ],
)
def test_a_time_is_read_however_it_is_written(reply: str, value: str) -> None:
    assert _time(reply) == Understood(value)


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("half past 4", "16:30"),
        ("half four", "16:30"),
        ("4.30", "16:30"),
        ("five o'clock", "17:00"),
        ("8", "08:00"),
        ("10:30", "10:30"),
        ("12", "12:00"),
        ("twenty past nine", "09:20"),
        ("10 to 4", "15:50"),
        ("half past 6", "18:30"),
        ("quarter to 1", "12:45"),
    ],
)
def test_a_time_that_may_be_in_either_half_of_the_day_is_asked_about(reply: str, value: str) -> None:
    """The half between seven in the morning and seven in the evening is the one asked about."""
    assert _time(reply) == Likely(value)


def test_about_closing_the_later_half_of_the_day_is_the_one_asked_about() -> None:
    shuts = asked("time", "What time should it close?")
    for reply, value in (("half past 9", "21:30"), ("4", "16:00"), ("12", "12:00")):
        assert _read(shuts, reply) == Likely(value)


def test_what_the_constraint_allows_decides_between_the_halves_of_the_day() -> None:
    late = a_survey("""
survey: s
title: T
questions:
  - {name: late, type: time, label: When?, constraint: ". >= '18:00'", constraint_message: M}
  - {name: never, type: time, label: When?, constraint: ". = '12:00'", constraint_message: M}
""")
    for reply, value in (("8", "20:00"), ("half past 7", "19:30"), ("6", "18:00")):
        assert read(late.by_name["late"], reply, language="en", today=TODAY) == Understood(value)
    assert read(late.by_name["never"], "8", language="en", today=TODAY) == Likely("08:00")


def test_where_people_count_to_twenty_four_a_time_with_a_colon_is_sure() -> None:
    assert _time("4:30", "pl") == Understood("04:30")
    assert _time("4", "pl") == Likely("16:00")


def test_what_is_said_beside_a_time_is_kept() -> None:
    reply = "7pm because of the last bus"
    assert _time(reply) == Understood("19:00", reply)


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("between 4 and 6", "one_time"),
        ("4pm to 6pm", "one_time"),
        ("4 or 5", "one_time"),
        ("after 4", "not_a_time"),
        ("not 4pm", "not_a_time"),
        ("I can't do 4pm", "not_a_time"),
        ("4pm?", "not_a_time"),
        ("teatime", "not_a_time"),
        ("25:00", "not_a_time"),
        ("5:75", "not_a_time"),
        ("24:30", "not_a_time"),
        ("70 past 4", "one_time"),
        ("16:30 am", "not_a_time"),
        ("never", "not_a_time"),
        ("4pm " + "x" * 300, "not_a_time"),
        ("...", "empty"),
    ],
)
def test_what_is_no_time_is_asked_again(reply: str, key: str) -> None:
    assert _time(reply) == Unclear(f"reading.{key}")


LONDON = ZoneInfo("Europe/London")
MEETS = asked("dateTime", "When can you come next?")


def _moment(reply: str) -> Reading:
    return read(MEETS, reply, language="en", today=TODAY, zone=LONDON)


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("16 August 2010 at 4pm", "2010-08-16T16:00"),
        ("4pm on 16 August 2010", "2010-08-16T16:00"),
        ("16/8/2010 16:30", "2010-08-16T16:30"),
        ("16.08.2010 16.30", "2010-08-16T16:30"),
        ("16/8/2010 at 1630", "2010-08-16T16:30"),
        ("2010-08-16T16:30", "2010-08-16T16:30"),
        ("2010-08-16 16:30", "2010-08-16T16:30"),
        ("2010-08-16 at 4:30 pm", "2010-08-16T16:30"),
        ("2010-08-16T16:30:00.000+00:00", "2010-08-16T17:30"),
        ("today at noon", "2010-09-01T12:00"),
        ("tonight at 8", "2010-09-01T20:00"),
        ("this evening at 7", "2010-09-01T19:00"),
        ("tomorrow morning at 9", "2010-09-02T09:00"),
        ("Friday 7pm", "2010-09-03T19:00"),
        ("16 aug 2010, half past 4 in the afternoon", "2010-08-16T16:30"),
    ],
)
def test_a_day_and_a_time_are_read_in_any_order(reply: str, value: str) -> None:
    """They are on the clock of the consultation's zone, which is an hour ahead in summer."""
    assert _moment(reply) == Understood(f"{value}:00.000+01:00")


def test_a_moment_after_the_clocks_went_back_has_the_offset_of_its_day() -> None:
    assert _moment("5 November 2010 at 4pm") == Understood("2010-11-05T16:00:00.000+00:00")


def test_what_may_be_in_either_half_of_the_day_is_asked_about_with_its_day() -> None:
    assert _moment("16 August at 4") == Likely("2011-08-16T16:00:00.000+01:00")


def test_a_day_counted_back_keeps_its_words() -> None:
    assert _moment("two weeks ago at 4pm") == Understood("2010-08-18T16:00:00.000+01:00", "two weeks ago at 4pm")


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("16 August 2010", "needs_time"),
        ("4pm", "needs_day"),
        ("noon", "needs_day"),
        ("soon", "not_a_date_time"),
        ("in spring at 4pm", "not_a_date_time"),
        ("x" * 300, "not_a_date_time"),
        ("…", "empty"),
    ],
)
def test_what_is_no_day_and_time_is_asked_again(reply: str, key: str) -> None:
    assert _moment(reply) == Unclear(f"reading.{key}")


def test_what_is_wrong_with_the_day_is_said() -> None:
    reading = _moment("30 February 2010 at 4pm")
    assert isinstance(reading, Unclear)
    assert reading.key == "reading.no_such_day"


WANTS = asked(
    "rank",
    "What matters most?",
    {"club": "The youth club", "pool": "The swimming pool", "park": "The park and playground", "bus": "Buses in the evening"},
)


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("2, 1, 3, 4", "pool club park bus"),
        ("2 1 3", "pool club park bus"),
        ("2134", "pool club park bus"),
        ("２, １, ３", "pool club park bus"),
        ("2 > 1 > 3 > 4", "pool club park bus"),
        ("2 then 1 and then 3", "pool club park bus"),
        ("first the youth club, then the pool, then the park, last the buses", "club pool park bus"),
        ("park second, pool first, club third", "pool park club bus"),
        ("pool first, bus last, club second", "pool club park bus"),
        ("1. pool\n2. club\n3. park\n4. bus", "pool club park bus"),
        ("pool then club then bus", "pool club bus park"),
        ("the park and playground, the pool, the buses", "park pool bus club"),
        ("pool and the youth club and buses", "pool club bus park"),
        ("I'd put the pool first, then the club, then buses", "pool club bus park"),
        ("1, 2, 3, no wait, 3, 2, 1", "park pool club bus"),
    ],
)
def test_an_order_is_read_from_numbers_and_from_words(reply: str, value: str) -> None:
    """All of it, where all but one are named."""
    assert _read(WANTS, reply) == Understood(value)


@pytest.mark.parametrize(
    ("reply", "names"),
    [("youth club first", ("club",)), ("pool, club", ("pool", "club")), ("1", ("club",)), ("4 2", ("bus", "pool"))],
)
def test_the_first_places_of_an_order_are_no_answer_but_a_beginning(reply: str, names: tuple[str, ...]) -> None:
    assert _read(WANTS, reply) == Begun("reading.pick_order", names=names)


def test_what_is_said_beside_a_whole_order_is_kept() -> None:
    reply = "the swimming pool because it is warm, then the club, then the park"
    assert _read(WANTS, reply) == Understood("pool club park bus", reply)


def test_an_order_of_which_a_part_is_doubtful_is_asked_about() -> None:
    assert isinstance(_read(WANTS, "2nd somewhere warm to swim, 1st the youth club, 3rd park"), Likely)


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("buses last", "pick_order"),
        ("club first, pool first", "pick_order"),
        ("club seventh, pool first", "pick_order"),
        ("the pool because it is warm", "pick_order"),
        ("all the same", "pick_order"),
        ("banana", "pick_order"),
        ("x" * 5000, "pick_order"),
        ("2 1 1 3", "rank_twice"),
        ("pool, club, pool", "rank_twice"),
        ("5 1 2 3", "not_listed"),
        ("don't know", "dont_know"),
        ("…", "empty"),
    ],
)
def test_what_is_no_order_is_asked_again(reply: str, key: str) -> None:
    reading = _read(WANTS, reply)
    assert isinstance(reading, Unclear)
    assert reading.key == f"reading.{key}"


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("51.5074, -0.1278", "51.507 -0.128"),
        ("51.5 -0.05", "51.5 -0.05"),
        ("51.5 -0.05 30 4.5", "51.5 -0.05"),
        ("51.5074N 0.1278W", "51.507 -0.128"),
        ("33.86° S, 151.2° E", "-33.86 151.2"),
        ("51 0", "51 0"),
        ("51.5074 −0.1278", "51.507 -0.128"),
        ("geo:51.5074,-0.1278", "51.507 -0.128"),
        ("https://www.google.com/maps/@51.5074,-0.1278,15z", "51.507 -0.128"),
        ("Look https://maps.google.com/?q=51.5074,-0.1278", "51.507 -0.128"),
        ("https://www.openstreetmap.org/?mlat=51.5074&mlon=-0.1278#map=15", "51.507 -0.128"),
        ("-0.0004 0.0004", "0 0"),
    ],
)
def test_a_place_is_read_and_kept_to_about_100_metres(reply: str, value: str) -> None:
    assert _read(asked("geopoint"), reply) == Understood(value)


@pytest.mark.parametrize(
    "reply",
    ["by the library", "51.5", "91 0", "0 181", "51.5,-0.1,x", "SW1A 1AA", "https://maps.app.goo.gl/abc", "x" * 500, "5 6 7 8 9"],
)
def test_what_is_no_place_is_asked_again(reply: str) -> None:
    assert _read(asked("geopoint"), reply) == Unclear("reading.not_a_place")


def test_nothing_is_no_place() -> None:
    assert _read(asked("geopoint"), "…") == Unclear("reading.empty")
