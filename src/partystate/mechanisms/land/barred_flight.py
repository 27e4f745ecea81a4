"""Papers for townspeople and cordons around hungry regions, when too many are reported on the move.

Equations:
    cordon   b_r <- b_r + pace [clip(strictness w f_r / tolerated + intent w target_r h, 0, 1) -
        b_r]
    passports  stay once w > 1/2, arrivals in towns pass what the lists can follow, a > borne T,
        and the granary does not bear the rations to the harvest, c < 1
a known arrivals a year, T townspeople on the lists, c the part of all needs that the granary covers
(state_trade); f share of the peasants who fled last month as known; w force in the line; h 1 where
hunger is known.

Shapes: [R], 0..1.
Assumptions: a cordon answers to flight, not to hunger; under free trade nobody is held; while there
is bread enough, hands are welcome.
Departures: none published; our own rule.
Rival accounts: a cordon against a people (thesis of intent) through `intent` and `target`.
Sources: decrees on passports (27 December 1932) and on departure (22 January 1933), which this
mechanism has to produce; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import command
from partystate.world.effect import Effect
from partystate.world.view import View

HALF = 1 / 2


class Params(eqx.Module):
    tolerated: Float[Array, ""]  # share of the peasants a month
    borne: Float[Array, ""]  # per year, arrivals a townsperson that ration lists can follow
    strictness: Float[Array, ""]  # 1
    pace: Float[Array, ""]  # 1/month
    intent: Float[Array, ""]  # strength of a cordon against the target of a thesis


class BarredFlight(Mechanism[Params]):
    id = "barred_flight"
    theme = "land"
    phase = "decide"
    claims = ("S160",)
    citations = ("decree_passports", "decree_departures", "ours")
    directions = (Direction("strictness", "migration.rural_outflow", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        known, policy, w = view.world.information, view.world.policy, command(view)
        is_hungry = jnp.where(known.known_hunger > 0, 1.0, 0.0)
        wanted = (
            params.strictness * w * known.known_flight / params.tolerated
            + params.intent * w * view.endowment.land.target * is_hungry
        )
        cordon = policy.flight_barred + params.pace * (
            jnp.clip(wanted, 0, 1) - policy.flight_barred
        )
        bearable = params.borne * known.known_towns.sum()
        too_many = (known.known_arrivals > bearable) & (policy.cover < 1)
        alarmed = (w > HALF) & too_many
        return Effect(
            values={
                "policy.flight_barred": cordon,
                "policy.passports": jnp.where(alarmed, 1.0, policy.passports),
            }
        )


MECHANISM = BarredFlight()
