"""Reading a consultation's file, and every way in which it can be refused."""

from dataclasses import fields
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from surveys.consultations.model import Body, Consultation, Lundy, Period
from surveys.consultations.reader import read_consultation
from surveys.errors import DefinitionError

GOOD = """\
slug: framework-2010
title: A fairer way
owner: The Council
purpose: To buy services in one way.
can_change: The promises.
cannot_change: The money.
stage: plan
opens: 2010-08-16
closes: 2010-11-15
comes_back: 2011-01-31
zone: Europe/London
anonymity: named
decider: The board.
areas: [North, South]
languages: [en, cy]
audiences:
  - {audience: tso, survey: survey.yaml}
  - {audience: young_person, survey: young/Survey.xlsx}
bodies:
  - {slug: forum, name: The Forum, kind: forum}
  - {slug: board, name: The Board, kind: board}
safeguarding_lead: A
safeguarding_deputy: B
support: We pay travel.
papers: [The plan]
invented: yes
short_reason: None is needed.
options: To keep all as it is.
conflicts: None.
undecided: true
young_people: {space: The club, voice: A worker helps, audience: The board, influence: The hours}
pre_election: {begins: 2010-04-12, ends: 2010-05-06}
pre_election_reason: The grant ends.
"""


def faults(text: str) -> list[tuple[str, int]]:
    with pytest.raises(DefinitionError) as refused:
        read_consultation(text.encode(), "c.yaml")
    assert all(fault.place.file == "c.yaml" and fault.what and fault.remedy for fault in refused.value.faults)
    return [(fault.code, fault.place.line) for fault in refused.value.faults]


def test_every_field_is_read() -> None:
    consultation = read_consultation(GOOD.encode(), "c.yaml")
    assert consultation == Consultation(
        slug="framework-2010",
        title="A fairer way",
        owner="The Council",
        purpose="To buy services in one way.",
        can_change="The promises.",
        cannot_change="The money.",
        stage="plan",
        opens=date(2010, 8, 16),
        closes=date(2010, 11, 15),
        comes_back=date(2011, 1, 31),
        zone="Europe/London",
        anonymity="named",
        decider="The board.",
        areas=("North", "South"),
        languages=("en", "cy"),
        audiences=(("tso", "survey.yaml"), ("young_person", "young/Survey.xlsx")),
        bodies=(Body("forum", "The Forum", "forum"), Body("board", "The Board", "board")),
        safeguarding_lead="A",
        safeguarding_deputy="B",
        support="We pay travel.",
        papers=("The plan",),
        invented=True,
        short_reason="None is needed.",
        options="To keep all as it is.",
        conflicts="None.",
        undecided=True,
        young_people=Lundy("The club", "A worker helps", "The board", "The hours"),
        pre_election=Period(date(2010, 4, 12), date(2010, 5, 6)),
        pre_election_reason="The grant ends.",
    )
    assert all(
        f"{field.name}:" in GOOD for field in fields(Consultation) if field.name not in ("translations", "bilingual", "bsl")
    )
    assert consultation.days == 91


NEEDED = ["slug", "title", "owner", "purpose", "stage", "opens", "closes", "comes_back", "audiences", "bodies"]


def test_what_may_be_left_out_has_a_harmless_stand_in() -> None:
    given_keys = {key: value for key, value in yaml.safe_load(GOOD).items() if key in NEEDED}
    consultation = read_consultation(yaml.safe_dump(given_keys, sort_keys=False).encode(), "c.yaml")
    assert (consultation.zone, consultation.anonymity, consultation.languages) == ("Europe/London", "confidential", ("en",))
    assert (consultation.invented, consultation.areas, consultation.can_change) == (False, (), "")
    assert (consultation.young_people, consultation.pre_election) == (Lundy(), None)


@pytest.mark.parametrize("key", NEEDED)
def test_what_a_consultation_cannot_be_without_is_asked_for_by_name(key: str) -> None:
    given_keys = {name: value for name, value in yaml.safe_load(GOOD).items() if name != key}
    with pytest.raises(DefinitionError) as refused:
        read_consultation(yaml.safe_dump(given_keys).encode(), "c.yaml")
    assert [(fault.code, fault.remedy) for fault in refused.value.faults] == [("key-missing", f"Add '{key}: …'.")]


def line(key: str) -> int:
    return next(number for number, text in enumerate(GOOD.splitlines(), 1) if text.startswith(f"{key}:"))


def changed(key: str, value: str) -> str:
    """GOOD with another value for `key`, on the same line."""
    lines = GOOD.splitlines()
    at = line(key) - 1
    end = next((number for number in range(at + 1, len(lines)) if not lines[number].startswith(" ")), len(lines))
    return "\n".join([*lines[:at], f"{key}: {value}", *lines[end:]])


