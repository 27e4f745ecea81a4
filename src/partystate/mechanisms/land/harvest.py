"""Grain from the field to the barn: area, mean yield, weather, draught power, and the effort collections leave.

Equations, by region r, in the harvest month only:
    Y_r = A_r y_r exp[ -a (d_r - D_r) - b (w_r - W_r) + e ln(q) - f k_r max(c_r - c0, 0) + g n + s z_r ]
A sown area (base area x recorded index) [ha], y mean yield of the base years [t/ha]; d, w drought and wet-year
grade of the year and D, W their means in the base years [1]; q draught power, base year = 1; k collectivised
share of the peasants; c share of the last harvest that was collected, c0 the share that does not discourage;
n years from the start; z normal draw. d is drawn from the triangle of its low, central and high grade.

Shapes: all [R]; Y in t.
Assumptions: grades act log-linearly; a wet year (rust, weeds, lodging) has a coefficient of its own, because the
gauges show wet springs where harvests failed; draught power and area are national indices until herds are modelled.
Departures: the effort term is ours; the published models put incentives into labour supply.
Rival accounts: harvest failure as the whole cause (Tauger 1991) against collections (S154); both can be run by
scaling `drought_loss`, `wet_loss` or `effort_loss`.
Sources: Tauger (1991) on wet-year losses; Davies and Wheatcroft (2004) ch. 13 on draught power and weather; our
worked-out equation P1 of the society trial.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.core import draws
from partystate.mechanisms.contract import Card, Direction, Mechanism
from partystate.mechanisms.land.peasants import collectivised_share
from partystate.world.agricultural_clock import HARVEST, MONTHS, month_of_year
from partystate.world.effect import Effect
from partystate.world.inputs import View

DROUGHT_SITE, NOISE_SITE = 1, 2
LEAST_TONNE = 1.0  # t, keeps the share of an empty harvest finite


class Params(eqx.Module):
    drought_loss: Float[Array, ""]  # log yield per grade
    wet_loss: Float[Array, ""]  # log yield per grade
    draught_elasticity: Float[Array, ""]  # 1
    effort_loss: Float[Array, ""]  # log yield per unit share collected above the tolerated one, in collectives
    tolerated_share: Float[Array, ""]  # share of the harvest
    yield_trend: Float[Array, ""]  # log yield per year
    yield_noise: Float[Array, ""]  # sd of log yield


def triangular(u, low, mode, high):
    """Quantile of the triangular distribution; `mode` where the range is empty."""
    width = jnp.where(high > low, high - low, 1)
    split = (mode - low) / width
    rising = low + jnp.sqrt(u * width * (mode - low))
    falling = high - jnp.sqrt((1 - u) * width * (high - mode))
    return jnp.where(high > low, jnp.where(u < split, rising, falling), mode)


def propose(view: View, params: Params, luck, stream: int) -> Effect:
    world, inputs, base, ids = view.world, view.inputs, view.endowment, view.layout.region_ids
    land, month = world.land, world.month
    u = draws.uniform(luck, stream, DROUGHT_SITE, month, ids)
    drought = triangular(u, inputs.drought_low, inputs.drought_central, inputs.drought_high)
    collected_share = land.collected / jnp.maximum(land.harvest, LEAST_TONNE)
    discouraged = collectivised_share(view) * jnp.maximum(collected_share - params.tolerated_share, 0)
    years = inputs.elapsed / MONTHS
    log_yield = (
        -params.drought_loss * (drought - base.mean_drought)
        - params.wet_loss * (inputs.wet - base.mean_wet)
        + params.draught_elasticity * jnp.log(inputs.draught)
        - params.effort_loss * discouraged
        + params.yield_trend * years
        + params.yield_noise * draws.normal(luck, stream, NOISE_SITE, month, ids)
    )
    grain = base.sown_area * inputs.sown_area * base.yield_ * jnp.exp(log_yield)
    is_harvest = month_of_year(month) == HARVEST
    return Effect(
        inflows={"peasant_grain": jnp.where(is_harvest, grain, 0)},
        values={
            "land.harvest": jnp.where(is_harvest, grain, land.harvest),
            "land.collected": jnp.where(is_harvest, 0, land.collected),
        },
    )


MECHANISM = Mechanism(
    Card(
        id="harvest",
        theme="land",
        phase="act",
        stream="harvest",
        reads=(
            "month",
            "people.persons",
            "land.collected",
            "land.harvest",
            "inputs.drought_low",
            "inputs.drought_central",
            "inputs.drought_high",
            "inputs.wet",
            "inputs.draught",
            "inputs.sown_area",
            "inputs.elapsed",
        ),
        proposes=("inflows:peasant_grain", "values:land.harvest", "values:land.collected"),
        claims=("S154",),
        sources=("Tauger (1991)", "Davies and Wheatcroft (2004)"),
        directions=(
            Direction("drought_loss", "grain.harvest", -1),
            Direction("effort_loss", "grain.harvest", -1),
            Direction("yield_trend", "grain.harvest", +1),
        ),
    ),
    Params,
    propose,
)
