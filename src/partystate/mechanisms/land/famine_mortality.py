"""Hunger adds to the hazard of death, in proportion to what each age and sex already bears.

Equations:
    h = multiplier b(a, s) mean over k of F_k,   F_k = min(U_k, most_hunger)^convexity
    b = adult_hazard [mu(a, s) / adult_hazard]^age_bend sex
    starved_k = 1 - exp[-multiplier F_k mean b]
mu the baseline hazard, sex sqrt(male_excess) for men and 1 over it for women, U_k hunger of the
fifths of the village or the town, mean b over those who live there. age_bend = 1 multiplies every
age alike; below 1 the young and the old rise less than in proportion. It is households that starve:
the power is taken of each fifth and not of their mean.
Settlers are last in line: they feel `confined` times the hunger of their region's village. Those in
camps and prisons are fed by the state, in `camps`.

Shapes: hazard [cells] per month; U [2, 5, R].
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
from partystate.world.households import DWELLINGS
from partystate.world.view import View

VILLAGE = DWELLINGS.index("village")


class Params(eqx.Module):
    multiplier: Float[Array, ""]  # rise of the hazard at unit hunger, as a multiple of the baseline
    convexity: Float[Array, ""]  # 1
    most_hunger: Float[Array, ""]  # month-equivalents; hunger beyond it kills no faster
    age_bend: Float[Array, ""]  # 1, exponent of the baseline hazard
    adult_hazard: Float[Array, ""]  # 1/month, where the bend leaves the hazard as it is
    male_excess: Float[Array, ""]  # 1, male against female
    confined: Float[Array, ""]  # 1, hunger of settlers against the village around them


def mean_hazards(view: View, profile):
    """A profile of hazards [ages, sexes] on the mean over villagers and townspeople [2, R]."""
    layout, persons = view.layout, view.world.people.persons
    hazards, people = layout.weighted_by_pair(persons, profile), layout.by_pair(persons)
    sums = [
        [layout.pairs_by_region(jnp.where(where, pairs, 0)) for pairs in (hazards, people)]
        for where in (layout.pair_rural, layout.pair_urban)
    ]
    return jnp.stack([hazard / jnp.maximum(many, 1) for hazard, many in sums])


class FamineMortality(Mechanism[Params]):
    id = "famine_mortality"
    theme = "land"
    phase = "act"
    claims = ("S152", "S161", "S202")
    citations = ("watkins1985", "ours")
    directions = (Direction("multiplier", "famine.deaths_attributed", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        layout, people = view.layout, view.world.people

        def felt(hunger):
            return jnp.minimum(hunger, params.most_hunger) ** params.convexity

        fifths = felt(people.hunger_fifths)
        rural, urban = fifths.mean(1)
        held = felt(params.confined * people.hunger_fifths[VILLAGE]).mean(0)
        region = layout.pair_region
        settled = jnp.where(layout.pairs_of(s.SPECIAL_SETTLER), held[region], 0)
        felt_by = jnp.where(
            layout.pair_urban, urban[region], jnp.where(layout.pair_rural, rural[region], settled)
        )
        baseline = view.endowment.people.death_rate
        bent = params.adult_hazard * (baseline / params.adult_hazard) ** params.age_bend
        by_sex = jnp.stack([jnp.sqrt(params.male_excess), 1 / jnp.sqrt(params.male_excess)])
        of_hungry = bent * by_sex[None] * params.multiplier
        mean = mean_hazards(view, of_hungry)
        return Effect(
            hazards={"famine_death": layout.to_cells(felt_by, of_hungry)},
            values={"people.starved": 1 - jnp.exp(-fifths * mean[:, None])},
        )


MECHANISM = FamineMortality()
