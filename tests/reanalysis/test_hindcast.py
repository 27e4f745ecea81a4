"""Forecasts where the answer is known: a walk that keeps its level."""

from dataclasses import dataclass

import numpy as np
import pytest

from partystate.reanalysis.hindcast import hindcasts
from partystate.reanalysis.localisation import Positions, Weights, for_all
from partystate.reanalysis.observations import Figures
from partystate.reanalysis.update import Observed

YEARS, MEMBERS = range(1920, 1940), 4000
ALL_ALIKE = Weights(memory=for_all(1e6), same_theme=1.0, other_theme=1.0, reach=1.0)


@dataclass(frozen=True)
class Row:
    time: str
    observable: str = "a"
    level: str = "truth"
    group: str = ""
    base: str = ""


@pytest.fixture(scope="module")
def level():
    """Members differ by a level that lasts, and by a little noise a year; two series of it."""
    rng = np.random.default_rng(3)
    levels = rng.standard_normal(MEMBERS)
    rows = [Row(str(y), name) for y in YEARS for name in ("a", "b")]
    figures = levels[:, None] + 0.1 * rng.standard_normal((MEMBERS, len(rows)))
    at = Positions(
        np.array([float(r.time) + 0.5 for r in rows]),
        np.array([r.observable for r in rows], object),
        np.full(len(rows), "land", object),
        np.full(len(rows), "", object),
    )
    truth = 2.0 + 0.1 * rng.standard_normal(len(rows))
    return Figures(tuple(rows), Observed(figures, at, truth, np.full(len(rows), 0.01)))


def test_what_lasts_is_known_ahead(level):
    """After twenty figures of a level of two it is known to a tenth; free members are two away, and
    the last figure alone is worse than all before it."""
    found = hindcasts(level, ALL_ALIKE, 0)
    assert [(h["from_year"], h["to_year"]) for h in found] == [(0, 1), (1, 2), (4, 5)]
    for line in found:
        assert line["hindcast"] < 0.13
        assert line["free"] == pytest.approx(2.0, abs=0.1)
        assert line["hindcast"] < line["persistence"] < line["trend"]
        assert line["inside90"] > 0.8


def test_a_figure_is_never_told_from_its_own_year(level):
    """Twenty figures stand after ten years; of ten years two figures each are one year ahead."""
    found = hindcasts(level, ALL_ALIKE, 0)
    assert found[0]["figures"] == 2 * 10
