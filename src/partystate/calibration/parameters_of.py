"""Which parameters a part of the calibration moves, and what it is fitted with."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.country.country import Country
from partystate.country.priors import is_fixed, probability
from partystate.mechanisms.registry import part_of
from partystate.scenario import parameters
from partystate.scenario.posterior import current


def free_parameters(country: Country, part: int = 0) -> tuple[str, ...]:
    """Free parameters that a part of the calibration may set."""
    free = country.tables["parameters"].filter(pl.col("free") == 1)["parameter"]
    return tuple(name for name in free if part_of(name) == part)


def varied_parameters(country: Country, part: int = 0) -> tuple[str, ...]:
    """Parameters of a part of the calibration that are not fixed: those that the smoother moves."""
    rows = country.tables["parameters"].iter_rows(named=True)
    return tuple(
        row["parameter"]
        for row in rows
        if part_of(row["parameter"]) == part and not is_fixed(row["prior"], row["low"], row["high"])
    )


def fitted_before(country: Country, part: int) -> pl.DataFrame | None:
    """The country's posterior of the parts before, which a later part is fitted with."""
    if part == 0:
        return None
    draws = current(country, part).draws
    return draws.select([n for n in draws.columns if (of := part_of(n)) is not None and of < part])


def central(country: Country, free: tuple[str, ...]) -> np.ndarray:
    """Central values of the free parameters [k] in the unit cube."""
    rows = {r["parameter"]: r for r in country.tables["parameters"].iter_rows(named=True)}
    return np.array(
        [probability(*parameters.prior_of(rows[name]), rows[name]["central"]) for name in free]
    )


def in_cube(country: Country, names: list[str], draws: pl.DataFrame) -> np.ndarray:
    """Places [n, k] in the unit cube of draws of the named parameters, by the priors' laws."""
    rows = {r["parameter"]: r for r in country.tables["parameters"].iter_rows(named=True)}
    return np.array(
        [
            [probability(*parameters.prior_of(rows[name]), value) for value in draws[name]]
            for name in names
        ]
    ).T
