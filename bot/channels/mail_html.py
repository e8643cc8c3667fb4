"""HTML mail as the plain text that its reader saw, each level of quoting marked by ">".

No library that we may use marks quotes so: inscriptis indents them, and html2text is under the GPL.
"""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "section",
    "article", "header", "footer", "dt", "dd", "body",
})  # fmt: skip
_SILENT = frozenset({"style", "script", "head", "title", "noscript", "template"})
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "embed", "source", "track"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Python's parser stumbles over the first, and takes time by the square of the rest: 24 KB of "<a " took it a quarter of a minute
_DECLARED = re.compile(r"<![^<>]*+>?")
_ENDLESS = re.compile(r"<[^<>]{5000,}+>")  # a picture within its own tag
_NO_TAG = re.compile(r"<(?=[^<>]*+(?:<|\Z))")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self._now = ""
        self._depth = 0
        self._silent: list[str] = []
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        style = dict(attrs).get("style") or ""
        close = (dict(attrs).get("class") or "").startswith("Mso")  # Outlook: each line is a paragraph, without space between
        if self._silent or tag in _SILENT or (_HIDDEN.search(style) and tag not in _VOID):
            if tag not in _VOID:
                self._silent.append(tag)
            return
        if tag in _BLOCKS:
            self._end(blank=tag in ("p", "blockquote") and not close)
        if tag == "blockquote":
            self._depth += 1
        elif tag == "pre":
            self._pre += 1
        elif tag in ("td", "th") and self._now.strip():
            self._now += " "

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:  # what was left open inside ends with it
                while self._silent.pop() != tag:
                    pass
            return
        if tag in _BLOCKS and tag not in _VOID:
            self._end()
        if tag == "blockquote":
            self._depth = max(0, self._depth - 1)
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._pre:
            *whole, last = data.split("\n")
            for line in whole:
                self._now += line
                self._end(blank=True)
            self._now += last
        else:
            self._now += _SPACE.sub(" ", data)

    def _end(self, *, blank: bool = False) -> None:
        """The line is full. Two of our blank lines are never put together; an empty one between paragraphs is kept."""
        said = self._now.replace("\u00a0", " ").strip()
        if said or (blank and self.lines and self.lines[-1][1]):
            self.lines.append((self._depth, said))
        self._now = ""

    def text(self) -> str:
        self._end()
        return "\n".join(f"{'> ' * depth}{line}".rstrip() for depth, line in self.lines)


def _without_comments(html: str) -> str:
    """Up to the end of each comment, or of it all where one never ends, as browsers show it."""
    kept, start = [], 0
    while (found := html.find("<!--", start)) >= 0:
        kept.append(html[start:found])
        end = html.find("-->", found + 2)  # "<!-->" is whole
        start = end + 3 if end >= 0 else len(html)
    return "".join([*kept, html[start:]])


def as_text(html: str) -> str:
    """The words of an HTML mail, in lines."""
    reader = _Reader()
    reader.feed(_NO_TAG.sub("&lt;", _ENDLESS.sub("", _DECLARED.sub("", _without_comments(html)))))
    reader.close()
    return reader.text()
