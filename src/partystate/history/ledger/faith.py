"""The ledger of faiths: a church that divides, and faiths that are forbidden."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from partystate.history.ledger.begins import begins
from partystate.history.trajectory import Trajectory

RELIGION = "religion"
CHURCH = "church"
SECTS = "some sects"


def faith_events(kept: Trajectory) -> Iterator[tuple[int, str, str, str, str, float]]:
    """(month of the run, kind, target, office, mechanism, weight) of each event; the first faith
    forbidden in a month is told as one of the sects, each by its own name beside it."""
    for month in _months(np.asarray(kept["faith.schism"])):
        yield month, "schism", "", CHURCH, RELIGION, 1.0
    outlawed = np.asarray(kept["faith.outlawed"])
    for number, faith in enumerate(kept.layout.axes.faiths.labels):
        for month in _months(outlawed[:, number]):
            yield month, "faith_outlawed", f"faith={faith}", "", RELIGION, 1.0
    for month in np.unique([m for column in outlawed.T for m in _months(column)]):
        yield int(month), "faith_outlawed", SECTS, "", RELIGION, 1.0


def _months(flag: np.ndarray) -> list[int]:
    """Months of the run in which a flag [T] came true."""
    return np.flatnonzero(begins(np.asarray(flag) > 0)).tolist()
