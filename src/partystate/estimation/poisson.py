"""Many Poisson log-linear fits at once, by Newton's method on batches of small matrices.

    log fitted = design @ coefficients,   counts ~ Poisson(fitted)

Each fit has its own design or its own counts, or both; cells may be left out of a fit, which is
how a term that no case supports is held at minus infinity (see `log_linear`). The iterations stop
as R's glm does, at a relative change of the deviance below `TOLERANCE`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

TOLERANCE = 1e-10
MOST_STEPS = 60
START = 0.1  # added to the counts where the first guess is made, as R's glm does
RIDGE = 1e-13  # keeps a matrix invertible where a coefficient runs to minus infinity
FLAT = -50.0  # a log of a fitted count below which it is nothing


@dataclass(frozen=True)
class Fits:
    """`coefficients` [fits, terms], `covariance` [fits, terms, terms], `fitted` [fits, cells] with
    nothing in cells left out, `deviance` and `log_likelihood` [fits], whether each one has
    `converged` [fits], and the largest change of a coefficient that one more step would bring
    [fits]: next to nothing where there is a finite estimate, some 1 where a coefficient runs to
    minus infinity, however long it has run."""

    coefficients: np.ndarray
    covariance: np.ndarray
    fitted: np.ndarray
    deviance: np.ndarray
    log_likelihood: np.ndarray
    converged: np.ndarray
    step: np.ndarray


def fit(counts: np.ndarray, designs: np.ndarray, used: np.ndarray | None = None) -> Fits:
    """Fits of `counts` [fits or 1, cells] to `designs` [fits or 1, cells, terms], over the cells
    that are `used` [fits or 1, cells]; all of them if not given."""
    fits = max(len(counts), len(designs), 1 if used is None else len(used))
    kept = np.ones((1, designs.shape[1]), bool) if used is None else used
    y = np.broadcast_to(counts, (fits, counts.shape[1])).astype(float) * kept
    x = np.broadcast_to(designs, (fits, *designs.shape[1:]))
    w = np.broadcast_to(kept, y.shape).astype(float)
    first = w * (y + START)
    beta = _solved(x, first, first * np.log(y + START))
    deviance = _deviance(y, _fitted(x, beta, w))
    converged, going = np.zeros(fits, bool), np.arange(fits)
    for _ in range(MOST_STEPS):
        xs, ys, ws = (x, y, w) if len(going) == fits else (x[going], y[going], w[going])
        now, found = beta[going], deviance[going]
        mu = _fitted(xs, now, ws)
        new, changed = _halved(xs, ys, ws, now, now + _solved(xs, mu, ys - mu), found)
        beta[going], deviance[going] = new, changed
        done = np.abs(changed - found) <= TOLERANCE * (np.abs(changed) + START)
        converged[going[done]] = True
        going = going[~done]
        if not len(going):
            break
    mu = _fitted(x, beta, w)
    return Fits(
        beta,
        np.linalg.inv(_information(x, mu)),
        mu,
        deviance,
        (w * (xlogy(y, np.where(mu > 0, mu, 1)) - mu - gammaln(y + 1))).sum(1),
        converged,
        np.abs(_solved(x, mu, y - mu)).max(1),
    )


def _fitted(x: np.ndarray, beta: np.ndarray, w: np.ndarray) -> np.ndarray:
    return w * np.exp(np.clip(np.einsum("mct,mt->mc", x, beta), FLAT, -FLAT))


def _information(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    found = np.matmul(np.swapaxes(x * weights[..., None], 1, 2), x)
    at = np.arange(found.shape[1])
    found[:, at, at] += RIDGE * (1 + found[:, at, at])
    return found


def _solved(x: np.ndarray, weights: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """(x' weights x)^-1 x' cells [fits, terms]."""
    right = np.einsum("mct,mc->mt", x, cells)
    return np.linalg.solve(_information(x, weights), right[..., None])[..., 0]


def _deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    safe = np.where(mu > 0, mu, 1)
    return 2 * (xlogy(y, np.where(y > 0, y, 1) / safe) - y + mu).sum(1)


def _halved(
    x: np.ndarray,
    y: np.ndarray,
    w: np.ndarray,
    old: np.ndarray,
    new: np.ndarray,
    before: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The new coefficients, half as far from the old ones where the deviance would rise."""
    found = _deviance(y, _fitted(x, new, w))
    for _ in range(20):
        worse = ~(found <= before * (1 + 1e-9) + 1e-9)
        if not worse.any():
            break
        new[worse] = (new[worse] + old[worse]) / 2
        found[worse] = _deviance(y[worse], _fitted(x[worse], new[worse], w[worse]))
    return new, found


def fit_rates(
    counts: np.ndarray, exposed: np.ndarray, x: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients [terms] and covariance [terms, terms] of log(fitted / exposed) = x @
    coefficients, `counts` and `exposed` [cells] above nothing."""
    beta = _solved(x[None], counts[None], (counts * np.log(counts / exposed))[None])[0]
    for _ in range(MOST_STEPS):
        fitted = exposed * np.exp(x @ beta)
        step = _solved(x[None], fitted[None], (counts - fitted)[None])[0]
        beta = beta + step
        if np.abs(step).max() < TOLERANCE:
            break
    fitted = exposed * np.exp(x @ beta)
    return beta, np.linalg.inv(_information(x[None], fitted[None]))[0]
