"""The part on industry: what it shows is what the run wrote, and a figure on a base year stands on
the run's own."""

from dataclasses import replace

import pytest

from partystate.country.country import COUNTRIES
from partystate.country.names import Names
from partystate.evidence import compile_rows
from partystate.report.sections.industry import INDEX, industry, on_own_base
from partystate.report.series import RunData, Wanted, rounded


@pytest.fixture(scope="module")
def data(toy_run):
    return RunData(toy_run)


@pytest.fixture(scope="module")
def section(data, toyland):
    return industry(data, None, Names(toyland))


def test_every_figure_is_there_with_its_table(section):
    assert [f.id for f in section.figures] == [
        "output",
        "plan-industry",
        "products",
        "wage",
        "consumption",
        "productivity",
        "invested",
    ]
    assert all(len(figure.table.rows) for figure in section.figures)


def test_the_table_holds_both_levels_of_output(section, data):
    made, told = (data.line(Wanted(INDEX, "", level)) for level in ("truth", "published"))
    rows = [row[:3] for row in section.figures[0].table.rows]
    assert rows == [
        (t, rounded(a), rounded(b))
        for t, a, b in zip(made["time"], made["value"], told["value"], strict=True)
    ]


def test_a_ratio_to_a_year_is_set_on_the_runs_value_of_it(data):
    """A row of 1.5 on the base of a year in which the run made x stands at 1.5 x; one of a year
    that was not run is left out."""
    row = next(
        r for r in compile_rows(COUNTRIES / "ussr" / "evidence") if r.observable == INDEX and r.base
    )
    year, value = data.line(Wanted(INDEX)).select("time", "value").row(0)
    given = replace(row, base=year, low=None, central=1.5, high=2.0)
    (found,) = on_own_base([given, replace(row, base="1800")], data, Wanted(INDEX))
    assert (found.low, found.central, found.high) == (None, 1.5 * value, 2 * value)


def test_a_run_without_a_whole_year_has_no_part_on_industry(toyland, short_run):
    assert industry(RunData(short_run), None, Names(toyland)) is None
