"""Who leads in a run, in a sentence: spells of Decembers."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from partystate.country.names import Names
from partystate.scoring.order import read_leaders


def who_led(directory: Path, names: Names) -> str:
    """Who leads, "A from 1921 to 1926, B from 1927 to 1940"; blank for a run without leaders."""
    table = read_leaders(directory)
    if table is None or table.is_empty():
        return ""
    decembers = table.sort("time").select("time", "leader").iter_rows()
    spells = [
        (leader, [time[:4] for time, _ in each])
        for leader, each in groupby(decembers, key=lambda row: row[1])
    ]
    told = [f"{names.person(leader)} {_years(years)}" for leader, years in spells]
    return f"Who leads in this history, which comes out of the model: {', '.join(told)}."


def _years(years: list[str]) -> str:
    return f"in {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"
