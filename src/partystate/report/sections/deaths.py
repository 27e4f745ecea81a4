"""The part of the page on deaths: by month, by window and place against each source, shares of
places, by region."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.evidence import Row
from partystate.report import figures
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.figures import BAND_SOURCE, MODEL_SOURCE, against_record
from partystate.report.series import RunData, Wanted, month_words, role_words, rounded, short
from partystate.report.spans import span_words
from partystate.scoring.aggregate import Ensemble, open_ensemble, value_of

THOUSAND, MILLION = 1e-3, 1e-6
EXCESS, ATTRIBUTED = "famine.deaths", "famine.deaths_attributed"
KINDS = {EXCESS: "excess deaths", ATTRIBUTED: "laid to hunger"}
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
WHOLE = "Whole country"
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


class Windows:
    """Rows of the record on deaths by place and span of time, with the model's values [runs] of
    each."""

    def __init__(
        self, directory: Path, rows: list[Row] | None, ensemble: Path | None, members: int
    ):
        self.members = members
        mine = [
            r
            for r in rows or []
            if r.observable == EXCESS
            and r.kind == "quantity"
            and r.role != "context"
            and ends_of(r)
        ]
        self.runs: Ensemble | None = None
        if mine:
            asked = [*mine, *(replace(r, observable=ATTRIBUTED) for r in mine)]
            self.runs = open_ensemble(ensemble if members and ensemble else directory, asked)
        self.rows = [r for r in mine if self.values(r, EXCESS) is not None]

    def values(self, row: Row, observable: str, members=None) -> np.ndarray | None:
        """Values [runs] of a window, for the row's place or the given groups."""
        if self.runs is None:
            return None
        return value_of(
            replace(
                row, observable=observable, level="truth", base="", members=members or row.members
            ),
            self.runs,
            {},
        )

    def by_place(self) -> dict[tuple[str, str], list[Row]]:
        """Rows by (place, time), the whole country first, then places in order of the size of their
        figures."""
        found: dict[tuple, list[Row]] = {}
        for row in sorted(self.rows, key=lambda r: (bool(r.group), -max(r2 for r2 in ends_of(r)))):
            found.setdefault((row.members, row.time), []).append(row)
        names = {row.members: place_of(row) for row in self.rows}
        order = list(dict.fromkeys(members for members, _ in found))
        return {
            (names[m], t): found[m, t]
            for m, t in sorted(found, key=lambda k: (order.index(k[0]), k[1]))
        }

    def told(self) -> tuple[pl.DataFrame, list[tuple]]:
        """Rows `place, name, who, low, q25, middle, q75, high` in million, what the model makes of
        each window first, then every source; and the cells of their table."""
        shown, cells = [], []
        for (place, time), rows in self.by_place().items():
            title = f"{place}, {span_words(time)}"
            for observable, words in KINDS.items():
                values = self.values(rows[0], observable)
                if values is None:
                    continue
                q = np.quantile(values, QUANTILES)
                shown.append((title, f"model, {words}", "model", *(q * MILLION)))
                cells.append(
                    (
                        place,
                        time,
                        f"model, {words}",
                        "",
                        *(rounded(v * THOUSAND) for v in q),
                        MODEL_SOURCE,
                    )
                )
            for row in rows:
                ends, middle = ends_of(row), middle_of(row)
                low, high = min(ends), max(ends)
                shown.append(
                    (
                        title,
                        short(row),
                        "record",
                        *(v * MILLION for v in (low, middle, middle, middle, high)),
                    )
                )
                told = (
                    rounded(low * THOUSAND),
                    "",
                    rounded(middle * THOUSAND),
                    "",
                    rounded(high * THOUSAND),
                )
                cells.append((place, time, short(row), role_words(row.role), *told, row.source))
        names = {"place": pl.String, "name": pl.String, "who": pl.String} | dict.fromkeys(
            ("low", "q25", "middle", "q75", "high"), pl.Float64
        )
        table = pl.DataFrame(shown, schema=names, orient="row")
        return table, cells

    def estimates(self) -> Figure | None:
        """Every figure of the record beside what the model makes of its window."""
        if not self.rows:
            return None
        table, cells = self.told()
        runs = (
            f"Model: median with 50 (thick) and 90 per cent of {self.members} runs, each run "
            "summed over the window first. "
            if self.members
            else "Model: this run alone; no ensemble was given, so it has no interval. "
        )
        caption = runs + (
            "Record: low, central and high figure of each source; where it gives one end "
            "alone, a single mark."
        )
        heads = (
            "place",
            "window",
            "who",
            "role",
            "low or 5 %, thousand",
            "25 %",
            "central or median",
            "75 %",
            "high or 95 %",
            "source",
        )
        sources = [
            MODEL_SOURCE,
            *([BAND_SOURCE] if self.members else []),
            *dict.fromkeys(r.source for r in self.rows),
        ]
        return Figure(
            "deaths-windows",
            "Deaths by window and place, every source beside the model",
            caption,
            land_charts.estimates(table, "million persons"),
            Table(heads, cells),
            sources,
        )

    def shares(self) -> Figure | None:
        """Shares of places in the deaths of a window, against pairs of figures of the record for
        the same window."""
        shown, cells = [], []
        for (place, time), rows in self.by_place().items():
            if not rows[0].group:
                continue
            title = f"{place}, {span_words(time)}"
            for observable, words in KINDS.items():
                part, whole = (
                    self.values(rows[0], observable),
                    self.values(rows[0], observable, (("", 1.0),)),
                )
                if part is None or whole is None or not (whole > 0).all():
                    continue
                q = np.quantile(part / whole, QUANTILES)
                shown.append((title, f"model, {words}", "model", *q))
                cells.append(
                    (place, time, f"model, {words}", *(rounded(float(v), 3) for v in q), "")
                )
            pairs = [
                (middle_of(a) / middle_of(b), f"{short(a)} / {short(b)}")
                for a in rows
                for b in self.rows
                if not b.group and b.time == time
            ]
            if pairs:
                ratios = [share for share, _ in pairs]
                low, middle, high = min(ratios), float(np.median(ratios)), max(ratios)
                name = f"record, {len(pairs)} pair{'s' * (len(pairs) > 1)} of figures"
                shown.append((title, name, "record", low, middle, middle, middle, high))
                cells += [
                    (place, time, "record", "", "", rounded(share, 3), "", "", pair)
                    for share, pair in sorted(pairs)
                ]
        if not shown:
            return None
        names = {"place": pl.String, "name": pl.String, "who": pl.String} | dict.fromkeys(
            ("low", "q25", "middle", "q75", "high"), pl.Float64
        )
        table = pl.DataFrame(shown, schema=names, orient="row")
        caption = (
            "Record: each central figure of a place over each central figure of the country "
            "for the same window, often of two authors; least, middle and greatest "
            "of these pairs. Shares of places are no target of any fit. Excess deaths are "
            "left out where some run has none in the country."
        )
        heads = (
            "place",
            "window",
            "who",
            "5 %",
            "25 %",
            "share",
            "75 %",
            "95 %",
            "pair of figures",
        )
        svg, sources = (
            land_charts.estimates(table, "share of the country's deaths"),
            [MODEL_SOURCE, *dict.fromkeys(r.source for r in self.rows)],
        )
        return Figure(
            "deaths-shares",
            "Shares of places in the deaths",
            caption,
            svg,
            Table(heads, cells),
            sources,
        )


def ends_of(row: Row) -> list[float]:
    return [v for v in (row.low, row.central, row.high) if v is not None]


def middle_of(row: Row) -> float:
    ends = ends_of(row)
    return row.central if row.central is not None else sum(ends) / len(ends)


def place_of(row: Row) -> str:
    label = row.group.partition("=")[2]
    return label[:1].upper() + label[1:] if label else WHOLE


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
