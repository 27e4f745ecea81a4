"""Hunger adds to the hazard of death, in proportion to what each age and sex already bears.

Equation: h = mu(a, s) level k min(U, U_max)^gamma, with mu the baseline hazard, U hunger of the village or the town.

Shapes: hazard [cells] per month; U [R].
Assumptions: famine multiplies the ordinary age pattern of death; nobody in confinement is fed by this rule yet.
Departures: the trial used weights by age of its own; a proportional rise needs none and has published support.
Rival accounts: epidemics that follow hunger are inside k and gamma, not apart.
Sources: Watkins and Menken (1985) on the age pattern of famine deaths; our worked-out equation P10; IPC famine
threshold (2 per 10,000 a day) for scale.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Card, Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.inputs import View


class Params(eqx.Module):
    multiplier: Float[Array, ""]  # rise of the hazard at unit hunger, as a multiple of the baseline
    convexity: Float[Array, ""]  # 1
    most_hunger: Float[Array, ""]  # month-equivalents; hunger beyond it kills no faster


def propose(view: View, params: Params, luck, stream: int) -> Effect:
    layout, people = view.layout, view.world.people
    worst = params.most_hunger
    rural = jnp.minimum(people.hunger_rural, worst) ** params.convexity
    urban = jnp.minimum(people.hunger_urban, worst) ** params.convexity
    region = layout.cell_region
    felt = jnp.where(layout.cell_urban, urban[region], jnp.where(layout.cell_rural, rural[region], 0))
    baseline = view.endowment.death_rate[layout.cell_age, layout.cell_sex]
    return Effect(hazards={"famine_death": baseline * params.multiplier * felt})


MECHANISM = Mechanism(
    Card(
        id="famine_mortality",
        theme="land",
        phase="act",
        stream="famine_mortality",
        reads=("people.hunger_rural", "people.hunger_urban"),
        proposes=("hazards:famine_death",),
        claims=("S152", "S161", "S202"),
        sources=("Watkins and Menken (1985)",),
        directions=(Direction("multiplier", "famine.deaths_attributed", +1),),
    ),
    Params,
    propose,
)
