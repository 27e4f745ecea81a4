"""The inputs of a run by month, and the endowment, from a country's tables."""

from __future__ import annotations

import jax
import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.axes import stable_ids
from partystate.core.errors import UserError
from partystate.core.pytree import of_numpy
from partystate.core.units import convert
from partystate.country.country import Country
from partystate.scenario import population, recorded
from partystate.scenario.faith_and_science import build_faith_facts, build_science_facts
from partystate.scenario.great_powers import contact
from partystate.scenario.kin_abroad import kin_points, own_units, republics
from partystate.scenario.party_inputs import (
    build_forced_posts,
    build_party,
    build_party_facts,
    shock,
)
from partystate.world.agricultural_clock import HARVEST
from partystate.world.diseases import DISEASES
from partystate.world.endowment import Endowment, LandFacts, PeopleFacts
from partystate.world.herds import HERDS, HORSES, held_by_herders, in_cattle
from partystate.world.inputs import Calendar, Forced, Foreign, Inputs, Trade, Weather
from partystate.world.keep import left_out
from partystate.world.party_axes import PartyAxes

YIELD_YEARS = 10  # of mean yields, from the start, where a country does not say
CENTNERS_PER_TONNE = 10


def months_of(country: Country, until: str | None = None) -> np.ndarray:
    """Month numbers of a run, first to last; UserError where `until` is no month of the country."""
    meta = country.meta
    first, last = dates.month_number(meta.start), dates.month_number(until or meta.end)
    if not first <= last <= dates.month_number(meta.last):
        raise UserError(
            "the last month of the run is not one of the country's",
            found=repr(until),
            expected=f"a month from {meta.start} to {meta.last}",
            action="Give another --until, or leave it out.",
        )
    return np.arange(first, last + 1)


def build_inputs(
    country: Country,
    months: np.ndarray,
    axes: PartyAxes | None = None,
    entered: int = left_out(),
    replay_until: int = 0,
    is_own_line: bool = False,
    is_alone: bool = False,
) -> Inputs:
    """Stacked inputs [T, ...]. With `axes` of the party those of a leadership that enters in month
    `entered`, whose posts are recorded ones before `replay_until`; with `is_own_line` the line is
    forced only until it enters. A leadership that `is_alone` hears what is on record of
    collections."""
    regions = tuple(country.tables["regions"]["region"])
    weather = {column: weather_grid(country, regions, months, column) for column in WEATHER_COLUMNS}

    def abroad(name):
        return recorded.spread(country, name, "points", months)

    built = of_numpy(
        Inputs,
        calendar=build_calendar(country, months),
        foreign=of_numpy(
            Foreign,
            abroad("disputes"),
            abroad("foreign_events"),
            kin_points(country, months, abroad("disputes") + abroad("foreign_events")),
            contact(country, months),
        ),
        murder=shock(country, "murder", months),
        forced=build_forced(country, months, axes, entered, replay_until, is_own_line, is_alone),
        controlled=control_grid(country, regions, months),
        towns_ranked=(months >= first_month_of(country, "town_list_weight")).astype(float),
        weather=of_numpy(
            Weather,
            drought_low=weather["severity_low"],
            drought_central=weather["severity_central"],
            drought_high=weather["severity_high"],
            wet=weather["wet_excess"],
        ),
        trade=of_numpy(
            Trade,
            imports=recorded.covering(country, "imports", "USD", months),
            grain_price=recorded.covering(country, "grain_price", "USD/t", months),
            foreign_aid=recorded.spread(country, "foreign_aid", "t", months),
        ),
        party=build_party(country, axes, months, entered) if axes else left_out(),
    )
    return jax.device_put(built)


def build_calendar(country: Country, months: np.ndarray) -> Calendar:
    """The months [T] and their seasons."""
    season = recorded.seasonality(country, "collections")
    days = country.meta.counts.census_days
    by_july = np.cumsum(np.roll(season, -HARVEST))
    return of_numpy(
        Calendar,
        month=np.asarray(months, np.int32),
        elapsed=(months - months[0]).astype(float),
        collection_season=by_july[(months - HARVEST) % 12],
        due_before=by_july[(months - 1 - HARVEST) % 12],
        bread_season=by_month(country, "bread", months),
        garden_season=by_month(country, "garden", months),
        animal_season=by_month(country, "animal_food", months),
        census=np.isin(months, [dates.month_number(d[:7]) for d in days]).astype(float),
        export_season=recorded.seasonality(country, "exports")[months % 12],
        disease_season=np.stack([by_month(country, d, months) for d in DISEASES], -1),
    )


