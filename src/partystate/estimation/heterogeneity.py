"""Cases that differ in how easily they are found: one more column in the log-linear model, a
convex function of the number k of lists that hold the cell.

    poisson2: 2^k - 1,   darroch: k^2 / 2,   gamma3.5: -log(3.5 + k) + log(3.5)

Each is the log of what a distribution of catchability leaves in the cells; which of them is right
the observed cells hardly tell, and they differ much in what they say of cell 0.

Sources: Darroch, Fienberg, Glonek and Junker (1993); Rivest and Baillargeon (2007)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from partystate.estimation import existence, log_linear
from partystate.estimation.histories import Histories, cells
from partystate.estimation.log_linear import Fitted, main_effects
from partystate.estimation.result import LEVEL, Estimate, none_of

ASSUMES = (
    "That lists work apart from one another, and that cases differ in how easily they are found in "
    "the one way of its curve ({})."
)
GAMMA = 3.5
LEAST_LISTS = 3
CURVES = {
    "poisson2": lambda k: 2.0**k - 1,
    "darroch": lambda k: k**2 / 2.0,
    "gamma3.5": lambda k: -np.log(GAMMA + k) + np.log(GAMMA),
}


def column(lists: int, curve: str) -> np.ndarray:
    """The column of a curve [cells but the first, 1]."""
    return CURVES[curve](cells(lists)[1:].sum(1).astype(float))[:, None]


def fit(histories: Histories, curve: str) -> Fitted:
    """Main effects of lists and one curve."""
    lists = len(histories.lists)
    return log_linear.fit(histories, main_effects(lists), column(lists, curve))


def estimate(histories: Histories, level: float = LEVEL, curve: str = "darroch") -> Estimate:
    """The model with one curve; Darroch's if not said, as normal log-odds give it."""
    method, assumes = f"differing_{curve}", ASSUMES.format(curve)
    if len(histories.lists) < LEAST_LISTS:
        return none_of(method, histories.observed, assumes, f"needs {LEAST_LISTS} lists")
    found = fit(histories, curve)
    if not found.settled:
        why = existence.WORDS[existence.NO_ESTIMATE]
        return none_of(method, histories.observed, assumes, why)
    told = log_linear.estimate_of(found, histories, method, assumes, level)
    others = {name: fit(histories, name).total for name in CURVES}
    return replace(told, diagnostics={**told.diagnostics, "by_curve": others})
