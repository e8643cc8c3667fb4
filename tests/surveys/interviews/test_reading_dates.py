"""How a reply is read where a date is asked for. The expected readings were written before the reader."""

import subprocess
import sys
from datetime import date

import pytest

from surveys.interviews.reading import Unclear, Understood, read
from tests.surveys.interviews.asked import asked, not_taken

TODAY = date(2010, 9, 1)  # a Wednesday
BEGAN = asked("date", "When did your newest grant begin?")

UNDERSTOOD = {
    **dict.fromkeys(
        [
            "2010-08-16", "2010/08/16", "2010-8-16", "16/08/2010", "16/8/2010", "16/8/10", "16-8-2010", "16.8.2010", "16.8.10",
            "16 08 2010", "16 / 8 / 2010", "16 August 2010", "16 august 2010", "16th August 2010", "16th of August 2010",
            "16th of Aug 2010", "the 16th of August 2010", "The 16th of August, 2010", "16 Aug 2010", "16 Aug. 2010", "16 AUG 10",
            "16 Aug '10", "16 Aug ’10", "16Aug2010", "16-Aug-2010", "August 16 2010", "August 16, 2010", "Aug 16th, 2010",
            "Monday 16 August 2010", "Mon 16/8/2010", "Monday, 16th August, 2010", "Monday the 16th of August 2010",
            "on 16 August 2010", "on the 16th of August 2010", "It was 16 August 2010", "16 August 2010.", "16 Agust 2010",
            "16 Augst 2010", "١٦/٨/٢٠١٠", "１６／８／２０１０", "16 August 2010 please", "(16 August 2010)",
        ],
        "2010-08-16",
    ),
    "1 April 2009": "2009-04-01",
    "1st April 2009": "2009-04-01",
    "01/04/2009": "2009-04-01",
    "4/1/2009": "2009-01-04",
    "2 May 2010": "2010-05-02",
    "29 Feb 2008": "2008-02-29",
    "29/2/2008": "2008-02-29",
    "3 Febuary 2010": "2010-02-03",
    "3 Feburary 2010": "2010-02-03",
    "3 Setember 2009": "2009-09-03",
    "3 Sept 2009": "2009-09-03",
    "16/8/99": "1999-08-16",
    "1/1/00": "2000-01-01",
    "22nd June 1958": "1958-06-22",
    "3rd of March 2010": "2010-03-03",
    "today": "2010-09-01",
    "Today!": "2010-09-01",
    "yesterday": "2010-08-31",
    "Yesterday.": "2010-08-31",
    "tomorrow": "2010-09-02",
    "the day before yesterday": "2010-08-30",
    "last Friday": "2010-08-27",
    "last friday": "2010-08-27",
    "last Wednesday": "2010-08-25",
    "last Weds": "2010-08-25",
    "last tues": "2010-08-31",
}  # fmt: skip
ROUGH = {
    "3 days ago": "2010-08-29",
    "three days ago": "2010-08-29",
    "a week ago": "2010-08-25",
    "two weeks ago": "2010-08-18",
    "2 weeks ago": "2010-08-18",
    "a fortnight ago": "2010-08-18",
}
UNCLEAR = {
    "no_such_day": [
        "31/02/2020", "31 February 2020", "29/2/2010", "29 February 2009", "31 June 2010", "0/1/2010", "32/1/2010", "2010-13-01",
        "2010-02-30", "31st of September 2009", "99/99/2010", "0 May 2010", "42 May 2010",
    ],
    "day_first": ["8/16/2010", "12/31/2009", "08-16-2010", "8.16.10"],
    "wrong_weekday": ["Tuesday 16 August 2010", "Fri 16/8/2010"],
    "date_needs_year": [
        "16/8/15", "16 August 15",
    ],
    "date_needs_day": ["August 2010", "Aug 2010", "2010", "08/2010", "2010-08", "early August 2010", "in 2010", "in August 2010"],
    "not_a_date": [
        "next Friday", "this Friday", "last week", "last month", "last year", "2 months ago",
        "a year ago", "a few weeks ago", "soon", "now", "16 August 210", "16 August 20100", "16/8/0010", "16/8/3010",
        "9999-12-31", "16/8/2010 or 17/8/2010", "16-17 August 2010", "around 16 August 2010", "not 16 August 2010",
        "16 August 2010?", "2010-08-16T10:00", "spring 2010", "Christmas 2009", "idk", "never",
        "yes", "12", "2.5", "NaN", "16th", "the 16th", "20100816", "16 8 10 2", "16//8//2010", "-16/8/2010", "August",
        "1e3", "May be", "16 foo 2010", "16 Ma 2010", "16 Ju 2010", "16 sat 2010", "tomorrow never", "<b>16/8/2010</b>",
        "1000 days ago and more", "999999 days ago", "0 days ago", "16 people 2010", "16/August-2010/3", "last", "last fr",
        "16 Jume 2010", "16 Marsh 2010", "16 De 2010", "last person", "ago", "many weeks ago",
    ],
    "empty": ["", "  ", "?", "-", "/"],
}  # fmt: skip


