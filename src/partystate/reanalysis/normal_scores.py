"""Normal scores of members: each quantity, figure or series at one time, by the rank of a member.

    z_i = Phi^-1((r_i - 1/2) / n),   r_i the rank of member i of n, alike members at their mean rank
An update that goes by means and covariances is right for normal quantities. One that lies in two
heaps (a mass operation comes or does not), or has a long tail, is none on any scale; its scores
are, and the quantity and a figure of it have the same scores whatever scale each is on (Gaussian
anamorphosis: Bertino, Evensen and Wackernagel 2003; Simon and Bertino 2009; as recalled). Between
two members a score is read on a straight line, beyond the outermost one on a line that rises by the
sd of the members for each unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from partystate.reanalysis.update import Observed

SMALLEST = 1e-6  # sd that a line beyond the members rises by at least
FINEST = 0.01  # sd of an error on scores: members are no closer to each other than that; ours


@dataclass(frozen=True)
class NormalScores:
    """Members [k, n] in order, their scores [k, n], and their sd [k]."""

    members: np.ndarray
    scores: np.ndarray
    sd: np.ndarray

    def where(self, use: np.ndarray) -> NormalScores:
        """Those that a mask [k] keeps."""
        return NormalScores(self.members[use], self.scores[use], self.sd[use])

    def up(self, values: np.ndarray) -> np.ndarray:
        """Scores of values [k, any]."""
        return self._read(values, self.members, self.scores, 1 / self.sd)

    def down(self, scores: np.ndarray) -> np.ndarray:
        """Values of scores [k, any]."""
        return self._read(scores, self.scores, self.members, self.sd)

    def _read(
        self, asked: np.ndarray, known: np.ndarray, read: np.ndarray, slope: np.ndarray
    ) -> np.ndarray:
        found = np.empty_like(asked)
        for row, one, x, y, rise in zip(found, asked, known, read, slope, strict=True):
            row[:] = np.interp(one, x, y)
            row += rise * (np.minimum(one - x[0], 0) + np.maximum(one - x[-1], 0))
        return found


def scores_of(members: np.ndarray) -> np.ndarray:
    """Scores [k, n] of members [k, n]."""
    ranks = stats.rankdata(members, axis=1)
    return stats.norm.ppf((ranks - 0.5) / members.shape[1])


def normal_scores(members: np.ndarray) -> NormalScores:
    """What turns values into scores and back, by members [k, n]."""
    ordered = np.sort(members, axis=1)
    return NormalScores(ordered, scores_of(ordered), np.maximum(members.std(1), SMALLEST))


def on_scores(observed: Observed) -> tuple[Observed, NormalScores]:
    """Figures on scores, where a target's error is half of what its sd to both sides comes to; and
    what turns them back."""
    by = normal_scores(observed.figures.T)
    sd = np.sqrt(observed.variance)
    below, middle, above = by.up(observed.middle[:, None] + sd[:, None] * np.array([-1, 0, 1])).T
    variance = np.maximum((above - below) / 2, FINEST) ** 2
    return Observed(scores_of(observed.figures.T).T, observed.at, middle, variance), by
