"""The ruling coalition of the mechanism, with our additions at zero, is the published one."""

import random

import jax.numpy as jnp
import numpy as np

from partystate.mechanisms.power.coalition import ruling_coalition
from partystate.published.ultimate_ruling_coalition import ultimate_ruling_coalitions


def test_without_our_additions_the_coalition_is_the_published_one():
    """Trust, distance, safety and costs at zero: the lightest winning self-enforcing coalition of
    the exact cases."""

    class Plain:
        majority, share_weight, doubt = 0.5, 1.0, 0.1
        safety = trust = distance = breaking = commitment = inertia = 0.0

    rng = random.Random(7)
    for powers in [
        [3, 4, 5, 10],
        [3, 4, 5, 2],
        [10, 11, 12, 13, 14],
        *([rng.sample(range(1, 300), 5) for _ in range(20)]),
    ]:
        weight = jnp.array(powers, float)
        none = jnp.zeros((len(powers),) * 2)
        got = np.asarray(ruling_coalition(weight, none, none, jnp.zeros(len(powers), bool), Plain))
        exact = ultimate_ruling_coalitions(powers)
        assert tuple(np.flatnonzero(got)) in exact, powers
