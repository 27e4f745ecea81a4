"""Scissors, soft budgets and wedges beyond the published cases: what must hold for any numbers."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.published.scissors import squeeze
from partystate.published.soft_budget import refinancing_value, soft_budget
from partystate.published.wedges import marginal_utilities, wedge


@pytest.mark.parametrize("elasticity", [0.2, 0.5, 1.5])
def test_a_squeeze_raises_investment_and_takes_bread(elasticity):
    """Sah and Stiglitz against Preobrazhensky: workers pay too, whenever villagers sell less at a
    lower price."""
    prices = jnp.array([1.0, 0.9, 0.7])
    wage, invested, food = squeeze(prices, 0.1 * prices**elasticity, 4.0, 1.0, 0.5, 1.0)
    assert (np.diff(invested) > 0).all()
    assert (np.diff(food) < 0).all()
    assert (np.diff(wage) < 0).all()


def test_the_best_effort_of_the_bank_is_found():
    effort = np.linspace(0, 5, 5001)
    assert float(refinancing_value(1.9, 1.0)) == pytest.approx((1.9 * effort - effort**2 / 2).max())


def test_hard_budgets_follow_from_costly_effort():
    """Effort four times as dear: what was refinanced is dropped."""
    assert bool(soft_budget(1.9, 1.0, 1.0)[1])
    assert not bool(soft_budget(1.9, 4.0, 1.0)[1])


def test_no_wedge_where_factors_earn_the_same():
    utilities = marginal_utilities(1.6, 0.6, 1.0, 0.5)
    assert wedge(utilities, (1.0, 1.0), (1.0, 1.0), (0.5, 0.5)) == pytest.approx(1)
