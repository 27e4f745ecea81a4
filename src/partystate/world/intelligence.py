"""Networks in the great powers. Shapes: powers."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.world.keep import KEPT_SINGLE


class Intelligence(eqx.Module):
    """How far a network works in each of the great powers."""

    strength: Float[Array, "powers"] = eqx.field(metadata=KEPT_SINGLE)  # 0..1
