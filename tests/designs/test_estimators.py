"""Effects and indices against functions whose own are known exactly."""

import itertools

import numpy as np
import pytest
from scipy import stats

from partystate.core.errors import UserError
from partystate.designs.indices import indices_of
from partystate.designs.morris import LEVELS, Morris
from partystate.designs.sobol import LUCK, Sobol
from partystate.published.catalogue import CASES
from partystate.verify.cases import load_cases

KNOWN = {case["id"]: case for case in load_cases(CASES)}
NAMES = ("one", "two", "three")
MANY = 2**12


def ishigami(points):
    x = np.pi * (2 * points - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(points):
    a = np.array(KNOWN["sobolg"]["inputs"]["a"])
    return np.prod((np.abs(4 * points - 2) + a) / (1 + a), axis=1)


def told(design, function, measure):
    """Values of a measure in the order of the factors."""
    indices, _ = indices_of(design, function(design.points()))
    by_name = {index.parameter: index.estimates[measure].value for index in indices}
    return np.array([by_name[name] for name in design.factors])


@pytest.mark.parametrize(("case", "function"), [("ishi", ishigami), ("sobolg", sobol_g)])
def test_indices_are_those_that_are_known(case, function):
    """Over seeds the root mean square error at 4,096 points is .01 at most."""
    expected = KNOWN[case]["expected"]
    names = tuple(f"x{i}" for i in range(len(expected["S"])))
    design = Sobol(names, MANY, seed=1)
    assert told(design, function, "first") == pytest.approx(expected["S"], abs=0.03)
    assert told(design, function, "total") == pytest.approx(expected["ST"], abs=0.03)


def test_indices_are_those_of_scipy_by_the_same_points():
    design = Sobol(NAMES, 256, seed=3)
    found = ishigami(design.points()).reshape(256, -1).T
    given = {"f_A": found[:1], "f_B": found[1:2], "f_AB": found[2:, None, :]}
    expected = stats.sobol_indices(func=given, n=256)
    assert told(design, ishigami, "first") == pytest.approx(expected.first_order)
    assert told(design, ishigami, "total") == pytest.approx(expected.total_order)


def test_first_order_adds_up_where_nothing_acts_together():
    weights = np.array([1.0, 2.0, 3.0])
    design = Sobol(NAMES, MANY, seed=2)
    expected = weights**2 / (weights**2).sum()
    for measure in design.measures:
        found = told(design, lambda points: points @ weights, measure)
        assert found == pytest.approx(expected, abs=0.005)


def test_luck_that_varies_has_indices_of_its_own():
    """A parameter and a luck of the same variance share the variance, within five standard
    errors."""
    design = Sobol(NAMES, MANY, seed=4, is_fresh=True)
    assert design.factors == (*NAMES, LUCK)
    luck = np.random.default_rng(8).random(2 * MANY)
    lucks = np.array([luck[design.luck_of(run)] for run in range(MANY * design.unit_runs)])
    for measure in design.measures:
        found = told(design, lambda points: points[:, 0] + lucks, measure)
        assert found == pytest.approx([0.5, 0, 0, 0.5], abs=0.07)


def test_effects_of_a_straight_line_are_its_coefficients():
    weights = np.array([3.0, -2.0, 0.0])
    design = Morris(NAMES, 5, seed=1)
    assert told(design, lambda points: points @ weights, "mu") == pytest.approx(weights)
    assert told(design, lambda points: points @ weights, "mu_star") == pytest.approx(abs(weights))
    assert told(design, lambda points: points @ weights, "sigma") == pytest.approx([0, 0, 0])


def test_a_luck_of_each_trajectory_is_no_effect():
    design = Morris(NAMES, 6, seed=1, is_fresh=True)
    lucks = np.array([design.luck_of(run) for run in range(6 * design.unit_runs)])
    assert len(set(lucks)) == 6
    assert told(design, lambda points: points[:, 1] + 10 * lucks, "mu") == pytest.approx([0, 1, 0])


def test_effects_of_both_signs_cancel_in_mu_alone():
    """The slope of (x - 1/2) (y - 1/2) along x is y - 1/2. Five standard errors are allowed, so
    that one seed in 300,000 would fail."""
    design = Morris(("x", "y"), 4000, seed=5)
    grid = (np.arange(LEVELS) + 0.5) / LEVELS - 0.5

    def product(points):
        return (points - 0.5).prod(1)

    assert told(design, product, "mu") == pytest.approx([0, 0], abs=0.025)
    assert told(design, product, "mu_star") == pytest.approx([abs(grid).mean()] * 2, abs=0.01)
    assert told(design, product, "sigma") == pytest.approx([grid.std()] * 2, abs=0.01)


def test_a_trajectory_moves_each_parameter_once_by_half_the_cube():
    design = Morris(NAMES, 20, seed=9)
    points = design.points().reshape(20, design.unit_runs, 3)
    moves = np.diff(points, axis=1)
    assert ((moves != 0).sum(2) == 1).all()
    assert (np.abs(moves).sum(1) == 0.5).all()
    assert ((points > 0) & (points < 1)).all()


def test_nine_intervals_in_ten_hold_what_is_true():
    """Of 200 designs 180 are expected; of intervals that hold it 85 times in 100, fewer than 150
    would come once in 10,000."""
    grid = (np.arange(LEVELS) + 0.5) / LEVELS
    true = np.mean([a for a, _ in itertools.product(grid, grid)])  # the slope of x y along y is x
    inside = 0
    for seed in range(200):
        design = Morris(("x", "y"), 30, seed)
        indices, _ = indices_of(design, design.points().prod(1))
        mu = next(one for one in indices if one.parameter == "y").estimates["mu"]
        inside += mu.low <= true <= mu.high
    assert inside >= 150


def test_a_unit_with_a_broken_history_is_left_out_whole():
    design = Morris(NAMES, 6, seed=1)
    outcomes = design.points() @ np.array([1.0, 2.0, 3.0])
    outcomes[design.unit_runs * 2 + 1] = np.nan
    indices, lost = indices_of(design, outcomes)
    assert lost == 1
    assert [one.parameter for one in indices] == ["three", "two", "one"]
    outcomes[:: design.unit_runs] = np.nan
    with pytest.raises(UserError, match="too few trajectories are whole"):
        indices_of(design, outcomes)


def test_what_never_moves_has_no_indices():
    design = Sobol(NAMES, 8, seed=1)
    assert (told(design, lambda points: np.full(len(points), 4.0), "total") == 0).all()


def test_the_same_seed_gives_the_same_intervals():
    design = Sobol(NAMES, 16, seed=1)
    outcomes = ishigami(design.points())
    assert indices_of(design, outcomes) == indices_of(design, outcomes)
