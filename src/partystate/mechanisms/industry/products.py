"""Tonnes of single products from the plant that makes producer goods.

Equation, by product p of steel, coal, oil and electricity:
    Q_p = base_p u^(start_p) (Y / (u s))^(rise_p)
Y output of producer goods, s its share in the base year, u share of the plant in use. In
a war, what is left of each product's mines and furnaces, and Y as if none lacked (`mines_at_war`).
    base   in the base year: steel_base, coal_base, oil_base, electricity_base
    start  a product comes back faster or slower than the rest when idle plant starts: steel_start,
        coal_start, oil_start, electricity_start
    rise   it rises faster or slower as plant is added: steel_rise, coal_rise, oil_rise,
        electricity_rise

Shapes: [products]; Mt or TWh a year.
Assumptions: response curves; no plant of a product's own, no ore, no distances.
Departures: none published; ours.
Rival accounts: none.
Sources: base-year outputs in Promyshlennost SSSR (1957), as recalled; elasticities ours, wide."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import as_if_supplied, where_made
from partystate.mechanisms.quantities import LEAST
from partystate.world.effect import Effect
from partystate.world.sectors import PRODUCER, PRODUCTS
from partystate.world.view import View


class Params(eqx.Module):
    steel_base: Float[Array, ""]  # Mt in the base year
    coal_base: Float[Array, ""]  # Mt
    oil_base: Float[Array, ""]  # Mt
    electricity_base: Float[Array, ""]  # TWh
    steel_start: Float[Array, ""]  # 1
    coal_start: Float[Array, ""]
    oil_start: Float[Array, ""]
    electricity_start: Float[Array, ""]
    steel_rise: Float[Array, ""]  # 1
    coal_rise: Float[Array, ""]
    oil_rise: Float[Array, ""]
    electricity_rise: Float[Array, ""]


class Products(Mechanism[Params]):
    id = "products"
    theme = "industry"
    phase = "report"
    claims = ("S170",)
    citations = ("promyshlennost1957", "ours")
    directions = (Direction("steel_rise", "industry.steel", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        industry = view.world.industry

        def of(what):
            return jnp.stack([getattr(params, f"{product}_{what}") for product in PRODUCTS])

        running = jnp.maximum(industry.running, LEAST)
        output = as_if_supplied(view, industry.output[PRODUCER])
        risen = jnp.maximum(output / view.endowment.land.output_part[PRODUCER] / running, LEAST)
        made = of("base") * running ** of("start") * risen ** of("rise")
        return Effect(values={"industry.products": where_made(view, made)})


MECHANISM = Products()
