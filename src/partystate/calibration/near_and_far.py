"""How near the figures of runs come to their targets, on the scale of the score."""

from __future__ import annotations

import numpy as np

from partystate.calibration.figures import Targets
from partystate.calibration.history_matching import CUT, implausibility, nth_largest
from partystate.core.errors import UserError
from partystate.published.outside_share import outside_share

# Share of the figures that may stand outside the cut: what Pukelsheim's bound lets a right model
# with unimodal errors have.
LEAVE_OUT = outside_share(CUT)[0]
# Figures further from their target than this, on the scale of the score, count as this far: the
# surface bends where it
# matters, and no one figure that is lost in every run decides where the members go. Three is a
# factor of twenty, and reaches below a history without a famine.
FAR = 3.0
ALL = "all"  # themes together


def implausible(figures: np.ndarray, wanted: Targets, variance: np.ndarray) -> np.ndarray:
    """Implausibility [n, m] of figures [n, m] on the scale of the score; `variance` is that of a
    surface or of luck."""
    return implausibility(figures, variance, wanted.middle, wanted.variance, wanted.discrepancy**2)


def worst(figures: np.ndarray, wanted: Targets, variance: np.ndarray) -> np.ndarray:
    """The largest implausibility [n] but for the figures that may stand outside."""
    return nth_largest(implausible(figures, wanted, variance), _left_out(wanted) + 1)


def inside(figures: np.ndarray, wanted: Targets, ends: tuple[float, float]) -> dict[str, float]:
    """Share of targets between two quantiles of the figures [n, m] of runs, of all and by theme."""
    low, high = np.nanquantile(figures, ends, axis=0)
    good = (low <= wanted.middle) & (wanted.middle <= high)
    themes = np.array([row.theme for row in wanted.rows])
    return {ALL: float(good.mean())} | {
        str(theme): float(good[themes == theme].mean()) for theme in np.unique(themes)
    }


def within_cut(figures: np.ndarray, wanted: Targets, luck: np.ndarray) -> int:
    """How many figures the median of the runs [n, m] has within the cut."""
    return int((implausible(np.nanmedian(figures, 0)[None], wanted, luck) <= CUT).sum())


def near(figures: np.ndarray, wanted: Targets) -> np.ndarray:
    """Figures [n, m] no further from their targets than counts."""
    return np.clip(figures, wanted.middle - FAR, wanted.middle + FAR)


def spoken_to(figures: np.ndarray) -> np.ndarray:
    """Which figures [m] the model gives in most runs, and not always the same."""
    use = np.isfinite(figures).mean(0) > 1 / 2
    use[use] = np.nanstd(figures[:, use], 0) > 0
    if not use.any():
        raise UserError(
            "no figure that calibrates is spoken to by the model",
            action="Map a series that the model emits with the role calibrate, even or odd.",
        )
    return use


def _left_out(wanted: Targets) -> int:
    return int(LEAVE_OUT * len(wanted.rows))
