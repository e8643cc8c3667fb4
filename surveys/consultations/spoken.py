"""A consultation in one language: its own texts as people who are spoken to in it read them."""

from dataclasses import replace

from surveys.consultations.model import SPOKEN, Consultation
from surveys.errors import Fault
from surveys.words.languages import closest


def spoken(about: Consultation, language: str) -> Consultation:
    """`about` with its texts in `language`, each in the one it was written in first where it has not been translated."""
    texts = about.translations.get(closest(language, about.translations), {})
    return replace(about, **dict(texts)) if texts else about  # type: ignore[arg-type]  # the reader lets in no other keys


def language_of(about: Consultation, key: str, language: str) -> str:
    """The language that the text of `key` is in for people who are spoken to in `language`."""
    wanted = closest(language, about.translations)
    return wanted if key in about.translations.get(wanted, {}) else about.languages[0]


def untranslated(about: Consultation) -> tuple[Fault, ...]:
    """Texts that people will read in another language than the one they chose."""
    written = [key for key in SPOKEN if getattr(about, key)]
    faults = []
    for language in about.languages[1:]:
        missing = [key for key in written if key not in about.translations.get(language, {})]
        if missing:
            what = f"it is also in '{language}', and these have no words in it: {', '.join(missing)}"
            remedy = f"Write them as {{{about.languages[0]}: …, {language}: …}}, or take '{language}' out of languages."
            faults.append(Fault("language-missing", what, remedy))
    return tuple(faults)
