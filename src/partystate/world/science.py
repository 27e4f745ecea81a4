"""Sciences: the state's control of each field, who holds its posts, and what the harvest loses.

Shapes: fields of science. A country that names none has one that bears on nothing."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.core.axes import Axis
from partystate.world.keep import KEPT

NO_FIELD = Axis("field", ("none",))


class ScienceFacts(eqx.Module):
    """What is fixed of each field."""

    arms: Float[Array, "fields"]  # 0..1, of use to arms
    near: Float[Array, "fields"]  # 0..1, how near to the official doctrine
    harvest: Float[Array, "fields"]  # 0..1, how far it promises a harvest
    adherents: Float[Array, "fields"]  # share of posts held by adherents at the opening


class Science(eqx.Module):
    """Control, posts and losses of the month."""

    control: Float[Array, "fields"] = eqx.field(metadata=KEPT)  # 0..1
    adherents: Float[Array, "fields"] = eqx.field(metadata=KEPT)  # share of posts
    lost: Float[Array, "fields"] = eqx.field(metadata=KEPT)  # share of posts whose holder was taken
    need: Float[Array, ""]  # share, remembered, by which harvests fell short of what was expected
    measure: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of the sown area under its measure
    yield_lost: Float[Array, ""] = eqx.field(metadata=KEPT)  # log yield
