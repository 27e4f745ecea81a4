"""First-order and total indices of the variance (Sobol' 1993; Saltelli and others 2010, Computer
Physics Communications 181:259-270, table 2, as recalled), by the estimators of Jansen (1999).

A and B are N points each, the two halves of a scrambled sequence of Sobol' of 2k dimensions; AB_i
is A with parameter i from B. With V the variance of the outcomes of A and B,

    first_i = 1 - mean((f(B) - f(AB_i))^2) / 2V
    total_i =     mean((f(A) - f(AB_i))^2) / 2V

the share of the variance that would go if i were known, and the share that would stay if all but i
were: what is between them is what i does together with others. N (k + 2) runs.

With fresh luck every A and every B has a luck of its own, and AB_i that of its A, so that luck is
one more parameter: the indices of the others are over all lucks, and for N runs more (A with the
luck of its B) luck has indices too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

LUCK = "luck"
# a point at an end of the cube, which a scrambled sequence may once give, has no normal quantile
INSIDE = 2.0**-31


@dataclass(frozen=True)
class Sobol:
    """Base points and their mixtures in the unit cube of k parameters; `units`, N, is a power of
    two, without which the sequence is not even."""

    names: tuple[str, ...]
    units: int
    seed: int
    is_fresh: bool = False
    kind = "sobol"
    unit_word = "points"
    measures = ("first", "total")
    ranked_by = "total"

    @property
    def factors(self) -> tuple[str, ...]:
        """What is measured: the parameters, and luck where it varies."""
        return (*self.names, LUCK) if self.is_fresh else self.names

    @property
    def unit_runs(self) -> int:
        """Runs of a base point: A, B, and A with each factor from B."""
        return len(self.factors) + 2

    def points(self) -> np.ndarray:
        """Points [N (f + 2), k], base point after base point."""
        k = len(self.names)
        both = qmc.Sobol(2 * k, scramble=True, rng=self.seed).random(self.units)
        a, b = np.clip(both, INSIDE, 1 - INSIDE).reshape(self.units, 2, k).swapaxes(0, 1)
        found = np.repeat(a[:, None, :], self.unit_runs, axis=1)
        found[:, 1] = b
        for i in range(k):
            found[:, 2 + i, i] = b[:, i]
        return found.reshape(-1, k)

    def luck_of(self, run: int) -> int:
        """Luck 0; where it varies, one for each A and one for each B."""
        if not self.is_fresh:
            return 0
        unit, place = divmod(run, self.unit_runs)
        return 2 * unit + (place in (1, self.unit_runs - 1))

    def parts(self, outcomes: np.ndarray) -> np.ndarray:
        """Outcomes [N, f + 2] as they are."""
        return outcomes

    def measured(self, parts: np.ndarray) -> np.ndarray:
        """First-order and total indices [2, f]; nought where nothing varies."""
        a, b, mixed = parts[:, :1], parts[:, 1:2], parts[:, 2:]
        twice = 2 * parts[:, :2].var()
        if twice == 0:
            return np.zeros((2, mixed.shape[1]))
        return np.stack(
            [1 - np.square(b - mixed).mean(0) / twice, np.square(a - mixed).mean(0) / twice]
        )
