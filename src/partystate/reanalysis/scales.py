"""Scales on which an ensemble is updated: without bounds, so that no member leaves what its
quantity can be.

Amounts go on their logarithm, which is straight below a floor (as in `calibration.figures`), so
that nothing at all is finite; shares on their log-odds; anything else as it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.scoring.scale import SHARE_CLIP

FLOOR = (
    0.02  # of the largest mean over time of a series, where its logarithm becomes straight; ours
)
TINY = 1e-12


@dataclass(frozen=True)
class Scale:
    """How a series [n, times] is scaled: `positive`, `share` or `plain`; `floor` of a positive."""

    kind: str
    floor: float = 1.0

    def up(self, value: np.ndarray) -> np.ndarray:
        """From its unit."""
        if self.kind == "positive":
            above = np.log(np.maximum(value, self.floor))
            return np.where(value > self.floor, above, np.log(self.floor) + value / self.floor - 1)
        if self.kind == "share":
            inside = np.clip(value, *SHARE_CLIP)
            return np.log(inside / (1 - inside))
        return value

    def down(self, scaled: np.ndarray) -> np.ndarray:
        """Back to its unit; an amount is not below nought."""
        if self.kind == "positive":
            low = np.log(self.floor)
            below = np.maximum(self.floor * (1 + scaled - low), 0)
            return np.where(scaled > low, np.exp(np.maximum(scaled, low)), below)
        if self.kind == "share":
            return 1 / (1 + np.exp(-scaled))
        return scaled


def scale_of(values: np.ndarray, unit: str, shares: tuple[str, ...]) -> Scale:
    """The scale of a series [times, n] by its unit and by what members give."""
    if unit in shares and values.min() >= 0 and values.max() <= 1:
        return Scale("share")
    if values.min() < 0:
        return Scale("plain")
    return Scale("positive", max(FLOOR * float(values.mean(1).max()), TINY))
