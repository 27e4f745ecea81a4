"""Peasants join collective farms under pressure, leave them when they may, and the village rises
against it.

Equations, by region r and month; D drive, k coercion, w force in the line, q share already in, prio
rank of a region by its believed surplus:
    join hazard  join D [low_priority + (1 - low_priority) prio_r] (1 + contagion q_r)
                 x max[1 - (q_r / enough)^4, 0] (1 - pastoral_delay pastoral_r)
                 + squeeze max(2 w - 1, 0) q_r
    exit hazard  exit max[paused, 1 - min(2 w, 1)] min(v_r / q_r, 1)
    lately in    v <- (v + joined - left) (1 - settling),   a share of the peasants
    upheaval     z <- z (1 - mending) + upheaval_join joined + upheaval_left left
    unrest       U <- U (1 - calming) + (joined + unrest_grain taken_r + p_r) (1 + spread min(U, 1))
                 L_r + unrest_hunger H_r
    over farms   V <- V (1 - calming) + joined (1 + spread min(U, 1)) L_r,   the part of unrest that
                 joining provoked
    led          L_r = leaderless + (1 - leaderless) min(b_r / led, 1),  b the better-off among
                 peasants
    risings      a month, risings U (rural people in millions)
joined, left are shares of the peasants of the month; taken is grain collected in the month over the
harvest, times coercion; H hunger of the village; p what closings of places of worship
provoke (`religion`).

Shapes: hazards [cells] per month; [R].
Assumptions: a region where most have joined counts as done and is left to the squeeze; those who
joined under pressure leave first, when the drive is paused or the line is for trade more than for
force; regions with a believed surplus are pushed first, as the plan of January 1930 had it, but by
surplus and not by name. A village rises the sooner the more have risen, so that a fast push is
answered by a rising and a slow one is borne. Those who lead it are the better-off; where they have
been deported or ruined a village is provoked and does not rise.
Departures: of threshold models of revolt (Granovetter 1978) only the mean is kept: the same cause
moves more where more have moved.
Rival accounts: resistance to grain collection or to the farms: `unrest_grain` against the join
term.
Sources: Davies (1980), Viola (1996) on disturbances; our worked-out equations P6 and P9."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import (
    LEAST,
    collectivised_share,
    command,
    forced,
    of_status,
    rural_population,
)
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    join: Float[Array, ""]  # 1/month at a full drive
    low_priority: Float[Array, ""]  # push on a region without surplus against the first
    contagion: Float[Array, ""]  # 1
    enough: Float[Array, ""]  # share of the peasants at which a region counts as collectivised
    pastoral_delay: Float[Array, ""]  # share by which the push is weaker where all live from herds
    # 1/month, taxes and lack of land on those still outside, under full force
    squeeze: Float[Array, ""]
    exit: Float[Array, ""]  # 1/month of unsettled members
    settling: Float[Array, ""]  # 1/month
    upheaval_join: Float[Array, ""]  # 1
    upheaval_left: Float[Array, ""]  # 1
    mending: Float[Array, ""]  # 1/month
    calming: Float[Array, ""]  # 1/month
    spread: Float[Array, ""]  # rise of what provokes a village where all others have risen
    unrest_grain: Float[Array, ""]  # 1
    unrest_hunger: Float[Array, ""]  # 1
    led: Float[Array, ""]  # share of the better-off among peasants at which all villages are led
    leaderless: Float[Array, ""]  # what provokes a village without them, against one that is led
    risings: Float[Array, ""]  # mass disturbances a month, million rural people and unit of unrest


CLOSE = 4  # power of the share in: the push slackens only close to what is enough; ours
PERSONS_PER_UNIT = 1e6  # risings are counted a million rural people


def priority(view: View):
    """Rank of regions [R] by believed surplus a head, 0..1."""
    base, known = view.endowment, view.world.information
    seed = base.land.seed_rate * base.land.sown_area
    spare = jnp.maximum(
        known.expected_harvest - base.land.use_per_head * known.known_population - seed, 0
    )
    a_head = spare / jnp.maximum(known.known_population, 1)
    return a_head / jnp.maximum(a_head.max(), LEAST)


def still_to_do(joined, enough):
    """Part of the push that a region still draws when `joined` of its peasants are in and `enough`
    counts as done."""
    return jnp.maximum(1 - (joined / enough) ** CLOSE, 0)


def led(view: View, params: Params):
    """How readily [R] villages rise, 1 where those who lead them are still there."""
    better_off = of_status(view, s.BETTER_OFF_PEASANT)
    others = of_status(view, s.INDIVIDUAL_PEASANT, s.COLLECTIVE_FARMER)
    share = better_off / jnp.maximum(better_off + others, 1)
    return params.leaderless + (1 - params.leaderless) * jnp.minimum(share / params.led, 1)


def joining(view: View, params: Params, joined):
    """Monthly hazard [R] to join."""
    push = params.low_priority + (1 - params.low_priority) * priority(view)
    pushed = params.join * view.world.policy.drive * push * (1 + params.contagion * joined)
    pushed = pushed * still_to_do(joined, params.enough)
    return (
        pushed * (1 - params.pastoral_delay * view.endowment.land.pastoral)
        + params.squeeze * forced(view) * joined
    )


class Collectivisation(Mechanism[Params]):
    id = "collectivisation"
    theme = "land"
    phase = "act"
    claims = ("S147", "S151", "S192")
    citations = ("davies1980", "viola1996", "granovetter1978", "ours")
    directions = (
        Direction("squeeze", "collectivisation.share", +1),
        Direction("risings", "unrest.events", +1),
        Direction("leaderless", "unrest.events", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        layout, land, policy, inside = (
            view.layout,
            view.world.land,
            view.world.policy,
            collectivised_share(view),
        )
        join = joining(view, params, inside)
        leave = (
            params.exit
            * jnp.maximum(policy.paused, 1 - jnp.minimum(2 * command(view), 1))
            * jnp.clip(land.unsettled / jnp.maximum(inside, LEAST), 0, 1)
        )
        joined, left = -jnp.expm1(-join) * (1 - inside), -jnp.expm1(-leave) * inside
        taken = (
            land.granted["peasant_grain.collection"]
            * policy.coercion
            / jnp.maximum(land.harvest, 1)
        )
        rises = (1 + params.spread * jnp.minimum(land.unrest, 1)) * led(view, params)
        provoked = (joined + params.unrest_grain * taken + view.world.faith.provoked) * rises
        unrest = (
            land.unrest * (1 - params.calming)
            + provoked
            + params.unrest_hunger * view.world.people.hunger_rural
        )
        upheaval = (
            land.disruption * (1 - params.mending)
            + params.upheaval_join * joined
            + params.upheaval_left * left
        )
        region = layout.cell_region
        return Effect(
            hazards={
                "joined_collective": jnp.where(
                    layout.is_status(s.INDIVIDUAL_PEASANT), join[region], 0
                ),
                "left_collective": jnp.where(
                    layout.is_status(s.COLLECTIVE_FARMER), leave[region], 0
                ),
            },
            values={
                "land.unsettled": jnp.clip(
                    (land.unsettled + joined - left) * (1 - params.settling), 0, 1
                ),
                "land.disruption": upheaval,
                "land.unrest": unrest,
                "land.unrest_over_farms": land.unrest_over_farms * (1 - params.calming)
                + joined * rises,
                "land.risings": params.risings * unrest * rural_population(view) / PERSONS_PER_UNIT,
            },
        )


MECHANISM = Collectivisation()
