"""Observables of industry: output as made and as told, products, plan, wages, income and its
use."""

from __future__ import annotations

from itertools import combinations

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import (
    LEVELS,
    PUBLISHED,
    TRUTH,
    Cut,
    all_levels,
    column,
    observable,
    truth,
)
from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.sectors import PRODUCER, PRODUCTS

WAGE_BASE, CONSUMPTION_BASE = 1926, 1928  # years in the names and units of the observables
UNIT_OF = {"electricity": "TWh"}
TONNES, GROWTH = "Mt", "per year"


def yearly_mean(run: Trajectory, path: str) -> Array:
    """Mean of the months of each whole year; rates in the world are yearly ones."""
    return run.months.yearly(run[path]) / MONTHS


def of_years(run: Trajectory, values: Array) -> list[Cut]:
    """One true value for each whole year."""
    return truth(run.months.year_texts(), WHOLE, column(values))


def _output(run: Trajectory) -> Array:
    return yearly_mean(run, "industry.output").sum(1)


@observable("industry.output_index_1913", unit="1913=1", levels=LEVELS)
def output_index(run: Trajectory, about: About) -> list[Cut]:
    """Industrial output of each year, base year = 1, true and as reported."""
    told = column(yearly_mean(run, "information.reported_output"))
    return all_levels(run.months.year_texts(), WHOLE, column(_output(run)), told)


@observable("industry.producer_goods_share", unit="share")
def producer_goods_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of producer goods in the output of each year."""
    return of_years(run, yearly_mean(run, "industry.output")[:, PRODUCER] / _output(run))


@observable("industry.productivity", unit="index")
def productivity(run: Trajectory, about: About) -> list[Cut]:
    """Output a worker's household member, first year = 1."""
    workers = run.by_region(run.population[:-1], run.is_status(s.WORKER)).sum(1)
    each = _output(run) / jnp.maximum(run.months.yearly(workers), 1)
    return of_years(run, each / each[:1])


def growth(run: Trajectory, values: Array, level: str = TRUTH) -> list[Cut]:
    """Growth a year between any two years, of values [years]."""
    years = run.months.whole_years()
    pairs = list(combinations(range(len(years)), 2))
    if not pairs:
        return []
    first, last = np.array(pairs).T
    spans = tuple(f"{years[a]}/{years[b]}" for a, b in pairs)
    rates = (values[last] / values[first]) ** (1 / (last - first)) - 1
    return [Cut(spans, WHOLE, {level: column(rates)})]


@observable("industry.growth", unit=GROWTH)
def output_growth(run: Trajectory, about: About) -> list[Cut]:
    """Growth of output over every span of years."""
    return growth(run, _output(run))


def _register_product(number: int, product: str) -> None:
    @observable(f"industry.{product}", unit=UNIT_OF.get(product, TONNES), levels=LEVELS)
    def made(run: Trajectory, about: About) -> list[Cut]:
        """A product of each year. Tonnes are told as they are."""
        values = column(yearly_mean(run, "industry.products")[:, number])
        return all_levels(run.months.year_texts(), WHOLE, values, values)


for number, product in enumerate(PRODUCTS):
    _register_product(number, product)


@observable("plan.fulfilment", unit="ratio", levels=LEVELS)
def plan_fulfilment(run: Trajectory, about: About) -> list[Cut]:
    """Output of each year against its plan, true and as reported."""
    target = yearly_mean(run, "policy.output_target")
    told = yearly_mean(run, "information.reported_output") / target
    return all_levels(run.months.year_texts(), WHOLE, column(_output(run) / target), column(told))


def _against(run: Trajectory, values: Array, year: int) -> Array:
    """Values [years] over that of a year, or of the first where the year was not run."""
    years = run.months.whole_years()
    first = years.index(year) if year in years else 0
    return values / values[first : first + 1]


@observable("wages.real_index_1926", unit="1926=1", levels=LEVELS)
def real_wage(run: Trajectory, about: About) -> list[Cut]:
    """What a worker's earnings buy, in truth and of goods as they were reported."""
    true, told = (
        column(_against(run, yearly_mean(run, path), WAGE_BASE))
        for path in ("industry.wage", "information.reported_wage")
    )
    return all_levels(run.months.year_texts(), WHOLE, true, told)


@observable("consumption.per_head", unit="1928=1")
def consumption(run: Trajectory, about: About) -> list[Cut]:
    """Income that was not invested in industry, a head."""
    people = run.months.yearly(run.population[:-1].sum(1)) / MONTHS
    each = yearly_mean(run, "industry.consumed") / people
    return of_years(run, _against(run, each, CONSUMPTION_BASE))


@observable("imports.machinery_share", unit="share")
def machinery_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of imports that is machinery."""
    return of_years(run, yearly_mean(run, "policy.equipment"))


@observable("economy.investment_share", unit="share")
def investment_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of income that is invested in industry."""
    consumed, income = (yearly_mean(run, f"industry.{name}") for name in ("consumed", "income"))
    return of_years(run, 1 - consumed / income)


@observable("income.growth", unit=GROWTH)
def income_growth(run: Trajectory, about: About) -> list[Cut]:
    """Growth of national income over every span of years."""
    return growth(run, yearly_mean(run, "industry.income"))


@observable("income.growth_reported", unit=GROWTH, levels=(PUBLISHED,))
def reported_growth(run: Trajectory, about: About) -> list[Cut]:
    """The same as it was reported."""
    return growth(run, yearly_mean(run, "information.reported_income"), PUBLISHED)
