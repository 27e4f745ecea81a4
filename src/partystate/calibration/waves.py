"""Waves of history matching: what a design and its figures rule out of the space of the priors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.calibration.emulator import Emulator, fit_emulator
from partystate.calibration.figures import Targets
from partystate.calibration.history_matching import CUT, Judge, not_ruled_out
from partystate.calibration.near_and_far import near, worst

# Where no point is within the cut, a wave keeps this share of what was there, those least
# implausible, and says so.
LOOSENED = 0.01
AMONG = 20_000  # even points that tell the share of the space not ruled out


@dataclass(frozen=True)
class Wave:
    """One round: points run [n, k], their surfaces, the cut used, and the share of what was there
    that is not ruled out."""

    points: np.ndarray
    emulator: Emulator
    cut: float
    share: float


def rule_out(
    points: np.ndarray,
    figures: np.ndarray,
    wanted: Targets,
    seed: int,
    before: tuple[Wave, ...] = (),
) -> Wave:
    """The wave of a design [n, k], even over what the waves before left, and its figures [n, m]."""
    emulator = fit_emulator(points, near(figures, wanted))
    even = points if before else np.random.default_rng(seed).random((AMONG, points.shape[1]))
    far = worst(emulator.mean(even), wanted, emulator.variance)
    wave = Wave(points, emulator, CUT, float(np.mean(far <= CUT)))
    if wave.share > 0 or len(evenly((*before, wave), wanted, 1, seed)):
        return wave
    return Wave(points, emulator, float(np.quantile(far, LOOSENED)), LOOSENED)


def judge(waves: tuple[Wave, ...], wanted: Targets) -> Judge:
    """How bad points are: the worst over the waves of their implausibility over the cut of the
    wave."""

    def of(points: np.ndarray) -> np.ndarray:
        return np.max(
            [worst(w.emulator.mean(points), wanted, w.emulator.variance) / w.cut for w in waves],
            axis=0,
        )

    return of


def evenly(waves: tuple[Wave, ...], wanted: Targets, count: int, seed: int) -> np.ndarray:
    """Points even over what no wave rules out."""
    start = waves[-1].points
    return not_ruled_out(judge(waves, wanted), start.shape[1], count, seed, AMONG, start)
