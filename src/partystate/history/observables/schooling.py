"""Observables of schooling: who can read, on census days."""

from __future__ import annotations

import numpy as np
from jaxtyping import Array

from partystate.core import dates
from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import LEVELS, Cut, all_levels, observable
from partystate.history.trajectory import Trajectory
from partystate.world.layout import SEXES


@observable("society.literacy", unit="share", levels=LEVELS, axes=("sex", "region"))
def literacy(run: Trajectory, about: About) -> list[Cut]:
    """Literate share of the ages a census asks, on census days and 1 Januaries: the whole, by sex
    and by region; as it was and as counted.

    In a mean over sexes both count alike."""
    months = run.months
    at = {months.first_days()[i]: i - 1 for i in months.januaries() if i > 0} | {
        day: dates.month_number(day[:7]) - months.first
        for day in about.society.census_days
        if day[:7] in months.texts()
    }
    if not at:
        return []
    days, index = tuple(at), np.array(list(at.values()))
    persons = run.by_region(run.population[index])
    true, known = (run[path][index] for path in ("people.literacy", "information.known_literacy"))

    def by_sex(share: Array) -> Array:
        return (share * persons[:, :, None]).sum(1) / persons.sum(1)[:, None]

    cuts = (
        (WHOLE, lambda share: by_sex(share).mean(1, keepdims=True)),
        (tuple(f"sex={sex}" for sex in SEXES), by_sex),
        (run.region_groups, lambda share: share.mean(2)),
    )
    return [cut for groups, of in cuts for cut in all_levels(days, groups, of(true), of(known))]
