"""Secrecy by hand: what a figure would show, when it is kept back, who knows and what leaks."""

import math

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.information.secrecy import chance_of_leak, nothing_secret
from partystate.world.power import FULL, READ, READ_TO_FEW, WITHHELD
from partystate.world.records import BIRTHS, COUNT, DEATHS, DOCUMENT, SECRETS, SHOT

PEOPLE = 1e6
PER_PERSON_AND_YEAR = 4.09e-6  # Grimes (2016), of the best kept of his secrets


@pytest.mark.parametrize(
    ("years", "persons"), [(5, 2521), (10, 1257), (25, 502), (50, 251), (100, 125)]
)
def test_the_largest_conspiracies_of_grimes(years, persons):
    """The most who can know so that a secret is out within so many years with 5 in a hundred."""

    def out(knowers):
        return -math.expm1(-years * float(chance_of_leak(PER_PERSON_AND_YEAR, knowers)))

    assert out(persons - 1) < 0.05
    assert out(persons + 2) > 0.05


def test_a_small_chance_is_the_product():
    assert float(chance_of_leak(1e-9, 1000.0)) == pytest.approx(1e-6, rel=1e-6)
    assert float(chance_of_leak(0.5, 2.0)) == pytest.approx(0.75)
    assert float(chance_of_leak(0.5, 0.0)) == 0


def secrets(**fields):
    """`secrets__` fields of a view: nothing is kept back but what is said, and rates are steady."""
    plain = {
        "deaths_lately": 0.002,
        "deaths_usual": 0.002,
        "births_lately": 0.003,
        "births_usual": 0.003,
        "population": PEOPLE,
    }
    return {f"secrets__{name}": value for name, value in (plain | fields).items()}


@pytest.fixture(scope="module")
def asked(ground):
    """A function: what is proposed by name, in a month of a country of a million in which a
    fifth of a per cent dies a month; the leader is wholly established."""
    known = jnp.zeros_like(ground.world.information.known_population)

    def propose(view=None, secret=None, persons=PEOPLE, **params):
        cells = jnp.zeros_like(ground.world.people.persons).at[0].set(persons)
        fields = {
            "people__persons": cells,
            "information__known_population": known.at[0].set(PEOPLE),
            "information__known_deaths": known.at[0].set(2000),
            "information__known_births": known.at[0].set(3000),
            "information__known_unrest": 0.0,
            "power__established": 1.0,
            "repression__judged": 0.0,
            "repression__campaign": 0.0,
            "calendar__census": 0.0,
        }
        census = {"inputs__census": (view or {}).pop("census", 0.0)}
        scandal = {"inputs__scandal": (view or {}).pop("scandal", 0.0)}
        del fields["calendar__census"]
        given = fields | census | scandal | secrets(**(secret or {})) | (view or {})
        quiet = {"fear": 0.0, "cost": 0.002, "fading": 0.0} | params
        effect = ground.propose("secrecy", ground.view(**given), **quiet)
        return {path.split(".")[1]: np.asarray(value) for path, value in effect.values.items()}

    return propose


def test_in_ordinary_times_everything_is_printed(asked):
    got = asked()
    assert not got["withheld"].any()
    assert not got["leaked"].any()
    assert got["unsaid"] == 0
    assert got["deaths"] == pytest.approx(2000)
    assert got["births"] == pytest.approx(3000)
    assert got["population"] == pytest.approx(PEOPLE + 1000)


def test_deaths_are_withheld_where_the_stake_outweighs_the_cost(asked):
    """0.0024 against 0.002 a month is 0.0048 of the people a year: more than a cost of 0.002, and
    less than twice that with a leader a third established."""
    more = {"deaths_lately": 0.0024 + 0.0004 / 11}  # after the month's own figure: 0.0024
    got = asked(secret=more, muted=0.1)
    assert got["deaths_lately"] == pytest.approx(0.0024)
    assert got["withheld"].tolist() == [kind == DEATHS for kind in range(len(SECRETS))]
    assert got["unsaid"] == pytest.approx(0.1)
    # a reader goes by what he remembers, and the population that is printed with him
    assert got["deaths"] == pytest.approx(2000)
    assert not asked(secret=more, cost=0.0049)["withheld"].any()
    assert not asked(view={"power__established": 0.4}, secret=more)["withheld"].any()


def test_fear_of_unrest_raises_the_stake(asked):
    more = {"deaths_lately": 0.0024 + 0.0004 / 11}
    view = {"power__established": 0.4, "information__known_unrest": 0.5}
    assert asked(view=dict(view), secret=more, fear=1.0)["withheld"][DEATHS]
    assert not asked(view=dict(view), secret=more, fear=0.0)["withheld"][DEATHS]


def test_births_are_withheld_when_they_fall(asked):
    got = asked(secret={"births_usual": 0.004})
    assert got["withheld"][BIRTHS]
    assert not got["withheld"][DEATHS]
    assert got["births"] == pytest.approx(4000)


