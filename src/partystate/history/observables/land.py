"""Observables of the land: harvest, collections, exports, stocks, animals, collectives, and what is
done to the village."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from partystate.history.block import WHOLE
from partystate.history.months import agricultural_year
from partystate.history.observables.about import About
from partystate.history.observables.registry import (
    LEVELS,
    TRUTH,
    Cut,
    all_levels,
    column,
    observable,
    total,
    truth,
    whole_and_regions,
)
from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s
from partystate.world.agricultural_clock import HARVEST, MONTHS
from partystate.world.herds import HERDS

TONNES_PER_MT = 1e6
HA_PER_MILLION_HA = 1e6
HEAD_PER_MILLION = 1e6
MT, INDEX, SHARE, HEAD = "Mt", "index 0..1", "share of households", "million head"
REGION = ("region",)


def _harvest_years(run: Trajectory) -> list[int]:
    """Years whose harvest month was run."""
    first, last = run.months.first, int(run.months.numbers[-1])
    return list(range(-((HARVEST - first) // MONTHS), (last - HARVEST) // MONTHS + 1))


def _at_harvest(run: Trajectory, path: str) -> Array:
    """A field [years, R] in Mt at the end of each harvest month."""
    return run.months.at_month(run[path], _harvest_years(run), HARVEST) / TONNES_PER_MT


def _area(run: Trajectory, about: About) -> Array:
    """Grain area [years, R], million ha."""
    area = run["land.sown_area"] * about.society.sown_area[None]
    return run.months.at_month(area, _harvest_years(run), HARVEST) / HA_PER_MILLION_HA


def _labels(run: Trajectory) -> tuple[str, ...]:
    return tuple(map(str, _harvest_years(run)))


@observable("grain.harvest", unit=MT, levels=LEVELS, axes=REGION)
def harvest(run: Trajectory, about: About) -> list[Cut]:
    """Grain in the barns, of the year in which it was cut."""
    told = (
        _at_harvest(run, f"information.{name}") for name in ("known_harvest", "published_harvest")
    )
    return whole_and_regions(run, _labels(run), _at_harvest(run, "land.harvest"), *told)


@observable("grain.sown_area", unit="million ha", axes=REGION)
def sown_area(run: Trajectory, about: About) -> list[Cut]:
    """Area under grain."""
    return whole_and_regions(run, _labels(run), _area(run, about))


@observable("grain.yield", unit="t/ha", axes=REGION)
def grain_yield(run: Trajectory, about: About) -> list[Cut]:
    """Grain in the barns for each hectare sown."""
    got, area = _at_harvest(run, "land.harvest"), _area(run, about)
    return [
        *truth(_labels(run), WHOLE, total(got) / total(area)),
        *truth(_labels(run), run.region_groups, got / jnp.where(area > 0, area, 1)),
    ]


def _monthly(run: Trajectory, use: str) -> Array:
    """What a use of grain got [T, ...], Mt."""
    return run[f"granted.{use}"] / TONNES_PER_MT


@observable("grain.procurement", unit=MT, levels=LEVELS, axes=REGION)
def procurement(run: Trajectory, about: About) -> list[Cut]:
    """State collections by month and agricultural year; what is collected is known."""
    years = run.months.whole_agricultural_years()
    monthly = _monthly(run, "peasant_grain.collection")
    yearly = run.months.sums(monthly, years, HARVEST)
    return [
        *truth(run.months.texts(), WHOLE, total(monthly)),
        *whole_and_regions(run, tuple(map(agricultural_year, years)), yearly, yearly),
    ]


@observable("grain.plan", unit=MT, axes=REGION)
def plan(run: Trajectory, about: About) -> list[Cut]:
    """What is asked of a harvest, of whole agricultural years."""
    years = run.months.whole_agricultural_years()
    asked = run.months.at_month(run["policy.plan"], years, HARVEST) / TONNES_PER_MT
    return whole_and_regions(run, tuple(map(str, years)), asked)


@observable("grain.exports", unit=MT)
def exports(run: Trajectory, about: About) -> list[Cut]:
    """Exports by month and year."""
    monthly = column(_monthly(run, "state_grain.export"))
    return [
        *truth(run.months.texts(), WHOLE, monthly),
        *truth(run.months.year_texts(), WHOLE, run.months.yearly(monthly)),
    ]


@observable("grain.relief", unit=MT, axes=REGION)
def relief(run: Trajectory, about: About) -> list[Cut]:
    """Grain given to the hungry, by month and year."""
    monthly = _monthly(run, "state_grain.relief")
    return [
        *truth(run.months.texts(), WHOLE, total(monthly)),
        *whole_and_regions(run, run.months.year_texts(), run.months.yearly(monthly)),
    ]


def ended(positions: np.ndarray) -> np.ndarray:
    """Those first days before which a month was run."""
    return positions[positions > 0]


@observable("grain.state_stocks", unit=MT)
def state_stocks(run: Trajectory, about: About) -> list[Cut]:
    """Grain in the state granary on 1 July."""
    at = ended(run.months.julies())
    stock = run["land.state_grain"][at - 1] / TONNES_PER_MT
    return truth(run.months.days_at(at), WHOLE, column(stock))


@observable("grain.harvest_ratio", unit="ratio")
def harvest_ratio(run: Trajectory, about: About) -> list[Cut]:
    """Each harvest over the one before, named by both years."""
    whole, years = _at_harvest(run, "land.harvest").sum(1), _labels(run)
    spans = tuple(f"{before}/{after}" for before, after in zip(years, years[1:], strict=False))
    return truth(spans, WHOLE, column(whole[1:] / whole[:-1]))


def _register_herd(number: int, kind: str) -> None:
    @observable(f"livestock.{kind}", unit=HEAD, axes=REGION)
    def herd(run: Trajectory, about: About) -> list[Cut]:
        """Animals of a kind on 1 January."""
        at = ended(run.months.januaries())
        heads = run["land.herds"][at - 1, number] / HEAD_PER_MILLION
        return whole_and_regions(run, run.months.days_at(at), heads)


for number, kind in enumerate(HERDS):
    _register_herd(number, kind)


@observable("unrest.events", unit="events", axes=REGION)
def unrest(run: Trajectory, about: About) -> list[Cut]:
    """Mass disturbances by month and year."""
    monthly = run["land.risings"]
    return [
        *truth(run.months.texts(), WHOLE, total(monthly)),
        *whole_and_regions(run, run.months.year_texts(), run.months.yearly(monthly)),
    ]


FATE_OF = {"executed": "shot", "sent_to_camp": "camp", "deported": "deported"}


@observable("dekulakisation.fate", unit="persons", axes=("fate",))
def fate(run: Trajectory, about: About) -> list[Cut]:
    """The three fates of those labelled, by month and year."""
    groups = tuple(f"fate={name}" for name in FATE_OF.values())
    persons = jnp.stack([run[f"fates.{cause}"].sum(1) for cause in FATE_OF], 1)
    return [
        *truth(run.months.texts(), groups, persons),
        *truth(run.months.year_texts(), groups, run.months.yearly(persons)),
    ]


@observable("dekulakisation.families", unit="families", axes=REGION)
def families(run: Trajectory, about: About) -> list[Cut]:
    """Families deported from a region."""
    gone = run.months.yearly(run["fates.deported"]) / about.society.household
    return whole_and_regions(run, run.months.year_texts(), gone)


@observable("migration.rural_outflow", unit="persons", axes=REGION)
def rural_outflow(run: Trajectory, about: About) -> list[Cut]:
    """Net move from villages to towns by year: those who went for work or fled hunger, less those
    who went back."""
    gone = sum(run[f"fates.{cause}"] for cause in ("moved_to_town", "hired_far", "fled_hunger"))
    net = run.months.yearly(gone - run["fates.back_to_village"])
    return whole_and_regions(run, run.months.year_texts(), net)


def _rural_mean(run: Trajectory, values: Array) -> Array:
    """Mean [T, 1] over regions by their rural people."""
    rural = run.by_region(run.population[:-1], ~run.urban)
    return total(values * rural) / total(rural)


@observable("policy.coercion", unit=INDEX, axes=REGION)
def coercion(run: Trajectory, about: About) -> list[Cut]:
    """Force behind collections, by month."""
    force, months = run["policy.coercion"], run.months.texts()
    return [
        *truth(months, WHOLE, _rural_mean(run, force)),
        *truth(months, run.region_groups, force),
    ]


@observable("policy.collectivisation", unit=INDEX)
def drive(run: Trajectory, about: About) -> list[Cut]:
    """The push to collectivise, by month."""
    return truth(run.months.texts(), WHOLE, column(run["policy.drive"]))


@observable("famine.policy", unit="index", axes=REGION)
def cordon(run: Trajectory, about: About) -> list[Cut]:
    """How far leaving a village is barred, by month."""
    barred, months = run["policy.flight_barred"], run.months.texts()
    return [
        *truth(months, WHOLE, _rural_mean(run, barred)),
        *truth(months, run.region_groups, barred),
    ]


@observable("collectivisation.share", unit=SHARE, levels=LEVELS, axes=REGION)
def collectivised(run: Trajectory, about: About) -> list[Cut]:
    """Share of the peasants in collectives on the first day of each month; by region on 1
    January."""
    inside, alone = (
        run.by_region(run.population, run.is_status(name))
        for name in (s.COLLECTIVE_FARMER, s.INDIVIDUAL_PEASANT)
    )

    def share(one: Array, other: Array) -> Array:
        return one / jnp.maximum(one + other, 1)

    whole, at = share(total(inside), total(alone)), run.months.januaries()
    return [
        *all_levels(run.months.first_days(), WHOLE, whole, whole),
        Cut(run.months.days_at(at), run.region_groups, {TRUTH: share(inside, alone)[at]}),
    ]
