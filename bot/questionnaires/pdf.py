"""A questionnaire as PDF: tagged for screen readers (PDF/UA-1), in ordinary or large print, the same bytes for the same words.

The fonts beside this file hold Latin, Greek, Cyrillic, Arabic and Bengali letters. PDF/UA forbids a hole where a letter is
missing: no file is made rather than one with boxes in the place of words.
"""

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock

import msgspec
import typst

from surveys.consultations.questionnaire import Questionnaire
from surveys.errors import Refused
from surveys.words.languages import direction_of

_HERE = Path(str(files("bot.questionnaires")))
_ONE_AT_A_TIME = Lock()  # a page that anybody may ask for takes one core at most


def make_pdf(sheet: Questionnaire, *, large: bool = False) -> bytes:
    """The PDF, on A4; `large` is large print, 18 points. Refused where our fonts lack a letter."""
    languages = {sheet.language, sheet.head.language, sheet.title.language}
    data = msgspec.to_builtins(sheet) | {"directions": {tag: direction_of(tag) for tag in sorted(languages)}}
    return _made(msgspec.json.encode(data).decode(), large=large)


@lru_cache(maxsize=64)
def _made(sheet: str, *, large: bool) -> bytes:
    with _ONE_AT_A_TIME:
        try:
            made = _compiler().compile(
                format="pdf", pdf_standards=["ua-1"], sys_inputs={"sheet": sheet, "large": "yes" if large else "no"}
            )
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
            what = "Our fonts for PDF have Latin, Greek, Cyrillic, Arabic and Bengali letters, and this text has others."
            raise Refused("pdf.letters", f"{what} Take the Word file or the page instead.") from error
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    """Reads the fonts once. Only those beside this file: with a computer's own, the same words might give other bytes."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"])
    return typst.Compiler(_HERE / "questionnaire.typ", font_paths=fonts)
