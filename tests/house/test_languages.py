"""Every catalogue beside the English one is whole, right by its language's rules, and says so itself where it is not reviewed."""

import re
from pathlib import Path

import pytest

from surveys.interviews.commands import command
from surveys.interviews.tongues import TONGUES
from surveys.words.catalogue import SAFEGUARDING, Catalogue, read_catalogues

FOLDER = Path(__file__).parents[2] / "surveys" / "words"
CATALOGUES = read_catalogues({path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.yaml"))})
OTHERS = {language: words for language, words in CATALOGUES.items() if language != "en"}
NAMED = re.compile(r"\{([a-z_]+)\}")
# What nobody may meet in a language they did not choose: agreeing, being asked, leaving, and where somebody is not safe.
AT_HEART = re.compile(
    r"consent|(?:ask|button)\.(?:take_part|hear_back|quote|forget)(?:\.yes|\.no)?|button\.(?:done|skip|keep)|question|help|privacy|"
    r"required|declined|yes_or_no|stopped|forgotten|not_forgotten|web\.(?:consent|leave|permission)\..+"
)

each = pytest.mark.parametrize("words", OTHERS.values(), ids=OTHERS.keys())


def _forms(words: Catalogue, key: str) -> tuple[str, ...]:
    forms = words.texts[key]
    return (forms,) if isinstance(forms, str) else tuple(forms.values())


def _needs(words: Catalogue, key: str) -> set[str]:
    return {name for form in _forms(words, key) for name in NAMED.findall(form)}


@each
def test_no_text_that_matters_most_is_said_in_english(words: Catalogue) -> None:
    """A new text may be added in English alone (it is said in English until somebody translates it), but not one of these."""
    assert [key for key in words.lacks if AT_HEART.fullmatch(key) or SAFEGUARDING.fullmatch(key)] == []


@pytest.mark.long
@each
def test_a_catalogue_is_whole(words: Catalogue) -> None:
    """Told apart from the landing of each change: whoever adds an English text need not know Ukrainian.

    Until it is translated, people read it in English, and the log and `hearback doctor` say how many there are.
    """
    assert words.lacks == (), f"to be translated into '{words.language}': {', '.join(words.lacks)}"


@each
def test_a_translation_is_filled_in_with_all_that_the_english_text_is(words: Catalogue) -> None:
    """No day, address or number is lost on the way."""
    english = CATALOGUES["en"]
    differ = {key: _needs(words, key) ^ _needs(english, key) for key in words.texts if key in english.texts}
    assert {key: names for key, names in differ.items() if names} == {}


@each
def test_a_text_that_counts_has_each_of_the_languages_plurals_and_no_other(words: Catalogue) -> None:
    """The categories are CLDR's."""
    wanted = {*words.locale.plural_form.tags, "other"}
    english = CATALOGUES["en"].texts
    counted = [key for key in words.texts if not isinstance(english.get(key, ""), str)]
    assert counted
    wrong = {key: forms for key in counted if isinstance(forms := words.texts[key], str) or set(forms) != wanted}
    assert wrong == {}


@each
def test_a_translation_is_not_the_english_text(words: Catalogue) -> None:
    same = [key for key in words.texts if _forms(words, key) == _forms(CATALOGUES["en"], key)]
    assert [key for key in same if re.search("[a-z]", NAMED.sub("", "".join(_forms(words, key))))] == []


@each
def test_the_numbers_of_the_helplines_are_those_of_the_english_text(words: Catalogue) -> None:
    """A wrong digit here could cost a life."""
    for key in (key for key in CATALOGUES["en"].texts if SAFEGUARDING.fullmatch(key)):
        figures = [re.findall(r"\d[\d ]*\d", text) for texts in (words, CATALOGUES["en"]) for text in _forms(texts, key)]
        assert figures[0] == figures[1], key


@each
def test_the_help_names_words_that_the_language_understands(words: Catalogue) -> None:
    """Line by line the same commands as in English."""

    def named(text: str, language: str) -> list[str]:
        lines = [line.partition(" – ")[0] for line in text.splitlines() if " – " in line]
        called = [command(line, language=language) for line in lines]
        assert None not in called, lines
        return [each[0] for each in called if each is not None]

    assert named(words.text("help"), words.language) == named(CATALOGUES["en"].text("help"), "en")


def test_every_language_of_the_bot_has_words_to_send_and_a_catalogue() -> None:
    assert set(OTHERS) <= set(TONGUES)
    everything = {*next(iter(TONGUES.values()))}
    assert all(set(table) == everything for table in TONGUES.values())


@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES.keys())
def test_a_catalogue_counts_as_unreviewed_until_a_person_has_signed(words: Catalogue) -> None:
    """A name is never put there by a program: when somebody signs, this test is what they change, and the reviewer sees it."""
    assert (words.head.reviewed_by, words.head.safeguarding_by) == ("", "")
