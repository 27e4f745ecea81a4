"""Observables of opinion by month: private and public support, the gap, fear, grievance.

Means are over people at liberty; what the ruler knows is public support."""

from __future__ import annotations

from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.observables.about import About
from partystate.history.observables.registry import (
    LEVELS,
    Cut,
    all_levels,
    column,
    observable,
    truth,
)
from partystate.history.trajectory import Trajectory

SHARE = "share"


def _by_place(run: Trajectory, field: str) -> list[Cut]:
    """A field of the whole country, by region and by status."""
    cuts = {"": WHOLE, "region": run.region_groups, "status": run.status_groups}
    return [
        cut
        for axis, groups in cuts.items()
        for cut in truth(run.months.texts(), groups, run[f"opinion.{field}.{axis}"])
    ]


def _public(run: Trajectory) -> Array:
    return column(run["information.known_support"])


@observable("opinion.private_support", unit=SHARE, axes=("region", "status"))
def private_support(run: Trajectory, about: About) -> list[Cut]:
    """Share who hold the regime in favour."""
    return _by_place(run, "support")


@observable("opinion.public_support", unit=SHARE, levels=LEVELS, axes=("region",))
def public_support(run: Trajectory, about: About) -> list[Cut]:
    """Share who show no opposition."""
    months, shown = run.months.texts(), _public(run)
    return [
        *all_levels(months, WHOLE, shown, shown),
        *truth(months, run.region_groups, 1 - run["opinion.dissent.region"]),
    ]


@observable("opinion.falsification_gap", unit=SHARE)
def falsification_gap(run: Trajectory, about: About) -> list[Cut]:
    """Public less private support."""
    return truth(run.months.texts(), WHOLE, _public(run) - run["opinion.support."])


@observable("opinion.fear", unit="index 0..1", axes=("region", "status"))
def fear(run: Trajectory, about: About) -> list[Cut]:
    """Fear of arrest."""
    return _by_place(run, "fear")


@observable("opinion.grievance", unit="index", axes=("nationality",))
def grievance(run: Trajectory, about: About) -> list[Cut]:
    """Remembered wrong."""
    months = run.months.texts()
    return [
        *truth(months, WHOLE, run["opinion.grievance."]),
        *truth(months, run.nationality_groups, run["opinion.grievance.nationality"]),
    ]
