"""The questions to take away, as PDF and as Word: what is in the files, and how people and their screen readers find it there."""

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from bot.questionnaires.files import Away, every_file
from bot.questionnaires.pdf import make_pdf
from bot.questionnaires.word import make_word
from surveys.consultations.questionnaire import Questionnaire, questionnaire
from surveys.definitions.reader import read_survey
from surveys.errors import Refused
from surveys.words.catalogue import Catalogue
from tests.factories import a_consultation

SURVEY = """
survey: drop-in
title: {en: Our drop-in, cy: Ein sesiwn ŵy, ar: مركزنا, bn: আমাদের ড্রপ-ইন, uk: Наш ґудзик}
questions:
  - {name: hello, type: note, label: {en: "It is *short* #1 $x$.", cy: Helo., ar: أهلا, bn: হ্যালো, uk: Привіт}}
  - name: use
    type: select_one often
    label: {en: "How often?", cy: "Pa mor aml?", ar: "كم مرة تأتي؟", bn: "কত ঘন ঘন?", uk: "Як часто?"}
    hint: {en: Roughly., cy: Yn fras., ar: تقريبا, bn: প্রায়, uk: Приблизно}
  - name: helps
    type: select_multiple often
    label: {en: "What helps?", cy: "Beth?", ar: "ماذا؟", bn: "কী?", uk: "Що?"}
    relevant: "${use} = 'often' and (${use} = 'never' or ${use} = '')"
  - {name: since, type: date, label: {en: "Since when?", cy: "Ers pryd?", ar: "منذ متى؟", bn: "কবে থেকে?", uk: "Відколи?"}}
  - {name: age, type: integer, label: {en: "How old?", cy: "Oed?", ar: "العمر؟", bn: "বয়স?", uk: "Вік?"}}
  - {name: why, type: text, label: {en: "Why?", cy: "Pam?", ar: "لماذا؟", bn: "কেন?", uk: "Чому?"}, required: true}
choices:
  often:
    often: {en: Often, cy: Yn aml, ar: غالبا, bn: প্রায়ই, uk: Часто}
    never: {en: Never, cy: Byth, ar: أبدا, bn: কখনও না, uk: Ніколи}
"""
LANGUAGES = ("en", "cy", "ar", "bn", "uk")


def sheet(words: Catalogue, language: str = "en", source: str = SURVEY, **changes: object) -> Questionnaire:
    survey = read_survey(source.encode(), "survey.yaml")
    return questionnaire(survey, language, words, a_consultation(**changes), "https://hear.example")


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tags(pdf: bytes) -> list[tuple[str, str, str]]:
    """Every tag in reading order: what it is, its language where it has one of its own, its title."""

    def below(node: Any) -> Iterator[tuple[str, str, str]]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                yield from below(each)
        elif isinstance(node, dict) and "/S" in node:
            yield str(node["/S"])[1:], str(node.get("/Lang", "")), str(node.get("/T", ""))
            yield from below(node.get("/K", []))

    return list(below(root(pdf)["/StructTreeRoot"]["/K"]))


def root(pdf: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def sizes(pdf: bytes) -> set[float]:
    """The sizes that the words of a PDF are set in, in points."""
    found: set[float] = set()

    def look(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if text.strip():
            found.add(round(size, 1))

    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=look)
    return found


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_pdf_is_tagged_says_its_language_and_claims_pdf_ua(english: Catalogue) -> None:
    made = make_pdf(sheet(english, "cy"))
    catalogue = root(made)
    assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"], catalogue["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "cy",
        True,
        True,
    )
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    assert pypdf.PdfReader(io.BytesIO(made)).metadata.title == "A fairer way"  # type: ignore[union-attr]


def test_every_question_of_a_pdf_is_a_heading_and_its_choices_are_a_list(english: Catalogue) -> None:
    found = tags(make_pdf(sheet(english)))
    heads = [title for tag, _, title in found if tag == "H3"]
    assert heads == ["1. How often?", "2. What helps?", "3. Since when?", "4. How old?", "5. Why?"]
    assert [title for tag, _, title in found if tag == "H1"] == ["A fairer way"]
    assert sum(tag == "LI" for tag, *_ in found) == 2 + 2 + 2  # two questions with two choices, and one with two reasons
    assert [tag for tag, *_ in found if tag[0] == "H" and tag[1:].isdigit()].index("H2") == 1


