"""Authors' pictures for Easy Read: read from beside the survey's file, and given out again where they are shown."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from storage import pictures
from storage.database import Database
from surveys.definitions.model import Survey
from surveys.errors import DefinitionError, Fault, Place

BIGGEST = 1_000_000  # bytes: quickly there on a phone, and far below what any channel takes
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def names_of(survey: Survey) -> Iterable[str]:
    """The files of all pictures in `survey`, each once."""
    shown = [question.picture for question in survey.questions]
    shown += [choice.picture for question in survey.questions for choice in question.choices]
    return dict.fromkeys(name for name in shown if name)


def read_pictures(path: Path, survey: Survey) -> dict[str, bytes]:
    """The pictures of the survey in the file `path`. DefinitionError names each that is missing, too big or no picture."""
    found: dict[str, bytes] = {}
    faults: list[Fault] = []
    for name in names_of(survey):
        place = Place(str(path))
        try:
            with (path.parent / name).open("rb") as file:
                data = file.read(BIGGEST + 1)
        except OSError:
            remedy = f"Put it beside {path.name}, or take it out."
            faults.append(Fault("picture-missing", f"there is no picture '{name}'", remedy, place))
            continue
        if len(data) > BIGGEST:
            what = f"the picture '{name}' is bigger than {BIGGEST:,} bytes"
            faults.append(Fault("picture-big", what, "Save it smaller: 800 pixels wide are enough.", place))
        elif media_type(data) is None:
            remedy = "Save it as PNG or JPEG, in a picture program."
            faults.append(Fault("picture-kind", f"'{name}' is neither a PNG nor a JPEG picture", remedy, place))
        found[name] = data
    if faults:
        raise DefinitionError(tuple(faults))
    return found


def media_type(data: bytes) -> str | None:
    """What kind of picture it is, by its first bytes; None for what is none."""
    return next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)


def fetching(database: Database) -> Callable[[str], Awaitable[bytes | None]]:
    """What a channel awaits for the bytes of a picture, by the name in `surveys.messages.Picture`."""

    async def fetch(name: str) -> bytes | None:
        return await asyncio.to_thread(find, database, name)

    return fetch


def find(database: Database, name: str) -> bytes | None:
    """The bytes of the picture called `name`: its survey's id, a slash, its file. None where there is none."""
    survey_id, _, file = name.partition("/")
    with database.read() as tx:
        return pictures.find(tx, survey_id, file)
