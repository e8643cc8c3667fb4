"""A catalogue fills in its texts by the rules of its language, and a file that is none is refused with every fault."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from surveys.errors import DefinitionError
from surveys.words.catalogue import Catalogue, Head, read_catalogue, read_catalogues


def test_a_text_is_filled_in_with_what_it_names() -> None:
    words = Catalogue("en", {"hello": "Hello {name}, you are {age}."})
    assert words.text("hello", {"name": "Ada", "age": 9, "more": "unused"}) == "Hello Ada, you are 9."


@pytest.mark.parametrize("name", ["'; DROP TABLE x; --", "{0.__class__}", "${name}", "%s", "<b>&amp;</b>", "{name}"])
def test_what_a_person_wrote_is_filled_in_as_it_is(name: str) -> None:
    assert Catalogue("en", {"hello": "Hello {name}."}).text("hello", {"name": name}) == f"Hello {name}."


def test_a_text_without_parameters_is_said_as_it_stands() -> None:
    assert Catalogue("en", {"smile": "Smile {:"}).text("smile") == "Smile {:"


def test_a_text_that_nobody_wrote_or_a_parameter_that_is_missing_is_a_key_error() -> None:
    words = Catalogue("en", {"hello": "Hello {name}."})
    with pytest.raises(KeyError):
        words.text("goodbye")
    with pytest.raises(KeyError):
        words.text("hello", {"age": 9})


@pytest.mark.parametrize(("n", "said"), [(0, "0 answers"), (1, "one answer"), (2, "2 answers")])
def test_english_has_two_forms_for_a_count(n: int, said: str) -> None:
    assert Catalogue("en", {"count": {"one": "one answer", "other": "{n} answers"}}).text("count", {"n": n}) == said


@pytest.mark.parametrize(
    ("n", "said"), [(0, "dim"), (1, "un"), (2, "dau"), (3, "tri"), (4, "arall"), (6, "chwech"), (7, "arall")]
)
def test_welsh_has_six(n: int, said: str) -> None:
    """CLDR's plural rules for cy: zero, one, two, few (3), many (6), other."""
    forms = {"zero": "dim", "one": "un", "two": "dau", "few": "tri", "many": "chwech", "other": "arall"}
    assert Catalogue("cy", {"count": forms}).text("count", {"n": n}) == said


def test_a_form_that_a_language_has_and_the_text_has_not_is_the_other_one() -> None:
    assert Catalogue("cy", {"count": {"other": "{n} ateb"}}).text("count", {"n": 2}) == "2 ateb"


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "5 November 2010"), ("cy", "5 Tachwedd 2010"), ("en-GB", "5 November 2010")]
)
def test_a_day_is_written_as_its_language_writes_it(language: str, shown: str) -> None:
    words = Catalogue(language, {})
    assert words.shown(date(2010, 11, 5)) == shown
    assert words.shown(datetime(2010, 11, 5, 23, 59, tzinfo=UTC)) == shown


def test_reading_a_file_gives_its_texts() -> None:
    words = read_catalogue(b'hello: "Hello {name}."\ncount: {one: "{n} answer", other: "{n} answers"}\n', "en")
    assert words == Catalogue("en", {"hello": "Hello {name}.", "count": {"one": "{n} answer", "other": "{n} answers"}})


def test_a_text_stays_as_it_is_written_where_yaml_would_read_something_else() -> None:
    words = read_catalogue(b"yes: no\non: 2010-11-15\n", "en")
    assert (words.text("yes"), words.text("on")) == ("no", "2010-11-15")


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"hello: 'never closed", ["yaml-syntax"]),
        (b"- hello\n- goodbye", ["yaml-shape"]),
        (b"just words", ["yaml-shape"]),
        (b"# nothing yet", ["yaml-shape"]),
        (b"\xff\xfe\x00", ["file-encoding"]),
        (b"hello: ''\ngood: {}\nlist: [a]", ["text-empty", "yaml-shape", "text-forms", "yaml-shape"]),
        (b"count: {one: '{n} answer'}", ["text-forms"]),
        (b"count: {one: [a], other: a}", ["yaml-shape"]),
        (b"hello: One\nhello: Two", ["key-twice"]),
        (b"hello: 'Hello {name'", ["text-braces"]),
        (b"hello: 'Hello {}'", ["text-braces"]),
        (b"hello: 'Hello {0}'", ["text-braces"]),
        (b"hello: 'Hello {name.__class__}'", ["text-braces"]),
        (b"hello: 'Hello {name[0]}'", ["text-braces"]),
        (b"hello: 'Hello {name!r}'", ["text-braces"]),
        (b"hello: 'Hello {name:>9}'", ["text-braces"]),
        (b"count: {one: '{n', other: '{n}'}", ["text-braces"]),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_with_every_fault_in_it(data: bytes, codes: list[str]) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_catalogue(data, "en", "en.yaml")
    assert [fault.code for fault in caught.value.faults] == codes
    assert all(fault.place.file == "en.yaml" and fault.remedy for fault in caught.value.faults)


