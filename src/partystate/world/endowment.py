"""Fixed facts of a country at the start of a run."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Bool, Float, Int, UInt32

from partystate.world.faith import FaithFacts
from partystate.world.keep import left_out
from partystate.world.revolution import RevolutionFacts
from partystate.world.science import ScienceFacts


class LandFacts(eqx.Module):
    """Fields, herds, weather, stores and where regions lie; industry's share in the base year."""

    sown_area: Float[Array, "regions"]  # ha of grain in the base year
    winter_share: Float[Array, "regions"]  # of it, sown in autumn
    herds: Float[Array, "herds regions"]  # head in winter of the base year
    ploughing: Float[Array, "regions"]  # horses of it that are held by those who sow
    latitude: Float[Array, "regions"]  # degrees north, of its middle
    pastoral: Float[Array, "regions"]  # share of the village that lives from herds
    herded: Float[Array, "regions"]  # share of the animals that they hold
    # animals that one of them holds in the base year, horses among them, as head of cattle
    herd_a_herder: Float[Array, "regions"]
    exile_room: Float[Array, "regions"]  # families, where the deported are settled
    town_weight: Float[Array, "regions"]  # 1, rank of a region's towns in the supply lists
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
    grain_price: Float[Array, ""]  # USD/t on the world market, mean of the base years of yields
    mean_drought: Float[Array, "regions"]  # mean grade in the base years
    mean_wet: Float[Array, "regions"]
    border: Float[Array, "regions"]  # share of a region near the outer border
    # shares of a region's neighbours, each row sums to one or to nothing
    neighbours: Float[Array, "regions regions"]
    # share of each department in the industrial output of the base year
    output_part: Float[Array, "sectors"]


class PeopleFacts(eqx.Module):
    """Vital rates, schooling and peoples."""

    rural_base: Float[Array, "regions"]  # rural persons at the start
    population_base: Float[Array, "regions"]  # all persons at the start
    # share of the ages asked who could read in the base year
    literate: Float[Array, "regions"]
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
    # share of a people of a region who live there in a republic or region of its own name
    own_unit: Float[Array, "regions nationalities"]
    republic: Int[Array, "regions"]  # people after whom a region's republic is named, or NOBODY
    officials: Float[Array, "regions"]  # their share among officials at the opening


class PartyFacts(eqx.Module):
    """Persons, offices and bodies of the leadership when it enters."""

    person_ids: UInt32[Array, "persons 2"]
    office_ids: UInt32[Array, "offices 2"]
    seat_ids: UInt32[Array, "bodies persons 2"]
    pair_ids: UInt32[Array, "persons persons 2"]
    age: Float[Array, "persons"]  # years
    named: Bool[Array, "persons"]  # False for the anonymous reserve
    founder: Int[Array, ""]  # person
    ties: Float[Array, "persons persons"]  # -1..1, from dated facts
    office_weight: Float[Array, "offices"]  # 0..1
    office_region: Int[Array, "offices"]  # party region or NOBODY
    of_industry: Bool[Array, "offices"]  # that answer for the plan of industry
    filled_by_office: Bool[Array, "offices"]  # by the appointments office; the rest by the rulers
    # share of a congress at the start
    delegates: Float[Array, "regions_of_party"]
    party_region: Int[Array, "regions"]  # the region of the party that holds each region, or NOBODY
    urban: Float[Array, "regions_of_party"]  # share of its people in towns
    appointments: Int[Array, ""]  # the office that fills posts
    exposed: Int[Array, ""]  # the office whose holder a given murder takes
    police: Int[Array, ""]  # the office of the police, or NOBODY
    army: Int[Array, ""]  # of the army, or NOBODY
    officers: Float[Array, "ranks"]  # at their posts, highest rank first
    body_weight: Float[Array, "bodies"]  # what a full seat adds to standing
    candidate_weight: Float[Array, "bodies"]
    committee: int = eqx.field(static=True)  # number of the Central Committee among the bodies
    inner: int = eqx.field(static=True)  # of the Politburo
    secretariat: int = eqx.field(static=True)
    market: int = eqx.field(static=True)  # issue of the peasant market
    regime: int = eqx.field(static=True)  # issue of discipline in the party


class Endowment(eqx.Module):
    """All fixed facts; a part of the world that is left out has none."""

    land: LandFacts
    people: PeopleFacts
    party: PartyFacts = left_out()
    faith: FaithFacts = left_out()
    science: ScienceFacts = left_out()
    revolution: RevolutionFacts = left_out()