def test_words_in_another_language_than_the_questions_are_marked_so(english: Catalogue) -> None:
    found = tags(make_pdf(sheet(english, "ar")))
    assert ("H2", "en", "All questions") in found
    assert ("H3", "", "1. كم مرة تأتي؟") in found  # in the file's own language


def test_a_pdf_holds_what_the_sheet_says_and_takes_nothing_of_it_for_a_command(english: Catalogue) -> None:
    found = text_of(make_pdf(sheet(english)))
    for said in ("It is *short* #1 $x$.", "Only if all of this is true:", "This one needs an answer.", "Day", "Month", "Year"):
        assert said in found
    assert "https://hear.example/consultations/fairer" in found.replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_can_be_made_in_the_letters_of_the_languages_we_speak(english: Catalogue, language: str) -> None:
    assert make_pdf(sheet(english, language)).startswith(b"%PDF-1.7")


def test_letters_that_our_fonts_lack_are_refused_and_not_left_out(english: Catalogue) -> None:
    with pytest.raises(Refused, match="Take the Word file"):
        make_pdf(sheet(english, source=SURVEY.replace("How old?", "多大了?")))


def test_large_print_has_nothing_smaller_than_18_points_and_ordinary_print_nothing_smaller_than_10(english: Catalogue) -> None:
    assert min(sizes(make_pdf(sheet(english), large=True))) == 18
    assert min(sizes(make_pdf(sheet(english)))) >= 10


def test_a_pdf_of_the_same_words_has_the_same_bytes(english: Catalogue) -> None:
    first = make_pdf(sheet(english, purpose="To see."))
    make_pdf.__globals__["_made"].cache_clear()
    assert make_pdf(sheet(english, purpose="To see.")) == first


SECTIONS = """
survey: s
title: {en: S}
questions:
  - name: outer
    type: group
    label: {en: Outer}
    questions:
      - {name: a, type: text, label: {en: "A?"}}
      - name: inner
        type: group
        label: {en: Inner}
        questions: [{name: b, type: text, label: {en: "B?"}}]
"""


def test_headings_of_sections_stand_above_those_of_their_questions(english: Catalogue) -> None:
    heads = [("3", "Outer"), ("4", "1. A?"), ("4", "Inner"), ("5", "2. B?")]
    found = [(tag[1:], title) for tag, _, title in tags(make_pdf(sheet(english, source=SECTIONS))) if tag in {"H3", "H4", "H5"}]
    assert found == heads
    paragraphs = Document(io.BytesIO(make_word(sheet(english, source=SECTIONS)))).paragraphs
    styled = [(each.style.name.removeprefix("Heading "), each.text) for each in paragraphs if each.style]
    assert [each for each in styled if each[0] in {"3", "4", "5"}] == heads


# ── Word ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def word(words: Catalogue, language: str = "en") -> Any:
    return Document(io.BytesIO(make_word(sheet(words, language))))


def shown(element: Any) -> str:
    return "".join(each.text for each in element.iter(qn("w:t")))


def test_a_word_file_has_true_headings_one_for_each_question(english: Catalogue) -> None:
    paragraphs = word(english).paragraphs
    assert [each.text for each in paragraphs if each.style.name == "Heading 1"] == ["A fairer way"]
    heads = [each.text for each in paragraphs if each.style.name == "Heading 3"]
    assert heads == ["1. How often?", "2. What helps?", "3. Since when?", "4. How old?", "5. Why?"]
    levels = [int(each.style.name[-1]) for each in paragraphs if each.style.name.startswith("Heading")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_choices_in_a_word_file_are_a_list_of_boxes_that_can_be_ticked(english: Catalogue) -> None:
    document = word(english)
    choices = [each for each in document.paragraphs if each.style.name == "Choices"]
    assert [each.text.strip() for each in choices] == ["Often", "Never", "Often", "Never"]
    assert document.styles["Choices"].element.pPr.numPr is not None
    for each in choices:
        (control,) = each._p.findall(qn("w:sdt"))
        assert control.find(".//" + qn("w14:checkbox")) is not None
        assert shown(control) == "☐"
        assert control.find(".//" + qn("w:alias")).get(qn("w:val")) == each.text.strip()


def test_there_is_a_place_to_write_for_every_other_question_named_for_it(english: Catalogue) -> None:
    controls = [each for each in word(english).element.body.iter(qn("w:sdt")) if each.find(".//" + qn("w:text")) is not None]
    assert [each.find(".//" + qn("w:alias")).get(qn("w:val")) for each in controls] == [
        "3. Since when?",
        "4. How old?",
        "5. Why?",
    ]
    assert [shown(each) for each in controls] == ["Write here."] * 3
    assert [sum(1 for _ in each.iter(qn("w:br"))) for each in controls] == [0, 0, 4]


def test_no_two_controls_of_a_word_file_share_a_number_and_there_is_no_table(english: Catalogue) -> None:
    document = word(english)
    numbers = [each.get(qn("w:val")) for each in document.element.body.iter(qn("w:id"))]
    assert len(numbers) == len(set(numbers)) == 4 + 3
    assert document.tables == []


def test_every_run_of_a_word_file_has_its_language_and_arabic_runs_from_the_right(english: Catalogue) -> None:
    document = word(english, "ar")
    heads = {each.text: each for each in document.paragraphs}
    question, own = heads["1. كم مرة تأتي؟"], heads["All questions"]
    assert question._p.pPr.find(qn("w:bidi")) is not None
    assert question.runs[0]._r.rPr.find(qn("w:rtl")) is not None
    assert [each.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) for each in (question, own)] == ["ar-EG", "en-GB"]
    assert own._p.pPr.find(qn("w:bidi")) is None
    assert document.core_properties.language == "ar"


