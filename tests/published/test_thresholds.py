"""Thresholds: published cases stand in cases.json; here, what must hold beyond them."""

import jax.numpy as jnp
import pytest

from partystate.published import civil_violence, thresholds


def test_the_critical_spread_parts_little_dissent_from_nearly_all():
    spread, share = thresholds.critical(0.25)
    below, above = (float(thresholds.lowest_root(0.25, spread * f)) for f in (0.99, 1.01))
    assert below < float(share) < 0.1
    assert above > 0.99


def test_nobody_speaks_where_nobody_has_a_threshold_of_nothing():
    assert float(thresholds.cascade(jnp.array([1.0, 2.0, 3.0]))) == 0


def test_more_police_deter():
    chance = civil_violence.chance_of_arrest(jnp.array([0.0, 1.0, 5.0]), 2.0, 2.3)
    assert float(chance[0]) == 0
    assert (jnp.diff(chance) > 0).all()
    assert float(civil_violence.share_active(0.9, 0.2)) == pytest.approx(0)