def build_forced(
    country: Country,
    months: np.ndarray,
    axes: PartyAxes | None,
    entered: int,
    replay_until: int,
    is_own_line: bool,
    is_alone: bool,
) -> Forced:
    """The recorded line and the recorded shortfall of collections, which stand where the model's
    own is left out; recorded posts before `replay_until`."""
    line = recorded.standing(country, "market_line", "index -1..1", months)
    if is_own_line:
        line = np.where(months < entered, line, np.nan)
    told = shock(country, "collections_short", months)
    return of_numpy(
        Forced,
        line=line,
        shortfall=told if is_alone else np.full(len(months), np.nan),
        posts=build_forced_posts(country, axes, months, replay_until) if axes else left_out(),
    )


def by_month(country: Country, name: str, months: np.ndarray) -> np.ndarray:
    """A seasonal profile [T] whose mean over the year is one."""
    return 12 * recorded.seasonality(country, name)[months % 12]


WEATHER_COLUMNS = ("severity_low", "severity_central", "severity_high", "wet_excess")


def weather_grid(
    country: Country, regions: tuple[str, ...], months: np.ndarray, column: str
) -> np.ndarray:
    """Grade [T, R] of the calendar year of each month."""
    value = {
        (r["region"], r["year"]): r[column] for r in country.tables["weather"].iter_rows(named=True)
    }
    return np.asarray(
        [[float(value[region, month // 12]) for region in regions] for month in months]
    )


def control_grid(country: Country, regions: tuple[str, ...], months: np.ndarray) -> np.ndarray:
    """Share [T, R] of each region under control: the last dated share at or before the month."""
    grid = np.ones((len(months), len(regions)))
    for r, region in enumerate(regions):
        rows = country.tables["control"].filter(pl.col("region") == region)
        dated = sorted(
            (dates.parse(row["time"]).months[0], row["share"]) for row in rows.iter_rows(named=True)
        )
        for start, share in dated:
            grid[months >= start, r] = share
    return grid


def land_quantity(country: Country, name: str, unit: str) -> np.ndarray:
    """One quantity of regional_land.csv [R] in `unit`; names match by their beginning (`horses`
    finds `horses_<year>`)."""
    table = country.tables["regional_land"]
    found = {}
    for row in table.iter_rows(named=True):
        if row["quantity"] == name or row["quantity"].rsplit("_", 1)[0] == name:
            found[row["region"]] = convert(row["central"], row["unit"], unit)
    return np.array([found.get(region, 0.0) for region in country.tables["regions"]["region"]])


def first_month_of(country: Country, name: str) -> int:
    """The month from which a quantity of regional_land.csv is known, by the earliest year at the
    end of its name (`exile_room_1930`: January 1930); 0, before all months, where one has none."""
    names = country.tables["regional_land"]["quantity"].unique().to_list()
    years = [text.removeprefix(name).removeprefix("_") for text in names if text.startswith(name)]
    return dates.MONTHS * min((int(year or 0) for year in years), default=0)


def weather_loading(country: Country) -> np.ndarray:
    """Loadings [R, F] of each region on the factors that regions share; one factor without weight
    where none is given."""
    table = country.tables["regional_land"].filter(
        pl.col("quantity").str.starts_with("weather_factor_")
    )
    regions = list(country.tables["regions"]["region"])
    number = [int(name.rsplit("_", 1)[1]) for name in table["quantity"]]
    loading = np.zeros((len(regions), max(number, default=1)))
    for region, k, value in zip(table["region"], number, table["central"], strict=True):
        loading[regions.index(region), k - 1] = value
    return loading


def base_herds(country: Country) -> np.ndarray:
    """Head [herds, R] in winter of the base year: the table's summer counts times the share that
    winters."""
    return np.stack(
        [
            land_quantity(country, kind, "head") * country.parameter(f"opening.winter_{kind}")
            for kind in HERDS
        ]
    )


def rural_base(country: Country) -> np.ndarray:
    """Rural persons [R] of the opening census."""
    table = country.tables["regions"]
    return (table["population"] * table["rural_share"]).to_numpy().astype(float)


def population_base(country: Country) -> np.ndarray:
    """Persons [R] of the opening census."""
    return country.tables["regions"]["population"].to_numpy().astype(float)


def neighbour_shares(country: Country) -> np.ndarray:
    """Equal shares [R, R] of the neighbours of each region; a row of nothing where it has none."""
    names = list(country.tables["regions"]["region"])
    shares = np.zeros((len(names), len(names)))
    for r, listed in enumerate(country.tables["regions"]["adjacent"]):
        near = [names.index(n) for n in (listed or "").split(";") if n]
        shares[r, near] = 1 / max(len(near), 1)
    return shares


def build_endowment(
    country: Country,
    months: np.ndarray,
    axes: PartyAxes | None = None,
    entered: int = left_out(),
) -> Endowment:
    """Fixed facts, from tables dated at or before the base years, and of the leadership when it
    enters."""
    built = of_numpy(
        Endowment,
        build_land_facts(country, months),
        build_people_facts(country),
        build_party_facts(country, axes, entered) if axes else left_out(),
        build_faith_facts(country),
        build_science_facts(country),
    )
    return jax.device_put(built)


def yield_months(country: Country, months: np.ndarray) -> np.ndarray:
    """January of each year of the mean yields, whose mean grades of weather go with them."""
    given = country.meta.rules.yield_years
    if given:
        return np.arange(12 * given[0], 12 * given[1] + 1, 12)
    first = int(months[0]) // 12
    known = set(country.tables["weather"]["year"].to_list())
    # years beyond the usual end are nobody's base, so that a longer run changes no earlier month
    latest = dates.month_number(country.meta.end) // 12
    years = range(first, min(first + YIELD_YEARS, latest + 1))
    return np.array([12 * year for year in years if year in known])


def build_land_facts(country: Country, months: np.ndarray) -> LandFacts:
    """Fields, herds, weather and stores. Yields are given as they were reported: what was in the
    barns is less by what the reports of the country add (`statistics.harvest_bias`). Horses that
    plough are those of who sows."""
    regions = tuple(country.tables["regions"]["region"])
    area = land_quantity(country, "grain_area", "ha")
    grain_yield = land_quantity(country, "grain_yield_mean", "t/ha")
    grain_yield = grain_yield / (1 + country.parameter("statistics.harvest_bias"))
    balance = land_quantity(country, "grain_balance", "t")
    persons = country.tables["regions"]["population"].to_numpy().astype(float)
    rate = country.parameter("opening.seed_rate")
    seed, producer = area * rate, country.parameter("industry_opening.producer_part")
    use = np.maximum(area * grain_yield - seed - balance, 0) / np.maximum(persons, 1)
    around = yield_months(country, months)
    loading = weather_loading(country)
    herds, pastoral = (
        base_herds(country),
        land_quantity(country, "pastoral_share_rural", "share"),
    )
    villagers = rural_base(country)
    herded = held_by_herders(pastoral, herds, villagers)
    herders = pastoral * villagers
    return of_numpy(
        LandFacts,
        sown_area=area,
        winter_share=land_quantity(country, "winter_share", "share"),
        yield_sd=land_quantity(country, "grain_yield_variation", "share"),
        yield_=grain_yield,
        use_per_head=use,
        inflow=np.maximum(-balance, 0),
        herds=herds,
        ploughing=herds[HORSES] * (1 - herded),
        latitude=country.tables["regions"]["lat"].to_numpy().astype(float),
        pastoral=pastoral,
        herded=herded,
        herd_a_herder=herded * (herds[HORSES] + in_cattle(herds)) / np.maximum(herders, 1),
        exile_room=land_quantity(country, "exile_room", "families"),
        town_weight=land_quantity(country, "town_list_weight", "share"),
        target=np.zeros(len(regions)),
        weather_loading=loading,
        factor_ids=stable_ids([f"weather_factor={k + 1}" for k in range(loading.shape[1])]),
        base_elapsed=np.asarray((around[0] + around[-1]) / 2 + HARVEST - months[0]),
        seed_rate=np.asarray(rate),
        grain_price=recorded.covering(country, "grain_price", "USD/t", around).mean(),
        output_part=np.asarray([producer, 1 - producer]),
        mean_drought=weather_grid(country, regions, around, "severity_central").mean(0),
        mean_wet=weather_grid(country, regions, around, "wet_excess").mean(0),
        border=land_quantity(country, "outer_border", "share"),
        neighbours=neighbour_shares(country),
    )


def build_people_facts(country: Country) -> PeopleFacts:
    """Vital rates, schooling and peoples."""
    first, from_school, asked = population.school_bands(country)
    deaths, peoples = population.death_rates(country), country.tables["nationalities"]
    return of_numpy(
        PeopleFacts,
        rural_base=rural_base(country),
        population_base=population_base(country),
        literate=land_quantity(country, "literate", "share"),
        mean_age=np.mean(population.band_edges(country), 1),
        school_band=first,
        age_of_school=from_school,
        asked_band=asked,
        death_rate=np.stack([deaths, deaths], -1),
        birth_rate=population.birth_rates(country),
        ageing_rate=population.ageing_rates(country),
        grown=population.grown_bands(country),
        kin_abroad=peoples["kin_state_abroad"].is_not_null().to_numpy().astype(float),
        titular=peoples["titular"].to_numpy().astype(float),
        own_unit=own_units(country),
        **republics(country),
    )
