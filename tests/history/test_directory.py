"""A run directory holds what design section 8 promises, and its books close."""

import json

import duckdb
import polars as pl
import pytest

from docs.generate.run_directory import A_RUN, columns_of
from partystate.core import dates
from partystate.experiments.histories import run_and_write
from partystate.history.directory import DESCRIBED
from partystate.history.observables.registry import registered
from partystate.history.opened import open_history
from partystate.history.series import emitted
from partystate.scenario.parts import REVOLUTION


@pytest.fixture(scope="module", params=["expected", "counted"])
def folder(request, toy_scenario, counted_scenario, tmp_path_factory):
    scenario = toy_scenario if request.param == "expected" else counted_scenario
    return run_and_write(scenario, 1, tmp_path_factory.mktemp(request.param) / "run")


def test_files_and_columns(folder):
    assert {p.name for p in folder.iterdir() if not p.name.startswith(".")} == (
        set(DESCRIBED) - {"report.html"}
    ) | {"ro-crate-metadata.json"}
    told = columns_of(A_RUN)
    assert {path.name: pl.read_parquet(path).columns for path in folder.glob("*.parquet")} == told


def test_keys_are_unique_and_times_are_dates(folder):
    series = pl.read_parquet(folder / "series.parquet")
    keys = ["observable", "level", "time", "group"]
    assert series.select(keys).is_duplicated().sum() == 0
    for text in series["time"].unique():
        dates.parse(text)
    # toyland has no recorded division on a platform, its war lies beyond the usual end, and its
    # revolution is a run by itself
    alone = {one.name for one in registered() if one.part == REVOLUTION}
    missing = set(emitted()) - set(series["observable"]) - alone
    assert {name for name in missing if not name.startswith("war.")} == {"vote.trade_unions"}
    assert set(series["observable"]) <= set(emitted())
    assert series["value"].is_finite().all()


def test_january_to_january_books(folder):
    """Population + blank-from - blank-to = next January: to the person counted, to 1e-9
    expected."""
    stock = duckdb.sql(
        f"select cast(left(time, 4) as int) as year, value from '{folder}/series.parquet' "
        "where observable = 'population.total' and level = 'truth' and \"group\" = '' order by year"
    ).fetchall()
    change = dict(
        duckdb.sql(
            "select cast(left(time, 4) as int), "
            "sum(case when \"from\" = '' then persons when \"to\" = '' then -persons else 0 end) "
            f"from '{folder}/flows.parquet' group by 1"
        ).fetchall()
    )
    assert len(stock) > 5
    counted = json.loads((folder / "manifest.json").read_text())["counting"] == "counted"
    for (year, before), (_, after) in zip(stock, stock[1:], strict=False):
        if counted:
            assert before + change[year] == after, year
        else:
            assert before + change[year] == pytest.approx(after, rel=1e-9), year


def test_regions_sum_to_the_whole(folder):
    history = open_history(folder)
    for observable in ("population.total", "population.births", "grain.harvest"):
        whole, parts = history[observable], history.array(observable, by="region")
        for time in parts[parts.dims[0]].values:
            assert float(parts.sel({parts.dims[0]: time}).sum()) == pytest.approx(
                float(whole.sel({whole.dims[0]: time})), rel=1e-9
            )


def test_four_levels_are_there_from_the_first_day(folder):
    history = open_history(folder)
    for observable in ("population.total", "population.deaths", "grain.harvest", "famine.deaths"):
        assert set(history.table.filter(pl.col("observable") == observable)["level"]) == {
            "truth",
            "known",
            "published",
            "preserved",
        }


def test_unknown_observable_is_told(folder):
    with pytest.raises(Exception, match="no such observable"):
        open_history(folder)["dragons.total"]


def test_same_seed_same_bytes(folder, toy_scenario, counted_scenario, tmp_path):
    people = json.loads((folder / "manifest.json").read_text())["counting"]
    scenario = toy_scenario if people == "expected" else counted_scenario
    again = run_and_write(scenario, 1, tmp_path / "again")
    for name in ("series.parquet", "flows.parquet", "parameters.parquet", "manifest.json"):
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name
