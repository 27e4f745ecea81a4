"""What lies between what a run says and what a figure would read: an error of its own, beside the
range that its source gives.

    y' = y e^(r z) of what is positive,   odds' = odds e^(r z) of a share,   y' = y + r sd z of what
    is signed,   z standard normal, for each figure anew
r is the sd, on the scale of the score, that a fit allowed for as the model's discrepancy, and a
reanalysis as what a figure may count beside what is meant. What was assumed when figures were taken
in must be in what is said of figures held out (Kennedy and O'Hagan 2001), and members are set
against figures with the errors of figures (Saetra and others 2004); without it the same intervals
are held to figures more strictly than they were fitted to them."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from scipy import stats

READING = 0.1  # sd on the scale of the score; ours


def read_off(values: np.ndarray, scale: str, reading: float, sd: float, name: str) -> np.ndarray:
    """What a figure called `name` would read in each run whose `values` [runs] are given; `sd` is
    that of its series, for what is signed. Normal scores evenly placed, in an order of the
    figure's own, so that the middle stays and a single run reads what it says."""
    runs = len(values)
    scores = stats.norm.ppf((np.arange(runs) + 0.5) / max(runs, 1))
    by = reading * np.random.default_rng(crc32(name.encode())).permutation(scores)
    if scale == "positive":
        return values * np.exp(by)
    if scale == "share":
        odds = values * np.exp(by)
        return odds / (1 - values + odds)
    return values + sd * by
