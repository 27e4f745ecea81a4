"""What becomes of runs with mechanisms of the user's own: bytes, books, what is told of them, and
that they are not taken for others. Seeds are fixed, so no test fails by chance."""

import pickle

import numpy as np
import polars as pl
import pytest

import partystate as ps
from partystate.core.errors import UserError
from partystate.experiments.compare import comparison_of
from partystate.experiments.ensemble_manifest import described, difference
from partystate.experiments.parts import plan_of
from partystate.history import release
from partystate.report.sections.provenance import provenance
from partystate.scenario.parts import SOCIETY
from partystate.scenario.scenario import Scenario
from tests.own_mechanisms import Gift, Idle, SameCampaigns, SameRelief, Share

FAMINE = "famine.deaths_attributed"
MONTHLY = 1  # t of grain that sums of a month may be off by


@pytest.fixture(scope="module")
def plain(toyland):
    return Scenario(toyland, parts=(SOCIETY,))


@pytest.fixture(scope="module")
def without(plain):
    return ps.run(plain, seed=1)


@pytest.fixture(scope="module")
def fed(plain):
    """With grain from abroad for half of what the village lacks."""
    return ps.run(plain.with_mechanism(Gift(), params={"share": 0.5}), seed=1)


class Ranged(Idle):
    """Does nothing, with a parameter."""

    id = "ranged"
    Params = Share


def tables(history):
    return {path.name: path.read_bytes() for path in history.path.glob("*.parquet")}


@pytest.fixture(scope="module")
def rivals(plain):
    """With the package's own rules under other classes, of which one draws, and one that does
    nothing: one program for both."""
    own = plain.with_mechanism(SameRelief()).with_mechanism(SameCampaigns())
    return ps.run(own.with_mechanism(Idle()), seed=1)


def test_rivals_with_the_same_rules_and_one_that_does_nothing_leave_every_byte(rivals, without):
    assert tables(rivals) == tables(without)


def test_one_that_feeds_lowers_deaths_of_hunger(fed, without):
    assert 0 < float(fed[FAMINE].sum()) < 0.9 * float(without[FAMINE].sum())


def test_the_books_of_grain_close_over_it(fed, without):
    """What is in the barns of a region is what was there a month before and all that came and
    went, and the gift is there as aid."""
    grain = pl.read_parquet(fed.path / "grain.parquet").filter(store="barns")
    held = grain.filter(use="held").pivot(on="region", index="time", values="tonnes").sort("time")
    flows = (
        grain.filter(pl.col("use") != "held")
        .group_by("time", "region")
        .agg(pl.sum("tonnes"))
        .pivot(on="region", index="time", values="tonnes")
        .sort("time")
        .fill_null(0)
        .select(held.columns)
    )
    assert flows["time"].to_list() == held["time"].to_list()
    change = np.diff(held.drop("time").to_numpy(), axis=0)
    assert np.abs(change - flows.drop("time").to_numpy()[1:]).max() < MONTHLY

    def aid(history):
        table = pl.read_parquet(history.path / "grain.parquet")
        return table.filter(use="aid", store="barns")["tonnes"].sum()

    assert aid(fed) > aid(without) + 1000


def test_one_that_takes_grain_beside_the_books_breaks_the_run(plain):
    """As a gift below nought does."""
    with pytest.raises(UserError, match="broke: .*Look what the mechanisms of your own propose"):
        ps.run(plain.with_mechanism(Gift(), params={"share": -0.5}), seed=1)


def test_the_folder_says_that_it_had_one_and_is_opened_without_it(fed, without):
    again = ps.open_history(fed.path)
    (told,) = again.about["own_mechanisms"]
    assert (told["id"], told["class"], told["module"]) == ("gift", "Gift", "tests.own_mechanisms")
    assert told["parameters"] == {"gift.share": [0.5, 0.5, 0.5]}
    assert len(told["source"]) == 32
    assert not told["replaces"]
    assert "gift" in again.about["mechanisms"]
    said = "with mechanisms that are not of the package: gift"
    assert said in repr(again)
    assert said in again[FAMINE].attrs["source"]
    assert said in again.to_dataset().attrs["source"]
    assert said in again.citations()
    assert "gift" in again._repr_html_()
    row = pl.read_parquet(fed.path / "parameters.parquet").filter(parameter="gift.share")
    assert row.select("value", "unit").rows() == [(0.5, "of the mechanism")]
    assert "own_mechanisms" not in without.about
    assert "not of the package" not in repr(without)


