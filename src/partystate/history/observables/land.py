"""Observables of the land: harvest, collections, exports, stocks, and the share in collectives."""

from __future__ import annotations

import numpy as np

from partystate.history.block import Block, with_levels
from partystate.history.months import agricultural_year
from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s
from partystate.world.agricultural_clock import HARVEST
from partystate.world.endowment import Endowment
from partystate.world.herds import HERDS

TONNES_PER_MT = 1e6
HA_PER_MILLION_HA = 1e6
HEAD_PER_MILLION = 1e6
INDEX = "index 0..1"


def _both(
    kept: Trajectory, observable, unit, times, truth, known=None, published=None
) -> list[Block]:
    """Whole and regional blocks of [times, R], at all levels where known values are given."""
    blocks = []
    for groups, reduce in (
        (("",), lambda v: v.sum(1, keepdims=True)),
        (kept.region_groups, lambda v: v),
    ):
        base = Block(observable, "truth", unit, times, groups, reduce(truth))
        if known is None:
            blocks.append(base)
            continue
        told = known if published is None else published
        blocks += with_levels(
            base, known=reduce(known), published=reduce(told), preserved=reduce(known)
        )
    return blocks


def grain(kept: Trajectory, endowment: Endowment) -> list[Block]:
    """Harvest at four levels, area, yield, collections, exports and state stocks, in Mt and million
    ha."""
    months, world = kept.months, kept.world
    years = list(range(*_harvest_range(kept)))
    labels = tuple(str(y) for y in years)

    def at(path):
        return months.at_month(world[path], years, HARVEST) / TONNES_PER_MT

    harvest = at("land.harvest")
    area = world["land.sown_area"] * np.asarray(endowment.land.sown_area)[None]
    area = months.at_month(area, years, HARVEST) / HA_PER_MILLION_HA
    whole_area = area.sum(1, keepdims=True)
    return [
        *_both(
            kept,
            "grain.harvest",
            "Mt",
            labels,
            harvest,
            at("information.known_harvest"),
            at("information.published_harvest"),
        ),
        *_both(kept, "grain.sown_area", "million ha", labels, area),
        Block(
            "grain.yield",
            "truth",
            "t/ha",
            labels,
            ("",),
            harvest.sum(1, keepdims=True) / whole_area,
        ),
        Block(
            "grain.yield",
            "truth",
            "t/ha",
            labels,
            kept.region_groups,
            harvest / np.where(area > 0, area, 1),
        ),
        *collections(kept),
        *_ratio(labels, harvest),
    ]


def _ratio(labels, harvest) -> list[Block]:
    """Each harvest over the one before, named by both years."""
    whole = harvest.sum(1)
    spans = tuple(f"{before}/{after}" for before, after in zip(labels, labels[1:], strict=False))
    return [
        Block(
            "grain.harvest_ratio",
            "truth",
            "ratio",
            spans,
            ("",),
            (whole[1:] / whole[:-1])[:, None],
        )
    ]


