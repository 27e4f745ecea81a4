"""Danger by state of kin and units of one's own, from tables to arrays."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from partystate.core import dates
from partystate.country.country import load
from partystate.scenario import recorded
from partystate.scenario.inputs import months_of
from partystate.scenario.kin_abroad import kin_points, own_units, states_of_kin
from partystate.scenario.lumping import lumped

MOST_A_YEAR = 8  # points of disputes; the rule of the inputs


def with_rows(country, name, rows):
    table = country.tables[name]
    made = pl.DataFrame(rows, schema=table.columns, orient="row").cast(dict(table.schema))
    return replace(country, tables=country.tables | {name: made})


def danger(state, time, points):
    return (state, time, points, "test", "no")


@pytest.fixture
def months(toyland):
    return months_of(toyland)


def test_points_go_to_the_people_of_the_state(toyland, months):
    """Twelve points over a year are one a month; three in a month are all there; of a state without
    kin nobody takes any."""
    rows = [danger("Cedarland", "1930", 12.0), danger("Cedarland", "1930-05", 3.0)]
    given = with_rows(toyland, "dangers", [*rows, danger("Firland", "1930", 99.0)])
    found = kin_points(given, months, np.zeros(len(months)))
    assert found[:, [0, 1, 3]].sum() == 0
    assert found[:, 2].sum() == pytest.approx(15)
    may = list(months).index(dates.month_number("1930-05"))
    assert found[may - 1 : may + 2, 2].tolist() == pytest.approx([1, 4, 1])


def test_a_people_of_two_states_has_their_mean(toyland, months):
    table = toyland.tables["nationalities"].with_columns(
        pl.when(pl.col("nationality") == "Cedar")
        .then(pl.lit("Cedarland, Firland"))
        .otherwise(pl.col("kin_state_abroad"))
        .alias("kin_state_abroad")
    )
    two = replace(toyland, tables=toyland.tables | {"nationalities": table})
    assert states_of_kin(two)["Cedar"] == ("Cedarland", "Firland")
    given = with_rows(
        two, "dangers", [danger("Cedarland", "1930", 4.0), danger("Firland", "1930", 2.0)]
    )
    assert kin_points(given, months, months * 0.0)[:, 2].sum() == pytest.approx(3)


def test_without_states_all_answer_for_everything(toyland, months):
    found = kin_points(with_rows(toyland, "dangers", []), months, np.arange(len(months)))
    assert found[:, 2].tolist() == list(range(len(months)))
    assert found[:, [0, 1, 3]].sum() == 0


def test_units_of_ones_own(toyland):
    found = own_units(toyland)
    assert found[0, 2] == 0.25
    assert found.sum() == 0.25


def test_danger_by_state_adds_up_to_that_of_the_country():
    """Disputes of all states of a year are those of the whole, up to the most a year may bring."""
    ussr = load("ussr")
    months = months_of(ussr)
    whole = recorded.spread(ussr, "disputes", "points", months)
    rows = ussr.tables["dangers"].filter(~pl.col("time").str.contains("-"))
    by_state = dict(rows.group_by("time").agg(pl.sum("points")).iter_rows())
    for year in range(1921, 1941):
        first = dates.month_number(f"{year}-01")
        inside = (months >= first) & (months < first + 12)
        assert whole[inside].sum() == pytest.approx(min(by_state.get(str(year), 0), MOST_A_YEAR))


def test_the_lumped_have_the_mean_danger_of_their_peoples(toyland, months):
    """Cedarland's people alone keep all of it; with a people whose state is quiet, the share of
    their heads in both."""
    alone = lumped(with_rows(toyland, "dangers", [danger("Cedarland", "1930", 8.0)]))
    assert kin_points(alone, months, months * 0.0)[:, 2].sum() == pytest.approx(8)
    assert own_units(alone)[0, 2] == pytest.approx(0.25)
    table = toyland.tables["nationalities"].with_columns(
        pl.when(pl.col("nationality") == "Birch")
        .then(pl.lit("Firland"))
        .otherwise(pl.col("kin_state_abroad"))
        .alias("kin_state_abroad")
    )
    two = replace(toyland, tables=toyland.tables | {"nationalities": table})
    heads = dict(
        toyland.tables["communities"]
        .join(toyland.tables["regions"], on="region")
        .group_by("nationality")
        .agg((pl.col("share") * pl.col("population")).sum())
        .iter_rows()
    )
    both = lumped(with_rows(two, "dangers", [danger("Cedarland", "1930", 8.0)]))
    share = heads["Cedar"] / (heads["Cedar"] + heads["Birch"])
    assert kin_points(both, months, months * 0.0)[:, 1].sum() == pytest.approx(8 * share)
