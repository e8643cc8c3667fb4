"""The languages of columns: "English (en)", "en" or "English" in a heading, a tag ("en") in a survey."""

import re
from functools import cache

from babel import Locale

from surveys.definitions.outline import LANGUAGE

_BRACKETS = re.compile(r"\(\s*([A-Za-z0-9-]+)\s*\)$")
_OWN_NAMES = ("cy", "bn", "pl", "ar", "uk", "fr", "es", "pt", "de", "it", "ro", "so", "tr", "ur", "pa", "zh")


def tag_of(written: str) -> str:
    """The tag of a language as people write it, "" where nobody can tell.

    A tag in brackets counts; else the whole is a tag, the language's English name, or (for some) its own name for itself.
    """
    written = written.strip()
    bracketed = _BRACKETS.search(written)
    if bracketed or LANGUAGE.fullmatch(written):
        primary, *rest = (bracketed[1] if bracketed else written).split("-")
        tag = "-".join([primary.lower(), *rest])
        return tag if LANGUAGE.fullmatch(tag) else ""
    name = written.casefold()
    return _english_names().get(name) or _own_names().get(name, "")


def heading_of(tag: str) -> str:
    """A language as ODK and Kobo write it in a heading: "Welsh (cy)"; the tag alone where it has no English name."""
    name = Locale("en").languages.get(tag.replace("-", "_"))
    return f"{name} ({tag})" if name else tag


@cache
def _english_names() -> dict[str, str]:
    return {name.casefold(): tag.replace("_", "-") for tag, name in Locale("en").languages.items()}


@cache
def _own_names() -> dict[str, str]:
    return {Locale(tag).languages[tag].casefold(): tag for tag in _OWN_NAMES}
