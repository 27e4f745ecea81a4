"""What each CSV file of a country holds: one row model a file, with its key, its ranges and its references.

Cells arrive as text, blank as None. A model turns them into values or says, in words, what was expected.
"""

from __future__ import annotations

import difflib
import functools
import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.core.units import UNITS
from partystate.world.statuses import STATUSES

NUMBER = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{0,18})?|\.[0-9]{1,18})([eE][+-]?[0-9]{1,2})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")

read_time = functools.lru_cache(maxsize=8192)(dates.parse)  # parsing EDTF is slow, and dates repeat


def _number(low: float | None = None, high: float | None = None, whole: bool = False) -> BeforeValidator:
    """Reader of a number, or a whole number, from `low` to `high`."""
    kind = "a whole number" if whole else "a number"
    bounds = {(None, None): "", (0, None): " of at least 0"}.get((low, high), f" from {low} to {high}")

    def read(text: object) -> float | int:
        if isinstance(text, str) and (WHOLE if whole else NUMBER).fullmatch(text):
            value = int(text) if whole else float(text)
            if (low is None or value >= low) and (high is None or value <= high):
                return value
        raise PydanticCustomError("number", kind + bounds)

    return BeforeValidator(read)


def _date(text: str) -> str:
    try:
        read_time(text)
    except UserError as error:
        raise PydanticCustomError("date", "{expected}", {"expected": error.expected}) from None
    return text


def _unit(text: str) -> str:
    if text not in UNITS:
        near = difflib.get_close_matches(text, UNITS, 3) or ("t", "ha", "head", "persons", "share")
        raise PydanticCustomError("unit", "{expected}", {"expected": f"a known unit, such as {', '.join(near)}"})
    return text


def _written(text: object) -> str:
    if isinstance(text, str) and text.strip():
        return text
    raise PydanticCustomError("blank", "something written; this column may not be blank")


Text = Annotated[str, BeforeValidator(_written)]
Number = Annotated[float, _number()]
Amount = Annotated[float, _number(0)]
Share = Annotated[float, _number(0, 1)]
Count = Annotated[int, _number(0, whole=True)]
Age = Annotated[int, _number(0, 120, whole=True)]
Year = Annotated[int, _number(1, 9999, whole=True)]
Flag = Annotated[int, _number(0, 1, whole=True)]
Time = Annotated[str, BeforeValidator(_written), AfterValidator(_date)]
Unit = Annotated[str, BeforeValidator(_written), AfterValidator(_unit)]
Verified = Literal["yes", "no"]
Sex = Literal["male", "female"]
RECORDED_UNITS = {
    "collections": "t",
    "exports": "t",
    "collectivised_share": "share",
    "town_ration": "t",
    "horses": "head",
    "tractor_power": "head",
    "sown_area": "ha",
    "net_migration_to_towns": "persons",
}
RecordedInput = Literal[tuple(RECORDED_UNITS)]
SEASONAL = ("collections", "exports")
PRIORS = ("fixed", "uniform", "triangular", "normal", "lognormal")


class Row(BaseModel):
    """A row. `key` names it; `ranges` are (low, central, high) columns; `labels` are columns that must hold a label of
    another file; `optional` files may be missing."""

    model_config = ConfigDict(extra="forbid")
    key: ClassVar[tuple[str, ...]]
    ranges: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    labels: ClassVar[dict[str, tuple[str, str]]] = {}
    optional: ClassVar[bool] = False


REGION = {"region": ("regions", "region")}
NATIONALITY = {"nationality": ("nationalities", "nationality")}
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
    lat: Annotated[float, _number(-90, 90)]
    lon: Annotated[float, _number(-180, 180)]
    adjacent: str | None
    source: Text
    verified: Verified


class Nationality(Row):
    key = ("nationality",)
    nationality: Text
    kin_state_abroad: str | None
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


class Status(Row):
    key = ("status",)
    ranges = (("share_low", "opening_share", "share_high"), ("size_low", "household_size", "size_high"))
    status: Literal[STATUSES]
    settlement: Literal["urban", "rural", "confined"]
    peasant: Flag
    held_in: Literal["all", "large", "exile"]
    opening_share: Share
    share_low: Share | None
    share_high: Share | None
    household_size: Annotated[float, _number(1, 100)]
    size_low: Annotated[float, _number(1, 100)] | None
    size_high: Annotated[float, _number(1, 100)] | None
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
    severity_low: Annotated[int, _number(0, 3, whole=True)]
    severity_central: Annotated[int, _number(0, 3, whole=True)]
    severity_high: Annotated[int, _number(0, 3, whole=True)]
    wet_excess: Annotated[int, _number(0, 2, whole=True)]
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
    month: Annotated[int, _number(1, 12, whole=True)]
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


class Person(Row):
    key = ("person",)
    labels = NATIONALITY
    optional = True
    person: Text
    name: Text
    born: Time
    joined: Time | None
    nationality: Text
    origin: str | None
    education: str | None
    source: Text
    verified: Verified


class Office(Row):
    key = ("office",)
    labels = {"appointed_by": ("offices", "office")}
    optional = True
    office: Text
    rank: Annotated[int, _number(1, 1000, whole=True)]
    appointed_by: str | None
    source: Text


TABLES: dict[str, type[Row]] = {
    "regions": Region,
    "nationalities": Nationality,
    "communities": Community,
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
    "persons": Person,
    "offices": Office,
}
