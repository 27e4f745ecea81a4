"""Work in a branch of its own gives what it gives without."""

import jax
import jax.numpy as jnp
import numpy as np

from partystate.core.apart import apart


def test_it_gives_what_the_work_gives_and_else_zeros():
    def found(is_so, x):
        return apart(is_so, lambda: (x + 1, x.astype(jnp.int32)))

    x = jnp.arange(3.0)
    done, number = jax.jit(found)(jnp.asarray(True), x)
    np.testing.assert_array_equal(done, [1, 2, 3])
    assert number.dtype == jnp.int32
    left, _ = jax.jit(found)(jnp.asarray(False), x)
    np.testing.assert_array_equal(left, np.zeros(3))
