"""The world on the first day of a run."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from partystate.mechanisms.people.schooling import readers
from partystate.scenario.culture_opening import opening_culture
from partystate.scenario.faith_and_science import opening_faith, opening_science
from partystate.scenario.repression_opening import opening_belief, opening_repression
from partystate.world.agricultural_clock import (
    MONTHS,
    SOWING,
    before_sowing,
    months_left,
    winter_crop_stands,
)
from partystate.world.diseases import DISEASES
from partystate.world.endowment import Endowment
from partystate.world.herds import HERDS
from partystate.world.households import DWELLINGS, FIFTHS
from partystate.world.inputs import Inputs
from partystate.world.layout import SEXES, Layout
from partystate.world.membership import Membership
from partystate.world.repression import Peril
from partystate.world.sectors import PRODUCTS, SOURCES
from partystate.world.state import Industry, Information, Land, People, Policy, Vital, World
from partystate.world.statuses import WORKER
from partystate.world.stocks import RECEIVED_BY

LEAST = 1e-3  # share of readers, so that log-odds stay finite
NATIONAL_USES = ("state_grain.export", "state_grain.upkeep")


def opening_society(
    month: int,
    persons: Array,
    layout: Layout,
    inputs: Inputs,
    endowment: Endowment,
    values: dict,
    params: dict,
) -> World:
    """Barns that carry usual use to the next harvest, and a granary of the declared size.

    `month` is the number of the first one, `persons` [cells] are those of `opening_people`, whole;
    `inputs` is that of the first month; `values` are named parameters (`opening.*`), `params` the
    mechanisms'. May be traced over all but the month."""
    return World(
        month=jnp.asarray(month, jnp.int32),
        peril=quiet(inputs),
        people=_opening_people(layout, endowment, values, persons),
        vital=_nobody(layout),
        land=_opening_land(layout, endowment, values, month, persons),
        industry=_opening_industry(layout, endowment, values, persons),
        policy=_opening_policy(layout, inputs, values, params),
        information=_opening_information(layout, endowment, values, persons),
        repression=opening_repression(layout, params, persons),
        belief=opening_belief(layout, params),
        faith=opening_faith(layout, endowment),
        science=opening_science(layout, endowment),
        culture=opening_culture(endowment.people, values),
        membership=_opening_membership(inputs, values),
    )


def quiet(inputs: Inputs) -> Peril:
    """Nothing remembered of danger; `inputs` of a month tell how many peoples there are."""
    return Peril(jnp.zeros(()), jnp.zeros(()), jnp.zeros_like(inputs.foreign.kin_points))


def opening_people(census: np.ndarray, layout: Layout, values: dict) -> np.ndarray:
    """Census cells brought to the size and the urban share of the first day."""
    urban = np.asarray(layout.cell_urban)
    towns = census * urban
    part = towns.sum() / census.sum() * values["opening.urban_ratio"]
    scaled = np.where(
        urban,
        census * part / (towns.sum() / census.sum()),
        census * (1 - part) / (1 - towns.sum() / census.sum()),
    )
    return scaled * values["opening.population"] / scaled.sum()


YOUNG = 25.0  # years, the age at which the log-odds of reading are those of a region's mean
YEARS_A_STEP = 10.0


def _nobody(layout: Layout) -> Vital:
    """Births, deaths and moves of the month before the first."""
    none = jnp.zeros(len(layout.axes.regions))
    return Vital(births=none, deaths=none, fled=none, arrived=jnp.zeros(()))


