"""A questionnaire as a Word file that can be filled in on a screen: true headings and lists, boxes to tick, places to write.

There are no tables in it. Every run carries its language, so that a screen reader speaks it right. The same words give the same
bytes: when and by whom it was made is left out.
"""

import io
import zipfile
from itertools import count
from typing import assert_never

from babel.core import get_global
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from surveys.consultations.questionnaire import Asked, Part, Passage, Questionnaire, Said, Told
from surveys.words.languages import direction_of

FONT = "Arial"  # on every desk, without serifs; Word itself finds one for letters that it lacks
SIZE = 12  # points; smaller print is hard to read for many
ACCENT = RGBColor(0x0B, 0x3F, 0x42)
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP file can tell
QUESTION, DEEPEST = 3, 6  # the level of a question's heading that stands in no section, and the last level there is
CHOICES = "Choices"  # the style of a list whose items begin with a box to tick
ROOM = 4  # lines left free for people's own words, for whoever prints it


def make_word(sheet: Questionnaire) -> bytes:
    """The .docx, on A4."""
    word = _Word(sheet)
    word.write()
    return _packed(word.document)


class _Word:
    def __init__(self, sheet: Questionnaire) -> None:
        self.document: WordDocument = Document()
        self._sheet = sheet
        self._ids = count(1)
        _set_up(self.document, sheet)

    def write(self) -> None:
        """The whole sheet, from its title on."""
        sheet = self._sheet
        self._heading(1, sheet.title)
        if sheet.subtitle is not None:
            self._paragraph(sheet.subtitle)
        for passage in sheet.before:
            self._passage(passage)
        self._passage(Passage(sheet.head, sheet.lead))
        for entry in sheet.entries:
            match entry:
                case Part():
                    self._part(entry)
                case Asked():
                    self._asked(entry)
                case Told():
                    self._told(entry)
                case _:
                    assert_never(entry)
        for passage in sheet.after:
            self._passage(passage)

    def _passage(self, passage: Passage) -> None:
        self._heading(2, passage.head)
        for said in passage.paragraphs:
            self._paragraph(said)

    def _told(self, entry: Told) -> None:
        self._who(entry.who)
        for at, said in enumerate(entry.paragraphs):
            layout = self._paragraph(said).paragraph_format
            layout.left_indent, layout.space_before = Cm(0.6), Pt(0 if at else 14)

    def _part(self, entry: Part) -> None:
        head = self._heading(QUESTION + entry.depth, entry.head).runs[0]
        head.font.size, head.font.color.rgb = (
            Pt(SIZE + 1),
            ACCENT,
        )  # more than the questions beneath, which it may share a style with
        self._who(entry.who)
        for said in entry.how:
            self._paragraph(said).paragraph_format.keep_with_next = True

    def _asked(self, entry: Asked) -> None:
        self._heading(QUESTION + entry.depth, entry.label, before=f"{entry.figure}. ")
        self._who(entry.who)
        if entry.hint is not None:
            self._paragraph(entry.hint).paragraph_format.keep_with_next = True
        how = self._paragraph(*entry.how)
        how.paragraph_format.keep_with_next = True
        for choice in entry.choices:
            self._choice(choice, last=choice is entry.choices[-1])
        if entry.space:
            self._place_to_write(entry)

    def _who(self, lines: tuple[Said, ...]) -> None:
        for line in lines[:1]:
            told = self._paragraph(line)
            told.paragraph_format.keep_with_next = True
            told.runs[0].bold = True
        for line in lines[1:]:
            self._paragraph(line, style="List Bullet").paragraph_format.keep_with_next = True

    # ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _heading(self, level: int, said: Said, before: str = "") -> Paragraph:
        return self._paragraph(Said(before + said.words, said.language), style=f"Heading {min(level, DEEPEST)}")

    def _paragraph(self, *said: Said, style: str = "Normal") -> Paragraph:
        """One paragraph, in the direction of its first words."""
        paragraph = self.document.add_paragraph(style=style)
        if direction_of(said[0].language) == "rtl":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001  python-docx has no other door to it
        for at, each in enumerate(said):
            _run(paragraph, (" " if at else "") + each.words, each.language)
        return paragraph

    def _choice(self, choice: Said, *, last: bool) -> None:
        paragraph = self._paragraph(Said(" " + choice.words, choice.language), style=CHOICES)
        paragraph.paragraph_format.keep_with_next = not last
        paragraph._p.insert_element_before(_tick_box(next(self._ids), choice.words), "w:r")  # noqa: SLF001

    def _place_to_write(self, entry: Asked) -> None:
        """A box with the words "Write here", which go when somebody writes."""
        words = self._sheet.write_here
        paragraph = self._paragraph(words)
        run = paragraph.runs[0]
        run.font.color.rgb = RGBColor(0x59, 0x59, 0x59)
        for _ in range(ROOM if entry.space == "lines" else 0):
            run.add_break(WD_BREAK.LINE)
        _frame(paragraph)
        paragraph._p.append(_text_control(next(self._ids), f"{entry.figure}. {entry.label.words}", run))  # noqa: SLF001


def _run(paragraph: Paragraph, words: str, language: str) -> Run:
    run = paragraph.add_run(words)
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    if direction_of(language) == "rtl":
        properties.append(OxmlElement("w:rtl"))
    properties.append(_element("w:lang", val=_culture(language), eastAsia=_culture(language), bidi=_culture(language)))
    return run


