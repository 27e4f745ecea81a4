"""Observables of the land: harvest, collections, exports, stocks, and the share in collectives."""

from __future__ import annotations

import numpy as np

from partystate.history.block import Block, with_levels
from partystate.history.kept import Kept
from partystate.history.months import agricultural_year
from partystate.world import statuses as s
from partystate.world.agricultural_clock import HARVEST
from partystate.world.inputs import Endowment, Inputs

TONNES_PER_MT = 1e6
HA_PER_MILLION_HA = 1e6


def _both(kept: Kept, observable, unit, times, truth, known=None, published=None) -> list[Block]:
    """Whole and regional blocks of [times, R], at all levels where known values are given."""
    blocks = []
    for groups, reduce in ((("",), lambda v: v.sum(1, keepdims=True)), (kept.region_groups, lambda v: v)):
        base = Block(observable, "truth", unit, times, groups, reduce(truth))
        if known is None:
            blocks.append(base)
            continue
        told = known if published is None else published
        blocks += with_levels(base, known=reduce(known), published=reduce(told), preserved=reduce(known))
    return blocks


def grain(kept: Kept, inputs: Inputs, endowment: Endowment) -> list[Block]:
    """Harvest at four levels, area, yield, collections, exports and state stocks, in Mt and million ha."""
    months, world = kept.months, kept.world
    years = [y for y in range(*_harvest_range(kept))]
    labels = tuple(str(y) for y in years)
    at = lambda path: months.at_month(world[path], years, HARVEST) / TONNES_PER_MT  # noqa: E731
    harvest = at("land.harvest")
    area = np.asarray(inputs.sown_area)[:, None] * np.asarray(endowment.sown_area)[None]
    area = months.at_month(area, years, HARVEST) / HA_PER_MILLION_HA
    whole_area = area.sum(1, keepdims=True)
    return [
        *_both(kept, "grain.harvest", "Mt", labels, harvest, at("information.known_harvest"), at("information.published_harvest")),
        *_both(kept, "grain.sown_area", "million ha", labels, area),
        Block("grain.yield", "truth", "t/ha", labels, ("",), harvest.sum(1, keepdims=True) / whole_area),
        Block("grain.yield", "truth", "t/ha", labels, kept.region_groups, harvest / np.where(area > 0, area, 1)),
        *collections(kept),
    ]


def _harvest_range(kept: Kept) -> tuple[int, int]:
    first, last = int(kept.months.numbers[0]), int(kept.months.numbers[-1])
    return -((HARVEST - first) // 12), (last - HARVEST) // 12 + 1


def collections(kept: Kept) -> list[Block]:
    """State collections by month and agricultural year, exports by month and year, state stocks on 1 July."""
    months, world = kept.months, kept.world
    monthly = world["granted.peasant_grain.collection"] / TONNES_PER_MT
    harvest_years, years = months.whole_agricultural_years(), months.whole_years()
    exports = world["granted.state_grain.export"][:, None] / TONNES_PER_MT
    by_year = months.sums(monthly, harvest_years, HARVEST)
    stock = world["land.state_grain"][[i - 1 for i in months.julies() if i > 0]] / TONNES_PER_MT
    days = tuple(months.first_days()[i] for i in months.julies() if i > 0)
    labels = tuple(agricultural_year(y) for y in harvest_years)
    return [
        Block("grain.procurement", "truth", "Mt", months.texts(), ("",), monthly.sum(1, keepdims=True)),
        *_both(kept, "grain.procurement", "Mt", labels, by_year, by_year),
        Block("grain.exports", "truth", "Mt", months.texts(), ("",), exports),
        Block("grain.exports", "truth", "Mt", tuple(map(str, years)), ("",), months.sums(exports, years)),
        Block("grain.state_stocks", "truth", "Mt", days, ("",), stock[:, None]),
    ]


def collectivisation(kept: Kept) -> list[Block]:
    """Share of the peasants in collectives on the first day of each month."""
    days = kept.months.first_days()
    status = np.asarray(kept.layout.pair_status)
    labels = kept.layout.axes.statuses.labels
    inside = kept.by_region(kept.population, status == labels.index(s.COLLECTIVE_FARMER))
    alone = kept.by_region(kept.population, status == labels.index(s.INDIVIDUAL_PEASANT))
    share = lambda a, b: a / np.maximum(a + b, 1)  # noqa: E731
    whole = share(inside.sum(1, keepdims=True), alone.sum(1, keepdims=True))
    at = kept.months.januaries()
    base = Block("collectivisation.share", "truth", "share of households", days, ("",), whole)
    by_region = share(inside, alone)[at]
    regional = Block(
        "collectivisation.share", "truth", "share of households", tuple(days[i] for i in at), kept.region_groups, by_region
    )
    return [*with_levels(base, known=whole, published=whole, preserved=whole), regional]
