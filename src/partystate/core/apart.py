"""Work whose results stand in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool

Made = TypeVar("Made")


def apart(is_so: Bool[Array, ""], work: Callable[[], Made]) -> Made:
    """What `work` gives, or zeros of its shapes where `is_so` is false, which should be known only
    when the program runs.

    On a processor the compiler writes the making of an array into every loop that reads it, and so
    makes it again for each reader, and for each place that is looked up. It does not reach into a
    branch."""
    shapes = jax.eval_shape(work)
    return jax.lax.cond(
        is_so, work, lambda: jax.tree.map(lambda s: jnp.zeros(s.shape, s.dtype), shapes)
    )
