"""Hungry peasants leave for other regions, where they can and are let.

Equations: hazard = rate U^3 / (1 + U^3) (1 - held b_r) (1 - papers p) of peasants, U hunger of the
village [months], b cordon, p passports. They go to townspeople of their nationality elsewhere, by
people times how well a town eats: weight of a pair = persons / [(1 + U_town)^2 (1 + U_village^3)].

Shapes: hazards [cells] per month; weights [Q].
Assumptions: the hungry go to kin in towns and building sites; those who flee to villages are booked
there too.
Departures: none published; our own rule. Flight across the border is not modelled.
Rival accounts: none.
Sources: Sen (1981) on distress migration; decree of 22 January 1933 on departures, as recalled; our
own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View

STEEP = 3  # exponent of hunger: few leave while it is mild; ours


class Params(eqx.Module):
    rate: Float[Array, ""]  # 1/month at extreme hunger
    held: Float[Array, ""]  # share whom a full cordon holds back
    papers: Float[Array, ""]  # share whom passports keep out


class Flight(Mechanism[Params]):
    id = "flight"
    theme = "land"
    phase = "act"
    claims = ("S160",)
    citations = ("sen1981", "decree_departures", "ours")
    directions = (Direction("rate", "migration.rural_outflow", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        layout, people, policy = view.layout, view.world.people, view.world.policy
        felt = people.hunger_rural**STEEP
        leave = (
            params.rate
            * felt
            / (1 + felt)
            * (1 - params.held * policy.flight_barred)
            * (1 - params.papers * policy.passports)
        )
        peasant = layout.is_status(s.INDIVIDUAL_PEASANT) | layout.is_status(s.COLLECTIVE_FARMER)
        fed = 1 / (1 + people.hunger_urban) ** 2 / (1 + felt)
        weight = layout.by_pair(people.persons) * fed[layout.pair_region]
        return Effect(
            hazards={"fled_hunger": jnp.where(peasant, leave[layout.cell_region], 0)},
            destinations={"fled_hunger": weight},
        )


MECHANISM = Flight()
