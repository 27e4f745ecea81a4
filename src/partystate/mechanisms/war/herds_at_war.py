"""Animals in a war: horses the army takes, loses and gives back, horses worked to death for want of
others and of men to tend them, and what the enemy drives away.

Equations, each month, by kind k and region r; h share held, f 1 while a war is fought, S men under
arms without prisoners, A horses of the army, q draught power a unit of area and q0
that when the war began (`fields_at_war`):
    wanted  T = min{max[mounted f S - (1 - fallen f) A, 0], found sum(h H)}
    back    B = returned (1 - f) A
    A <- (1 - fallen f) A + T - B
    x_r = overworked max{min(q0_r / q_r, most_work) - 1, 0} + untended (1 - m_r),   m_r grown men of
        the village now against those when the war began
    H_k <- H_k exp{-driven_k (1 - h_r) - [k = horses] x_r / 12}
    horses of land that is held, H <- H (1 - T / sum(h H) h_r) + B h_r H_r / sum(h H)
`driven` is an act of the enemy, and given. The growth of herds, and what want of feed does to it,
are the mechanism of herds' own.

Shapes: [herds, R] head; A head.
Assumptions: an army on foot needs horses for its guns and carts by the man, as long as it fights,
and fills its losses from farms, from all that are held alike; deaths from overwork and foals that
are not born stand in one rate; the enemy takes animals at one pace wherever he is.
Departures: none published; our own rule.
Rival accounts: horses are lost to the army (`mounted`, `fallen`) or to want on farms
(`overworked`, `untended`).
Sources: DiNardo (1991) on horses of an army of the time and their losses; Moskoff (1990) and Volin
(1970) on farm horses in the war, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, draught
from partystate.mechanisms.war.grown_hands import hands_of, men_left
from partystate.mechanisms.war.soldiers import captive_share, enlisted
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.herds import HORSES
from partystate.world.view import View


class Params(eqx.Module):
    mounted: Float[Array, ""]  # horses of an army at war a man under arms
    fallen: Float[Array, ""]  # 1/month, share of them lost while a war is fought
    found: Float[Array, ""]  # 1/month, share of the horses held that can be taken
    returned: Float[Array, ""]  # 1/month, share given back once it is over
    overworked: Float[Array, ""]  # per year, lost of horses that do the work of two
    most_work: Float[Array, ""]  # work of a horse against that before the war, at most
    untended: Float[Array, ""]  # per year, lost where no grown man is left


def army_horses(view: View, params: Params, there):
    """Horses the army has after the month, and what it takes and gives back, of `there` on land
    that is held; head."""
    fought, had = view.inputs.war.fought, view.world.at_war.mounts
    men = enlisted(view) * (1 - captive_share(view))
    left = had * (1 - params.fallen * fought)
    wanted = jnp.maximum(params.mounted * fought * men - left, 0)
    taken = jnp.minimum(wanted, params.found * there)
    back = params.returned * (1 - fought) * had
    return left + taken - back, taken, back


def worn(view: View, params: Params):
    """Horses lost to work and want of care [R], a month."""
    usual = view.world.at_war.usual_draught
    work = jnp.minimum(usual / jnp.maximum(draught(view), LEAST), params.most_work)
    ages, persons = view.endowment.people.mean_age, view.world.people.persons
    now = hands_of(view.layout, ages, persons)
    men = men_left(view.world.at_war.usual_hands, now)
    lost = params.overworked * jnp.maximum(work - 1, 0) + params.untended * (1 - men)
    return lost / MONTHS


class HerdsAtWar(Mechanism[Params]):
    id = "herds_at_war"
    theme = "war"
    phase = "report"
    claims = ("S136",)
    citations = ("dinardo1991", "moskoff1990", "volin1970", "ours")
    directions = (
        Direction("mounted", "livestock.horses", -1),
        Direction("fallen", "livestock.horses", -1),
        Direction("overworked", "livestock.horses", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        held, given = view.inputs.controlled, view.inputs.war
        herds = view.world.land.herds * jnp.exp(-given.driven[:, None] * (1 - held)[None])
        horses = herds[HORSES] * jnp.exp(-worn(view, params))
        there = jnp.maximum((horses * held).sum(), LEAST)
        mounts, taken, back = army_horses(view, params, there)
        kept = horses * (1 + (back - taken) / there * held)
        return Effect(values={"land.herds": herds.at[HORSES].set(kept), "war.mounts": mounts})


MECHANISM = HerdsAtWar()
