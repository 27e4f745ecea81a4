"""Indirect demography against populations whose truth is made."""

import numpy as np
import pytest

from partystate.core.errors import UserError
from partystate.estimation import brass, excess_deaths, intercensal, missing_births

YEARS = range(1920, 1930)
WIDTH, BANDS = 5, 18


def stable(growth):
    """Persons by five-year band of a stable population, and its deaths a year, by small steps of
    age; mortality rises with age."""
    step = 0.01
    age = np.arange(0, WIDTH * BANDS + 60, step)
    force = 0.004 + 0.0003 * np.exp(0.085 * age)
    living = np.exp(-np.cumsum(force) * step - growth * age)
    band = np.minimum((age // WIDTH).astype(int), BANDS - 1)
    persons = 1e6 * np.bincount(band, living) * step
    return persons, 1e6 * np.bincount(band, living * force) * step


def test_a_baseline_without_noise_is_met_exactly():
    rates = {year: 0.02 * 1.01 ** (year - 1920) for year in (*YEARS, 1930)}
    persons = {year: 1e6 + 1e4 * (year - 1920) for year in rates}
    deaths = {year: rates[year] * persons[year] for year in rates}
    deaths[1930] += 5000
    found = excess_deaths.excess_deaths(deaths, YEARS, [1930], persons)
    assert found.excess[0] == pytest.approx(5000, rel=1e-6)
    assert found.dispersion == 1
    assert found.low < 5000 < found.high


def test_a_longer_reach_beyond_the_baseline_is_less_sure():
    deaths = dict.fromkeys(range(1920, 1950), 20_000.0)
    near = excess_deaths.excess_deaths(deaths, YEARS, [1930])
    far = excess_deaths.excess_deaths(deaths, YEARS, [1949])
    assert far.error[0] > near.error[0]
    level = excess_deaths.excess_deaths(deaths, YEARS, [1949], trend=False)
    assert level.error[0] < far.error[0]


def test_intervals_of_excess_hold_nothing_as_often_as_they_say():
    """Deaths by chance alone: of 200 baselines, 95 per cent intervals hold 0 in at least 180; a
    right interval of two z fails this once in a thousand."""
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(200):
        deaths = {
            year: float(n) for year, n in zip(range(1900, 1931), rng.poisson(900, 31), strict=True)
        }
        found = excess_deaths.excess_deaths(deaths, range(1900, 1930), [1930])
        held += found.low < 0 < found.high
    assert held >= 180


@pytest.mark.parametrize(
    ("baseline", "years", "says"),
    [
        ([1920, 1921], [1930], "the baseline is too short"),
        (YEARS, [1925], "its own baseline; found 1925"),
        (YEARS, [1940], "no number of deaths in 1940; found no such year"),
        (YEARS, [], "no years to ask about"),
    ],
)
def test_a_baseline_that_is_none_is_told(baseline, years, says):
    with pytest.raises(UserError, match=says):
        excess_deaths.excess_deaths(dict.fromkeys(range(1920, 1931), 9.0), baseline, years)


def test_the_balance_closes_to_the_person():
    found = intercensal.balance(1000, 1040, 100, 50, -10)
    assert found.missing == 0
    assert found.low == found.high == 0
    errors = {"first": 3.0, "second": 4.0}
    assert intercensal.balance(1000, 1000, 0, 0, errors=errors).error == 5
    with pytest.raises(UserError, match="an error of nothing; found 'third'"):
        intercensal.balance(1, 1, 0, 0, errors={"third": 1.0})


def test_survivors_are_those_who_live_and_the_rest_is_missing():
    first, survival = np.array([100.0, 80.0, 60.0]), np.array([0.9, 0.8, 0.5])
    assert intercensal.survivors(first, survival, 1).tolist() == [0, 90, 64 + 30]
    second = np.array([70.0, 85.0, 90.0])
    missing = intercensal.missing_by_age(first, second, survival, 1)
    assert np.isnan(missing[0])
    assert missing[1:].tolist() == [5, 4]
    assert intercensal.census_survival(first, second, 1).tolist() == [0.85]
    with pytest.raises(UserError, match="survival does not fit"):
        intercensal.survivors(first, survival[:2], 1)


@pytest.mark.parametrize("completeness", [1.0, 0.6])
def test_the_growth_balance_finds_how_many_deaths_are_registered(completeness):
    persons, deaths = stable(growth=0.015)
    found = brass.growth_balance(persons, deaths * completeness)
    assert found.completeness == pytest.approx(completeness, rel=0.03)
    assert found.growth == pytest.approx(0.015, abs=0.001)
    assert found.apart < 0.05


def test_with_two_censuses_the_population_need_not_be_stable():
    """Growth that is measured takes the place of growth that is supposed; the second census here
    counts five per cent fewer, and the line's start says so."""
    persons, deaths = stable(growth=0.02)
    years, counted = 10, 0.95
    later = persons * np.exp(0.02 * years)
    between = deaths * (np.exp(0.02 * years) - 1) / 0.02
    found = brass.generalised_growth_balance(persons, later * counted, between * 0.7, years)
    assert found.completeness * counted**0.5 == pytest.approx(0.7, rel=0.04)
    assert found.growth == pytest.approx(-np.log(counted) / years, abs=0.002)


def test_bands_that_do_not_fit_are_told():
    with pytest.raises(UserError, match="bands of age do not fit"):
        brass.growth_balance(np.ones(6), np.ones(5))
    with pytest.raises(UserError, match="bands of age do not fit"):
        missing_births.missing_births(np.ones(3), np.ones(2), 1.0)


def test_births_missing_are_those_below_ordinary_fertility():
    found = missing_births.missing_births(np.array([1e5, 1e5]), np.array([0.2, 0.1]), 25_000)
    assert found.missing == pytest.approx(5000)
    assert found.low < 5000 < found.high
    wide = missing_births.missing_births(
        np.array([1e5, 1e5]), np.array([0.2, 0.1]), 25_000, fertility_error=0.05
    )
    assert wide.high - wide.low > 8 * (found.high - found.low) / 2
    assert missing_births.births_by_survival(np.array([90.0]), np.array([0.9])).tolist() == [100]
    with pytest.raises(UserError, match="not shares that live"):
        missing_births.births_by_survival(np.array([90.0]), np.array([0.0]))


BANDS_OF = np.array([100.0, 80.0, 60.0, 40.0, 20.0])


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda bad: intercensal.balance(1, 1, 1, 1, errors={"first": bad[0]}), "error of first"),
        (
            lambda bad: intercensal.survivors(bad, bad, 1),
            "of persons of the first census in band 0",
        ),
        (lambda bad: brass.growth_balance(BANDS_OF, bad), "no number of deaths in band 0"),
        (lambda bad: brass.growth_balance(bad, BANDS_OF), "no number of persons in band 0"),
        (
            lambda bad: missing_births.missing_births(bad, BANDS_OF, 5),
            "no number of women in band 0",
        ),
        (lambda bad: missing_births.births_by_survival(bad, BANDS_OF), "no number of children"),
    ],
)
@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0])
def test_a_number_that_is_none_never_becomes_an_answer(ask, says, value):
    bad = BANDS_OF.copy()
    bad[0] = value
    with pytest.raises(UserError, match=says):
        ask(bad)


def test_points_on_no_line_and_censuses_that_do_not_fit_are_told():
    many = np.ones(BANDS)
    with pytest.raises(UserError, match="the points are on no line"):
        brass.growth_balance(many, 0 * many)
    with pytest.raises(UserError, match="more survive than there were"):
        intercensal.survivors(BANDS_OF, BANDS_OF, 1)
    for ask in (
        intercensal.census_survival,
        lambda a, b, n: intercensal.missing_by_age(a, b, a, n),
    ):
        with pytest.raises(UserError, match="do not fit"):
            ask(np.full(5, 0.5), np.ones(4), 1)
    with pytest.raises(UserError, match="ages do not fit"):
        missing_births.births_by_survival(np.ones(3), np.array([0.9]))
