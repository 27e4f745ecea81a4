"""The agenda setter beyond its shipped case."""

import jax.numpy as jnp
import numpy as np

from partystate.published.agenda_setter import outcome


def test_the_agenda_setter_goes_as_far_as_the_median_lets_him():
    quo, ideal, median = (
        jnp.array(v, float) for v in ([-0.8, 0.3, -2.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0])
    )
    assert np.allclose(outcome(quo, ideal, median), [0.8, 0.3, 1.0])
