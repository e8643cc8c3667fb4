"""What is shown beside a text: the file of a picture, the address of a film."""

import re

from surveys.definitions.outline import Entry, Findings, scalar

_PICTURE = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9_./-]{0,99}\.(?:png|jpe?g)", re.IGNORECASE)
_FILM = re.compile(r"https://[^\s<>\"']+\.[^\s<>\"']+")


def is_film(address: str) -> bool:
    """Whether `address` may lead people to a film: over https only, and without blanks."""
    return _FILM.fullmatch(address) is not None


def read_picture(entry: Entry | None, findings: Findings, question: str = "") -> str:
    """The name of a picture's file, which lies beside the survey's or in a folder within."""
    written = scalar(entry, findings, "picture", question=question)
    if entry is not None and not _PICTURE.fullmatch(written):
        remedy = "Name a .png or .jpg file in the same folder, or in a folder within it, in plain letters and without blanks."
        findings.note("picture-name", f"'{written}' cannot be the file of a picture", remedy, line=entry.line, question=question)
    return written
