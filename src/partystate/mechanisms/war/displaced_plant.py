"""What becomes of plant on land that is lost and freed; the file on evacuation beside this one
moves the people.

Equations; K plant, p_r part of it that stood in a region r when the war began, h_r share held now
and h'_r last month:
    lost     L = K sum[p_r max(h'_r - h_r, 0)] / sum(p_r h'_r)
    moving   M <- (1 - 1 / journey) M + shipped L
    left     E <- E (1 - g) + (1 - shipped) L,
        g = sum[p_r max(h_r - h'_r, 0)] / sum[p_r (1 - h'_r)]
    K <- K - L + M / journey + standing g E
What does not stand when land is freed is gone.

Shapes: [sectors].
Assumptions: all sectors stood in the same places; what is moved works again at full when it comes.
Departures: none published; our own rule.
Rival accounts: none.
Sources: Lieberman (1983) and Harrison (1996) on evacuated plant, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    shipped: Float[Array, ""]  # share of the plant of lost land that is moved away
    journey: Float[Array, ""]  # months until it works again
    standing: Float[Array, ""]  # share of what was left that works when land is freed


def share_of(part, total):
    """A part of a total, nought where there is none."""
    return part / jnp.maximum(total, LEAST)


class DisplacedPlant(Mechanism[Params]):
    id = "displaced_plant"
    theme = "war"
    phase = "report"
    claims = ("S173",)
    citations = ("lieberman1983", "harrison1996", "ours")
    directions = (Direction("standing", "industry.output_index_1913", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        war, plant = view.world.at_war, view.world.industry.plant
        part, before, now = war.plant_part, war.controlled, view.inputs.controlled
        lost = share_of((part * jnp.maximum(before - now, 0)).sum(), (part * before).sum()) * plant
        freed = share_of((part * jnp.maximum(now - before, 0)).sum(), (part * (1 - before)).sum())
        freed = jnp.minimum(freed, 1)
        arrives = war.plant_moving / params.journey
        back = freed * war.plant_left
        return Effect(
            values={
                "industry.plant": plant - lost + arrives + params.standing * back,
                "war.plant_moving": war.plant_moving - arrives + params.shipped * lost,
                "war.plant_left": war.plant_left - back + (1 - params.shipped) * lost,
            }
        )


MECHANISM = DisplacedPlant()
