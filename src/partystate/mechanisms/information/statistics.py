"""What is counted, and what of it reaches the centre and the public.

Equations, one line a quantity (x true, k known, p published):
    population  k <- k + births b - deaths d        registered with completeness b and d
    harvest     k = x (1 + bias),  p = k (1 + gloss)      in the harvest month
    collections k = x
    collective share k = x
Excess deaths inherit the completeness of deaths. What is preserved is what was known, until archives are modelled.

Shapes: [R].
Assumptions: completeness and bias are constant; famine deaths are registered as well as others.
Departures: registration collapsed in the famine regions, which a constant hides.
Rival accounts: none; archives and secrecy come as mechanisms of their own.
Sources: Andreev, Darskii and Kharkova (1993) on completeness; Wheatcroft and Davies (1994) on harvest corrections.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Card, Direction, Mechanism
from partystate.mechanisms.land.peasants import collectivised_share
from partystate.world.agricultural_clock import HARVEST, month_of_year
from partystate.world.effect import Effect
from partystate.world.inputs import View


class Params(eqx.Module):
    births_registered: Float[Array, ""]  # share
    deaths_registered: Float[Array, ""]  # share
    harvest_bias: Float[Array, ""]  # known over true, less 1
    harvest_gloss: Float[Array, ""]  # published over known, less 1


def propose(view: View, params: Params, luck, stream: int) -> Effect:
    world, known = view.world, view.world.information
    births = world.vital.births * params.births_registered
    deaths = world.vital.deaths * params.deaths_registered
    is_harvest = month_of_year(world.month) == HARVEST
    harvest = jnp.where(is_harvest, world.land.harvest * (1 + params.harvest_bias), known.known_harvest)
    return Effect(
        values={
            "information.known_population": known.known_population + births - deaths,
            "information.known_births": births,
            "information.known_deaths": deaths,
            "information.known_harvest": harvest,
            "information.published_harvest": harvest * (1 + params.harvest_gloss),
            "information.known_collected": world.land.collected,
            "information.known_collectivised_share": collectivised_share(view),
        }
    )


MECHANISM = Mechanism(
    Card(
        id="statistics",
        theme="information",
        phase="report",
        stream="statistics",
        reads=(
            "month",
            "people.persons",
            "vital.births",
            "vital.deaths",
            "land.harvest",
            "land.collected",
            "information.known_population",
            "information.known_harvest",
        ),
        proposes=(
            "values:information.known_population",
            "values:information.known_births",
            "values:information.known_deaths",
            "values:information.known_harvest",
            "values:information.published_harvest",
            "values:information.known_collected",
            "values:information.known_collectivised_share",
        ),
        claims=("S128",),
        sources=("Andreev, Darskii and Kharkova (1993)", "Wheatcroft and Davies (1994)"),
        directions=(Direction("harvest_gloss", "grain.harvest@published", +1),),
    ),
    Params,
    propose,
)
