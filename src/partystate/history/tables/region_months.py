"""What a map needs: the state of every region in every month of one run."""

from __future__ import annotations

import numpy as np
import polars as pl
from jaxtyping import Array

from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s

PER_THOUSAND = 1000
KG_PER_TONNE = 1000
COLUMNS = (
    "hunger_deaths",
    "hunger",
    "grain_per_head",
    "collectivised_share",
    "coercion",
    "blacklist",
    "flight_barred",
    "risings",
)


def region_months(kept: Trajectory) -> pl.DataFrame:
    """One row a region and month.

    hunger_deaths: a thousand persons and month. hunger: of the village, month-equivalents of full
    deficit.
    grain_per_head: kg in the barns on the last day, a head of the village. collectivised_share: of
    peasants, on the first day. coercion, blacklist, flight_barred: 0 to 1. risings: mass
    disturbances of the month."""
    world, present = kept.arrays, kept.population[:-1]
    rural, everyone = kept.by_region(present, ~kept.urban), kept.by_region(present)
    inside, alone = (
        _of_status(kept, status) for status in (s.COLLECTIVE_FARMER, s.INDIVIDUAL_PEASANT)
    )

    def over(values, persons):
        return values / np.maximum(persons, 1)

    found = {
        "hunger_deaths": PER_THOUSAND * over(kept.by_region(kept.famine_deaths), everyone),
        "hunger": world["people.hunger_rural"],
        "grain_per_head": KG_PER_TONNE * over(world["land.peasant_grain"], rural),
        "collectivised_share": over(inside, inside + alone),
        "coercion": world["policy.coercion"],
        "blacklist": world["policy.blacklist"],
        "flight_barred": world["policy.flight_barred"],
        "risings": world["land.risings"],
    }
    times, regions = kept.months.texts(), kept.layout.axes.regions.labels
    keys = {"time": [t for t in times for _ in regions], "region": list(regions) * len(times)}
    return pl.DataFrame(keys | {name: found[name].reshape(-1) for name in COLUMNS})


def _of_status(kept: Trajectory, status: str) -> Array:
    """Persons [T, R] of a status on the first day of each month."""
    labels = kept.layout.axes.statuses.labels
    return kept.by_region(
        kept.population[:-1], np.asarray(kept.layout.pair_status) == labels.index(status)
    )
