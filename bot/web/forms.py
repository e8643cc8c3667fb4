"""What a posted form held."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from fastapi import Request
from starlette.exceptions import HTTPException

FIELDS = 300  # more than any page of ours has, choices included


class Form:
    """The fields of a posted form, as the person filled them in."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self._fields = fields

    def one(self, name: str) -> str:
        """The field's value, empty when it was not sent."""
        return next(iter(self._fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All the field's values, in order."""
        return tuple(self._fields.get(name, ()))


async def read_form(request: Request) -> Form:
    """Read a form as browsers post it without JavaScript (application/x-www-form-urlencoded); 400 when it is anything else."""
    body = await request.body()
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError as error:  # bad UTF-8 too
        raise HTTPException(400) from error
    return Form({name: [value.replace("\r\n", "\n") for value in values] for name, values in fields.items()})
