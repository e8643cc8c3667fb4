"""Whoever runs Hearback finds every setting in docs/running.md, with the default that it really has."""

import re

from pydantic import SecretStr

from bot.config import Settings
from tests.house.tracked import ROOT

RUNNING = (ROOT / "docs" / "running.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(HEARBACK_[A-Z_]+)` \| (.*?) \|", RUNNING, re.MULTILINE))


def test_every_setting_is_documented_with_its_default() -> None:
    expected = {}
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else str(field.default)
        expected[f"HEARBACK_{name.upper()}"] = f"`{default}`" if default else "none"

    assert expected == ROWS


def test_the_documents_name_no_setting_that_does_not_exist() -> None:
    named = set(re.findall(r"HEARBACK_[A-Z_]+", RUNNING + (ROOT / "README.md").read_text("utf-8")))

    assert named <= ROWS.keys()