@pytest.mark.parametrize("language", ["xx", "", "not a language"])
def test_a_file_for_a_language_that_nobody_knows_is_refused(language: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_catalogue(b"hello: Hello", language, "xx.yaml")
    assert [fault.code for fault in caught.value.faults] == ["language"]


def test_what_a_language_lacks_is_said_in_english_and_told() -> None:
    words = read_catalogues({"cy": b"hello: Helo", "en": b"hello: Hello {name}\nbye: 'Bye {name}, {n}'"})["cy"]
    assert words.text("bye", {"name": "Ada", "n": 3}) == "Bye Ada, 3"
    assert words.text("hello") == "Helo"
    assert words.lacks == ("bye",)
    assert ("bye" in words, "hello" in words, "other" in words) == (True, True, False)
    with pytest.raises(KeyError):
        words.text("other")


def test_the_english_catalogue_lacks_nothing_and_has_nothing_beneath() -> None:
    words = Catalogue("en", {"hello": "Hello"})
    assert words.lacks == ()
    assert "bye" not in words


def test_numbers_and_days_have_the_digits_that_cldr_gives_the_language() -> None:
    words = Catalogue("bn", {"count": {"one": "{n}টি", "other": "{n}টি প্রশ্ন"}})
    assert words.text("count", {"n": 22}) == "২২টি প্রশ্ন"
    assert words.shown(date(2010, 11, 5)) == "৫ নভেম্বর ২০১০"
    assert words.shown("999") == "999"
    assert Catalogue("ar", {}).shown(22) == "22"


@pytest.mark.parametrize(
    ("language", "forms", "said"),
    [
        (
            "pl",
            {"one": "1", "few": "2-4", "many": "5+", "other": "x"},
            {1: "1", 2: "2-4", 5: "5+", 12: "5+", 22: "2-4", 25: "5+"},
        ),
        ("uk", {"one": "1", "few": "2-4", "many": "5+", "other": "x"}, {1: "1", 3: "2-4", 11: "5+", 21: "1", 100: "5+"}),
        (
            "ar",
            {"zero": "0", "one": "1", "two": "2", "few": "3-10", "many": "11-99", "other": "x"},
            {0: "0", 1: "1", 2: "2", 10: "3-10", 11: "11-99", 100: "x", 103: "3-10"},
        ),
        ("bn", {"one": "1", "other": "2+"}, {0: "1", 1: "1", 2: "2+"}),
    ],
)
def test_each_language_counts_by_its_own_rules(language: str, forms: dict[str, str], said: dict[int, str]) -> None:
    """CLDR's plural rules."""
    words = Catalogue(language, {"count": forms})
    assert {n: words.text("count", {"n": n}) for n in said} == said


def test_the_direction_of_writing_is_the_languages() -> None:
    assert [Catalogue(language, {}).direction for language in ("cy", "ar", "bn")] == ["ltr", "rtl", "ltr"]


def test_the_head_says_who_has_signed_and_is_no_text() -> None:
    words = read_catalogue(b'catalogue: {reviewed_by: "Non Rees", reviewed_on: "2026-11-20"}\nhello: Helo', "cy")
    assert words.head == Head("Non Rees", "2026-11-20")
    assert list(words.texts) == ["hello"]
    assert read_catalogue(b"hello: Helo", "cy").head == Head()


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        (b"{reviewed_by: Non Rees}", ["head-unclear"]),
        (b"{safeguarding_on: '2026-11-20'}", ["head-unclear"]),
        (b"{reviewed_by: Non Rees, reviewed_on: yesterday}", ["head-unclear"]),
        (b"{signed: Non Rees}", ["key-unknown"]),
        (b"Non Rees", ["yaml-shape"]),
    ],
)
def test_half_a_signature_is_none(head: bytes, codes: list[str]) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_catalogue(b"catalogue: " + head + b"\nhello: Helo", "cy", "cy.yaml")
    assert [fault.code for fault in caught.value.faults] == codes


@pytest.mark.parametrize(
    ("clock", "english", "polish"),
    [
        (time(0, 5), "12:05 am", "00:05"),
        (time(11, 59), "11:59 am", "11:59"),
        (time(12, 0), "12:00 pm", "12:00"),
        (time(18, 30), "6:30 pm", "18:30"),
    ],
)
def test_a_time_of_day_cannot_be_taken_for_another(clock: time, english: str, polish: str) -> None:
    assert (Catalogue("en", {}).shown(clock), Catalogue("pl", {}).shown(clock)) == (english, polish)


def test_a_list_is_written_as_its_language_writes_it() -> None:
    three = ["1", "2", "3"]
    assert Catalogue("en", {}).joined(three, "or") == "1, 2 or 3"
    assert Catalogue("en", {}).joined(three, "and") == "1, 2 and 3"
    assert Catalogue("pl", {}).joined(three, "or") == "1, 2 lub 3"
    assert Catalogue("pl", {}).joined(three, "and") == "1, 2 i 3"


def test_a_text_knows_which_language_it_is_said_in() -> None:
    english = Catalogue("en", {"a": "A", "b": "B"})
    welsh = replace(Catalogue("cy", {"a": "Y"}), beneath=english)
    assert (welsh.spoken("a"), welsh.spoken("b"), english.spoken("b")) == ("cy", "en", "en")


def test_faults_are_told_with_their_line_and_english_is_read_as_english() -> None:
    with pytest.raises(DefinitionError) as refused:
        read_catalogues({"en": b"fine: Fine\nhello: 'Hello {0}.'\n"})
    assert [str(fault.place) for fault in refused.value.faults] == ["en.yaml, line 2"]
    made = read_catalogues({"en": b"a: A", "cy": b"a: Y"})
    assert {tag: words.language for tag, words in made.items()} == {"en": "en", "cy": "cy"}


def test_a_signature_of_more_than_one_text_is_refused() -> None:
    with pytest.raises(DefinitionError) as refused:
        read_catalogue(b"catalogue: {reviewed_by: [A, B], reviewed_on: 2026-11-20}\na: A", "cy", "cy.yaml")
    assert "yaml-shape" in [fault.code for fault in refused.value.faults]
