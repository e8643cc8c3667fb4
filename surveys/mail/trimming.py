"""What mail programs and habits put round a person's words: heads of quoted mail, signatures, notices at the foot.

No library reads these safely: mail-parser-reply takes an answer that begins with "- " for a signature, needs to be told the
language, and knows neither Welsh nor Russian. Here a head is known by its shape (an address or a moment, and a colon at its end).
"""

import re
from collections.abc import Sequence

_ADDRESS = re.compile(r"[^\s<>@\"]+@[^\s<>@\"]+\.\w+")
_MOMENT = re.compile(r"\b\d{4}\b.*\b\d{1,2}[:.h]\d{2}|\b\d{1,2}[:.h]\d{2}.*\b\d{4}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_OPENER = re.compile(
    r"(?:on|am|le|el|il|op|den|dnia|ar|em|w dniu|в|на|le|a)\b|\d|(?:mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\s*\*?[^\W\d_][\w .-]{0,24}\*?\s?:\*?\s*\S")
_RULE = re.compile(r"\s*(?:[_*=~–—-]{5,}|-+\s?[^\W\d_][\w\s]{3,40}\s?-+)\s*")
_DASHES = re.compile(r"\s*(?:--|—|–|__)\s*")
_LONGEST_HEAD = 8  # lines


def _any_of(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


_DEVICE = re.compile(
    r"\s*[*_]?"
    + _any_of(
        r"sent (?:from|via|with|on) (?:my|the|outlook|yahoo|gmail|mail|proton|samsung|a )",
        r"sent from \w+", r"get outlook for", r"outlook (?:for|für|pour) ", r"yahoo mail",
        r"von meinem \w+.* gesendet", r"gesendet (?:von|mit|aus) ", r"diese nachricht wurde von meinem",
        r"envoyé (?:de|depuis|à partir de) ", r"télécharger outlook",
        r"enviado (?:desde|do) ", r"inviato da", r"anfonwyd (?:o|oddi) ", r"отправлено (?:с|из) ", r"verstuurd vanaf",
        r"verzonden (?:met|vanaf)", r"wysłan[eo] z", r"skickat från", r"sendt fra", r"lähetetty",
    ),
    re.IGNORECASE,
)  # fmt: skip
_FAREWELL = re.compile(
    r"\s*"
    + _any_of(
        r"(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many) (?:regards|wishes|thanks)", r"regards", r"best", r"cheers",
        r"thanks(?: again| a lot| very much| so much)?", r"thank you(?: very much| so much)?", r"thx",
        r"yours(?: (?:sincerely|faithfully|truly))?", r"sincerely", r"all the best", r"kr", r"br",
        r"cofion(?: gorau| cynnes)?", r"diolch(?: yn fawr)?", r"hwyl",
        r"(?:mit )?(?:freundlichen?|besten?|herzlichen?|viele|liebe|schöne) gr(?:ü|ue)(?:ß|ss)en?", r"mfg", r"vg", r"lg",
        r"danke(?: schön)?", r"vielen dank", r"cordialement", r"bien (?:à vous|cordialement)", r"merci(?: beaucoup)?", r"cdlt",
        r"saludos(?: cordiales)?", r"gracias", r"atentamente", r"с уважением", r"спасибо", r"всего доброго",
        r"met vriendelijke groet(?:en)?", r"pozdrawiam", r"mvh",
    )
    + r"\s*[,.!]?\s*",
    re.IGNORECASE,
)  # fmt: skip
_NOTICE = re.compile(
    r"\s*[*_]*"
    + _any_of(
        r"confidential", r"privileged", r"disclaimer", r"caution", r"warning", r"important notice", r"this e-?mail",
        r"this message", r"the information (?:contained )?in this", r"please consider the environment",
        r"think before you print", r"virus-free", r"diese e-?mail", r"ce (?:message|courriel)",
        r"mae'r (?:e-bost|neges) (?:hon|hwn)", r"это сообщение",
    )
    + r"\b",
    re.IGNORECASE,
)  # fmt: skip
_GREETING = re.compile(
    r"\s*"
    + _any_of(
        r"hi", r"hello", r"hallo", r"hey", r"dear", r"good (?:morning|afternoon|evening)", r"bonjour",
        r"guten (?:tag|morgen|abend)", r"shwmae", r"annwyl", r"здравствуйте", r"добрый день", r"hola", r"sehr geehrte",
    )
    + r"\b(?:[ ,]+[^\s.,:!]+){0,4}[,!]\s*|\s*(?:hi|hello|hallo|hey|bonjour|shwmae|hola)(?: +\w+){0,2}[.:]?\s*",
    re.IGNORECASE,
)  # fmt: skip
_LONGEST_FAREWELL = 8  # lines that a name, a post and a telephone number take


def without_head(lines: Sequence[str]) -> list[str]:
    """These lines, which stand above quoted mail, without the head that a mail program puts over it, in whatever language."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    fields = _header_block(kept)
    if fields < len(kept):
        return kept[:fields]
    for count in range(1, min(4, len(kept)) + 1):
        head = " ".join(line.strip() for line in kept[-count:])
        if not head.endswith((":", "\uff1a")) or len(head) > 400:
            return kept
        if (_ADDRESS.search(head) or _MOMENT.search(head)) and (_OPENER.match(kept[-count].strip()) or count == 1):
            return kept[:-count] if _OPENER.match(kept[-count].strip()) else _further(kept)
    return kept


def _further(lines: Sequence[str]) -> list[str]:
    """A head whose last line could stand alone: up to three lines more belong to it where it begins as a head does."""
    for count in range(2, min(4, len(lines)) + 1):
        if not lines[-count].strip():
            break
        if _OPENER.match(lines[-count].strip()):
            return list(lines[:-count])
    return list(lines[:-1])


def _header_block(lines: Sequence[str]) -> int:
    """Where a block like "From: … Sent: … To: … Subject: …" at the end begins, with the rule above it; past the end for none."""
    start = len(lines)
    seen, addressed = 0, False
    for at in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_HEAD - 1), -1):
        line = lines[at]
        if _FIELD.match(line):
            seen, start = seen + 1, at
        elif line.strip() and not _RULE.fullmatch(line):
            break
        addressed = addressed or _ADDRESS.search(line) is not None
    if seen < 2 or not addressed:
        ruled = bool(lines) and _RULE.fullmatch(lines[-1]) is not None
        return len(lines) - 1 if ruled else len(lines)
    while start and (not lines[start - 1].strip() or _RULE.fullmatch(lines[start - 1])):
        start -= 1
    return start


def unsigned(text: str, *, answer: bool = False) -> str:
    """`text` without the signature, the "Sent from my phone" and the notices at its foot, and without a greeting at its head.

    The first line of an `answer` stays, whatever it is: "Best" under a question is one.
    """
    lines = text.strip("\n").splitlines()
    if lines and not answer and _GREETING.fullmatch(lines[0]):
        lines = lines[1:]
    for at, line in enumerate(lines):
        foot = (at or not answer) and (_NOTICE.match(line) or _RULE.fullmatch(line))
        if foot or _DASHES.fullmatch(line) or _DEVICE.match(line) or ((at or not answer) and _farewell(lines[at:])):
            lines = lines[:at]
            break
    return "\n".join(lines).strip()


def _farewell(lines: Sequence[str]) -> bool:
    return _FAREWELL.fullmatch(lines[0]) is not None and sum(bool(line.strip()) for line in lines) <= _LONGEST_FAREWELL
