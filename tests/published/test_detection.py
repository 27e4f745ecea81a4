"""Detection: published cases stand in cases.json; here, what must hold beyond them."""

import jax.numpy as jnp
import pytest

from partystate.published import denunciation, detection


def test_the_quota_cut_fills_the_quota():
    cut = detection.quota_cut(0.1, 1.5, jnp.array([0.001, 0.05, 0.5]))
    rate, _ = detection.arrested(0.1, *detection.rates(cut, 1.5))
    assert rate.tolist() == pytest.approx([0.001, 0.05, 0.5], rel=1e-9)


def test_a_signal_that_tells_nothing_takes_people_as_they_come():
    assert float(detection.innocent_share(0.2, 0.0, 0.01)) == pytest.approx(0.8)


def test_a_larger_quota_and_a_weaker_signal_take_more_innocent():
    by_quota = detection.innocent_share(0.05, 1.0, jnp.array([0.01, 0.05, 0.2]))
    by_signal = detection.innocent_share(0.05, jnp.array([2.0, 1.0, 0.5]), 0.01)
    assert (jnp.diff(by_quota) > 0).all()
    assert (jnp.diff(by_signal) > 0).all()


def test_the_law_of_a_chain_sums_to_one_and_has_its_mean():
    n = jnp.arange(1.0, 400.0)
    law = denunciation.total_law(0.5, n)
    assert float(law.sum()) == pytest.approx(1, abs=1e-12)
    assert float((law * n).sum()) == pytest.approx(float(denunciation.multiplier(0.5)), rel=1e-9)