def test_nothing_is_withheld_where_no_leader_is_established(asked):
    got = asked(view={"power__established": 0.0}, secret={"births_usual": 0.1})
    assert not got["withheld"].any()


def test_a_count_is_decided_on_in_its_month_and_stands_till_the_next(asked):
    """A printed million against 990 thousand counted is one in a hundred."""
    assert not asked(persons=0.99 * PEOPLE)["withheld"][COUNT]
    short = asked(view={"census": 1.0}, persons=0.99 * PEOPLE)
    assert short["withheld"][COUNT]
    assert short["population"] == pytest.approx(PEOPLE + 1000)
    kept_back = {"withheld": jnp.zeros(len(SECRETS)).at[COUNT].set(1.0)}
    assert asked(secret=kept_back)["withheld"][COUNT]
    true = asked(view={"census": 1.0}, secret=kept_back, persons=0.999 * PEOPLE)
    assert not true["withheld"][COUNT]
    assert true["population"] == pytest.approx(0.999 * PEOPLE)


def test_the_shot_weigh_more_than_others(asked):
    """A hundred a year in a million are a tenth of a thousandth; by forty more than 0.002."""
    shot = {"shot_lately": 100 * 12 / 11}
    assert asked(secret=shot, own_hand=40.0)["withheld"][SHOT]
    assert not asked(secret=shot, own_hand=10.0)["withheld"][SHOT]


@pytest.mark.parametrize(("testament", "knows"), [(WITHHELD, 3), (READ_TO_FEW, 3 + 5), (READ, 0)])
def test_who_knows_a_document(ground, asked, testament, knows):
    """Three sit in the inner body, five in the committee."""
    base = ground.setting.endowment.party
    seats = jnp.zeros_like(ground.world.power.seats)
    seats = seats.at[base.inner, :3].set(FULL).at[base.committee, :5].set(FULL)
    got = asked(view={"power__seats": seats, "power__testament": testament})
    assert got["knowers"][DOCUMENT] == knows
    assert got["withheld"][DOCUMENT] == (knows > 0)


def test_a_secret_leaks_by_the_number_who_know(asked):
    """With a hundred who know and a chance of a thousandth, 1 - 0.999^100 a month, half-way kept
    from before; a secret begun anew has not leaked."""
    births = {"births_usual": 0.004}
    phi = 1 - 0.999**100
    rule = {"office": 100.0, "leak": 0.001}
    fresh = asked(secret=births | {"leaked": 0.9}, **rule)["leaked"]
    assert fresh[BIRTHS] == pytest.approx(1 - math.exp(-phi))
    old = births | {"withheld": jnp.zeros(len(SECRETS)).at[BIRTHS].set(1.0), "leaked": 0.5}
    assert asked(secret=old, **rule)["leaked"][BIRTHS] == pytest.approx(1 - 0.5 * math.exp(-phi))


def test_kin_who_are_told_know(asked):
    """Of a hundred shot a year with one hand each and four kin: 100, and 500 if all kin are
    told."""
    shot = {"shot_lately": 100 * 12 / 11}
    rule = {"own_hand": 40.0, "hands": 1.0}
    assert asked(secret=shot, kin_told=0.0, **rule)["knowers"][SHOT] == pytest.approx(100)
    assert asked(secret=shot, kin_told=1.0, **rule)["knowers"][SHOT] == pytest.approx(500)


@pytest.mark.parametrize(("established", "told"), [(0.3, 0), (0.5, 1)])
def test_a_scandal_has_another_cause_where_there_is_something_to_lose(asked, established, told):
    view = {"scandal": 1.0, "power__established": established}
    assert asked(view=view, candour=0.4)["false_cause"] == told
    assert asked(view={"power__established": established}, candour=0.4)["false_cause"] == 0


def test_less_is_written_down_in_a_mass_operation_and_less_lasts(asked):
    rule = {"booked": 0.9, "haste": 0.1, "kept": 0.5}
    assert asked(**rule)["booked"] == pytest.approx(0.9)
    assert asked(**rule)["surviving"] == pytest.approx(0.45)
    busy = asked(view={"repression__campaign": 1.0}, **rule)
    assert busy["booked"] == pytest.approx(0.81)
    assert busy["surviving"] == pytest.approx(0.405)


def test_what_is_unsaid_is_not_reported(ground):
    """The ruler's knowledge of hunger is short by it; without secrets it is not."""
    plain = ground.propose("statistics", ground.view(land__lacked=10.0)).values
    view = ground.view(land__lacked=10.0, secrets__unsaid=0.25)
    muted = ground.propose("statistics", view).values
    name = "information.known_hunger"
    np.testing.assert_allclose(muted[name], 0.75 * np.asarray(plain[name]))
    alone = eqx.tree_at(lambda v: v.world.secrets, view, None)
    np.testing.assert_allclose(ground.propose("statistics", alone).values[name], plain[name])


def test_nothing_is_secret_at_the_opening():
    assert not any(np.asarray(value).any() for value in vars(nothing_secret()).values())
