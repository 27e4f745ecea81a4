"""Sums and balances of analysed members, by hand."""

import numpy as np
import polars as pl
import pytest

from partystate.reanalysis import books
from partystate.reanalysis.books import Balance, Sum
from partystate.reanalysis.identities import identities_of

ONE = Sum(0, np.array([1, 2]))


def columns(*values):
    return np.array(values, float)[:, None]


def test_a_gap_is_shared_by_variance():
    """The total is 2 above its parts; variances 1, 2 and 1 of 4 share it."""
    values = columns(12, 6, 4)
    books.share_out(values, np.array([1.0, 2.0, 1.0]), ONE, keep_total=False)
    assert values[:, 0] == pytest.approx([11.5, 7, 4.5])


def test_a_total_that_stands_is_met_by_its_parts():
    values = columns(12, 6, 3)
    books.share_out(values, np.array([1.0, 2.0, 1.0]), ONE, keep_total=True)
    assert values[:, 0] == pytest.approx([12, 8, 4])


def test_no_part_falls_below_nought():
    """Of 6 too many the second could give 3 but has 1; the first gives the rest."""
    values = columns(1, 6, 1)
    books.share_out(values, np.array([0.0, 1.0, 1.0]), ONE, keep_total=True)
    assert values[:, 0] == pytest.approx([1, 1, 0])


def test_parts_in_proportion_and_evenly_where_there_is_nothing():
    values = np.array([[6.0, 4.0], [1.0, 0.0], [2.0, 0.0]])
    books.in_proportion(values, ONE)
    assert values[1:] == pytest.approx(np.array([[2, 2], [4, 2]]))
    books.add_up(values, ONE)
    assert values[0] == pytest.approx([6, 4])


def test_a_balance_is_closed_by_what_is_least_known():
    """A hundred and ten born, less five dead, is not a hundred and ten; births are least known."""
    one = Balance(np.array([0, 1]), np.array([2]), np.array([3]))
    values = columns(100, 110, 10, 5)
    books.balance(values, np.array([0.0, 0.0, 3.0, 1.0]), one)
    assert values[:, 0] == pytest.approx([100, 110, 13.75, 3.75])
    assert books.balances(values, one)


MONTHS = [f"1930-{m:02d}" for m in range(1, 13)]


def test_identities_are_found_where_they_hold():
    """A year of months in the country and in two regions, regions of the year and of each month,
    and people from January to January; what adds up in one member alone is no identity."""
    rng = np.random.default_rng(0)
    table, values = [], []

    def add(observable, time, group, members):
        table.append((observable, "truth", group, time))
        values.append(members)

    regions = {name: rng.random((12, 3)) for name in ("region=One", "region=Two")}
    for group, months in regions.items():
        for time, members in zip(MONTHS, months, strict=True):
            add("population.births", time, group, members)
        add("population.births", "1930", group, months.sum(0))
    whole = sum(regions.values())
    for time, members in zip(MONTHS, whole, strict=True):
        add("population.births", time, "", members)
    add("population.births", "1930", "", whole.sum(0))
    add("population.deaths", "1930", "", np.ones(3))
    add("population.total", "1930-01-01", "", np.full(3, 100.0))
    add("population.total", "1931-01-01", "", 99 + whole.sum(0))
    add("unrest.events", "1930", "region=One", np.array([1.0, 2, 3]))
    add("unrest.events", "1930", "region=Two", np.array([1.0, 2, 3]))
    add("unrest.events", "1930", "", np.array([2.0, 4, 9]))
    keys = pl.DataFrame(table, schema=["observable", "level", "group", "time"], orient="row")
    found = identities_of(keys, np.array(values))
    assert found.counts() == {
        "months_of_country": 1,
        "months_of_regions": 2,
        "regions_of_months": 12,
        "regions_of_spans": 1,
        "balances": 1,
    }
