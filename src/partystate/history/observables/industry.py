"""Observables of industry: output as made and as told, products, plan, wages, income and its
use."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from partystate.history.block import Block, with_levels
from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s
from partystate.world.sectors import PRODUCER, PRODUCTS

WHOLE = ("",)
WAGE_BASE, CONSUMPTION_BASE = 1926, 1928  # years in the names and units of the observables
UNIT_OF = {"electricity": "TWh"}


def yearly(kept: Trajectory, path: str) -> np.ndarray:
    """Mean of the months of each whole year; rates in the world are yearly ones."""
    years = kept.months.whole_years()
    return kept.months.sums(kept.world[path], years) / 12


def column(values: np.ndarray) -> np.ndarray:
    return values[:, None]


def output(kept: Trajectory) -> list[Block]:
    """Industrial output of each year, base year = 1, true and as reported; growth over every span
    of years."""
    years = kept.months.whole_years()
    labels = tuple(map(str, years))
    by_sector, told = yearly(kept, "industry.output"), yearly(kept, "information.reported_output")
    true = by_sector.sum(1)
    index = Block("industry.output_index_1913", "truth", "1913=1", labels, WHOLE, column(true))
    share = by_sector[:, PRODUCER] / true
    return [
        *with_levels(index, known=column(told), published=column(told), preserved=column(told)),
        Block("industry.producer_goods_share", "truth", "share", labels, WHOLE, column(share)),
        Block(
            "industry.productivity",
            "truth",
            "index",
            labels,
            WHOLE,
            column(_per_worker(kept, years, true)),
        ),
        *growth("industry.growth", "truth", years, true),
    ]


def _per_worker(kept: Trajectory, years: list[int], made: np.ndarray) -> np.ndarray:
    """Output a worker's household member, first year = 1."""
    labels = kept.layout.axes.statuses.labels
    workers = kept.by_region(
        kept.population[:-1], np.asarray(kept.layout.pair_status) == labels.index(s.WORKER)
    ).sum(1)
    each = made / np.maximum(kept.months.sums(workers, years), 1)
    return each / each[:1]


def growth(observable: str, level: str, years: list[int], values: np.ndarray) -> list[Block]:
    """Growth a year between any two years."""
    pairs = list(combinations(range(len(years)), 2))
    spans = tuple(f"{years[a]}/{years[b]}" for a, b in pairs)
    rates = np.array([(values[b] / values[a]) ** (1 / (years[b] - years[a])) - 1 for a, b in pairs])
    return [Block(observable, level, "per year", spans, WHOLE, column(rates))] if pairs else []


def products(kept: Trajectory) -> list[Block]:
    """Single products of each year. Tonnes are told as they are."""
    labels, made = tuple(map(str, kept.months.whole_years())), yearly(kept, "industry.products")
    blocks = []
    for p, product in enumerate(PRODUCTS):
        values = made[:, p : p + 1]
        base = Block(
            f"industry.{product}", "truth", UNIT_OF.get(product, "Mt"), labels, WHOLE, values
        )
        blocks += with_levels(base, known=values, published=values, preserved=values)
    return blocks


def plan(kept: Trajectory) -> list[Block]:
    """Output of each year against its plan, true and as reported."""
    labels = tuple(map(str, kept.months.whole_years()))
    target = yearly(kept, "policy.output_target")
    told = column(yearly(kept, "information.reported_output") / target)
    base = Block(
        "plan.fulfilment",
        "truth",
        "ratio",
        labels,
        WHOLE,
        column(yearly(kept, "industry.output").sum(1) / target),
    )
    return with_levels(base, known=told, published=told, preserved=told)


def living(kept: Trajectory) -> list[Block]:
    """Real wage and consumption a head, against the years of their names; income, its growth and
    the share invested."""
    years = kept.months.whole_years()
    labels = tuple(map(str, years))
    income, told = yearly(kept, "industry.income"), yearly(kept, "information.reported_income")
    eaten = yearly(kept, "industry.consumed")
    people = kept.months.sums(kept.population[:-1].sum(1), years) / 12

    def first(year):
        return years.index(year) if year in years else 0

    def against(values, year):
        return column(values / values[first(year) : first(year) + 1])

    return [
        Block(
            "wages.real_index_1926",
            "truth",
            "1926=1",
            labels,
            WHOLE,
            against(yearly(kept, "industry.wage"), WAGE_BASE),
        ),
        Block(
            "consumption.per_head",
            "truth",
            "1928=1",
            labels,
            WHOLE,
            against(eaten / people, CONSUMPTION_BASE),
        ),
        Block(
            "imports.machinery_share",
            "truth",
            "share",
            labels,
            WHOLE,
            column(yearly(kept, "policy.equipment")),
        ),
        Block(
            "economy.investment_share", "truth", "share", labels, WHOLE, column(1 - eaten / income)
        ),
        *growth("income.growth", "truth", years, income),
        *growth("income.growth_reported", "published", years, told),
    ]


EMITTED = (
    "industry.output_index_1913",
    "industry.producer_goods_share",
    "industry.productivity",
    "industry.growth",
    "industry.steel",
    "industry.coal",
    "industry.oil",
    "industry.electricity",
    "plan.fulfilment",
    "wages.real_index_1926",
    "consumption.per_head",
    "economy.investment_share",
    "imports.machinery_share",
    "income.growth",
    "income.growth_reported",
)
