"""What goes wrong is told with its place, and carries what its catcher needs."""

import pytest

from surveys.errors import ChannelBusy, DefinitionError, Fault, Place, Refused


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place(), "the file"),
        (Place("s.yaml"), "s.yaml"),
        (Place(line=3), "the file, line 3"),
        (Place("s.yaml", 3, "size"), "s.yaml, line 3, question 'size'"),
        (Place("s.xlsx", 3, sheet="survey"), "s.xlsx, sheet 'survey', row 3"),
        (Place("s.xlsx", sheet="survey"), "s.xlsx, sheet 'survey'"),
        (Place("s.yaml", 3, "size", 7), "s.yaml, line 3, question 'size', column 7 of the expression"),
    ],
)
def test_a_place_is_told_as_people_look_it_up(place: Place, told: str) -> None:
    assert str(place) == told


def test_a_wrong_file_tells_each_of_its_faults_on_a_line_of_its_own() -> None:
    faults = (Fault("a", "one is wrong", "Mend it.", Place("s.yaml", 1)), Fault("b", "so is two", "Take it out."))
    error = DefinitionError(faults)
    assert error.faults == faults
    assert str(error) == "s.yaml, line 1: one is wrong [a] Mend it.\nthe file: so is two [b] Take it out."


def test_a_refusal_carries_its_key_and_what_fills_it_in() -> None:
    refused = Refused("survey.twice", "There are two.", name="s", n=2)
    assert (str(refused), refused.key, refused.params) == ("There are two.", "survey.twice", {"name": "s", "n": 2})


def test_a_busy_vendor_says_how_long_to_wait() -> None:
    busy = ChannelBusy("slow down", 3.5)
    assert (str(busy), busy.retry_after) == ("slow down", 3.5)
