"""The world: everything that exists in a simulated month, as one immutable tree.

Shapes: R regions, cells of `Layout`. Units stand beside each field.
"""

from __future__ import annotations

from dataclasses import replace

import equinox as eqx
from jaxtyping import Array, Float, Int

from partystate.world.culture import Creed, Culture
from partystate.world.drift import Drifting
from partystate.world.faith import Faith
from partystate.world.intelligence import Intelligence
from partystate.world.keep import KEPT, left_out
from partystate.world.membership import Membership
from partystate.world.power import Power
from partystate.world.records import Memory, Secrets
from partystate.world.repression import Belief, Peril, Repression
from partystate.world.revolution import Revolution
from partystate.world.science import Science


class People(eqx.Module):
    """Persons and their hunger."""

    persons: Float[Array, "cells"]  # persons
    hunger_rural: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # month-equivalents of full deficit
    hunger_urban: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # same
    # the same by fifths of households, those with least food first; the two above are their means
    hunger_fifths: Float[Array, "dwellings fifths regions"]
    starved: Float[Array, "dwellings fifths regions"]  # share of each who died of hunger last month
    hunger_remembered: Float[Array, "regions"]  # lagged mean of rural and urban hunger, for births
    enrolled: Float[Array, "regions"]  # share of the children of school age who have a place
    literate: Float[Array, "regions ages sexes"]  # share who can read
    literacy: Float[Array, "regions sexes"] = eqx.field(
        metadata=KEPT
    )  # the same of the ages that a census asks
    infected: Float[Array, "diseases regions"] = eqx.field(
        metadata=KEPT
    )  # new cases a head in the month
    immune: Float[Array, "diseases regions"]  # share
    doctors: Float[Array, ""] = eqx.field(metadata=KEPT)  # persons
    hospital_births: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of the month's births
    abortion: Float[Array, ""]  # share of townswomen who would end a pregnancy they do not want


class Land(eqx.Module):
    """Grain from the field to the granary, in tonnes; animals; and what the village does about its
    rulers."""

    peasant_grain: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # t, barns of the village
    state_grain: Float[Array, ""] = eqx.field(metadata=KEPT)  # t, state granary
    harvest: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # t, barn harvest of the current agricultural year
    collected: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # t, delivered in the current agricultural year
    herding: Float[Array, "regions"]  # share of those who lived from herds that still does
    sown_area: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # grain area, base year = 1
    standing: Float[Array, "regions"]  # t, the same crop as it stood in the field
    struck: Float[Array, "regions"]  # share of the last crop that drought took
    weeds: Float[Array, "regions"]  # 1, log yield that foul land costs
    eaten_green: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # t, eaten off the field since the last harvest month
    done_in_autumn: Float[Array, "regions"]  # share of the autumn's field work done in time
    done_in_spring: Float[Array, "regions"]  # share of the spring's
    winter_seed: Float[Array, "regions"]  # t, in the ground since autumn
    seed_unmet: Float[Array, "regions"]  # t, asked for seed and not found
    fed: Float[Array, "regions"]  # share of the usual grain feed that animals got last month
    bread_bought: Float[Array, "regions"]  # share of the usual bread that herders can buy
    # animals a herder against those he lived from, and the part of a diet of herds these gave him
    herders_animals: Float[Array, "regions"]
    herders_diet: Float[Array, "regions"]
    needed_rural: Float[Array, "regions"]  # t, grain the village eats in a month when free to
    needed_urban: Float[Array, "regions"]  # t, the same for the towns
    reserve_wanted: Float[Array, "regions"]  # t, grain the village wants to have left at harvest
    bid_rural: Float[Array, "regions"]  # t, grain the village would buy this month
    bid_urban: Float[Array, "regions"]  # t, the same for the towns
    lacked: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # t, grain the village lacked last month against its norm
    herds: Float[Array, "herds regions"] = eqx.field(metadata=KEPT)  # head, winter count
    gardens: Float[Array, "regions"]  # 1, food from gardens and plots against the base years
    meat_eaten: Float[Array, "regions"]  # t of grain, food from animals killed beyond the usual
    tractors: Float[Array, ""] = eqx.field(metadata=KEPT)  # in the village
    tractor_power: Float[Array, ""]  # horses they stand for
    disruption: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # 1, upheaval of farms that is not yet mended
    unsettled: Float[Array, "regions"]  # share of the peasants who joined a collective lately
    unrest: Float[Array, "regions"]  # 1, readiness to rise
    unrest_over_farms: Float[Array, "regions"]  # 1, the part of it that joining provoked
    risings: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # mass disturbances of the month
    granted: dict[str, Float[Array, "..."]]  # t, what each use of a stock got last month
    unmet: dict[str, Float[Array, "..."]]  # t, what it did not get


