"""Diseases by hand: no case without a case, the linear limit, the steady state, the bound of the
immune, and who dies."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partystate.mechanisms.people.epidemics import fatal, next_cases
from partystate.world.diseases import DISEASES

TYPHUS, MALARIA, CHOLERA = range(len(DISEASES))
SEEDLESS = {f"{disease}_seed": 0.0 for disease in DISEASES}
PLAIN = {
    f"{disease}_{what}": 0.0 for disease in DISEASES for what in ("hungry", "unsettled", "medicine")
}
CALM = {
    "inputs__disease_season": 1.0,
    "people__hunger_rural": 0.0,
    "people__hunger_urban": 0.0,
    "land__disruption": 0.0,
    "people__immune": 0.0,
}


def month(ground, rule=None, **fields):
    return ground.propose("epidemics", ground.view(1, **(CALM | fields)), **(PLAIN | (rule or {})))


def cases(ground, rule=None, **fields):
    return np.asarray(month(ground, rule, **fields).values["people.infected"])


def test_no_disease_without_a_case_or_a_seed(ground):
    found = month(ground, SEEDLESS, people__infected=0.0)
    assert (np.asarray(found.values["people.infected"]) == 0).all()
    assert (np.asarray(found.hazards["epidemic_death"]) == 0).all()


def test_few_cases_among_many_grow_by_the_spread(ground):
    """A hundred-thousandth infected, nobody immune, spread 1.5: half as many again, but for the
    square of the cases."""
    found = cases(ground, SEEDLESS | {"typhus_calm": 1.5}, people__infected=1e-5)
    np.testing.assert_allclose(found[TYPHUS], 1.5e-5, rtol=1e-4)


def test_less_than_one_case_is_none(ground):
    assert (cases(ground, SEEDLESS, people__infected=1e-9) == 0).all()


def test_what_adds_to_spread(ground):
    """1 calm + .6 of a hunger of one (half) + .4 of an upheaval of one half; then halved by four
    times the doctors at an elasticity of one half."""
    rule = SEEDLESS | {
        "typhus_calm": 1.0,
        "typhus_hungry": 0.6,
        "typhus_unsettled": 0.4,
        "moved": 0.0,
    }
    worse = {
        "people__infected": 1e-5,
        "people__hunger_rural": 1.0,
        "people__hunger_urban": 1.0,
        "land__disruption": 0.5,
    }
    np.testing.assert_allclose(cases(ground, rule, **worse)[TYPHUS], 1.5e-5, rtol=1e-4)
    persons = float(ground.world.people.persons.sum())
    more = {"people__doctors": 4 * 0.2 * persons / 1000}
    held = cases(ground, rule | {"typhus_medicine": 0.5, "base_doctors": 0.2}, **worse, **more)
    np.testing.assert_allclose(held[TYPHUS], 0.75e-5, rtol=1e-4)


def test_the_season_turns_on_its_own_disease(ground):
    season = jnp.array([2.0, 1.0, 0.5])
    found = cases(
        ground,
        SEEDLESS | {f"{d}_calm": 1.0 for d in DISEASES},
        people__infected=1e-5,
        inputs__disease_season=season,
    )
    np.testing.assert_allclose(found, np.outer(season, np.full(3, 1e-5)), rtol=1e-4)


def test_flight_and_contact_carry_disease(ground):
    """All contacts beyond the region: each gets the mean of the country. Flight of a tenth, at
    `moved` ten, is an upheaval of one."""
    infected = jnp.zeros((3, 3)).at[:, 0].set(1e-4)
    rule = SEEDLESS | {"typhus_calm": 1.0, "mixing": 1.0}
    persons = np.asarray(ground.setting.layout.by_region(ground.world.people.persons))
    mean = 1e-4 * persons[0] / persons.sum()
    np.testing.assert_allclose(
        cases(ground, rule, people__infected=infected)[TYPHUS], mean, rtol=1e-4
    )
    fled = cases(
        ground,
        rule | {"mixing": 0.0, "typhus_unsettled": 1.0, "moved": 10.0},
        people__infected=1e-5,
        vital__fled=persons / 10,
    )
    np.testing.assert_allclose(fled[TYPHUS], 2e-5, rtol=1e-4)


def test_only_cholera_stops_coming_from_abroad(ground):
    rule = {f"{disease}_seed": 1e-6 for disease in DISEASES} | {"abroad": 10.0}
    before, after = (
        cases(ground, rule, people__infected=0.0, inputs__elapsed=m) for m in (9.0, 10.0)
    )
    np.testing.assert_allclose(before, 1e-6, rtol=1e-5)
    np.testing.assert_allclose(after[[TYPHUS, MALARIA]], 1e-6, rtol=1e-5)
    assert (after[CHOLERA] == 0).all()


def test_steady_state():
    """Where cases stay the same, so do the immune: i = waning m, and (1 - m)(1 - exp(-R i)) = i.
    For small i, m is near 1 - 1/R."""
    spread, waning = 1.1, 0.05
    i, m = 0.003, 0.05
    for _ in range(4000):
        i = float(next_cases(i, m, spread, 0.0))
        m = m * (1 - waning) + i
    assert i == pytest.approx(waning * m, rel=1e-6)
    assert (1 - m) * (1 - np.exp(-spread * i)) == pytest.approx(i, rel=1e-6)
    assert m == pytest.approx(1 - 1 / spread, abs=0.003)


@settings(max_examples=100, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 50), st.floats(0, 1), st.floats(0.0, 1))
def test_nobody_falls_ill_who_is_immune(infected, immune, spread, seed, waning):
    """Cases are at most those not immune, so the immune are never more than all, whatever the
    spread."""
    fresh = float(next_cases(infected, immune, spread, seed))
    assert 0 <= fresh <= 1 - immune
    assert 0 <= immune * (1 - waning) + fresh <= 1 + 1e-12


def test_fatality_at_thirty_is_the_parameter_and_never_beyond_one():
    shares = np.asarray(fatal(jnp.array([0.08]), jnp.array([0.5]), jnp.array([30.0, 60.0, 400.0])))[
        0
    ]
    assert shares[0] == pytest.approx(0.08)
    assert shares[1] == pytest.approx(0.28, abs=0.01)
    assert shares[2] <= 1


def test_the_old_die_of_typhus_and_the_young_of_malaria(ground):
    layout, age = ground.setting.layout, np.asarray(ground.setting.endowment.people.mean_age)
    for d, disease in enumerate(DISEASES[:2]):
        others = {f"{other}_fatality": 0.0 for other in DISEASES if other != disease}
        found = month(ground, SEEDLESS | others, people__infected=1e-3)
        hazard = np.asarray(found.hazards["epidemic_death"])[np.asarray(layout.cell_region) == 0]
        of_age = np.asarray(layout.cell_age)[np.asarray(layout.cell_region) == 0]
        params = ground.params("epidemics")
        fatality, steep = (
            float(getattr(params, f"{disease}_{what}")) for what in ("fatality", "steepness")
        )
        fresh = float(found.values["people.infected"][d, 0])
        odds = fatality / (1 - fatality) * np.exp(steep * (age - 30) / 10)
        np.testing.assert_allclose(hazard, (odds / (1 + odds) * fresh)[of_age], rtol=1e-9)
        assert np.sign(steep) == (1, -1)[d]
