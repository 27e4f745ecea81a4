"""Grain on the field and in the barn: area, seed, mean yield, weather, work in time, weeds,
upheaval and effort, and what is lost on the way.

Equations, by region r, in the harvest month only:
    Y_r = A_r y_r exp[ - sd_r (drought_loss (d_r - D_r) + (wet_loss - wet_gain t_r) (v_r - V_r)
        - yield_noise z_r)
        + seed_elasticity ln(1 - u_r) - W_r - B_r
        - effort_loss k_r (1 - f) max(c_r - tolerated_share, 0) (1 + rain max(v_r - V_r, 0))
        - L + yield_trend (t - t0) ]
    B_r = late [v_r (1 - a_r) + (1 - v_r) (1 - s_r)],   of the work of autumn and spring
        a_r = min{1, P_r / [1 + carting max(c_r / F - u_r, 0)]} and s_r = min{1, P_r / [1 + backlog
        (1 - a_r)]} is done in time by the power P_r that horses weak without oats (weak), tractors
        and hands who are fit for work (hunger_loss) and not idle (upheaval_loss) have
    T_r = q_r^-beasts h_r^-(1 - beasts),   of the hands h members hold back unpaid k_r (1 - p_r)
    barn = Y_r exp[ - lost (T_r (1 + rain max(v_r - V_r, 0)) - 1) ] less what was eaten before
    W_r <- (1 - cleaned) W_r + foul max(1 - q_r / (1 - spare), 0)
A sown area [ha], y mean yield of the base years [t/ha], sd its usual variation; u share of the seed
that was not found; d, v drought and wet-year grade of the year and D, V their means in the base
years [1]; L what doctrine in science costs (`science`); B what late work costs (the file on field
work beside this one); q horses and tractors a unit of area; k collectivised
share; c share of the last harvest collected, f firmness of the state's word (procurement): a levy
told beforehand is a lump sum and discourages nobody, an open-ended quota taxes the margin; in a wet
year, with weeds to pull and days to catch, work held back is missed the more, as in gathering; t_r
thirst, the region's usual variation over the largest one: where rain is short a wet year may be a
good one; `spare` draught power and hands that farms had to spare in the base years; t - t0 years
from the middle of the base years; d is drawn from the triangle of its low, central and high grade.
That draw and z are normal and shared between regions: z_r = sum_f L_rf x_f + sqrt(1 - sum_f L_rf^2)
e_r, L a country's loadings. In a war what fields that are run down lose comes off too
(`fields_at_war`). W weeds; T how long the crop waits, h hands, p what members were paid:
the file on what comes from the field to the barn beside this one has them.

Shapes: all [R]; Y in t.
Assumptions: grades act log-linearly; a wet year (rust, weeds, lodging) has a coefficient of its
own, because the gauges show wet springs where harvests failed; seed that is lacking is made up in
part by thinner sowing.
Departures: the effort term is ours; the published models put incentives into labour supply.
Rival accounts: harvest failure as the whole cause (Tauger 1991) against collections (S154); both
can be run by scaling `drought_loss`, `wet_loss` or `effort_loss`.
Sources: Tauger (1991) on wet-year losses; Li, Guan, Schnitkey, DeLucia and Peng (2019) on excess of
rain, which takes as much as drought in some regions and is a gain in others; Davies and Wheatcroft
(2004) ch. 13 on draught power and weather; our worked-out equation P1 of the society trial."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jax.scipy.stats import norm as gaussian
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.land.field_to_barn import Gathering, fouled, gathered, rained
from partystate.mechanisms.land.fieldwork import (
    Tilling,
    done_in_autumn,
    done_in_spring,
    lost_by_delay,
)
from partystate.mechanisms.quantities import (
    LEAST,
    collected_share,
    collectivised_share,
    draught,
    firmness,
    seed_need,
    winter_seed,
)
from partystate.world.agricultural_clock import HARVEST, MONTHS, month_of_year
from partystate.world.effect import Effect
from partystate.world.view import View

DROUGHT_SITE, NOISE_SITE, COMMON_SITE = 1, 2, 10


class Params(eqx.Module):
    drought_loss: Float[Array, ""]  # sd of log yield per grade
    wet_loss: Float[Array, ""]  # sd of log yield per grade
    wet_gain: Float[Array, ""]  # the same, gained where yields vary most
    late: Float[Array, ""]  # log yield, of work none of which is done in time
    weak: Float[Array, ""]  # share of their work that horses without grain cannot do
    carting: Float[Array, ""]  # work a usual autumn's, to cart a whole harvest to the collectors
    backlog: Float[Array, ""]  # work a usual spring's, of an autumn in which nothing was done
    spare: Float[Array, ""]  # share of the hands and horses of the base years that were not needed
    seed_elasticity: Float[Array, ""]  # 1, of grain to the share of seed that was found
    upheaval_loss: Float[Array, ""]  # share of their work that farms in full upheaval do not do
    hunger_loss: Float[Array, ""]  # share of their work that the starving cannot do
    # log yield per unit share collected above the tolerated one, in collectives
    effort_loss: Float[Array, ""]
    tolerated_share: Float[Array, ""]  # share of the harvest
    yield_trend: Float[Array, ""]  # log yield per year
    yield_noise: Float[Array, ""]  # part of the sd of log yield that the grades do not tell
    lost: Float[Array, ""]  # 1, log of what a usual harvest loses between field and barn
    rain: Float[Array, ""]  # rise of the wait a grade of wet above the usual
    beasts: Float[Array, ""]  # part of draught power, against hands, in getting the crop in
    unpaid: Float[Array, ""]  # share of their work that members hold back where nothing is paid
    foul: Float[Array, ""]  # log yield, weeds a unit of draught power that lacks
    cleaned: Float[Array, ""]  # share of the weeds a year


def triangular(u, low, mode, high):
    """Quantile of the triangular distribution; `mode` where the range is empty."""
    width = jnp.where(high > low, high - low, 1)
    split = (mode - low) / width
    rising = low + jnp.sqrt(u * width * (mode - low))
    falling = high - jnp.sqrt((1 - u) * width * (high - mode))
    return jnp.where(high > low, jnp.where(u < split, rising, falling), mode)


def yield_terms(view: View, params: Params, drought) -> dict[str, Array]:
    """What adds up to the log of yield against the base years [R], without noise, by cause."""
    land, base, inputs = view.world.land, view.endowment, view.inputs
    feared = (1 - firmness(view)) * jnp.maximum(collected_share(view) - params.tolerated_share, 0)
    discouraged = collectivised_share(view) * feared
    sd = base.land.yield_sd
    wet = params.wet_loss - params.wet_gain * sd / jnp.maximum(sd.max(), LEAST)
    found = 1 - land.seed_unmet / jnp.maximum(seed_need(view), 1)
    years = (inputs.calendar.elapsed - base.land.base_elapsed) / MONTHS
    war = {} if view.world.war is None else {"run down": -view.world.war.run_down}
    return {
        "drought": -params.drought_loss * sd * (drought - base.land.mean_drought),
        "wet": -wet * sd * (inputs.weather.wet - base.land.mean_wet),
        "seed": params.seed_elasticity * jnp.log(jnp.clip(found, LEAST, 1)),
        "weeds": -land.weeds,
        "late work": -lost_by_delay(view, tilling(params)),
        "effort": -params.effort_loss * discouraged * (1 + params.rain * rained(view)),
        "science": -view.world.science.yield_lost,
        "trend": params.yield_trend * years,
        **war,
    }


def struck(drought):
    """Share [R] of a crop that drought took, by what it took of the log of yield."""
    return 1 - jnp.exp(jnp.minimum(drought, 0))


def gathering(params: Params) -> Gathering:
    """The parameters that gather the crop."""
    return Gathering(
        params.beasts,
        params.hunger_loss,
        params.unpaid,
        params.lost,
        params.rain,
        params.upheaval_loss,
    )


def tilling(params: Params) -> Tilling:
    """The parameters that till and sow."""
    return Tilling(params.late, params.weak, params.carting, params.backlog, params.spare)


def shared_normal(view: View, site: int):
    """Standard normal draws [R] that regions share by their loadings; one region more changes
    nobody's."""
    base = view.endowment
    common = view.draws.normal(site + COMMON_SITE, base.land.factor_ids)
    own = view.draws.normal(site, view.layout.region_ids)
    return (
        base.land.weather_loading @ common
        + jnp.sqrt(jnp.maximum(1 - (base.land.weather_loading**2).sum(1), 0)) * own
    )


