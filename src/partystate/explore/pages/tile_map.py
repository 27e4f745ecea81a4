"""The map: one quantity, one time, a tile a region; and the card of a region."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from partystate.core.nearest import nearest
from partystate.explore.address import Address
from partystate.explore.answer import CSV, GEOJSON, WRONG, Answer, Missing
from partystate.explore.cite import csv_of
from partystate.explore.drawing import tiles
from partystate.explore.drawing.scale import written
from partystate.explore.library import REGION, Library, Series
from partystate.explore.rendering import Page
from partystate.history.points import points
from partystate.history.release import QUANTILES
from partystate.report.sections.tile_map import SHARES, rising_steps, step_of
from partystate.report.sections.tile_map import TOP as HIGHEST
from partystate.report.spans import span_words
from partystate.scoring.aggregate import middle_of

USUAL = ("famine.deaths_attributed", "population.deaths", "population.total")
PEOPLE, PER = "population.total", 1000.0
PER_WORDS = ("in 1,000 people, in the year", "in 1,000 people, in the month")
BEST, FREE = "best", "free"
WORDS = {BEST: "the best account", FREE: "the free histories"}
UNSURE = 4  # classes that the 90 per cent interval spans where a region is hatched
LONGEST = 22  # times of a strip that are all named; of more, one a year


@dataclass(frozen=True)
class Quantity:
    """What a map is of: a series by region, told a thousand persons where it counts persons."""

    series: Series
    whose: str
    kind: str
    is_rate: bool
    table: pl.DataFrame
    times: list[str]
    unit: str
    breaks: list[float]

    @property
    def title(self) -> str:
        words = self.series.words
        return f"{words[:1].upper()}{words[1:]}"


def mapped(library: Library) -> list[Series]:
    """Series that are told by region."""
    return [one for one in library.catalogue.values() if len(one.regions) > 1]


def usual_quantity(library: Library) -> Quantity | None:
    """The first quantity of the map; None where the country has no tiles."""
    if "tiles" not in library.country.tables:
        return None
    there = [one.name for one in mapped(library)]
    found = next((name for name in USUAL if name in there), there[0] if there else "")
    return quantity_of(library, found) if found else None


def quantity_of(library: Library, name: str, whose: str = "") -> Quantity:
    """A series by region as a quantity of the map, of the best account where it speaks of it and
    not the free histories are asked for; Missing with the nearest that there is."""
    there = {one.name: one for one in mapped(library)}
    if name not in there:
        raise Missing(f"There is no map of {name!r}.", nearest(name, there))
    if whose not in ("", BEST, FREE):
        raise Missing(f"There is no map of {whose!r}.", f"{BEST}, {FREE}", WRONG)
    if name not in library.best_by_region:
        whose = FREE
    key = (f"map {whose or BEST}", name)
    if key not in library.kept:
        library.kept[key] = _made(library, there[name], whose or BEST)
    return library.kept[key]


def _made(library: Library, series: Series, whose: str) -> Quantity:
    source = library.data.best if whose == BEST else library.data.quantiles
    table = source.filter(
        (pl.col("observable") == series.name)
        & (pl.col("level") == ("truth" if "truth" in series.levels else series.levels[0]))
        & pl.col("group").str.starts_with(REGION)
    ).with_columns(region=pl.col("group").str.strip_prefix(REGION))
    lengths = table["time"].str.len_chars()
    kind = next(k for k in (7, 10, 4, 15) if k in lengths.unique().to_list())
    table = table.filter(pl.col("time").str.len_chars() == kind)
    is_rate = series.unit == "persons" and series.name != PEOPLE and PEOPLE in library.catalogue
    unit = series.unit
    if is_rate:
        table, unit = _rates(library, table), PER_WORDS[kind == 7]
    values = table["median"].to_numpy()
    is_share = series.unit == "share"
    breaks = list(SHARES) if is_share else rising_steps(values, len(tiles.RAMP) - 1, HIGHEST)
    times = table["time"].unique().sort().to_list()
    return Quantity(series, whose, str(kind), is_rate, table, times, unit, breaks)


def _rates(library: Library, table: pl.DataFrame) -> pl.DataFrame:
    """Numbers a thousand persons of a region at the beginning of the year, middle over middle."""
    people = library.data.quantiles.filter(
        (pl.col("observable") == PEOPLE)
        & (pl.col("level") == "truth")
        & pl.col("group").str.starts_with(REGION)
    ).select("group", year=pl.col("time").str.slice(0, 4), people=pl.col("median"))
    earliest = people["year"].min()
    year = pl.col("time").str.slice(0, 4)
    table = table.with_columns(year=pl.when(year < earliest).then(pl.lit(earliest)).otherwise(year))
    told = table.join(people, on=["group", "year"], how="inner")
    return told.with_columns(pl.col(*QUANTILES) * PER / pl.col("people"))


def worst_time(library: Library, quantity: Quantity) -> str:
    """The time at which a quantity has its greatest middle over the country, up to the usual
    end."""
    usual = [time for time in quantity.times if not is_later(library, time)]
    table = quantity.table.filter(pl.col("time").is_in(usual or quantity.times))
    sums = table.group_by("time").agg(pl.col("median").sum())
    return sums.sort("median", "time")["time"][-1]


def is_later(library: Library, time: str) -> bool:
    """Whether a time lies after the usual end."""
    return library.beyond is not None and middle_of(time) > library.beyond.at


def drawn_map(library: Library, quantity: Quantity, time: str, chosen: str = "") -> Markup:
    """The tiles at a time."""
    found = {r["region"]: r for r in _at(quantity, time).iter_rows(named=True)}
    drawn = []
    for tile in library.country.tables["tiles"].iter_rows(named=True):
        region = tile["region"]
        if region not in found:
            continue
        row = found[region]
        step = step_of(row["median"], quantity.breaks, False)
        fill, is_dark = tiles.ramp(step)
        low, high = (step_of(row[q], quantity.breaks, False) for q in ("q05", "q95"))
        words = library.names.label("region", region)
        drawn.append(
            tiles.Tile(
                words,
                tile["short"],
                tile["row"],
                tile["column"],
                fill,
                is_dark,
                written(row["median"]) if row["median"] >= 0.005 else "0",
                f"{words}: {written(row['median'])} {quantity.unit}, 90 per cent "
                f"{written(row['q05'])} to {written(row['q95'])}",
                str(_state(library, quantity, time).with_(place=region)),
                high - low >= UNSURE,
                region == chosen,
            )
        )
    return tiles.drawn(drawn, f"{quantity.title}, {quantity.unit}, {span_words(time)}")


def _state(library: Library, quantity: Quantity, time: str) -> Address:
    """The address of a map; whose it is stands in it where it could be another's."""
    is_usual = quantity.whose == BEST or quantity.series.name not in library.best_by_region
    whose = "" if is_usual else FREE
    return Address("/map", {"what": quantity.series.name, "time": time}).with_(whose=whose)


