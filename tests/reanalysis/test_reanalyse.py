"""A reanalysis of a small ensemble of toyland: nearer to the record, under closed books, written,
scored, shipped and opened again."""

import json
import shutil

import numpy as np
import polars as pl
import pytest
import xarray as xr
from scipy import stats
from typer.testing import CliRunner

from partystate.api.scores import score as take_score
from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.country.country import COUNTRIES, load
from partystate.evidence import compile_rows
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.parts import Plan
from partystate.history.dataset import kind_of, time_dimension
from partystate.history.runs import KEYS
from partystate.reanalysis.books import balances, holds
from partystate.reanalysis.identities import Identities
from partystate.reanalysis.localisation import Weights
from partystate.reanalysis.made import disagreements, reanalyse
from partystate.reanalysis.shipped import Reanalysis, open_reanalysis
from partystate.reanalysis.written import CARD, DESCRIBED, ship, write
from partystate.scoring import score
from partystate.scoring.from_quantiles import samples_of

RUNS = 10


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory):
    return run_ensemble(Plan("toyland", RUNS, 4), tmp_path_factory.mktemp("runs") / "ensemble")


@pytest.fixture(scope="module")
def made(ensemble, toyland):
    return reanalyse(ensemble, toyland, weights=Weights())


def test_members_are_nearer_to_the_figures_taken_in(made, ensemble, toyland, tmp_path):
    write(made, ensemble, tmp_path)
    before, after = (score(toyland, replayed=folder) for folder in (ensemble, tmp_path))
    ids = {row.id for row in made.figures.rows}

    def off(card):
        return np.mean([abs(q.z) for q in card.quantity if q.row.id in ids and q.z is not None])

    assert len(ids) > 3
    assert off(after) < 0.8 * off(before)


def test_the_books_close_in_every_member(made):
    found: Identities = made.identities
    assert sum(found.counts().values()) > 100
    sums = (*found.months_of_regions, *found.regions_of_spans, *found.regions_of_months)
    for one in (*sums, *found.months_of_country):
        assert holds(made.after, one.total, one.parts)
    assert found.balances
    assert all(balances(made.after, one) for one in found.balances)


def test_nothing_leaves_what_it_can_be(made):
    units = made.keys["observable"].replace_strict(made.units)
    shares = (units == "share").to_numpy()
    never = (made.before >= 0).all(1)
    assert np.isfinite(made.after).all()
    assert (made.after[never] >= 0).all()
    assert (made.after[shares & never] <= 1 + 1e-9).all()


def test_what_is_written_is_an_ensemble_with_a_card(made, ensemble, tmp_path):
    write(made, ensemble, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"parts", *DESCRIBED} - {"parts/part-*.parquet"}
    card = json.loads((tmp_path / CARD).read_text())
    assert card["members"] == RUNS
    assert card["rows"] == "calibrate"
    assert set(card["left_out"]) == {"blocks of years", "sources"}
    assert sum(card["ranks"]) == card["figures"] == len(made.figures.rows)
    assert np.array_equal(np.sum(list(card["ranks_by_theme"].values()), 0), card["ranks"])
    assert set(card["ranks_by_theme"]) == {row.theme for row in made.figures.rows}
    runs = pl.read_parquet(tmp_path / "parts" / "*.parquet")["run"].unique().sort().to_list()
    assert runs == list(range(RUNS))


@pytest.fixture(scope="module")
def home(made, tmp_path_factory):
    """Toyland with a reanalysis of its own."""
    home = tmp_path_factory.mktemp("country") / "toyland"
    shutil.copytree(COUNTRIES / "toyland", home)
    ship(made, home)
    return home


def test_a_country_ships_it_and_it_opens(home):
    country = load(home)
    opened = open_reanalysis(country)
    births = opened["population.births"]
    assert births.dims == ("statistic", "time")
    low, high = births.sel(statistic="q05"), births.sel(statistic="q95")
    assert (low <= high).all()
    assert opened.members("population.births").sizes["member"] == RUNS
    region = country.tables["regions"]["region"][0]
    assert opened.array("population.total", group=f"region={region}").size
    with pytest.raises(UserError, match=r"expected population\.births"):
        opened["population.birth"]
    with pytest.raises(UserError, match="no such level"):
        opened.array("population.births", level="secret")


def test_a_country_without_one_says_so(toyland):
    with pytest.raises(UserError, match="ships no reanalysis"):
        open_reanalysis(toyland)


def test_sources_that_contradict_each_other_are_told(made):
    """No figure is set against itself or its own source."""
    by_id = {row.id: row for row in made.figures.rows}
    for line in disagreements(made.figures):
        one, other = by_id[line["one"]], by_id[line["other"]]
        assert one.source != other.source
        assert (one.observable, one.time, one.group) == (
            other.observable,
            other.time,
            other.group,
        )


