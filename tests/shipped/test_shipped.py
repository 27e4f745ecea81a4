"""What a country ships, opened as xarray: the numbers are those of the files, and no JAX is loaded
for it."""

import json
import subprocess
import sys

import numpy as np
import polars as pl
import pytest

import partystate as ps
from partystate.core.errors import UserError
from partystate.evidence import compile_rows
from partystate.history.release import QUANTILES
from partystate.history.runs import parts_of, read_runs

WITHOUT = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name in ("jax", "equinox", "scipy"):
            raise AssertionError(f"{name} is loaded")
sys.meta_path.insert(0, Refused())
"""
OPEN = WITHOUT + "import partystate as ps; print(ps.open('ussr')['population.deaths'].units)"


@pytest.fixture(scope="module")
def opened():
    return ps.open("ussr")


def in_a_process(code: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_opening_loads_no_jax():
    done = in_a_process(OPEN)
    assert done.returncode == 0, done.stderr[-800:]
    assert done.stdout.strip() == "persons"


def test_quantiles_are_those_of_the_file(opened):
    table = pl.read_parquet(opened.folder / "quantiles.parquet").filter(
        (pl.col("observable") == "population.deaths")
        & (pl.col("level") == "truth")
        & (pl.col("group") == "")
        & (pl.col("time") == "1933")
    )
    mine = opened["population.deaths"].sel(year="1933")
    assert len(table) == 1
    assert mine.values.tolist() == list(table.select(list(QUANTILES)).row(0))


def test_a_region_is_read_and_a_place_is_added_up_history_by_history(opened):
    kyiv = opened.array("famine.deaths_attributed", place="Kyiv")
    assert kyiv.dims == ("statistic", "month")
    ukraine = opened.array("famine.deaths_attributed", place="Ukraine")
    runs = read_runs(parts_of(opened.folder), ["famine.deaths_attributed"])
    members = [
        f"region={name}"
        for name in (
            "Kyiv",
            "Kharkiv",
            "Vinnytsia",
            "Odesa",
            "Dnipropetrovsk",
            "Chernihiv",
            "Donetsk",
            "Moldavian ASSR",
        )
    ]
    mine = runs.where((pl.col("time") == "1933-06") & pl.col("group").is_in(members))
    assert len(mine.keys) == len(members)
    np.testing.assert_allclose(
        ukraine.sel(month="1933-06").values,
        np.quantile(mine.values.sum(0), list(QUANTILES.values())),
        rtol=1e-5,
    )
    assert np.isnan(ukraine.sel(month="1940-06")).all()  # with its west, which is not in the model


def test_a_map_is_a_point_a_region_with_the_quantiles_there(opened):
    told = json.loads(opened.geojson("famine.deaths_attributed", "1933-06"))
    regions = opened.country.tables["regions"]
    assert told["type"] == "FeatureCollection"
    assert [f["properties"]["region"] for f in told["features"]] == regions["region"].to_list()
    kyiv = next(f for f in told["features"] if f["properties"]["region"] == "Kyiv")
    (where,) = regions.filter(pl.col("region") == "Kyiv").select("lon", "lat").iter_rows()
    assert kyiv["geometry"] == {"type": "Point", "coordinates": list(where)}
    wanted = opened.array("famine.deaths_attributed", place="Kyiv").sel(month="1933-06")
    assert [kyiv["properties"][q] for q in QUANTILES] == pytest.approx(
        wanted.values.tolist(), rel=1e-5
    )
    assert kyiv["properties"]["units"] == "persons"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("famine.deaths", "1933"), "found '1933'; expected one of 1933-01 to 1933-12"),
        (("famine.death", "1933-06"), "expected famine.deaths"),
        (("wages.real_index_1926", "1933"), "not told by region"),
    ],
)
def test_a_map_that_cannot_be_is_refused(opened, asked, says):
    with pytest.raises(UserError, match=says):
        opened.geojson(*asked)


def test_what_quantiles_cannot_tell_is_refused(opened):
    with pytest.raises(UserError, match="do not add up"):
        opened.array("population.births", place="Ukraine")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"observable": "population.death"}, r"expected population\.deaths"),
        ({"level": "true"}, "expected known, preserved, published, truth"),
        ({"every": "decade"}, "expected year, month"),
        ({"observable": "famine.deaths", "place": "Ukrain"}, "expected Ukraine"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(opened, asked, says):
    with pytest.raises(UserError, match=says) as error:
        opened.array(**({"observable": "population.deaths"} | asked))
    assert len(str(error.value)) < 400


def test_every_array_says_what_it_is(opened):
    for data in (opened.free, opened.reanalysis):
        for name, array in data.data_vars.items():
            for told in ("units", "long_name", "source", "version"):
                assert array.attrs[told], (name, told)
        assert data["population.deaths"].attrs["definition"]
    assert opened.free["grain.harvest.by_region"].dims == ("statistic", "region", "year")


def test_what_is_later_is_told_apart(opened):
    """Every time of it ends after the usual run, and its own runs are counted."""
    assert opened.onward["grain.harvest"].dims == ("statistic", "year")
    assert [int(y) for y in opened.onward["grain.harvest"].year.values] == list(range(1941, 1954))
    assert "1946" not in opened["grain.harvest"].year.values
    assert f"{opened.about['onward']['runs']} histories" in opened.onward.attrs["source"]
    assert opened.onward["population.deaths"].attrs["units"] == "persons"


def test_the_record_and_the_score_are_whole(opened):
    rows = [r for r in compile_rows(opened.country.path / "evidence") if r.kind == "quantity"]
    assert opened.record.sizes["figure"] == len(rows)
    assert set(np.unique(opened.record["use"])) <= {
        "used in fitting",
        "not used in fitting",
        "put in",
        "beyond the usual run",
        "beside the score",
    }
    one = opened.record.sel(figure=rows[5].id)
    assert one["source"].item() == rows[5].source
    literature = opened.scorecard.attrs["literature_total"]
    assert literature > 100
    assert opened.scorecard.sizes["figure"] >= literature
    assert all(v.attrs["long_name"] for v in opened.record.data_vars.values())


def test_it_shows_itself_in_a_line_and_a_card(opened):
    assert repr(opened).startswith("<Shipped ussr: 200 free histories, ")
    assert len(repr(opened)) < 300
    assert "known to be wrong" in opened._repr_html_()
    assert "population.deaths" in opened._ipython_key_completions_()
    assert repr(opened.best).startswith("<Reanalysis ussr: ")
    assert "left out" in opened.best._repr_html_()


def test_a_country_without_results_says_so():
    with pytest.raises(UserError, match="ships no results"):
        ps.open("toyland")
    with pytest.raises(UserError, match="expected toyland, ussr"):
        ps.open("usr")


def test_what_there_is_can_be_found():
    assert set(dir(ps)) == {*ps.__all__, "__all__", "__doc__", "__version__"}
    for name in ps.__all__:
        assert getattr(ps, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'opem'"):
        ps.opem  # noqa: B018  (asked for, to be refused)
