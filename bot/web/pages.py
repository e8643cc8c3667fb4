"""How pages are made: Jinja templates, filled with values and the catalogue's words. They need no JavaScript and no cookie."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.resources import files
from pathlib import Path
from typing import cast

from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException

from surveys.definitions.model import Texts, say
from surveys.definitions.pipes import blank
from surveys.interviews.model import Param
from surveys.messages import Mark, Outgoing
from surveys.words.catalogue import Catalogue
from surveys.words.languages import closest, direction_of, own_name

STATIC = Path(str(files("bot.web") / "static"))
HELP_ELSEWHERE = "https://www.bbc.co.uk/weather"  # where "Hide this page" leads: harmless, and known to load fast
COMPONENTS = {
    "button": "Button",
    "checkboxes": "Checkboxes",
    "date-input": "DateInput",
    "details": "Details",
    "error-summary": "ErrorSummary",
    "exit-this-page": "ExitThisPage",
    "input": "Input",
    "inset-text": "InsetText",
    "panel": "Panel",
    "radios": "Radios",
    "skip-link": "SkipLink",
    "summary-list": "SummaryList",
    "tag": "Tag",
    "textarea": "Textarea",
    "warning-text": "WarningText",
}


@dataclass(frozen=True)
class Pages:
    """Renders the templates of `bot/web/templates/` in the languages there are catalogues for.

    Those of a `preview` say that nothing is kept.
    """

    catalogues: Mapping[str, Catalogue]
    preview: bool = False

    def words(self, language: str) -> Catalogue:
        """The catalogue of `language`, else the English one, which is always complete."""
        return self.catalogues.get(closest(language, self.catalogues)) or self.catalogues["en"]

    def render(self, template: str, values: Mapping[str, object] = {}, language: str = "en", asked: str = "") -> str:
        """The page as HTML. `values` are what the template names; one that is missing is an error.

        `asked` is the language that somebody chose for themselves: links to other pages take it along. Where `values` has
        `tongues` (languages), the page offers itself in each.
        """
        words = self.words(language)
        tongues = {tag: own_name(tag) for tag in cast("Iterable[str]", values.get("tongues", ()))}
        said_in = {
            "tongue": lambda _key: words.language,
            "written": words.language,
        }  # for pages whose author's texts are not marked
        return self._environment.get_template(template).render(
            {**said_in, **values, "tongues": tongues},
            t=partial(_text, words),
            day=words.shown,
            language=words.language,
            direction=words.direction,
            wanted=language,
            asked=asked,
            link=partial(_link, asked),
            mark=partial(_mark, words.language),
        )

    def page(
        self,
        template: str,
        values: Mapping[str, object] = {},
        language: str = "en",
        status: int = 200,
        asked: str = "",
    ) -> HTMLResponse:
        """The page as a response."""
        return HTMLResponse(self.render(template, values, language, asked), status)

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("bot.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals |= _components() | {"static": _fingerprints().__getitem__, "elsewhere": HELP_ELSEWHERE}
        environment.globals["preview"] = self.preview
        environment.filters["say"] = _say
        environment.filters["direction"] = direction_of
        environment.filters["own_name"] = own_name
        environment.filters["marked"] = _marked_items
        environment.filters["paragraphs"] = _paragraphs
        environment.filters["message"] = _message
        return environment


def _components() -> dict[str, Callable[..., Markup]]:
    """The macros of govuk-frontend-jinja. They try parameters that are not there, so they live in a lenient environment."""
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    lenient = Environment(loader=loader, autoescape=True, undefined=ChainableUndefined)
    macros = {}
    for folder, name in COMPONENTS.items():
        module = lenient.get_template(f"govuk_frontend_jinja/components/{folder}/macro.html").module
        macros[f"govuk{name}"] = getattr(module, f"govuk{name}")
    return macros


def _fingerprints() -> dict[str, str]:
    """Each static file's address, with a digest of its bytes, so that browsers may keep it for ever."""
    return {
        path.relative_to(STATIC).as_posix(): f"/static/{path.relative_to(STATIC).as_posix()}?{_digest(path)}"
        for path in sorted(STATIC.rglob("*"))
        if path.is_file()
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def number_in(path: str) -> int:
    """The number that a part of an address is; 404 where it is none, or longer than any of ours."""
    if not (path.isascii() and path.isdigit() and len(path) < 10):
        raise HTTPException(404)
    return int(path)


def _text(words: Catalogue, key: str, **params: Param) -> str:
    return words.text(key, params)


def _link(asked: str, path: str) -> str:
    """`path` in the language that was asked for."""
    return f"{path}{'&' if '?' in path else '?'}language={asked}" if asked else path


def _mark(page: str, text: str, language: str) -> str:
    """`text`, marked as being in `language` where the page around it is in another: read aloud, and set, as what it is."""
    if language == page or not text:
        return text
    return Markup('<span lang="{0}" dir="{1}">{2}</span>').format(language, direction_of(language), text)


def _marked_items(items: Iterable[Mapping[str, str]], language: str, page: str) -> list[Mapping[str, str]]:
    """The choices of a form component, each marked as `_mark` does."""
    return [{**item, "text": _beside(item.get("picture", ""), _mark(page, item["text"], language))} for item in items]


def _beside(picture: str, text: str) -> str:
    """`text` with its picture before it; the text says what the picture shows."""
    shown = Markup('<img class="hb-picture hb-picture--choice" src="/pictures/{}" alt="">{}')
    return shown.format(picture, text) if picture else text


def _say(texts: Texts, language: str) -> str:
    return blank(say(texts, language))  # on a page of all questions nobody has answered yet


def _paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of what somebody wrote, parted by blank lines."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


TAGS: Mapping[str, str] = {"bold": "strong", "italic": "em", "quote": "q"}


def _message(message: Outgoing) -> Markup:
    """A message as paragraphs, its marks as elements. Links are left as text: these words are also other people's."""
    paragraphs, start = [], 0
    for text in message.text.split("\n\n"):
        inside = [mark for mark in message.marks if start <= mark.start < start + len(text) and mark.kind in TAGS]
        paragraphs.append(Markup('<p class="govuk-body">{}</p>').format(_marked(text, start, inside)))
        start += len(text) + 2
    return Markup("\n").join(paragraphs)


def _marked(text: str, start: int, marks: list[Mark]) -> Markup:
    html, at = Markup(""), 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        begin, end, tag = max(mark.start - start, at), min(mark.end - start, len(text)), TAGS[mark.kind]
        html += _lines(text[at:begin]) + Markup("<{0}>{1}</{0}>").format(tag, _lines(text[begin:end]))
        at = end
    return html + _lines(text[at:])


def _lines(text: str) -> Markup:
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))
