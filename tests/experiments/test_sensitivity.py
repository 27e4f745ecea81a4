"""Rank correlations of parameters with an outcome, and what chance alone gives."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.experiments import sensitivity
from partystate.experiments.sensitivity import correlations, screen

RUNS, PARAMETERS = 200, 50


@pytest.fixture(scope="module")
def draws():
    return np.random.default_rng(11).standard_normal((RUNS, PARAMETERS))


def test_correlations_are_those_of_spearman(draws):
    outcome = np.exp(draws[:, 3]) + 0.5 * draws[:, 7]
    found, _ = correlations(draws, outcome)
    expected = [stats.spearmanr(column, outcome).statistic for column in draws.T]
    np.testing.assert_allclose(found, expected)
    assert correlations(draws, draws[:, 5] ** 3)[0][5] == pytest.approx(1)


def test_a_parameter_that_does_not_vary_goes_with_nothing(draws):
    still = draws.copy()
    still[:, 2] = 4.0
    assert correlations(still, draws[:, 0])[0][2] == 0


def test_chance_is_passed_by_the_largest_in_one_of_twenty(draws):
    """Of 60 outcomes that hang on nothing 3 are expected to pass; 10 or more once in 2,000."""
    rng = np.random.default_rng(5)
    passed = 0
    for _ in range(60):
        found, chance = correlations(draws, rng.standard_normal(RUNS))
        passed += np.abs(found).max() > chance
    assert passed < 10
    found, chance = correlations(draws, draws[:, 0] + draws[:, 1])
    assert np.flatnonzero(np.abs(found) > chance).tolist() == [0, 1]


def test_an_ensemble_is_screened(toy_ensemble, monkeypatch):
    monkeypatch.setattr(sensitivity, "FEWEST", 5)
    found = screen(toy_ensemble, "population.births", "1930")
    assert found.runs == 10
    sizes = [abs(h.correlation) for h in found.parameters]
    assert sizes == sorted(sizes, reverse=True)
    assert all(h.low <= h.correlation <= h.high for h in found.parameters)
    names = {h.parameter for h in found.parameters}
    assert "births_deaths.fertility_level" in names
    done = CliRunner().invoke(
        app,
        ["sensitivity", str(toy_ensemble), "--of", "population.births", "--time", "1930"],
    )
    assert done.exit_code == 0
    assert "By chance alone" in done.output
    assert json.loads(json.dumps(asdict(found)))["runs"] == 10


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("population.birth", "1930"), "population.births"),
        (("population.births", "193"), "1930"),
        (("population.births", "1930", "region=Steep"), "region=Steppe"),
        (("population.births", "1930"), "too few runs"),
    ],
)
def test_a_mistake_is_told(asked, said, toy_ensemble):
    with pytest.raises(UserError, match=said):
        screen(toy_ensemble, *asked)
