"""The years whose weather goes with the mean yields of the regions."""

from dataclasses import replace

import numpy as np
import pytest

from partystate.core.errors import UserError
from partystate.country.land_tables import weather_covers
from partystate.scenario.inputs import build_land_facts, months_of, weather_grid, yield_months


def with_years(country, years):
    rules = country.meta.rules.model_copy(update={"yield_years": years})
    return replace(country, meta=country.meta.model_copy(update={"rules": rules}))


def test_a_country_says_which_years_or_they_are_its_first_ten(toyland):
    """Toyland has eight years from 1926 on: they are those of its yields unless it says others."""
    months = months_of(toyland)
    assert (yield_months(toyland, months) // 12).tolist() == list(range(1926, 1934))
    given = with_years(toyland, [1927, 1929])
    assert (yield_months(given, months) // 12).tolist() == [1927, 1928, 1929]


def test_mean_grades_are_those_of_the_years_of_the_yields(toyland):
    months = months_of(toyland)
    facts = build_land_facts(with_years(toyland, [1929, 1929]), months)
    regions = tuple(toyland.tables["regions"]["region"])
    grades = weather_grid(toyland, regions, np.array([12 * 1929]), "severity_central")
    np.testing.assert_allclose(facts.mean_drought, grades[0])
    # July 1929 stands 31 months after December 1926
    assert float(facts.base_elapsed) == pytest.approx(31)


def test_weather_of_the_years_of_the_yields_must_be_there(toyland):
    """Toyland's weather begins in 1917: of 1915 and 1916 each region lacks two years."""

    class Row:
        def __init__(self, **cells):
            self.__dict__.update(cells)

    weather = [(2, Row(**row)) for row in toyland.tables["weather"].iter_rows(named=True)]
    regions = [(2, Row(**row)) for row in toyland.tables["regions"].iter_rows(named=True)]
    told = list(weather_covers(with_years(toyland, [1915, 1918]).meta, weather, regions))
    assert len(told) == 2 * len(regions)
    assert all(isinstance(error, UserError) for error in told)
    assert not list(weather_covers(with_years(toyland, [1917, 1918]).meta, weather, regions))