@pytest.mark.parametrize(("language", "culture"), [("cy", "cy-GB"), ("bn", "bn-BD"), ("uk", "uk-UA"), ("en", "en-GB")])
def test_word_is_told_a_language_with_the_country_that_it_knows_it_by(english: Catalogue, language: str, culture: str) -> None:
    last = [each for each in word(english, language).paragraphs if each.style.name == "Heading 3"][-1]
    assert last.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == culture


def test_who_is_asked_is_a_sentence_in_bold_and_a_list(english: Catalogue) -> None:
    paragraphs = word(english).paragraphs
    at = next(at for at, each in enumerate(paragraphs) if each.text == "Only if all of this is true:")
    assert paragraphs[at].runs[0].bold
    assert [(each.style.name, each.text) for each in paragraphs[at + 1 : at + 3]] == [
        ("List Bullet", "the answer to question 1 is “Often”"),
        ("List Bullet", "the answer to question 1 is “Never” or question 1 is not answered"),
    ]


def test_a_word_file_of_the_same_words_has_the_same_bytes_and_tells_nothing_of_who_made_it(english: Catalogue) -> None:
    made = make_word(sheet(english))
    assert made == make_word(sheet(english))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
        assert not [entry.filename for entry in packed.infolist() if "thumbnail" in entry.filename]
    assert "python-docx" not in core
    assert "dcterms" not in core.replace("xmlns:dcterms", "")


# ── both ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_language_of_a_survey_has_a_pdf_one_in_large_print_and_a_word_file() -> None:
    survey = read_survey(SURVEY.encode(), "survey.yaml")
    names = [each.name for each in every_file(survey)]
    assert len(names) == len(set(names)) == 3 * len(LANGUAGES)
    assert names[:3] == ["drop-in-en.pdf", "drop-in-en-large.pdf", "drop-in-en.docx"]


def test_a_survey_that_nobody_has_put_out_yet_can_be_taken_away_too(english: Catalogue) -> None:
    alone = questionnaire(read_survey(SURVEY.encode(), "survey.yaml"), "cy", english, None, "https://hear.example")
    assert Document(io.BytesIO(make_word(alone))).paragraphs[0].text == "Ein sesiwn ŵy"
    assert "Ein sesiwn ŵy All questions" in text_of(make_pdf(alone))


def test_each_file_is_what_its_name_says(english: Catalogue) -> None:
    survey = read_survey(SURVEY.encode(), "survey.yaml")
    began = {form: Away(survey, "en", form).made(sheet(english))[:4] for form in ("pdf", "large", "docx")}
    assert began == {"pdf": b"%PDF", "large": b"%PDF", "docx": b"PK\x03\x04"}


EACH = """
survey: s
title: T
questions:
  - {name: child, type: repeat, label: Children, questions: [{name: name, type: text, label: Their name?}]}
"""


def test_both_files_say_what_is_asked_several_times(english: Catalogue) -> None:
    """Under the heading of what is repeated, and before all questions where the further answers go."""
    made = sheet(english, source=EACH)
    in_word = " ".join(each.text for each in Document(io.BytesIO(make_word(made))).paragraphs)
    for text in (text_of(make_pdf(made)), in_word):
        assert "Children You are asked these questions once for each one. 1. Their name?" in text
        assert "Some questions are asked several times." in text
