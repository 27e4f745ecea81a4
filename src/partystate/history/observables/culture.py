"""Observables of culture and of the peoples of the republics, as means of a year.

Shares of styles, buildings and heroes have no count of the record behind them and are illustrative,
as the country's `observables.csv` says; officials by people have."""

from __future__ import annotations

from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import Cut, column, observable, truth
from partystate.history.trajectory import Trajectory
from partystate.world.culture import CONDEMNED, OFFICIAL

SHARE = "share"
MONTHS = 12


def _mean(run: Trajectory, values: Array) -> list[Cut]:
    """Yearly means of [T]."""
    return truth(run.months.year_texts(), WHOLE, column(run.months.yearly(values) / MONTHS))


@observable("culture.russification", unit=SHARE)
def heroes(run: Trajectory, about: About) -> list[Cut]:
    """Weight of the majority's language and heroes."""
    return _mean(run, run["culture.heroes"])


@observable("culture.official_style_share", unit=SHARE)
def official(run: Trajectory, about: About) -> list[Cut]:
    """Share of new works in the official style."""
    return _mean(run, run["culture.works"][:, OFFICIAL])


@observable("culture.avant_garde_share", unit=SHARE)
def condemned(run: Trajectory, about: About) -> list[Cut]:
    """Share of new works in condemned styles."""
    return _mean(run, run["culture.works"][:, CONDEMNED])


@observable("culture.architecture_empire_share", unit=SHARE)
def monumental(run: Trajectory, about: About) -> list[Cut]:
    """Share of what was built since the opening that is in the monumental style."""
    return _mean(run, run["culture.monumental"])


@observable("nationality.titular_share_officials", unit=SHARE, axes=("region",))
def titular_officials(run: Trajectory, about: About) -> list[Cut]:
    """Share of officials who are of the people of the region's republic, by region with one, and as
    their mean by people."""
    years, republic = run.months.year_texts(), about.society.republics
    if not republic:
        return []
    yearly = run.months.yearly(run["culture.officials"])[:, list(republic)] / MONTHS
    persons = run.months.yearly(run.by_region(run.population[:-1]))[:, list(republic)]
    mean = (yearly * persons).sum(1) / persons.sum(1)
    return [
        *truth(years, tuple(run.region_groups[r] for r in republic), yearly),
        *truth(years, WHOLE, column(mean)),
    ]
