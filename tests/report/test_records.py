"""The part of the page on what was kept from whom: all levels are in it without a script, and who
had been erased stands in a list that a script shortens."""

import re
import shutil

import polars as pl
import pytest

from partystate.country.names import Names
from partystate.report.rendering import environment
from partystate.report.sections.records import LEVELS, QUANTITIES, records
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
