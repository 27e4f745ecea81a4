"""Observables of people: stocks on days, births and deaths in months and years, rates, life
tables."""

from __future__ import annotations

import numpy as np

from partystate.core import dates
from partystate.history.block import Block, with_levels
from partystate.history.observables.life_table import expectation_at_birth
from partystate.history.trajectory import Trajectory

PER_THOUSAND = 1000


def population(kept: Trajectory) -> list[Block]:
    """1 January stocks, whole, by region and by nationality; and what the registers made of
    them."""
    at = kept.months.januaries()
    days = tuple(kept.months.first_days()[i] for i in at)
    stock = kept.population[at]
    regions = kept.by_region(stock)
    known = _known_stock(kept, at)
    peoples = tuple(f"nationality={n}" for n in kept.layout.axes.nationalities.labels)
    urban = kept.by_region(stock, kept.urban)
    return [
        *_four(
            "population.total",
            days,
            ("",),
            regions.sum(1, keepdims=True),
            known.sum(1, keepdims=True),
        ),
        *_four("population.total", days, kept.region_groups, regions, known),
        Block("population.total", "truth", "persons", days, peoples, kept.by_nationality(stock)),
        Block("population.urban", "truth", "persons", days, ("",), urban.sum(1, keepdims=True)),
        Block("population.urban", "truth", "persons", days, kept.region_groups, urban),
    ]


def _known_stock(kept: Trajectory, at: list[int]) -> np.ndarray:
    """Known population [days, R]; on the first day of a run it is the count it starts from."""
    ends = kept.world["information.known_population"]
    first = (
        ends[:1]
        - (kept.world["information.known_births"] - kept.world["information.known_deaths"])[:1]
    )
    return np.concatenate([first, ends])[at]


def _four(observable, times, groups, truth, known, unit="persons", published=None) -> list[Block]:
    """All four levels; published and preserved are what is known until secrecy and archives are
    modelled."""
    base = Block(observable, "truth", unit, times, groups, truth)
    return with_levels(
        base, known=known, published=known if published is None else published, preserved=known
    )


def census(kept: Trajectory, days: list[str], completeness: float) -> list[Block]:
    """Persons on census days, read linearly within the month, and as counted."""
    inside = [day for day in days if day[:7] in kept.months.texts()]
    if not inside:
        return []
    stock = np.stack([_on_day(kept, day) for day in inside])
    whole, regions = stock.sum(1, keepdims=True), kept.by_region(stock)
    peoples = tuple(f"nationality={n}" for n in kept.layout.axes.nationalities.labels)
    nations = kept.by_nationality(stock)
    blocks = []
    for groups, values in ((("",), whole), (kept.region_groups, regions), (peoples, nations)):
        blocks += _four("population.census", tuple(inside), groups, values, values * completeness)
    return blocks


def _on_day(kept: Trajectory, day: str) -> np.ndarray:
    span = dates.parse(day)
    i = kept.months.texts().index(day[:7])
    first = dates.first_day(int(kept.months.numbers[i]))
    after = dates.first_day(int(kept.months.numbers[i]) + 1)
    part = (span.start - first).days / (after - first).days
    return kept.population[i] * (1 - part) + kept.population[i + 1] * part


