"""Observables of science: control by field, posts of adherents, people lost, area under what
doctrine promised."""

from __future__ import annotations

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import Cut, column, observable, truth
from partystate.history.trajectory import Trajectory
from partystate.world.agricultural_clock import HARVEST, MONTHS


def _by_field(run: Trajectory, field: str) -> list[Cut]:
    """Mean of the year over all fields, and of each."""
    labels = tuple(f"field={name}" for name in run.layout.axes.fields.labels)
    years, yearly = run.months.year_texts(), run.months.yearly(run[f"science.{field}"]) / MONTHS
    return [
        *truth(years, WHOLE, yearly.mean(1, keepdims=True)),
        *truth(years, labels, yearly),
    ]


@observable("science.ideological_control", unit="index 0..1", axes=("field",))
def control(run: Trajectory, about: About) -> list[Cut]:
    """Control over a field, mean of the year."""
    return _by_field(run, "control")


@observable("science.doctrine_share", unit="share", axes=("field",))
def doctrine_share(run: Trajectory, about: About) -> list[Cut]:
    """Share of posts that adherents of the official doctrine hold, mean of the year."""
    return _by_field(run, "adherents")


@observable("science.people_lost", unit="share", axes=("field",))
def people_lost(run: Trajectory, about: About) -> list[Cut]:
    """Share of posts whose holders were taken and not yet replaced, mean of the year."""
    return _by_field(run, "lost")


@observable("science.measure_area", unit="ha")
def measure_area(run: Trajectory, about: About) -> list[Cut]:
    """Area sown by the measure that doctrine promised, in the harvest month of each year."""
    at = (run.months.numbers % MONTHS == HARVEST).nonzero()[0]
    years = tuple(str(number // MONTHS) for number in run.months.numbers[at])
    sown = (run["land.sown_area"][at] * about.society.sown_area[None]).sum(1)
    return truth(years, WHOLE, column(run["science.measure"][at] * sown))
