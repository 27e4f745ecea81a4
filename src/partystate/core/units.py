"""Units with checked conversion: a quantity of one kind never becomes another's.

The units are rows of `units.csv`: `factor` is the size of the unit in the first unit of its
dimension; a unit with `multiples` 1 also has `thousand`, `million` and `billion` of it. An index (a
year, `=`, and 1, 10, 100 or 1000) is known for every year and base; indices of two years are of two
kinds. Bare `thousand` and `million` are persons."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from partystate.core.errors import UserError

MULTIPLES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
INDEX = re.compile(r"(\d{4})=(1|10|100|1000)", re.ASCII)
MOST_SHOWN = 8


class UnitError(UserError):
    """An unknown unit, or two units of different kinds."""


def _load(path: Path) -> dict[str, tuple[str, float]]:
    """unit -> (dimension, factor to the first unit of the dimension)."""
    units: dict[str, tuple[str, float]] = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            dimension, factor = row["dimension"], float(row["factor"])
            units[row["unit"]] = (dimension, factor)
            if row["multiples"] == "1":
                units |= {
                    f"{word} {row['unit']}": (dimension, size * factor)
                    for word, size in MULTIPLES.items()
                }
    return units


UNITS = _load(Path(__file__).with_name("units.csv"))


def is_unit(unit: str) -> bool:
    """Whether the unit is known."""
    return unit in UNITS or INDEX.fullmatch(unit) is not None


def dimension(unit: str) -> str:
    """What kind of quantity the unit measures; UnitError for an unknown unit."""
    return _look_up(unit)[0]


def check_unit(unit: str) -> str:
    """The unit itself, if it is known; else UnitError."""
    _look_up(unit)
    return unit


def convert(value: float, from_unit: str, to_unit: str) -> float:
    """`value` in `to_unit`; UnitError for an unknown unit or another dimension. Works on arrays
    too."""
    kind, factor = _look_up(from_unit)
    wanted, divisor = _look_up(to_unit)
    if from_unit == to_unit:
        return value
    if kind != wanted:
        raise UnitError(
            "two units of different kinds",
            column="unit",
            found=f"{from_unit!r}, a unit of {kind}",
            expected=f"{to_unit!r} or another unit of {wanted}: {_shown(wanted)}",
            action="Mend the unit, or the quantity it is used for.",
        )
    return value * (factor / divisor)


def _look_up(unit: str) -> tuple[str, float]:
    if unit in UNITS:
        return UNITS[unit]
    index = INDEX.fullmatch(unit) if isinstance(unit, str) else None
    if index is None:
        raise UnitError(
            "this unit is unknown",
            column="unit",
            found=repr(unit),
            expected="a unit of core/units.csv",
            action="Use the spelling of that file, or add a row to it.",
        )
    return f"index of {index[1]}", 1 / float(index[2])


def _shown(kind: str) -> str:
    names = [unit for unit, (of, _) in UNITS.items() if of == kind]
    return (
        ", ".join(names[:MOST_SHOWN]) if names else f"the index of {kind.split()[-1]} to any base"
    )
