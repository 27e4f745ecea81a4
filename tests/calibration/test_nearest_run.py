"""The run that a reader is shown: the nearest to what calibrates, of an ensemble of toyland."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

import partystate as ps
from partystate.calibration.figures import targets_of
from partystate.calibration.history_matching import CUT
from partystate.calibration.nearest_run import _distances, _figures, nearest_run
from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.experiments.histories import run_and_write
from partystate.history import files
from partystate.history.files import read_manifest
from partystate.history.release import chosen_as, nearest_of, write_release
from partystate.report.page import _luck
from partystate.scenario.assemble import assemble
from partystate.scoring.aggregate import open_ensemble

WHOLE = ("population.total",)


@pytest.fixture(scope="module")
def runs(toyland, toy_ensemble):
    return open_ensemble(toy_ensemble, list(targets_of(toyland).rows))


def test_distances_are_sd_of_range_and_discrepancy_at_most_the_cut(toyland, runs):
    """Targets moved onto what run 3 gives: it is at nought. A wider range brings all nearer."""
    wanted = targets_of(toyland)
    before = _distances(wanted, runs)
    assert before.shape == (runs.runs, len(wanted.rows))
    assert ((before >= 0) & (before <= CUT)).all()
    figures = _figures(wanted, runs)
    given = np.isfinite(figures[3])
    assert given.any()
    onto = replace(wanted, middle=np.where(given, figures[3], wanted.middle))
    np.testing.assert_allclose(_distances(onto, runs)[3, given], 0, atol=1e-9)
    wider = replace(wanted, variance=4 * wanted.variance, discrepancy=2 * wanted.discrepancy)
    near = before < CUT
    np.testing.assert_allclose(_distances(wider, runs)[near], before[near] / 2)


def test_the_nearest_is_shown_and_said_to_be_chosen(toyland, toy_ensemble, tmp_path):
    found = nearest_run(toyland, toy_ensemble)
    about = read_manifest(toy_ensemble)
    assert (found.seed, found.parameters) == (about["seed"], about["parameters"])
    assert found.runs == 10
    assert 0 <= found.distance <= found.middle <= CUT
    folder = shutil.copytree(toyland.path, tmp_path / "toyland")
    write_release(toy_ensemble, folder / "results", WHOLE, {"runs": 10}, found)
    country = load(folder)
    assert nearest_of(folder) == found
    made = run_and_write(
        assemble(country), found.seed, tmp_path / "run", found.parameters, found.number
    )
    shown = chosen_as(read_manifest(made), folder)
    assert shown == found
    again = ps.run(country, nearest=True)
    assert read_manifest(again.path) == read_manifest(made)
    numbered = ps.run(country, seed=found.seed, number=found.number, parameters=found.parameters)
    for one in (again, numbered):
        assert one.table.equals(files.read_parquet(made / "series.parquet"))
    assert f"of {found.runs} histories the one that comes nearest" in _luck(
        read_manifest(made), shown
    )
    other = read_manifest(made) | {"number": (found.number + 1) % 10}
    assert chosen_as(other, folder) is None
    for apart in (
        {"number": None},
        {"line": "endogenous"},
        {"counting": "counted"},
        {"thesis": "x"},
    ):
        assert chosen_as(read_manifest(made) | apart, folder) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--nearest", "--seed", "2"), "--nearest alone"),
        (("--nearest", "--number", "2"), "--nearest alone"),
        (("--number", "-1"), "at least 0"),
    ],
)
def test_what_goes_not_together_is_refused(words, said):
    done = CliRunner().invoke(app, ["run", "toyland", *words])
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"nearest": True, "seed": 2}, "found seed; expected nearest alone"),
        ({"nearest": True, "parameters": "central"}, "found parameters"),
        ({"number": -1}, "at least 0"),
    ],
)
def test_the_same_is_refused_in_python(toyland, asked, said):
    with pytest.raises(UserError, match=said):
        ps.run(toyland, **asked)


def test_a_country_without_results_has_no_nearest_run():
    done = CliRunner().invoke(app, ["run", "toyland", "--nearest"])
    assert done.exit_code == 2
    assert "Leave --nearest out" in done.output