def _culture(language: str) -> str:
    """A language as Word knows it, which is with a country: the one where most speak it, and for English the United Kingdom."""
    likely = "en_GB" if language == "en" else get_global("likely_subtags").get(language, language)
    first, *_, last = likely.split("_")
    return f"{first}-{last}" if first != last else language


# ── what python-docx does not make: controls, frames, lists without a bullet ────────────────────────────────────────────────


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    prefix = tag.partition(":")[0]
    for name, value in attributes.items():
        element.set(qn(f"{prefix}:{name}"), value)
    return element


def _control(number: int, title: str) -> tuple[BaseOxmlElement, BaseOxmlElement, BaseOxmlElement]:
    """A content control called `title`, its properties and its content, both to be filled."""
    control, properties, content = _element("w:sdt"), _element("w:sdtPr"), _element("w:sdtContent")
    properties.extend((_element("w:alias", val=title[:64]), _element("w:id", val=str(number))))
    control.extend((properties, content))
    return control, properties, content


def _tick_box(number: int, title: str) -> BaseOxmlElement:
    control, properties, content = _control(number, title)
    box = _element("w14:checkbox")
    box.append(_element("w14:checked", val="0"))
    box.append(_element("w14:checkedState", val="2612", font="MS Gothic"))
    box.append(_element("w14:uncheckedState", val="2610", font="MS Gothic"))
    properties.append(box)
    run, look, text = _element("w:r"), _element("w:rPr"), _element("w:t")
    look.append(_element("w:rFonts", ascii="MS Gothic", hAnsi="MS Gothic", eastAsia="MS Gothic", hint="eastAsia"))
    text.text = "☐"
    run.extend((look, text))
    content.append(run)
    return control


def _text_control(number: int, title: str, run: Run) -> BaseOxmlElement:
    control, properties, content = _control(number, title)
    properties.append(_element("w:showingPlcHdr"))
    properties.append(_element("w:text", multiLine="1"))
    content.append(run._r)  # noqa: SLF001
    return control


def _frame(paragraph: Paragraph) -> None:
    frame = _element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        frame.append(_element(f"w:{side}", val="single", sz="4", space="6", color="595959"))
    paragraph._p.get_or_add_pPr().insert_element_before(frame, "w:shd", "w:bidi", "w:spacing", "w:ind", "w:jc")  # noqa: SLF001
    paragraph.paragraph_format.space_before = Pt(10)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(0.3)


def _set_up(document: WordDocument, sheet: Questionnaire) -> None:
    """A4, one plain font, the language, and the style of lists of choices."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    looks = {"Normal": (SIZE, 0), "Heading 1": (20, 0), "Heading 2": (15, 18)}
    looks |= {f"Heading {level}": (SIZE, 18) for level in range(QUESTION, DEEPEST + 1)}
    for name, (size, space) in looks.items():
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(space), Pt(6)
        look = style.element.get_or_add_rPr()
        look.rFonts.set(qn("w:cs"), FONT)  # the letters of Arabic, Bengali and their like
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            look.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        for other in look.findall(qn("w:szCs")):
            look.remove(other)
        look.find(qn("w:sz")).addnext(_element("w:szCs", val=str(size * 2)))
        if name != "Normal":
            style.font.bold, style.font.italic = True, False
            style.font.color.rgb = ACCENT if name < f"Heading {QUESTION}" else RGBColor(0, 0, 0)
    choices = document.styles.add_style(CHOICES, WD_STYLE_TYPE.PARAGRAPH)
    choices.base_style = document.styles["Normal"]
    choices.element.get_or_add_pPr().append(_no_bullets(document))
    for language in document.styles.element.iter(qn("w:lang")):
        for attribute in ("val", "eastAsia", "bidi"):
            language.set(qn(f"w:{attribute}"), _culture(sheet.language))
    about = document.core_properties
    about.title, about.language, about.author, about.comments = sheet.title.words, sheet.language, "", ""
    for moment in about._element.xpath("dcterms:created | dcterms:modified"):  # noqa: SLF001
        about._element.remove(moment)  # noqa: SLF001


def _no_bullets(document: WordDocument) -> BaseOxmlElement:
    """A list whose items have no bullet, since each begins with a box: a screen reader still tells how many there are."""
    numbering = document.part.numbering_part.element
    kind, level = _element("w:abstractNum", abstractNumId="90"), _element("w:lvl", ilvl="0")
    level.extend((_element("w:start", val="1"), _element("w:numFmt", val="none"), _element("w:suff", val="nothing")))
    level.extend((_element("w:lvlText", val=""), _element("w:lvlJc", val="left"), _element("w:pPr")))
    level[-1].append(_element("w:ind", left="400", hanging="400"))  # twentieths of a point: a second line begins under the first
    kind.extend((_element("w:multiLevelType", val="singleLevel"), level))
    numbering.insert_element_before(kind, "w:num")
    used = numbering.add_num(90)
    properties = _element("w:numPr")
    properties.extend((_element("w:ilvl", val="0"), _element("w:numId", val=str(used.numId))))
    return properties


def _packed(document: WordDocument) -> bytes:
    """The file, without the moment at which it was packed, and without the picture of another document in the template."""
    package = document.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[key]
    packed, again = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)
    return again.getvalue()