def _opening_people(layout: Layout, endowment: Endowment, values: dict, persons) -> People:
    """Nobody hungry; readers by region, age and sex around the share of the base year, on the scale
    of log-odds."""
    zero = jnp.zeros(len(layout.axes.regions))

    def of(name):
        return values[f"schooling_opening.{name}"]

    mean = jnp.clip(endowment.people.literate, LEAST, 1 - LEAST)
    sex = of("men") * jnp.array([1.0, -1.0]) / 2
    age = of("age") * (endowment.people.mean_age - YOUNG) / YEARS_A_STEP
    odds = (
        (jnp.log(mean / (1 - mean)) + of("before"))[:, None, None]
        + age[None, :, None]
        + sex[None, None]
    )
    literate = endowment.people.age_of_school[None, :, None] / (1 + jnp.exp(-odds))
    counted = layout.by_age_and_sex(persons) * endowment.people.asked_band[:, None]
    enrolled = jnp.clip(
        of("places") * mean / jnp.average(mean, weights=layout.by_region(persons)), 0, 1
    )
    fifths = jnp.zeros((len(DWELLINGS), FIFTHS, len(zero)))
    return People(
        persons,
        zero,
        zero,
        fifths,
        fifths,
        zero,
        enrolled,
        literate,
        readers(literate, counted),
        **_opening_health(zero, values),
    )


def _opening_health(zero, values: dict) -> dict:
    """Cases and the immune by disease, the same in every region; doctors; how far abortion is
    known."""

    def of(what):
        return (
            jnp.array([values[f"epidemics_opening.{disease}_{what}"] for disease in DISEASES])[
                :, None
            ]
            + zero[None]
        )

    none = jnp.zeros(())
    return {
        "infected": of("cases"),
        "immune": of("immune"),
        "doctors": none + values["medicine_opening.doctors"],
        "hospital_births": none,
        "abortion": none + values["births_deaths_opening.abortion"],
    }


def _opening_output(values: dict) -> Float[Array, ""]:
    """Industrial output of the month before, in the unit of the base year's."""
    return values["industry_opening.plant"] * values["industry_opening.running"]


def _opening_industry(layout: Layout, endowment: Endowment, values: dict, persons) -> Industry:
    workers = layout.by_region_and_status(persons)[
        :, layout.axes.statuses.labels.index(WORKER)
    ].sum()
    none, output = jnp.zeros(()), _opening_output(values)

    def of(name):
        return none + values[f"industry_opening.{name}"]

    base_crew = values["growth.crew"] * endowment.people.rural_base.sum()
    a_hand = output / jnp.maximum(workers / endowment.people.rural_base.sum(), LEAST)
    return Industry(
        plant=jnp.full(len(endowment.land.output_part), values["industry_opening.plant"]),
        running=of("running"),
        crew=base_crew * of("plant"),
        employed=workers,
        seasoned=workers,
        turnover=none,
        women=of("women"),
        norm=jnp.log(a_hand),
        shock_workers=none,
        forced=none,
        engineers=none,
        railways=of("railways"),
        output=endowment.land.output_part * output,
        invested=none,
        imported=none,
        conscripted=none,
        sources=jnp.zeros(len(SOURCES)),
        products=jnp.zeros(len(PRODUCTS)),
        income=none + 1,
        consumed=none + 1,
        wage=none + 1,
        usual_wage=none + 1,
    )


def _opening_membership(inputs: Inputs, values: dict) -> Membership:
    """Members as `party_membership_opening.*` say; nobody doubted, no turn remembered."""
    none = jnp.zeros(())

    def start(name: str) -> Float[Array, ""]:
        return none + values[f"party_membership_opening.{name}"]

    return Membership(
        settled=start("full") * (1 - start("lately")),
        lately=start("full") * start("lately"),
        candidates=start("candidates"),
        admitted=none,
        expelled=none,
        doubt=none,
        review=none,
        turned=none,
        usual=start("usual"),
        line_before=jnp.nan_to_num(inputs.forced.line),
    )


def _opening_policy(layout: Layout, inputs: Inputs, values: dict, params: dict) -> Policy:
    zero, none = jnp.zeros(len(layout.axes.regions)), jnp.zeros(())
    norm = params["state_trade"].norm / MONTHS
    return Policy(
        line=jnp.nan_to_num(inputs.forced.line),
        plan=zero,
        plan_basis=zero,
        lesson=none,
        station_due=zero,
        collection_due=zero,
        coercion=zero,
        blacklist=zero,
        frustration=none,
        drive=none,
        pace=jnp.ones(()),
        deporting=jnp.zeros(()),
        paused=none,
        state_need=none,
        export_wanted=none,
        export_due=none,
        state_trade=none,
        owed_abroad=none,
        upkeep_due=none,
        monthly_due=none,
        confined_norm=none,
        cover=none + 1,
        supply_due=zero,
        ration_norm=zero + norm,
        relief_due=zero,
        births_lately=none + values["family_law_opening.birth_rate"],
        births_usual=none + values["family_law_opening.birth_rate"],
        birth_alarm=none,
        abortion_banned=none,
        passports=none,
        flight_barred=zero,
        output_target=none + _opening_output(values),
        accumulation=none,
        equipment=none + params["plan"].bought,
        exertion=none + 1,
    )