class Industry(eqx.Module):
    """Plant, work and output of industry; output is a yearly rate, all of industry in the base year
    of the index = 1."""

    plant: Float[Array, "sectors"]  # 1, capital against that of the base year
    running: Float[Array, ""]  # share of the plant that is in use
    crew: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # persons of workers' households that the plant takes
    employed: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # persons of workers' households who have work
    seasoned: Float[Array, ""]  # of them with experience
    turnover: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # a year, share of the workers who leave their work
    women: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of women among those at work
    norm: Float[Array, ""]  # log output a hand that is asked
    shock_workers: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # share of the workers who beat it by far
    forced: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # persons of workers' households that the unfree at work stand for
    engineers: Float[Array, ""] = eqx.field(metadata=KEPT)  # persons hired abroad
    railways: Float[Array, ""] = eqx.field(metadata=KEPT)  # thousand km in use
    output: Float[Array, "sectors"] = eqx.field(metadata=KEPT)  # of the month
    invested: Float[Array, ""] = eqx.field(metadata=KEPT)  # of the month, all kinds
    imported: Float[Array, ""]  # of it, equipment from abroad
    conscripted: Float[Array, ""]  # of it, what the unfree built
    sources: Float[Array, "sources"] = eqx.field(metadata=KEPT)  # share of it by who paid
    products: Float[Array, "products"] = eqx.field(metadata=KEPT)  # Mt, or TWh, a year
    income: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 1, national income a year at base-year prices
    consumed: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 1, of it what was not invested in industry
    wage: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 1, what a worker's earnings buy; only ratios mean anything
    usual_wage: Float[Array, ""]  # 1, the same as households have got used to it


class Policy(eqx.Module):
    """What the rulers decided for this month."""

    # -1..1, their line on the village: 1 free trade, -1 force
    line: Float[Array, ""] = eqx.field(metadata=KEPT)

    # industrial output asked for in the plan year, in the unit of output
    output_target: Float[Array, ""] = eqx.field(metadata=KEPT)
    accumulation: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # share of output that is to be invested
    equipment: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of imports that is machinery
    exertion: Float[Array, ""]  # 0..1, share of what they could make that managers show

    plan: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # t of grain asked of a region in the agricultural year
    plan_basis: Float[Array, "regions"]  # t, the harvest that plan expected
    lesson: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 0..1, what rulers learned from collections that fell
    collection_due: Float[Array, "regions"]  # t this month
    station_due: Float[Array, "regions"]  # t a year owed in kind for the work of tractors
    coercion: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # 0..1, force behind collections
    blacklist: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # share of a region cut off from goods and loans
    # 1, remembered shortfall of collections that were asked for by force
    frustration: Float[Array, ""]
    drive: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, push to collectivise this month
    pace: Float[Array, ""]  # 0..1, how hard the next push is after those that were broken off
    # months of a full drive, deportations from the village ordered and not yet carried out
    deporting: Float[Array, ""]
    paused: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 1 while leaving is allowed and the drive rests
    state_need: Float[Array, ""]  # t a year for all that the granary owes within the country
    export_wanted: Float[Array, ""]  # t a year that would pay for the imports
    export_due: Float[Array, ""]  # t this month
    # share of the towns' grain that state and cooperatives sell beside free trade
    state_trade: Float[Array, ""]
    owed_abroad: Float[Array, ""]  # USD that grain was to pay and has not paid
    # t this month for the army, industry, horses of towns, country people who do not farm
    upkeep_due: Float[Array, ""]
    monthly_due: Float[Array, ""]  # t a month that the granary owes, uncut, exports beside
    confined_norm: Float[Array, ""]  # t of grain a head of the confined and soldiers this month
    ration_norm: Float[Array, "regions"]  # t of grain a head of the urban population and month
    cover: Float[Array, ""]  # share of rations and other needs that the granary bears
    # t this month, which the state sends to villages of regions that grow too little
    supply_due: Float[Array, "regions"]
    relief_due: Float[Array, "regions"]  # t this month
    passports: Float[Array, ""] = eqx.field(metadata=KEPT)  # 1 once townspeople need papers
    births_lately: Float[Array, ""]  # registered births a head and year, of the last year
    births_usual: Float[Array, ""]  # the same as long remembered
    birth_alarm: Float[Array, ""]  # 0..1, worry about births that lasts
    abortion_banned: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # months since abortion was forbidden; 0 while it is allowed
    flight_barred: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # 0..1, strength of the cordon


