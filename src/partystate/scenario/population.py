"""The opening population: regions and communities, statuses, ages and sexes, from a country's
tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from partystate.core.axes import Axis
from partystate.country.country import Country
from partystate.scenario.faith_and_science import faith_axis, field_axis
from partystate.world import causes
from partystate.world.layout import SEXES, Axes, Layout, build_layout
from partystate.world.party_axes import PartyAxes

OLDEST = 100  # years, where the open age group ends


def build_axes(country: Country) -> Axes:
    """Axes and the (community, status) pairs that can exist, by the rule of statuses.csv."""
    tables = country.tables
    regions = Axis("region", tuple(tables["regions"]["region"]))
    nationalities = Axis("nationality", tuple(tables["nationalities"]["nationality"]))
    statuses = Axis("status", tuple(tables["statuses"]["status"]))
    ages = Axis("age", tuple(tables["age_bands"]["band"]))
    held_in = dict(tables["statuses"].select("status", "held_in").iter_rows())
    population = dict(tables["regions"].select("region", "population").iter_rows())
    large = country.meta.rules.large_community_persons
    communities, pairs = [], []
    for row in tables["communities"].iter_rows(named=True):
        number = len(communities)
        communities.append((row["region"], row["nationality"]))
        exile = bool(row["preallocated"])
        is_large = population[row["region"]] * row["share"] >= large
        for s, status in enumerate(statuses.labels):
            rule = held_in[status]
            if (
                (rule == "all" and not exile)
                or (rule == "large" and is_large)
                or (rule == "exile" and (exile or is_large))
            ):
                pairs.append((number, s))
    return Axes(
        regions,
        nationalities,
        statuses,
        ages,
        tuple(communities),
        tuple(pairs),
        faiths=faith_axis(country),
        fields=field_axis(country),
    )


def settlement_of(country: Country) -> dict[str, str]:
    """Status -> urban, rural or confined."""
    return dict(country.tables["statuses"].select("status", "settlement").iter_rows())


def layout_of(
    country: Country,
    party: PartyAxes | None = None,
    found: tuple[causes.Cause, ...] = causes.PEACE,
) -> Layout:
    """Where the people of a country can be, and for which causes they leave."""
    settlement = settlement_of(country)
    named = {
        kind: tuple(s for s, k in settlement.items() if k == kind) for kind in ("urban", "rural")
    }
    return build_layout(
        replace(build_axes(country), party=party), named["urban"], named["rural"], found
    )


def by_single_year(country: Country) -> np.ndarray:
    """Share of the opening population by single year of age and sex [OLDEST, S], by the declared
    profile: even within a five-year group, but for the first, where survivors of the infant and
    child death rates stand."""
    persons = np.zeros((OLDEST, len(SEXES)))
    for row in country.tables["opening_ages"].iter_rows(named=True):
        start = row["age_from"]
        end = OLDEST if row["age_to"] is None else row["age_to"] + 1
        weight = np.ones(end - start) if start else survivors(country, end)
        persons[start:end, SEXES.index(row["sex"])] += row["persons"] * weight / weight.sum()
    return persons / persons.sum()


def survivors(country: Country, years: int) -> np.ndarray:
    """Relative numbers alive at ages 0..years-1 under the opening death rates."""
    infant, child = infant_and_child_rates(country)
    ages = np.arange(years)
    return np.where(ages == 0, np.exp(-infant / 2), np.exp(-infant - child * (ages - 0.5)))


def latest(country: Country, rate: str) -> pl.DataFrame:
    """Rows of vital_rates.csv of the last period given for `rate`."""
    table = country.tables["vital_rates"].filter(pl.col("rate") == rate)
    return table.filter(pl.col("period") == table["period"].max())


def infant_and_child_rates(country: Country) -> tuple[float, float]:
    """Yearly hazards of death at age 0 and at 1-4.

    With a yearly hazard h at age 0 and departures to age 1 at one a year, h / (1 + h) of the
    newborn die before their birthday: so h = q / (1 - q). The rest of the rate of ages 0-4 falls on
    1-4, in which 4/5 of it lives."""
    q = latest(country, "infant_death")["central"][0] / 1000
    infant = q / (1 - q)
    first = latest(country, "death").filter(pl.col("age_from") == 0)
    under_five = first["central"][0] / 1000
    return infant, max((5 * under_five - infant) / 4, 0.0)


def band_edges(country: Country) -> list[tuple[int, int]]:
    """[from, to) in years of each age band."""
    rows = country.tables["age_bands"].iter_rows(named=True)
    return [(r["age_from"], OLDEST if r["age_to"] is None else r["age_to"] + 1) for r in rows]


SCHOOL_AGE, LAST_ASKED = 9, 49  # censuses counted readers from 9 to 49


def school_bands(country: Country) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Flags [A]: the band into which children go to school, that band and all after it, and the
    bands a census asks."""
    starts, ends = np.array(band_edges(country)).T
    from_school = starts >= SCHOOL_AGE
    first = from_school & (np.cumsum(from_school) == 1)
    return (
        first.astype(float),
        from_school.astype(float),
        (from_school & (ends - 1 <= LAST_ASKED)).astype(float),
    )


