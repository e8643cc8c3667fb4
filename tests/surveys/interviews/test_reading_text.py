"""How free words are read: as they are."""

from datetime import date

import pytest

from surveys.interviews.reading import Unclear, Understood, read
from tests.surveys.interviews.asked import asked

TODAY = date(2010, 9, 1)
WHY = asked("text", "What would make it fairer?")

KEPT = {
    "Shorter forms.": "Shorter forms.",
    "  Shorter forms. \n": "Shorter forms.",
    "first line\nsecond line": "first line\nsecond line",
    "first\r\nsecond\rthird": "first\nsecond\nthird",
    "a\tb": "a\tb",
    "nul\x00 and bell\x07": "nul and bell",
    "half a \ud83d pair": "half a  pair",
    "👨‍👩‍👧": "👨‍👩‍👧",
    "2": "2",
    "helo wrold": "helo wrold",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "=HYPERLINK(1)": "=HYPERLINK(1)",
    "'; DROP TABLE words;--": "'; DROP TABLE words;--",
    "{owner} %s {0}": "{owner} %s {0}",
    "Dim digon o amser": "Dim digon o amser",
    "нам не отвечают": "нам не отвечают",
    "لا أحد يرد علينا": "لا أحد يرد علينا",
    "می‌خواهم": "می‌خواهم",
    "Why do you ask?": "Why do you ask?",
    "They should stop closing early": "They should stop closing early",
    "x" * 20_000: "x" * 20_000,
    " " * 30_000 + "x" + " " * 30_000: "x",
}


@pytest.mark.parametrize(("reply", "value"), KEPT.items())
def test_free_words_are_kept_as_they_are_but_for_what_cannot_be_stored(reply: str, value: str) -> None:
    assert read(WHY, reply, language="en", today=TODAY) == Understood(value)


@pytest.mark.parametrize(
    "reply", ["", "   ", "\n\n", "\x00", "\x07\x1b", "\u200b\u200b", "\ufeff", "...", "?", "-", "!!", "\ud800"]
)
def test_a_reply_without_words_is_asked_again(reply: str) -> None:
    assert read(WHY, reply, language="en", today=TODAY) == Unclear("reading.empty")


@pytest.mark.parametrize("length", [20_001, 100_000])
def test_words_beyond_the_limit_are_refused_and_the_limit_is_told(length: int) -> None:
    assert read(WHY, "x" * length, language="en", today=TODAY) == Unclear("reading.too_long", {"limit": "20,000"})
