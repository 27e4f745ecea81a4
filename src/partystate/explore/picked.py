"""The series that a chart's address asks for: places and levels, with band, line and record."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import polars as pl

from partystate.core.nearest import nearest
from partystate.explore.address import Address
from partystate.explore.answer import WRONG, Missing
from partystate.explore.library import KINDS, WORDS_OF_KINDS, Library, Series
from partystate.report.extent import most
from partystate.report.series import NO_BAND, Wanted, record_points, scaled
from partystate.report.shipped_data import MIDDLE

MOST = 4  # series in one chart
TRUTH = "truth"


@dataclass(frozen=True)
class Strip:
    """One series of a chart: whose, at which level, the band of the free histories, the line of
    the best account (or their middle), figures of the record. `until` is where the usual run ends,
    in years, where the series goes on after it."""

    name: str
    group: str
    level: str
    line: pl.DataFrame
    band: pl.DataFrame
    record: pl.DataFrame
    is_sum: bool = False
    until: float | None = None

    def whose(self, at: float, usual: str) -> str:
        """Whose line it is at a time: `usual`, or after the usual end the middle history."""
        return usual if self.until is None or at <= self.until else MIDDLE

    @property
    def begins_later(self) -> bool:
        """Whether all of it lies after the usual end."""
        return self.until is not None and not any(
            len(_within(table, None, self.until)) for table in (self.line, self.band)
        )

    @property
    def usual(self) -> Strip:
        """The series up to the usual end; as it is where it begins after that."""
        return self if self.begins_later else self._between(-math.inf, self.until or math.inf)

    @property
    def later(self) -> Strip | None:
        """The series after the usual end; None where there is nothing."""
        found = None if self.until is None else self._between(self.until, math.inf)
        return found if found is not None and len(found.band) else None

    def _between(self, first: float, last: float) -> Strip:
        tables = {n: _within(getattr(self, n), first, last) for n in ("line", "band", "record")}
        return replace(self, **tables)


@dataclass(frozen=True)
class Picked:
    """What a chart shows, and in what state."""

    series: Series
    strips: tuple[Strip, ...]
    every: str
    places: tuple[str, ...]
    levels: tuple[str, ...]
    first: float | None
    last: float | None
    note: str = ""

    def scaled(self, factor: float) -> tuple[Strip, ...]:
        """The strips in another unit."""
        return tuple(
            replace(
                s,
                line=scaled(s.line, factor),
                band=scaled(s.band, factor),
                record=s.record.with_columns(pl.col("low", "central", "high") * factor),
            )
            for s in self.strips
        )


def picked(library: Library, series: Series, address: Address) -> Picked:
    """What an address asks of a series; Missing with the nearest names for what there is not."""
    levels = tuple(filter(None, address.get("level").split(","))) or (
        TRUTH if TRUTH in series.levels else series.levels[0],
    )
    for level in levels:
        _known("level", level, series.levels)
    places = tuple(filter(None, address.get("place").split(","))) or _usual(library, series)
    every = address.get("every") or _usual_kind(library, series, places[0], levels[0])
    _known("kind of time", every, series.kinds)
    first, last = _span(address.get("time"))
    strips = [
        _strip(
            library,
            series,
            library.group_of(series, place),
            level,
            every,
            (first, last),
            levels != (TRUTH,),
        )
        for place in places
        for level in levels
    ][:MOST]
    note = ""
    if len(places) * len(levels) > MOST:
        note = f"The first {MOST} series of {len(places) * len(levels)} are shown."
    return Picked(series, tuple(strips), every, places, levels, first, last, note)


def _known(what: str, found: str, there: tuple[str, ...]) -> None:
    if found not in there:
        raise Missing(f"There is no {what} {found!r} of this series.", nearest(found, there))


def _usual(library: Library, series: Series) -> tuple[str, ...]:
    """The whole country, or where a series has none of it, the groups with the greatest middle."""
    if "" in series.groups:
        return ("",)
    mine = library.data.quantiles.filter(pl.col("observable") == series.name)
    top = (
        mine.group_by("group").agg(pl.col("median").max()).sort("median", "group", descending=True)
    )
    return tuple(top["group"].head(3))


def _usual_kind(library: Library, series: Series, place: str, level: str) -> str:
    """The first kind of time that there is of a place: regions may have years where the whole
    country has months alone."""
    group = library.group_of(series, place)
    for kind in series.kinds:
        if len(library.data.band(Wanted(series.name, group, level, kind))):
            return kind
    return series.kinds[0]


def _span(text: str) -> tuple[float | None, float | None]:
    """Years of `1926..1938`; either end may be blank."""
    if not text:
        return None, None
    first, dots, last = text.partition("..")
    try:
        ends = [float(end) if end else None for end in (first, last if dots else first)]
    except ValueError:
        raise Missing(f"{text!r} is no span of years.", "1926..1938", WRONG) from None
    return ends[0], None if ends[1] is None else ends[1] + 1


def _strip(
    library: Library,
    series: Series,
    group: str,
    level: str,
    every: str,
    ends: tuple[float | None, float | None],
    has_levels: bool,
) -> Strip:
    wanted = Wanted(series.name, group, level, every)
    record = _whole(record_points(library.by_observable[series.name], wanted))
    is_sum = group not in series.groups
    if is_sum:
        band = library.sum_over(series.name, group, every) if level == TRUTH else NO_BAND
        line = band.select("time", "at", pl.col("median").alias("value"))
    else:
        band, line = library.data.band(wanted), library.data.line(wanted)
        if not len(line):
            line = band.select("time", "at", pl.col("median").alias("value"))
    names = library.names
    words = library.words_of(group, "" if has_levels else "the whole country")
    if has_levels:
        words = ", ".join(filter(None, (words, names.label("level", level))))
    line, band, record = (_within(table, *ends) for table in (line, band, record))
    beyond = library.beyond
    goes_on = beyond is not None and len(band) and most(band["at"]) > beyond.at
    until = beyond.at if beyond is not None and goes_on else None
    return Strip(words, group, level, line, band, record, is_sum, until)


def _whole(record: pl.DataFrame) -> pl.DataFrame:
    """Figures with both ends; one that gives an end alone stands at that end."""
    central = pl.coalesce("central", "low", "high")
    return record.with_columns(
        pl.coalesce("low", central).alias("low"),
        central.alias("central"),
        pl.coalesce("high", central).alias("high"),
    ).drop_nulls("central")


def _within(table: pl.DataFrame, first: float | None, last: float | None) -> pl.DataFrame:
    if first is not None:
        table = table.filter(pl.col("at") >= first)
    return table if last is None else table.filter(pl.col("at") <= last)


def kinds_in_words(series: Series) -> list[tuple[str, str]]:
    """(kind, words) of the kinds of time that a series has."""
    return [(kind, WORDS_OF_KINDS[kind]) for kind in KINDS if kind in series.kinds]
