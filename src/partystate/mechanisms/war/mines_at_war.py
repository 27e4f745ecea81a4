"""Mines, wells, furnaces and power stations stand where they stand: what a lost region made of a
product is lost, is wrecked when it is freed, and holds up the rest of industry.

Equations, by region r and product p; h share held now and h' last month:
    s_r <- min(s_r, h_r) + intact max(h_r - h'_r, 0) + mended max(h_r - s_r, 0) / 12,   at most h_r
    c_p = sum(p_pr s_r) / sum(p_r s_r)
    B = min(1, c_p of every product)^bound
p_pr share of the product's output that a region made before the war, as given, and p_r its share of
all plant by its workers; where nothing is given of a product the one stands for the other. s share
of what stood there that works. The tonnes of a product (products) are multiplied by c_p, and output
of industry (growth) by B: what the scarcest of coal, metal, oil and power does not let it make.
That plant as a whole is lost and moved is `displaced_plant`.

Shapes: [R]; c [products].
Assumptions: none of this can be moved away; new ones are sunk where plant is built (growth); stocks
and imports of materials are left out; what is lost with a region of its plant and what of its mines
mend at one pace.
Departures: Leontief's coefficients are fixed, which is `bound` = 1; here part of what lacks is
saved or made up for.
Rival accounts: output of a war falls for want of plant (`displaced_plant`), of materials (`bound`)
or of hands.
Sources: Leontief (1936) on fixed coefficients; Lieberman (1983) and Harrison (1996) on coal, metal
and power in the war, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    intact: Float[Array, ""]  # share of them that work when land is freed
    mended: Float[Array, ""]  # per year, share of the wrecked that is mended
    bound: Float[Array, ""]  # elasticity of output to the scarcest material


def working(view: View, params: Params):
    """Share [R] of a region's mines and works that work this month."""
    held, war = view.inputs.controlled, view.world.at_war
    left = jnp.minimum(war.works, held)
    freed = jnp.maximum(held - war.controlled, 0)
    mended = params.mended / MONTHS * jnp.maximum(held - left, 0)
    return jnp.minimum(left + params.intact * freed + mended, held)


def made_where(view: View) -> Float[Array, "products regions"]:
    """Share of each product's output [products, R] that a region made before the war."""
    given, plant = view.inputs.war.stood, view.world.at_war.plant_part
    total = given.sum(1)[:, None]
    return jnp.where(total > 0, given / jnp.maximum(total, LEAST), plant[None])


class MinesAtWar(Mechanism[Params]):
    id = "mines_at_war"
    theme = "war"
    phase = "report"
    claims = ("S173",)
    citations = ("leontief1936", "lieberman1983", "harrison1996", "ours")
    directions = (
        Direction("mended", "industry.coal", +1),
        Direction("bound", "industry.output_index_1913", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        works, plant = working(view, params), view.world.at_war.plant_part
        whole = jnp.maximum((plant * works).sum(), LEAST)
        by_product = (made_where(view) * works[None]).sum(1) / whole
        scarcest = jnp.minimum(by_product.min(), 1)
        return Effect(
            values={
                "war.works": works,
                "war.by_product": by_product,
                "war.supplied": scarcest**params.bound,
            }
        )


MECHANISM = MinesAtWar()
