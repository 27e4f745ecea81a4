"""The grain of a run is lost nowhere: what a store holds is what it held, plus what came, less what
went."""

import equinox as eqx
import jax
import numpy as np
import polars as pl
import pytest

from partystate.engine import wrappers
from partystate.engine.run import run
from partystate.experiments.histories import simulate
from partystate.history.tables.grain_flows import AID, HARVEST, HELD, grain_table
from partystate.history.tables.region_months import COLUMNS, region_months
from partystate.history.trajectory import trajectory_of
from partystate.scenario.assemble import assemble


@pytest.fixture(scope="module")
def kept(toy_scenario):
    return simulate(toy_scenario, 1, flows=True).trajectory


def check_books(table: pl.DataFrame, by: list[str]) -> int:
    """Every month of every store after the first; the number of months checked."""
    held = table.filter(pl.col("use") == HELD).sort("time")
    moved = (
        table.filter(pl.col("use") != HELD)
        .group_by("time", *by)
        .agg(pl.col("tonnes").sum().alias("moved"))
    )
    months = held.join(moved, on=["time", *by], how="left").with_columns(
        pl.col("moved").fill_null(0)
    )
    months = (
        months.sort("time")
        .with_columns(pl.col("tonnes").shift(1).over(by).alias("before"))
        .drop_nulls("before")
    )
    gap = (months["before"] + months["moved"] - months["tonnes"]).abs()
    assert gap.max() < 1e-9 * table["tonnes"].abs().max()
    return len(months)


def check_both(table: pl.DataFrame) -> int:
    barns, granary = (table.filter(pl.col("store") == store) for store in ("barns", "granary"))
    whole = granary.with_columns(pl.lit("").alias("region"))
    return check_books(barns, ["store", "region"]) + check_books(whole, ["store"])


def test_books_close(kept):
    months, regions = len(kept.months.numbers), len(kept.layout.axes.regions)
    assert check_both(grain_table(kept)) == (months - 1) * (regions + 1)


def test_books_would_not_close_without_a_flow(kept):
    """The check above sees a missing use."""
    table = grain_table(kept).filter(pl.col("use") != "feed")
    with pytest.raises(AssertionError):
        check_both(table)


def test_every_tonne_that_leaves_the_granary_for_a_barn_arrives_there(kept):
    table = grain_table(kept)
    for use in ("supply", "relief", "seed_loan", "collection"):
        assert table.filter(pl.col("use") == use)["tonnes"].sum() == pytest.approx(0, abs=1e-3)


def test_the_harvest_of_the_year_is_the_one_of_the_books(kept):
    found = (
        grain_table(kept)
        .filter(pl.col("use") == HARVEST)
        .group_by("time")
        .agg(pl.col("tonnes").sum())
        .sort("time")
    )
    at = [kept.months.texts().index(t) for t in found["time"]]
    np.testing.assert_allclose(found["tonnes"], kept["land.harvest"][at].sum(1), rtol=1e-12)
    assert len(found) > 5


def test_bread_eaten_green_is_harvest_and_not_aid(toy_scenario):
    """New bread from April on, and more eaten than the barns hold: it is booked in the month it is
    eaten, the harvest month brings the rest of the crop, and the books close."""
    scenario = toy_scenario
    values = scenario.values("central", 1, 0) | {"food.first_bread": 4.0, "food.need": 0.5}
    world, setting = scenario.start(values, 1, 0)
    outcome = run(scenario.rules, world, scenario.inputs, setting, keep_flows=True)
    kept = trajectory_of(outcome, scenario.layout, scenario.months, world)
    table = grain_table(kept)
    check_both(table)
    assert AID not in set(table["use"])
    grown = table.filter(pl.col("use") == HARVEST).with_columns(
        pl.col("time").str.slice(5).alias("month"), pl.col("time").str.slice(0, 4).alias("year")
    )
    assert set(grown["month"]) == {"05", "06", "07"}
    by_year = dict(grown.group_by("year").agg(pl.col("tonnes").sum()).iter_rows())
    at = {t[:4]: i for i, t in enumerate(kept.months.texts()) if t[5:] == "07"}
    crops = {year: float(kept["land.harvest"][i].sum()) for year, i in at.items()}
    assert {year: by_year[year] for year in crops} == pytest.approx(crops, rel=1e-9)
    assert len(crops) > 5


def test_a_harvest_that_comes_late_is_booked_late(toy_society):
    """Delayed by a what-if, the grain is booked when it reaches the barns, and the books close.
    Mechanisms of the land alone: no others have grain."""
    scenario = toy_society
    of_land = [m for m in scenario.rules.mechanisms if m.theme == "land"]
    late = tuple(wrappers.delay(m, 2) if m.id == HARVEST else m for m in of_land)
    rules = type(scenario.rules)(
        late, scenario.rules.streams, scenario.rules.state_order, scenario.rules.granary_order
    )
    world, setting = scenario.start(scenario.values("central", 1, 0), 1, 0)
    outcome = run(
        rules, world, jax.tree.map(lambda a: a[:24], scenario.inputs), setting, keep_flows=True
    )
    table = grain_table(trajectory_of(outcome, scenario.layout, scenario.months[:24], world))
    check_both(table)
    assert set(table.filter(pl.col("use") == HARVEST)["time"].str.slice(5)) == {"09"}


def test_aid_from_abroad_is_in_the_books(toyland):
    """Grain that comes from outside the country stands as aid, never as harvest."""
    scenario = assemble(toyland)
    aid = scenario.inputs.trade.foreign_aid + 1000.0
    given = eqx.tree_at(lambda i: i.trade.foreign_aid, scenario.inputs, aid)
    # more than the fields bear: aid goes to the hungry only
    hungry = scenario.values("central", 1, 0) | {"food.need": 0.5}
    world, setting = scenario.start(hungry, 1, 0)
    outcome = run(scenario.rules, world, given, setting, keep_flows=True)
    table = grain_table(trajectory_of(outcome, scenario.layout, scenario.months, world))
    check_both(table)
    assert table.filter(pl.col("use") == AID)["tonnes"].sum() > 0


def test_months_of_regions(kept):
    table = region_months(kept)
    assert table.columns == ["time", "region", *COLUMNS]
    assert len(table) == len(kept.months.numbers) * len(kept.layout.axes.regions)
    assert table.select(pl.col(COLUMNS).is_finite().all()).row(0) == (True,) * len(COLUMNS)
    for share in ("collectivised_share", "coercion", "blacklist", "flight_barred"):
        assert table[share].is_between(0, 1).all(), share


def test_written_with_a_run(toy_run):
    assert pl.read_parquet(toy_run / "grain.parquet").columns == [
        "time",
        "store",
        "region",
        "use",
        "tonnes",
    ]
    assert len(pl.read_parquet(toy_run / "regions.parquet"))