def _at(quantity: Quantity, time: str) -> pl.DataFrame:
    return quantity.table.filter(pl.col("time") == time)


def legend(quantity: Quantity) -> list[tuple[str, str]]:
    """(colour, words) of each class, from little to much."""
    ends = [written(b) for b in quantity.breaks]
    texts = [f"under {ends[0]}"]
    texts += [f"{a} to {b}" for a, b in zip(ends, ends[1:], strict=False)]
    return list(zip(tiles.RAMP, [*texts, f"{ends[-1]} and more"], strict=True))


def page(library: Library, address: Address) -> Page:
    """The map in the state of an address."""
    if "tiles" not in library.country.tables:
        raise Missing("This country has no tiles to draw a map of.")
    usual = usual_quantity(library)
    name = address.get("what", usual.series.name if usual else "")
    quantity = quantity_of(library, name, address.get("whose"))
    time = _time(library, quantity, address.get("time"))
    place = address.get("place")
    if place and place not in quantity.series.regions:
        raise Missing(f"There is no region {place!r}.", nearest(place, quantity.series.regions))
    at = quantity.times.index(time)
    here = _state(library, quantity, time).with_(place=place)
    step = 12 if quantity.kind == "7" else 1
    moves = [
        (words, str(here.with_(time=quantity.times[to])))
        for words, to in (
            ("a year back", at - step) if step > 1 else ("", -1),
            ("back", at - 1),
            ("on", at + 1),
            ("a year on", at + step) if step > 1 else ("", -1),
        )
        if words and 0 <= to < len(quantity.times)
    ]
    rows = _at(quantity, time).sort("median", descending=True).rows(named=True)
    data = {
        "quantity": quantity,
        "quantities": [(one.name, one.words) for one in mapped(library)],
        "time": time,
        "times": quantity.times,
        "moves": moves,
        "strip": _strip(quantity, here),
        "svg": drawn_map(library, quantity, time, place),
        "legend": legend(quantity),
        "rows": rows,
        "place": place,
        "card": _card(library, place) if place else [],
        "state": here,
        "whose": WORDS[quantity.whose],
        "beyond": library.beyond if is_later(library, time) else None,
        "both": [
            (WORDS[one], str(here.with_(whose=FREE if one == FREE else "")), one == quantity.whose)
            for one in (BEST, FREE)
        ]
        if name in library.best_by_region
        else [],
    }
    return Page(f"{quantity.title}, {span_words(time)}", "map.html", data)


