"""Directions that set two what-ifs side by side: which runs they ask for, and how they are judged.
Seeds are fixed."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from partystate.country.country import COUNTRIES
from partystate.evidence import load_directions
from partystate.evidence.check import problems
from partystate.evidence.directions import Direction
from partystate.evidence.theory import load_theory
from partystate.experiments import comparisons
from partystate.experiments.comparisons import pair_all
from partystate.experiments.ensemble import Plan
from partystate.scoring.aggregate import open_ensemble
from partystate.scoring.directions import score_directions
from partystate.scoring.scorecard import _pairs

sys.path.insert(0, str(Path(__file__).parents[1] / "scoring"))
from ensembles import row, write_ensemble

RUNS = 50
EATEN = "consumption.per_head"
DIRECTION = Direction(
    "x.1", "x", EATEN, "", 1, "1937/1939", (5.0, "%"), "arms", "", ("market + hard", "none"), "", ""
)


def written(folder, level, noise):
    """Runs whose response of three years stands at `level`."""
    columns = {(EATEN, "", str(year)): level + noise for year in (1937, 1938, 1939)}
    return write_ensemble(
        folder, columns | {("population.total", "", "1937-01-01"): np.ones(RUNS)}, RUNS
    )


@pytest.fixture
def main(tmp_path):
    noise = np.random.default_rng(0).normal(0, 0.1, RUNS)
    written(tmp_path, 1.2, noise)
    written(tmp_path / "arms" / "market+hard", 1.0, noise)
    return open_ensemble(tmp_path, [row(observable=EATEN)])


def verdict(direction, main):
    (line,) = score_directions(
        [direction], main, _pairs([direction], main, [row(observable=EATEN)])
    )
    return line


def test_names_of_arms():
    assert DIRECTION.arms == (("market", "hard"), ())
    assert replace(DIRECTION, test="contrast").arms == ()


def test_the_second_side_is_tested_against_the_first(main):
    line = verdict(DIRECTION, main)
    assert line.verdict == "hit"
    assert line.effect == pytest.approx(0.2)
    assert verdict(replace(DIRECTION, dose=("none", "market + hard")), main).verdict == "miss"
    assert verdict(replace(DIRECTION, min_effect=(25.0, "%")), main).verdict == "miss"


def test_a_side_that_was_not_run_is_silence(main):
    assert verdict(replace(DIRECTION, dose=("market", "none")), main).verdict == "not spoken to"


def test_arms_are_run_where_the_country_has_all_their_what_ifs(tmp_path, monkeypatch):
    asked = [
        replace(DIRECTION, dose=("none", "no_exports")),
        replace(DIRECTION, id="x.2", dose=("no_exports + unheard_of", "none")),
    ]
    monkeypatch.setattr(comparisons, "PAIRS", 1)
    monkeypatch.setattr(comparisons, "directions_of", lambda country: asked)
    pair_all(Plan("toyland", 1), tmp_path, "serial")
    assert [p.name for p in (tmp_path / "arms").iterdir()] == ["no_exports"]


def test_what_the_literature_argues_is_tested():
    """Every argument of a shipped country has a test, and only tests of what-ifs that are there or
    on their way can be silent."""
    folder = COUNTRIES / "ussr" / "evidence"
    argued, tests = {a.id for a in load_theory(folder)}, load_directions(folder)
    assert argued
    assert argued <= {t.claim for t in tests if len(t.arms) == 2}
    assert not problems(folder)
