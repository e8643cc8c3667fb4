"""Pictures for Easy Read: read from beside the survey, kept with it, and given out again."""

from pathlib import Path

import pytest

from bot.pictures import BIGGEST, fetching, find, media_type, read_pictures
from storage import consultations, pictures
from storage.database import Database
from surveys.definitions.model import Survey
from surveys.definitions.reader import read_survey
from surveys.errors import DefinitionError
from tests.factories import a_stored_consultation

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SURVEY = b"""
survey: shown
title: {en: Shown}
tried_by: Speak Up Wexmoor, 3 March 2010
questions:
  - name: green
    type: select_one often
    label: {en: How often are you on the green?}
    easy_read: {en: Do you go to the green?}
    picture: green.png
    picture_alt: {en: A green with a bench}
choices:
  often:
    yes: {label: {en: Often}, picture: green.png}
    no: {label: {en: Never}, picture: never.jpg}
"""


@pytest.fixture
def survey() -> Survey:
    return read_survey(SURVEY, "survey.yaml")


def test_each_picture_is_read_once_from_beside_the_survey(tmp_path: Path, survey: Survey) -> None:
    (tmp_path / "green.png").write_bytes(PNG)
    (tmp_path / "never.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert read_pictures(tmp_path / "survey.yaml", survey) == {"green.png": PNG, "never.jpg": b"\xff\xd8\xff\xe0"}


def test_what_is_missing_too_big_or_no_picture_is_named(tmp_path: Path, survey: Survey) -> None:
    (tmp_path / "never.jpg").write_bytes(b"GIF89a")
    with pytest.raises(DefinitionError) as error:
        read_pictures(tmp_path / "survey.yaml", survey)
    assert [(fault.code, "green.png" in fault.what) for fault in error.value.faults] == [
        ("picture-missing", True),
        ("picture-kind", False),
    ]
    (tmp_path / "green.png").write_bytes(PNG + b"\0" * BIGGEST)
    with pytest.raises(DefinitionError) as error:
        read_pictures(tmp_path / "survey.yaml", survey)
    assert [fault.code for fault in error.value.faults] == ["picture-big", "picture-kind"]


@pytest.mark.parametrize(("data", "kind"), [(PNG, "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"<svg>", None)])
def test_what_kind_it_is_shows_in_the_bytes(data: bytes, kind: str | None) -> None:
    assert media_type(data) == kind


async def test_what_was_kept_is_found_by_survey_and_name(database: Database) -> None:
    with database.write() as tx:
        consultation = a_stored_consultation(tx)
        [survey_id] = consultations.by_ids(tx, [consultation])[consultation].surveys
        pictures.add(tx, survey_id, {})
        pictures.add(tx, survey_id, {"green.png": PNG})
    assert find(database, f"{survey_id}/green.png") == PNG
    assert await fetching(database)(f"{survey_id}/green.png") == PNG
    for nothing in (f"{survey_id}/other.png", "green.png", f"{survey_id}/\0", "a\0/green.png"):
        assert find(database, nothing) is None
