"""What a posted form held."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from urllib.parse import parse_qs

from fastapi import Request
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import Scope

from surveys.messages import File

FIELDS = 300  # more than any page of ours has, choices included
AROUND = 64 * 1024  # bytes of a form beside its file: a remark, and what names the parts


class Form:
    """The fields of a posted form, as the person filled them in."""

    def __init__(self, fields: Mapping[str, Sequence[str]], files: Mapping[str, File] | None = None) -> None:
        self._fields = fields
        self._files = files or {}

    def one(self, name: str) -> str:
        """The field's value, empty when it was not sent."""
        return next(iter(self._fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All the field's values, in order."""
        return tuple(self._fields.get(name, ()))

    def file(self, name: str) -> File | None:
        """The file that was put into the field; None where there is none."""
        return self._files.get(name)


class _InMemory(MultiPartParser):
    """Keeps files in memory: what people send is on no disk before it is sealed."""

    spool_max_size = 1 << 40


def is_upload(scope: Scope) -> bool:
    """Whether a request carries a form with a file, as the page of a question that asks for one posts it."""
    kind = Headers(scope=scope).get("content-type", "")
    return scope["method"] == "POST" and scope["path"].startswith("/answer/") and kind.startswith("multipart/form-data")


async def read_upload(request: Request, largest: int) -> Form | None:
    """Read a form with a file of at most `largest` bytes (multipart/form-data); 400 when it is anything else.

    None where it is larger. It is let come in to its end all the same, or a browser would show that the line was cut.
    """
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= largest + AROUND:
            chunks.append(chunk)
        else:
            chunks.clear()
    if size > largest + AROUND:
        return None

    async def body() -> AsyncGenerator[bytes, None]:
        for chunk in chunks:
            yield chunk

    try:
        parsed = await _InMemory(request.headers, body(), max_files=1, max_fields=20, max_part_size=AROUND).parse()
    except (MultiPartException, KeyError) as error:
        raise HTTPException(400) from error
    fields: dict[str, list[str]] = {}
    files: dict[str, File] = {}
    for name, value in parsed.multi_items():
        if isinstance(value, UploadFile):
            data = await value.read()
            await value.close()
            if data:
                files[name] = File(data, value.filename or "", value.content_type or "")
        else:
            fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return None if any(len(file.data) > largest for file in files.values()) else Form(fields, files)


async def read_form(request: Request) -> Form:
    """Read a form as browsers post it without JavaScript (application/x-www-form-urlencoded); 400 when it is anything else."""
    body = await request.body()
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError as error:  # bad UTF-8 too
        raise HTTPException(400) from error
    return Form({name: [value.replace("\r\n", "\n") for value in values] for name, values in fields.items()})
