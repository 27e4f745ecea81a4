"""The README's picture: `python -m docs.picture [RUN]`, over the results that ship.

Population and deaths of the reference history, bands of the release, and the record."""

from __future__ import annotations

import sys
from pathlib import Path

import altair as alt

from partystate.country.country import load
from partystate.evidence import compile_rows
from partystate.report.charts.general import layers, to_svg
from partystate.report.charts.land import heading
from partystate.report.figures import told_of
from partystate.report.series import RunData, Wanted

PICTURE = Path(__file__).with_name("picture.svg")
RUN = Path("runs/reference")  # of `make run`
MILLION = 1e-6
WIDTH, HEIGHT = 310, 220
SHOWN = (
    ("Population on 1 January, million", Wanted("population.total", every="day"), False),
    ("Deaths a year, million", Wanted("population.deaths"), True),
)


def write(run: Path, country: str = "ussr") -> Path:
    """Draw the picture over a run's folder and the results that the country ships."""
    found = load(country)
    rows, data = compile_rows(found.path / "evidence"), RunData(run, found.path / "results")
    panels = []
    for title, wanted, zero in SHOWN:
        line, band, points = told_of(data, rows, wanted, MILLION)
        panel = layers(line, band, points, "", zero)
        panels.append(panel.properties(width=WIDTH, height=HEIGHT, title=heading(title)))
    PICTURE.write_text(to_svg(alt.hconcat(*panels, spacing=34).resolve_scale(x="shared")))
    return PICTURE


if __name__ == "__main__":
    print(write(Path(sys.argv[1]) if len(sys.argv) > 1 else RUN))
