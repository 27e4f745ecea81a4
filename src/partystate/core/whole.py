"""Whole numbers that a user gives: runs, seeds."""

from __future__ import annotations

import operator
from typing import SupportsIndex, cast

from partystate.core.errors import UserError


def whole(value: object, name: str, least: int = 0, below: int | None = None) -> int:
    """`value` as a whole number from `least` up to `below`, left out; UserError for anything else,
    and for 1.5, which is not rounded.

    >>> whole(3, "runs", least=1)
    3
    """
    try:
        number = None if isinstance(value, bool) else operator.index(cast(SupportsIndex, value))
    except TypeError:
        number = None
    if number is None or number < least or (below is not None and number >= below):
        ends = f"of at least {least}" if below is None else f"from {least} to {below - 1}"
        raise UserError(
            f"a wrong number of {name}" if name.endswith("s") else f"a wrong {name}",
            found=repr(value)[:80],
            expected=f"a whole number {ends}",
            action="Give another.",
        )
    return number
