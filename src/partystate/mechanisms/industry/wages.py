"""What a worker's earnings buy: goods, bread, and what comes from animals.

Equations, against the base of each:
    goods  = [(1 - craft) Y_consumer / s + craft u (1 - closed w) A^animals_elasticity] / N
    wage   = goods^goods_share x bread^bread_share x (A / P)^(1 - goods_share - bread_share)
    reported = wage e^(goods_share z),   z log of reported over true output: goods as they are told
Y_consumer output of consumer goods, s its share in the base year, u share of plant in use; craft
the part of goods that small workshops and trade made, closed by force w; A animals of the country,
which also give hides and wool; N townspeople and P people against the villagers of the start; bread
what the towns ate against what they eat when free to.

Shapes: scalars; an index without a base of its own.
Assumptions: one worker, one basket of fixed shares; no savings; wages move with what there is to
buy, since prices or queues clear. Bread and animals are told as they are: what is padded is goods.
Departures: none published; our own index, close to the trial's P7.
Rival accounts: Chapman (1963) prices the basket; Allen (2003) counts consumption of all, which
falls less.
Sources: Chapman (1963); Allen (2003) ch. 7; Zaleski (1980), as recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import civilian
from partystate.mechanisms.land.hunger import got
from partystate.mechanisms.quantities import LEAST, command, urban_population
from partystate.world.effect import Effect
from partystate.world.herds import in_cattle
from partystate.world.sectors import CONSUMER
from partystate.world.view import View


class Params(eqx.Module):
    craft: Float[Array, ""]  # share of goods made by small workshops
    closed: Float[Array, ""]  # share of the workshops that full force closes
    animals_elasticity: Float[Array, ""]  # 1, elasticity of their output to animals
    goods_share: Float[Array, ""]  # of the basket
    bread_share: Float[Array, ""]


def animals(view: View):
    """Animals of the country by what each gives, base year = 1."""
    before, now = in_cattle(view.endowment.land.herds), in_cattle(view.world.land.herds)
    return now.sum() / jnp.maximum(before.sum(), LEAST)


class Wages(Mechanism[Params]):
    id = "wages"
    theme = "industry"
    phase = "report"
    claims = ("S166",)
    citations = ("chapman1963", "allen2003", "zaleski1980")
    directions = (Direction("closed", "wages.real_index_1926", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        industry, land = view.world.industry, view.world.land
        herd, scale = animals(view), view.endowment.people.rural_base.sum()
        workshops = (
            industry.running * (1 - params.closed * command(view)) * herd**params.animals_elasticity
        )
        made = industry.output[CONSUMER] / view.endowment.land.output_part[CONSUMER]
        goods = (1 - params.craft) * civilian(view, made) + params.craft * workshops
        bread = got(view)[1].sum() / jnp.maximum(land.needed_urban.sum(), LEAST)
        rest = 1 - params.goods_share - params.bread_share
        towns, people = (
            jnp.maximum(n.sum() / scale, LEAST)
            for n in (urban_population(view), view.world.people.persons)
        )
        index = (
            (goods / towns) ** params.goods_share
            * bread**params.bread_share
            * (herd / people) ** rest
        )
        told = index * jnp.exp(params.goods_share * view.world.information.report_excess)
        return Effect(values={"industry.wage": index, "information.reported_wage": told})


MECHANISM = Wages()
