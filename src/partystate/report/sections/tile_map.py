"""The map of tiles: one tile a region, one quantity, one month at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from jinja2 import Environment

from partystate.core import dates
from partystate.country.country import Country
from partystate.history import files
from partystate.report.content import Figure, Table
from partystate.report.extent import most
from partystate.report.series import RunData, Wanted, month_words, rounded

FILE = "regions.parquet"
# ColorBrewer YlOrBr, one hue that darkens: it reads in grey and to the colour-blind; the first is
# for next to nothing
RAMP = ("#f3f4f0", "#fff2c2", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404")
DARK_FROM = 5  # step of the ramp from which letters are white
SHARES = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
STEPS = (1.0, 2.0, 5.0)
# quantile of the values above zero that the highest class is near; where little is bad, lower
TOP, TOP_OF_PLENTY = 0.998, 0.9


@dataclass(frozen=True)
class Quantity:
    """A column of regions.parquet: its name in words, its unit, digits kept after the point, and
    how its colours step."""

    column: str
    title: str
    unit: str
    digits: int
    is_share: bool = False
    is_bad_when_low: bool = False

    def breaks(self, values: np.ndarray) -> list[float]:
        """Lower ends of the classes above the first."""
        return (
            list(SHARES)
            if self.is_share
            else rising_steps(values, len(RAMP) - 1, TOP_OF_PLENTY if self.is_bad_when_low else TOP)
        )


QUANTITIES = (
    Quantity("hunger_deaths", "Deaths laid to hunger", "a thousand persons in the month", 2),
    Quantity(
        "hunger", "Hunger of the village", "months without food, as remembered by the body", 2
    ),
    Quantity(
        "grain_per_head",
        "Grain in the barns at the end of the month",
        "kg a head of the village",
        0,
        is_bad_when_low=True,
    ),
    Quantity("collectivised_share", "Peasants in collectives", "share", 2, is_share=True),
    Quantity("coercion", "Force behind collections", "0 to 1", 2, is_share=True),
    Quantity("blacklist", "Villages blacklisted", "share", 2, is_share=True),
    Quantity("flight_barred", "Flight barred", "0 to 1", 2, is_share=True),
    Quantity("risings", "Mass disturbances", "in the month", 1),
)


def rising_steps(values: np.ndarray, number: int, upto: float) -> list[float]:
    """`number` breaks 1, 2, 5, 10 ..., the last of them near the quantile `upto` of the values
    above zero."""
    top = float(np.quantile(values[values > 0], upto)) if (values > 0).any() else 1.0
    ladder = [step * 10.0**power for power in range(-6, 9) for step in STEPS]
    last = max(i for i, step in enumerate(ladder) if step <= max(top, ladder[number]))
    return ladder[last - number + 1 : last + 1]


def tile_map(
    directory: Path, country: Country, data: RunData, environment: Environment
) -> Figure | None:
    """The map of a run, at rest on the month in which most died of hunger; none where the run or
    the country lacks it."""
    if not (directory / FILE).is_file() or "tiles" not in country.tables:
        return None
    table = files.read_parquet(directory / FILE).sort("time", "region")
    tiles = country.tables["tiles"].sort("region")
    table = table.filter(pl.col("region").is_in(tiles["region"].to_list()))
    tiles = tiles.filter(pl.col("region").is_in(table["region"].unique().to_list()))
    if table.is_empty():
        return None
    months = table["time"].unique(maintain_order=True).to_list()
    deaths = dict(
        data.line(Wanted("famine.deaths_attributed", every="month"))
        .select("time", "value")
        .iter_rows()
    )
    worst = max(range(len(months)), key=lambda i: deaths.get(months[i], 0.0))
    held = packed(table, tiles, months)
    first = QUANTITIES[0]
    values = table.filter(pl.col("time") == months[worst])[first.column].to_list()
    steps = [
        step_of(value, held["quantities"][0]["breaks"], first.is_bad_when_low) for value in values
    ]
    drawn = [
        {
            "name": t["region"],
            "short": t["short"],
            "row": t["row"],
            "column": t["column"],
            "fill": RAMP[step],
            "ink": ink(step),
            "value": f"{value:.{first.digits}f}",
        }
        for t, value, step in zip(tiles.iter_rows(named=True), values, steps, strict=True)
    ]
    widget = environment.get_template("tile_map.html").render(
        tiles=drawn,
        data=json.dumps(held, separators=(",", ":")).replace("<", "\\u003c"),
        month=month_words(months[worst]),
        worst=worst,
        last=len(months) - 1,
        quantities=QUANTITIES,
        first=first,
        columns=int(most(tiles["column"])),
        legend=legend(held["quantities"][0]["breaks"], first),
    )
    shown = table.filter(pl.col("time") == months[worst])
    rows = [
        (r["region"], *(rounded(r[q.column], 3) for q in QUANTITIES))
        for r in shown.iter_rows(named=True)
    ]
    heads = ("region", *(f"{q.title}, {q.unit}" for q in QUANTITIES))
    caption = (
        "This run alone: a single history is an illustration. At rest the map stands on "
        f"{month_words(months[worst])}, when most died of hunger; the table holds that month. "
        "Tiles stand roughly where the regions lie; their size says nothing."
    )
    sources = [f"{FILE} of this run", "places of the tiles: tiles.csv of the country, laid by hand"]
    return Figure(
        "map",
        "The country by region and month",
        caption,
        "",
        Table(heads, rows),
        sources,
        widget=widget,
        scripts=("tile_map.js",),
    )


def packed(table: pl.DataFrame, tiles: pl.DataFrame, months: list[str]) -> dict:
    """All months as whole numbers, month by month and region by region, with what is needed to draw
    them."""
    quantities = []
    for q in QUANTITIES:
        values = table[q.column].to_numpy()
        whole = np.rint(values * 10**q.digits).astype(int).tolist()
        quantities.append(
            {
                "title": q.title,
                "unit": q.unit,
                "digits": q.digits,
                "low": q.is_bad_when_low,
                "breaks": q.breaks(values),
                "values": whole,
            }
        )
    return {
        "start": dates.month_number(months[0]),
        "months": len(months),
        "regions": tiles["region"].to_list(),
        "ramp": RAMP,
        "dark": DARK_FROM,
        "quantities": quantities,
    }


def step_of(value: float, breaks: list[float], is_bad_when_low: bool) -> int:
    """Step of the ramp: the number of breaks a value reaches, counted from the other end where
    little is bad."""
    reached = sum(value >= b for b in breaks)
    return len(breaks) - reached if is_bad_when_low else reached


def ink(step: int) -> str:
    return "#ffffff" if step >= DARK_FROM else "#1f2933"


def legend(breaks: list[float], quantity: Quantity) -> list[tuple[str, str]]:
    """(colour, words) of each class, from few to many."""
    ends = [f"{b:g}" for b in breaks]
    texts = [
        f"under {ends[0]}",
        *(f"{a}–{b}" for a, b in zip(ends, ends[1:], strict=False)),
        f"{ends[-1]} and more",
    ]
    ramp = RAMP[::-1] if quantity.is_bad_when_low else RAMP
    return list(zip(ramp, texts, strict=True))
