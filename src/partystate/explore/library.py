"""Everything that the pages are drawn from, read once: results, record, names, events. No JAX."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from partystate.core import dates
from partystate.core.nearest import nearest
from partystate.country.check import some_tables
from partystate.country.country import Country
from partystate.country.names import Names
from partystate.evidence import Row, known_sources
from partystate.evidence.records import EXTRAPOLATION
from partystate.explore.answer import Missing
from partystate.explore.sums import sum_over
from partystate.history import files
from partystate.history.attributes import observables_in
from partystate.history.places import gazetteer_of
from partystate.history.release import (
    CARD,
    ONWARD,
    ONWARD_FILE,
    QUANTILES,
    QUANTILES_FILE,
    REANALYSIS,
)
from partystate.history.runs import KEYS, read_runs
from partystate.report.series import NO_BAND, Wanted
from partystate.report.shipped_data import ShippedData
from partystate.scoring.aggregate import middle_of
from partystate.shipped.opened import Shipped, open_shipped

KINDS = ("year", "day", "month", "interval")  # of times, the first preferred
WORDS_OF_KINDS = {"year": "years", "day": "days", "month": "months", "interval": "spans"}
REGION = "region="
HELD = 256  # sums over places in memory
OTHER = "other"


@dataclass(frozen=True)
class Series:
    """An observable that the results speak to: words, unit, definition, and what there is of it."""

    name: str
    words: str
    unit: str
    definition: str
    theme: str
    levels: tuple[str, ...]
    groups: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def regions(self) -> tuple[str, ...]:
        """Its regions, without `region=`."""
        return tuple(g.removeprefix(REGION) for g in self.groups if g.startswith(REGION))


@dataclass(frozen=True)
class Beyond:
    """Months after the usual end, of which no figure was fitted: where they begin, in years, the
    last usual month and the last of all, and how many histories go on so far."""

    at: float
    usual: str
    end: str
    runs: int


class Library:
    """The results that a country ships, and what stands beside them. UserError where it ships
    none."""

    def __init__(self, country: str | Path | Country = "ussr"):
        self.opened: Shipped = open_shipped(country)
        self.country = self.opened.country
        self.names = Names(self.country)
        self.rows = self.opened.rows
        self.sources = known_sources(self.country.path / "evidence")
        self.about = self.opened.about
        self.folder = self.opened.folder
        self.card = files.read_json(self.folder / CARD)
        self.data = _Held(self.folder)
        self.by_observable: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            self.by_observable[row.observable].append(row)
        self.by_id = {row.id: row for row in self.rows}
        later = self.card.get(EXTRAPOLATION, {}).get("rows", [])
        self.scored = {row["id"]: row for row in (*later, *self.card["rows"])}
        self.kept: dict[tuple[str, str], Any] = {}  # what pages have made once
        self.sum_over = functools.lru_cache(HELD)(self._sum_over)
        self.runs = functools.cache(lambda name: read_runs(self.data.parts, [name]))

    @cached_property
    def beyond(self) -> Beyond | None:
        """What lies after the usual end; None where the results end with it."""
        about = self.about.get(ONWARD)
        if about is None:
            return None
        end = dates.month_number(self.about["end"])
        return Beyond((end + 1) / dates.MONTHS, self.about["end"], about["end"], about["runs"])

    @cached_property
    def catalogue(self) -> dict[str, Series]:
        """Every observable of the results, by name."""
        known = observables_in(self.country.path / "evidence")
        table = self.data.quantiles
        kinds = {t: dates.parse(t).precision for t in table["time"].unique()}
        found = (
            table.with_columns(kind=pl.col("time").replace_strict(kinds))
            .group_by("observable", maintain_order=True)
            .agg(pl.col("level", "group", "kind").unique(maintain_order=True))
            .sort("observable")
        )
        return {
            name: Series(
                name,
                self.names.observable(name),
                known[name].unit if name in known else "",
                known[name].definition if name in known else "",
                known[name].theme if name in known else OTHER,
                tuple(levels),
                tuple(groups),
                tuple(k for k in KINDS if k in there),
            )
            for name, levels, groups, there in found.iter_rows()
        }

    def series(self, name: str) -> Series:
        """One observable; Missing with the nearest name where there is none."""
        if name not in self.catalogue:
            raise Missing(
                f"There is no series {name!r} in these results.", nearest(name, self.catalogue)
            )
        return self.catalogue[name]

    @cached_property
    def places(self) -> list[str]:
        """Every place and people of the gazetteer, and the regions of the model."""
        known = gazetteer_of(self.country.path / "evidence")
        named = [label for axis in ("region", "nationality") for label in known.labels(axis)]
        return sorted({*named, *self.country.tables["regions"]["region"]})

    def group_of(self, series: Series, place: str) -> str:
        """The group of a place as it is written in an address: a label, a group, or a sum of the
        gazetteer; Missing with the nearest names where there is none."""
        if not place or place in series.groups:
            return place
        for group in series.groups:
            if place.casefold() in (group.partition("=")[2].casefold(), group.casefold()):
                return group
        by_case = self._spelt
        if place.casefold() in by_case:
            axis = gazetteer_of(self.country.path / "evidence").axis_of(by_case[place.casefold()])
            return f"{axis or 'region'}={by_case[place.casefold()]}"
        labels = [g.partition("=")[2] for g in series.groups if "=" in g]
        raise Missing(
            f"There is no place {place!r} in {series.words}.",
            nearest(place, [*labels, *by_case.values()]),
        )

    @cached_property
    def _spelt(self) -> dict[str, str]:
        return {place.casefold(): place for place in self.places}

    def words_of(self, group: str, whole: str = "") -> str:
        """A group in words, places as the gazetteer spells them; `whole` for the whole country."""
        words = self.names.group(group, whole)
        return self._spelt.get(words.casefold(), words)

    def _sum_over(self, name: str, group: str, every: str) -> pl.DataFrame:
        """`time, at` and quantiles of a sum over the parts of a place; empty where the results
        cannot tell it: quantiles do not add up."""
        known = observables_in(self.country.path / "evidence").get(name)
        if known is None or not known.additive or name not in self.summable:
            return NO_BAND
        places = gazetteer_of(self.country.path / "evidence")
        return sum_over(self.runs(name), group, every, places, known.is_rural)

    @cached_property
    def best_by_region(self) -> frozenset[str]:
        """Observables of which the best account tells by region."""
        of_regions = self.data.best.filter(pl.col("group").str.starts_with(REGION))
        return frozenset(of_regions["observable"].unique())

    @cached_property
    def summable(self) -> frozenset[str]:
        """Observables that ship history by history."""
        if not self.data.parts:
            return frozenset()
        names = files.scan_parquet(self.data.parts).select(pl.col("observable").unique())
        return frozenset(names.collect()["observable"])

    def warm(self) -> None:
        """Read what a first chart would wait for."""
        for name in sorted(self.summable):
            self.runs(name)

    def table(self, name: str) -> pl.DataFrame | None:
        """A table of the country by its name, read when first asked for; None where it has none."""
        return self._tables(name)

    @functools.cached_property
    def _tables(self):
        @functools.cache
        def read(name: str) -> pl.DataFrame | None:
            if not (self.country.path / f"{name}.csv").is_file():
                return None
            return some_tables(self.country.path, [name]).frames()[name]

        return read

    def result(self, name: str) -> pl.DataFrame | None:
        """`events` or `leaders` of the free histories; None where none ship."""
        return self._results(name)

    @functools.cached_property
    def _results(self):
        @functools.cache
        def read(name: str) -> pl.DataFrame | None:
            path = self.folder / f"{name}.parquet"
            return files.read_parquet(path) if path.is_file() else None

        return read


class _Held(ShippedData):
    """Results with every table in memory, apart by observable, with what is later than the usual
    end."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        usual = files.read_parquet(folder / QUANTILES_FILE)
        path = folder / ONWARD_FILE
        later = files.read_parquet(path) if path.is_file() else usual.clear()
        self.quantiles = pl.concat([usual, later])
        best = folder.parent / REANALYSIS / QUANTILES_FILE
        self.best = files.read_parquet(best) if best.is_file() else self.quantiles.clear()
        self._bands = _apart(self.quantiles)
        middle = later.select(*KEYS, pl.col("median").cast(pl.Float64).alias("value"))
        self._lines = _apart(pl.concat([self.run, middle]))

    def line(self, wanted: Wanted) -> pl.DataFrame:
        """`time, at, value` of the best account, or of the middle history; after the usual end of
        this."""
        return _picked(self._lines, wanted, ("value",))

    def band(self, wanted: Wanted) -> pl.DataFrame:
        """`time, at` and quantiles of the free histories."""
        return _picked(self._bands, wanted, tuple(QUANTILES))


def _apart(table: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Rows of each observable, with the kind of their time and its place in years."""
    times = table["time"].unique().to_list()
    kinds = {t: dates.parse(t).precision for t in times}
    at = {t: middle_of(t) for t in times}
    whole = table.with_columns(
        kind=pl.col("time").replace_strict(kinds, return_dtype=pl.String),
        at=pl.col("time").replace_strict(at, return_dtype=pl.Float64),
    )
    return {
        str(key[0]): part for key, part in whole.partition_by("observable", as_dict=True).items()
    }


def _picked(
    tables: dict[str, pl.DataFrame], wanted: Wanted, columns: tuple[str, ...]
) -> pl.DataFrame:
    table = tables.get(wanted.observable)
    schema = {"time": pl.String, "at": pl.Float64} | dict.fromkeys(columns, pl.Float64)
    if table is None:
        return pl.DataFrame(schema=schema)
    return (
        table.filter(
            (pl.col("group") == wanted.group)
            & (pl.col("level") == wanted.level)
            & (pl.col("kind") == wanted.every)
        )
        .select("time", "at", pl.col(*columns).cast(pl.Float64))
        .sort("at")
    )
