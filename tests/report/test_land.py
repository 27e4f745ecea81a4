"""The part on land: what the map and the balance hold is what the run wrote; deaths, changes and
what was learnt are told."""

import json
import re
import shutil
from dataclasses import replace
from html import unescape

import numpy as np
import polars as pl
import pytest

from partystate.country.names import Names
from partystate.country.posterior_file import About, Posterior
from partystate.country.priors import quantile
from partystate.country.what_ifs import load_what_if
from partystate.evidence import compile_rows
from partystate.report.build import build_report
from partystate.report.sections import food_balance, tile_map
from partystate.report.sections import what_ifs as changes
from partystate.report.sections.death_windows import Windows
from partystate.report.sections.deaths import merged
from partystate.report.sections.learnt import learnt
from partystate.report.series import RunData, month_words
from partystate.world.stocks import RECEIVED_BY


@pytest.fixture(scope="module")
def folders(toy_run, toy_ensemble, tmp_path_factory):
    base = tmp_path_factory.mktemp("land")
    shutil.copytree(toy_run, base / "run")
    shutil.copytree(toy_ensemble, base / "ensemble")
    return base


@pytest.fixture(scope="module")
def html(folders, toyland):
    return build_report(folders / "run", toyland, folders / "ensemble").read_text(encoding="utf-8")


def embedded(html: str, of: str) -> dict:
    figure = re.search(rf'<figure id="{of}">.*?</figure>', html, flags=re.DOTALL)[0]
    return json.loads(
        re.search(r'<script type="application/json">(.*?)</script>', figure, flags=re.DOTALL)[1]
    )


def test_the_map_holds_every_month_of_every_region(html, folders):
    data, table = (
        embedded(html, "map"),
        pl.read_parquet(folders / "run" / "regions.parquet").sort("time", "region"),
    )
    assert data["months"] * len(data["regions"]) == len(table)
    for quantity, held in zip(tile_map.QUANTITIES, data["quantities"], strict=True):
        np.testing.assert_allclose(
            np.array(held["values"]) / 10**quantity.digits,
            table[quantity.column],
            atol=0.5 / 10**quantity.digits + 1e-12,
        )


def test_at_rest_the_map_stands_on_the_month_in_which_most_died(html, folders, toyland):
    series = pl.read_parquet(folders / "run" / "series.parquet")
    months = series.filter(
        (pl.col("observable") == "famine.deaths_attributed") & (pl.col("group") == "")
    )
    worst = months.sort("value").row(-1, named=True)["time"]
    assert f'<strong class="at">{month_words(worst)}</strong>' in html
    for region in toyland.tables["regions"]["region"]:
        assert f'aria-label="{region}: ' in html


def test_classes_of_the_map():
    breaks = tile_map.rising_steps(np.array([0.0, 0.1, 3.0, 12.0]), 6, 1.0)
    assert breaks == [0.2, 0.5, 1.0, 2.0, 5.0, 10.0]
    assert [tile_map.step_of(v, breaks, False) for v in (0.0, 0.2, 12.0)] == [0, 1, 6]
    assert [tile_map.step_of(v, breaks, True) for v in (0.0, 0.2, 12.0)] == [6, 5, 0]
    assert tile_map.rising_steps(np.zeros(3), 6, 1.0)[-1] == 1.0


def test_a_country_without_tiles_has_no_map(folders, toyland):
    bare = replace(
        toyland, tables={name: table for name, table in toyland.tables.items() if name != "tiles"}
    )
    html = build_report(folders / "run", bare).read_text(encoding="utf-8")
    assert 'class="tilemap"' not in html
    assert 'class="balance"' in html


def test_every_balance_closes(html):
    """What came in is what went out, for every place and year, to the rounding of each entry."""
    data = embedded(html, "balance")
    for place in data["places"].values():
        into, out = data["stores"][place["store"]]
        for came, went, persons, _ in place["years"].values():
            assert len(came) == len(into)
            assert len(went) == len(out)
            assert abs(sum(came) - sum(went)) <= len(into) + len(out)
            assert persons > 0


def test_every_use_of_grain_is_in_a_balance():
    named = {
        f"{stock}.{use}"
        for store, stock in (("barns", "peasant_grain"), ("granary", "state_grain"))
        for use in food_balance.STORES[store][1]
    }
    assert set(RECEIVED_BY) <= named


def test_a_year_is_told_in_words():
    told = {"plan": 2e6, "collected": 1e6, "harvest": 5e6, "known": 6e6, "deaths": 2500.0}
    assert food_balance.sentences(food_balance.Balance({}, {}, 1.0, told)) == (
        "Plan 2,000 thousand t, collected 1,000, 50 per cent of it. Harvest 5,000, known as "
        "6,000. Deaths laid to hunger: 2.5 thousand."
    )


