"""Estimates side by side: a point and its interval each, from nothing to the highest."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from partystate.estimation.result import Estimate
from partystate.report.charts.general import GIVEN, MODEL, WIDTH, to_svg

ROW = 26  # of height, an estimator
FARTHEST = 4.0  # times the highest estimate, at which an interval is cut off


def side_by_side(estimates: Sequence[Estimate]) -> str:
    """SVG of estimates that have a total; the line across all is what was observed."""
    table = pl.DataFrame(
        [(e.method.replace("_", " "), e.total, e.low, e.high) for e in estimates],
        schema={"estimator": pl.String, "total": pl.Float64, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    )
    most = FARTHEST * max(e.total for e in estimates if e.total is not None)
    table = table.with_columns(pl.col("high").clip(upper_bound=most))
    y = alt.Y("estimator:N", title=None, sort=table["estimator"].to_list())
    x = alt.X("total:Q", title="all cases, those in no list among them", scale=alt.Scale(zero=True))
    base = alt.Chart(table)
    observed = alt.Chart(pl.DataFrame({"observed": [estimates[0].observed]}))
    return to_svg(
        alt.layer(
            observed.mark_rule(color=GIVEN, strokeDash=[4, 3]).encode(x="observed:Q"),
            base.mark_rule(color=MODEL, strokeWidth=1.5).encode(x=alt.X("low:Q"), x2="high", y=y),
            base.mark_point(color=MODEL, filled=True, size=60, opacity=1).encode(x=x, y=y),
        ).properties(width=WIDTH, height=ROW * len(table))
    )
