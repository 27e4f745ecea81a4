"""Figures in the words of their source, turned into the unit of an observable."""

from __future__ import annotations

from partystate.core import units
from partystate.core.errors import UserError


def known(unit: str, aliases: dict[tuple[str, str], float]) -> bool:
    """Whether the unit is one of core's or of the folder's `units.csv`."""
    return unit in units.UNITS or any(unit in pair for pair in aliases)


def factor(unit: str, to: str, aliases: dict[tuple[str, str], float]) -> float:
    """What one `unit` is in `to`; raises for units of different kinds."""
    if unit == to:
        return 1.0
    if (unit, to) in aliases:
        return aliases[unit, to]
    try:
        return units.convert(1.0, unit, to)
    except UserError:
        raise UserError(
            "no way from one unit to the other",
            column="unit",
            found=repr(unit),
            expected=f"{to!r} or a unit of its kind",
            action="Mend the unit, or add the pair to units.csv.",
        ) from None


def scaled(value: float | None, by: float) -> float | None:
    """A figure times a factor, without the dust that binary fractions leave in the last digits."""
    return None if value is None else float(f"{value * by:.12g}")
