"""What each CSV file of a country holds: one row model a file, with its key, its ranges and its
references."""

# pyright: reportInvalidTypeForm=false
# a Literal of words that stand elsewhere is made when the program runs, for pydantic

from __future__ import annotations

from typing import Annotated, Literal

from partystate.country.belief_tables import BELIEF_TABLES
from partystate.country.cells import (
    Age,
    Amount,
    Count,
    Flag,
    Number,
    Points,
    Row,
    Sex,
    Share,
    Text,
    Time,
    Unit,
    Verified,
    Year,
    number,
)
from partystate.country.label_columns import NATIONALITY, PARAMETER, REGION
from partystate.country.party_tables import POWER_TABLES
from partystate.country.revolution_tables import REVOLUTION_TABLES
from partystate.country.war_tables import WarRow
from partystate.world.diseases import DISEASES
from partystate.world.statuses import STATUSES

RECORDED_UNITS = {
    "market_line": "index -1..1",
    "imports": "USD",
    "grain_price": "USD/t",
    "foreign_aid": "t",
    "disputes": "points",
    "foreign_events": "points",
}
RecordedInput = Literal[tuple(RECORDED_UNITS)]
MOST_TILES = 24  # rows, and columns, of the map of tiles: more would not fit a page
SEASONAL = ("collections", "exports", "bread", "garden", "animal_food", *DISEASES)
NAMED = ("place", "issue", "region", "nationality", "status")  # axes of names.csv
PRIORS = ("fixed", "uniform", "triangular", "normal", "lognormal")
SPREAD = (("low", "central", "high"),)


class Region(Row):
    key = ("region",)
    ranges = (("population_low", "population", "population_high"),)
    region: Text
    population: Count
    population_low: Count | None
    population_high: Count | None
    rural_share: Share
    grain_status: Literal["surplus", "deficit", "mixed"]
    lat: Annotated[float, number(-90, 90)]
    lon: Annotated[float, number(-180, 180)]
    adjacent: str | None
    source: Text
    verified: Verified


class Tile(Row):
    """Where a region stands on the map of tiles, counted from the upper left corner."""

    key = ("region",)
    labels = REGION
    optional = True
    region: Text
    row: Annotated[int, number(1, MOST_TILES, whole=True)]
    column: Annotated[int, number(1, MOST_TILES, whole=True)]
    short: Text


class Nationality(Row):
    key = ("nationality",)
    nationality: Text
    kin_state_abroad: str | None
    titular: Flag
    source: Text
    verified: Verified


class Community(Row):
    key = ("region", "nationality")
    ranges = (("share_low", "share", "share_high"),)
    labels = REGION | NATIONALITY
    region: Text
    nationality: Text
    share: Share
    share_low: Share | None
    share_high: Share | None
    preallocated: Flag
    source: Text
    verified: Verified


class Autonomy(Row):
    """What part of a people of a region lives in a republic or region of its own name there."""

    key = ("region", "nationality")
    labels = REGION | NATIONALITY
    optional = True
    region: Text
    nationality: Text
    share: Share
    source: Text
    verified: Verified


class Danger(Row):
    """Points of danger from one state, even over the months of a time; negative where it eased."""

    key = ("state", "time")
    optional = True
    state: Text
    time: Time
    points: Points
    source: Text
    verified: Verified


class GreatPower(Row):
    """Contact with a great power from a month on: 0 none, 1 an embassy."""

    key = ("power", "start")
    optional = True
    power: Text
    start: Time
    contact: Share
    source: Text
    verified: Verified


class Status(Row):
    key = ("status",)
    ranges = (
        ("share_low", "opening_share", "share_high"),
        ("size_low", "household_size", "size_high"),
    )
    status: Literal[STATUSES]
    settlement: Literal["urban", "rural", "confined"]
    peasant: Flag
    held_in: Literal["all", "large", "exile"]
    opening_share: Share
    share_low: Share | None
    share_high: Share | None
    household_size: Annotated[float, number(1, 100)]
    size_low: Annotated[float, number(1, 100)] | None
    size_high: Annotated[float, number(1, 100)] | None
    source: Text
    verified: Verified


