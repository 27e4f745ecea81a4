"""The part of the page on what was kept from whom: one quantity as it was, as known, as published
and as preserved; and who had been erased by a chosen month."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from pathlib import Path

import polars as pl
from jinja2 import Environment

from partystate.core import dates
from partystate.country.names import Names
from partystate.evidence import Row
from partystate.history import files
from partystate.report import figures
from partystate.report.content import Figure, Section, Table
from partystate.report.extent import least, most
from partystate.report.figures import MODEL_SOURCE
from partystate.report.sections.undercounts import undercounts
from partystate.report.series import RunData, Wanted, month_words, rounded, scaled

LEVELS = {
    "truth": "as it was",
    "known": "as known",
    "published": "as published",
    "preserved": "as preserved",
}
MILLION, THOUSAND = 1e-6, 1e-3
LEFT, RIGHT, TOP, BOTTOM = 64.0, 712.0, 12.0, 228.0  # of the drawing, in its own units
TICKS, ROUND = 4, (1, 2, 5, 10)
LEAST = 1e-9  # between two values that are the same
STEP = 5  # years between two labels
LAST_DEED = ("executed", "assassinated", "banished", "arrested", "expelled")


@dataclass(frozen=True)
class Quantity:
    """One quantity of the widget."""

    title: str
    observable: str
    every: str
    unit: str
    factor: float


QUANTITIES = (
    Quantity("Population", "population.total", "day", "million on 1 January", MILLION),
    Quantity("Deaths", "population.deaths", "year", "million a year", MILLION),
    Quantity("Births", "population.births", "year", "million a year", MILLION),
    Quantity("Executions", "repression.executions", "year", "thousand a year", THOUSAND),
    Quantity("Harvest", "grain.harvest", "year", "million tonnes", 1.0),
    Quantity("Industrial output", "industry.output_index_1913", "year", "output of 1913 = 1", 1.0),
    Quantity("Real wages", "wages.real_index_1926", "year", "1926 = 1", 1.0),
)


def records(
    directory: Path,
    data: RunData,
    rows: list[Row] | None,
    names: Names,
    environment: Environment,
) -> Section:
    """What was kept from whom, by quantity and by person."""

    def one(id: str, title: str, caption: str, wanted: Wanted, unit: str, factor: float = 1.0):
        return figures.against_record(id, title, caption, data, rows, wanted, unit, factor)

    made = [
        _levels(data, environment),
        one(
            "undercount",
            "Executions in the books that last, over true ones",
            "Some are in no book, and some books are lost; how many, nobody knows.",
            Wanted("record.undercount", "", "preserved"),
            "ratio",
        ),
        undercounts(data),
        one(
            "concealed-deaths",
            "Deaths beyond those in print",
            "Unregistered, or withheld while readers go by older figures.",
            Wanted("record.concealed_deaths"),
            "thousand a year",
            THOUSAND,
        ),
        one(
            "leakage",
            "Chance that a secret has leaked",
            "The mean over what is withheld at the end of the year.",
            Wanted("record.leakage"),
            "share",
        ),
        _erased(directory, names, environment),
        one(
            "credit-of-two",
            "Credit for the founding given to the two who have most",
            "At the end of the year.",
            Wanted("record.credit_top_two_share", "", "published"),
            "share",
        ),
    ]
    return Section(
        "records",
        "What was kept from whom",
        [
            "Nobody in the model sees the truth. Known is what reached the centre; published, what "
            "a reader of the time would have gone by, which is an older figure where the new one "
            "is withheld; preserved, what is left in the archives. Most of it has no record to be "
            "held against, and is an illustration of the rule.",
        ],
        [figure for figure in made if figure is not None],
    )


def _levels(data: RunData, environment: Environment) -> Figure | None:
    """The widget of quantities and levels, with all numbers in its table."""
    drawn, cells = [], []
    for quantity in QUANTITIES:
        found = {
            level: scaled(
                data.line(Wanted(quantity.observable, "", level, quantity.every)), quantity.factor
            )
            for level in LEVELS
        }
        found = {level: line for level, line in found.items() if len(line)}
        if not found:
            continue
        drawn.append(_drawn(quantity, found))
        by_time = {
            level: dict(line.select("time", "value").iter_rows()) for level, line in found.items()
        }
        times = dict.fromkeys(time for values in by_time.values() for time in values)
        cells += [
            (
                quantity.title,
                time,
                *(rounded(by_time.get(level, {}).get(time)) for level in LEVELS),
                quantity.unit,
            )
            for time in times
        ]
    if not drawn:
        return None
    widget = environment.get_template("records.html").render(
        quantities=drawn, levels=[{"id": id, "words": words} for id, words in LEVELS.items()]
    )
    return Figure(
        "kept-levels",
        "The same quantity for whoever looks",
        "This run alone. Choose a quantity, and whose figure to bring out; the table has them all.",
        "",
        Table(("quantity", "time", *LEVELS.values(), "unit"), cells),
        [MODEL_SOURCE],
        widget=widget,
    )


def _drawn(quantity: Quantity, found: dict[str, pl.DataFrame]) -> dict:
    """A chart as points in the units of the drawing."""
    every = pl.concat(found.values())
    first, last, ticks = least(every["at"]), most(every["at"]), _ticks(every["value"])
    low, high = ticks[0], ticks[-1]

    def x(at: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (at - first) / max(last - first, 1), 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 1)

    return {
        "title": quantity.title,
        "unit": quantity.unit,
        "ticks": [{"y": y(tick), "text": f"{tick:g}"} for tick in ticks],
        "years": [
            {"x": x(year), "text": str(year)}
            for year in range(int(first) + 1, int(last) + 1)
            if year % STEP == 0
        ],
        "lines": [
            {
                "level": level,
                "words": LEVELS[level],
                "points": " ".join(
                    f"{x(at)},{y(value)}" for at, value in line.select("at", "value").iter_rows()
                ),
            }
            for level, line in found.items()
        ],
    }


def _ticks(values: pl.Series) -> list[float]:
    """Round numbers around the values; from nought on, where they are not all far from it."""
    high = most(values)
    low = least(values) if least(values) > high / 2 else 0.0
    between = max(high - low, abs(high) / TICKS, LEAST)
    power = 10.0 ** floor(log10(between / TICKS))
    step = next(size * power for size in ROUND if size * power >= between / TICKS)
    start = floor(low / step)
    return [i * step for i in range(start, max(ceil(high / step), start + 1) + 1)]


def _erased(directory: Path, names: Names, environment: Environment) -> Figure | None:
    """Persons by the month in which less than half of them was left, with what had become of
    them; None where nobody was."""
    events = files.read_parquet(directory / "events.parquet")
    gone = events.filter((pl.col("kind") == "erased") & pl.col("target").is_in(list(names.persons)))
    if gone.is_empty():
        return None
    fates = _fates(events)
    persons = [
        {
            "name": names.who(row["target"]),
            "month": dates.month_number(row["time"]),
            "words": f"{month_words(row['time'])}{fates.get(row['target'], '')}",
        }
        for row in gone.sort("time", "target").iter_rows(named=True)
    ]
    start, end = (dates.month_number(str(t)) for t in (events["time"].min(), events["time"].max()))
    widget = environment.get_template("erased.html").render(
        persons=persons,
        start=start,
        last=end - start,
        month=month_words(dates.month_text(end)),
    )
    return Figure(
        "erased",
        "Who had been erased",
        "This run alone. Of a person less than half is left in texts, pictures, films and names of "
        "places.",
        "",
        Table(
            ("person", "month"),
            [(p["name"], dates.month_text(p["month"])) for p in persons],
        ),
        ["events.parquet of this run"],
        widget=widget,
        scripts=("erased.js",),
    )


def _fates(events: pl.DataFrame) -> dict[str, str]:
    """What was last done to each person, of `LAST_DEED`, in words."""
    done = events.filter(pl.col("kind").is_in(LAST_DEED)).sort("time")
    return {
        row["target"]: f"; {row['kind'].replace('assassinated', 'killed abroad')} {row['time'][:4]}"
        for row in done.iter_rows(named=True)
    }
