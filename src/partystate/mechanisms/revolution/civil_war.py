"""Who holds which land, by force that reaches it.

Equations, each month from the one after power was taken; h_kr share of region r under holder k, N
shares of neighbours, b_kr 1 where k has a base, m_kr 1 where it goes, g_kr = exp(-distance /
reach), F_k who can fight: teeth A_0 of the regime, of others their army with its arms and foreign
troops, all times exp(fortune z_k - fortune^2 / 2), z_k standard normal:
    a_kr = m_kr (h_kr + sum_j N_rj h_kj + b_kr)                     where k can come
    v_kr = g_kr (a_kr (1 - h_kr) + h_kr sum_l a_lr {F_l > 0}),   share_kr = v_kr / sum_r v_kr
    G_kr = g_kr F_k share_kr ^ e_k,   e_0 = 1 - shuttle (1 - unity), e_k = 1 of others
    G_1r = local population_r rural_r h_1r (1 - cowed terror_0)      of local powers
    q_kr = G_kr ^ mass / sum_l G_lr ^ mass
    j_r = joining S [heard + (1 - heard) a_0r] h_1r,   from local powers to the regime without a
        fight, S support
    h_kr <- h_kr + pace I_r (q_kr - h_kr) + or - j_r,   I_r = M_r / (M_r + frontage),
        M_r = sum_k G_kr without local powers
    fallen_k = lethal sum_r I_r G_kr (1 - q_kr),   at most A_k
    threat = sum_k F_k / (sum_k F_k + teeth A_0),   k others
Armies of one side fight each other no more than they fight for the same land.

Shapes: h, a, v, G, q [holders, regions]; fallen [holders] persons; threat [].
Assumptions: soviets of other towns go over by themselves, those near the regime's the sooner; that
the capital fell is heard everywhere within days, by wire and from soldiers on their way home; force
is sent where land can be won or lost, and counts the less the farther it is from the seats of the
regime or the base of an army; where those against the regime do not act together, it fights them
one after another with the same troops over the railways of the centre; peasants frightened by
terror resist less.
Departures: Hirshleifer's contest has one prize, here one a region; Lanchester's losses hang on the
enemy's numbers, here on the share in a battle.
Rival accounts: interior lines (`shuttle`), numbers (`mass`, `teeth`) or the peasants' choice
(`grudged` of `levy`, `landlord` of `desertion`).
Sources: Hirshleifer (1989); Lanchester (1916); Dupuy (1990); Mawdsley (1987) and Keep (1976), as
recalled; the geography is our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.revolution.forces import (
    LEAST,
    MILLION,
    given_of,
    is_war,
    others_force,
    uprising,
)
from partystate.world.effect import Effect
from partystate.world.revolution import LOCAL, REGIME
from partystate.world.view import View

FORTUNE = 1  # site of draws


class Params(eqx.Module):
    teeth: Float[Array, ""]  # share of the regime's army that fights
    reach: Float[Array, ""]  # km over which force falls to a third
    shuttle: Float[Array, ""]  # 0..1, part of the troops that divided enemies leave free to move
    mass: Float[Array, ""]  # 1, power of force in a battle
    pace: Float[Array, ""]  # 1/month, at which land goes to who wins
    frontage: Float[Array, ""]  # persons who move a front at half that pace
    fortune: Float[Array, ""]  # sd of the log of what luck makes of an army in a month
    joining: Float[Array, ""]  # 1/month, of local soviets that follow where all are for it
    heard: Float[Array, ""]  # share of what moves them that needs no neighbour, but news
    local: Float[Array, ""]  # persons who resist, a million country people
    cowed: Float[Array, ""]  # share of them who do not under full terror
    lethal: Float[Array, ""]  # 1/month, who fall of a force that is beaten


def access(view: View):
    """How far [holders, regions] each can come to a region: 1 where it is, or stands all around."""
    now, facts = uprising(view), view.endowment.revolution
    return facts.aim * (now.held + now.held @ facts.neighbours.T + facts.base)


def sent(view: View, params: Params, force):
    """Where each holder's force goes [holders, regions], before distance: persons."""
    now, given, facts = uprising(view), given_of(view), view.endowment.revolution
    near = jnp.exp(-facts.distance / params.reach)
    comes = access(view)
    armed = comes * (force > 0)[:, None]
    pressed = armed.sum(0)[None] - armed
    value = near * (comes * (1 - now.held) + now.held * pressed)
    share = value / jnp.maximum(value.sum(1), LEAST)[:, None]
    is_regime = (jnp.arange(len(force)) == REGIME)[:, None]
    power = 1 - params.shuttle * (1 - given.unity) * is_regime
    return near * force[:, None] * jnp.where(share > 0, share**power, 0)


class CivilWar(Mechanism[Params]):
    id = "civil_war"
    theme = "revolution"
    phase = "act"
    claims = ("S011", "S031")
    citations = (
        "hirshleifer1989",
        "lanchester1916",
        "dupuy1990",
        "mawdsley1987",
        "keep1976",
        "ours",
    )
    directions = (
        Direction("teeth", "civilwar.territory_share", +1),
        Direction("shuttle", "civilwar.territory_share", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        now, facts = uprising(view), view.endowment.revolution
        others = others_force(view)
        own = params.teeth * now.army[REGIME] * now.in_power
        force = others.at[REGIME].set(own)
        luck = params.fortune * view.draws.normal(FORTUNE, facts.holder_ids)
        met = sent(view, params, force * jnp.exp(luck - params.fortune**2 / 2))
        rural = facts.population * facts.rural / MILLION * now.held[LOCAL]
        resist = params.local * rural * (1 - params.cowed * now.terror[REGIME])
        met = met.at[LOCAL].set(resist)
        power = met**params.mass
        won = power / jnp.maximum(power.sum(0), LEAST)[None]
        movers = met.sum(0) - resist
        tempo = movers / (movers + params.frontage) * is_war(view)
        there = params.pace * tempo * (power.sum(0) > LEAST)
        held = now.held + there[None] * (won - now.held)
        reached = params.heard + (1 - params.heard) * access(view)[REGIME]
        joins = params.joining * now.support * now.in_power * reached
        joins = -jnp.expm1(-joins) * held[LOCAL] * is_war(view)
        held = held.at[REGIME].add(joins).at[LOCAL].add(-joins)
        fallen = params.lethal * (tempo[None] * met * (1 - won)).sum(1)
        threat = others.sum() / jnp.maximum(others.sum() + own, 1)
        return Effect(
            values={
                "revolution.held": held,
                "revolution.fallen": jnp.minimum(fallen, now.army),
                "revolution.threat": jnp.where(others.sum() > 0, threat, 0),
            }
        )


MECHANISM = CivilWar()
