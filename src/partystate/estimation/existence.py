"""Whether a log-linear model has an estimate at all on sparse lists.

Of a model whose impossible terms are taken out already (`log_linear.sample_space`), with design A
over the cells left and sums t = A' counts, the maximum-likelihood estimate

- exists where some x has A' x = t and every x > 0: the largest least x, by linear programming, is
  above nothing (Fienberg and Rinaldo 2012);
- is one where A has full rank over the columns.

A fit that another step would not move is such an x, since every fitted cell is above nothing; where
there is no finite estimate a step always moves a coefficient by some 1. So the linear program is
asked only where a fit has not settled.

Source: Chan, Silverman and Vincent (2021), section 3."""

from __future__ import annotations

import numpy as np
from scipy import optimize

from partystate.estimation import log_linear
from partystate.estimation.histories import Histories
from partystate.estimation.log_linear import Fitted, Terms

LEAST = 1e-9  # of the linear program's own accuracy
FINE, NO_ESTIMATE, NOT_ONE, NEITHER = 0, 1, 2, 3
WORDS = {
    FINE: "there is one estimate",
    NO_ESTIMATE: "there is no finite estimate",
    NOT_ONE: "more than one estimate fits equally well",
    NEITHER: "there is no finite estimate, and no single one",
}


def check(histories: Histories, terms: Terms, found: Fitted | None = None) -> int:
    """0 where there is one estimate; 1 where none is finite, 2 where it is not the only one, 3
    where both are wrong. `found` is the model's fit, if there is one already."""
    left, _, used = log_linear.sample_space(histories.counts, terms)
    x = log_linear.design(left, len(histories.lists))[used]
    rank = np.linalg.matrix_rank(x.T @ x, hermitian=True)  # as that of x, of far fewer rows
    not_one = NOT_ONE if rank < x.shape[1] else FINE
    if found is not None and found.settled:
        return not_one
    return not_one | (FINE if _exists(x, histories.counts[1:][used]) else NO_ESTIMATE)


def _exists(x: np.ndarray, counts: np.ndarray) -> bool:
    """Whether some point with the same sums is above nothing in every cell [cells, terms]."""
    cells, terms = x.shape
    equal = np.hstack([x.T, np.zeros((terms, 1))])
    above = np.hstack([-np.eye(cells), np.ones((cells, 1))])
    goal = np.zeros(cells + 1)
    goal[-1] = -1.0
    found = optimize.linprog(
        goal,
        A_ub=above,
        b_ub=np.zeros(cells),
        A_eq=equal,
        b_eq=x.T @ counts,
        bounds=[(None, None)] * cells + [(None, None)],
    )
    return found.status == 0 and -found.fun > LEAST * max(counts.sum(), 1)
