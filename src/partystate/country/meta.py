"""country.toml: what a country is called, when it runs, and its few rules."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.country.files import read_text

FILE = "country.toml"
NAME = re.compile(r"[a-z_][a-z0-9_-]{0,39}")
LINE = re.compile(r"line (\d+)")
LONGEST_SPAN = 12 * 200  # months


def _plain_name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise PydanticCustomError("name", "a short plain name of small letters, digits, _ and -")
    return text


def _month(text: str) -> str:
    try:
        dates.month_number(text)
    except UserError:
        raise PydanticCustomError("month", "a month such as 1926-12") from None
    return text


def _no_repeat(order: list[str]) -> list[str]:
    if len(set(order)) != len(order):
        raise PydanticCustomError("order", "each once")
    return order


def _first_and_last(years: list[int]) -> list[int]:
    if len(years) != 2 or years[0] > years[1]:
        raise PydanticCustomError("years", "a first and a last year, such as [1922, 1928]")
    return years


Month = Annotated[str, AfterValidator(_month)]
PeasantUse = Literal["collection", "seed", "eaten", "feed", "market"]
StateUse = Literal["ration", "supply", "relief", "seed_loan", "export", "upkeep", "confined"]


class Rules(BaseModel):
    """Orders of the two grain stocks, first served first, the size from which a community holds
    every status, and the first and last year of the regional mean yields, by default the first ten
    of the run."""

    model_config = ConfigDict(extra="forbid", strict=True)
    granary_order: Annotated[list[PeasantUse], Field(min_length=4), AfterValidator(_no_repeat)]
    state_order: Annotated[list[StateUse], Field(min_length=3), AfterValidator(_no_repeat)]
    large_community_persons: Annotated[int, Field(ge=0)]
    yield_years: Annotated[list[int], AfterValidator(_first_and_last)] | None = None


class ExcessDeaths(BaseModel):
    """Years whose mean death rate is the base of excess deaths."""

    model_config = ConfigDict(extra="forbid", strict=True)
    baseline_years: Annotated[list[int], Field(min_length=1)]


def _day(text: str) -> str:
    try:
        is_day = dates.parse(text).precision == "day"
    except UserError:
        is_day = False
    if not is_day:
        raise PydanticCustomError("day", "a day such as 1926-12-17")
    return text


class Counts(BaseModel):
    """Days on which people are counted."""

    model_config = ConfigDict(extra="forbid", strict=True)
    census_days: list[Annotated[str, AfterValidator(_day)]] = Field(default_factory=list)


class PartyTop(BaseModel):
    """The run of the party's top: its months, its founder, and which office, bodies and issues play
    which part."""

    model_config = ConfigDict(extra="forbid", strict=True)
    start: Month
    end: Month
    founder: Annotated[str, Field(min_length=1)]
    appointments: Annotated[str, Field(min_length=1)]
    exposed: Annotated[str, Field(min_length=1)]  # office whose holder a given murder takes
    filled_by_appointments: list[str]  # domains of offices
    # domains of offices that answer for the plan of industry
    answer_for_industry: list[str] = Field(default_factory=list)
    bodies: Annotated[list[str], Field(min_length=3)]  # in order; then their weights in standing
    body_weights: list[float]
    candidate_weights: list[float]
    committee: str
    inner: str
    secretariat: str
    market: str
    regime: str
    platform_question: str
    platform_division: str | None = None  # day of the recorded division on that question
    reserve: Annotated[int, Field(ge=0, le=500)]
    # further anonymous members, from a later month
    reserve_later: Annotated[int, Field(ge=0, le=500)] = 0
    reserve_later_from: Month | None = None
    officers: list[float] = Field(default_factory=list)  # of the army by rank, highest first
    order: list[list[str]] = Field(default_factory=list)  # groups whose order of fall is reported
    watched: list[str] = Field(default_factory=list)  # further persons whose lead is reported
    order_until: Month | None = None  # last month looked at
    leader_year: str | None = None  # December in which the leader is looked at


def _time(text: str) -> str:
    try:
        dates.parse(text)
    except UserError:
        raise PydanticCustomError(
            "time", "a day, month or year, or two of them with / between"
        ) from None
    return text


class Question(BaseModel):
    """What is asked of histories of people and land that are compared: an observable at times,
    whole or in groups.

    A span is summed, a day is read. A group is as in the evidence (`region=NAME`, where NAME may
    stand for several regions); blank is the whole country, and `region=*` each region."""

    model_config = ConfigDict(extra="forbid", strict=True)
    label: Annotated[str, Field(min_length=1)]
    observable: Annotated[str, Field(min_length=1)]
    level: Literal["truth", "known", "published", "preserved"] = "truth"
    times: Annotated[
        list[Annotated[str, AfterValidator(_time)]], Field(min_length=1), AfterValidator(_no_repeat)
    ]
    groups: Annotated[list[str], Field(min_length=1), AfterValidator(_no_repeat)] = [""]
    headline: bool = False  # stands in the tables of ablations and theses


class Uprising(BaseModel):
    """The run of the revolution: its months, what the party's regime is called, the regions whose
    seats are taken with power, and the voter whose arrival a what-if may undo."""

    model_config = ConfigDict(extra="forbid", strict=True)
    title: Annotated[str, Field(min_length=1)]  # of its page
    start: Month
    end: Month
    regime: Annotated[str, Field(min_length=1)]
    seats: Annotated[list[str], Field(min_length=1), AfterValidator(_no_repeat)]
    founder: Annotated[str, Field(min_length=1)]  # the voter who may be kept away
    # what the two commands of the foreign war are called, first that of the plan
    commands: Annotated[list[str], Field(min_length=2, max_length=2), AfterValidator(_no_repeat)]
    issue: Annotated[str, Field(min_length=1)]  # what the line is on, as the evidence says it
    # what it is known to get wrong, each a sentence; first on its page
    known_failures: list[Annotated[str, Field(min_length=1)]] = Field(default_factory=list)
    # what a reader of its results is to be told beside them, each a sentence
    cautions: list[Annotated[str, Field(min_length=1)]] = Field(default_factory=list)
    # what is asked of histories of it that are compared
    questions: list[Question] = Field(default_factory=list)


class Hindsight(BaseModel):
    """What a score may owe to those who knew the outcome: which themes or observables it touches,
    and how, in a sentence."""

    model_config = ConfigDict(extra="forbid", strict=True)
    touches: Annotated[
        list[Annotated[str, Field(min_length=1)]], Field(min_length=1), AfterValidator(_no_repeat)
    ]
    how: Annotated[str, Field(min_length=1)]

    @property
    def line(self) -> str:
        """In one line, as it is printed."""
        return f"{', '.join(self.touches)}: {self.how}"


class Meta(BaseModel):
    """The whole of country.toml. `start` is the first month, `end` the last of a usual run."""

    model_config = ConfigDict(extra="forbid", strict=True)
    id: Annotated[str, AfterValidator(_plain_name)]
    title: Annotated[str, Field(min_length=1)]
    start: Month
    end: Month
    # last month to which `--until` may take a run on; what lies after `end` is extrapolation
    furthest: Month | None = None
    licence: Annotated[str, Field(min_length=1)]
    rules: Rules
    excess_deaths: ExcessDeaths
    counts: Counts = Field(default_factory=Counts)
    power: PartyTop | None = None
    revolution: Uprising | None = None
    questions: list[Question] = Field(default_factory=list)
    # what the release is known to get wrong, each a sentence; first on the page
    known_failures: list[Annotated[str, Field(min_length=1)]] = Field(default_factory=list)
    # what a reader of its results is to be told beside them, each a sentence
    cautions: list[Annotated[str, Field(min_length=1)]] = Field(default_factory=list)
    # names of what-ifs that a page over its results names first
    first_asked: Annotated[list[str], AfterValidator(_no_repeat)] = Field(default_factory=list)
    # where an input or a rule carries an outcome; beside the score
    hindsight: list[Hindsight] = Field(default_factory=list)

    @property
    def last(self) -> str:
        """The last month that a run may have."""
        return self.furthest or self.end


def read_meta(folder: Path) -> Meta:
    """Read and check country.toml; raises UserError."""
    try:
        meta = Meta.model_validate(read_toml(folder / FILE, FILE))
    except ValidationError as error:
        raise _first(error) from None
    first, last = dates.month_number(meta.start), dates.month_number(meta.end)
    if not first <= last <= first + LONGEST_SPAN:
        raise UserError(
            "the country ends before it starts, or runs for more than two centuries",
            FILE,
            column="end",
            found=meta.end,
            expected=f"a month after {meta.start}",
            action="Mend the dates.",
        )
    if dates.month_number(meta.last) < last:
        raise UserError(
            "runs may go on to a month before the end",
            FILE,
            column="furthest",
            found=meta.last,
            expected=f"{meta.end} or a later month",
            action="Mend the date, or take it out.",
        )
    for year in meta.excess_deaths.baseline_years:
        if not first <= year * 12 <= last:
            raise UserError(
                "a base year outside the run",
                FILE,
                column="excess_deaths.baseline_years",
                found=str(year),
                expected=f"years between {meta.start} and {meta.end}",
                action="Name years of the run.",
            )
    return meta


def read_toml(path: Path, name: str) -> dict:
    """Entries of a TOML file; raises UserError with the line of a mistake."""
    text = read_text(path, name)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = LINE.search(str(error))
        row = int(line[1]) if line else text.count("\n") + 1
        raise UserError(
            "not a TOML file", name, row, found=str(error)[:200], action="Mend this line."
        ) from None


def _first(error: ValidationError) -> UserError:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    problem = {"missing": "an entry is missing", "extra_forbidden": "an unknown entry"}.get(
        first["type"], "a wrong entry"
    )
    found = "" if first["type"] == "missing" else repr(first["input"])[:80]
    expected = {"missing": place, "extra_forbidden": "the entries of the template"}.get(
        first["type"], first["msg"].removeprefix("Input should be ")
    )
    return UserError(
        problem,
        FILE,
        column=place,
        found=found,
        expected=expected,
        action="See the template's country.toml.",
    )
