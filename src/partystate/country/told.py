"""How a broken rule is told: unknown labels, sums that stay open, ages with gaps, units of another
kind."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from partystate.core.errors import UserError
from partystate.core.units import convert
from partystate.country.cells import read_time

Rows = list[tuple[int, Any]]  # (line of the file, row of the model of its table)
SHOWN = 8  # labels listed in full
CLOSES = 1e-6  # shares of a whole may miss one by this much


def label_error(
    file: str, number: int, column: str, found: str, known: list[str], place: str
) -> UserError:
    """An unknown label, with the nearest known one."""
    known = list(dict.fromkeys(known))
    near = difflib.get_close_matches(found, known, 1)
    listed = ", ".join(known) if len(known) <= SHOWN else f"one of its {len(known)} labels"
    return UserError(
        f"a label that {place} does not have",
        file,
        number,
        column,
        found=repr(found),
        expected=listed,
        action=f"Did you mean {near[0]!r}?" if near else f"Mend the label or add it to {place}.",
    )


def open_sum(file: str, row: int | None, column: str, what: str, value: float) -> UserError:
    return UserError(
        f"{what} do not sum to one",
        file,
        row,
        column,
        found=f"{value:.8g}",
        expected="1",
        action="Mend the shares.",
    )


def wrong_unit(file: str, number: int, found: str, expected: str) -> UserError:
    return UserError(
        "a unit of another kind",
        file,
        number,
        "unit",
        found=repr(found),
        expected=f"{expected} or one that converts to it",
        action="Mend the unit and its numbers.",
    )


def gapless(file: str, rows: Rows) -> Iterator[UserError]:
    """Ages follow each other from 0 to an open end."""
    expected = 0
    for number, row in rows:
        if expected is None or row.age_from != expected:
            yield UserError(
                "ages that leave a gap or overlap",
                file,
                number,
                "age_from",
                found=str(row.age_from),
                expected="no row after the open one" if expected is None else str(expected),
                action="Let each row start where the last ended.",
            )
            return
        if row.age_to is not None and row.age_to < row.age_from:
            yield UserError(
                "an age group that ends before it starts",
                file,
                number,
                "age_to",
                found=str(row.age_to),
                expected=f"at least {row.age_from}",
                action="Mend the ages.",
            )
            return
        expected = None if row.age_to is None else row.age_to + 1
    if rows and expected is not None:
        yield UserError(
            "the last age group has an end",
            file,
            rows[-1][0],
            "age_to",
            found=str(expected - 1),
            expected="blank",
            action="Leave the oldest group open.",
        )


def converts(unit: str, wanted: str) -> bool:
    try:
        convert(1.0, unit, wanted)
    except UserError:
        return False
    return True


def month(text: str) -> int:
    """Number of a month of country.toml."""
    return read_time(text).months[0]
