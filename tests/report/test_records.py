"""The part of the page on what was kept from whom: all levels are in it without a script, and who
had been erased stands in a list that a script shortens."""

import re
import shutil

import numpy as np
import polars as pl
import pytest

from partystate.country.names import Names
from partystate.report.rendering import environment
from partystate.report.sections.records import LEVELS, QUANTITIES, records
from partystate.report.sections.undercounts import undercounts
from partystate.report.series import RunData


@pytest.fixture(scope="module")
def folder(toy_run, tmp_path_factory):
    return shutil.copytree(toy_run, tmp_path_factory.mktemp("records") / "run")


def figures(folder, toyland):
    section = records(folder, RunData(folder), None, Names(toyland), environment())
    return {figure.id: figure for figure in section.figures}


def test_every_quantity_is_drawn_for_whoever_looks(folder, toyland):
    levels = figures(folder, toyland)["kept-levels"]
    drawn = re.findall(r'<polyline class="(\w+)" points="(?!0,4)', levels.widget)
    assert drawn == list(LEVELS) * len(QUANTITIES)
    titles = dict.fromkeys(row[0] for row in levels.table.rows)
    assert list(titles) == [quantity.title for quantity in QUANTITIES]
    assert all("" not in row for row in levels.table.rows)
    assert not levels.scripts  # it answers by style alone


def test_undercounts_are_ratios_of_levels_with_those_of_the_runs(folder, toy_ensemble, toyland):
    data = RunData(folder, toy_ensemble)
    figure = undercounts(data)
    rows = {tuple(row[:3]): row[3:] for row in figure.table.rows}
    assert {key[0] for key in rows} == {"executions", "deaths", "births"}
    for quantity, time, _ in rows:
        known, kept, both = (
            float(rows[quantity, time, name][0])
            for name in ("known to true", "preserved to known", "preserved to true")
        )
        assert both == pytest.approx(known * kept, rel=0.02)  # of numbers that were rounded
    deaths = data.of_runs("population.deaths")
    chosen = (pl.col("time") == "1930") & (pl.col("group") == "")
    known, true = (
        deaths.where(chosen & (pl.col("level") == level)).values[0] for level in ("known", "truth")
    )
    low, high = (float(text) for text in rows["deaths", "1930", "known to true"][1:])
    assert [low, high] == pytest.approx(np.quantile(known / true, [0.05, 0.95]), rel=0.01)


def test_undercounts_of_a_run_alone_have_no_interval_and_say_so(folder):
    figure = undercounts(RunData(folder))
    assert all(row[4:] == ("", "") for row in figure.table.rows)
    assert "intervals need the runs one by one" in figure.caption


def test_points_stay_in_the_drawing(folder, toyland):
    widget = figures(folder, toyland)["kept-levels"].widget
    points = re.findall(r"(-?[\d.]+),(-?[\d.]+)", " ".join(re.findall(r'points="([^"]+)"', widget)))
    assert all(0 <= float(x) <= 720 and 0 <= float(y) <= 260 for x, y in points)


def test_nobody_erased_is_no_figure_and_each_erased_is_named_with_his_month(folder, toyland):
    events = pl.read_parquet(folder / "events.parquet")
    alive = events.filter(pl.col("kind") != "erased")
    alive.write_parquet(folder / "events.parquet")
    assert "erased" not in figures(folder, toyland)
    person, other = toyland.tables["persons"]["person"][:2]
    row = alive.head(1)
    told = [
        row.with_columns(time=pl.lit(time), kind=pl.lit(kind), target=pl.lit(who))
        for time, kind, who in (
            ("1930-02", "executed", person),
            ("1931-03", "erased", person),
            ("1931-03", "erased", "executed office-holders"),
            ("1932-04", "erased", other),
        )
    ]
    pl.concat([alive, *told]).write_parquet(folder / "events.parquet")
    erased = figures(folder, toyland)["erased"]
    assert [row[1] for row in erased.table.rows] == ["1931-03", "1932-04"]
    assert "March 1931; executed 1930" in erased.widget
    assert erased.widget.count("<li ") == 2
