"""The ledger of society: collections that fall short, grain taken by force, a drive that is broken
off and resumed, a style that becomes the official one; and with them what happens to faiths.

Columns and kinds are those of the ledger of the party's top; `target` is a region as `region=NAME`,
or blank."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.history.ledger.faith import RELIGION, faith_events
from partystate.history.trajectory import Trajectory
from partystate.world.agricultural_clock import HARVEST, MONTHS
from partystate.world.culture import OFFICIAL

# share of what is due by now that is missing, from which collections fall well under the plan
SHORT = 1 / 5
MOST_DUE = 1 / 2  # share of the year's plan that must be due before anything is told of it
HALF = 1 / 2  # of new works, from which a style is the official one
PLACE = {"style_made_official": "culture"}  # what stands in the column of offices
BY_FORCE = 1 / 4  # coercion from which grain is taken by force
OF_LAND = ("procurement", "collectivisation_drive", "culture", RELIGION)
SCHEMA = {
    "run": pl.Int32,
    "time": pl.String,
    "kind": pl.String,
    "actor": pl.String,
    "target": pl.String,
    "office": pl.String,
    "mechanism": pl.String,
    "weight": pl.Float64,
}


def land_ledger(kept: Trajectory, season: np.ndarray, run: int = 0) -> pl.DataFrame:
    """Events of one run; `season` [T] is the share of the year's plan due by each month's end."""
    months = kept.months.numbers
    told = [*_short(kept, season), *_seized(kept), *_drive(kept), *_style(kept)]
    rows = [
        (
            run,
            dates.month_text(int(months[t])),
            kind,
            "",
            target,
            PLACE.get(kind, ""),
            mechanism,
            weight,
        )
        for t, kind, target, mechanism, weight in told
    ]
    if "faith.schism" in kept.arrays:
        rows += [
            (run, dates.month_text(int(months[t])), kind, "", target, office, mechanism, weight)
            for t, kind, target, office, mechanism, weight in faith_events(kept)
        ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("time", "kind", "target")


def _short(kept: Trajectory, season):
    """First month of an agricultural year in which much of what is due is missing."""
    plan, got = kept["policy.plan"].sum(1), kept["land.collected"].sum(1)
    lag = 1 - got / np.maximum(plan * season, 1)
    is_short = (lag > SHORT) & (season >= MOST_DUE) & (plan > 0)
    for year in np.unique(_harvest_year(kept)):
        found = np.flatnonzero(is_short & (_harvest_year(kept) == year))
        if len(found):
            yield found[0], "procurement_short", "", "procurement", float(lag[found[0]])


def _harvest_year(kept: Trajectory) -> np.ndarray:
    return (kept.months.numbers - HARVEST) // MONTHS


def _seized(kept: Trajectory):
    """Months in which force behind collections passes its threshold in a region."""
    force = kept["policy.coercion"] >= BY_FORCE
    began = force & ~np.vstack([np.zeros_like(force[:1]), force[:-1]])
    for t, region in zip(*np.nonzero(began), strict=True):
        yield (
            t,
            "grain_seized",
            kept.region_groups[region],
            "procurement",
            float(kept["policy.coercion"][t, region]),
        )


def _drive(kept: Trajectory):
    """A drive broken off while it gained, and the month in which the share in collectives passes
    its former peak."""
    paused = kept["policy.paused"].reshape(-1) > 0
    share = kept["information.known_collectivised_share"]
    rural = kept.by_region(kept.population[:-1], ~kept.urban)
    whole = (share * rural).sum(1) / rural.sum(1)
    peak = None
    for t in range(1, len(paused)):
        if paused[t] and not paused[t - 1]:
            peak = whole[: t + 1].max() if peak is None else max(peak, whole[: t + 1].max())
            yield t, "drive_paused", "", "collectivisation_drive", float(whole[t])
        elif peak is not None and not paused[t] and whole[t] > peak:
            yield t, "drive_resumed", "", "collectivisation_drive", float(whole[t])
            peak = None


def _style(kept: Trajectory):
    """Months in which the official style comes to be half of new works."""
    share = kept["culture.works"][:, OFFICIAL]
    for t in range(1, len(share)):
        if share[t] > HALF >= share[t - 1]:
            yield t, "style_made_official", "", "culture", float(share[t])
