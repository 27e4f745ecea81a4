"""Series as xarray, places as sums, and what stands beside the values: cases reckoned by hand."""

import json

import numpy as np
import polars as pl
import pytest

from partystate.core.errors import UserError
from partystate.history.attributes import attributes_of
from partystate.history.dataset import dataset_of
from partystate.history.opened import History

ROWS = [
    ("population.births", "truth", "", "1927", 60.0, "persons"),
    ("population.births", "truth", "", "1928", 61.0, "persons"),
    ("population.births", "truth", "", "1927-01", 5.0, "persons"),
    ("population.births", "truth", "region=Steppe", "1927", 10.0, "persons"),
    ("population.births", "truth", "region=Steppe", "1928", 20.0, "persons"),
    ("population.births", "truth", "region=Midland", "1927", 40.0, "persons"),
    ("population.births", "truth", "region=Midland", "1928", 80.0, "persons"),
    ("population.births", "known", "", "1927", 55.0, "persons"),
    ("population.birth_rate", "truth", "region=Steppe", "1927", 45.0, "per 1000"),
    ("population.total", "truth", "", "1927-01-01", 900.0, "persons"),
]
COLUMNS = ("observable", "level", "group", "time", "value", "unit")


@pytest.fixture(scope="module")
def history(toyland, tmp_path_factory):
    """A history of toyland with a few rows."""
    folder = tmp_path_factory.mktemp("made") / "run"
    folder.mkdir()
    about = {
        "country": {"id": "toyland"},
        "seed": 7,
        "parameters": "central",
        "what_ifs": [{"title": "No exports", "name": "no_exports"}],
        "line": "recorded",
    }
    (folder / "manifest.json").write_text(json.dumps(about))
    return History(folder, pl.DataFrame(ROWS, schema=COLUMNS, orient="row"), toyland)


def test_every_value_stands_where_it_belongs(history):
    data = history.to_dataset()
    assert set(data.data_vars) == {
        "population.births",
        "population.births.monthly",
        "population.births.by_region",
        "population.births.known",
        "population.birth_rate.by_region",
        "population.total",
    }
    by_region = data["population.births.by_region"]
    assert by_region.sel(region="Midland", year="1928").item() == 80
    assert data["population.births"].sel(year=["1927", "1928"]).values.tolist() == [60, 61]
    assert np.isnan(data["population.births.known"].sel(year="1928"))
    assert data["population.total"].dims == ("day_01_01",)
    assert str(data["year_end"].sel(year="1927").values)[:10] == "1927-12-31"


def test_several_columns_are_statistics():
    table = pl.DataFrame(
        {"observable": ["a.b"] * 2, "level": ["truth"] * 2, "group": [""] * 2}
        | {"time": ["1927", "1928"], "low": [1.0, 2.0], "high": [3.0, 4.0]}
    )
    data = dataset_of(table, ("low", "high"), lambda observable, level: {})
    assert data["a.b"].dims == ("statistic", "year")
    assert data["a.b"].sel(statistic="high").values.tolist() == [3, 4]


def test_arrays_say_what_they_are(history):
    told = history["population.births"].attrs
    assert told["units"] == told["unit"] == "persons"
    assert told["long_name"] == "births"
    assert told["definition"]
    assert "seed 7" in told["source"]
    assert told["version"]
    assert history.to_dataset()["population.births.known"].long_name == "births, as known"


def test_a_name_the_model_has_no_words_for_is_its_own_words():
    assert attributes_of("a_b.c_d", "truth", None)["long_name"] == "a b: c d"


def test_a_place_of_the_gazetteer_is_a_sum_with_its_parts(history):
    """The South is Steppe and a quarter of Midland: 10 + 40 / 4 and 20 + 80 / 4."""
    south = history.array("population.births", place="The South")
    assert south.values.tolist() == [20, 40]
    assert south.attrs["place"] == "The South"
    assert south.attrs["units"] == "persons"
    assert history.array("population.births", place="Steppe").values.tolist() == [10, 20]


def test_a_part_that_is_not_there_leaves_no_number(history):
    table = history.table.filter(pl.col("group") != "region=Midland")
    short = History(history.path, table, history.country)
    assert np.isnan(short.array("population.births", place="The South")).all()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"place": "The Sout"}, "The South"),
        ({"place": "The South", "observable": "population.birth_rate"}, "does not add up"),
        ({"observable": "population.birth"}, "expected population.birth"),
        ({"level": "true"}, "expected known, truth"),
        ({"by": "regions"}, "region"),
        ({"every": "years"}, "expected year, month"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(history, asked, says):
    with pytest.raises(UserError, match=says):
        history.array(**({"observable": "population.births"} | asked))


def test_it_shows_itself_in_a_line_and_a_card(history):
    text, html = repr(history), history._repr_html_()
    assert text.startswith("<History toyland: seed 7, parameters central, what-ifs no_exports")
    assert len(text) < 400
    assert "\n" not in text
    assert "No exports" in html
    assert len(html) < 4000
    assert "population.births" in history._ipython_key_completions_()


def test_a_history_without_a_manifest_shows_itself_too(history, tmp_path):
    assert repr(History(tmp_path, history.table)).startswith("<History: 3 observables")
