"""What an update says of figures it was not given: one series, source or block of years left out at
a time. That is how weights are chosen, and how the coverage of an analysis that has taken in every
figure is told."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg

from partystate.reanalysis.localisation import OTHERS, Weights, for_all
from partystate.reanalysis.normal_scores import on_scores
from partystate.reanalysis.update import Observed, system
from partystate.scoring import crps

MIDDLE_90 = (0.05, 0.95)
BY_THEME = ("memory", "stretch")
ENOUGH = 20  # figures of a theme from which it has a memory and a stretch of its own; ours


@dataclass(frozen=True)
class Told:
    """What members [n, m] say of each figure when its own kind is left out, and how well:
    continuous ranked probability score and whether the middle 90 per cent hold the target, [m]
    each."""

    figures: np.ndarray
    crps: np.ndarray
    inside90: np.ndarray


def left_out(observed: Observed, kinds: Sequence[Hashable], by: Weights, seed: int) -> Told:
    """Each figure as the others say, those of its own kind left out. On normal scores, with
    M = V * Cff + R, its inverse G and perturbed targets d, what the rest says of the figures of a
    kind k is d_k - G_kk^-1 (G (d - f))_k, so that one inverse serves all kinds (as in the
    cross-validation of Gaussian processes, Sundararajan and Keerthi 2001)."""
    scored, scores = on_scores(observed)
    among, asked, seen = system(scored, by, seed)
    inverse = linalg.inv(among)
    pulled = (asked - seen) @ inverse
    labels = np.array([hash(kind) for kind in kinds])
    found = np.empty_like(scored.figures)
    for kind in np.unique(labels):
        mine = np.flatnonzero(labels == kind)
        own = inverse[np.ix_(mine, mine)]
        found[:, mine] = asked[:, mine] - linalg.solve(own, pulled[:, mine].T, assume_a="pos").T
    return judged(scores.down(found.T).T, observed)


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
    """The weights of the least mean score of figures left out, one name of `tried` after another,
    and all that was tried; what goes by theme is chosen for each that has enough figures, of its
    own."""
    now, table = start, []
    for name, values in tried.items():
        scores = {}
        for value in values:
            by = replace(now, **{name: for_all(value) if name in BY_THEME else value})
            told = left_out(observed, kinds, by, seed)
            scores[value] = told.crps
            mean, held = float(told.crps.mean()), float(told.inside90.mean())
            table.append({**vars(by), "crps": mean, "inside90": held})
        best = _least(scores, np.ones(len(observed.middle), bool))
        if name in BY_THEME:
            best = {OTHERS: best, **_of_themes(scores, observed.at.themes)}
        now = replace(now, **{name: best})
    return now, table


def _least(scores: Mapping[float, np.ndarray], use: np.ndarray) -> float:
    """The value whose scores [m] have the least mean over the figures in use."""
    return min(scores, key=lambda value: float(scores[value][use].mean()))


def _of_themes(scores: Mapping[float, np.ndarray], themes: np.ndarray) -> dict[str, float]:
    """The best value of each theme with enough figures."""
    names, counts = np.unique(themes.astype(str), return_counts=True)
    return {
        str(name): _least(scores, themes == name)
        for name, count in zip(names, counts, strict=True)
        if count >= ENOUGH
    }
