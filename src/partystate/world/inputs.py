"""What comes from outside: a month's exogenous values, and the endowment that stays fixed through a
run."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float, Int, UInt32

from partystate.core.draws import Draws
from partystate.world.layout import Layout
from partystate.world.state import World


class Inputs(eqx.Module):
    """The exogenous values of one month; stacked with a leading month axis for a run."""

    month: Int[Array, "*t"]  # month number
    controlled: Float[Array, "*t regions"]  # share of a region under the regime
    # severity grade 0..3 of the harvest year, with its range
    drought_low: Float[Array, "*t regions"]
    drought_central: Float[Array, "*t regions"]
    drought_high: Float[Array, "*t regions"]
    wet: Float[Array, "*t regions"]  # wet-year grade 0..2
    collection_season: Float[Array, "*t"]  # share of the year's plan due by the end of this month
    # the same by the end of the month before; 1 in the harvest month
    due_before: Float[Array, "*t"]
    bread_season: Float[Array, "*t"]  # 1, grain a village eats this month against the mean month
    garden_season: Float[Array, "*t"]  # 1, garden and gathered food
    animal_season: Float[Array, "*t"]  # 1, milk and meat
    export_season: Float[Array, "*t"]  # share of the year's exports that ship this month
    # -1..1, the rulers' line on the village: 1 free trade, -1 force
    market_line: Float[Array, "*t"]
    imports: Float[Array, "*t"]  # USD this year
    grain_price: Float[Array, "*t"]  # USD/t on the world market
    foreign_aid: Float[Array, "*t"]  # t of grain this month offered from abroad to the hungry
    # 1, how easily each disease spreads this month against the mean month
    disease_season: Float[Array, "*t diseases"]
    elapsed: Float[Array, "*t"]  # months since the start of the run
    # points this month of disputes with foreign states that showed or used force
    disputes: Float[Array, "*t"]
    # points this month of adverse events abroad less half of those that relieve
    foreign_events: Float[Array, "*t"]
    outrage: Float[Array, "*t"]  # 1 in the month of a murder that shocks the rulers


class Endowment(eqx.Module):
    """Fixed facts of the country at the start."""

    sown_area: Float[Array, "regions"]  # ha of grain in the base year
    herds: Float[Array, "herds regions"]  # head in winter of the base year
    pastoral: Float[Array, "regions"]  # share of the village that lives from herds
    exile_room: Float[Array, "regions"]  # families, where the deported are settled
    town_weight: Float[Array, "regions"]  # 1, rank of a region's towns in the supply lists
    rural_base: Float[Array, "regions"]  # rural persons at the start
    # share of people against whom a thesis supposes a bias; none unless it names them
    target: Float[Array, "regions"]
    # 1, what each region's yearly weather takes of the factors regions share
    weather_loading: Float[Array, "regions factors"]
    factor_ids: UInt32[Array, "factors 2"]
    # months from the start to the middle of the base years of yields
    base_elapsed: Float[Array, ""]
    yield_sd: Float[Array, "regions"]  # sd of log yield between years
    yield_: Float[Array, "regions"]  # t/ha, mean of the base years
    # t a year of grain used for food and feed in the base years
    use_per_head: Float[Array, "regions"]
    # t a year of grain brought in from other regions in the base years
    inflow: Float[Array, "regions"]
    seed_rate: Float[Array, ""]  # t/ha
    # share of each department in the industrial output of the base year
    output_part: Float[Array, "sectors"]
    mean_drought: Float[Array, "regions"]  # mean grade in the base years
    mean_wet: Float[Array, "regions"]
    literate: Float[Array, "regions"]  # share of the ages asked who could read in the base year
    mean_age: Float[Array, "ages"]  # years
    school_band: Float[Array, "ages"]  # 1 for the band into which children go to school
    age_of_school: Float[Array, "ages"]  # 1 for that band and all after it
    asked_band: Float[Array, "ages"]  # 1 for the bands a census asks whether they read
    death_rate: Float[Array, "ages sexes"]  # per month
    birth_rate: Float[Array, "ages"]  # per woman and month
    ageing_rate: Float[Array, "ages"]  # per month, to the next band
    grown: Float[Array, "ages"]  # 1 for the bands of those who can be arrested
    kin_abroad: Float[Array, "nationalities"]  # 1 where a state of kin lies outside the border
    # 1 where a people gives its name to a republic of the union
    titular: Float[Array, "nationalities"]
    border: Float[Array, "regions"]  # share of a region near the outer border
    # shares of a region's neighbours, each row sums to one or to nothing
    neighbours: Float[Array, "regions regions"]


class View(eqx.Module):
    """All that a mechanism may look at, and its draws of this month."""

    world: World
    inputs: Inputs
    endowment: Endowment
    layout: Layout
    draws: Draws
