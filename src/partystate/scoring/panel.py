"""The panel of non-events: of all members, years and kinds, who was hit and who was not (event rule
8)."""

from __future__ import annotations

import numpy as np

from partystate.core.intervals import FEWEST

BINS = 10
RESAMPLES = 500
INTERVAL = (2.5, 97.5)
SEED = 20_26


def auc(p: np.ndarray, y: np.ndarray) -> float | None:
    """Area under the curve: the chance that a case stands above a non-case, ties halved."""
    cases, others = p[y], p[~y]
    if not len(cases) or not len(others):
        return None
    ordered = np.sort(others)
    below = np.searchsorted(ordered, cases, "left")
    ties = np.searchsorted(ordered, cases, "right") - below
    return float(np.mean((below + ties / 2) / len(others)))


def score_panel(p, y, base_rate, years) -> dict:
    """Brier skill against the base rate of each row's body, AUC with a bootstrap over years, and a
    reliability table.

    `p` model probability, `y` happened, `base_rate` of the body and kind, `years`: arrays of one
    row a member, year, kind."""
    p, y, base_rate, years = (np.asarray(a) for a in (p, y, base_rate, years))
    if not len(p):
        return {
            "rows": 0,
            "brier_skill": None,
            "auc": None,
            "auc_interval": None,
            "reliability": [],
        }
    y = y.astype(bool)
    reference = np.mean((base_rate - y) ** 2)
    brier_skill = float(1 - np.mean((p - y) ** 2) / reference) if reference > 0 else None
    return {
        "rows": len(p),
        "brier_skill": brier_skill,
        "auc": auc(p, y),
        "auc_interval": _interval(p, y, years),
        "reliability": reliability(p, y),
    }


def _interval(p, y, years) -> list[float] | None:
    """Ends of an interval over years; None where there are too few of them."""
    rng, unique, found = np.random.default_rng(SEED), np.unique(years), []
    if len(unique) < FEWEST:
        return None
    rows_of = {year: np.flatnonzero(years == year) for year in unique}
    for _ in range(RESAMPLES):
        rows = np.concatenate([rows_of[year] for year in rng.choice(unique, len(unique))])
        area = auc(p[rows], y[rows])
        if area is not None:
            found.append(area)
    return [float(v) for v in np.percentile(found, INTERVAL)] if found else None


def reliability(p, y) -> list[dict]:
    """Mean probability and share that happened, by tenths of probability."""
    which = np.minimum((p * BINS).astype(int), BINS - 1)
    return [
        {
            "from": b / BINS,
            "to": (b + 1) / BINS,
            "rows": int(n),
            "mean_p": float(p[which == b].mean()),
            "share": float(y[which == b].mean()),
        }
        for b in range(BINS)
        if (n := np.sum(which == b))
    ]
