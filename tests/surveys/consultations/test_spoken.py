"""A consultation's own texts in each language, and what its author is told of languages that lack something."""

from dataclasses import replace

import pytest

from surveys.consultations.model import SPOKEN
from surveys.consultations.spoken import check_spoken, language_of, spoken
from surveys.words.catalogue import Catalogue, Head
from tests.factories import CATALOGUES, a_consultation

WELSH = {"title": "Ffordd decach", "purpose": "I ddarganfod.", "can_change": "Y cynllun.", "cannot_change": "Yr arian."}
BOTH = a_consultation(languages=("en", "cy"), translations={"cy": WELSH})


def codes(about: object = BOTH, catalogues: dict[str, Catalogue] | None = None) -> list[str]:
    return [fault.code for fault in check_spoken(about, CATALOGUES if catalogues is None else catalogues)]  # type: ignore[arg-type]


def test_each_text_is_in_the_language_chosen_or_in_the_first() -> None:
    assert spoken(BOTH, "cy").title == "Ffordd decach"
    assert spoken(BOTH, "cy").owner == BOTH.owner
    assert spoken(BOTH, "cy-GB").title == "Ffordd decach"
    assert spoken(BOTH, "pl") == BOTH
    assert [language_of(BOTH, key, "cy") for key in ("title", "owner")] == ["cy", "en"]
    assert language_of(BOTH, "title", "en") == "en"


def test_a_text_without_its_translation_is_named() -> None:
    short = replace(BOTH, translations={"cy": {"title": "Ffordd decach"}})
    [fault] = [each for each in check_spoken(short, CATALOGUES) if each.code == "language-missing"]
    assert "purpose" in fault.what
    assert "title" not in fault.what
    whole = {key: "W" for key in SPOKEN if getattr(BOTH, key)}
    assert "language-missing" not in codes(replace(BOTH, translations={"cy": whole}))


@pytest.mark.parametrize(("bilingual", "said"), [(("en", "cy"), True), (("cy", "en"), False), ((), False)])
def test_welsh_comes_first(bilingual: tuple[str, ...], said: bool) -> None:
    assert ("bilingual-order" in codes(replace(BOTH, bilingual=bilingual))) is said


def test_words_that_nobody_has_signed_are_told_and_signed_ones_are_not() -> None:
    alone = a_consultation(languages=("cy",))
    assert codes(alone) == ["catalogue-unreviewed", "safeguarding-unsigned"]
    head = Head(reviewed_by="Nia Rees", safeguarding_by="Ifan Puw")
    assert codes(alone, {"cy": replace(CATALOGUES["cy"], head=head)}) == []
    short = {key: text for key, text in CATALOGUES["cy"].texts.items() if key != "skipped"}
    assert codes(alone, {"cy": replace(CATALOGUES["cy"], head=head, texts=short)}) == ["catalogue-lacking"]


def test_a_language_that_the_bot_does_not_speak_is_told() -> None:
    assert codes(a_consultation(languages=("so",))) == ["language-unspoken"]