def test_each_source_has_its_own_line(folders, toyland):
    rows = compile_rows(toyland.path / "evidence")
    figure = Windows(folders / "run", rows, folders / "ensemble", 10).estimates()
    asked = [r for r in rows if r.observable == "famine.deaths"]
    assert len([r for r in figure.table.rows if r[-1] in {a.source for a in asked}]) == len(asked)
    model = next(r for r in figure.table.rows if r[2] == "model, excess deaths")
    parts = pl.read_parquet(sorted((folders / "ensemble").glob("parts/*.parquet")))
    window = parts.filter(
        (pl.col("observable") == "famine.deaths")
        & (pl.col("group") == "")
        & (pl.col("level") == "truth")
        & pl.col("time").str.slice(0, 4).is_in(["1932", "1933"])
    )
    sums = window.group_by("run").agg(pl.col("value").sum())["value"] / 1000
    assert float(str(model[6]).replace(",", "")) == pytest.approx(
        sums.quantile(0.5, "linear"), rel=1e-3
    )


def test_spans_that_touch_are_one(folders):
    data = RunData(folders / "run")
    first = 1930 * 12
    assert merged([(first, first + 11), (first + 12, first + 23)], data) == [
        (first - 3, first + 26)
    ]
    assert len(merged([(first, first + 1), (first + 24, first + 25)], data)) == 2
    assert merged([(1800 * 12, 1800 * 12)], data) == []


def effect(outcome, low, high, **more):
    middle = (low + high) / 2
    return {
        "outcome": outcome,
        "base": 10.0,
        "changed": 10 + middle,
        "effect": middle,
        "low": low,
        "high": high,
        "is_clear": low > 0 or high < 0,
    } | more


@pytest.fixture
def compared(tmp_path):
    folder = tmp_path / "compared"
    folder.mkdir()
    doubtful, clear = effect("deaths", -1.0, 1.0), effect("harvest", 1.0, 3.0)
    told = {
        "without-flight": [doubtful],
        "without-relief": [doubtful, clear],
        "no_exports": [clear],
    }
    for name, effects in told.items():
        (folder / f"{name}.json").write_text(
            json.dumps({"what_ifs": [name], "effects": effects, "pairs": 50})
        )
    return tmp_path


def test_clear_effects_come_first_and_a_what_if_has_its_title(compared, toyland):
    out, asked = changes.changes(compared, toyland, Names(toyland)).figures
    assert [row[:3] for row in out.table.rows][0] == ("without relief", "harvest", "clear")
    assert [row[2] for row in out.table.rows] == ["clear", "", ""]
    assert "Nothing can be told from nothing for: without flight." in out.caption
    assert [row[0] for row in asked.table.rows] == [
        load_what_if("no_exports", toyland.path / "what_ifs").title
    ]


def test_theses_are_printed_as_they_are_found(compared, toyland):
    told = {
        "scores": [
            {"name": "weather", "free": 3, "told": [{"outcome": "deaths", "values": [1.0, 2.0]}]}
        ],
        "differences": [{"one": "weather", "verdict": "not distinguishable"}],
        "runs": 200,
    }
    (compared / "theses.json").write_text(json.dumps(told))
    figures = changes.changes(compared, toyland, Names(toyland)).figures[2:]
    assert [f.table.rows for f in figures] == [
        [("weather", 3)],
        [("weather", "deaths", "1 to 2")],
        [("weather", "not distinguishable")],
    ]
    assert "Runs 200" in figures[0].caption


def test_nothing_compared_is_no_part(tmp_path, toyland):
    assert changes.changes(None, toyland, Names(toyland)) is None
    assert changes.changes(tmp_path, toyland, Names(toyland)) is None


def test_contraction_of_the_prior_itself_and_of_a_tenth_of_it(toyland):
    free = toyland.tables["parameters"].filter(pl.col("prior") != "fixed").head(2).to_dicts()

    def given(row, low, high):
        return [
            quantile(*(row[k] for k in ("prior", "low", "central", "high")), float(u))
            for u in np.linspace(low, high, 400)
        ]

    draws = pl.DataFrame(
        {
            free[0]["parameter"]: given(free[0], 0.00125, 0.99875),
            free[1]["parameter"]: given(free[1], 0.4, 0.5),
        }
    )
    about = About(
        design_runs=1,
        waves=1,
        cut=3,
        cuts_of_waves=[3.0],
        members=1,
        inflations=[1.0],
        discrepancy=0,
        rule="",
        figures=1,
        figures_within_cut=1,
        inside_50={},
        inside_90={},
        digests=[""],
        code="",
    )
    figure = learnt(replace(toyland, posterior=Posterior(draws, about)))
    assert [(row[0], row[1], row[2]) for row in figure.table.rows] == [
        (free[1]["parameter"], "identified", "90%"),
        (free[0]["parameter"], "not identified", "0%"),
    ]
    assert learnt(replace(toyland, posterior=None)) is None


def test_the_page_says_where_parameters_are_from(html):
    assert "10 runs, parameters drawn from the priors" in unescape(html)
    assert "Nothing has been fitted" not in html
    assert "replayed" not in html
