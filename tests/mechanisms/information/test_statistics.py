"""What is counted and told, by hand: hiding, learning from what was told, and registers that fall
silent."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partystate.core import dates
from partystate.engine.run import inputs_at
from partystate.engine.step import view_of
from partystate.mechanisms.information import statistics

FORCE, TRADE = -1.0, 1.0
JULY, JANUARY = 7, 1
RULE = {
    "births_registered": 0.9,
    "deaths_registered": 0.8,
    "collapse": 0.5,
    "hiding": 0.4,
    "learning": 0.25,
    "unrest_heard": 0.4,
    "silence": 0.75,
    "herds_counted": 0.1,
    "harvest_bias": 0.1,
    "harvest_gloss": 0.2,
}


@pytest.fixture(scope="module")
def told(toy_scenario):
    """A function: what is told of a month in which fields `part__name` of the world or the inputs
    are as given."""
    world, setting = toy_scenario.start(toy_scenario.values("central", 1, 0), 1)
    first = view_of(
        statistics.MECHANISM,
        toy_scenario.rules,
        world,
        inputs_at(toy_scenario.inputs, 0),
        setting,
    )

    def values(month=JANUARY, rule=None, **fields):
        view = eqx.tree_at(
            lambda v: v.world.month, first, jnp.int32(dates.month_number("1930-01") + month - 1)
        )
        for name, value in fields.items():
            part, field = name.split("__")

            def path(v, p=part, f=field):
                return getattr(v.inputs if p == "inputs" else getattr(v.world, p), f)

            view = eqx.tree_at(
                path, view, jnp.broadcast_to(jnp.asarray(value, float), path(view).shape)
            )
        given = statistics.Params(
            **{k: jnp.asarray(v, float) for k, v in (RULE | (rule or {})).items()}
        )
        return {
            k.removeprefix("information."): np.asarray(v)
            for k, v in statistics.MECHANISM.propose(view, given).values.items()
        }

    return values


BAD_YEAR = {"land__harvest": [60.0, 100.0, 150.0], "information__expected_harvest": 100.0}


def test_a_failed_harvest_is_hidden_where_it_is_punished(told):
    """Two fifths of what is missing are made up on paper, with the usual bias; a good harvest needs
    no hiding."""
    np.testing.assert_allclose(
        told(JULY, policy__line=FORCE, **BAD_YEAR)["known_harvest"],
        np.array([76, 100, 150]) * 1.1,
    )
    np.testing.assert_allclose(
        told(JULY, policy__line=0.0, **BAD_YEAR)["known_harvest"],
        np.array([68, 100, 150]) * 1.1,
    )
    np.testing.assert_allclose(
        told(JULY, policy__line=TRADE, **BAD_YEAR)["known_harvest"],
        np.array([60, 100, 150]) * 1.1,
    )


def test_a_drought_is_seen_and_nobody_is_punished_for_what_it_took(told):
    """A drought that took three tenths leaves a tenth to be hidden, one of two fifths nothing."""
    part = {"policy__line": FORCE, "land__harvest": 60.0, "information__expected_harvest": 100.0}
    np.testing.assert_allclose(
        told(JULY, land__struck=[0.0, 0.3, 0.4], **part)["known_harvest"],
        np.array([76, 64, 60]) * 1.1,
    )


def test_the_centre_learns_from_what_it_is_told(told):
    """A quarter of the way to the report, which hides part of the failure: next year's plan expects
    too much."""
    learned = told(JULY, policy__line=FORCE, **BAD_YEAR)["expected_harvest"]
    np.testing.assert_allclose(learned, 100 + 0.25 * (np.array([76, 100, 150]) * 1.1 - 100))
    frank = told(JULY, {"hiding": 0.0}, policy__line=FORCE, **BAD_YEAR)["expected_harvest"]
    assert learned[0] > frank[0]
    assert learned[2] == frank[2]


def test_between_harvests_nothing_new_is_known_of_them(told):
    kept = told(JANUARY, information__known_harvest=7.0, **BAD_YEAR)
    assert (kept["known_harvest"] == 7).all()
    assert (kept["expected_harvest"] == 100).all()
    np.testing.assert_allclose(kept["published_harvest"], 7 * 1.2)


def test_years_of_one_report_are_learnt_in_the_end(told):
    expected = 100.0
    for _ in range(60):
        expected = told(
            JULY,
            land__harvest=60.0,
            information__expected_harvest=expected,
            policy__line=TRADE,
        )["expected_harvest"][0]
    assert expected == pytest.approx(66, rel=1e-6)


def test_registers_fall_silent_where_people_starve(told):
    found = told(
        vital__births=100.0,
        vital__deaths=1000.0,
        people__hunger_rural=[0.0, 1.0, 4.0],
        information__known_population=1e6,
    )
    deaths = 800 * np.exp([0, -0.5, -2])
    np.testing.assert_allclose(found["known_births"], 90)
    np.testing.assert_allclose(found["known_deaths"], deaths)
    np.testing.assert_allclose(found["known_population"], 1e6 + 90 - deaths)


def test_hunger_that_may_not_be_told(told):
    for line, share in ((FORCE, 0.25), (0.0, 0.625), (TRADE, 1.0)):
        np.testing.assert_allclose(
            told(land__lacked=[0.0, 10.0, 100.0], policy__line=line)["known_hunger"],
            share * np.array([0, 10, 100]),
        )


def test_a_herd_that_is_gone_stays_in_the_count(told):
    """A tenth of what is missing is believed in a month, as of what has been added."""
    found = told(land__herds=[50.0, 100.0, 150.0], information__known_herds=100.0)["known_herds"]
    np.testing.assert_allclose(found, np.broadcast_to([95.0, 100.0, 105.0], found.shape))


RISING = {
    "land__unrest": [0.0, 1.0, 0.5],
    "information__known_population": [100.0, 300.0, 600.0],
}


def test_unrest_is_the_mean_over_people_as_known_and_is_known_late(told):
    """0.6 on the mean; two fifths of what is not known yet are heard in a month, rising or
    falling."""
    for known, after in ((0.0, 0.24), (0.1, 0.3), (0.6, 0.6), (1.1, 0.9)):
        found = told(information__known_unrest=known, **RISING)["known_unrest"]
        assert found == pytest.approx(after)
    at_once = told(rule={"unrest_heard": 1.0}, information__known_unrest=0.0, **RISING)
    assert at_once["known_unrest"] == pytest.approx(0.6)


def test_unrest_over_farms_is_told_apart_and_as_late(told):
    over_farms = {"land__unrest_over_farms": [0.0, 0.5, 0.25]}
    found = told(
        information__known_unrest=0.0,
        information__known_unrest_over_farms=0.0,
        **RISING | over_farms,
    )
    assert found["known_unrest"] == pytest.approx(0.24)
    assert found["known_unrest_over_farms"] == pytest.approx(0.12)


def test_arrivals_are_those_of_the_last_months_at_a_yearly_rate(told):
    """200 thousand a month are 2.4 million a year: a sixth of the way from 0.6 million."""
    found = told(vital__arrived=2e5, information__known_arrivals=6e5)["known_arrivals"]
    assert found == pytest.approx(9e5)


def test_the_confined_are_known_by_the_books_of_those_who_hold_them(told, toy_scenario):
    layout = toy_scenario.layout
    free = layout.cell_rural | layout.cell_urban
    persons = np.where(layout.is_status("camp"), 2.0, np.where(free, 5.0, 0.0))
    assert told(people__persons=persons)["known_confined"] == pytest.approx(
        2 * float(layout.is_status("camp").sum())
    )


@settings(deadline=None)
@given(st.floats(0, 1e7), st.floats(0, 1e7), st.floats(0, 1), st.floats(-1, 1))
def test_a_report_lies_between_the_truth_and_what_was_expected(
    told, harvest, expected, hiding, line
):
    rule = {"hiding": hiding, "harvest_bias": 0.0}
    known = told(
        JULY,
        rule,
        land__harvest=harvest,
        information__expected_harvest=expected,
        policy__line=line,
    )["known_harvest"]
    assert (known >= harvest - 1e-6).all()
    assert (known <= max(harvest, expected) + 1e-6).all()


def test_a_region_into_which_people_come_to_die_is_known_as_empty(told):
    """One is known to live there and three register as dead; nobody is known to be left, and not
    fewer than nobody."""
    found = told(information__known_population=1.0, vital__births=0.0, vital__deaths=10.0)
    assert (found["known_deaths"] > 1).all()
    np.testing.assert_array_equal(found["known_population"], 0.0)


def test_where_everybody_praises_bad_news_is_kept_back_without_force(told):
    """Half of it kept back: a fifth of what is missing is made up, and half of the unrest heard.
    Under full force nothing more is."""
    found = told(JULY, policy__line=TRADE, creed__gloss=0.5, **BAD_YEAR)["known_harvest"]
    np.testing.assert_allclose(found, np.array([68, 100, 150]) * 1.1)
    forced = told(JULY, policy__line=FORCE, creed__gloss=0.5, **BAD_YEAR)["known_harvest"]
    np.testing.assert_allclose(forced, np.array([76, 100, 150]) * 1.1)
    heard = told(information__known_unrest=0.0, creed__gloss=0.5, **RISING)["known_unrest"]
    assert heard == pytest.approx(0.12)


def test_a_levy_announced_by_area_is_printed_as_it_stands_in_the_field(told):
    """By half where half was learned, under force alone; who decides goes on hearing of the
    barn."""
    crop = {"land__harvest": 100.0, "land__standing": 130.0, "information__expected_harvest": 100.0}
    for line, lesson, part in (
        (FORCE, 0.0, 1),
        (FORCE, 0.5, 1.15),
        (FORCE, 1.0, 1.3),
        (TRADE, 1.0, 1),
    ):
        found = told(JULY, policy__line=line, policy__lesson=lesson, **crop)
        np.testing.assert_allclose(found["known_harvest"], 110)
        np.testing.assert_allclose(found["published_harvest"], 110 * 1.2 * part)
