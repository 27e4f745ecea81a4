"""Parameters that drift, by hand, and where they act."""

from dataclasses import replace

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core import draws
from partystate.core.axes import stable_ids
from partystate.core.draws import Draws
from partystate.scenario.assemble import assemble
from partystate.scenario.drift import drift_of, scaled
from partystate.world.drift import Drift, Drifting, drifted, fresh, moved_on

MANY = 20_000
JANUARY, JULY = jnp.asarray(True), jnp.asarray(False)


class Params(eqx.Module):
    amount: object
    share: object
    other: object


GIVEN = Params(jnp.asarray(2.0), jnp.asarray(0.25), jnp.asarray(7.0))


def drift(regions=2, sd=(0.5, 1.0), rho=(0.6, 0.6), shared=(1.0, 0.0)):
    """An amount by country and a share by region."""
    return Drift(
        (("one", "amount"), ("one", "share")),
        (False, True),
        (False, True),
        stable_ids(["amount", "share"]),
        stable_ids([f"region={i}" for i in range(regions)]),
        jnp.array(sd),
        jnp.array(rho),
        jnp.array(shared),
    )


def luck(month=0):
    return Draws(draws.luck(3), 5, jnp.int32(month))


def test_an_amount_moves_on_its_log_and_a_share_on_its_odds():
    """x = 2 with sd .5: e times 2; odds of 1/3 times e to 1 and to -1."""
    now = Drifting(jnp.array([[2.0, 2.0], [1.0, -1.0]]))
    found = drifted(drift(), now, "one", GIVEN)
    assert float(found.amount) == pytest.approx(2 * np.e)
    odds = np.exp([1, -1]) / 3
    assert found.share == pytest.approx(odds / (1 + odds))
    assert float(found.other) == 7
    assert drifted(drift(), now, "two", GIVEN) is GIVEN


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_none_and_all_stay_so(end):
    now = Drifting(jnp.array([[2.0, 2.0], [3.0, -3.0]]))
    given = replace(GIVEN, share=jnp.asarray(end))
    assert drifted(drift(), now, "one", given).share == pytest.approx(end)


def test_parameters_of_a_wrapped_mechanism_are_reached():
    now = Drifting(jnp.array([[2.0, 2.0], [0.0, 0.0]]))
    own, changes = drifted(drift(), now, "one", (GIVEN, "changes"))
    assert float(own.amount) == pytest.approx(2 * np.e)
    assert changes == "changes"


def test_it_moves_in_january_alone_and_keeps_its_variance():
    """Standard normal before and after, correlation rho; each within 4 standard errors: a false
    alarm in 5,000."""
    rule = drift(MANY, shared=(0.0, 0.0))
    before = Drifting(fresh(rule, luck()))
    after = moved_on(rule, before, luck(12), JANUARY)
    x, y = np.asarray(before.deviation[1]), np.asarray(after.deviation[1])
    error = 4 / np.sqrt(MANY)
    assert x.std() == pytest.approx(1, abs=error)
    assert y.std() == pytest.approx(1, abs=error)
    assert np.corrcoef(x, y)[0, 1] == pytest.approx(0.6, abs=error)
    same = moved_on(rule, before, luck(6), JULY)
    assert np.array_equal(same.deviation, before.deviation)


def test_regions_have_in_common_what_is_shared():
    """One shock for all where all is shared; correlation of two regions .5 where half is."""
    whole = np.asarray(fresh(drift(5), luck()))
    assert np.ptp(whole[0]) == 0
    assert np.ptp(whole[1]) > 0
    half = drift(2, shared=(0.5, 0.5))
    pairs = np.array([np.asarray(fresh(half, luck(m)))[1] for m in range(2000)])
    assert np.corrcoef(pairs.T)[0, 1] == pytest.approx(0.5, abs=4 * 0.75 / np.sqrt(2000))


def test_a_region_more_changes_no_other():
    few, more = (np.asarray(fresh(drift(n), luck())) for n in (2, 3))
    assert np.array_equal(few, more[:, :2])


def test_the_rows_of_the_country_whose_mechanisms_run(toyland):
    made = assemble(toyland)
    rows = toyland.tables["drift"]["parameter"].to_list()
    assert [".".join(name) for name in made.drift.names] == rows
    assert drift_of(toyland, (), made.layout) is None
    values = made.values("central", 1, 0)
    twice = values | {name: 2 * values[name] for name in values if name.endswith(".drift")}
    as_told, doubled = (
        scaled(made.drift, {k: jnp.asarray(v) for k, v in v.items()}) for v in (values, twice)
    )
    assert doubled.sd == pytest.approx(2 * as_told.sd)
