"""Which run of an ensemble comes nearest to the record: the one that a reader is shown as the
reference history."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from partystate.calibration.figures import Targets, scaled_values, targets_of
from partystate.calibration.history_matching import CUT
from partystate.calibration.near_and_far import implausible
from partystate.country.country import Country
from partystate.history import files
from partystate.history.release import NearestRun
from partystate.mechanisms.registry import PARTS
from partystate.scoring.aggregate import Ensemble, open_ensemble, value_of


def nearest_run(country: Country, folder: Path) -> NearestRun | None:
    """The run of the ensemble in `folder` whose figures are least far off in the mean, in sd of
    their range and of the model's discrepancy; a figure beyond the cut of history matching, or one
    that a run does not give, counts as one at the cut. Only figures that calibrate are read; None
    where there are none."""
    asked = (targets_of(country, part=part) for part in range(len(PARTS)))
    both = [wanted for wanted in asked if wanted.rows]
    if not both:
        return None
    runs = open_ensemble(folder, [row for wanted in both for row in wanted.rows])
    far = np.concatenate([_distances(wanted, runs) for wanted in both], axis=1)
    mean = far.mean(1)
    about = files.read_manifest(folder)
    return NearestRun(
        seed=int(about["seed"]),
        number=int(mean.argmin()),
        parameters=str(about["parameters"]),
        runs=len(mean),
        figures=far.shape[1],
        distance=float(mean.min()),
        middle=float(np.median(mean)),
    )


def _distances(wanted: Targets, runs: Ensemble) -> np.ndarray:
    """[runs, figures] sd between the figures of runs and their targets, at most the cut."""
    far = implausible(_figures(wanted, runs), wanted, np.zeros(len(wanted.rows)))
    return np.minimum(np.where(np.isfinite(far), far, CUT), CUT)


def _figures(wanted: Targets, runs: Ensemble) -> np.ndarray:
    """[runs, figures] what runs give, on the scale on which figures are fitted; NaN for none."""
    found = [(row, value_of(row, runs, wanted.observables)) for row in wanted.rows]
    empty = np.full(runs.runs, np.nan)
    return np.stack(
        [empty if v is None else scaled_values(r, v, wanted.observables) for r, v in found], axis=1
    )
