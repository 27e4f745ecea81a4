"""What the files of a country must say together: shares that close, years that cover the run, labels that exist.

Each rule takes the rows of the tables it names, as (line, row) pairs, and yields a UserError for each breach. A rule runs
only when its tables could be read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.units import convert
from partystate.scenario.country_files import read_text
from partystate.scenario.country_labels import label_error
from partystate.scenario.country_meta import Meta
from partystate.scenario.country_tables import RECORDED_UNITS, SEASONAL, read_time
from partystate.world.statuses import STATUSES

Rows = list[tuple[int, object]]
CLOSES = 1e-6  # shares of a whole may miss one by this much
MOST_FREE = 40
OTHER = "other"
MAY_FALL_BELOW_ZERO = ("net_migration_to_towns", "grain_balance")
# beginning of a quantity of regional_land.csv -> a unit of its kind; every region needs those of NEEDED_LAND
LAND_UNITS = {
    "grain_area": "ha", "grain_yield": "t/ha", "yield_": "t/ha", "grain_balance": "t", "pastoral_share": "share",
    "horses": "head", "cattle": "head", "sheep_goats": "head", "pigs": "head", "camels": "head",
}  # fmt: skip
NEEDED_LAND = ("grain_area", "grain_yield_mean", "grain_balance", "horses")
RATE_UNIT = "per 1000"


def problems(folder: Path, meta: Meta | None, tables: dict[str, Rows]) -> Iterator[UserError]:
    """Breaches of every rule whose tables are there."""
    for needs, rule in RULES:
        if all(name in tables for name in needs):
            yield from rule(*(tables[name] for name in needs))
    if "recorded" in tables and "regions" in tables:
        yield from _recorded_regions(folder, tables["recorded"], tables["regions"])
    if meta is None:
        return
    for needs, rule in DATED_RULES:
        if all(name in tables for name in needs):
            yield from rule(meta, *(tables[name] for name in needs))


def _neighbours(regions: Rows) -> Iterator[UserError]:
    """`adjacent` names other regions, and each names the other."""
    listed = {row.region: [part for part in (row.adjacent or "").split(";") if part] for _, row in regions}
    for number, row in regions:
        for other in listed[row.region]:
            if other not in listed:
                yield label_error("regions.csv", number, "adjacent", other, list(listed), "regions.csv")
            elif other == row.region or row.region not in listed[other]:
                yield UserError(
                    "neighbours that do not name each other", "regions.csv", number, "adjacent", found=repr(other),
                    expected=f"another region, with {row.region!r} among its own neighbours", action="Mend one of the two rows.",
                )  # fmt: skip


def _populated(regions: Rows) -> Iterator[UserError]:
    for number, row in regions:
        if row.population == 0:
            yield UserError("a region without people", "regions.csv", number, "population", found="0", expected="persons", action="Give a count.")


def _has_other(nationalities: Rows) -> Iterator[UserError]:
    if not any(row.nationality == OTHER for _, row in nationalities):
        yield UserError(
            "no nationality takes in everyone else", "nationalities.csv", column="nationality", expected=repr(OTHER), action="Add the row."
        )


def _community_shares(communities: Rows, regions: Rows) -> Iterator[UserError]:
    """Shares sum to one in every region; a preallocated community is empty."""
    total = {row.region: 0.0 for _, row in regions}
    first: dict[str, int] = {}
    for number, row in communities:
        total[row.region] = total.get(row.region, 0.0) + row.share
        first.setdefault(row.region, number)
        if row.preallocated and row.share:
            yield UserError(
                "a preallocated community has people", "communities.csv", number, "share", found=f"{row.share:g}", expected="0",
                action="Set the share to 0, or preallocated to 0.",
            )  # fmt: skip
    for region, value in total.items():
        if abs(value - 1) > CLOSES:
            yield _open_sum("communities.csv", first.get(region), "share", f"the shares of {region!r}", value)


def _open_sum(file: str, row: int | None, column: str, what: str, value: float) -> UserError:
    return UserError(f"{what} do not sum to one", file, row, column, found=f"{value:.8g}", expected="1", action="Mend the shares.")


def _statuses(statuses: Rows) -> Iterator[UserError]:
    """All statuses are there; opening shares sum to one in town and country; nobody starts confined."""
    for missing in set(STATUSES) - {row.status for _, row in statuses}:
        yield UserError("a status is missing", "statuses.csv", column="status", expected=missing, action="Add its row; its share may be 0.")
    for number, row in statuses:
        if row.settlement == "confined" and row.opening_share:
            yield UserError(
                "a confined status has no town or country to be a share of", "statuses.csv", number, "opening_share",
                found=f"{row.opening_share:g}", expected="0", action="Set it to 0.",
            )  # fmt: skip
        if row.peasant and row.settlement != "rural":
            yield UserError("a peasant status outside the country", "statuses.csv", number, "peasant", found="1", expected="0, or settlement rural", action="Mend one of the two.")
    for settlement in ("urban", "rural"):
        rows = [(number, row) for number, row in statuses if row.settlement == settlement]
        value = sum(row.opening_share for _, row in rows)
        if abs(value - 1) > CLOSES:
            yield _open_sum("statuses.csv", rows[0][0] if rows else None, "opening_share", f"the {settlement} shares", value)
        elif not any(row.held_in == "all" for _, row in rows):
            yield UserError(
                f"no {settlement} status is held everywhere", "statuses.csv", rows[0][0], "held_in", expected="'all' in one row",
                action="Small communities need a status to hold their people.",
            )  # fmt: skip


def _bands(bands: Rows) -> Iterator[UserError]:
    yield from _gapless("age_bands.csv", bands)


def _opening_ages(ages: Rows) -> Iterator[UserError]:
    """Each sex covers all ages once."""
    for sex in ("male", "female"):
        rows = [(number, row) for number, row in ages if row.sex == sex]
        if not rows:
            yield UserError("a sex is missing", "opening_ages.csv", column="sex", expected=sex, action="Add its rows.")
        yield from _gapless("opening_ages.csv", rows)


def _gapless(file: str, rows: Rows) -> Iterator[UserError]:
    """Ages follow each other from 0 to an open end."""
    expected = 0
    for number, row in rows:
        if expected is None or row.age_from != expected:
            yield UserError(
                "ages that leave a gap or overlap", file, number, "age_from", found=str(row.age_from),
                expected="no row after the open one" if expected is None else str(expected), action="Let each row start where the last ended.",
            )  # fmt: skip
            return
        if row.age_to is not None and row.age_to < row.age_from:
            yield UserError("an age group that ends before it starts", file, number, "age_to", found=str(row.age_to), expected=f"at least {row.age_from}", action="Mend the ages.")
            return
        expected = None if row.age_to is None else row.age_to + 1
    if rows and expected is not None:
        yield UserError("the last age group has an end", file, rows[-1][0], "age_to", found=str(expected - 1), expected="blank", action="Leave the oldest group open.")


def _rates(rates: Rows) -> Iterator[UserError]:
    """One unit, all three rates, death rates from birth to the open end."""
    for number, row in rates:
        if row.unit != RATE_UNIT:
            yield _wrong_unit("vital_rates.csv", number, row.unit, RATE_UNIT)
        if row.age_to is not None and row.age_to < row.age_from or row.age_to is None and row.rate != "death":
            yield UserError(
                "an age group without a sound end", "vital_rates.csv", number, "age_to", found=str(row.age_to or "blank"),
                expected=f"at least {row.age_from}", action="Mend the ages.",
            )  # fmt: skip
    for rate in ("death", "infant_death", "birth"):
        if not any(row.rate == rate for _, row in rates):
            yield UserError("a rate is missing", "vital_rates.csv", column="rate", expected=rate, action="Add its rows.")
    deaths = [(number, row) for number, row in rates if row.rate == "death"]
    for _, group in groupby(deaths, key=lambda pair: (pair[1].period, pair[1].sex)):
        yield from _gapless("vital_rates.csv", list(group))


def _wrong_unit(file: str, number: int, found: str, expected: str) -> UserError:
    return UserError("a unit of another kind", file, number, "unit", found=repr(found), expected=f"{expected} or one that converts to it", action="Mend the unit and its numbers.")


def _converts(unit: str, wanted: str) -> bool:
    try:
        convert(1.0, unit, wanted)
    except UserError:
        return False
    return True


def _land(land: Rows, regions: Rows) -> Iterator[UserError]:
    """Quantities in units of their kind; the needed ones for every region."""
    held: set[tuple[str, str]] = set()
    for number, row in land:
        kind = next((start for start in LAND_UNITS if row.quantity.startswith(start)), None)
        if kind and not _converts(row.unit, LAND_UNITS[kind]):
            yield _wrong_unit("regional_land.csv", number, row.unit, LAND_UNITS[kind])
        held |= {(row.region, row.quantity), (row.region, row.quantity.rsplit("_", 1)[0])}
        yield from _not_below_zero("regional_land.csv", number, row, row.quantity)
    for number, region in regions:
        for quantity in NEEDED_LAND:
            if (region.region, quantity) not in held:
                yield UserError(
                    f"region {region.region!r} lacks {quantity}", "regional_land.csv", column="quantity",
                    expected=f"a row {quantity} or {quantity}_<year>", action="Add the row, 0 if there is none.",
                )  # fmt: skip


def _not_below_zero(file: str, number: int, row, name: str) -> Iterator[UserError]:
    for column in ("low", "central", "high"):
        value = getattr(row, column)
        if value is not None and value < 0 and name not in MAY_FALL_BELOW_ZERO:
            yield UserError("a negative amount", file, number, column, found=f"{value:g}", expected="a number of at least 0", action="Mend the number.")
            return


def _recorded(recorded: Rows) -> Iterator[UserError]:
    """Every input is there for the whole country, in units of its kind, its spans apart from each other."""
    for number, row in recorded:
        if not _converts(row.unit, RECORDED_UNITS[row.input]):
            yield _wrong_unit("recorded.csv", number, row.unit, RECORDED_UNITS[row.input])
            continue
        yield from _not_below_zero("recorded.csv", number, row, row.input)
        if RECORDED_UNITS[row.input] == "share" and convert(row.high or row.central, row.unit, "share") > 1:
            yield UserError("a share above one", "recorded.csv", number, "central", found=f"{row.central:g} {row.unit}", expected="at most 1", action="Mend the number or its unit.")
    for name in RECORDED_UNITS:
        if not any(row.input == name and row.region is None for _, row in recorded):
            yield UserError(f"no row of {name} is for the whole country", "recorded.csv", column="input", expected=name, action="Add a row with a blank region.")
    yield from _overlaps(recorded)


def _overlaps(recorded: Rows) -> Iterator[UserError]:
    """Spans of one input and region may not share a day."""
    dated = [(row.input, row.region or "", read_time(row.time), number) for number, row in recorded]
    dated.sort(key=lambda one: (one[0], one[1], one[2].start))
    for before, after in zip(dated, dated[1:], strict=False):
        if before[:2] == after[:2] and after[2].start <= before[2].end:
            yield UserError(
                f"a time that overlaps row {before[3]}", "recorded.csv", after[3], "time", found=after[2].text,
                expected=f"after {before[2].end.isoformat()}", action="Choose one of the two rows.",
            )  # fmt: skip


def _recorded_regions(folder: Path, recorded: Rows, regions: Rows) -> Iterator[UserError]:
    """A region of the record is blank, a region, or a label that the gazetteer resolves to regions."""
    known = [row.region for _, row in regions]
    try:
        known += _gazetteer_labels(folder)
    except UserError:
        return  # told when the other text files are read
    for number, row in recorded:
        if row.region is not None and row.region not in known:
            yield label_error("recorded.csv", number, "region", row.region, known, "regions.csv or the gazetteer")


def _gazetteer_labels(folder: Path) -> list[str]:
    path = folder / "evidence" / "gazetteer.csv"
    if not path.is_file():
        return []
    rows = csv.DictReader(io.StringIO(read_text(path, "evidence/gazetteer.csv"), newline=""))
    return [row["label"] for row in rows if row.get("axis") == "region" and row.get("label")]


def _seasons(seasons: Rows) -> Iterator[UserError]:
    """Twelve months that sum to one for each seasonal input."""
    for name in SEASONAL:
        rows = [(number, row) for number, row in seasons if row.input == name]
        months = {row.month for _, row in rows}
        missing = sorted(set(range(1, 13)) - months)
        if missing:
            yield UserError(f"{name} lacks a month", "seasonality.csv", column="month", expected=str(missing[0]), action="Add the row.")
            continue
        value = sum(row.share for _, row in rows)
        if abs(value - 1) > CLOSES:
            yield _open_sum("seasonality.csv", rows[0][0], "share", f"the months of {name}", value)


def _priors(parameters: Rows) -> Iterator[UserError]:
    """A prior has its range, a lognormal one above zero; a name starts with its mechanism; few are free."""
    free = 0
    for number, row in parameters:
        if row.prior != "fixed":
            for column in ("low", "high"):
                if getattr(row, column) is None:
                    yield UserError(f"a {row.prior} prior needs its range", "parameters.csv", number, column, found="a blank", expected="a number", action="Give low and high, or a fixed prior.")
            if row.prior == "lognormal" and (row.low or 0) <= 0 and row.low is not None:
                yield UserError("a lognormal prior that reaches zero", "parameters.csv", number, "low", found=f"{row.low:g}", expected="above 0", action="Raise low or choose another prior.")
        if not row.parameter.startswith(f"{row.mechanism}.") or row.parameter.count(".") != 1:
            yield UserError(
                "a parameter is named after its mechanism", "parameters.csv", number, "parameter", found=repr(row.parameter),
                expected=f"{row.mechanism}.<name>", action="Mend the name or the mechanism.",
            )  # fmt: skip
        free += row.free
        if row.free and free == MOST_FREE + 1:
            yield UserError("too many free parameters", "parameters.csv", number, "free", found=f"{free} so far", expected=f"at most {MOST_FREE}", action="Hold some at their central value.")


def _lives(persons: Rows) -> Iterator[UserError]:
    for number, row in persons:
        if row.joined and read_time(row.joined).end < read_time(row.born).start:
            yield UserError("a person who joined before birth", "persons.csv", number, "joined", found=row.joined, expected=f"after {row.born}", action="Mend one of the dates.")


def _month(text: str) -> int:
    """Number of a month of country.toml."""
    return read_time(text).months[0]


def _rates_known_at_start(meta: Meta, rates: Rows) -> Iterator[UserError]:
    """No rate of after the start: later ones are results."""
    start = _month(meta.start)
    for number, row in rates:
        if read_time(row.period).months[0] > start:
            yield UserError(
                "a rate of after the start, which would be hindsight", "vital_rates.csv", number, "period", found=row.period,
                expected=f"a period that begins by {meta.start}", action="Keep it as evidence, not as an input.",
            )  # fmt: skip


def _weather_covers(meta: Meta, weather: Rows, regions: Rows) -> Iterator[UserError]:
    """Every region has every year of the run."""
    held = {(row.region, row.year) for _, row in weather}
    years = range(_month(meta.start) // 12, _month(meta.end) // 12 + 1)
    for _, region in regions:
        for year in years:
            if (region.region, year) not in held:
                yield UserError(f"region {region.region!r} lacks the weather of {year}", "weather.csv", column="year", expected=str(year), action="Add the row.")


def _control_at_start(meta: Meta, control: Rows, regions: Rows) -> Iterator[UserError]:
    """Every region has a dated share by the start."""
    start = _month(meta.start)
    known = {row.region for _, row in control if read_time(row.time).months[0] <= start}
    for _, region in regions:
        if region.region not in known:
            yield UserError(f"region {region.region!r} has no share by the start", "control.csv", column="time", expected=f"a row dated by {meta.start}", action="Add the row.")


RULES = (
    (("regions",), _neighbours),
    (("regions",), _populated),
    (("nationalities",), _has_other),
    (("communities", "regions"), _community_shares),
    (("statuses",), _statuses),
    (("age_bands",), _bands),
    (("opening_ages",), _opening_ages),
    (("vital_rates",), _rates),
    (("regional_land", "regions"), _land),
    (("recorded",), _recorded),
    (("seasonality",), _seasons),
    (("parameters",), _priors),
    (("persons",), _lives),
)
DATED_RULES = (
    (("vital_rates",), _rates_known_at_start),
    (("weather", "regions"), _weather_covers),
    (("control", "regions"), _control_at_start),
)
