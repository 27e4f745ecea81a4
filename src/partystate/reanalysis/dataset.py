"""The reanalysis as one xarray dataset, with units, definitions and the sources taken in."""

from __future__ import annotations

import itertools

import polars as pl
import xarray as xr

from partystate.country.country import Country
from partystate.evidence import compile_rows
from partystate.evidence.roles import ALTERNATE, FITTED_TO
from partystate.history import dataset
from partystate.history.attributes import attributes_of, version
from partystate.history.release import QUANTILES

STATISTICS = (*QUANTILES, "mean")
NO_FIGURE = "no figure of its own: by way of covariances with others"


def dataset_of(quantiles: pl.DataFrame, card: dict, country: Country) -> xr.Dataset:
    """Quantiles and mean [statistic, axes of groups, time] of every series, with attributes."""
    evidence, made = country.path / "evidence", card.get("version") or version()
    sources = _sources(country, card)

    def told(observable: str, level: str) -> dict[str, str]:
        source = sources.get(observable, NO_FIGURE)
        return attributes_of(observable, level, evidence, source=source) | {"version": made}

    return dataset.dataset_of(quantiles, STATISTICS, told).assign_attrs(
        {
            "title": f"Reanalysis: {country.meta.title}",
            "source": card["made"],
            "version": made,
            "figures": f"{card['figures']} taken in: {card['rows']}",
            "members": card["members"],
            "licence": country.meta.licence,
        }
    )


def _sources(country: Country, card: dict) -> dict[str, str]:
    """The works whose figures of an observable were taken in."""
    taken = FITTED_TO[card["rows"]]
    rows = [
        row
        for row in compile_rows(country.path / "evidence", card.get("roles", ALTERNATE))
        if row.kind == "quantity" and row.role in taken and row.tolerance
    ]
    ordered = sorted(rows, key=lambda row: row.observable)
    return {
        name: "; ".join(sorted({row.source for row in mine}))
        for name, mine in itertools.groupby(ordered, key=lambda row: row.observable)
    }
