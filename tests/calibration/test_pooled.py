"""Several fits of one thing, pooled: what is told of them is told of all their draws."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import polars as pl
import pytest

from partystate.calibration.calibrate import MIDDLE_90, pooled
from partystate.calibration.calibrated import Calibration
from partystate.calibration.figures import Targets
from partystate.calibration.job import APART, Job, another
from partystate.calibration.near_and_far import inside, within_cut
from partystate.country.country import load
from partystate.evidence import Row

FIGURES = 12


@pytest.fixture(scope="module")
def wanted():
    rows = tuple(SimpleNamespace(id=f"r{n}", theme="land") for n in range(FIGURES))
    return Targets(cast(tuple[Row, ...], rows), {}, np.zeros(FIGURES), np.full(FIGURES, 0.01))


def fit(wanted: Targets, middle: float, draws: int, speaks: slice = slice(None)) -> Calibration:
    """A fit whose draws' figures lie about `middle`, and that speaks to some figures."""
    rng = np.random.default_rng(draws)
    use = np.zeros(FIGURES, bool)
    use[speaks] = True
    figures = middle + 0.1 * rng.standard_normal((draws, use.sum()))
    cube = rng.random((draws, 1))
    shipped = load("ussr").posterior
    assert shipped is not None
    about = shipped.about.model_copy(update={"members": draws, "rule": f"about {middle:g}"})
    mine, luck = wanted.where(use), np.full(use.sum(), 0.02)
    drawn = pl.DataFrame({"x": cube[:, 0]})
    return Calibration(("x",), cube, drawn, figures, luck, mine, int((~use).sum()), (), about)


def test_one_fit_is_itself(wanted):
    alone = fit(wanted, 0.0, 5)
    assert pooled([alone]) is alone


def test_draws_come_in_turn_and_the_longer_fit_ends(wanted):
    one, other = fit(wanted, 0.0, 3), fit(wanted, 0.0, 5)
    made = pooled([one, other])
    first, second = one.draws["x"].to_list(), other.draws["x"].to_list()
    expected = [first[0], second[0], first[1], second[1], first[2], *second[2:]]
    assert made.draws["x"].to_list() == expected
    assert made.cube[:, 0].tolist() == expected
    assert made.about.members == 8
    assert made.about.rule == "2 fits, pooled: about 0; about 0"


def test_what_each_misses_on_its_own_side_both_hold(wanted):
    """Two fits that are sure of opposite things hold no figure by themselves, and all together."""
    fits = [fit(wanted, middle, 400) for middle in (-1.0, 1.0)]
    for alone in fits:
        assert inside(alone.figures, wanted, MIDDLE_90)["all"] == 0
    made = pooled(fits)
    assert made.about.inside_90 == {"all": 1.0, "land": 1.0}
    assert made.about.figures_within_cut == within_cut(made.figures, wanted, made.luck)


def test_only_figures_that_each_speaks_to_are_told_of(wanted):
    made = pooled([fit(wanted, 0.0, 9), fit(wanted, 0.0, 9, slice(2, None))])
    assert [row.id for row in made.targets.rows] == [f"r{n}" for n in range(2, FIGURES)]
    assert made.figures.shape == (18, FIGURES - 2)
    assert made.unspoken == 2
    assert made.about.figures == FIGURES - 2


def test_another_fit_has_a_folder_and_a_seed_of_its_own(toyland, tmp_path):
    job = Job(toyland, tmp_path, 9, 1, 12, 1, 7, ("x",), ("x",), print, 0, done=[3])
    third = another(job, 3)
    assert third.folder == tmp_path / "fit-3"
    assert third.seed == 7 + 2 * APART
    assert third.done == []
    assert job.done == [3]
    assert third.held is None


def test_another_fit_takes_the_next_draws_of_the_parts_before(toyland, tmp_path):
    held = pl.DataFrame({"y": [0.0, 1.0, 2.0, 3.0, 4.0]})
    job = Job(toyland, tmp_path, 9, 1, 2, 1, 7, ("x",), ("x",), print, 1, held)
    for number, taken in ((2, [2.0, 3.0, 4.0, 0.0, 1.0]), (3, [4.0, 0.0, 1.0, 2.0, 3.0])):
        mine = another(job, number).held
        assert mine is not None
        assert mine["y"].to_list() == taken
