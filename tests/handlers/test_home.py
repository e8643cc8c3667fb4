"""A person's own page says what is open for them, where they are, and that there is news; never what they said."""

from datetime import timedelta

import pytest

from handlers.home import home
from storage import editions
from storage.database import Database
from surveys.messages import Option, Outgoing
from surveys.words.catalogue import Catalogue
from tests.handlers.street import AFTER, HOME, Street
from tests.web.samples import an_edition


@pytest.fixture
def street(database: Database, english: Catalogue) -> Street:
    return Street(database, english)


def page(street: Street, who: str = "ada") -> tuple[Outgoing, ...]:
    return home(street.database, "telegram", "", who, words=street.door.words, public=HOME, now=street.now)


def labels(message: Outgoing) -> list[str]:
    return [option.label for option in message.options]


def test_a_stranger_sees_what_is_open_and_begins_it_by_its_button(street: Street) -> None:
    assert [message.text.split(".")[0] for message in page(street)] == ["Nothing else is open to answer just now"]
    street.opens()
    [only] = page(street)
    assert only.text.startswith("A fairer way\nYou can answer this.")
    assert labels(only) == ["Answer"]
    street.told["ada"] = only
    assert "Would you like to take part?" in street.presses("ada", "Answer")


def test_who_has_begun_sees_where_they_are_and_not_what_they_said(street: Street) -> None:
    street.opens()
    street.starts("ada")
    street.says("ada", "yes")
    street.says("ada", "1")
    first, last = page(street)
    assert "You are at question 2 of 7." in first.text
    assert labels(first) == ["Go on"]
    assert "Nothing else is open" in last.text
    assert first.marks[0].kind == "bold"
    assert "small" not in first.text.lower()


def test_who_stopped_or_came_too_late_is_told_so(street: Street) -> None:
    street.opens()
    street.starts("ada")
    street.says("ada", "yes")
    street.says("ada", "stop")
    assert "You asked me to stop." in page(street)[0].text
    street.starts("ada")
    street.now = AFTER
    late = page(street)[0]
    assert "It has closed." in late.text
    assert labels(late) == []


def test_who_has_finished_finds_the_news_once_it_is_out(street: Street) -> None:
    held = street.opens()
    street.answers("ada")
    assert "You have finished." in page(street)[0].text
    assert labels(page(street)[0]) == []
    with street.database.write() as tx:
        edition = editions.add(tx, held, an_edition(), "sam@wexmoor.example", now=street.now)
        editions.approve(tx, edition, "kim@wexmoor.example")
        editions.publish(tx, edition, now=street.now + timedelta(days=1))
    assert page(street)[0].options == (Option(f"n.{edition}", "What came of it"),)


def test_who_asked_to_be_forgotten_is_a_stranger_again(street: Street) -> None:
    street.opens()
    street.answers("ada")
    street.says("ada", "forget me")
    street.says("ada", "yes")
    assert labels(page(street)[0]) == ["Answer"]
