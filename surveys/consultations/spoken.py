"""A consultation in one language: its own texts as people who are spoken to in it read them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from surveys.consultations.model import SPOKEN, Consultation
from surveys.errors import Fault
from surveys.words.catalogue import Catalogue
from surveys.words.languages import closest


def spoken(about: Consultation, language: str) -> Consultation:
    """`about` with its texts in `language`, each in the one it was written in first where it has not been translated."""
    texts = about.translations.get(closest(language, about.translations), {})
    return replace(about, **dict(texts)) if texts else about  # type: ignore[arg-type]  # the reader lets in no other keys


def language_of(about: Consultation, key: str, language: str) -> str:
    """The language that the text of `key` is in for people who are spoken to in `language`."""
    wanted = closest(language, about.translations)
    return wanted if key in about.translations.get(wanted, {}) else about.languages[0]


def check_spoken(about: Consultation, catalogues: Mapping[str, Catalogue]) -> Iterator[Fault]:
    """What people will read in another language than they chose, or in words that nobody has signed (decision 18)."""
    written = [key for key in SPOKEN if getattr(about, key)]
    for language in about.languages[1:]:
        missing = [key for key in written if key not in about.translations.get(language, {})]
        if missing:
            what = f"it is also in '{language}', and these have no words in it: {', '.join(missing)}"
            remedy = f"Write them as {{{about.languages[0]}: …, {language}: …}}, or take '{language}' out of languages."
            yield Fault("language-missing", what, remedy)
    if "cy" in about.bilingual and about.bilingual[0] != "cy":
        what = "'bilingual' does not begin with Welsh"
        yield Fault(
            "bilingual-order", what, "Write cy first. Source: the Welsh Language Standards treat neither less favourably."
        )
    for language in about.languages:
        yield from _unsigned(language, catalogues)


def _unsigned(language: str, catalogues: Mapping[str, Catalogue]) -> Iterator[Fault]:
    words = catalogues.get(closest(language, catalogues))
    if words is None:
        what = f"the bot does not speak '{language}': its own words are in English there"
        yield Fault("language-unspoken", what, "Have somebody translate surveys/words/en.yaml, or tell people so.")
        return
    if words.lacks:
        what = f"{len(words.lacks)} of the bot's own texts are not in '{language}' yet, and are said in English"
        yield Fault("catalogue-lacking", what, f"Translate them in surveys/words/{words.language}.yaml.")
    if not words.head.reviewed_by:
        what = f"nobody has reviewed the bot's own words in '{language}'"
        remedy = f"Have somebody who speaks it read surveys/words/{words.language}.yaml and sign at its head."
        yield Fault("catalogue-unreviewed", what, remedy)
    if not words.head.safeguarding_by:
        what = f"nobody has signed the bot's texts about harm in '{language}'"
        remedy = "Have a safeguarding lead read and sign them; until then no young people or carers are asked outside rehearsal."
        yield Fault("safeguarding-unsigned", what, remedy)
