"""Life and death in camps, colonies, prisons and settlements; releases and escapes.

Equations; m multiples of the ordinary hazard of death of age and sex, added to it; U hunger of the
country's towns, and starved times that of its villages, from which most come; c crowding, z
newcomers:
    camps      m = camp_mortality_multiple + hunger_mortality_rise U^2 + crowding_mortality_rise c,
        c inmates beyond the places, against them (registers)
    colonies, prisons   m = colony_mortality_ratio x the same
    settlements         m = settlement_mortality_multiple + transit z_r,   z remembered arrivals
        over stock; hunger of the region beside it
    released   1 / term a month of camps, 1 / long_term of those whom a mass operation sent there
        (terms), 1 / short_term of colonies
    escaped    from camps and colonies: escape;  from settlements: flee (1 + U_r) [known + (1 -
        known) z_r],  U_r hunger of the village around
Camps are fed from the same granary as the towns, after them.

Shapes: hazards [cells] per month; [R].
Assumptions: terms of each kind end at a constant rate; the released and escaped are booked in the
village of their region, as papers keep them out of large towns; those who flee a settlement go to
kin in towns.
Departures: the trial's P9 had food of camps relative to towns and a shock by inflow over stock;
this keeps both as multiples of ordinary death.
Rival accounts: deaths by policy (rations by work done) or by breakdown (transport, crowding):
`camp_mortality_multiple` against `crowding_mortality_rise`.
Sources: Zemskov (1991) and Wheatcroft (1996) on camps, as recalled; Viola (2007) on settlements;
our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import of_status, rural_population, urban_population
from partystate.mechanisms.terror.terms import long_terms, released
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    # multiple of the ordinary hazard that camps add in ordinary years
    camp_mortality_multiple: Float[Array, ""]
    hunger_mortality_rise: Float[Array, ""]  # more at unit hunger
    crowding_mortality_rise: Float[Array, ""]  # more where two lie in one place
    colony_mortality_ratio: Float[Array, ""]  # colonies and prisons against camps
    settlement_mortality_multiple: Float[Array, ""]  # multiple that settlements add once settled
    starved: Float[Array, ""]  # part of the villages' hunger that those confined have brought
    transit: Float[Array, ""]  # more where all are newcomers
    term: Float[Array, ""]  # months, mean stay in camps of those whom boards and courts sent
    long_term: Float[Array, ""]  # months, of those whom a mass operation sent
    short_term: Float[Array, ""]  # months, mean stay in colonies
    escape: Float[Array, ""]  # 1/month
    flee: Float[Array, ""]  # 1/month, newcomers of settlements
    known: Float[Array, ""]  # share of that rate at which those long settled flee


def by_status(view: View, values: dict):
    """Values [Q] of the pairs of each status named, nothing elsewhere."""
    layout = view.layout
    total = jnp.zeros(len(layout.axes.pairs))
    for name, value in values.items():
        total = total + jnp.where(layout.pairs_of(name), value, 0)
    return total


class Camps(Mechanism[Params]):
    id = "camps"
    theme = "terror"
    phase = "act"
    claims = ("S140", "S141", "S167")
    citations = ("zemskov1991", "wheatcroft1996", "viola2007", "ours")
    directions = (
        Direction("camp_mortality_multiple", "gulag.deaths", +1),
        Direction("crowding_mortality_rise", "gulag.deaths", +1),
        Direction("transit", "settlers.deaths", +1),
        Direction("long_term", "gulag.releases", -1),
        Direction("flee", "settlers.escapes", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        layout, people, organs = view.layout, view.world.people, view.world.repression
        towns = urban_population(view)
        village = rural_population(view)
        brought = (people.hunger_rural * village).sum() / jnp.maximum(village.sum(), 1)
        hunger = (people.hunger_urban * towns).sum() / jnp.maximum(towns.sum(), 1)
        hunger = hunger + params.starved * brought
        camp = (
            params.camp_mortality_multiple
            + params.hunger_mortality_rise * hunger**2
            + params.crowding_mortality_rise * organs.crowding
        )
        fresh = organs.fresh[layout.pair_region]
        added = {
            s.CAMP: camp,
            s.COLONY: params.colony_mortality_ratio * camp,
            s.PRISONER: params.colony_mortality_ratio * camp,
            s.SPECIAL_SETTLER: params.settlement_mortality_multiple + params.transit * fresh,
        }
        mortality = view.endowment.people.death_rate
        everyone = jnp.ones_like(mortality)
        inmates = of_status(view, s.CAMP).sum()
        long = long_terms(view, inmates)
        leaves = released(inmates, long, params.term, params.long_term)
        out = by_status(view, {s.CAMP: leaves, s.COLONY: 1 / params.short_term})
        away = by_status(view, {s.CAMP: params.escape, s.COLONY: params.escape})
        felt = people.hunger_rural[layout.pair_region]
        flee = params.flee * (1 + felt) * (params.known + (1 - params.known) * fresh)
        ordinary = layout.weighted_by_pair(people.persons, mortality)
        ordinary = jnp.where(layout.pairs_of(s.CAMP), ordinary, 0).sum() / jnp.maximum(inmates, 1)
        lost = (1 + camp) * ordinary + params.escape
        back = layout.by_pair(people.persons) * (out + away)
        return Effect(
            hazards={
                "confined_death": layout.to_cells(by_status(view, added), mortality),
                "released": layout.to_cells(out, everyone),
                "escaped": layout.to_cells(away, everyone),
                "fled_settlement": layout.to_cells(
                    by_status(view, {s.SPECIAL_SETTLER: flee}), everyone
                ),
            },
            destinations={"fled_settlement": layout.by_pair(people.persons)},
            values={
                "repression.returned": layout.pairs_by_region(back),
                "repression.long_terms": long * jnp.maximum(1 - 1 / params.long_term - lost, 0),
            },
        )


MECHANISM = Camps()
