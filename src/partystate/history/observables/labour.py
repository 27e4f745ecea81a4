"""Observables of work: who works, how they change places, who is unfree; railways, tractors and
engineers; who paid for what was invested."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.industry import of_years, yearly_mean
from partystate.history.observables.registry import Cut, column, observable, truth
from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.sectors import SOURCES

OFF_THE_FARM = (s.TOWN_EMPLOYEE, s.COUNTRY_EMPLOYEE)  # beside workers
PER_HUNDRED, PER_THOUSAND, DECEMBER = 100, 1000, MONTHS - 1


@observable("society.women_employment_share", unit="share")
def women_at_work(run: Trajectory, about: About) -> list[Cut]:
    """Share of women among those at work off the farms."""
    return of_years(run, yearly_mean(run, "industry.women"))


@observable("labour.shock_worker_share", unit="share")
def shock_workers(run: Trajectory, about: About) -> list[Cut]:
    """Share of the workers who beat the norm by far."""
    return of_years(run, yearly_mean(run, "industry.shock_workers"))


@observable("labour.forced_share", unit="share")
def forced_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of the unfree among those at work off the farms."""
    staff = run.by_region(run.population[:-1], run.is_status(*OFF_THE_FARM)).sum(1)
    free = yearly_mean(run, "industry.employed") + run.months.yearly(staff) / MONTHS
    forced = yearly_mean(run, "industry.forced")
    return of_years(run, forced / jnp.maximum(forced + free, 1))


@observable("labour.turnover", unit="per 100")
def turnover(run: Trajectory, about: About) -> list[Cut]:
    """How many in a hundred leave their place in a year."""
    return of_years(run, PER_HUNDRED * yearly_mean(run, "industry.turnover"))


@observable("tractors.stock", unit="thousand")
def tractors(run: Trajectory, about: About) -> list[Cut]:
    """Tractors in the village on the last day of each year."""
    last = np.flatnonzero(run.months.numbers % MONTHS == DECEMBER)
    days = tuple(f"{month // MONTHS}-12-31" for month in run.months.numbers[last])
    return truth(days, WHOLE, column(run["land.tractors"][last] / PER_THOUSAND))


@observable("industry.railway_km", unit="thousand km")
def railways(run: Trajectory, about: About) -> list[Cut]:
    """Railways in use, mean of the year."""
    return of_years(run, yearly_mean(run, "industry.railways"))


@observable("industry.foreign_specialists", unit="persons")
def engineers(run: Trajectory, about: About) -> list[Cut]:
    """Engineers from abroad, mean of the year."""
    return of_years(run, yearly_mean(run, "industry.engineers"))


@observable("economy.accumulation_source", unit="share", axes=("source",))
def sources(run: Trajectory, about: About) -> list[Cut]:
    """Share of what was invested by who paid for it."""
    groups = tuple(f"source={name}" for name in SOURCES)
    return truth(run.months.year_texts(), groups, yearly_mean(run, "industry.sources"))