def _harvest_range(kept: Trajectory) -> tuple[int, int]:
    first, last = int(kept.months.numbers[0]), int(kept.months.numbers[-1])
    return -((HARVEST - first) // 12), (last - HARVEST) // 12 + 1


def collections(kept: Trajectory) -> list[Block]:
    """State collections by month and agricultural year, exports and relief by month and year, state
    stocks on 1 July."""
    months, world = kept.months, kept.world
    monthly = world["granted.peasant_grain.collection"] / TONNES_PER_MT
    harvest_years, years = months.whole_agricultural_years(), months.whole_years()
    exports = world["granted.state_grain.export"][:, None] / TONNES_PER_MT
    by_year = months.sums(monthly, harvest_years, HARVEST)
    stock = world["land.state_grain"][[i - 1 for i in months.julies() if i > 0]] / TONNES_PER_MT
    days = tuple(months.first_days()[i] for i in months.julies() if i > 0)
    labels = tuple(agricultural_year(y) for y in harvest_years)
    relief = world["granted.state_grain.relief"] / TONNES_PER_MT
    plan = months.at_month(world["policy.plan"], harvest_years, HARVEST) / TONNES_PER_MT
    return [
        Block(
            "grain.procurement", "truth", "Mt", months.texts(), ("",), monthly.sum(1, keepdims=True)
        ),
        *_both(kept, "grain.procurement", "Mt", labels, by_year, by_year),
        *_both(kept, "grain.plan", "Mt", tuple(map(str, harvest_years)), plan),
        Block("grain.exports", "truth", "Mt", months.texts(), ("",), exports),
        Block(
            "grain.exports",
            "truth",
            "Mt",
            tuple(map(str, years)),
            ("",),
            months.sums(exports, years),
        ),
        Block("grain.relief", "truth", "Mt", months.texts(), ("",), relief.sum(1, keepdims=True)),
        *_both(kept, "grain.relief", "Mt", tuple(map(str, years)), months.sums(relief, years)),
        Block("grain.state_stocks", "truth", "Mt", days, ("",), stock[:, None]),
    ]


def collectivisation(kept: Trajectory) -> list[Block]:
    """Share of the peasants in collectives on the first day of each month."""
    days = kept.months.first_days()
    status = np.asarray(kept.layout.pair_status)
    labels = kept.layout.axes.statuses.labels
    inside = kept.by_region(kept.population, status == labels.index(s.COLLECTIVE_FARMER))
    alone = kept.by_region(kept.population, status == labels.index(s.INDIVIDUAL_PEASANT))

    def share(a, b):
        return a / np.maximum(a + b, 1)

    whole = share(inside.sum(1, keepdims=True), alone.sum(1, keepdims=True))
    at = kept.months.januaries()
    base = Block("collectivisation.share", "truth", "share of households", days, ("",), whole)
    by_region = share(inside, alone)[at]
    regional = Block(
        "collectivisation.share",
        "truth",
        "share of households",
        tuple(days[i] for i in at),
        kept.region_groups,
        by_region,
    )
    return [*with_levels(base, known=whole, published=whole, preserved=whole), regional]


def livestock(kept: Trajectory) -> list[Block]:
    """Herds on 1 January, whole and by region, in million head."""
    days = kept.months.first_days()
    at = [i for i in kept.months.januaries() if i > 0]
    heads = kept.world["land.herds"][[i - 1 for i in at]] / HEAD_PER_MILLION
    labels = tuple(days[i] for i in at)
    return [
        b
        for h, kind in enumerate(HERDS)
        for b in _both(kept, f"livestock.{kind}", "million head", labels, heads[:, h])
    ]


def resistance(kept: Trajectory) -> list[Block]:
    """Mass disturbances by month and year."""
    months, years = kept.months, kept.months.whole_years()
    risings, labels = kept.world["land.risings"], tuple(map(str, kept.months.whole_years()))
    monthly = Block(
        "unrest.events", "truth", "events", months.texts(), ("",), risings.sum(1, keepdims=True)
    )
    return [monthly, *_both(kept, "unrest.events", "events", labels, months.sums(risings, years))]


FATE_OF = {"executed": "shot", "sent_to_camp": "camp", "deported": "deported"}


def fates(kept: Trajectory, family: float) -> list[Block]:
    """The three fates of those labelled, persons by month and year; families deported by region;
    `family` in persons."""
    months, years = kept.months, kept.months.whole_years()
    labels = tuple(map(str, years))
    groups = tuple(f"fate={fate}" for fate in FATE_OF.values())
    persons = np.stack([kept.fates[cause].sum(1) for cause in FATE_OF], 1)
    deported = months.sums(kept.fates["deported"], years) / family
    return [
        Block("dekulakisation.fate", "truth", "persons", months.texts(), groups, persons),
        Block(
            "dekulakisation.fate", "truth", "persons", labels, groups, months.sums(persons, years)
        ),
        *_both(kept, "dekulakisation.families", "families", labels, deported),
    ]


def movement(kept: Trajectory) -> list[Block]:
    """Net move from villages to towns by year: those who went for work or fled hunger, less those
    who went back."""
    months, years = kept.months, kept.months.whole_years()
    gone = kept.fates["moved_to_town"] + kept.fates["hired_far"] + kept.fates["fled_hunger"]
    left = months.sums(gone - kept.fates["back_to_village"], years)
    return _both(kept, "migration.rural_outflow", "persons", tuple(map(str, years)), left)


def pressure(kept: Trajectory) -> list[Block]:
    """What the rulers do to the village, each month, as indices from 0 to 1."""
    times, world, whole = kept.months.texts(), kept.world, ("",)
    rural = kept.by_region(kept.population[:-1], ~kept.urban)

    def mean(values):
        return (values * rural).sum(1, keepdims=True) / rural.sum(1, keepdims=True)

    return [
        Block("policy.coercion", "truth", INDEX, times, whole, mean(world["policy.coercion"])),
        Block(
            "policy.coercion", "truth", INDEX, times, kept.region_groups, world["policy.coercion"]
        ),
        Block(
            "policy.collectivisation", "truth", INDEX, times, whole, world["policy.drive"][:, None]
        ),
        Block("famine.policy", "truth", INDEX, times, whole, mean(world["policy.flight_barred"])),
        Block(
            "famine.policy",
            "truth",
            INDEX,
            times,
            kept.region_groups,
            world["policy.flight_barred"],
        ),
    ]
