"""Placeholder while the evaluator is written."""


class Expression:
    """See the plan."""

    names: frozenset[str]
