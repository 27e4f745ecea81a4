"""Peoples and the states of their kin: danger from those states by month, and where a people has a
republic or region of its own inside another."""

from __future__ import annotations

import numpy as np

from partystate.core import dates
from partystate.country.country import Country
from partystate.world.power import NOBODY

BETWEEN_STATES = ","


def states_of_kin(country: Country) -> dict[str, tuple[str, ...]]:
    """The states of kin of each people, in order of nationalities.csv; none is empty."""
    table = country.tables["nationalities"]
    return {
        row["nationality"]: tuple(
            state.strip()
            for state in (row["kin_state_abroad"] or "").split(BETWEEN_STATES)
            if state
        )
        for row in table.iter_rows(named=True)
    }


def kin_points(country: Country, months: np.ndarray, everywhere: np.ndarray) -> np.ndarray:
    """Points of danger [T, N] from the states of kin of each people: the mean of its states, as
    nothing tells how its kin are spread over them. A country that does not keep danger by state
    gives every people with kin abroad the points of all, `everywhere` [T]."""
    kin, rows = states_of_kin(country), country.tables["dangers"]
    if rows.is_empty():
        return np.stack([everywhere * bool(states) for states in kin.values()], 1)
    by_state: dict[str, np.ndarray] = {}
    for row in rows.iter_rows(named=True):
        first, last = dates.parse(row["time"]).months
        inside = (months >= first) & (months <= last)
        before = by_state.setdefault(row["state"], np.zeros(len(months)))
        by_state[row["state"]] = before + inside * row["points"] / (last - first + 1)
    quiet = np.zeros(len(months))
    return np.stack(
        [
            sum((by_state.get(state, quiet) for state in states), quiet) / max(len(states), 1)
            for states in kin.values()
        ],
        1,
    )


def own_units(country: Country) -> np.ndarray:
    """Share [R, N] of a people of a region who live there in a republic or region of its own."""
    regions = list(country.tables["regions"]["region"])
    peoples = list(country.tables["nationalities"]["nationality"])
    share = np.zeros((len(regions), len(peoples)))
    for row in country.tables["autonomies"].iter_rows(named=True):
        share[regions.index(row["region"]), peoples.index(row["nationality"])] = row["share"]
    return share


def republics(country: Country) -> dict[str, np.ndarray]:
    """By region: the number of the people after whom its republic is named, or `NOBODY`, and their
    share among officials at the opening."""
    regions = list(country.tables["regions"]["region"])
    peoples = list(country.tables["nationalities"]["nationality"])
    people, share = np.full(len(regions), NOBODY, np.int32), np.zeros(len(regions))
    table = country.tables.get("officials")
    for row in table.iter_rows(named=True) if table is not None else ():
        at = regions.index(row["region"])
        people[at], share[at] = peoples.index(row["nationality"]), row["share"]
    return {"republic": people, "officials": share}
