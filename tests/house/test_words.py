"""Every text that the program may say is in the catalogue with all that fills it in, and every text there is said somewhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveys.words.catalogue import Catalogue, read_catalogue
from tests.factories import FACTS

ROOT = Path(__file__).parents[2]
SOURCES = [path for room in ("surveys", "handlers", "bot") for path in sorted((ROOT / room).rglob("*.py"))]
TEMPLATES = sorted((ROOT / "bot" / "web" / "templates").rglob("*.html"))
CATALOGUES = sorted((ROOT / "surveys" / "words").glob("*.yaml"))
QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
NAMED = re.compile(r"\{([a-z_]+)\}")
PROGRESS = {"number", "total"}  # what `**self._progress()` gives


def _trees() -> Iterator[ast.Module]:
    for path in SOURCES:
        yield ast.parse(path.read_text(encoding="utf-8"), str(path))


def _patterns() -> Iterator[str]:
    """Every text in the code, as a pattern for keys: an f-string's holes stand for anything, if its beginning names a section."""
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values]
                if re.match(r"[a-z_]+(\\\.[a-z_]+)*\\\.", "".join(parts)):
                    yield "".join(parts)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
    for path in TEMPLATES:
        for quoted in QUOTED.finditer(path.read_text(encoding="utf-8")):
            text = quoted[1] or quoted[2] or ""
            yield f"{re.escape(text)}.+" if text.endswith(".") else re.escape(text)


def test_every_text_is_said_somewhere(english: Catalogue) -> None:
    used = re.compile("|".join(sorted({f"(?:{pattern})" for pattern in _patterns() if pattern})))
    assert [key for key in english.texts if not used.fullmatch(key)] == []


def _forms(words: Catalogue, key: str) -> Iterator[str]:
    forms = words.texts[key]
    yield from [forms] if isinstance(forms, str) else forms.values()


def _needed(words: Catalogue, key: str) -> set[str]:
    return {name for form in _forms(words, key) for name in NAMED.findall(form)}


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


def _said(call: ast.Call) -> Iterator[tuple[str, set[str]]]:
    """The keys that a call says, each with the parameters it gives, where they stand there as plain texts."""
    given = {keyword.arg or "" for keyword in call.keywords}
    match _name(call), [list(_texts(argument)) for argument in call.args]:
        case (("_say" | "Say"), [keys, *_]):
            said, params = keys, given | (PROGRESS if "" in given else set())
        case "tell", [_, keys, *_]:
            said, params = keys, given | ({"home"} if "" not in given else set(FACTS))
        case "choose", [_, _, some, none]:
            said, params = some + none, {"home"}
        case "Unclear", [keys, *rest]:
            said, params = keys, set(rest[0]) if rest else set()
        case _:
            said, params = [], set()
    yield from ((key, params) for key in said)


def _texts(node: ast.expr) -> Iterator[str]:
    """The plain texts that an argument may be, or the keys of a dict."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body)
            yield from _texts(other)
        case ast.Dict(keys=keys):
            yield from (text for key in keys if key is not None for text in _texts(key))
        case _:
            return


def _all_said() -> dict[str, set[str]]:
    """Every key that a turn can say in so many words; what one call leaves out, no text of that key may need."""
    said: dict[str, set[str]] = {}
    for tree in _trees():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            for key, given in _said(call):
                said[key] = said[key] & given if key in said else given
    return said


def test_every_text_that_a_turn_says_is_there_with_all_that_fills_it_in(english: Catalogue) -> None:
    said = _all_said()
    assert {"consent", "did_you_mean", "stopped.nothing", "which_one", "reading.pick_one", "not_yet"} <= set(said)
    lacking: dict[str, object] = {
        key: _needed(english, key) - given - set(FACTS) if key in english.texts else "no such text" for key, given in said.items()
    }
    assert {key: names for key, names in lacking.items() if names} == {}


@pytest.mark.parametrize(
    "key",
    [
        *(f"status.{status}" for status in ("consent", "asking", "closing", "finished")),
        *(f"ask.{aside}" for aside in ("take_part", "hear_back", "quote", "forget")),
        *(f"button.{aside}.{pick}" for aside in ("take_part", "hear_back", "quote", "forget") for pick in ("yes", "no")),
        *(
            f"no_words.{what}"
            for what in ("sticker", "voice", "photo", "video", "file", "location", "contact", "poll", "other", "button")
        ),
    ],
)
def test_every_text_whose_key_is_put_together_is_there(english: Catalogue, key: str) -> None:
    assert _needed(english, key) <= set(FACTS) | PROGRESS


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_has_no_key_and_needs_no_parameter_that_the_english_one_has_not(path: Path, english: Catalogue) -> None:
    words = read_catalogue(path.read_bytes(), path.stem, path.name)
    assert [key for key in words.texts if key not in english.texts] == []
    assert [key for key in words.texts if not _needed(words, key) <= _needed(english, key) | {"n"}] == []


def test_no_text_is_left_without_an_end(english: Catalogue) -> None:
    """Not cut off, no space at the ends, no doubled space."""
    odd = {key for key in english.texts for form in _forms(english, key) if form != form.strip() or "  " in form}
    assert odd == set()
