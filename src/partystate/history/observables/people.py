"""Observables of people: stocks on days, births and deaths in months and years, rates, life tables,
excess deaths."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from partystate.core import dates
from partystate.history.block import WHOLE
from partystate.history.months import Months
from partystate.history.observables.about import About
from partystate.history.observables.channels import (
    PRINTED,
    has_secrets,
    printed_by_region,
    printed_stock,
)
from partystate.history.observables.life_table import expectation_at_birth
from partystate.history.observables.registry import (
    LEVELS,
    Cut,
    all_levels,
    column,
    observable,
    total,
    truth,
    whole_and_regions,
)
from partystate.history.trajectory import Trajectory
from partystate.world.agricultural_clock import MONTHS
from partystate.world.layout import SEXES
from partystate.world.records import COUNT

PERSONS, RATE = "persons", "per 1000"
PER_THOUSAND = 1000
SETTLEMENTS = ("settlement=urban", "settlement=rural")


@observable("population.total", unit=PERSONS, levels=LEVELS, axes=("region", "nationality"))
def population(run: Trajectory, about: About) -> list[Cut]:
    """1 January stocks, whole, by region and by nationality; and what the registers made of
    them."""
    at = run.months.januaries()
    days, stock, known = run.months.days_at(at), run.population[at], _known_stock(run)
    return [
        *whole_and_regions(
            run, days, run.by_region(stock), known[at], printed_stock(run, known)[at]
        ),
        *truth(days, run.nationality_groups, run.by_nationality(stock)),
    ]


def _known_stock(run: Trajectory) -> Array:
    """Known population [T + 1, R]; on the first day of a run it is the count it starts from."""
    ends = run["information.known_population"]
    gained = run["information.known_births"] - run["information.known_deaths"]
    return jnp.concatenate([ends[:1] - gained[:1], ends])


@observable("population.urban", unit=PERSONS, axes=("region",))
def urban(run: Trajectory, about: About) -> list[Cut]:
    """Townspeople on 1 January."""
    at = run.months.januaries()
    stock = run.by_region(run.population[at], run.urban)
    return whole_and_regions(run, run.months.days_at(at), stock)


@observable("population.census", unit=PERSONS, levels=LEVELS, axes=("region", "nationality"))
def census(run: Trajectory, about: About) -> list[Cut]:
    """Persons on census days, read linearly within the month, and as counted."""
    days = tuple(d for d in about.society.census_days if d[:7] in run.months.texts())
    if not days:
        return []
    month, part = (np.array(v) for v in zip(*(place_of(run.months, d) for d in days), strict=True))
    before, after = run.population[month], run.population[month + 1]
    stock = before * (1 - part)[:, None] + after * part[:, None]
    cuts = (
        (WHOLE, total(stock)),
        (run.region_groups, run.by_region(stock)),
        (run.nationality_groups, run.by_nationality(stock)),
    )
    share = about.society.census_completeness
    told = _share_told(run, month, stock.sum(1) * share)
    return [
        cut
        for groups, v in cuts
        for cut in all_levels(days, groups, v, v * share, v * share * told[:, None])
    ]


def _share_told(run: Trajectory, month: np.ndarray, counted: Array) -> Array:
    """What a reader has for the number of people, over what each census `counted` [censuses]; one
    where the count is printed."""
    if not has_secrets(run):
        return jnp.ones(len(month))
    kept_back = run["secrets.withheld"][month, COUNT] > 0
    return jnp.where(kept_back, run[PRINTED][month] / counted, 1)


def place_of(months: Months, day: str) -> tuple[int, float]:
    """Position of the month of a day, and the share of that month that has gone by."""
    at = months.texts().index(day[:7])
    first, after = (dates.first_day(months.first + i) for i in (at, at + 1))
    return at, (dates.parse(day).start - first).days / (after - first).days


@observable("population.births", unit=PERSONS, levels=LEVELS, axes=("region",))
def births(run: Trajectory, about: About) -> list[Cut]:
    """Births by month and year, as they were, as registered and as printed."""
    return _counted_each_month(run, run.by_region(run.births), "births")


@observable("population.deaths", unit=PERSONS, levels=LEVELS, axes=("region",))
def deaths(run: Trajectory, about: About) -> list[Cut]:
    """Deaths by month and year, as they were, as registered and as printed."""
    return _counted_each_month(run, deaths_of_all_causes(run), "deaths")


def _counted_each_month(run: Trajectory, true: Array, name: str) -> list[Cut]:
    """Events [T, R] by month and year, at all levels."""
    known, printed = run[f"information.known_{name}"], printed_by_region(run, name)
    years, yearly = run.months.year_texts(), run.months.yearly
    return [
        *all_levels(run.months.texts(), WHOLE, total(true), total(known), total(printed)),
        *whole_and_regions(run, years, yearly(true), yearly(known), yearly(printed)),
    ]


def deaths_of_all_causes(run: Trajectory) -> Array:
    """Deaths [T, R] of every cause."""
    return run.by_region(run.deaths + run.famine_deaths)


@observable("population.birth_rate", unit=RATE)
def birth_rate(run: Trajectory, about: About) -> list[Cut]:
    """Births of a year a thousand of its mean population."""
    born = total(run.months.yearly(run.by_region(run.births)))
    return truth(run.months.year_texts(), WHOLE, PER_THOUSAND * born / total(_mean_stock(run)))


@observable("population.death_rate", unit=RATE, axes=("region",))
def death_rate(run: Trajectory, about: About) -> list[Cut]:
    """Deaths of a year a thousand of its mean population."""
    years, died, mean = (
        run.months.year_texts(),
        run.months.yearly(deaths_of_all_causes(run)),
        _mean_stock(run),
    )
    return [
        *truth(years, WHOLE, PER_THOUSAND * total(died) / total(mean)),
        *truth(years, run.region_groups, PER_THOUSAND * died / mean),
    ]


def _mean_stock(run: Trajectory) -> Array:
    """Mean [years, R] of the population at both ends of each whole year."""
    stock, years = run.by_region(run.population), run.months.whole_years()
    starts = np.array([year * MONTHS - run.months.first for year in years], int)
    return (stock[starts] + stock[starts + MONTHS]) / 2


@observable("health.life_expectancy", unit="years", axes=("sex",))
def life_expectancy(run: Trajectory, about: About) -> list[Cut]:
    """Life expectancy at birth of both sexes and of each, by the deaths of a year."""
    deaths = run.months.yearly(run["persons.deaths_by_age"])
    exposure = run.months.yearly(run["persons.by_age"]) / MONTHS
    widths = jnp.asarray(about.society.band_widths)
    table = jax.vmap(jax.vmap(expectation_at_birth, (1, 1, None), 0), (0, 0, None))

    def with_both(values: Array) -> Array:
        return jnp.concatenate([values.sum(2, keepdims=True), values], 2)

    groups = ("", *(f"sex={sex}" for sex in SEXES))
    values = table(with_both(deaths), with_both(exposure), widths)
    return truth(run.months.year_texts(), groups, values)


@observable("health.infant_mortality", unit=RATE)
def infant_mortality(run: Trajectory, about: About) -> list[Cut]:
    """Deaths of the first age band a thousand births."""
    died = run.months.yearly(run["persons.deaths_by_age"])[:, 0].sum(1)
    born = run.months.yearly(run.births.sum(1))
    return truth(run.months.year_texts(), WHOLE, column(PER_THOUSAND * died / born))


@observable("famine.deaths", unit=PERSONS, levels=LEVELS, axes=("region",))
def famine_deaths(run: Trajectory, about: About) -> list[Cut]:
    """Excess deaths as historians count them: deaths of the month, of every cause, less the mean
    monthly rate of the baseline years times the persons present."""
    years = _baseline(run, about)
    if not years:
        return []
    true, known = (
        _excess(run, v, years) for v in (deaths_of_all_causes(run), run["information.known_deaths"])
    )
    months = run.months.texts()
    return [
        *all_levels(months, WHOLE, total(true), total(known)),
        *truth(months, run.region_groups, true),
    ]


def _baseline(run: Trajectory, about: About) -> list[int]:
    whole = run.months.whole_years()
    return [whole.index(year) for year in about.society.baseline_years if year in whole]


def _excess(run: Trajectory, deaths: Array, years: list[int]) -> Array:
    """Deaths [T, R] above those of the baseline years, which are positions among the whole
    years."""
    stock = run.by_region(run.population[:-1])
    lived, died = (run.months.yearly(v)[np.array(years)].sum(0) for v in (stock, deaths))
    rate = jnp.where(lived > 0, died / jnp.where(lived > 0, lived, 1), 0)
    return deaths - stock * rate[None]


@observable("famine.deaths_attributed", unit=PERSONS, axes=("region", "settlement"))
def famine_deaths_attributed(run: Trajectory, about: About) -> list[Cut]:
    """Deaths the model itself lays to hunger, where there are baseline years to set them
    against."""
    if not _baseline(run, about):
        return []
    months, persons = run.months.texts(), run.famine_deaths
    settled = [(persons * mask[None]).sum(1) for mask in (run.urban, ~run.urban)]
    return [
        *whole_and_regions(run, months, run.by_region(persons)),
        *truth(months, SETTLEMENTS, jnp.stack(settled, 1)),
    ]
