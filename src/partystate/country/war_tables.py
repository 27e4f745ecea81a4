"""What war.csv of a country holds: a war on its own land, from outside."""

# pyright: reportInvalidTypeForm=false
# a Literal of words that stand elsewhere is made when the program runs, for pydantic

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from partystate.core.errors import UserError
from partystate.country.cells import Amount, Row, Text, Time, Unit, Verified
from partystate.country.told import Rows, label_error, wrong_unit
from partystate.world.herds import HERDS

WAR_UNITS = {
    "fought": "share",
    "called": "share",
    "army": "share",
    "captured": "share",
    "captivity": "per month",
    "reprisals": "per month",
    "hunted": "per month",
    "driven": "per month",
    "besieged": "share",
    "aid": "t",
}
# flows of a whole time, even over its months; the others stand in each month of theirs
AT_ONCE = ("called", "captured", "aid")
GROUPED = {"hunted": "nationality", "driven": "herd", "besieged": "region"}
WarSeries = Literal[tuple(WAR_UNITS)]


class WarRow(Row):
    """One series at a time: what an enemy does, what allies send, how many are called."""

    key = ("series", "group", "time")
    ranges = (("low", "central", "high"),)
    optional = True
    series: WarSeries
    group: str | None
    time: Time
    low: Amount | None
    central: Amount
    high: Amount | None
    unit: Unit
    source: Text
    verified: Verified


def war_sound(war: Rows, regions: Rows, nationalities: Rows) -> Iterator[UserError]:
    """Units of their kind, groups where a series has them, shares of at most one."""
    known = {
        "region": [row.region for _, row in regions],
        "nationality": [row.nationality for _, row in nationalities],
        "herd": list(HERDS),
    }
    for number, row in war:
        unit = WAR_UNITS[row.series]
        if row.unit != unit:
            yield wrong_unit("war.csv", number, row.unit, unit)
        axis = GROUPED.get(row.series)
        if axis is None and row.group is not None:
            yield UserError(
                "a group where the series has none",
                "war.csv",
                number,
                "group",
                found=repr(row.group),
                expected="a blank",
                action="Leave it blank.",
            )
        elif axis is not None and row.group not in known[axis]:
            yield label_error(
                "war.csv", number, "group", row.group or "", known[axis], f"the {axis} table"
            )
        if unit == "share" and row.central > 1:
            yield UserError(
                "a share above one",
                "war.csv",
                number,
                "central",
                found=f"{row.central:g}",
                expected="at most 1",
                action="Mend the number.",
            )
