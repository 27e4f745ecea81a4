"""What a calibration learnt of each parameter: how far its draws narrow the prior."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from partystate.report import land_charts
from partystate.report.content import Figure, Table
from partystate.report.series import rounded
from partystate.scenario.country import Country
from partystate.scenario.parameters import quantile

FILE = "posterior.csv"
IDENTIFIED = 0.2  # contraction below which a parameter counts as not identified
GRID = np.linspace(0.0005, 0.9995, 1000)


def posterior_of(country_path: Path) -> pl.DataFrame | None:
    """The draws a country ships, one column a parameter; none where it was not calibrated."""
    path = country_path / FILE
    return pl.read_csv(path) if path.is_file() else None


def contraction_of(row: dict, values: np.ndarray) -> float:
    """1 - sd of the draws / sd of the prior, both as probabilities under the prior: 0 is nothing learnt."""
    ends = [quantile(row["prior"], row["low"], row["central"], row["high"], float(u)) for u in GRID]
    return float(1 - np.interp(values, ends, GRID).std() / GRID.std())


def learnt(country: Country) -> Figure | None:
    """Prior-to-posterior contraction of every parameter the posterior has."""
    draws = posterior_of(country.path)
    if draws is None:
        return None
    known = {r["parameter"]: r for r in country.tables["parameters"].iter_rows(named=True) if r["prior"] != "fixed"}
    names = [c for c in draws.columns if c in known and draws[c].dtype.is_numeric()]
    if not names:
        return None
    found = sorted(((contraction_of(known[n], draws[n].to_numpy()), n) for n in names), reverse=True)
    word = lambda c: "identified" if c >= IDENTIFIED else "not identified"  # noqa: E731
    table = pl.DataFrame({"parameter": [n for _, n in found], "contraction": [max(c, 0.0) for c, _ in found], "identified": [word(c) for c, _ in found]})
    cells = [
        (n, word(c), f"{c:.0%}", *(rounded(draws[n].quantile(q), 3) for q in (0.05, 0.5, 0.95)), rounded(known[n]["low"], 3), rounded(known[n]["central"], 3), rounded(known[n]["high"], 3), known[n]["unit"])
        for c, n in found
    ]  # fmt: skip
    few = sum(c >= IDENTIFIED for c, _ in found)
    caption = (
        f"Of {len(found)} free parameters {few} are identified: the figures that calibrate narrow them by {IDENTIFIED:.0%} or more. The others stay about as wide as their prior, and nothing may be read off their values. "
        f"{len(draws)} draws."
    )
    heads = ("parameter", "", "contraction", "draws 5 %", "median", "95 %", "prior low", "central", "high", "unit")
    return Figure("contraction", "What calibration learnt", caption, land_charts.contractions(table, IDENTIFIED), Table(heads, cells), [f"{FILE} and parameters.csv of the country"])
