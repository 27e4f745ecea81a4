"""Differences of paired runs with intervals: the same luck on both sides, so that what differs is
the cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.core import intervals

SEED = 19_21


@dataclass(frozen=True)
class Effect:
    """Mean of an outcome without and with the change, and the mean difference with its 95 per cent
    interval: None where there are too few pairs for one; `interval` is none, t or bootstrap."""

    outcome: str
    base: float
    changed: float
    effect: float
    low: float | None
    high: float | None
    pairs: int
    # label, time and group apart, where the outcome is a question of country.toml
    question: str = ""
    time: str = ""
    group: str = ""
    interval: str = intervals.BOOTSTRAP

    @property
    def is_clear(self) -> bool:
        """Whether there is an interval and it leaves out zero."""
        return intervals.is_clear(self.low, self.high)


def paired_effect(outcome: str, base: np.ndarray, changed: np.ndarray) -> Effect:
    """The effect on an outcome; `base` and `changed` [pairs] are its values in the same runs."""
    difference = np.asarray(changed, float) - np.asarray(base, float)
    found = intervals.of_mean(difference, SEED)
    return Effect(
        outcome,
        float(np.mean(base)),
        float(np.mean(changed)),
        float(difference.mean()),
        found.low,
        found.high,
        len(difference),
        interval=found.kind,
    )


def words_on(pairs: int) -> str:
    """A sentence on what intervals of so few pairs rest on; blank from where there is nothing to
    say."""
    if pairs < intervals.FEWEST:
        return f"Below {intervals.FEWEST} pairs there is no interval: nothing is told from nothing."
    if pairs < intervals.FEW:
        return f"{pairs} pairs: intervals are Student's, which hold for effects near to normal."
    return ""
