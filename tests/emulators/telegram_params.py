"""What comes with a request to the Bot API."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.emulators.telegram_limits import JSON, bad


@dataclass(frozen=True)
class File:
    """An uploaded file."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Params:
    """What a request carries. In a query, a form or a multipart, objects come JSON-serialised (API#making-requests)."""

    values: Mapping[str, object]
    files: Mapping[str, File] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A string, empty when it is not there."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ("" if value is None else json.dumps(value))

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number."""
        text = self.text(name)
        try:
            return int(text) if text else default
        except ValueError:
            raise bad(f'field "{name}" must be of type Integer') from None

    def flag(self, name: str) -> bool:
        """A truth value."""
        return self.text(name).lower() in ("true", "1", "yes")

    def thing(self, name: str) -> object:
        """An object or an array, None when it is not there."""
        value = self.values.get(name)
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def mapping(self, name: str) -> JSON | None:
        """An object."""
        thing = self.thing(name)
        if thing is not None and not isinstance(thing, dict):
            raise bad(f"object expected as {name.replace('_', ' ')}")
        return thing

    def sequence(self, name: str) -> list[JSON]:
        """An array of objects."""
        thing = self.thing(name)
        if thing is not None and not isinstance(thing, list):
            raise bad(f"expected an Array of {name}")
        return thing or []
