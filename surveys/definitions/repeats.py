"""How answers to repeated questions, and columns of choices, are looked up.

Everything that an expression reads comes through one `lookup`, by these keys, each giving a text:

    name        the answer to a question; within a repeat, that of the same time round
    name[2]     the answer to a question of a repeat the second time round, from 1
    name[]      how many times a repeat, or a question in it, was gone through: "0", "1" …; "" where `name` is not repeated
    ..          the position, from 1, of what the question stands in: a repeat's time round; "" is 1, as for a group
    ../..       the same of what that stands in, and so on outwards
    #column     what stands in a column of the choice that a choice_filter is looking at; its name under "#name"

Within a repeat the key `name[]` of its own questions gives "", since there `${name}` means one answer
(https://getodk.github.io/xforms-spec/#a-big-deviation-with-xforms); that of the repeat itself gives the number in all.
"""

from collections.abc import Callable, Sequence

Lookup = Callable[[str], str]


def instance_key(name: str, index: int) -> str:
    """The key of the answer to `name` the `index`-th time round, from 1."""
    return f"{name}[{index}]"


def times_key(name: str) -> str:
    """The key of how many times `name` was gone through."""
    return f"{name}[]"


def column_key(column: str) -> str:
    """The key of what stands in a column of a choice."""
    return f"#{column}"


def all_answers(lookup: Lookup, name: str, times: str) -> Sequence[str]:
    """Every answer to `name`, in order; `times` is its `times_key`."""
    count = lookup(times)
    if not count:
        return (lookup(name),)
    return [lookup(instance_key(name, index)) for index in range(1, int(count) + 1)]


def answer_at(lookup: Lookup, name: str, index: float) -> str:
    """The answer to `name` the `index`-th time round; "" where there is no such time (XForms, indexed-repeat)."""
    return lookup(instance_key(name, int(index))) if index >= 1 and index.is_integer() else ""
