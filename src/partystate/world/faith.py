"""Faiths: their communities and clergy, the state's pressure on them, what people believe and what
they say they believe.

Shapes: F faiths, R regions. A country that names no faith has one without adherents, on which
nothing bears and which bears on nothing."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.core.axes import Axis
from partystate.world.keep import KEPT, KEPT_SINGLE

NO_FAITH = Axis("faith", ("none",))


class FaithFacts(eqx.Module):
    """What is fixed of each faith: who is born into it, what it had at the opening, what it is
    like."""

    adherents: Float[Array, "faiths regions"]  # share of a region's people born into it
    communities: Float[Array, "faiths regions"]  # at the opening
    clergy: Float[Array, "faiths regions"]  # persons at the opening
    believing: Float[Array, "faiths regions"]  # share of the adherents who believe, at the opening
    strict: Float[Array, "faiths"]  # 0..1, what it asks of its members
    head_abroad: Float[Array, "faiths"]  # 1 where its head sits in another state
    exiles: Float[Array, "faiths"]  # 1 where part of its hierarchy has left the country
    largest: Float[Array, "faiths"]  # 1 for the faith into which most are born


class Faith(eqx.Module):
    """Communities, clergy, pressure and belief of the month."""

    open: Float[Array, "faiths regions"] = eqx.field(metadata=KEPT)  # communities that worship
    clergy: Float[Array, "faiths regions"] = eqx.field(metadata=KEPT)  # persons at liberty
    listed: Float[Array, "regions"]  # laity on the lists of registered communities, persons
    by_faith: Float[Array, "faiths regions"] = eqx.field(metadata=KEPT_SINGLE)  # 0..1, pressure
    pressed: Float[Array, "faiths"] = eqx.field(metadata=KEPT)  # 0..1, its mean over adherents
    others: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, of all faiths but the largest
    pressure: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, of all
    believing: Float[Array, "faiths regions"]  # share of the adherents who believe
    believers: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # share of the people who believe
    declared: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # share who would tell a census
    closed: Float[Array, "faiths"] = eqx.field(metadata=KEPT)  # communities, of the month
    taken: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # arrested for faith in the month
    shot: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # shot for faith in the month, persons
    provoked: Float[Array, "regions"]  # unrest that closings of the month bring on
    offence: Float[Array, "regions"]  # 1, normal score of support that pressure on a faith costs
    recognised: Float[Array, ""] = eqx.field(metadata=KEPT)  # 1 once the largest faith submits
    schism: Float[Array, ""] = eqx.field(metadata=KEPT)  # 1 once its clergy abroad has broken away
    outlawed: Float[Array, "faiths"] = eqx.field(metadata=KEPT)  # 1 once a faith is forbidden
