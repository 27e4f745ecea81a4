"""The 95 per cent interval of a mean over pairs of runs, which says what it rests on.

Below `FEWEST` pairs there is none: a bootstrap of one pair is of no width, and one of two leaves
out zero half of the time where nothing differs. Below `FEW` it is Student's (1908), which allows
for a spread that is itself a guess; from there on the percentile bootstrap (Efron 1979)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

FEWEST = 5
FEW = 30
RESAMPLES = 2000
ENDS = (2.5, 97.5)  # per cent
NONE, STUDENT, BOOTSTRAP = "none", "t", "bootstrap"


@dataclass(frozen=True)
class Interval:
    """Ends of an interval, None where there are too few pairs; `kind` is none, t or bootstrap."""

    low: float | None
    high: float | None
    kind: str

    @property
    def is_clear(self) -> bool:
        """Whether there is an interval and it leaves out zero."""
        return is_clear(self.low, self.high)


def is_clear(low: float | None, high: float | None) -> bool:
    """Whether an interval is there and leaves out zero."""
    return low is not None and high is not None and (low > 0 or high < 0)


def of_mean(differences: np.ndarray, seed: int) -> Interval:
    """The interval of the mean of `differences` [pairs]; `seed` is that of the bootstrap."""
    differences = np.asarray(differences, float)
    pairs = len(differences)
    if pairs < FEWEST:
        return Interval(None, None, NONE)
    if pairs < FEW:
        mean = float(differences.mean())
        error = float(differences.std(ddof=1)) / np.sqrt(pairs)
        half = float(stats.t.ppf(ENDS[1] / 100, pairs - 1)) * error
        return Interval(float(mean - half), float(mean + half), STUDENT)
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, pairs, (RESAMPLES, pairs))
    low, high = np.percentile(differences[draws].mean(1), ENDS)
    return Interval(float(low), float(high), BOOTSTRAP)
