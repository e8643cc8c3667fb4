"""Languages by their names, and which of them somebody names."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from surveys.interviews.reading.folding import fold

# How people say "in it", where that is not the language's own name.
_INFLECTED: Mapping[str, tuple[str, ...]] = {
    "en": ("in english", "yn saesneg", "po angielsku", "англійською", "بالإنجليزية", "ইংরেজিতে"),
    "cy": ("welsh", "gymraeg"),
    "pl": ("po polsku", "polskim"),
    "uk": ("українською", "по українськи"),
    "ar": ("بالعربية", "عربي", "العربي"),
    "bn": ("bangla", "বাংলায়"),
}


@lru_cache(maxsize=256)
def own_name(tag: str) -> str:
    """A language as those who speak it call it ("Cymraeg", "Polski"); its tag where CLDR does not know it."""
    name = _names(tag).get(tag, tag)
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=256)
def direction_of(tag: str) -> str:
    """Which way it is written: "ltr" or "rtl"."""
    locale = _locale(tag)
    return locale.text_direction if locale is not None else "ltr"


def closest(wanted: str, tags: Iterable[str]) -> str:
    """Which of `tags` is `wanted`, or at least the same language elsewhere ("en" for "en-US"); "" where none is."""
    known = tuple(tags)
    if wanted in known:
        return wanted
    primary = wanted.replace("_", "-").partition("-")[0].lower()
    return next((tag for tag in known if primary and tag.partition("-")[0] == primary), "")


def named(text: str, tags: tuple[str, ...]) -> str:
    """Which one of `tags` somebody names in `text`, by whatever name; "" where none, or more than one."""
    said = f" {fold(text)} "
    found = {tag for tag in tags if any(f" {name} " in said for name in _called(tag, tags))}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=256)
def _called(tag: str, among: tuple[str, ...]) -> frozenset[str]:
    """What `tag` is called: in itself, in English and in each language it may be asked for in."""
    names = {tag, own_name(tag), *_INFLECTED.get(tag, ()), *(_names(each).get(tag, tag) for each in ("en", *among))}
    return frozenset(fold(name) for name in names)


def _names(tag: str) -> Mapping[str, str]:
    """The names of languages in the language `tag`."""
    locale = _locale(tag)
    if locale is None:
        return {}
    names = {each.replace("_", "-"): name for each, name in locale.languages.items()}
    return names | {tag: locale.display_name or tag}


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
