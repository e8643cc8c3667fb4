"""A survey and what its author made of it while people were answering, for tests."""

from surveys.definitions.model import Survey
from surveys.definitions.versions.history import History
from surveys.definitions.versions.plan import Plan, derive, numbered
from surveys.definitions.versions.plan_file import read_plan
from tests.factories import a_survey

ONE = """
survey: park
title: {en: The park, cy: Y parc}
questions:
  - {name: visit, type: select_one often, label: {en: How often do you come?, cy: Pa mor aml?}, required: true}
  - {name: what, type: select_multiple things, label: {en: What do you do there?, cy: Beth?}}
  - {name: age, type: integer, label: {en: How old are you?, cy: Faint yw eich oed?}}
  - {name: better, type: text, label: {en: What would be better?, cy: Beth fyddai?}, hint: {en: Anything., cy: Unrhyw.}}
  - {name: bye, type: note, label: {en: That is all., cy: Dyna'r cyfan.}}
choices:
  often: {daily: {en: Daily, cy: Bob dydd}, weekly: {en: Weekly, cy: Bob wythnos}, never: {en: Never, cy: Byth}}
  things: {play: {en: Play, cy: Chwarae}, rest: {en: Rest, cy: Gorffwys}, run: {en: Run, cy: Rhedeg}}
"""


def changed(*swaps: tuple[str, str]) -> Survey:
    """ONE with these words of its file exchanged for others."""
    source = ONE
    for before, after in swaps:
        assert before in source
        source = source.replace(before, after)
    return a_survey(source)


def a_plan(old: Survey, new: Survey, *lines: str) -> Plan:
    """The map from `old` to `new` as a file with these lines says it."""
    head = [f"survey: {new.name}", f'from: "{old.version}"']
    return read_plan("\n".join([*head, *lines]).encode(), "map.yaml", old, new)


def following(history: History, new: Survey, plan: Plan | None = None) -> History:
    """`history` with one version more."""
    plan = plan or derive(history.newest, new, same=True)
    after = numbered(new, plan, history)
    return History((*history.versions, after))
