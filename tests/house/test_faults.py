"""A fault that an author is told has a code that means one thing, and a remedy."""

import ast
import re
from collections.abc import Iterator

from tests.house.tracked import ROOMS, ROOT

MODULES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
}
FAULT = {"Fault": (0, 2)}  # where its code stands among the arguments, and where its remedy


def makers(tree: ast.Module) -> dict[str, tuple[int, int]]:
    """The functions of a module that make faults of a `code` and a `remedy`, and which arguments those are."""
    found = dict(FAULT)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg != "self"]
            if {"code", "remedy"} <= set(names):
                found[node.name] = names.index("code"), names.index("remedy")
    return found


def faults() -> Iterator[tuple[str, str, ast.expr]]:
    """Each fault that is made with its code written out: module, code, remedy."""
    everywhere = makers(MODULES["surveys/definitions/outline.py"])  # `Findings.note`, which other modules use
    for module, tree in MODULES.items():
        known = everywhere | makers(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = (
                node.func.id
                if isinstance(node.func, ast.Name)
                else node.func.attr
                if isinstance(node.func, ast.Attribute)
                else ""
            )
            code, remedy = known.get(name, (0, 0))
            if remedy and len(node.args) > remedy and isinstance(node.args[code], ast.Constant):
                value = node.args[code].value  # type: ignore[attr-defined]  # a Constant has one
                assert isinstance(value, str)
                yield module, value, node.args[remedy]


ALL = tuple(faults())


def test_faults_are_found() -> None:
    assert len(ALL) > 80


def test_a_code_is_short_and_can_be_searched_for() -> None:
    assert [code for _, code, _ in ALL if not re.fullmatch(r"[a-z]+([.-][a-z]+([_-][a-z]+)*)*", code)] == []


def test_a_remedy_that_is_written_out_is_a_sentence() -> None:
    written = [(module, code, remedy.value) for module, code, remedy in ALL if isinstance(remedy, ast.Constant)]

    assert [each for each in written if not re.fullmatch(r"[A-Z'].*[.?]", str(each[2]), re.DOTALL)] == []


def test_a_code_belongs_to_one_kind_of_file() -> None:
    """The modules that read one kind of file share its codes; nobody else uses them."""
    homes: dict[str, set[str]] = {}
    for module, code, _ in ALL:
        homes.setdefault(code, set()).add(_kind(module))

    assert {code: kinds for code, kinds in homes.items() if len(kinds) > 1} == {}


def _kind(module: str) -> str:
    noun = module.split("/")[1].removesuffix(".py")
    # surveys and consultations are written in the same YAML; sheets, in workbooks too, hold points and replies
    return {"consultations": "definitions", "replies": "sheets", "points": "sheets", "workbooks": "sheets"}.get(noun, noun)
