"""Output of two departments of industry, and the plant that investment and imported equipment add.

Equations, each month; i producer or consumer goods, s_i its share of output in the base year, K_i
plant, u share in use, w force in the line:
    Y_i  = s_i u x K_i [E / (crew K)]^(1 - capital_elasticity),   K = sum(s_i K_i)
    x    = exertion of managers (1 + effort m),   m share of shock workers
    E    = [min(X, N) + (1 - inexperience_loss) (N - X)+] (1 - women_before) / (1 - q)
           x [1 - hunger_loss U / (1 + U)]
    X   <- X + (L - X) / seasoning - lost turnover X / 12
    u   <- u + recovery u (1 - u) (1 - stalled w) / 12
    I    = min(accumulation Y, goods Y_producer) + worth (equipment imported) / base_value
           + conscript F / crew
    K_i <- K_i + [e_i I / (capital_output_ratio s_i) - wear K_i] / 12,
           e_producer = heavy + heavier w
E experienced labour; L people of workers' households, N those with work, X the experienced, q women
among those at work, F hands of the unfree, U hunger of the towns; crew, in persons a villager of
the start, those that the plant of the base year takes; labour stands with plant in equal
proportion. Recovery of idle plant needs trade; once all runs, output grows by investment, labour
and experience alone. What is invested cannot exceed the investment goods that are made (Fel'dman's
bottleneck); in a war arms take a part of it (arms), and output is cut to the scarcest material
(`mines_at_war`).

Shapes: [sectors]; yearly rates, all of industry in the base year = 1.
Assumptions: people of workers' households stand for workers; hunger is that of the towns; import
prices are constant.
Departures: Allen's farm side and terms of trade are the land's own mechanisms here; hiring is
`labour`'s; no separate capital of housing.
Rival accounts: growth by the squeeze (`plan.squeezed`) against growth by the direction of
investment (`heavier`).
Sources: Fel'dman (1928), Domar (1957); Allen (2003) app. B; Dewatripont and Maskin (1995) on soft
budgets; our trial, P7."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import civilian, supplied
from partystate.mechanisms.industry.women_at_work import more_hands
from partystate.mechanisms.quantities import LEAST, command, of_status, urban_population
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.sectors import PRODUCER
from partystate.world.view import View


class Params(eqx.Module):
    capital_elasticity: Float[Array, ""]  # 1
    # workers' households that the plant of the base year takes, in persons a villager of the start
    crew: Float[Array, ""]
    # share of an experienced worker's output that a new one lacks
    inexperience_loss: Float[Array, ""]
    seasoning: Float[Array, ""]  # months until a new worker is experienced
    lost: Float[Array, ""]  # share of their experience that those lose who change their work
    women_before: Float[Array, ""]  # share of women among those at work in the base year
    effort: Float[Array, ""]  # further output of shock workers
    # what an unfree hand adds to what is built, against the output of a free one
    conscript: Float[Array, ""]
    hunger_loss: Float[Array, ""]  # share of their work that the starving cannot do
    recovery: Float[Array, ""]  # per year, start of idle plant
    stalled: Float[Array, ""]  # share of that recovery which stops where trade is forbidden
    goods: Float[Array, ""]  # share of producer goods that are investment goods
    capital_output_ratio: Float[Array, ""]  # years of output that the plant is worth
    wear: Float[Array, ""]  # per year
    heavy: Float[Array, ""]  # share of investment that goes to producer goods under free trade
    heavier: Float[Array, ""]  # further share under full force
    # 1, output that imported equipment carries against equipment made at home
    worth: Float[Array, ""]
    base_value: Float[Array, ""]  # USD a year, output of the base year at import prices


def added(plant, invested, to_producer, parts, ratio):
    """Plant [sectors] after a month of investment, before wear."""
    share = jnp.stack([to_producer, 1 - to_producer])
    return plant + share * invested / (ratio * parts) / MONTHS


def labour(view: View, params: Params):
    """Experienced hands, in persons of workers' households of the base year, after what hunger
    takes."""
    towns, industry = urban_population(view), view.world.industry
    hunger = (view.world.people.hunger_urban * towns).sum() / jnp.maximum(towns.sum(), 1)
    seasoned = jnp.minimum(industry.seasoned, industry.employed)
    able = seasoned + (1 - params.inexperience_loss) * (industry.employed - seasoned)
    return (
        able
        * more_hands(industry.women, params.women_before)
        * (1 - params.hunger_loss * hunger / (1 + hunger))
    )


def made(industry, parts, crew, params: Params, able, exertion):
    """Output [sectors] of the month at a yearly rate; `crew` persons man the plant of the base
    year."""
    plant = parts * industry.plant
    crewed = able / jnp.maximum(crew * plant.sum(), LEAST)
    return plant * industry.running * exertion * crewed ** (1 - params.capital_elasticity)


class Growth(Mechanism[Params]):
    id = "growth"
    theme = "industry"
    phase = "act"
    claims = ("S162", "S163", "S165", "S169", "S170")
    citations = ("feldman1928", "domar1957", "allen2003", "dewatripont1995", "ours")
    directions = (
        Direction("recovery", "industry.output_index_1913", +1),
        Direction("worth", "industry.output_index_1913", +1),
        Direction("inexperience_loss", "industry.output_index_1913", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        industry, policy, inputs, w = (
            view.world.industry,
            view.world.policy,
            view.inputs,
            command(view),
        )
        parts, crew = (
            view.endowment.land.output_part,
            params.crew * view.endowment.people.rural_base.sum(),
        )
        exertion = policy.exertion * (1 + params.effort * industry.shock_workers)
        output = made(industry, parts, crew, params, labour(view, params), exertion)
        output = supplied(view, output)
        home = jnp.minimum(policy.accumulation * output.sum(), params.goods * output[PRODUCER])
        home = civilian(view, home)
        imported = params.worth * policy.equipment * inputs.trade.imports / params.base_value
        conscripted = params.conscript * industry.forced / jnp.maximum(crew, 1)
        invested = home + imported + conscripted
        plant = (
            added(
                industry.plant,
                invested,
                params.heavy + params.heavier * w,
                parts,
                params.capital_output_ratio,
            )
            - params.wear / MONTHS * industry.plant
        )
        started = (
            params.recovery
            / MONTHS
            * industry.running
            * (1 - industry.running)
            * (1 - params.stalled * w)
        )
        learned = (of_status(view, s.WORKER).sum() - industry.seasoned) / params.seasoning
        return Effect(
            values={
                "industry.output": output,
                "industry.invested": invested,
                "industry.imported": imported,
                "industry.conscripted": conscripted,
                "industry.plant": plant,
                "industry.crew": crew * (parts * plant).sum(),
                "industry.running": industry.running + started,
                "industry.seasoned": industry.seasoned
                + learned
                - params.lost * industry.turnover / MONTHS * industry.seasoned,
            }
        )


MECHANISM = Growth()
