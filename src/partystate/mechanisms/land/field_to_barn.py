"""What of the standing crop comes into the barn, and how foul the fields are.

Equations, by region r:
    T_r = q_r^-beasts h_r^-(1 - beasts)
    h_r = n_r / a_r [1 - hunger_loss U_r / (1 + U_r)] [1 - unpaid k_r (1 - p_r)]
          [1 - upheaval_loss min(z_r, 1)]
    p_r = min[(H_r - C_r) / (u_r P_r), 1]
    barn / standing = exp[- lost (T_r (1 + rain max(v_r - V_r, 0)) - 1)]
    W_r <- (1 - cleaned) W_r + foul max(1 - q_r / (1 - spare), 0)    each year, off the log yield
T how long the crop waits, 1 as in the base years, whose losses are in their yields; q draught power
a unit of area, n people of the country (in a war, by the work that who is left can do) and a
area against the base years, U hunger, k share in collectives, p what last year's harvest H less
what was collected C left a head P against the usual use u; z upheaval of farms that is not yet
mended (collectivisation); v - V rain above the usual; W weeds and unploughed land.

Farms in upheaval lose work and not yield: whose strip, whose horse and whose turn it is has to be
settled anew, so hands stand idle. Where hands and horses are to spare that costs little, as in the
first year of a drive; where horses have died it comes on top.

A crop that waits sheds, sprouts and is stolen: `lost` is the log of what a usual harvest loses.
Land that is tilled late and with too few horses, for more area than they can till, is foul for
years.

Sources: Davies and Wheatcroft (2004) ch. 4, 5 and 13 on the harvests of 1931 and 1932; Tauger
(1991, 2001) on losses, horses and weeds. The equations are ours."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.quantities import (
    LEAST,
    able,
    collectivised_share,
    draught,
    rural_population,
)
from partystate.world.view import View

SLOWEST = 4.0  # times the usual wait: what still stands then is under snow; ours


class Gathering(eqx.Module):
    """Parameters of `harvest` that gather the crop."""

    beasts: Float[Array, ""]
    hunger_loss: Float[Array, ""]
    unpaid: Float[Array, ""]
    lost: Float[Array, ""]
    rain: Float[Array, ""]
    upheaval_loss: Float[Array, ""]


def paid(view: View):
    """What last year left a villager [R] against the usual use, at most 1."""
    land, base = view.world.land, view.endowment.land
    left = jnp.maximum(land.harvest - land.collected, 0)
    usual = base.use_per_head * rural_population(view)
    return jnp.minimum(left / jnp.maximum(usual, 1), 1)


def hands(view: View, given: Gathering):
    """Work [R] a unit of area against the base years."""
    area = jnp.maximum(view.world.land.sown_area, LEAST)
    people = rural_population(view) / jnp.maximum(view.endowment.people.rural_base, 1)
    if view.world.war is not None:
        people = people * view.world.war.grown
    willing = 1 - given.unpaid * collectivised_share(view) * (1 - paid(view))
    fit = able(view.world.people.hunger_rural, given.hunger_loss)
    ordered = 1 - given.upheaval_loss * jnp.minimum(view.world.land.disruption, 1)
    return people / area * fit * willing * ordered


def waiting(power, work, beasts):
    """How long the crop waits, 1 as usual, by draught power and work a unit of area."""
    power, work = jnp.maximum(power, LEAST), jnp.maximum(work, LEAST)
    return jnp.minimum(power**-beasts * work ** -(1 - beasts), SLOWEST)


def rained(view: View):
    """Grades [R] of wet above the usual."""
    return jnp.maximum(view.inputs.weather.wet - view.endowment.land.mean_wet, 0)


def gathered(view: View, given: Gathering):
    """Share [R] of the standing crop that comes in, 1 as in the base years."""
    wait = waiting(draught(view), hands(view, given), given.beasts)
    return jnp.exp(-given.lost * (wait * (1 + given.rain * rained(view)) - 1))


def fouled(weeds, power, foul, cleaned):
    """Weeds [R] of the next year, as a fall of the log of yield, where draught `power` is that part
    of what is needed."""
    return (1 - cleaned) * weeds + foul * jnp.maximum(1 - power, 0)
