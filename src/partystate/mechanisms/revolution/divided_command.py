"""A foreign war on two fronts, whose second commander may keep his troops to himself.

Equations, each month in which an enemy stands before the regime; E_c the enemy before command c, R
his reserve, B = sent A_0 the regime's force, x advance, n 1 in the month in which x reaches 1:
    x <- x + pace (2 B / (B + E_1 + E_2) - 1),   between 0 and 1
    B_1 = B plan + moved B_2', B_2 = (1 - moved) B_2',   B_2' = B (1 - plan), moved = asked cohesion
    p_1 = b_1 / (b_1 + (E_1 + R (1 + gap (1 - cohesion))) ^ decisive)
    p_2 = b_2 / (b_2 + E_2 ^ decisive),   b_c = (B_c (1 - worn)) ^ decisive
    cohesion is 1 with a chance of obeyed (1 - tempted p_2), else 0; p_2 as without the move
    won_c is 1 with a chance of p_c in month n
    standing_c <- standing_c + mends (1 - standing_c) - n blamed (1 - won_c) y_c,
        y_1 = (1 + cohesion) / 2, y_2 = 1 - cohesion / 2
    routed = rout n sum_c (1 - won_c) B_c

Shapes: x, cohesion [], p, won, standing [commands]; persons routed.
Assumptions: both goals are reached at the same time, far from home; the enemy's reserve strikes at
the first command, through the gap that the second leaves; whoever refuses bears more of the blame.
Departures: a game of two commanders is one chance; the way back is not modelled, only its losses.
Rival accounts: a plan too bold for any troops (`worn`) against a commander who did not obey
(`obeyed`).
Sources: Davies (1972) and Mawdsley (1987), as recalled; Dupuy (1990) for force against force, as
recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.revolution.forces import LEAST, given_of, uprising
from partystate.world.effect import Effect
from partystate.world.revolution import REGIME
from partystate.world.view import View

OBEDIENCE, BATTLE = 1, 2  # sites of draws


class Params(eqx.Module):
    sent: Float[Array, ""]  # share of the regime's army that fights there
    plan: Float[Array, ""]  # share of it under the first command
    asked: Float[Array, ""]  # share of the second command's troops that it is to give up
    pace: Float[Array, ""]  # 1/month, part of the way where nobody stands against it
    worn: Float[Array, ""]  # share of the force that the way costs
    gap: Float[Array, ""]  # rise of the enemy's reserve where the second command stays away
    decisive: Float[Array, ""]  # 1, power of force in a battle
    obeyed: Float[Array, ""]  # chance that the second command obeys, where it can win nothing
    tempted: Float[Array, ""]  # fall of that chance where it would win for certain
    blamed: Float[Array, ""]  # standing lost by whoever bears a whole defeat
    mends: Float[Array, ""]  # 1/month, at which standing comes back
    rout: Float[Array, ""]  # share of a beaten force that is lost


class DividedCommand(Mechanism[Params]):
    id = "divided_command"
    theme = "revolution"
    phase = "act"
    claims = ("S018", "S019", "S020")
    citations = ("davies1972", "mawdsley1987", "dupuy1990", "ours")
    directions = (
        Direction("obeyed", "civilwar.commander_standing:front=second", +1),
        Direction("worn", "civilwar.commander_standing:front=main", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        now, given, facts = uprising(view), given_of(view), view.endowment.revolution
        fought = (given.enemy.sum() > 0) & (now.in_power > 0) & (now.decided < 1)
        force = params.sent * now.army[REGIME]
        edge = 2 * force / jnp.maximum(force + given.enemy.sum(), LEAST) - 1
        way = jnp.clip(now.advance + fought * params.pace * edge, 0, 1)
        battle = fought & (way >= 1)
        second = force * (1 - params.plan)

        def wins(ours, theirs):
            power = (ours * (1 - params.worn)) ** params.decisive
            return power / jnp.maximum(power + theirs**params.decisive, LEAST)

        alone = wins(second, given.enemy[1])
        obeys = view.draws.uniform(OBEDIENCE, facts.country_id)[0]
        heard = (obeys < params.obeyed * (1 - params.tempted * alone)) * 1.0
        moved = params.asked * heard * second
        against = given.enemy[0] + given.reserve * (1 + params.gap * (1 - heard))
        ours = jnp.stack([force * params.plan + moved, second - moved])
        chance = wins(ours, jnp.stack([against, given.enemy[1]]))
        won = (view.draws.uniform(BATTLE, facts.command_ids) < chance) * 1.0
        share = jnp.stack([(1 + heard) / 2, 1 - heard / 2])
        lost = params.blamed * battle * (1 - won) * share
        standing = now.standing + params.mends * (1 - now.standing) - lost
        return Effect(
            values={
                "revolution.advance": way,
                "revolution.decided": jnp.where(battle, 1.0, now.decided),
                "revolution.cohesion": jnp.where(battle, heard, now.cohesion),
                "revolution.won": jnp.where(battle, won, now.won),
                "revolution.routed": params.rout * battle * ((1 - won) * ours).sum(),
                "revolution.standing": jnp.clip(standing, 0, 1),
            }
        )


MECHANISM = DividedCommand()