def _time(library: Library, quantity: Quantity, asked: str) -> str:
    """The time that is asked for, else that of the most; a year stands for its first month."""
    if not asked:
        return worst_time(library, quantity)
    if asked in quantity.times:
        return asked
    within = [t for t in quantity.times if t[: len(asked)] == asked[: len(t)]]
    if not within:
        raise Missing(
            f"There is no map of {asked!r}.",
            f"{span_words(quantity.times[0])} to {span_words(quantity.times[-1])}",
        )
    return within[min(6, len(within) - 1)] if len(within) == 12 else within[0]


def _strip(quantity: Quantity, here: Address) -> list[dict]:
    """The years, each with its greatest middle summed over regions and the address of it."""
    sums = quantity.table.group_by("time").agg(pl.col("median").sum()).sort("time")
    best: dict[str, tuple[float, str]] = {}
    for time, value in sums.iter_rows():
        best[time[:4]] = max(best.get(time[:4], (-1.0, "")), (value, time))
    top = max(value for value, _ in best.values()) or 1.0
    return [
        {
            "year": year,
            "height": max(1, round(36 * value / top)),
            "link": str(here.with_(time=time)),
            "words": span_words(time),
            "is_here": year == here.get("time")[:4],
        }
        for year, (value, time) in best.items()
    ]


def _card(library: Library, place: str) -> list[tuple[str, str, str]]:
    """(words, what was greatest, address) of the series of a region."""
    found = []
    for series in mapped(library):
        rows = library.data.quantiles.filter(
            (pl.col("observable") == series.name) & (pl.col("group") == f"{REGION}{place}")
        ).filter(pl.col("level") == series.levels[0])
        if rows.is_empty():
            continue
        top = rows.sort("median", "time").row(-1, named=True)
        said = f"most in {span_words(top['time'])}: {written(top['median'])} {series.unit}"
        link = Address(f"/chart/{series.name}", {"place": place})
        found.append((series.words, said, str(link)))
    return found


def file(library: Library, address: Address, ending: str) -> Answer:
    """The map's regions at its time as CSV, or as points of GeoJSON."""
    found = page(library, address).data
    quantity: Quantity = found["quantity"]
    ends = {"low": "q05", "middle": "median", "high": "q95"}
    told = [
        (r["region"], r["time"], {end: float(f"{r[q]:.6g}") for end, q in ends.items()})
        for r in found["rows"]
    ]
    name, unit = quantity.series.name, quantity.unit
    if ending == ".geojson":
        about = {"series": name, "time": found["time"], "unit": unit, "whose": found["whose"]}
        values = {region: numbers for region, _, numbers in told}
        return Answer(points(library.country.tables["regions"], values, about).encode(), GEOJSON)
    columns = ("series", "region", "time", *ends, "unit")
    rows = [(name, region, time, *numbers.values(), unit) for region, time, numbers in told]
    return Answer(csv_of(columns, rows), CSV)
