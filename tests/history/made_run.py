"""A made-up run, for cases that are reckoned by hand."""

from types import SimpleNamespace

import numpy as np

from partystate.core.axes import Axis
from partystate.history.months import Months
from partystate.history.trajectory import Trajectory
from partystate.world.layout import Axes


def made_run(first, months, arrays, statuses=("individual_peasant",), opening=None):
    """A run of `months` months from the month number `first` on: regions A and B, one people, and
    in each region one pair of every status, none of them in a town."""
    regions = ("A", "B")
    axes = Axes(
        regions=Axis("region", regions),
        nationalities=Axis("nationality", ("one",)),
        statuses=Axis("status", statuses),
        ages=Axis("age", ("all",)),
        communities=tuple((region, "one") for region in regions),
        pairs=tuple((c, s) for c in range(len(regions)) for s in range(len(statuses))),
    )
    layout = SimpleNamespace(axes=axes, pair_urban=np.zeros(len(axes.pairs), bool))
    return Trajectory(Months(np.arange(first, first + months)), layout, arrays, opening or {})
