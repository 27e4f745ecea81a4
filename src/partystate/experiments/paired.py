"""Differences of paired runs with intervals: the same luck on both sides, so that what differs is
the cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
INTERVAL = (2.5, 97.5)
SEED = 19_21


@dataclass(frozen=True)
class Effect:
    """Mean of an outcome without and with the change, and the mean difference with its 95 per cent
    interval."""

    outcome: str
    base: float
    changed: float
    effect: float
    low: float
    high: float
    pairs: int
    # label, time and group apart, where the outcome is a question of country.toml
    question: str = ""
    time: str = ""
    group: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def paired_effect(outcome: str, base: np.ndarray, changed: np.ndarray) -> Effect:
    """Paired bootstrap over runs (percentile interval)."""
    difference = np.asarray(changed, float) - np.asarray(base, float)
    rng = np.random.default_rng(SEED)
    draws = rng.integers(0, len(difference), (RESAMPLES, len(difference)))
    low, high = np.percentile(difference[draws].mean(1), INTERVAL)
    return Effect(
        outcome,
        float(np.mean(base)),
        float(np.mean(changed)),
        float(difference.mean()),
        float(low),
        float(high),
        len(difference),
    )
