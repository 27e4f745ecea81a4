"""Rules between the rows of a country's land and recorded inputs: units, spans, seasons, years that
cover the run.

Each takes the rows of the tables it names, as (line, row) pairs, and yields a UserError for each
breach."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.core.units import convert
from partystate.country.cells import read_time
from partystate.country.files import is_there, read_text
from partystate.country.meta import Meta
from partystate.country.tables import RECORDED_UNITS, SEASONAL
from partystate.country.told import (
    CLOSES,
    Rows,
    converts,
    label_error,
    month,
    open_sum,
    wrong_unit,
)

LINE = "market_line"
MAY_FALL_BELOW_ZERO = ("grain_balance", "market_line", "foreign_events")
FACTOR = "weather_factor"
# beginning of a quantity of regional_land.csv -> a unit of its kind; every region needs those of
# NEEDED_LAND
LAND_UNITS = {
    "grain_area": "ha",
    "grain_yield_variation": "share",
    "grain_yield": "t/ha",
    "yield_": "t/ha",
    "grain_balance": "t",
    "winter_share": "share",
    "pastoral_share": "share",
    "horses": "head",
    "cattle": "head",
    "sheep_goats": "head",
    "pigs": "head",
    "camels": "head",
    "exile_room": "families",
    "town_list_weight": "share",
    "literate": "share",
    "outer_border": "share",
    "weather_factor": "index -1..1",
}
NEEDED_LAND = (
    "grain_area",
    "grain_yield_mean",
    "grain_yield_variation",
    "grain_balance",
    "winter_share",
    "horses",
    "cattle",
    "pigs",
    "sheep_goats",
    "pastoral_share_rural",
    "exile_room",
    "town_list_weight",
    "literate",
    "outer_border",
)


def land_complete(land: Rows, regions: Rows) -> Iterator[UserError]:
    """Quantities in units of their kind; the needed ones for every region."""
    held: set[tuple[str, str]] = set()
    for number, row in land:
        kind = next((start for start in LAND_UNITS if row.quantity.startswith(start)), None)
        if kind is None:
            yield UserError(
                "a quantity that nothing reads",
                "regional_land.csv",
                number,
                "quantity",
                found=repr(row.quantity)[:80],
                expected=nearest(row.quantity, (*NEEDED_LAND, *LAND_UNITS)),
                action="Mend the name or remove the row.",
            )
        elif not converts(row.unit, LAND_UNITS[kind]):
            yield wrong_unit("regional_land.csv", number, row.unit, LAND_UNITS[kind])
        held |= {(row.region, row.quantity), (row.region, row.quantity.rsplit("_", 1)[0])}
        yield from _not_below_zero("regional_land.csv", number, row, row.quantity)
    for _, region in regions:
        for quantity in NEEDED_LAND:
            if (region.region, quantity) not in held:
                yield UserError(
                    f"region {region.region!r} lacks {quantity}",
                    "regional_land.csv",
                    column="quantity",
                    expected=f"a row {quantity} or {quantity}_<year>",
                    action="Add the row, 0 if there is none.",
                )


def _not_below_zero(file: str, number: int, row, name: str) -> Iterator[UserError]:
    for column in ("low", "central", "high"):
        value = getattr(row, column)
        if (
            value is not None
            and value < 0
            and name not in MAY_FALL_BELOW_ZERO
            and not name.startswith(FACTOR)
        ):
            yield UserError(
                "a negative amount",
                file,
                number,
                column,
                found=f"{value:g}",
                expected="a number of at least 0",
                action="Mend the number.",
            )
            return


def recorded_complete(recorded: Rows) -> Iterator[UserError]:
    """Every input is there for the whole country, in units of its kind, its spans apart from each
    other."""
    for number, row in recorded:
        if not converts(row.unit, RECORDED_UNITS[row.input]):
            yield wrong_unit("recorded.csv", number, row.unit, RECORDED_UNITS[row.input])
            continue
        yield from _not_below_zero("recorded.csv", number, row, row.input)
        if row.input == LINE and abs(row.central) > 1:
            yield UserError(
                "a line beyond its ends",
                "recorded.csv",
                number,
                "central",
                found=f"{row.central:g}",
                expected="-1 (force) to 1 (free trade)",
                action="Mend the number.",
            )
        if (
            RECORDED_UNITS[row.input] == "share"
            and convert(row.high or row.central, row.unit, "share") > 1
        ):
            yield UserError(
                "a share above one",
                "recorded.csv",
                number,
                "central",
                found=f"{row.central:g} {row.unit}",
                expected="at most 1",
                action="Mend the number or its unit.",
            )
    for name in RECORDED_UNITS:
        if not any(row.input == name and row.region is None for _, row in recorded):
            yield UserError(
                f"no row of {name} is for the whole country",
                "recorded.csv",
                column="input",
                expected=name,
                action="Add a row with a blank region.",
            )
    yield from _overlaps(recorded)


def _overlaps(recorded: Rows) -> Iterator[UserError]:
    """Spans of one input and region may not share a day."""
    dated = [(row.input, row.region or "", read_time(row.time), number) for number, row in recorded]
    dated.sort(key=lambda one: (one[0], one[1], one[2].start))
    for before, after in zip(dated, dated[1:], strict=False):
        if before[:2] == after[:2] and after[2].start <= before[2].end:
            yield UserError(
                f"a time that overlaps row {before[3]}",
                "recorded.csv",
                after[3],
                "time",
                found=after[2].text,
                expected=f"after {before[2].end.isoformat()}",
                action="Choose one of the two rows.",
            )


def recorded_regions_known(folder: Path, recorded: Rows, regions: Rows) -> Iterator[UserError]:
    """A region of the record is blank, a region, or a label that the gazetteer resolves to
    regions."""
    known = [row.region for _, row in regions]
    try:
        known = dict.fromkeys(known + _gazetteer_labels(folder))
    except UserError as error:
        yield error
        return
    for number, row in recorded:
        if row.region is not None and row.region not in known:
            yield label_error(
                "recorded.csv",
                number,
                "region",
                row.region,
                list(known),
                "regions.csv or the gazetteer",
            )


def _gazetteer_labels(folder: Path) -> list[str]:
    path, name = folder / "evidence" / "gazetteer.csv", "evidence/gazetteer.csv"
    if path.parent.is_symlink() or not is_there(path):
        return []
    try:
        rows = list(csv.DictReader(io.StringIO(read_text(path, name), newline="")))
    except csv.Error as error:
        raise UserError("not a CSV file", name, found=str(error), action="Mend the file.") from None
    return [row["label"] for row in rows if row.get("axis") == "region" and row.get("label")]


def seasons_close(seasons: Rows) -> Iterator[UserError]:
    """Twelve months that sum to one for each seasonal input."""
    for name in SEASONAL:
        rows = [(number, row) for number, row in seasons if row.input == name]
        months = {row.month for _, row in rows}
        missing = sorted(set(range(1, 13)) - months)
        if missing:
            yield UserError(
                f"{name} lacks a month",
                "seasonality.csv",
                column="month",
                expected=str(missing[0]),
                action="Add the row.",
            )
            continue
        value = sum(row.share for _, row in rows)
        if abs(value - 1) > CLOSES:
            yield open_sum("seasonality.csv", rows[0][0], "share", f"the months of {name}", value)


def weather_covers(meta: Meta, weather: Rows, regions: Rows) -> Iterator[UserError]:
    """Every region has every year of the run, and those of the mean yields."""
    held = {(row.region, row.year) for _, row in weather}
    first, last = meta.rules.yield_years or (1, 0)
    run = range(month(meta.start) // 12, month(meta.last) // 12 + 1)
    years = sorted({*run, *range(first, last + 1)})
    for _, region in regions:
        for year in years:
            if (region.region, year) not in held:
                yield UserError(
                    f"region {region.region!r} lacks the weather of {year}",
                    "weather.csv",
                    column="year",
                    expected=str(year),
                    action="Add the row.",
                )


def control_at_start(meta: Meta, control: Rows, regions: Rows) -> Iterator[UserError]:
    """Every region has a dated share by the start."""
    start = month(meta.start)
    known = {row.region for _, row in control if read_time(row.time).months[0] <= start}
    for _, region in regions:
        if region.region not in known:
            yield UserError(
                f"region {region.region!r} has no share by the start",
                "control.csv",
                column="time",
                expected=f"a row dated by {meta.start}",
                action="Add the row.",
            )