@pytest.mark.parametrize(("reply", "value"), UNDERSTOOD.items())
def test_a_date_is_read_as_people_write_it_here_the_day_before_the_month(reply: str, value: str) -> None:
    assert read(BEGAN, reply, language="en", today=TODAY) == Understood(value)


@pytest.mark.parametrize(("reply", "value"), ROUGH.items())
def test_a_date_counted_back_from_today_keeps_the_words_it_was_given_in(reply: str, value: str) -> None:
    assert read(BEGAN, reply, language="en", today=TODAY) == Understood(value, reply)


@pytest.mark.parametrize(("key", "reply"), [(key, reply) for key, replies in UNCLEAR.items() for reply in replies])
def test_what_is_not_one_certain_day_is_asked_again_with_the_reason(key: str, reply: str) -> None:
    reading = read(BEGAN, reply, language="en", today=TODAY)
    assert not_taken(reading, f"reading.{key}"), reading


@pytest.mark.parametrize(
    ("language", "reply", "value"),
    [
        ("cy", "16 Awst 2010", "2010-08-16"),
        ("cy", "16 August 2010", "2010-08-16"),
        ("cy", "ddoe", "2010-08-31"),
        ("fr", "16 août 2010", "2010-08-16"),
        ("fr", "hier", "2010-08-31"),
        ("pl", "16 sierpnia 2010", "2010-08-16"),
        ("ar", "16 أغسطس 2010", "2010-08-16"),
        ("es", "16 de agosto de 2010", "2010-08-16"),
    ],
)
def test_the_names_of_months_are_read_in_the_person_s_language_too(language: str, reply: str, value: str) -> None:
    assert read(BEGAN, reply, language=language, today=TODAY) == Understood(value)


@pytest.mark.parametrize(
    ("language", "reply"),
    [("fr", "16 chats 2010"), ("fr", "le mois dernier"), ("tlh", "16 jar 2010"), ("fr", "août 2010"), ("fr", "31 février 2010")],
)
def test_what_another_language_does_not_settle_is_asked_again(language: str, reply: str) -> None:
    assert not_taken(read(BEGAN, reply, language=language, today=TODAY))


def test_a_day_beyond_the_calendar_is_asked_again() -> None:
    assert not_taken(read(BEGAN, "tomorrow", language="en", today=date.max))
    assert not_taken(read(BEGAN, "last Friday", language="en", today=date.min))
    assert not_taken(read(BEGAN, "3 days ago", language="en", today=date.min))


def test_a_date_that_is_no_day_is_named_in_the_reason() -> None:
    assert read(BEGAN, "31/02/2020", language="en", today=TODAY) == Unclear("reading.no_such_day", {"date": "31/02/2020"})


def test_dates_in_english_are_read_without_loading_the_date_library() -> None:
    """The program must start fast, and dateparser takes longer to load than all the rest of the reader."""
    code = (
        "import sys; from datetime import date; from tests.surveys.interviews.asked import asked;"
        "from surveys.interviews.reading import read;"
        "read(asked('date'), '16 August 2010', language='en', today=date(2010, 9, 1));"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
