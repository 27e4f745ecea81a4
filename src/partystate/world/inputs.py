"""What comes from outside: a month's exogenous values, and the endowment that stays fixed through a run."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float, Int

from partystate.world.layout import Layout
from partystate.world.state import World


class Inputs(eqx.Module):
    """The exogenous values of one month; stacked with a leading month axis for a run."""

    month: Int[Array, "*t"]  # month number
    controlled: Float[Array, "*t regions"]  # share of a region under the regime
    drought_low: Float[Array, "*t regions"]  # severity grade 0..3 of the harvest year, with its range
    drought_central: Float[Array, "*t regions"]
    drought_high: Float[Array, "*t regions"]
    wet: Float[Array, "*t regions"]  # wet-year grade 0..2
    collections: Float[Array, "*t"]  # t, recorded for the agricultural year
    collections_to_date: Float[Array, "*t"]  # share of them due by the end of this month
    exports: Float[Array, "*t"]  # t this month, recorded
    ration: Float[Array, "*t"]  # t of grain a head of the urban population this month, recorded
    collectivised_share: Float[Array, "*t"]  # of the peasants at the end of the month, recorded
    town_migration: Float[Array, "*t"]  # persons this month, recorded
    draught: Float[Array, "*t"]  # draught power, base year = 1, recorded
    sown_area: Float[Array, "*t"]  # grain area, base year = 1, recorded
    elapsed: Float[Array, "*t"]  # months since the start of the run


class Endowment(eqx.Module):
    """Fixed facts of the country at the start."""

    sown_area: Float[Array, "regions"]  # ha of grain in the base year
    yield_: Float[Array, "regions"]  # t/ha, mean of the base years
    use_per_head: Float[Array, "regions"]  # t a year of grain used for food and feed in the base years
    inflow: Float[Array, "regions"]  # t a year of grain brought in from other regions in the base years
    seed_rate: Float[Array, ""]  # t/ha
    mean_drought: Float[Array, "regions"]  # mean grade in the base years
    mean_wet: Float[Array, "regions"]
    death_rate: Float[Array, "ages sexes"]  # per month
    birth_rate: Float[Array, "ages"]  # per woman and month
    ageing_rate: Float[Array, "ages"]  # per month, to the next band


class View(eqx.Module):
    """All that a mechanism may look at."""

    world: World
    inputs: Inputs
    endowment: Endowment
    layout: Layout
