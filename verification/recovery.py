"""Recovery of known parameters on the invented country: run by hand before a release, some ten
minutes on one core.

    python -m verification.recovery

Each repetition draws true values of all free parameters from their priors, makes a record by the
model with luck of its own, calibrates against it and counts the true values inside the middle 90
per cent of their draws: nine tenths, as far as the smoother is right of a model that is not linear.
Exit status 1 where it is below what a binomial of nine tenths gives once in a thousand (parameters
taken as independent), or where nothing was learnt of any parameter."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy import stats

from partystate.calibration.calibrated import IDENTIFIED
from partystate.calibration.history_matching import contraction
from partystate.calibration.recovery import Recovered, recover
from partystate.country.country import load

COUNTRY, REPETITIONS, RUNS, WAVES, MEMBERS = "toyland", 5, 200, 1, 300
INSIDE, ALARM = 0.9, 1e-3


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = [
            recover(load(COUNTRY), Path(folder) / str(seed), RUNS, WAVES, MEMBERS, seed)
            for seed in range(1, REPETITIONS + 1)
        ]
    inside = np.array([r.inside for r in found])
    learnt = np.array([contraction(r.made.waves[0].points, r.made.cube) for r in found])
    for seed, r in enumerate(found, start=1):
        print(
            f"repetition {seed}: {r.inside.sum()} of {len(r.truth)} inside; "
            f"{(learnt[seed - 1] >= IDENTIFIED).sum()} identified; {r.made.about.rule}"
        )
    for k in np.argsort(-learnt.mean(0)):
        print(
            f"  {found[0].made.varied[k]:34} contraction {learnt[:, k].mean():5.0%}   inside "
            f"{inside[:, k].sum()} of {REPETITIONS}   correlation "
            f"{correlation(found, k):5.2f}"
        )
    fewest = int(stats.binom.ppf(ALARM, inside.size, INSIDE))
    identified = learnt >= IDENTIFIED
    print(
        f"inside: {inside.sum()} of {inside.size} ({inside.mean():.0%}), tolerated from "
        f"{fewest}; of those identified {inside[identified].sum()} of {identified.sum()}"
    )
    sys.exit(0 if inside.sum() >= fewest and identified.any() else 1)


def correlation(found: list[Recovered], k: int) -> float:
    """Between the true values of a parameter and the means of its draws, over the repetitions."""
    return float(
        np.corrcoef([r.truth[k] for r in found], [r.made.cube[:, k].mean() for r in found])[0, 1]
    )


if __name__ == "__main__":
    main()
