"""A reanalysis of a small ensemble of toyland: nearer to the record, under closed books, written,
scored, shipped and opened again."""

import json
import shutil

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.country.country import COUNTRIES, load
from partystate.experiments.ensemble import Plan, run_ensemble
from partystate.reanalysis.books import balances, holds
from partystate.reanalysis.identities import Identities
from partystate.reanalysis.localisation import Weights
from partystate.reanalysis.made import disagreements, reanalyse
from partystate.reanalysis.shipped import Reanalysis, open_reanalysis
from partystate.reanalysis.written import CARD, DESCRIBED, ship, write
from partystate.scoring import score

RUNS = 10


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory):
    return run_ensemble(Plan("toyland", RUNS, 4), tmp_path_factory.mktemp("runs") / "ensemble")


@pytest.fixture(scope="module")
def made(ensemble, toyland):
    return reanalyse(ensemble, toyland, weights=Weights())


def test_members_are_nearer_to_the_figures_taken_in(made, ensemble, toyland, tmp_path):
    write(made, ensemble, tmp_path, "calibrate")
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
    write(made, ensemble, tmp_path, "calibrate")
    assert {p.name for p in tmp_path.iterdir()} == {"parts", *DESCRIBED} - {"parts/part-*.parquet"}
    card = json.loads((tmp_path / CARD).read_text())
    assert card["members"] == RUNS
    assert card["rows"] == "calibrate"
    assert set(card["left_out"]) == {"blocks of years", "sources"}
    assert sum(card["ranks"]) == card["figures"] == len(made.figures.rows)
    runs = pl.read_parquet(tmp_path / "parts" / "*.parquet")["run"].unique().sort().to_list()
    assert runs == list(range(RUNS))


def test_a_country_ships_it_and_it_opens(made, tmp_path):
    home = tmp_path / "toyland"
    shutil.copytree(COUNTRIES / "toyland", home)
    ship(made, home, "all")
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


def test_the_command(ensemble, tmp_path):
    words = ["reanalyse", str(ensemble), "--out", str(tmp_path / "made")]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "blocks of years" in done.output
    assert Reanalysis(tmp_path / "made").card["weights_tried"]
    assert CliRunner().invoke(app, [*words, "--rows", "validate"]).exit_code == 2
