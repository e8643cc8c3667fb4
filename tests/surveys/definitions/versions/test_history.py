"""What stays the same through a survey's versions."""

from dataclasses import replace

import pytest

from surveys.definitions.model import FIRST, Version
from surveys.definitions.versions.history import History, Keys, keyed, keys_of
from tests.factories import a_survey

OLD = a_survey()
NEW = keyed(
    a_survey("""
survey: mixed
title: {en: Your group}
questions:
  - {name: why, type: text, label: {en: What would be fairer?}}
  - {name: size, type: select_one size, label: {en: How big?}}
choices:
  size: {tiny: {en: Tiny}, large: {en: Large}}
"""),
    Keys({"why": 20, "size": 0}, {"size": {"tiny": 3, "large": 2}}),
    Version(2, 1),
)
HISTORY = History((OLD, replace(OLD, revision=2), NEW))


def test_what_is_asked_now_then_and_first() -> None:
    """The newest version, the newest words of a structure, and a version itself can be had; another cannot."""
    assert HISTORY.newest is NEW
    assert HISTORY.of(1).version == Version(1, 2)
    assert HISTORY.at(FIRST) is OLD
    assert HISTORY.knows(2)
    assert not HISTORY.knows(3)
    with pytest.raises(KeyError):
        HISTORY.of(3)
    with pytest.raises(KeyError):
        HISTORY.at(Version(2, 2))


def test_keys_and_codes_are_kept_beside_the_file() -> None:
    """A version read from its file again has the keys and the codes that it was given."""
    assert keyed(replace(NEW, questions=tuple(replace(each, key=-1) for each in NEW.questions)), keys_of(NEW), NEW.version) == NEW
    assert [choice.code for choice in NEW.by_key[0].choices] == [3, 2]


def test_a_sheet_names_a_question_as_its_response_saw_it() -> None:
    """Beside a response of version 2 a question of version 1 alone is called by its name and structure, and found by it."""
    years = OLD.by_name["years"].key
    assert HISTORY.called(0, Version(2, 1)) == "2"
    assert HISTORY.called(0, FIRST) == "1"
    assert HISTORY.called(years, Version(2, 1)) == "years@1"
    assert HISTORY.meant("years@1", Version(2, 1)) == OLD.by_name["years"]
    assert HISTORY.meant("2", Version(2, 1)) == NEW.by_name["size"]
    assert HISTORY.meant("size", FIRST) == OLD.by_name["size"]
    for wrong in ("9", "years", "years@7", "nothing@1", "years@x", "12345"):
        assert HISTORY.meant(wrong, Version(2, 1)) is None
