"""The month is closed: power has its land and guards, and armies are counted.

Equations, at the end of each month; A_k army of a holder, D deserters at large, w 1 from the month
after power was taken on, k others, W who wait to fight the regime:
    A_0 <- A_0 + called_0 - deserted + returned - fallen_0 - routed
    A_k <- A_k + called_k - fallen_k + w (W_k + entering_k),   W_k <- (1 - w) (W_k + entering_k)
    D <- D (1 - lost) + deserted - returned
in the month in which power is taken: A_0 = guards S garrison, and the seats of power are the
regime's; in_power becomes 0 where the regime holds less than `footing` of the people at those
seats.

Shapes: A [holders], D [], persons.
Assumptions: those who took power go on fighting for it, a share `guards` of the capital's soldiers
who are for it; whoever loses the seats loses power, and does not take it again.
Departures: who would have entered before power was taken comes when it is; who enters later comes
at his date, whenever power was taken.
Rival accounts: none; these are books.
Sources: Mawdsley (1987), as recalled, for the guards; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.revolution.forces import given_of, is_other, is_war, uprising
from partystate.world.effect import Effect
from partystate.world.revolution import REGIME
from partystate.world.view import View


class Params(eqx.Module):
    guards: Float[Array, ""]  # share of the soldiers for the party who go on fighting
    footing: Float[Array, ""]  # share of the people of the seats without which power is lost
    lost: Float[Array, ""]  # 1/month, of deserters at large who are given up


class Muster(Mechanism[Params]):
    id = "muster"
    theme = "revolution"
    phase = "report"
    claims = ("S009", "S011")
    citations = ("mawdsley1987", "ours")
    directions = (Direction("guards", "civilwar.army:side=regime", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        now, given, facts = uprising(view), given_of(view), view.endowment.revolution
        taken = (now.in_power > 0) & (now.ruled < 1)
        coming = now.waiting + given.entering
        others = now.army + now.called - now.fallen + is_war(view) * coming
        own = others[REGIME] - now.deserted + now.returned - now.routed
        guards = params.guards * now.support * given.garrison
        seats = jnp.zeros_like(now.held).at[REGIME].set(1)
        is_seat = (facts.seat > 0)[None] & taken
        held = jnp.where(is_seat, seats, now.held)
        at_seats = facts.seat * facts.population
        keeps = (held[REGIME] @ at_seats) >= params.footing * at_seats.sum()
        army = jnp.where(is_other(view), others, 0)
        army = army.at[REGIME].set(jnp.where(taken, guards, own * now.in_power * keeps))
        at_large = now.at_large * (1 - params.lost) + now.deserted - now.returned
        since = (now.in_power > 0) | (now.ruled > 0)
        return Effect(
            values={
                "revolution.army": jnp.maximum(army, 0),
                "revolution.waiting": (1 - is_war(view)) * coming,
                "revolution.held": held,
                "revolution.in_power": now.in_power * keeps,
                "revolution.ruled": now.ruled + since,
                "revolution.at_large": jnp.maximum(at_large, 0),
            }
        )


MECHANISM = Muster()
