"""An ensemble opened: the numbers are those of its files, run by run."""

import numpy as np
import polars as pl
import pytest

import partystate as ps
from partystate.core.errors import UserError
from partystate.history.runs import parts_of


@pytest.fixture(scope="module")
def runs(toy_ensemble):
    return ps.open_ensemble(toy_ensemble)


@pytest.fixture(scope="module")
def table(toy_ensemble):
    births = pl.scan_parquet(parts_of(toy_ensemble)).filter(
        (pl.col("observable") == "population.births") & (pl.col("level") == "truth")
    )
    return births.sort("run").collect()


def test_runs_and_years_are_those_of_the_files(runs, table):
    births = runs["population.births"]
    whole = table.filter((pl.col("group") == "") & (pl.col("time") == "1928"))
    assert births.dims == ("run", "year")
    assert births.run.values.tolist() == whole["run"].to_list() == list(range(10))
    np.testing.assert_array_equal(births.sel(year="1928"), whole["value"])
    assert runs.array("population.births", every="month").dims == ("run", "month")


def test_regions_stand_by_themselves_and_places_are_their_sums(runs, table, toyland):
    by_region = runs.array("population.births", by="region")
    assert by_region.dims == ("run", "region", "year")
    mine = table.filter((pl.col("group") == "region=Steppe") & (pl.col("time") == "1928"))
    np.testing.assert_array_equal(by_region.sel(region="Steppe", year="1928"), mine["value"])
    place = runs.array("population.births", place="Steppe")
    np.testing.assert_allclose(place, by_region.sel(region="Steppe"))
    assert place.attrs["place"] == "Steppe"


def test_parameters_stand_in_the_order_of_the_runs(runs, toy_ensemble):
    told = pl.read_parquet(sorted(toy_ensemble.glob("parameters-*.parquet")))
    mine = told.filter(pl.col("parameter") == "relief.generosity").sort("run")
    found = runs.parameters.sel(parameter="relief.generosity")
    np.testing.assert_array_equal(found, mine["value"])
    assert found.unit.item() == mine["unit"][0]
    assert set(runs.parameters.parameter.values) == set(told["parameter"])


def test_it_shows_itself(runs):
    assert "10 runs" in repr(runs)
    assert "Ensemble of toyland" in runs._repr_html_()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"observable": "population.birth"}, r"expected population\.births"),
        ({"level": "true"}, "no such level"),
        ({"by": "regions"}, "no such axis.*region"),
        ({"every": "decade"}, "no such kind of time"),
        ({"place": "Step"}, "no such place.*Steppe"),
        ({"place": "Steppe", "by": "region"}, "at once"),
    ],
)
def test_a_wrong_name_is_told(runs, asked, says):
    with pytest.raises(UserError, match=says):
        runs.array(**({"observable": "population.births"} | asked))