def test_blocks_are_left_out_and_the_score_knows_what_was_seen(made, ensemble, toyland, tmp_path):
    """The people of 1 January 1928 are fitted under the alternate rule and held out by blocks."""
    rows = {row.id: row.observable for row in compile_rows(toyland.path / "evidence")}
    held = reanalyse(ensemble, toyland, weights=Weights(), roles="blocks")
    seen = {row.id for row in made.figures.rows} - {row.id for row in held.figures.rows}
    assert [rows[id] for id in seen] == ["population.total"]
    write(made, ensemble, tmp_path / "alternate")
    write(held, ensemble, tmp_path / "blocks")

    def fitted(made_under, scored_under):
        card = score(toyland, replayed=tmp_path / made_under, roles=scored_under).as_json()
        assert card["roles"]["in_force"] == scored_under
        return card["roles"]["held_out_but_fitted"]

    assert fitted("alternate", "alternate") == fitted("blocks", "blocks") == 0
    assert fitted("alternate", "blocks") == 1
    assert fitted("blocks", "alternate") == 0


def test_a_shipped_one_is_scored_from_quantiles(home, made):
    """A row that is one value of one group has the median that its members have, as far as ten
    places between five quantiles give it."""
    found = take_score(open_reanalysis(load(home)))
    assert not found.events
    assert found.as_json()["reanalysis"]["members"] == RUNS
    spoken = {q.row.id: q for q in found.quantity if q.median is not None}
    assert len(spoken) > 3
    keys = {key: i for i, key in enumerate(made.keys.select(KEYS).iter_rows())}
    told = 0
    for q in spoken.values():
        at = keys.get((q.row.observable, q.row.level, q.row.members[0][0], q.row.time))
        if at is not None and len(q.row.members) == 1:
            assert q.median == pytest.approx(np.median(made.after[at]), rel=0.02)
            told += 1
    assert told > 3


def test_samples_have_the_quantiles_they_are_made_of():
    """Of a normal and of a skewed amount: exactly placed samples give them back to a twentieth of
    their spread; nothing goes below nought that did not begin there."""
    given = np.array([[-1.645, -0.674, 0.0, 0.674, 1.645], [0.0, 1.0, 2.0, 5.0, 20.0]])
    found = samples_of(given, 400)
    again = np.quantile(found, [0.05, 0.25, 0.5, 0.75, 0.95], axis=1).T
    assert np.abs(again - given).max(1) == pytest.approx([0, 0], abs=0.5)
    assert (np.diff(found, axis=1) >= 0).all()
    assert found[0].min() < -1.645
    assert found[1].min() == 0
    assert stats.kstest(found[0], "norm").pvalue > 0.99


def test_a_netcdf_file_holds_what_the_parquet_files_do(home, tmp_path):
    opened = open_reanalysis(load(home))
    data = opened.to_dataset()
    path = opened.to_netcdf(tmp_path / "toyland.nc")
    with xr.open_dataset(path, engine="scipy") as read:
        xr.testing.assert_equal(read.load(), data)
        births = read["population.births"]
        assert births.attrs["units"] == "persons"
        assert births.attrs["definition"]
        assert "toy-census" in births.attrs["source"]
        assert births.attrs["version"] == opened.card["version"]
        assert births.attrs["long_name"] == "births"
        assert read.attrs["members"] == RUNS
        assert read["year_end"].sel(year="1930").dt.strftime("%Y-%m-%d") == "1930-12-31"
    for name, group in (("population.births", ""), ("population.total.by_region", "region=North")):
        group = group and f"region={data['region'].values[0]}"
        array = opened.array(name.removesuffix(".by_region"), group=group)
        own = data[name] if not group else data[name].isel(region=0)
        time = next(dim for dim in own.dims if dim != "statistic")
        both = array.sel(time=[t for t in array["time"].values if t in own[time].values])
        assert both.size
        assert np.allclose(own.sel({time: both["time"].values}), both)


def test_every_series_is_in_the_dataset_once(home):
    opened = open_reanalysis(load(home))
    data = opened.to_dataset()
    held = sum(int(one.sel(statistic="mean").notnull().sum()) for one in data.values())
    assert held == int(opened.quantiles["mean"].is_not_nan().sum())


@pytest.mark.parametrize(
    ("kind", "times", "dimension"),
    [
        ("year", ["1930"], "year"),
        ("day", ["1930-01-01", "1931-01-01"], "day_01_01"),
        ("day", ["1930-01-01", "1930-02-01"], "first_of_month"),
        ("day", ["1926-12-17", "1937-01-06"], "day"),
    ],
)
def test_times_of_one_kind_share_a_dimension(kind, times, dimension):
    assert {kind_of(time) for time in times} == {kind}
    assert time_dimension(kind, times) == dimension


def test_the_command(ensemble, tmp_path):
    words = ["reanalyse", str(ensemble), "--out", str(tmp_path / "made")]
    netcdf = ["--netcdf", str(tmp_path / "made.nc")]
    done = CliRunner().invoke(app, [*words, *netcdf])
    assert done.exit_code == 0, done.output
    assert "blocks of years" in done.output
    assert "Figures in each tenth" in done.output
    assert (tmp_path / "made.nc").stat().st_size > 10_000
    scored = CliRunner().invoke(app, ["score", str(tmp_path / "made"), "--reanalysis"])
    assert scored.exit_code == 0, scored.output
    assert "Headlines, roles by" in scored.output
    assert "What it says of figures it was not given" in scored.output
    other = CliRunner().invoke(app, ["score", str(ensemble), "--reanalysis"])
    assert other.exit_code == 2
    assert "holds no reanalysis" in other.stderr
    assert Reanalysis(tmp_path / "made").card["weights_tried"]
    assert CliRunner().invoke(app, [*words, "--rows", "validate"]).exit_code == 2
