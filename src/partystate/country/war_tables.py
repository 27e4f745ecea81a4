"""What war.csv of a country holds: a war on its own land, from outside."""

# pyright: reportInvalidTypeForm=false
# a Literal of words that stand elsewhere is made when the program runs, for pydantic

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from partystate.core.errors import UserError
from partystate.country.dated_series import DatedRow, series_sound
from partystate.country.told import Rows
from partystate.world.herds import HERDS
from partystate.world.sectors import PRODUCTS

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
    **dict.fromkeys(PRODUCTS, "share"),
}
# flows of a whole time, even over its months; the others stand in each month of theirs
AT_ONCE = ("called", "captured", "aid")
# where each product was made before the war stands in the months of the war and after
GROUPED = {"hunted": "nationality", "driven": "herd", "besieged": "region"} | dict.fromkeys(
    PRODUCTS, "region"
)
WarSeries = Literal[tuple(WAR_UNITS)]


class WarRow(DatedRow):
    """One series at a time: what an enemy does, what allies send, how many are called."""

    series: WarSeries


def war_sound(war: Rows, regions: Rows, nationalities: Rows) -> Iterator[UserError]:
    """Units of their kind, groups where a series has them, shares of at most one."""
    known = {
        "region": [row.region for _, row in regions],
        "nationality": [row.nationality for _, row in nationalities],
        "herd": list(HERDS),
    }
    groups = {name: (known[axis], f"the {axis} table") for name, axis in GROUPED.items()}
    shares = [name for name, unit in WAR_UNITS.items() if unit == "share"]
    yield from series_sound("war.csv", war, WAR_UNITS, groups, shares)