def _opening_land(layout, endowment, values, month, persons) -> Land:
    area = jnp.full(len(layout.axes.regions), values["opening.area"])
    base = endowment.land.sown_area * endowment.land.yield_ * area
    left = float(months_left(month))
    population = layout.by_region(persons)
    need = endowment.land.seed_rate * endowment.land.sown_area * area
    winter_seed = need * endowment.land.winter_share * float(winter_crop_stands(month))
    seed = (need - winter_seed) * float(before_sowing(month) or month % 12 == SOWING)
    barns = (
        endowment.land.use_per_head * population * left / 12 * values["opening.barn_cover"] + seed
    )
    share = jnp.array([values[f"opening.{kind}"] for kind in HERDS])
    zero = jnp.zeros_like(barns)
    uses = {use: (jnp.zeros(()) if use in NATIONAL_USES else zero) for use in RECEIVED_BY}
    return Land(
        peasant_grain=barns,
        state_grain=jnp.asarray(values["opening.state_grain"]),
        harvest=base,
        collected=base * values["opening.collected"],
        sown_area=area,
        standing=base,
        struck=zero,
        weeds=zero + values["opening.weeds"],
        eaten_green=zero,
        done_in_autumn=zero + 1,
        done_in_spring=zero + 1,
        winter_seed=winter_seed,
        seed_unmet=zero,
        fed=zero + 1,
        bread_bought=zero + 1,
        herders_animals=zero + 1,
        herders_diet=zero + 1,
        needed_rural=zero,
        needed_urban=zero,
        reserve_wanted=zero,
        bid_rural=zero,
        bid_urban=zero,
        lacked=zero,
        herds=endowment.land.herds * share[:, None],
        herding=zero + 1,
        gardens=zero + 1,
        meat_eaten=zero,
        tractors=jnp.asarray(values["opening.tractors"]),
        tractor_power=jnp.asarray(values["opening.tractors"] * values["tractors.horses"]),
        disruption=zero + values["opening.disruption"],
        unsettled=zero,
        unrest=zero,
        unrest_over_farms=zero,
        risings=zero,
        granted=uses,
        unmet=dict(uses),
    )


def _opening_information(layout, endowment, values, persons) -> Information:
    zero, none = jnp.zeros(len(layout.axes.regions)), jnp.zeros(())
    harvest = endowment.land.sown_area * endowment.land.yield_ * values["opening.area"]
    counted = layout.by_region(persons) * values["opening.census_completeness"]
    towns = layout.by_region(jnp.where(layout.cell_urban, persons, 0))
    confined = jnp.where(layout.cell_urban | layout.cell_rural, 0, persons).sum()
    return Information(
        known_population=counted,
        known_towns=towns,
        known_granary=none + values["opening.state_grain"],
        known_births=zero,
        known_deaths=zero,
        known_harvest=harvest,
        published_harvest=harvest,
        expected_harvest=harvest,
        known_collected=zero,
        known_collectivised_share=zero,
        known_hunger=zero,
        known_struck=zero,
        known_herds=endowment.land.herds
        * jnp.array([values[f"opening.{kind}"] for kind in HERDS])[:, None],
        known_unrest=none,
        known_unrest_over_farms=none,
        known_flight=zero,
        known_arrivals=none,
        known_confined=confined,
        known_support=none + 1,
        known_literacy=jnp.zeros((len(zero), len(SEXES))),
        known_cases=jnp.zeros(len(DISEASES)),
        reported_output=none + _opening_output(values),
        report_excess=none,
        reported_wage=none + 1,
        reported_income=none + 1,
        collected_by_month=jnp.zeros(MONTHS),
        known_shortfall=none,
    )
