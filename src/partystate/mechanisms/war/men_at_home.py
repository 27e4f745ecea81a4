"""Fewer children are born where men are away, and where they do not come back.

Equation, by region: births against those of a usual month,
    b <- b + [min(M / M_0, 1)^apart - b] / gestation
M men of family age at home a woman of that age, M_0 the same when the war began.

Shapes: [R].
Assumptions: what counts is the number of men for each woman where she lives, whoever they are; a
birth follows nine months after, as a lag.
Departures: Henry's model of marriage has ages of both; here one ratio stands for the market.
Rival accounts: births fall from hunger (births_deaths) or from fear of the future, which is not
modelled.
Sources: Schoen (1983) on the squeeze of marriage, Vandenbroucke (2014) on men away and births in an
earlier war, Brainerd (2017) on lost men, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.layout import SEXES, Layout
from partystate.world.view import View

YOUNGEST, OLDEST = 20, 50  # years, of parents; ours


class Params(eqx.Module):
    apart: Float[Array, ""]  # 1, elasticity of births to men a woman
    gestation: Float[Array, ""]  # months of the lag


def men_a_woman(layout: Layout, mean_age: Array, persons: Array) -> Float[Array, "regions"]:
    """Men a woman [R] of the ages of parents, at home; `mean_age` [A] of the bands, in years."""
    of_parents = (mean_age >= YOUNGEST) & (mean_age <= OLDEST)
    here = jnp.where(layout.pairs_of(*s.FREE)[layout.cell_pair], persons, 0)
    here = jnp.where(of_parents[layout.cell_age], here, 0)
    men, women = (
        layout.by_region(jnp.where(layout.cell_sex == SEXES.index(sex), here, 0)) for sex in SEXES
    )
    return men / jnp.maximum(women, 1)


class MenAtHome(Mechanism[Params]):
    id = "men_at_home"
    theme = "war"
    phase = "report"
    claims = ("S177",)
    citations = ("schoen1983", "vandenbroucke2014", "brainerd2017", "ours")
    directions = (Direction("apart", "population.births", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        war = view.world.at_war
        ages = view.endowment.people.mean_age
        now = men_a_woman(view.layout, ages, view.world.people.persons)
        ratio = jnp.maximum(now / jnp.maximum(war.usual_men, LEAST), LEAST)
        goal = jnp.minimum(ratio, 1) ** params.apart
        return Effect(
            values={"war.together": war.together + (goal - war.together) / params.gestation}
        )


MECHANISM = MenAtHome()
