"""What comes from outside in one month: the calendar, weather, trade, foreign states, the party's
dates, and what is forced. For a run each array has a leading month axis."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Bool, Float, Int

from partystate.world.keep import left_out
from partystate.world.revolution import RevolutionInputs


class Calendar(eqx.Module):
    """The month and its seasons."""

    month: Int[Array, "*t"]  # month number
    elapsed: Float[Array, "*t"]  # months since the start of the run
    collection_season: Float[Array, "*t"]  # share of the year's plan due by the end of this month
    # the same by the end of the month before; 1 in the harvest month
    due_before: Float[Array, "*t"]
    # 1, grain a village eats this month against the mean month
    bread_season: Float[Array, "*t"]
    garden_season: Float[Array, "*t"]  # 1, garden and gathered food
    animal_season: Float[Array, "*t"]  # 1, milk and meat
    export_season: Float[Array, "*t"]  # share of the year's exports that ship this month
    census: Float[Array, "*t"]  # 1 in the month of a census
    # 1, how easily each disease spreads this month against the mean month
    disease_season: Float[Array, "*t diseases"]


class Weather(eqx.Module):
    """Weather of the harvest year."""

    drought_low: Float[Array, "*t regions"]  # severity grade 0..3, with its range
    drought_central: Float[Array, "*t regions"]
    drought_high: Float[Array, "*t regions"]
    wet: Float[Array, "*t regions"]  # wet-year grade 0..2


class Trade(eqx.Module):
    """Markets and givers abroad."""

    imports: Float[Array, "*t"]  # USD this year
    grain_price: Float[Array, "*t"]  # USD/t on the world market
    foreign_aid: Float[Array, "*t"]  # t of grain this month offered from abroad to the hungry


class Foreign(eqx.Module):
    """Danger from abroad."""

    # points this month of disputes with foreign states that showed or used force
    disputes: Float[Array, "*t"]
    # points this month of adverse events abroad less half of those that relieve
    foreign_events: Float[Array, "*t"]
    # points this month of both from the states of kin of each people
    kin_points: Float[Array, "*t nationalities"]
    contact: Float[Array, "*t powers"]  # 0..1, with each of the great powers


class Party(eqx.Module):
    """Dates and sizes that the party's bodies are given."""

    seated: Bool[Array, "*t"]  # whether the leadership has entered
    elapsed: Float[Array, "*t"]  # months since it did
    congress: Bool[Array, "*t"]
    conference: Bool[Array, "*t"]
    plenum: Bool[Array, "*t"]
    founder_capacity: Float[Array, "*t"]  # 0..1
    founder_dies: Float[Array, "*t"]  # 1 in the month
    scandal: Float[Array, "*t"]  # 1 in the month of a death near the rulers that would be one
    testament_read: Float[Array, "*t"]  # 1: read out at the next congress
    ban_barred: Float[Array, "*t"]  # 1: no ban on factions
    places: Float[Array, "*t bodies kinds"]  # candidates and full members a body has
    office_open: Bool[Array, "*t offices"]
    available: Bool[Array, "*t persons"]


class ForcedPosts(eqx.Module):
    """Recorded posts and politics for replay, or an intervention; a negative value leaves the
    model's own result (for `holder`, `VACATED` empties the office)."""

    seats: Int[Array, "*t bodies persons"]
    holder: Int[Array, "*t offices"]
    status: Int[Array, "*t persons"]
    opposing: Int[Array, "*t persons"]
    ruling: Int[Array, "*t persons"]
    dead: Int[Array, "*t persons"]  # 0 spares from a natural death, 1 is one


class Forced(eqx.Module):
    """What the record, or an intervention, puts in place of a result."""

    line: Float[Array, "*t"]  # -1..1, the rulers' line on the village; not a number: their own
    # share by which collections are told to fall short; not a number: as they do. It stands in for
    # society where that is left out
    shortfall: Float[Array, "*t"]
    posts: ForcedPosts = left_out()


class War(eqx.Module):
    """A war that is fought on the country's own land: what the enemy does, what allies send, and
    how many are called."""

    fought: Float[Array, "*t"]  # 1 in the months in which it is fought
    called: Float[Array, "*t"]  # share of the people that is called up this month
    army: Float[Array, "*t"]  # share of the people that is kept under arms in peace
    captured: Float[Array, "*t"]  # share of the people that the enemy takes prisoner this month
    captivity: Float[Array, "*t"]  # 1/month, at which the enemy lets prisoners die
    reprisals: Float[Array, "*t"]  # 1/month, at which he kills civilians on land that he holds
    # 1/month, at which he kills a people that he hunts, there
    hunted: Float[Array, "*t nationalities"]
    driven: Float[Array, "*t herds"]  # 1/month, at which he drives animals away from there
    # share of what the state sends to a region's towns that does not get through
    besieged: Float[Array, "*t regions"]
    aid: Float[Array, "*t"]  # t of grain this month from allies
    # share of each product's output that a region made before the war; nought where nothing is told
    stood: Float[Array, "*t products regions"]


class Inputs(eqx.Module):
    """The exogenous values of one month. A part of the world that is left out has none."""

    calendar: Calendar
    foreign: Foreign
    murder: Float[Array, "*t"]  # 1 in the month of a murder given as a shock
    forced: Forced
    controlled: Float[Array, "*t regions"]  # share of a region under the regime
    towns_ranked: Float[Array, "*t"]  # 1 from the month supply lists rank towns
    weather: Weather = left_out()
    trade: Trade = left_out()
    party: Party = left_out()
    war: War = left_out()
    revolution: RevolutionInputs = left_out()