class Vital(eqx.Module):
    """Births, deaths and flight of the month just settled."""

    births: Float[Array, "regions"]  # persons
    deaths: Float[Array, "regions"]  # persons, of every cause
    fled: Float[Array, "regions"]  # persons who left their region for hunger
    arrived: Float[Array, ""]  # persons who came to towns from the village


class Information(eqx.Module):
    """What reached the centre, what it said, and what stays on paper, of things that are
    counted."""

    # persons, carried forward from registered births and deaths
    known_population: Float[Array, "regions"] = eqx.field(metadata=KEPT)
    known_towns: Float[Array, "regions"]  # townspeople by the ration lists
    known_granary: Float[Array, ""]  # t, state grain by its own books
    known_births: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # persons, last month
    known_deaths: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # persons, last month
    known_harvest: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # t, last harvest reported
    known_struck: Float[Array, "regions"]  # share of the last crop that drought took, by gauges
    published_harvest: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # t
    expected_harvest: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # t, what the centre takes for an ordinary harvest
    known_collected: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # t, agricultural year to date
    known_collectivised_share: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # share of the peasants
    known_hunger: Float[Array, "regions"]  # t of grain the village lacks this month, as reported
    known_herds: Float[Array, "herds regions"]  # head, by the count that quotas are set on
    known_unrest: Float[Array, ""]  # 1, mean of the country as reported
    known_unrest_over_farms: Float[Array, ""]  # 1, the same, of what joining provoked
    known_flight: Float[Array, "regions"]  # share of the peasants who fled last month
    known_confined: Float[Array, ""]  # persons confined and under arms, on the books
    known_arrivals: Float[Array, ""]  # persons a year who come to towns, as lately registered
    reported_output: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # industrial output by the reports, in the unit of output
    # share of the ages asked whom a census counts as readers
    known_literacy: Float[Array, "regions sexes"] = eqx.field(metadata=KEPT)
    report_excess: Float[Array, ""]  # log of reported over true output
    reported_wage: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # what a worker's earnings buy, of goods as reported
    known_cases: Float[Array, "diseases"] = eqx.field(
        metadata=KEPT
    )  # cases of the month that reached the registers
    reported_income: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # national income by the published figures
    # t, collections of the country as known at the end of each of the last twelve months
    collected_by_month: Float[Array, "months_of_year"]
    # share by which they fall short of the same month a year before
    known_shortfall: Float[Array, ""] = eqx.field(metadata=KEPT)
    known_support: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # share who support the regime in public


