"""The interval of a log-linear model from its likelihood alone.

For each total N the cell of those in no list is given N - n cases and the model is fitted to all
cells; the ends of the interval are where the multinomial log-likelihood

    log N! - log (N - n)! + sum of count x log(fitted / N)

has fallen from its highest by half of the chi-squared quantile. Unlike the log-normal interval it
needs no error of the total, which is poor where few cases overlap.

Sources: Cormack (1992); Baillargeon and Rivest (2007)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import optimize, stats
from scipy.special import gammaln, xlogy

from partystate.estimation import log_linear, poisson
from partystate.estimation.crossing import crossing
from partystate.estimation.histories import Histories
from partystate.estimation.log_linear import Terms
from partystate.estimation.result import LEVEL

NEAR = 1e-3  # cases
FARTHEST = 1e4  # times the missing of the fit, to which an upper end is sought


def log_likelihood(histories: Histories, terms: Terms) -> Callable[[float], float]:
    """The profile log-likelihood of a model, as a function of the total."""
    counts = histories.counts.astype(float)
    left, _, used = log_linear.sample_space(histories.counts, terms)
    x = log_linear.design(left, len(histories.lists))
    nobody = np.zeros((1, x.shape[1]))
    nobody[0, 0] = 1.0
    x, used = np.vstack([nobody, x])[None], np.concatenate([[True], used])[None]

    def at(total: float) -> float:
        missing = max(total - histories.observed, 0.0)
        y = np.concatenate([[missing], counts[1:]])
        mu = poisson.fit(y[None], x, used).fitted[0]
        shares = np.where(mu > 0, mu, 1.0) / total
        ways = gammaln(total + 1) - gammaln(missing + 1)
        return float(ways + xlogy(y, shares).sum())

    return at


def profile(histories: Histories, terms: Terms, level: float = LEVEL) -> tuple[float, float, float]:
    """(total of highest likelihood, low end, high end); the high end is infinite where the
    likelihood does not fall far enough."""
    at, least = log_likelihood(histories, terms), float(histories.observed)
    start = log_linear.fit(histories, terms).total - least
    ends = (least, least + max(1.5 * start, 10.0))
    best = optimize.minimize_scalar(
        lambda total: -at(total), bounds=ends, method="bounded", options={"xatol": 1e-4 * ends[1]}
    )
    best = optimize.minimize_scalar(
        lambda total: -at(total),
        bounds=(max(least, best.x * 0.99), best.x * 1.01),
        method="bounded",
        options={"xatol": NEAR},
    )
    top, bar = float(best.x), -float(best.fun) - float(stats.chi2.ppf(level, 1)) / 2
    low = least if at(least) >= bar else _crossing(at, bar, least, top)
    far = top + max(top - least, 1.0)
    while at(far) > bar:
        far += far - least
        if far - least > FARTHEST * max(start, 1.0):
            return top, low, float("inf")
    return top, low, _crossing(at, bar, top, far)


def _crossing(at: Callable[[float], float], bar: float, low: float, high: float) -> float:
    return crossing(lambda total: at(total) - bar, low, high, NEAR)
