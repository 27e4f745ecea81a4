"""The part of the page on deaths: by month, by window and place against each source, shares of
places, by region."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from partystate.core import dates
from partystate.evidence import Row
from partystate.report import figures
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.figures import MODEL_SOURCE, against_record
from partystate.report.sections.death_windows import (
    ATTRIBUTED,
    EXCESS,
    THOUSAND,
    WHOLE,
    Windows,
    place_of,
)
from partystate.report.series import RunData, Wanted, month_words, rounded

BEFORE_AND_AFTER = 3  # months shown before and after the windows of the record


def deaths(
    directory: Path,
    data: RunData,
    rows: list[Row] | None,
    regions: list[str],
    ensemble: Path | None,
) -> Section:
    """Excess and attributed deaths."""
    months = data.run.filter(pl.col("observable") == ATTRIBUTED)["time"]
    by = Windows(directory, rows, ensemble, data.members)
    shown = [
        by.estimates(),
        by.shares(),
        profile(data, by),
        against_record(
            "excess",
            "Excess deaths by month",
            "Negative months are those below the baseline rate.",
            data,
            rows,
            Wanted(EXCESS, "", "truth", "month"),
            "thousand",
            THOUSAND,
        ),
        against_record(
            "attributed",
            "Deaths attributed to hunger by month",
            "",
            data,
            rows,
            Wanted(ATTRIBUTED, "", "truth", "month"),
            "thousand",
            THOUSAND,
            zero=True,
        ),
    ]
    if len(months):
        first, last = str(months.min()), str(months.max())
        title = (
            f"Deaths attributed to hunger, {month_words(first)} to {month_words(last)}, by region"
        )
        shown.append(
            figures.region_totals(
                "attributed-regions",
                title,
                "Summed over the whole run.",
                data,
                regions,
                ATTRIBUTED,
                first,
                last,
                "thousand persons",
            )
        )
    return Section("deaths", "Deaths", TEXT, [figure for figure in shown if figure])


TEXT = [
    "Three different things. *Excess deaths* are deaths of a window less the mean rate of "
    "the baseline years, as historians count them. "
    "*Attributed deaths* are those the model itself lays to hunger. *Registered deaths* are "
    "what reached the centre. Deaths of typhus, malaria and cholera are in the excess, and "
    "not in what is laid to hunger. None is a verdict on intent or blame.",
    "Each historian's figure stands on a line of its own, with the range he or she gives. "
    "Where the model's interval lies apart from it, the record stands and the model is wrong.",
]


def profile(data: RunData, by: Windows) -> Figure | None:
    """Deaths laid to hunger month by month, in the country and the places the record names, around
    its windows."""
    if not by.rows:
        return None
    places = {place_of(r): tuple(group for group, _ in r.members) for r in by.rows}
    places = {WHOLE: ("",)} | {p: m for p, m in places.items() if p != WHOLE}
    seen: dict[tuple, str] = {}
    places = {p: m for p, m in places.items() if seen.setdefault(m, p) == p}
    told = {place: data.over(ATTRIBUTED, members) for place, members in places.items()}
    lines, bands, cells = [], [], []
    for first, last in merged([dates.parse(r.time).months for r in by.rows], data):
        names = [dates.month_text(m) for m in range(first, last + 1)]
        period = f"{month_words(names[0])} to {month_words(names[-1])}"
        for place, (line, band) in told.items():
            mine = line.filter(pl.col("time").is_in(names))
            lines.append(
                mine.with_columns(
                    pl.col("value") * THOUSAND,
                    pl.lit(place).alias("place"),
                    pl.lit(period).alias("period"),
                )
            )
            if place == WHOLE:
                shade = band.filter(pl.col("time").is_in(names))
                bands.append(
                    shade.with_columns(
                        pl.col("q05") * THOUSAND,
                        pl.col("q95") * THOUSAND,
                        pl.lit(period).alias("period"),
                    )
                )
        at = {
            place: dict(line.select("time", "value").iter_rows())
            for place, (line, _) in told.items()
        }
        cells += [(t, *(rounded(at[p].get(t, 0.0) * THOUSAND) for p in places)) for t in names]
    if not lines:
        return None

    def day(table):
        return table.with_columns(
            pl.Series("time", [date(int(t[:4]), int(t[5:]), 15) for t in table["time"]], pl.Date)
        )

    svg = land_charts.profiles(
        day(pl.concat(lines)), day(pl.concat(bands)), list(places), "thousand"
    )
    caption = f"{data.whose_sums.capitalize()}, in the windows the record speaks of." + (
        f" Band: 90 per cent of {data.members} runs, for the country." if data.members else ""
    )
    return Figure(
        "deaths-profile",
        "When people died: deaths laid to hunger by month",
        caption,
        svg,
        Table(("month", *(f"{p}, thousand" for p in places)), cells),
        [MODEL_SOURCE],
    )


def merged(spans: list[tuple[int, int]], data: RunData) -> list[tuple[int, int]]:
    """Spans of months, each a little wider and joined where they touch, within the run."""
    inside = [
        dates.parse(t).months[0]
        for t in data.run.filter(pl.col("observable") == ATTRIBUTED)["time"].unique()
    ]
    if not inside:
        return []
    found: list[list[int]] = []
    for first, last in sorted(spans):
        first, last = (
            max(first - BEFORE_AND_AFTER, min(inside)),
            min(last + BEFORE_AND_AFTER, max(inside)),
        )
        if first > last:
            continue
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return [(first, last) for first, last in found]
