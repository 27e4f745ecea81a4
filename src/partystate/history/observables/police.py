"""Observables of those who repress: the police, who is under suspicion, the brake, and who is
blamed."""

from __future__ import annotations

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import Cut, column, observable, truth
from partystate.history.trajectory import Trajectory
from partystate.world.agricultural_clock import MONTHS

BETTER_OFF = ("group=better-off peasants",)


@observable("police.staff", unit="persons")
def staff(run: Trajectory, about: About) -> list[Cut]:
    """Staff of the political police, mean of the year."""
    mean = run.months.yearly(run["repression.staff"]) / MONTHS
    return truth(run.months.year_texts(), WHOLE, column(mean))


@observable("terror.scope", unit="share")
def scope(run: Trajectory, about: About) -> list[Cut]:
    """Share of the people in a category under suspicion, by month."""
    return truth(run.months.texts(), WHOLE, column(run["belief.scope"]))


@observable("terror.brake", unit="index 0..1")
def brake(run: Trajectory, about: About) -> list[Cut]:
    """Remembered cost of arrests, which makes the rulers slow down, by month."""
    return truth(run.months.texts(), WHOLE, column(run["repression.brake"]))


@observable("terror.attribution", unit="index", axes=("group",))
def attribution(run: Trajectory, about: About) -> list[Cut]:
    """Failure laid at the door of the better-off peasants, by month."""
    return truth(run.months.texts(), BETTER_OFF, column(run["repression.blame"]))