GROWN = 16  # years, from which courts and boards took people as grown up


def grown_bands(country: Country) -> np.ndarray:
    """1 for the bands [A] of those who can be arrested."""
    return (np.array(band_edges(country))[:, 0] >= GROWN).astype(float)


def age_profile(country: Country) -> np.ndarray:
    """Share of the opening population by band and sex [A, S]."""
    single = by_single_year(country)
    return np.stack([single[start:end].sum(0) for start, end in band_edges(country)])


def ageing_rates(country: Country) -> np.ndarray:
    """Monthly hazard [A] of passing to the next band: the share of a band in its last year of age,
    over twelve."""
    single = by_single_year(country).sum(1)
    share = np.array(
        [single[end - 1] / single[start:end].sum() for start, end in band_edges(country)]
    )
    share[-1] = 0.0
    return -np.log1p(-share / 12)


def death_rates(country: Country) -> np.ndarray:
    """Monthly hazard of death [A], both sexes, from the last table before the start."""
    infant, child = infant_and_child_rates(country)
    yearly = np.zeros(OLDEST)
    for row in latest(country, "death").iter_rows(named=True):
        end = OLDEST if row["age_to"] is None else row["age_to"] + 1
        yearly[row["age_from"] : end] = row["central"] / 1000
    yearly[0], yearly[1:5] = infant, child
    single = by_single_year(country).sum(1)
    weighted = [np.average(yearly[a:b], weights=single[a:b]) for a, b in band_edges(country)]
    return np.array(weighted) / 12


def birth_rates(country: Country) -> np.ndarray:
    """Births a woman and month [A]."""
    yearly = np.zeros(OLDEST)
    for row in latest(country, "birth").iter_rows(named=True):
        yearly[row["age_from"] : row["age_to"] + 1] = row["central"] / 1000
    women = by_single_year(country)[:, SEXES.index("female")]
    weighted = [np.average(yearly[a:b], weights=women[a:b]) for a, b in band_edges(country)]
    return np.array(weighted) / 12


def census_cells(country: Country, layout: Layout) -> np.ndarray:
    """Persons [cells] as the opening census counted them, spread by community, status, age and
    sex."""
    axes, profile = layout.axes, age_profile(country)
    population = dict(country.tables["regions"].select("region", "population").iter_rows())
    share = {
        (r["region"], r["nationality"]): r["share"]
        for r in country.tables["communities"].iter_rows(named=True)
    }
    held = status_shares(country, axes)
    places = [axes.communities[community] for community, _ in axes.pairs]
    by_pair = np.array([population[place[0]] * share[place] for place in places]) * held
    return (by_pair[:, None, None] * profile[None]).reshape(-1)


def nationality_shares(country: Country) -> dict[str, np.ndarray]:
    """Share [R] of each region's people, by nationality."""
    regions = list(country.tables["regions"]["region"])
    shares = {
        name: np.zeros(len(regions)) for name in country.tables["nationalities"]["nationality"]
    }
    for row in country.tables["communities"].iter_rows(named=True):
        shares[row["nationality"]][regions.index(row["region"])] += row["share"]
    return shares


def status_shares(country: Country, axes: Axes) -> np.ndarray:
    """Share [Q] of its community in each pair; a status a community cannot hold joins the first
    general one of the same settlement."""
    statuses = country.tables["statuses"]
    settlement = settlement_of(country)
    opening = dict(statuses.select("status", "opening_share").iter_rows())
    rural_share = dict(country.tables["regions"].select("region", "rural_share").iter_rows())
    general = {}
    for row in statuses.iter_rows(named=True):
        if row["held_in"] == "all":
            general.setdefault(row["settlement"], row["status"])
    held: dict[int, dict[str, int]] = {}
    for q, (community, status) in enumerate(axes.pairs):
        held.setdefault(community, {})[axes.statuses.labels[status]] = q
    shares = np.zeros(len(axes.pairs))
    for community, (region, _) in enumerate(axes.communities):
        weight = {"rural": rural_share[region], "urban": 1 - rural_share[region], "confined": 0.0}
        for status, part in opening.items():
            kind = settlement[status]
            home = held[community].get(status, held[community].get(general.get(kind, ""), None))
            if home is not None and part:
                shares[home] += weight[kind] * part
    return shares