def vital_events(kept: Trajectory) -> list[Block]:
    """Births and deaths by month and year, and crude rates."""
    months, years = kept.months, kept.months.whole_years()
    labels = tuple(str(y) for y in years)
    births = kept.by_region(kept.births)
    deaths = kept.by_region(kept.deaths + kept.famine_deaths)
    known = kept.world["information.known_deaths"]

    def whole(values):
        return values.sum(1, keepdims=True)

    def yearly(values):
        return months.sums(values, years)

    stock = kept.by_region(kept.population)
    mean = (
        np.stack([(stock[i] + stock[i + 12]) / 2 for i in _year_starts(kept, years)])
        if years
        else stock[:0]
    )
    blocks = [
        Block("population.births", "truth", "persons", months.texts(), ("",), whole(births)),
        Block("population.births", "truth", "persons", labels, ("",), whole(yearly(births))),
        Block("population.births", "truth", "persons", labels, kept.region_groups, yearly(births)),
        *_four("population.deaths", months.texts(), ("",), whole(deaths), whole(known)),
        *_four("population.deaths", labels, ("",), whole(yearly(deaths)), whole(yearly(known))),
        *_four("population.deaths", labels, kept.region_groups, yearly(deaths), yearly(known)),
    ]
    for name, values in (("birth_rate", births), ("death_rate", deaths)):
        of_year = yearly(values)
        rate = PER_THOUSAND * whole(of_year) / whole(mean)
        blocks.append(Block(f"population.{name}", "truth", "per 1000", labels, ("",), rate))
        if name == "death_rate":
            by_region = PER_THOUSAND * of_year / mean
            blocks.append(
                Block(
                    "population.death_rate",
                    "truth",
                    "per 1000",
                    labels,
                    kept.region_groups,
                    by_region,
                )
            )
    return blocks


def _year_starts(kept: Trajectory, years: list[int]) -> list[int]:
    return [y * 12 - int(kept.months.numbers[0]) for y in years]


def health(kept: Trajectory, widths: np.ndarray) -> list[Block]:
    """Life expectancy (both sexes and each) and infant mortality by year; `widths` of the age bands
    in years."""
    years = kept.months.whole_years()
    labels = tuple(str(y) for y in years)
    deaths = kept.months.sums(kept.deaths_by_age, years)
    exposure = kept.months.sums(kept.persons_by_age, years) / 12
    births = kept.months.sums(kept.births.sum(1), years)
    table = np.array(
        [
            [
                expectation_at_birth(d.sum(1), e.sum(1), widths.copy()),
                *(expectation_at_birth(d[:, s], e[:, s], widths.copy()) for s in (0, 1)),
            ]
            for d, e in zip(deaths, exposure, strict=True)
        ]
    ).reshape(len(years), 3)
    infants = PER_THOUSAND * deaths[:, 0].sum(1) / births
    return [
        Block(
            "health.life_expectancy",
            "truth",
            "years",
            labels,
            ("", "sex=male", "sex=female"),
            table,
        ),
        Block("health.infant_mortality", "truth", "per 1000", labels, ("",), infants[:, None]),
    ]


def famine(kept: Trajectory, baseline_years: list[int]) -> list[Block]:
    """Excess deaths as historians count them, and deaths the model itself lays to hunger.

    Excess = deaths of the month, of every cause, less the mean monthly rate of the baseline years
    times the persons present."""
    months = kept.months
    run = [y for y in baseline_years if y in months.whole_years()]
    if not run:
        return []
    stock = kept.by_region(kept.population[:-1])
    deaths = kept.by_region(kept.deaths + kept.famine_deaths)
    known = kept.world["information.known_deaths"]
    excess, known_excess = (_excess(kept, values, stock, run) for values in (deaths, known))
    attributed = kept.by_region(kept.famine_deaths)
    settled = np.stack(
        [(kept.famine_deaths * mask).sum(1) for mask in (kept.urban, ~kept.urban)], 1
    )
    texts, whole = months.texts(), lambda values: values.sum(1, keepdims=True)
    places = ("settlement=urban", "settlement=rural")
    return [
        *_four("famine.deaths", texts, ("",), whole(excess), whole(known_excess)),
        Block("famine.deaths", "truth", "persons", texts, kept.region_groups, excess),
        Block("famine.deaths_attributed", "truth", "persons", texts, ("",), whole(attributed)),
        Block(
            "famine.deaths_attributed", "truth", "persons", texts, kept.region_groups, attributed
        ),
        Block("famine.deaths_attributed", "truth", "persons", texts, places, settled),
    ]


def _excess(
    kept: Trajectory, deaths: np.ndarray, stock: np.ndarray, years: list[int]
) -> np.ndarray:
    lived, died = kept.months.sums(stock, years).sum(0), kept.months.sums(deaths, years).sum(0)
    return deaths - stock * np.where(lived > 0, died / np.where(lived > 0, lived, 1), 0)
