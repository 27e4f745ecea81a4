"""The update of an ensemble by figures: what of it follows from them, member by member.

An offline ensemble Kalman filter with perturbed observations (Evensen 1994; Burgers, van Leeuwen
and Evensen 1998; offline, of whole histories: Steiger, Hakim and others 2014). n members of a state
x and of figures f, both on scales without bounds; targets d with error variances R:

    x' = x + (W * Cxf) ((V * Cff) + R)^-1 (d + R^1/2 e - f)

Cxf, Cff are covariances over members, W, V the weights of `localisation`, e standard normal, the
same for all x. No run is made again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from partystate.reanalysis.localisation import (
    ByTheme,
    Positions,
    Weights,
    of_each,
    weights_between,
)


@dataclass(frozen=True)
class Observed:
    """Figures: what members [n, m] say of them, where they stand, targets [m] and error variances
    [m]."""

    figures: np.ndarray
    at: Positions
    middle: np.ndarray
    variance: np.ndarray

    def where(self, use: np.ndarray) -> Observed:
        """Those that a mask or an index keeps."""
        return Observed(
            self.figures[:, use], self.at.where(use), self.middle[use], self.variance[use]
        )


@dataclass(frozen=True)
class Update:
    """A solved update: apply it to any state of the same members."""

    observed: Observed
    by: Weights
    pull: np.ndarray  # [m, n], (V * Cff + R)^-1 (d + R^1/2 e - f)

    def of(self, state: np.ndarray, at: Positions) -> np.ndarray:
        """State [n, k] after the update."""
        spread = stretched(state, at, self.by.stretch)
        seen = stretched(self.observed.figures, self.observed.at, self.by.stretch)
        apart = spread - spread.mean(0)
        among = apart.T @ (seen - seen.mean(0)) / (len(state) - 1)
        return spread + ((weights_between(at, self.observed.at, self.by) * among) @ self.pull).T


def solve(observed: Observed, by: Weights, seed: int) -> Update:
    """The update by figures; noise of the observations is drawn from `seed`."""
    among, asked, seen = system(observed, by, seed)
    return Update(observed, by, linalg.solve(among, (asked - seen).T, assume_a="pos"))


def system(observed: Observed, by: Weights, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """V * Cff + R [m, m], the perturbed targets and what members say of them, [n, m] each."""
    seen = stretched(observed.figures, observed.at, by.stretch)
    apart = seen - seen.mean(0)
    among = weights_between(observed.at, observed.at, by) * (apart.T @ apart / (len(seen) - 1))
    noise = np.random.default_rng(seed).standard_normal(seen.shape)
    noise = noise - noise.mean(0)
    asked = observed.middle + np.sqrt(observed.variance) * noise
    return among + np.diag(observed.variance), asked, seen


def stretched(state: np.ndarray, at: Positions, by: ByTheme) -> np.ndarray:
    """Members [n, k] further from their mean, by theme."""
    mean = state.mean(0)
    return mean + of_each(by, at.themes) * (state - mean)
