"""Deaths of the record by place and span of time, beside what the model makes of each: every
source, and shares of places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from partystate.evidence import Row
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Table
from partystate.report.figures import BAND_SOURCE, MODEL_SOURCE
from partystate.report.series import role_words, rounded, short
from partystate.report.spans import span_words
from partystate.scoring.aggregate import Ensemble, open_ensemble, value_of

THOUSAND, MILLION = 1e-3, 1e-6
EXCESS, ATTRIBUTED = "famine.deaths", "famine.deaths_attributed"
KINDS = {EXCESS: "excess deaths", ATTRIBUTED: "laid to hunger"}
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
WHOLE = "Whole country"
ESTIMATES = {"place": pl.String, "name": pl.String, "who": pl.String} | dict.fromkeys(
    ("low", "q25", "middle", "q75", "high"), pl.Float64
)


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
        table = pl.DataFrame(shown, schema=ESTIMATES, orient="row")
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
        table = pl.DataFrame(shown, schema=ESTIMATES, orient="row")
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
    """What a row gives of its low, central and high figure."""
    return [v for v in (row.low, row.central, row.high) if v is not None]


def middle_of(row: Row) -> float:
    """The central figure of a row, or the middle of its ends."""
    ends = ends_of(row)
    return row.central if row.central is not None else sum(ends) / len(ends)


def place_of(row: Row) -> str:
    """The place of a row in words."""
    label = row.group.partition("=")[2]
    return label[:1].upper() + label[1:] if label else WHOLE
