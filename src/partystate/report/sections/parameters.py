"""The part of the page on parameters: values, priors, grounds, and what calibration learnt."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from partystate.country.country import Country
from partystate.country.renamed import new_names
from partystate.history import files
from partystate.report.content import Figure, Section, Table
from partystate.report.sections.learnt import learnt
from partystate.report.series import rounded

# where parameters are from, by the manifest: of many runs, and of one
DRAWN = {
    "central": "at their central values",
    "prior": "drawn from the priors",
    "posterior": "drawn from the posterior",
}
OF_ONE = {
    "central": "at their central values",
    "prior": "one draw of the priors",
    "posterior": "the draw nearest the middle of the posterior",
}


def parameters(country: Country, directory: Path, about: dict) -> Section:
    """Values of the run beside their priors and grounds, and what calibration learnt where there
    was one."""
    value = dict(
        files.read_parquet(directory / "parameters.parquet")
        .select("parameter", "value")
        .iter_rows()
    )
    known = pl.read_csv(country.path / "parameters.csv", infer_schema=False).with_columns(
        pl.col("parameter").replace(new_names())
    )
    rows = [
        (
            r["parameter"],
            rounded(value.get(r["parameter"])),
            r["unit"],
            r["prior"],
            r["low"],
            r["high"],
            "free" if r["free"] == "1" else "",
            r["ground"],
            r["source"],
        )
        for r in known.iter_rows(named=True)
    ]
    table = Table(
        ("parameter", "value", "unit", "prior", "low", "high", "", "ground", "source"), rows
    )
    figure = Figure(
        "parameter-table",
        "Parameters",
        f"Values of this run: {OF_ONE.get(about['parameters'], about['parameters'])}. "
        "Calibration may move the free ones alone.",
        "",
        table,
        ["parameters.csv of the country"],
        False,
    )
    calibrated = learnt(country)
    ships = (
        "a posterior: draws of the fitted parameters that the figures which calibrate do not "
        "rule out."
        if calibrated
        else "no posterior: nothing was fitted."
    )
    note = f"The country ships {ships}"
    return Section(
        "parameters",
        "Parameters",
        [
            "Each stands on claims or on a stated assumption with a range; its ground says on "
            "which figures of the record it was set, where it was set on any.",
            note,
        ],
        [*([calibrated] if calibrated else []), figure],
    )