def test_works_of_the_one_that_was_replaced_are_not_cited(rivals):
    assert "relief in place of the one of the package" in rivals.citations()
    entry = next(e for e in rivals.citations().split("@") if "davies2004," in e)
    assert "relief" not in entry


def test_no_command_is_said_to_make_it_again(fed, without):
    text = provenance(fed.about, []).text[1]
    assert "no command makes it again: gift" in text
    assert "partystate run" in provenance(without.about, []).text[1]


def test_results_are_not_taken_for_those_of_the_package(fed, without, tmp_path):
    assert release.difference(fed.about, without.about) == "other own mechanisms"
    assert release.difference(without.about, fed.about) == "other own mechanisms"
    with pytest.raises(UserError, match="is of something else"):
        release.require_the_same(without.about, fed.path)
    other = Scenario(ps.load_country("toyland"), parts=(SOCIETY,))
    with pytest.raises(UserError, match="found a run of another own mechanisms"):
        ps.run(other, seed=1, out=fed.path)
    with pytest.raises(UserError, match="a scenario cannot be made again"):
        ps.why(fed, "expelled:nobody", runs=1)


def test_another_text_is_another_run(plain, fed):
    """Of one name and the same values."""
    rival = type(
        "Gift", (Gift,), {"propose": lambda self, view, params: Idle.propose(self, view, params)}
    )
    with pytest.raises(UserError, match="another own mechanisms"):
        ps.run(plain.with_mechanism(rival(), params={"share": 0.5}), seed=1, out=fed.path)


def test_pairs_under_one_luck_tell_its_effect(plain):
    """Of one that feeds: an interval; of one that does nothing: exactly nothing."""
    gift = plain.with_mechanism(Gift())
    found = ps.compare(plain, gift, runs=5, parameters="central")
    assert found.mechanisms == ("own gift",)
    assert found.what_ifs == ()
    assert repr(found).startswith("<Comparison own gift: 5 pairs")
    effect = next(e for e in found.effects if e.outcome.startswith("deaths laid to hunger"))
    assert effect.low < effect.effect < min(effect.high, 0)
    assert comparison_of(found.as_json()) == found
    back = ps.compare(gift, plain, runs=1)
    assert back.mechanisms == ("without own gift",)
    idle = plain.with_mechanism(Ranged())
    nothing = ps.compare(plain, idle, runs=1)
    assert all(e.effect == 0 for e in nothing.effects)
    assert not nothing.first_differences
    with pytest.raises(UserError, match="nothing to compare"):
        ps.compare(idle, plain.with_mechanism(Ranged()), runs=1)


def test_an_ensemble_draws_its_range_and_is_taken_up_by_the_same_alone(plain, tmp_path):
    own = plain.with_mechanism(Ranged(), params={"share": (0.0, 0.5, 1.0)})
    made = ps.open_ensemble(ps.ensemble(own, runs=2, out=tmp_path / "own"))
    shares = made.parameters.sel(parameter="ranged.share")
    assert len(set(shares.values.tolist())) == 2
    assert ((shares > 0) & (shares < 1)).all()
    assert "not of the package: ranged" in made["population.births"].attrs["source"]
    assert "not of the package: ranged" in repr(made)
    ps.ensemble(own, runs=2, out=tmp_path / "own")
    for other in (plain, plain.with_mechanism(Ranged(), params={"share": 0.5})):
        with pytest.raises(UserError, match="found a different own_mechanisms"):
            ps.ensemble(other, runs=2, out=tmp_path / "own")
    with pytest.raises(UserError, match="a country does not ship results of runs with mechanisms"):
        release.write_release(tmp_path / "own", tmp_path / "shipped", [], {})
    without = ps.open_ensemble(ps.ensemble(plain, runs=2, out=tmp_path / "plain"))
    deaths = (ensemble["population.deaths"].values for ensemble in (made, without))
    assert np.array_equal(*deaths)  # the same draws of all else


def test_other_processes_are_given_what_they_can_import(plain, tmp_path, monkeypatch):
    class Here(Idle):
        id = "here"

    for executor in ("processes", "dask"):
        with pytest.raises(UserError, match="a class of a file that can be imported"):
            ps.ensemble(
                plain.with_mechanism(Here()), runs=20, out=tmp_path / "no", executor=executor
            )
        assert not (tmp_path / "no").exists()
    plan = plan_of(plain.with_mechanism(Gift()), 1, 1, "prior")
    there = pickle.loads(pickle.dumps(plan))
    assert difference(described(plan, plan.scenario()), described(there, there.scenario())) is None
