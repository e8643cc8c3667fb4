"""Answers inside of texts: `${name}` in a label stands for what was answered to an earlier question.

Source: https://xlsform.org/en/#piping.
"""

import re

from surveys.definitions.model import Texts

PIPE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
BLANK = "…"


def names_in(texts: Texts) -> list[str]:
    """The names that `texts` refer to in any language, each once; "" for a `${` that names nothing."""
    found: dict[str, None] = {}
    for text in texts.values():
        names = [pipe[1] for pipe in PIPE.finditer(text)]
        found.update(dict.fromkeys(names))
        if len(names) < text.count("${"):
            found[""] = None
    return list(found)


def blank(text: str) -> str:
    """`text` for whoever has not answered yet: an ellipsis in the place of each answer."""
    return PIPE.sub(BLANK, text) if "${" in text else text
