"""Words as Slack writes them, and as people do: https://docs.slack.dev/messaging/formatting-message-text."""

import re
from collections.abc import Iterator, Sequence

from surveys.messages import Mark

_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)")
# Slack writes an emoji by its name. Those that answer something are given back; of the others the name says what it was
_EMOJI = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "white_check_mark": "✅", "heavy_check_mark": "✔", "x": "❌",
    "100": "💯", "shrug": "🤷", "ok_hand": "👌", "thinking_face": "🤔", "face_with_rolling_eyes": "🙄", "confused": "😕",
    "slightly_smiling_face": "🙂", "smile": "😄", "smiley": "😃", "heart": "❤", "pray": "🙏", "cry": "😢", "rage": "😡",
}  # fmt: skip
_NAMED = re.compile(r":([a-z0-9_+-]+):(?::skin-tone-\d:)?")
_SIGNS = {"bold": "*", "italic": "_"}


def plain(text: str) -> str:
    """What a person wrote, from what Slack makes of it: links as they typed them, mentions by name, signs for entities."""
    return _NAMED.sub(lambda found: _EMOJI.get(found[1], found[0]), _unescaped(_REFERENCE.sub(_as_typed, text)))


def _as_typed(found: re.Match[str]) -> str:
    target, label = found[1], found[2] or ""
    if target[0] in "@#":
        return target[0] + (label or target[1:])
    if target[0] == "!":  # <!here>, <!subteam^S1|@board>, <!date^…|today>
        return label or f"@{target[1:].partition('^')[0]}"
    bare = _SCHEME.sub("", target)
    if not label or label.rstrip("/") == bare.rstrip("/"):
        return label or (bare if target.startswith(("mailto:", "tel:")) else target)
    return label if label == target else f"{label} ({target})"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mentions(text: str, user: str) -> bool:
    """Whether `text`, as Slack writes it, addresses this user."""
    return any(found[1] == f"@{user}" for found in _REFERENCE.finditer(text))


def escaped(text: str) -> str:
    """`text` with the three signs that mean something to Slack as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def length(text: str) -> int:
    """How long `text` is once it is escaped."""
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def cut(text: str, limit: int) -> str:
    """`text`, which Slack would refuse if it were longer, cut to `limit` with a … at its end."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def shortened(text: str, limit: int) -> str:
    """`text` escaped, cut so that it is no longer than `limit` then."""
    while length(text) > limit:
        text = cut(text, min(len(text) - 1, limit - (length(text) - len(text))))
    return escaped(text)


def mrkdwn(text: str, marks: Sequence[Mark]) -> str:
    """`text` escaped, its marks as Slack writes them. A mark is closed at the end of each line: no line inherits one."""
    pieces: dict[int, list[str]] = {}
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        for start, end in _lines(text, mark):
            before, after = _signs(mark)
            pieces.setdefault(start, []).append(before)
            if after:
                pieces.setdefault(end, []).insert(0, after)
    written, last = [], 0
    for place in sorted(pieces):
        written += [escaped(text[last:place]), *pieces[place]]
        last = place
    return "".join([*written, escaped(text[last:])])


def _lines(text: str, mark: Mark) -> Iterator[tuple[int, int]]:
    """The stretches of a mark that lie in one line each, without the white space around them; a quote is its whole lines."""
    start = mark.start
    while start < mark.end:
        end = text.find("\n", start, mark.end)
        end = mark.end if end < 0 else end
        line = text[start:end]
        if mark.kind == "quote":
            yield start, end
        elif line.strip():
            yield start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())
        start = end + 1


def _signs(mark: Mark) -> tuple[str, str]:
    if mark.kind == "quote":
        return "&gt; ", ""
    if mark.kind == "link":
        target = mark.url.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C").replace("&", "&amp;")
        return f"<{target}|", ">"
    return _SIGNS[mark.kind], _SIGNS[mark.kind]
