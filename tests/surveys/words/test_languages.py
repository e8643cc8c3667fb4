"""Languages are known by the names that people call them by."""

import pytest

from surveys.words.languages import closest, direction_of, named, own_name

SPOKEN = ("en", "cy", "pl", "uk", "ar", "bn")


@pytest.mark.parametrize(
    ("tag", "name"), [("en", "English"), ("cy", "Cymraeg"), ("pl", "Polski"), ("ar", "العربية"), ("pt-BR", "Português (Brasil)")]
)
def test_a_language_is_called_as_those_who_speak_it_call_it(tag: str, name: str) -> None:
    assert own_name(tag) == name


@pytest.mark.parametrize("tag", ["qqq", "not a tag"])
def test_one_that_nobody_knows_is_called_by_its_tag_and_written_from_the_left(tag: str) -> None:
    assert own_name(tag) == tag[:1].upper() + tag[1:]
    assert direction_of(tag) == "ltr"


def test_arabic_is_written_from_the_right() -> None:
    assert [direction_of(tag) for tag in SPOKEN] == ["ltr", "ltr", "ltr", "ltr", "rtl", "ltr"]


@pytest.mark.parametrize(
    ("wanted", "tags", "found"),
    [
        ("cy", SPOKEN, "cy"),
        ("en-US", SPOKEN, "en"),
        ("en_US", SPOKEN, "en"),
        ("EN-us", SPOKEN, "en"),
        ("zh-Hant-TW", ("en", "zh-Hant"), "zh-Hant"),
        ("pt-BR", ("pt-PT", "pt-BR"), "pt-BR"),
        ("pt", ("en", "pt-PT"), "pt-PT"),
        ("de", SPOKEN, ""),
        ("", SPOKEN, ""),
        ("-", SPOKEN, ""),
    ],
)
def test_the_closest_language_is_the_same_one_or_the_same_one_elsewhere(wanted: str, tags: tuple[str, ...], found: str) -> None:
    assert closest(wanted, tags) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Welsh", "cy"),
        ("yn Gymraeg os gwelwch yn dda", "cy"),
        ("language: Cymraeg", "cy"),
        ("po polsku", "pl"),
        ("polski", "pl"),
        ("Polish please", "pl"),
        ("українською", "uk"),
        ("Wcreineg", "uk"),  # its name in Welsh, in which it may be asked for
        ("uk", "uk"),
        ("bangla", "bn"),
        ("arabic", "ar"),
        ("English or Welsh", ""),
        ("welshman", ""),
        ("another one", ""),
        ("German", ""),
    ],
)
def test_a_language_is_named_by_any_of_its_names_as_a_word_of_its_own(text: str, found: str) -> None:
    assert named(text, SPOKEN) == found


def test_only_a_language_on_offer_is_named() -> None:
    assert named("Polish", ("en", "cy")) == ""