class War(eqx.Module):
    """What a war has done to the country; there only in months in which one may be fought."""

    people: Float[Array, ""]  # persons when it began: what is given by share is a share of them
    controlled: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # share of a region that the state held in the month before
    captives: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # persons, prisoners of the enemy among those who are booked as soldiers
    plant_part: Float[Array, "regions"]  # share of the country's plant that stood there
    plant_moving: Float[Array, "sectors"] = eqx.field(metadata=KEPT)  # plant on its way
    plant_left: Float[Array, "sectors"] = eqx.field(metadata=KEPT)  # plant the enemy has
    civilian: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # share of its usual part of output that is not for arms
    usual_men: Float[Array, "regions"]  # grown men a grown woman at home when it began
    together: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # births against those where men are at home as usual
    usual_hands: Float[
        Array, "hands regions"
    ]  # shares of villagers by the work they can do (grown_hands) when it began
    grown: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # work a villager can do, now against then
    mounts: Float[Array, ""] = eqx.field(metadata=KEPT)  # horses of the army, head
    machines: Float[Array, "regions"]  # share of their usual work that tractors do
    cows: Float[Array, "regions"]  # power of cows in harness a unit of area, as draught power
    # horses and tractors a unit of area when it began; 0 until the end of the first month
    usual_draught: Float[Array, "regions"]
    run_down: Float[Array, "regions"] = eqx.field(
        metadata=KEPT
    )  # log of yield lost by fields that are run down
    works: Float[Array, "regions"]  # share of a region's mines and furnaces that work
    by_product: Float[Array, "products"]  # output of each product against that of all plant
    supplied: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # output that the scarcest material allows, against the usual
    camp_hunger: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # month-equivalents, of the confined who eat after soldiers


class World(eqx.Module):
    """One month of the country. A run of one part alone leaves the others out."""

    month: Int[Array, ""]  # month number of core.dates
    peril: Peril
    people: People = left_out()
    vital: Vital = left_out()
    land: Land = left_out()
    industry: Industry = left_out()
    policy: Policy = left_out()
    information: Information = left_out()
    power: Power = left_out()
    repression: Repression = left_out()
    belief: Belief = left_out()
    secrets: Secrets = left_out()  # where both parts run
    memory: Memory = left_out()
    intelligence: Intelligence = left_out()
    faith: Faith = left_out()
    science: Science = left_out()
    membership: Membership = left_out()
    war: War | None = None  # where a war may be fought
    creed: Creed = left_out()
    culture: Culture = left_out()
    revolution: Revolution | None = None  # where the revolution runs, by itself
    drifting: Drifting | None = None  # where parameters stand; None where none drifts

    @property
    def at_war(self) -> War:
        """What is kept of a war, for what runs only where one may be fought."""
        if self.war is None:
            raise ValueError("no war is kept in this run")
        return self.war

    @property
    def uprising(self) -> Revolution:
        """The revolution, for what runs only in one."""
        if self.revolution is None:
            raise ValueError("no revolution runs")
        return self.revolution

    @property
    def stocks(self) -> list[Array]:
        """What may not fall below nought: persons, and grain of the village."""
        held = [self.people and self.people.persons, self.land and self.land.peasant_grain]
        return [stock for stock in held if stock is not None]

    def at(self, path: str) -> Array:
        """The value of a field named as `part.field`."""
        part, field = path.split(".")
        return getattr(getattr(self, part), field)

    def with_drift(self, drifting: Drifting) -> World:
        """The world with parameters that drift."""
        return replace(self, drifting=drifting)

    def with_power(
        self,
        power: Power,
        memory: Memory,
        intelligence: Intelligence,
        creed: Creed,
        secrets: Secrets | None,
    ) -> World:
        """The world with a leadership, what is printed and said of it, its networks, and what it
        keeps from society where there is one."""
        return replace(
            self,
            power=power,
            memory=memory,
            intelligence=intelligence,
            creed=creed,
            secrets=secrets,
        )

    def with_war(self, war: War, granted: dict[str, Array], unmet: dict[str, Array]) -> World:
        """The world with a war, and uses of grain under one."""
        return replace(self, war=war, land=replace(self.land, granted=granted, unmet=unmet))
