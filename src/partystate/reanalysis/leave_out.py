"""What an update says of figures it was not given: one series, source or block of years left out at
a time. That is how weights are chosen, and how the coverage of an analysis that has taken in every
figure is told."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from partystate.reanalysis.localisation import Weights
from partystate.reanalysis.update import Observed, solve, stretched
from partystate.scoring import crps

MIDDLE_90 = (0.05, 0.95)


@dataclass(frozen=True)
class Told:
    """What members [n, m] say of each figure when its own kind is left out, and how well:
    continuous ranked probability score and whether the middle 90 per cent hold the target, [m]
    each."""

    figures: np.ndarray
    crps: np.ndarray
    inside90: np.ndarray


def left_out(observed: Observed, kinds: Sequence[Hashable], by: Weights, seed: int) -> Told:
    """Each figure as the others say, those of its own kind left out."""
    labels = np.array([hash(kind) for kind in kinds])
    found = np.empty_like(observed.figures)
    for kind in np.unique(labels):
        mine = labels == kind
        rest = observed.where(~mine)
        found[:, mine] = (
            solve(rest, by, seed).of(observed.figures[:, mine], observed.at.where(mine))
            if (~mine).any()
            else stretched(observed.figures[:, mine], by.stretch)
        )
    return judged(found, observed)


def judged(figures: np.ndarray, observed: Observed) -> Told:
    """Figures [n, m] of members against the targets; the error of the targets is added to them, for
    that is what is seen."""
    noise = np.random.default_rng(0).standard_normal(figures.shape)
    seen = figures + np.sqrt(observed.variance) * noise
    low, high = np.quantile(seen, MIDDLE_90, axis=0)
    scores = [crps.of_ensemble(x, y) for x, y in zip(seen.T, observed.middle, strict=True)]
    return Told(figures, np.array(scores), (low <= observed.middle) & (observed.middle <= high))


def best_weights(
    observed: Observed,
    kinds: Sequence[Hashable],
    start: Weights,
    tried: Mapping[str, Iterable[float]],
    seed: int,
) -> tuple[Weights, list[dict]]:
    """The weights of the least mean score of figures left out, one by one in turn, and all that was
    tried."""
    now, best, table = start, np.inf, []
    for name, values in tried.items():
        for value in values:
            by = replace(now, **{name: value})
            told = left_out(observed, kinds, by, seed)
            mean, held = float(told.crps.mean()), float(told.inside90.mean())
            table.append({**vars(by), "crps": mean, "inside90": held})
            if mean < best:
                best, now = mean, by
    return now, table
