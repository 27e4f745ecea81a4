"""Observables of health: cases of disease as they were and as registered, doctors, births in
hospital."""

from __future__ import annotations

import jax.numpy as jnp

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import (
    LEVELS,
    Cut,
    all_levels,
    column,
    observable,
    total,
    truth,
)
from partystate.history.trajectory import Trajectory
from partystate.world.agricultural_clock import MONTHS
from partystate.world.diseases import DISEASES

DECEMBER = MONTHS - 1


@observable("health.cases", unit="cases", levels=LEVELS, axes=("disease",))
def cases(run: Trajectory, about: About) -> list[Cut]:
    """Cases of each year, by disease and of all three. What is published and preserved is what was
    registered."""
    years, groups = run.months.year_texts(), tuple(f"disease={disease}" for disease in DISEASES)
    persons = run.by_region(run.population[:-1])
    true = run.months.yearly((run["people.infected"] * persons[:, None]).sum(2))
    known = run.months.yearly(run["information.known_cases"])
    return [
        *all_levels(years, groups, true, known),
        *all_levels(years, WHOLE, total(true), total(known)),
    ]


@observable("health.doctors", unit="persons")
def doctors(run: Trajectory, about: About) -> list[Cut]:
    """Doctors at the end of each year."""
    last = run.months.at_month(run["people.doctors"], run.months.whole_years(), DECEMBER)
    return truth(run.months.year_texts(), WHOLE, column(last))


@observable("health.hospital_birth_share", unit="share")
def hospital_births(run: Trajectory, about: About) -> list[Cut]:
    """Share of the births of a year in hospital."""
    births, yearly = run.births.sum(1), run.months.yearly
    inside = yearly(births * run["people.hospital_births"])
    return truth(run.months.year_texts(), WHOLE, column(inside / jnp.maximum(yearly(births), 1)))
