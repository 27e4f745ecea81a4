"""Observables of faiths: communities and clergy, pressure, who believes and who says so, who was
taken and shot for faith, and the break with the clergy abroad."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.people import place_of
from partystate.history.observables.registry import (
    KNOWN,
    LEVELS,
    PRESERVED,
    TRUTH,
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

PERSONS, COMMUNITIES = "persons", "communities"
LESSER = ("faith=other",)  # every faith but the largest


def _faiths(run: Trajectory) -> tuple[str, ...]:
    return tuple(f"faith={name}" for name in run.layout.axes.faiths.labels)


def _first_days(values: Array) -> Array:
    """[T + 1, ...] on the first day of each month and of the month after the last; the first day of
    the run is told by the end of its month."""
    return jnp.concatenate([values[:1], values])


@observable("religion.parishes", unit="parishes", levels=LEVELS, axes=("region",))
def parishes(run: Trajectory, about: About) -> list[Cut]:
    """Communities of the largest faith that worship; the state's own lists have them."""
    stock = _first_days(run["faith.open"][:, about.society.largest_faith])
    at = run.months.januaries()
    whole = total(stock)
    return [
        *all_levels(run.months.first_days(), WHOLE, whole, whole),
        *truth(run.months.days_at(at), run.region_groups, stock[at]),
    ]


@observable("religion.communities", unit=COMMUNITIES, axes=("faith",))
def communities(run: Trajectory, about: About) -> list[Cut]:
    """Communities of all faiths and of each that worship."""
    stock, days = _first_days(run["faith.open"].sum(2)), run.months.first_days()
    return [*truth(days, WHOLE, total(stock)), *truth(days, _faiths(run), stock)]


@observable("religion.closed", unit="count", axes=("faith",))
def closed(run: Trajectory, about: About) -> list[Cut]:
    """Communities that closed in a year, by order or for want of clergy."""
    found = run.months.yearly(run["faith.closed"])
    years = run.months.year_texts()
    return [*truth(years, WHOLE, total(found)), *truth(years, _faiths(run), found)]


@observable("religion.clergy", unit=PERSONS)
def clergy(run: Trajectory, about: About) -> list[Cut]:
    """Clergy of the largest faith at liberty, mean of the year."""
    monthly = run["faith.clergy"][:, about.society.largest_faith].sum(1)
    return truth(run.months.year_texts(), WHOLE, column(run.months.yearly(monthly) / MONTHS))


@observable("religion.pressure", unit="index 0..1", axes=("faith", "region"))
def pressure(run: Trajectory, about: About) -> list[Cut]:
    """Pressure on all faiths, on each, on all but the largest; by region, on the largest, mean of
    the year."""
    months = run.months.texts()
    largest = run["faith.by_faith"][:, about.society.largest_faith].astype(float)
    return [
        *truth(months, WHOLE, column(run["faith.pressure"])),
        *truth(months, _faiths(run), run["faith.pressed"]),
        *truth(months, LESSER, column(run["faith.others"])),
        *truth(run.months.year_texts(), run.region_groups, run.months.yearly(largest) / MONTHS),
    ]


@observable("religion.believers_share", unit="share", levels=(TRUTH, KNOWN, PRESERVED))
def believers(run: Trajectory, about: About) -> list[Cut]:
    """Share who believe, and who say so, on census days; what is said is known, and was not
    published."""
    days = tuple(d for d in about.society.census_days if d[:7] in run.months.texts())
    if not days:
        return []
    at = np.array([place_of(run.months, day)[0] for day in days])
    persons = run.by_region(run.population[at])
    true, said = (
        column((run[f"faith.{field}"][at] * persons).sum(1) / persons.sum(1))
        for field in ("believers", "declared")
    )
    return [Cut(days, WHOLE, {TRUTH: true, KNOWN: said, PRESERVED: said})]


@observable("religion.arrested", unit=PERSONS, axes=("region",))
def arrested(run: Trajectory, about: About) -> list[Cut]:
    """Clergy and lay people arrested for faith in a year."""
    return whole_and_regions(run, run.months.year_texts(), run.months.yearly(run["faith.taken"]))


@observable("religion.executed", unit=PERSONS, axes=("region",))
def executed(run: Trajectory, about: About) -> list[Cut]:
    """Clergy and lay people shot for faith in a year."""
    return whole_and_regions(run, run.months.year_texts(), run.months.yearly(run["faith.shot"]))


@observable("religion.schism", unit="events")
def schism(run: Trajectory, about: About) -> list[Cut]:
    """Months in which the clergy abroad broke away."""
    return truth(run.months.texts(), WHOLE, column(_began(run["faith.schism"])))


def _began(flag: Array) -> Array:
    """1 in the month in which a flag [T] came true."""
    return flag - jnp.concatenate([jnp.zeros_like(flag[:1]), flag[:-1]])
