"""The food balance of a place in an agricultural year: what came into the barns, what it went to,
what was planned and known."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from jinja2 import Environment

from partystate.core import dates
from partystate.history import files
from partystate.history.months import agricultural_year
from partystate.history.observables.land import TONNES_PER_MT
from partystate.history.tables.grain_flows import HELD
from partystate.report.content import Figure, Table
from partystate.report.series import RunData, rounded
from partystate.world.agricultural_clock import HARVEST

FILE = "grain.parquet"
WHOLE, GRANARY = "Whole country", "State granary"
TONNES, KG = 1000, 1000  # tonnes of a thousand; kg of a tonne
START, LEFT = "start", "left"
# use -> (words when it comes in, words when it goes out, colour); colours after Okabe and Ito
# (2008), apart to the colour-blind
USES = {
    START: ("held on 1 July", "", "#8d99a6"),
    "harvest": ("harvest", "", "#d9a520"),
    "collection": ("collected from the village", "collected by the state", "#b23a48"),
    "supply": ("supply by the state", "supply to villages short of grain", "#22577a"),
    "relief": ("relief", "relief", "#0f8b6d"),
    "aid": ("aid from abroad", "", "#7cb9e8"),
    "seed_loan": ("seed loans", "seed loans", "#a5c23c"),
    "seed": ("", "seed", "#7a8f2a"),
    "eaten": ("", "eaten", "#e08e45"),
    "feed": ("", "feed and loss", "#b08968"),
    "market": ("", "sold on the market", "#9a6fb0"),
    "ration": ("", "rations of the towns", "#e08e45"),
    "export": ("", "exports", "#9a6fb0"),
    "upkeep": ("", "army and industry", "#b08968"),
    "confined": ("", "fed in camps and settlements", "#d6b894"),
    LEFT: ("", "left on 30 June", "#c9d1d8"),
}
STORES = {
    "barns": (
        (START, "harvest", "supply", "relief", "aid", "seed_loan"),
        ("collection", "seed", "eaten", "feed", "market", LEFT),
    ),
    "granary": (
        (START, "collection"),
        ("ration", "supply", "relief", "seed_loan", "export", "confined", "upkeep", LEFT),
    ),
}
READ = (
    "population.total",
    "population.urban",
    "grain.plan",
    "grain.procurement",
    "grain.harvest",
    "famine.deaths_attributed",
)
LABELS = ("plan", "collected", "harvest", "known", "deaths")


@dataclass(frozen=True)
class Balance:
    """One place and year: tonnes by use, persons they are counted against, and what was planned,
    known and suffered."""

    came: dict[str, float]
    went: dict[str, float]
    persons: float
    told: dict[str, float]


def food_balance(
    directory: Path, data: RunData, regions: list[str], environment: Environment
) -> Figure | None:
    """The figure of a run, at rest on the whole country in the year in which most died of
    hunger."""
    if not (directory / FILE).is_file():
        return None
    books = Books(files.read_parquet(directory / FILE), data.run)
    years = books.years()
    if not years:
        return None
    balances = {
        place: {y: balance(books, place, y) for y in years} for place in (WHOLE, GRANARY, *regions)
    }
    worst = max(years, key=lambda y: balances[WHOLE][y].told["deaths"])
    places = {
        p: {"store": store_of(p), "years": {y: _whole_numbers(b) for y, b in of.items()}}
        for p, of in balances.items()
    }
    data_text = json.dumps(
        {"uses": USES, "stores": STORES, "places": places}, separators=(",", ":")
    )
    at = balances[WHOLE][worst]
    widget = environment.get_template("food_balance.html").render(
        places=list(balances),
        years=[(y, year_words(y)) for y in years],
        worst=worst,
        whole=WHOLE,
        title=f"{WHOLE}, {year_words(worst)}",
        came=_parts(at.came, at.persons, 0),
        went=_parts(at.went, at.persons, 1),
        notes=sentences(at),
        data=data_text.replace("<", "\\u003c"),
    )
    return Figure(
        "balance",
        "Food balance of a region",
        CAPTION,
        "",
        _table(balances, regions),
        [f"{FILE} and series.parquet of this run"],
        widget=widget,
        scripts=("food_balance.js",),
    )


CAPTION = (
    "This run alone, July to June. Both bars are as long as each other: no grain is lost in "
    "the books. A head means a head of the village for barns, of the whole country "
    "for the granary. What a village buys on the market goes straight to the table and is "
    "not in its barns."
)


class Books:
    """What a balance is read from, by month, store, place and use, and by observable."""

    def __init__(self, grain: pl.DataFrame, run: pl.DataFrame):
        month = pl.col("time").replace_strict(
            {t: dates.parse(t).months[0] for t in grain["time"].unique()}, return_dtype=pl.Int64
        )
        rows = grain.with_columns(month.alias("month"))
        self.months = set(rows["month"])

        def sums(keys):
            return {
                tuple(k): v for *k, v in rows.group_by(keys).agg(pl.col("tonnes").sum()).iter_rows()
            }

        self.of_place = sums(["store", "region", "use", "month"])
        self.of_store = sums(["store", "use", "month"])
        self.values: dict[tuple, float] = {}
        for observable, level, time, group, value in (
            run.filter(pl.col("observable").is_in(READ))
            .select("observable", "level", "time", "group", "value")
            .iter_rows()
        ):
            self.values[observable, level, time, group] = value

    def years(self) -> list[int]:
        """Agricultural years of which every month is there, and the month before, whose end is
        where the year starts."""
        years = range(min(self.months) // 12, max(self.months) // 12 + 1)
        return [y for y in years if all(m in self.months for m in months_of(y, -1))]

    def tonnes(self, place: str, use: str, months: list[int]) -> float:
        """Sum over months of one use, of a place or of a whole store."""
        if place in (WHOLE, GRANARY):
            return sum(self.of_store.get((store_of(place), use, m), 0.0) for m in months)
        return sum(self.of_place.get((store_of(place), place, use, m), 0.0) for m in months)

    def value(self, observable: str, time: str, group: str, level: str = "truth") -> float:
        return self.values.get((observable, level, time, group), 0.0)


def months_of(year: int, first: int = 0) -> list[int]:
    """Months of an agricultural year, from `first` on."""
    return [year * 12 + HARVEST + i for i in range(first, 12)]


def store_of(place: str) -> str:
    return "granary" if place == GRANARY else "barns"


def balance(books: Books, place: str, year: int) -> Balance:
    """The books of one place and year, in tonnes."""
    (before, *months), (came, went) = months_of(year, -1), STORES[store_of(place)]
    ends = {
        START: books.tonnes(place, HELD, [before]),
        LEFT: books.tonnes(place, HELD, months[-1:]),
    }
    group = "" if place in (WHOLE, GRANARY) else f"region={place}"

    def amount(use, sign):
        return ends[use] if use in ends else sign * books.tonnes(place, use, months)

    return Balance(
        {use: amount(use, 1) for use in came},
        {use: amount(use, -1) for use in went},
        _persons(books, group, year, is_rural=place != GRANARY),
        _told(books, group, year),
    )


def _persons(books: Books, group: str, year: int, is_rural: bool) -> float:
    """Persons on 1 January, the middle of an agricultural year."""
    day = f"{year + 1}-01-01"
    return books.value("population.total", day, group) - is_rural * books.value(
        "population.urban", day, group
    )


def _told(books: Books, group: str, year: int) -> dict[str, float]:
    """Plan, collections and harvests in tonnes; deaths laid to hunger in the twelve months."""
    return {
        "plan": books.value("grain.plan", str(year), group) * TONNES_PER_MT,
        "collected": books.value("grain.procurement", agricultural_year(year), group)
        * TONNES_PER_MT,
        "harvest": books.value("grain.harvest", str(year), group) * TONNES_PER_MT,
        "known": books.value("grain.harvest", str(year), group, "known") * TONNES_PER_MT,
        "deaths": sum(
            books.value("famine.deaths_attributed", dates.month_text(m), group)
            for m in months_of(year)
        ),
    }


def _parts(amounts: dict[str, float], persons: float, side: int) -> list[dict]:
    """What a bar and its list show: words, share of the bar, thousand tonnes, kg a head."""
    total = sum(amounts.values()) or 1
    return [
        {
            "words": USES[use][side],
            "colour": USES[use][2],
            "share": 100 * tonnes / total,
            "amount": f"{tonnes / TONNES:,.0f}",
            "head": f"{tonnes * KG / max(persons, 1):,.0f}",
        }
        for use, tonnes in amounts.items()
    ]


def sentences(b: Balance) -> str:
    """Plan against outcome, harvest against what was known of it, and the dead."""
    plan, collected, harvest, known, deaths = (b.told[key] for key in LABELS)

    def amount(tonnes):
        return f"{tonnes / TONNES:,.0f}"

    part = f", {100 * collected / plan:.0f} per cent of it" if plan else ""
    return (
        f"Plan {amount(plan)} thousand t, collected {amount(collected)}{part}. Harvest "
        f"{amount(harvest)}, known as {amount(known)}. Deaths laid to hunger: "
        f"{deaths / TONNES:,.1f} thousand."
    )


def year_words(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def _whole_numbers(b: Balance) -> list:
    """What came and went, persons, and what is told, in whole tonnes and persons."""
    return [
        list(map(round, b.came.values())),
        list(map(round, b.went.values())),
        round(b.persons),
        [round(b.told[k]) for k in LABELS],
    ]


def _table(balances: dict, regions: list[str]) -> Table:
    """Every place and year, in thousand tonnes."""
    came, went = STORES["barns"]
    heads = (
        "place",
        "year",
        *(USES[u][0] for u in came),
        *(USES[u][1] for u in went),
        "plan",
        "harvest known",
    )
    rows = [
        (
            place,
            year_words(y),
            *(
                rounded(v / TONNES, 3)
                for v in (*b.came.values(), *b.went.values(), b.told["plan"], b.told["known"])
            ),
        )
        for place in (WHOLE, *regions)
        for y, b in balances[place].items()
    ]
    return Table(heads, rows)
