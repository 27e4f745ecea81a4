"""Observables of a war on the country's own land; none where no war may be fought."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.land import HEAD, HEAD_PER_MILLION, ended
from partystate.history.observables.registry import (
    Cut,
    column,
    observable,
    total,
    truth,
    whole_and_regions,
)
from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s
from partystate.world.herds import HERDS

PERSONS = "persons"
PRISONERS = "war.captives"


def is_of_war(run: Trajectory) -> bool:
    """Whether a run has months in which a war may be fought."""
    return PRISONERS in run.arrays


def _of_years(run: Trajectory, cause: str) -> list[Cut]:
    """Persons of a year who left for a cause; none where no war may be fought."""
    if not is_of_war(run):
        return []
    return truth(run.months.year_texts(), WHOLE, total(run.months.yearly(run[f"at_war.{cause}"])))


@observable("war.soldiers", unit=PERSONS)
def soldiers(run: Trajectory, about: About) -> list[Cut]:
    """Those booked as soldiers on 1 January, prisoners of the enemy among them."""
    if not is_of_war(run):
        return []
    at = run.months.januaries()
    return truth(
        run.months.days_at(at), WHOLE, column(run.of_status(run.population, s.SOLDIER)[at])
    )


@observable("war.called_up", unit=PERSONS)
def called_up(run: Trajectory, about: About) -> list[Cut]:
    """Called up in a year."""
    return _of_years(run, "called_up")


@observable("war.killed_in_action", unit=PERSONS)
def killed_in_action(run: Trajectory, about: About) -> list[Cut]:
    """Soldiers killed in a year."""
    return _of_years(run, "killed_in_action")


@observable("war.died_captive", unit=PERSONS)
def died_captive(run: Trajectory, about: About) -> list[Cut]:
    """Prisoners of the enemy who died in a year."""
    return _of_years(run, "died_captive")


@observable("war.killed_by_occupier", unit=PERSONS, axes=("region",))
def killed_by_occupier(run: Trajectory, about: About) -> list[Cut]:
    """Civilians killed by the occupier in a year."""
    if not is_of_war(run):
        return []
    yearly: Array = run.months.yearly(run["at_war.killed_by_occupier"])
    return whole_and_regions(run, run.months.year_texts(), yearly)


def _held(run: Trajectory) -> Array:
    """Share [T, R] of each region that the state held, by month; all of it before the war, of which
    nothing is kept."""
    kept = run["war.controlled"]
    return jnp.where(kept.sum(1, keepdims=True) > 0, kept, 1.0)


def _register_herd(number: int, kind: str) -> None:
    @observable(f"war.{kind}", unit=HEAD, axes=("region",))
    def herd(run: Trajectory, about: About) -> list[Cut]:
        """Animals of a kind on 1 January on land that the state holds, which its books count."""
        if not is_of_war(run):
            return []
        at = ended(run.months.januaries())
        heads = run["land.herds"][at - 1, number] * _held(run)[at - 1] / HEAD_PER_MILLION
        return whole_and_regions(run, run.months.days_at(at), heads)


for number, kind in enumerate(HERDS):
    _register_herd(number, kind)


@observable("war.evacuated", unit=PERSONS)
def evacuated(run: Trajectory, about: About) -> list[Cut]:
    """Townspeople moved away from the enemy in a year."""
    return _of_years(run, "evacuated")
