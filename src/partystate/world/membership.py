"""Members of the ruling party, and what its leaders think of those who came lately.

Members are persons who are counted elsewhere by household; here they are a number of the country.
Shapes: scalars; persons unless said."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.world.keep import KEPT


class Membership(eqx.Module):
    """Stocks at the end of the month, and its flows."""

    settled: Float[Array, ""] = eqx.field(metadata=KEPT)  # full members of some standing
    lately: Float[Array, ""] = eqx.field(metadata=KEPT)  # full members who passed lately
    candidates: Float[Array, ""] = eqx.field(metadata=KEPT)
    admitted: Float[Array, ""] = eqx.field(metadata=KEPT)  # candidates taken in this month
    expelled: Float[Array, ""] = eqx.field(metadata=KEPT)  # of all three, this month
    doubt: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, of those who came lately
    review: Float[Array, ""]  # months that a review of all members has still to go
    turned: Float[Array, ""]  # 1, remembered turns of the line
    usual: Float[Array, ""]  # 1, failure of plans that rulers have got used to
    line_before: Float[Array, ""]  # -1..1, the line of the month before
