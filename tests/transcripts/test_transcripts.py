"""Whole conversations, word for word, as a person would have them."""

from pathlib import Path

import pytest

from surveys.words.catalogue import Catalogue
from tests.transcripts.play import FOLDER, Line, Player, read, shown, survey_of

TRANSCRIPTS = sorted(FOLDER.glob("[!R]*.md"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_it_is_written(path: Path, english: Catalogue) -> None:
    written = read(path.read_text())
    assert shown(list(Player(english, survey_of(path.read_text())).play(written))) == shown(written)


def test_a_transcript_is_read_as_it_is_shown() -> None:
    lines = [Line("=", "2010-09-01 12:00"), Line(">", "one\ntwo\n\nthree"), Line("<", "Thanks.\n\n[Yes] [No]")]
    written = shown(lines)
    assert written == "= 2010-09-01 12:00\n> one\n  two\n\n  three\n< Thanks.\n\n  [Yes] [No]\n"
    assert read(f"# Title\n\nSome words.\n\n```\n{written}```\n") == lines


def test_there_are_conversations_to_read() -> None:
    assert len(TRANSCRIPTS) >= 10
