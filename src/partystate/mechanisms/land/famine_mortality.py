"""Hunger adds to the hazard of death, in proportion to what each age and sex already bears.

Equation:
    h = multiplier min(U, most_hunger)^convexity adult_hazard [mu(a, s) / adult_hazard]^age_bend sex
mu the baseline hazard, sex sqrt(male_excess) for men and 1 over it for women, U hunger of the
village or the town. age_bend = 1 multiplies every age alike; below 1 the young and the old rise
less than in proportion.
Settlers are last in line: they feel `confined` times the hunger of their region's village. Those in
camps and prisons are fed by the state, in `camps`.

Shapes: hazard [cells] per month; U [R].
Assumptions: famine bends the ordinary age pattern of death towards grown people and men.
Departures: the trial used weights by age of its own; a bent proportional rise needs one number.
Rival accounts: disease that follows hunger is apart (`epidemics`) where it has a name; dysentery
and what else has none are inside `multiplier` and `convexity`.
Sources: Watkins and Menken (1985) on the age pattern of famine deaths; our worked-out equation P10;
IPC famine threshold (2 per 10,000 a day) for scale."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    multiplier: Float[Array, ""]  # rise of the hazard at unit hunger, as a multiple of the baseline
    convexity: Float[Array, ""]  # 1
    most_hunger: Float[Array, ""]  # month-equivalents; hunger beyond it kills no faster
    age_bend: Float[Array, ""]  # 1, exponent of the baseline hazard
    adult_hazard: Float[Array, ""]  # 1/month, where the bend leaves the hazard as it is
    male_excess: Float[Array, ""]  # 1, male against female
    confined: Float[Array, ""]  # 1, hunger of settlers against the village around them


class FamineMortality(Mechanism[Params]):
    id = "famine_mortality"
    theme = "land"
    phase = "act"
    claims = ("S152", "S161", "S202")
    citations = ("watkins1985", "ours")
    directions = (Direction("multiplier", "famine.deaths_attributed", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        layout, people = view.layout, view.world.people
        worst = params.most_hunger
        rural = jnp.minimum(people.hunger_rural, worst) ** params.convexity
        urban = jnp.minimum(people.hunger_urban, worst) ** params.convexity
        region = layout.pair_region
        held = jnp.minimum(params.confined * people.hunger_rural, worst) ** params.convexity
        settled = jnp.where(layout.pairs_of(s.SPECIAL_SETTLER), held[region], 0)
        felt = jnp.where(
            layout.pair_urban, urban[region], jnp.where(layout.pair_rural, rural[region], settled)
        )
        baseline = view.endowment.people.death_rate
        bent = params.adult_hazard * (baseline / params.adult_hazard) ** params.age_bend
        by_sex = jnp.stack([jnp.sqrt(params.male_excess), 1 / jnp.sqrt(params.male_excess)])
        return Effect(
            hazards={"famine_death": layout.to_cells(felt, bent * by_sex[None] * params.multiplier)}
        )


MECHANISM = FamineMortality()
