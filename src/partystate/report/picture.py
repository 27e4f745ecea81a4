"""The README's picture: population and deaths of the ensemble against the record, as one SVG."""

from __future__ import annotations

import sys
from pathlib import Path

import altair as alt

from partystate.country.country import load
from partystate.evidence import compile_rows
from partystate.report.charts import general as charts
from partystate.report.series import RunData, Wanted, record_points, scaled

MILLION = 1e-6


def picture(directory: Path, ensemble: Path, country: str = "ussr") -> str:
    """Two panels side by side, in millions."""
    data, rows = RunData(directory, ensemble), compile_rows(load(country).path / "evidence")
    panels = []
    for title, wanted in (
        ("Population on 1 January, million", Wanted("population.total", "", "truth", "day")),
        ("Deaths a year, million", Wanted("population.deaths")),
    ):
        line, band = scaled(data.line(wanted), MILLION), scaled(data.band(wanted), MILLION)
        points = record_points(rows, wanted, MILLION)
        panels.append(
            charts.layers(line, band, points, "").properties(width=330, height=220, title=title)
        )
    return charts.to_svg(alt.hconcat(*panels))


if __name__ == "__main__":
    run, runs, out = (Path(argument) for argument in sys.argv[1:4])
    out.write_text(picture(run, runs), encoding="utf-8")
