"""When the rulers push peasants into collective farms, when they stop, and when they start again.

Equations; w force in the line, Q frustration with collections, U unrest over farms as known:
    wanted   D = clip((Q max(2 w - 1, 0) - onset) / width, 0, 1) [share of the year's collections
        due by now >= busy] max[1 - (q / complete)^4, 0],   q share of the peasants in, as known
    paused   1 when U > tolerance;  0 again when U < resume_unrest_share x tolerance, between
        harvest and spring sowing
    pace     p <- p x caution whenever a pause begins
    drive    = D p (1 - paused) clip[(o - equipped) / (1 - equipped), 0, 1],   o industry's output,
        as reported, against that of the base year
So the drive begins when grain that is asked for by force keeps falling short, the line is for force
beyond trade and there is an industry that can equip large farms; it breaks off when the village
rises, and comes back weaker.

Shapes: scalars. Reads only what was known from earlier months.
Assumptions: the same officials collect grain and organise farms, so that the push waits until most
is due; collective farms are wanted because collections from them are easier, and because machines
are to work them: where industry lies idle nobody joins fields for ploughs that are not there;
doctrine enters through the line alone. The police report disturbances by their cause, so that a
drive is broken off for what joining provokes and not for what collections do, which nobody
thought of breaking off; while a crop stands, fields are not divided anew.
Departures: no published model; the threshold rule is ours.
Rival accounts: a drive for its own sake (doctrine) is a low `onset`.
Sources: Davies (1980) on the sequence of grain crisis, drive and retreat; Lewin (1968); Viola
(1996) on reports of disturbances by cause, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.land.collectivisation import still_to_do
from partystate.mechanisms.quantities import forced
from partystate.world.agricultural_clock import before_sowing
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    onset: Float[Array, ""]  # 1, frustration under full force at which the drive begins
    width: Float[Array, ""]  # 1, more of it at which the drive is full
    tolerance: Float[Array, ""]  # 1, unrest over farms at which the drive breaks off
    resume_unrest_share: Float[Array, ""]  # share of the tolerance at which it may begin again
    caution: Float[Array, ""]  # 1, pace after a pause against the one before
    complete: Float[Array, ""]  # share of the peasants at which all counts as done
    # share of the year's collections due, below which officials have no time for farms
    busy: Float[Array, ""]
    equipped: Float[Array, ""]  # output of industry, of the base year's, that equips no farm yet


class CollectivisationDrive(Mechanism[Params]):
    id = "collectivisation_drive"
    theme = "land"
    phase = "decide"
    claims = ("S060", "S142", "S151")
    citations = ("davies1980", "lewin1968", "viola1996", "ours")
    directions = (Direction("onset", "collectivisation.share", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        policy, unrest = view.world.policy, view.world.information.known_unrest_over_farms
        pressed = policy.frustration * forced(view)
        wanted = jnp.clip((pressed - params.onset) / params.width, 0, 1)
        is_free = view.inputs.calendar.collection_season >= params.busy
        known = view.world.information
        joined = (known.known_collectivised_share * known.known_population).sum()
        joined = joined / jnp.maximum(known.known_population.sum(), 1)
        wanted = wanted * still_to_do(joined, params.complete)
        wanted = jnp.where(is_free, wanted, 0)
        stops = unrest > params.tolerance
        may_resume = (unrest < params.resume_unrest_share * params.tolerance) & before_sowing(
            view.world.month
        )
        paused = jnp.where(stops, 1.0, jnp.where(may_resume, 0.0, policy.paused))
        output = view.world.information.reported_output
        equipped = jnp.clip((output - params.equipped) / (1 - params.equipped), 0, 1)
        pace = jnp.where(stops & (policy.paused == 0), policy.pace * params.caution, policy.pace)
        return Effect(
            values={
                "policy.drive": wanted * pace * (1 - paused) * equipped,
                "policy.pace": pace,
                "policy.paused": paused,
            }
        )


MECHANISM = CollectivisationDrive()
