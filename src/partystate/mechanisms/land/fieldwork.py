"""Work in the fields before the crop stands: ploughing and sowing of autumn and spring.

Equations, by region r:
    P_r = (q_r - weak g_r (1 - fed_r))^beasts h_r^(1 - beasts) / (1 - spare)
    a_r = min{1, P_r / [1 + carting max(c_r / F - u_r, 0)]}             after the autumn's ploughing
    t_r = min{1, P_r / [1 + backlog (1 - a_r)]}                         after the spring's sowing
    log yield falls by late [v_r (1 - a_r) + (1 - v_r)(1 - t_r)]
P power a unit of area against the base years: q horses and tractors, g the horses of them, fed the
share of their usual grain that horses got last month, h hands, `spare` the part of both that the
farms of the base years had to spare; the file on what comes from the
field to the barn beside this one has `beasts` and h. c / F what was collected of the harvest so far
over the share that is due by then, u the share of a usual harvest that was for sale; v winter crops
as a share of the area. a, t shares of the work that were done in time.

A country of small farms has more hands and horses than its fields need, so that the first that go
are not missed. Horses that cart grain to the elevator do not plough, and horses whose oats were
taken plough less. What autumn leaves undone comes on top of the spring's work. The seed of winter
crops leaves the barn in autumn, so neither collectors nor eaters find it in winter.

Sources: Davies and Wheatcroft (2004) ch. 4 and 5, Tauger (2001) on ploughing, horses and late
sowing before the harvest of 1932; Jasny (1949) on draught power and hands to spare before
collectives, as recalled. The equations are ours."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.land.field_to_barn import Gathering, hands
from partystate.mechanisms.quantities import LEAST, draught, horses_per_area
from partystate.world.agricultural_clock import PLOUGHING, SOWING, month_of_year
from partystate.world.view import View


class Tilling(eqx.Module):
    """Parameters of `harvest` that till and sow."""

    late: Float[Array, ""]
    weak: Float[Array, ""]
    carting: Float[Array, ""]
    backlog: Float[Array, ""]
    spare: Float[Array, ""]


def power(view: View, given: Tilling, gathering: Gathering):
    """Work [R] that horses, tractors and hands can do a unit of area, what the base years needed =
    1."""
    hungry = given.weak * (1 - view.world.land.fed) * horses_per_area(view)
    beasts = jnp.maximum(draught(view) - hungry, LEAST)
    people = jnp.maximum(hands(view, gathering), LEAST)
    could = beasts**gathering.beasts * people ** (1 - gathering.beasts)
    return could / (1 - given.spare)


def usually_sold(view: View):
    """Share [R] of a usual harvest that is neither seed nor used by those who lived there."""
    base = view.endowment
    usual = base.land.sown_area * base.land.yield_
    kept = base.land.seed_rate * base.land.sown_area
    kept = kept + base.land.use_per_head * base.people.rural_base
    return jnp.maximum(1 - kept / jnp.maximum(usual, 1), 0)


def carted(view: View):
    """Share [R] of the harvest that is collected at the pace so far, above what was usually
    sold."""
    land = view.world.land
    so_far = land.collected / jnp.maximum(land.harvest, 1)
    pace = so_far / jnp.maximum(view.inputs.calendar.due_before, LEAST)
    return jnp.clip(pace - usually_sold(view), 0, 1)


def done_in_autumn(view: View, given: Tilling, gathering: Gathering):
    """Share [R] of the autumn's work that was done, kept until the next autumn."""
    done = power(view, given, gathering) / (1 + given.carting * carted(view))
    is_autumn = month_of_year(view.world.month) == PLOUGHING
    return jnp.where(is_autumn, jnp.minimum(done, 1), view.world.land.done_in_autumn)


def done_in_spring(view: View, given: Tilling, gathering: Gathering):
    """Share [R] of the spring's work that was done in time, kept until the next spring."""
    land = view.world.land
    done = power(view, given, gathering) / (1 + given.backlog * (1 - land.done_in_autumn))
    is_spring = month_of_year(view.world.month) == SOWING
    return jnp.where(is_spring, jnp.minimum(done, 1), land.done_in_spring)


def lost_by_delay(view: View, given: Tilling):
    """What late work costs of the log of yield [R]."""
    land, winter = view.world.land, view.endowment.land.winter_share
    undone = winter * (1 - land.done_in_autumn) + (1 - winter) * (1 - land.done_in_spring)
    return given.late * undone
