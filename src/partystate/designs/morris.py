"""Elementary effects along trajectories (Morris 1991, Technometrics 33:161-174, as recalled).

A trajectory starts at a point of a grid and moves each of k parameters once, in an order of
chance, so that r trajectories take r (k + 1) runs. The effect of a parameter on an outcome y is

    effect = (y after its move - y before) / move

where a move is a part of the parameter's prior: an effect is the change of the outcome over the
whole of it, as told by half of it. Over the trajectories

    mu = mean of effect, mu_star = mean of |effect|, sigma = sd of effect (r - 1)

mu_star ranks parameters, as effects of both signs cancel in mu (Campolongo, Cariboni and Saltelli
2007, Environmental Modelling and Software 22:1509-1518, as recalled); a sigma as large as mu_star
says that the effect hangs on the other parameters, or is no straight line.

The grid stands in the middle of p equal parts of each prior, and a move is of half of them, so that
every part is met as often as any other. Ours: Morris's own grid has the ends of the range in it,
where a normal prior has no value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

LEVELS = 4  # p of the grid, even
MOVE = LEVELS // 2


@dataclass(frozen=True)
class Morris:
    """Trajectories through the unit cube of k parameters, drawn from a seed. With fresh luck each
    trajectory has its own."""

    names: tuple[str, ...]
    units: int
    seed: int
    is_fresh: bool = False
    kind: ClassVar[str] = "morris"
    unit_word: ClassVar[str] = "trajectories"
    measures: ClassVar[tuple[str, ...]] = ("mu", "mu_star", "sigma")
    ranked_by: ClassVar[str] = "mu_star"

    @property
    def factors(self) -> tuple[str, ...]:
        """What is measured: the parameters."""
        return self.names

    @property
    def unit_runs(self) -> int:
        """Runs of a trajectory: its start, and one after each move."""
        return len(self.names) + 1

    @cached_property
    def _grid(self) -> tuple[np.ndarray, np.ndarray]:
        """Where trajectories start on the grid [r, k], and the order of their moves [r, k]."""
        rng = np.random.default_rng(self.seed)
        size = (self.units, len(self.names))
        return rng.integers(0, LEVELS, size), rng.permuted(
            np.tile(np.arange(size[1]), (self.units, 1)), axis=1
        )

    def points(self) -> np.ndarray:
        """Points [r (k + 1), k], trajectory after trajectory."""
        start, order = self._grid
        place = np.argsort(order, axis=1)  # of each parameter among the moves
        has_moved = np.arange(self.unit_runs)[None, :, None] > place[:, None, :]
        there = (start[:, None, :] + MOVE * has_moved) % LEVELS
        return ((there + 0.5) / LEVELS).reshape(-1, len(self.names))

    def luck_of(self, run: int) -> int:
        """Luck 0, or that of the trajectory."""
        return run // self.unit_runs if self.is_fresh else 0

    def parts(self, outcomes: np.ndarray) -> np.ndarray:
        """Effects [r, k] of outcomes [r, k + 1], in the unit of the outcome."""
        start, order = self._grid
        move = np.where(start < MOVE, 1, -1) * MOVE / LEVELS
        effects = np.empty(order.shape)
        np.put_along_axis(effects, order, np.diff(outcomes, axis=1), axis=1)
        return effects / move

    def measured(self, parts: np.ndarray) -> np.ndarray:
        """mu, mu_star and sigma [3, k] of effects [r, k]."""
        return np.stack([parts.mean(0), np.abs(parts).mean(0), parts.std(0, ddof=1)])
