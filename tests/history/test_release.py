"""Results that a country ships: quantiles of an ensemble, of the same thing as the run. That those
of the release are of this code: tests/golden."""

import json
import shutil

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.experiments.histories import run_and_write
from partystate.history.provenance import manifest
from partystate.history.release import (
    FIRST_RUN,
    ONWARD_FILE,
    QUANTILES,
    QUANTILES_FILE,
    difference,
    results_of,
    write_release,
)
from partystate.history.runs import parts_of
from partystate.report.build import build_report, shipped
from partystate.report.series import RunData, Wanted
from partystate.scenario.assemble import assemble

WHOLE = ("famine.deaths_attributed", "population.total")


@pytest.fixture(scope="module")
def ensemble(toy_ensemble):
    return toy_ensemble


@pytest.fixture(scope="module")
def country(toyland, ensemble, tmp_path_factory):
    """Toyland with results."""
    folder = shutil.copytree(toyland.path, tmp_path_factory.mktemp("pack") / "toyland")
    write_release(ensemble, folder / "results", WHOLE, {"runs": 10})
    return load(folder)


@pytest.fixture(scope="module")
def run(country, tmp_path_factory):
    return run_and_write(assemble(country), 1, tmp_path_factory.mktemp("run") / "run")


def test_bands_of_the_results_are_those_of_the_ensemble(country, ensemble, run):
    """To the precision of a single."""
    full, small = RunData(run, ensemble), RunData(run, results_of(country.path))
    assert full.members == small.members == 10
    for wanted in (
        Wanted("population.births"),
        Wanted("grain.harvest", "region=Steppe"),
        Wanted("elite.standing", "person=ash", every="month"),
    ):
        one, other = full.band(wanted), small.band(wanted)
        assert one["time"].to_list() == other["time"].to_list() != []
        assert one.schema == other.schema  # tables of both stand one below the other in a figure
        for q in QUANTILES:
            np.testing.assert_allclose(one[q], other[q], rtol=1e-6, atol=1e-6)
    groups = ("region=Steppe", "region=Midland")
    one, other = (d.over("famine.deaths_attributed", groups)[1] for d in (full, small))
    np.testing.assert_allclose(one["q95"], other["q95"], rtol=1e-5, atol=1e-3)
    line, band = small.over("dekulakisation.families", groups, "year")  # runs of it do not ship
    assert len(line)
    assert band.is_empty()


def test_results_stand_behind_a_run_of_the_same_thing_alone(country, run, tmp_path):
    assert shipped(run, country).card == {"runs": 10}
    other = run_and_write(
        assemble(country, what_ifs=["no_exports"]), 1, tmp_path / "without exports"
    )
    assert shipped(other, country).folder is None


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"country": {"id": "elsewhere"}}, "other country"),
        ({"what_ifs": [{"title": "x"}]}, "other what ifs"),
        ({"thesis": "harvest"}, "other thesis"),
        ({"parts": ["society"]}, "other parts"),
        ({"line": "endogenous"}, "other line"),
        ({"replay_until": "1929-01"}, "other replay until"),
    ],
)
def test_bands_of_something_else_are_refused(other, said, country, run, tmp_path):
    ours = json.loads((run / "manifest.json").read_text())
    assert not difference(ours, ours)
    (tmp_path / "manifest.json").write_text(json.dumps(ours | other))
    with pytest.raises(UserError, match=said):
        build_report(run, country, tmp_path)
    if "line" not in other:
        with pytest.raises(UserError, match=said):
            build_report(run, country, free=tmp_path)


def test_a_country_that_is_not_that_of_the_runs_is_refused(run):
    for command in ("score", "report"):
        done = CliRunner().invoke(app, [command, str(run), "--country", "ussr"])
        assert done.exit_code == 2
        assert "another country" in done.output


def test_results_do_not_change_what_a_country_is(country, toyland):
    one, other = (
        manifest(assemble(c), seed=1, parameters="central", runs=1)["country"]["digest"]
        for c in (country, toyland)
    )
    assert one == other


@pytest.fixture(scope="module")
def further(ensemble, tmp_path_factory):
    """Runs that go on for a year: those of the ensemble, and its last year once more, doubled."""
    folder = shutil.copytree(ensemble, tmp_path_factory.mktemp("further") / "ens")
    about = json.loads((folder / "manifest.json").read_text())
    end = int(about["end"][:4])
    for part in parts_of(folder):
        table = pl.read_parquet(part)
        year = table.filter(pl.col("time") == str(end))
        later = year.with_columns(time=pl.lit(str(end + 1)), value=pl.col("value") * 2)
        pl.concat([table, later.select(table.columns)]).write_parquet(part)
    about["end"] = f"{end + 1}-12"
    (folder / "manifest.json").write_text(json.dumps(about))
    return folder


def test_what_is_later_ships_apart_and_nothing_else_of_it(ensemble, further, tmp_path):
    """The quantiles of the year after, none of the months before, and whose they are."""
    plain = write_release(ensemble, tmp_path / "plain", WHOLE, {})
    assert not (plain / ONWARD_FILE).is_file()
    out = write_release(ensemble, tmp_path / "out", WHOLE, {}, onward=further)
    for name in (QUANTILES_FILE, FIRST_RUN):
        assert (out / name).read_bytes() == (plain / name).read_bytes()
    later, usual = (pl.read_parquet(out / name) for name in (ONWARD_FILE, QUANTILES_FILE))
    about = json.loads((out / "manifest.json").read_text())
    end = int(about["end"][:4])
    assert later["time"].unique().to_list() == [str(end + 1)]
    both = later.drop("time").join(
        usual.filter(pl.col("time") == str(end)), on=["observable", "level", "group"]
    )
    assert len(both) == len(later) > 0
    np.testing.assert_allclose(both["median"], 2 * both["median_right"], rtol=1e-5)
    assert about["onward"]["end"] == f"{end + 1}-12"
    again = write_release(ensemble, out, WHOLE, {})
    assert not (again / ONWARD_FILE).is_file()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"seed": 2}, "found seed 2"),
        ({"parameters": "posterior"}, "found .*parameters posterior"),
        ({"thesis": "harvest"}, "other thesis"),
        ({"end": "1926-06"}, "an end after"),
    ],
)
def test_what_does_not_go_on_from_the_results_is_refused(other, said, ensemble, further, tmp_path):
    folder = shutil.copytree(further, tmp_path / "further")
    about = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(about | other))
    with pytest.raises(UserError, match=said):
        write_release(ensemble, tmp_path / "out", WHOLE, {}, onward=folder)


def test_a_folder_without_runs_is_refused(tmp_path):
    with pytest.raises(UserError, match="holds no ensemble"):
        write_release(tmp_path, tmp_path / "out", WHOLE, {})


def test_nothing_is_written_where_what_goes_on_is_refused(ensemble, tmp_path):
    with pytest.raises(UserError, match="holds no ensemble"):
        write_release(ensemble, tmp_path / "out", WHOLE, {}, onward=tmp_path)
    assert not (tmp_path / "out").exists()