class AgeBand(Row):
    key = ("band",)
    band: Text
    age_from: Age
    age_to: Age | None


class OpeningAge(Row):
    key = ("sex", "age_from")
    ranges = (("low", "persons", "high"),)
    sex: Sex
    age_from: Age
    age_to: Age | None
    persons: Count
    low: Count | None
    high: Count | None
    source: Text
    verified: Verified


class VitalRate(Row):
    key = ("rate", "period", "sex", "age_from")
    ranges = SPREAD
    rate: Literal["death", "infant_death", "birth"]
    period: Time
    sex: Literal["both", "female"]
    age_from: Age
    age_to: Age | None
    unit: Unit
    low: Amount | None
    central: Amount
    high: Amount | None
    source: Text
    verified: Verified


class LandQuantity(Row):
    key = ("region", "quantity")
    ranges = SPREAD
    labels = REGION
    region: Text
    quantity: Text
    unit: Unit
    low: Number | None
    central: Number
    high: Number | None
    source: Text
    verified: Verified


class Weather(Row):
    key = ("region", "year")
    ranges = (("severity_low", "severity_central", "severity_high"),)
    labels = REGION
    region: Text
    year: Year
    severity_low: Annotated[int, number(0, 3, whole=True)]
    severity_central: Annotated[int, number(0, 3, whole=True)]
    severity_high: Annotated[int, number(0, 3, whole=True)]
    wet_excess: Annotated[int, number(0, 2, whole=True)]
    source: Text
    verified: Verified


class Recorded(Row):
    key = ("input", "region", "time")
    ranges = SPREAD
    input: RecordedInput
    time: Time
    region: str | None
    low: Number | None
    central: Number
    high: Number | None
    unit: Unit
    source: Text
    verified: Verified


class Season(Row):
    key = ("input", "month")
    input: Literal[SEASONAL]
    month: Annotated[int, number(1, 12, whole=True)]
    share: Share
    source: Text


class Control(Row):
    key = ("region", "time")
    labels = REGION
    region: Text
    time: Time
    share: Share
    source: Text
    verified: Verified


class Parameter(Row):
    key = ("parameter",)
    ranges = SPREAD
    parameter: Text
    mechanism: Text
    unit: Unit
    prior: Literal[PRIORS]
    low: Number | None
    central: Number
    high: Number | None
    free: Flag
    ground: Text
    source: Text
    verified: Verified


class Drift(Row):
    """A parameter that is not the same every year: the sd of its logarithm, or of the log-odds of a
    share; how much of a deviation lasts a year; and of one that differs by region, what part of the
    variance all regions have in common."""

    key = ("parameter",)
    labels = PARAMETER
    optional = True
    parameter: Text
    by: Literal["country", "region"]
    sd: Amount
    persistence: Share
    shared: Share | None
    ground: Text
    source: Text
    verified: Verified


class Person(Row):
    key = ("person",)
    labels = NATIONALITY
    optional = True
    person: Text
    name: Text
    born: Time | None
    joined: Time | None
    movement: Time | None
    entry: Time | None
    nationality: Text
    origin: str | None
    education: str | None
    source: Text
    verified: Verified


class Name(Row):
    """How a label is written where a person reads it; the label itself stays in files."""

    key = ("axis", "label")
    optional = True
    axis: Literal[NAMED]
    label: Text
    name: Text


TABLES: dict[str, type[Row]] = (
    {
        "regions": Region,
        "tiles": Tile,
        "nationalities": Nationality,
        "communities": Community,
        "autonomies": Autonomy,
        "dangers": Danger,
        "great_powers": GreatPower,
        "statuses": Status,
        "age_bands": AgeBand,
        "opening_ages": OpeningAge,
        "vital_rates": VitalRate,
        "regional_land": LandQuantity,
        "weather": Weather,
        "recorded": Recorded,
        "seasonality": Season,
        "control": Control,
        "parameters": Parameter,
        "drift": Drift,
        "persons": Person,
        "names": Name,
        "war": WarRow,
    }
    | BELIEF_TABLES
    | POWER_TABLES
    | REVOLUTION_TABLES
)