FAULTS = [
    ("title", "", "key-missing"),
    ("title", "[a]", "yaml-shape"),
    ("slug", "a b", "slug-wrong"),
    ("slug", "a" * 65, "slug-wrong"),
    ("opens", "16 August 2010", "date-unclear"),
    ("opens", "20100816", "date-unclear"),
    ("opens", "2010-02-30", "date-unclear"),
    ("opens", "", "key-missing"),
    ("closes", "2010-08-16", "date-order"),
    ("comes_back", "2010-11-15", "date-order"),
    ("zone", "Europe/Atlantis", "zone-unknown"),
    ("zone", "../../etc/passwd", "zone-unknown"),
    ("zone", "Europe", "zone-unknown"),
    ("anonymity", "anonymous", "anonymity-unavailable"),
    ("anonymity", "secret", "anonymity-unknown"),
    ("areas", "North", "yaml-shape"),
    ("areas", "[[North]]", "yaml-shape"),
    ("languages", "[English]", "language-code"),
    ("audiences", "[]", "list-empty"),
    ("audiences", "", "list-empty"),
    ("audiences", "tso", "yaml-shape"),
    ("audiences", "[tso]", "yaml-shape"),
    ("audiences", "[{audience: charities, survey: s.yaml}]", "audience-unknown"),
    ("audiences", "[{audience: tso, survey: a.yaml}, {audience: tso, survey: b.yaml}]", "audience-twice"),
    ("audiences", "[{audience: tso}]", "key-missing"),
    ("audiences", "[{audience: tso, survey: s.yaml, name: x}]", "key-unknown"),
    ("audiences", "[{audience: tso, survey: /etc/passwd}]", "survey-file"),
    ("audiences", "[{audience: tso, survey: ../s.yaml}]", "survey-file"),
    ("audiences", "[{audience: tso, survey: s.xls}]", "survey-file"),
    ("audiences", "[{audience: tso, survey: 'a\\b.yaml'}]", "survey-file"),
    ("audiences", "[{audience: tso, survey: s.docx}]", "survey-file"),
    ("undecided", "perhaps", "truth-unclear"),
    ("young_people", "the club", "yaml-shape"),
    ("young_people", "{place: The club}", "key-unknown"),
    ("pre_election", "", "period-unclear"),
    ("pre_election", "{begins: 2010-04-12}", "period-unclear"),
    ("pre_election", "{begins: 2010-05-06, ends: 2010-04-12}", "period-unclear"),
    ("bodies", "[]", "list-empty"),
    ("bodies", "[{name: N, kind: forum}]", "key-missing"),
    ("bodies", "[{slug: a b, name: N, kind: forum}]", "slug-wrong"),
    ("bodies", "[{slug: a, name: N, kind: club}]", "kind-unknown"),
    ("bodies", "[{slug: a, name: N, kind: forum}, {slug: a, name: M, kind: board}]", "body-twice"),
    ("invented", "maybe", "truth-unclear"),
]


@pytest.mark.parametrize(("key", "value", "code"), FAULTS, ids=[f"{key} {at}" for at, (key, *_) in enumerate(FAULTS)])
def test_a_wrong_value_is_refused_with_its_code_and_line(key: str, value: str, code: str) -> None:
    assert set(faults(changed(key, value))) == {(code, line(key))}


@pytest.mark.parametrize("written", ["[en, pl]", "[en]", "[en, en]"])
def test_what_is_sent_in_both_at_once_is_two_of_its_languages(written: str) -> None:
    """Two or more that the consultation has, each once."""
    with pytest.raises(DefinitionError) as refused:
        read_consultation(changed("languages", f"[en, cy]\nbilingual: {written}").encode(), "c.yaml")
    assert [(fault.code, fault.place.line) for fault in refused.value.faults] == [("bilingual-unclear", line("languages") + 1)]


def test_an_unknown_key_is_refused_and_a_key_said_twice_as_well() -> None:
    assert faults(GOOD + "start: 2010-08-16\ntitle: Again\n") == [("key-unknown", 34), ("key-twice", 35)]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = changed("anonymity", "anonymous").replace("2010-11-15", "2010-13-15").replace("slug: forum", "slug: the forum")
    assert faults(text) == [("date-unclear", 9), ("anonymity-unavailable", 12), ("slug-wrong", 20)]


def test_anonymous_is_refused_by_name_with_what_to_use() -> None:
    with pytest.raises(DefinitionError, match=r"not available yet.*Use 'confidential'"):
        read_consultation(changed("anonymity", "anonymous").encode(), "c.yaml")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _reads_or_refuses(data)


SCALARS = (
    st.text(max_size=8) | st.none() | st.booleans() | st.integers() | st.dates() | st.sampled_from(["tso", "s.yaml", "forum"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["audience", "survey", "slug", "name", "kind"]) | st.text(max_size=3), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([field.name for field in fields(Consultation)]), VALUES, max_size=6))
def test_any_values_are_read_or_refused(values: dict[str, object]) -> None:
    _reads_or_refuses(yaml.safe_dump({**yaml.safe_load(GOOD), **values}, allow_unicode=True).encode("utf-8", "surrogatepass"))


def _reads_or_refuses(data: bytes) -> None:
    try:
        read_consultation(data, "c.yaml")
    except DefinitionError:
        return
