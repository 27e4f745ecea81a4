"""Units with checked conversion: a quantity of one dimension never becomes another's."""

from __future__ import annotations

from partystate.core.errors import UserError

# unit -> (dimension, factor to the first unit of the dimension)
UNITS: dict[str, tuple[str, float]] = {
    "persons": ("persons", 1),
    "thousand": ("persons", 1e3),
    "thousand persons": ("persons", 1e3),
    "million": ("persons", 1e6),
    "million, 1 January": ("persons", 1e6),
    "million a year": ("persons", 1e6),
    "persons a year": ("persons", 1),
    "t": ("mass", 1),
    "tonnes": ("mass", 1),
    "thousand t": ("mass", 1e3),
    "Mt": ("mass", 1e6),
    "Mt a year": ("mass", 1e6),
    "Mt a year, net outflow positive": ("mass", 1e6),
    "kg": ("mass", 1e-3),
    "ha": ("area", 1),
    "thousand ha": ("area", 1e3),
    "million ha": ("area", 1e6),
    "t/ha": ("yield", 1),
    "c per ha": ("yield", 0.1),
    "head": ("head", 1),
    "thousand head": ("head", 1e3),
    "million head": ("head", 1e6),
    "share": ("share", 1),
    "ratio": ("share", 1),
    "percent": ("share", 0.01),
    "per 1000": ("share", 0.001),
    "share of households": ("share", 1),
    "percent of peasant households": ("share", 0.01),
    "percent of peasant households, mid-year": ("share", 0.01),
    "years": ("time", 12),
    "months": ("time", 1),
    "per year": ("rate", 1),
    "per month": ("rate", 12),
    "per 1000 a year": ("death rate", 1),
    "per 10000 a day": ("death rate", 36.5),
}


def check_unit(unit: str) -> str:
    """The unit, if it is known."""
    if unit not in UNITS:
        raise UserError("unknown unit", found=repr(unit), expected="a unit of core.units", action="Use a unit listed there.")
    return unit


def convert(value: float, from_unit: str, to_unit: str) -> float:
    """Convert between units of one dimension; the same unit is always allowed."""
    if from_unit == to_unit:
        return value
    (dimension, factor), (other, divisor) = UNITS[check_unit(from_unit)], UNITS[check_unit(to_unit)]
    if dimension != other:
        raise UserError("units of different kinds", found=f"{from_unit} ({dimension})", expected=f"{to_unit} ({other})")
    return value * factor / divisor
