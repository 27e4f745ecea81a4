"""The part on who moved where: every figure is a sum of the run's own flows, under whatever causes
there are."""

import polars as pl
import pytest

from partystate.country.names import Names
from partystate.history.tables.flows import ELSEWHERE
from partystate.report.sections.moved import CAUSES, FILE, moved
from partystate.report.series import RunData, rounded
from partystate.world import causes


@pytest.fixture(scope="module")
def folder(toy_run):
    return toy_run


@pytest.fixture(scope="module")
def flows(folder):
    return pl.read_parquet(folder / FILE).filter(pl.col("cause").is_in([c.name for c in CAUSES]))


@pytest.fixture(scope="module")
def figures(folder, toyland):
    section = moved(
        folder,
        toyland,
        Names(toyland),
        RunData(folder),
        list(toyland.tables["regions"]["region"]),
    )
    return {figure.id: figure for figure in section.figures}


def test_causes_are_all_of_the_table_but_births_deaths_and_age():
    assert {c.name for c in CAUSES} == {c.name for c in causes.CAUSES} - set(causes.DEATHS) - {
        "ageing"
    }


def test_years_are_sums_of_departures(figures, flows, toyland):
    names = Names(toyland)
    table = figures["moved-years"].table
    for k, cause in enumerate(c for c in CAUSES if (flows["cause"] == c.name).any()):
        assert table.columns[k + 1].startswith(names.label("cause", cause.name))
        for row in table.rows:
            mine = flows.filter(
                (pl.col("cause") == cause.name)
                & (pl.col("region") != ELSEWHERE)
                & pl.col("time").str.starts_with(row[0])
            )
            assert row[k + 1] == rounded(float(mine["persons"].sum()) / 1000)


def test_what_left_for_elsewhere_arrives_in_regions(figures, flows, toyland):
    table = figures["moved-regions"].table
    assert [row[0] for row in table.rows] == toyland.tables["regions"]["region"].to_list()
    for cause in (c for c in CAUSES if c.pooled):
        mine = flows.filter(pl.col("cause") == cause.name)
        gone, came = (
            mine.filter((pl.col("region") == ELSEWHERE) == arrived)["persons"].sum()
            for arrived in (False, True)
        )
        assert gone == pytest.approx(came, rel=1e-9)
        said = Names(toyland).label("cause", cause.name)
        assert any(name.startswith(said) for name in table.columns) == bool(gone)


def test_from_what_to_what_holds_every_pair(figures, flows, toyland):
    names = Names(toyland)
    table = figures["moved-between"].table
    pairs = {
        (names.label("status", a), names.label("status", b))
        for a, b in flows.filter(pl.col("region") != ELSEWHERE)
        .select("from", "to")
        .unique()
        .iter_rows()
    }
    told = {
        (row[0], name.removeprefix("to ").removesuffix(", million"))
        for row in table.rows
        for name, cell in zip(table.columns[1:], row[1:], strict=True)
        if cell != ""
    }
    assert told == pairs
    assert all(figure.svg.startswith("<svg") for figure in figures.values())


def test_a_run_without_flows_has_no_such_part(tmp_path, toyland, folder):
    assert moved(tmp_path, toyland, Names(toyland), RunData(folder), []) is None