class Harvest(Mechanism[Params]):
    id = "harvest"
    theme = "land"
    phase = "act"
    claims = ("S154",)
    citations = ("tauger1991", "tauger2001", "davies2004", "jasny1949", "li2019", "ours")
    directions = (
        Direction("drought_loss", "grain.harvest", -1),
        Direction("effort_loss", "grain.harvest", -1),
        Direction("rain", "grain.harvest", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        world, inputs, base = view.world, view.inputs, view.endowment
        land, month = world.land, world.month
        u = gaussian.cdf(-shared_normal(view, DROUGHT_SITE))
        drought = triangular(
            u,
            inputs.weather.drought_low,
            inputs.weather.drought_central,
            inputs.weather.drought_high,
        )
        terms = yield_terms(view, params, drought)
        noise = params.yield_noise * base.land.yield_sd * shared_normal(view, NOISE_SITE)
        grain = (
            base.land.sown_area
            * land.sown_area
            * base.land.yield_
            * jnp.exp(sum(terms.values()) + noise)
        )
        till, gather = tilling(params), gathering(params)
        came = gathered(view, gather)
        needed = draught(view) / (1 - params.spare)
        weeds = fouled(land.weeds, needed, params.foul, params.cleaned)
        is_harvest = month_of_year(month) == HARVEST
        return Effect(
            inflows={
                "peasant_grain": jnp.where(
                    is_harvest, jnp.maximum(grain * came - land.eaten_green, 0), 0
                )
            },
            values={
                "land.harvest": jnp.where(is_harvest, grain * came, land.harvest),
                "land.standing": jnp.where(is_harvest, grain * jnp.exp(params.lost), land.standing),
                "land.done_in_autumn": done_in_autumn(view, till, gather),
                "land.done_in_spring": done_in_spring(view, till, gather),
                "land.winter_seed": jnp.where(is_harvest, 0, winter_seed(view)),
                "land.struck": jnp.where(is_harvest, struck(terms["drought"]), land.struck),
                "land.weeds": jnp.where(is_harvest, weeds, land.weeds),
                "land.collected": jnp.where(is_harvest, 0, land.collected),
            },
        )


MECHANISM = Harvest()
