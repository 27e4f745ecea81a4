"""Parameters of a country: central values, draws from their priors, and the tree the mechanisms read."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from scipy import stats

from partystate.core import draws
from partystate.core.axes import stable_ids
from partystate.core.errors import UserError
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import STREAMS
from partystate.scenario.country import Country

Z95 = float(stats.norm.ppf(0.975))  # low and high of a normal prior are its 95 per cent range


def central(country: Country) -> dict[str, float]:
    """Central value of every parameter."""
    return {row["parameter"]: row["central"] for row in country.tables["parameters"].iter_rows(named=True)}


def quantile(prior: str, low: float, mode: float, high: float, u: float) -> float:
    """Value at probability `u` of a prior of parameters.csv."""
    if prior == "fixed" or high <= low:
        return mode
    if prior == "uniform":
        return low + u * (high - low)
    if prior == "triangular":
        return float(stats.triang.ppf(u, (mode - low) / (high - low), low, high - low))
    if prior == "normal":
        return float(stats.norm.ppf(u, mode, (high - low) / (2 * Z95)))
    if prior == "lognormal":
        return float(np.exp(stats.norm.ppf(u, np.log(mode), np.log(high / low) / (2 * Z95))))
    raise UserError(
        "unknown prior", "parameters.csv", column="prior", found=repr(prior),
        expected="fixed, uniform, triangular, normal or lognormal", action="Use one of these.",
    )  # fmt: skip


def from_prior(country: Country, seed: int, run: int) -> dict[str, float]:
    """One draw of every parameter, each from its own counter: adding a parameter changes no other's draw."""
    rows = list(country.tables["parameters"].iter_rows(named=True))
    ids = jnp.asarray(stable_ids([f"parameter={row['parameter']}" for row in rows]))
    u = np.asarray(draws.uniform(draws.luck(seed, run), STREAMS["parameters"], 1, 0, ids))
    return {
        row["parameter"]: quantile(row["prior"], row["low"], row["central"], row["high"], float(p))
        if row["prior"] != "fixed" else row["central"]
        for row, p in zip(rows, u, strict=True)
    }  # fmt: skip


def tree(values: dict[str, float], mechanisms: tuple[Mechanism, ...]) -> dict:
    """`Params` of each mechanism from named values; a missing one is the country's mistake."""
    missing = [name for m in mechanisms for name in m.parameters if name not in values]
    if missing:
        raise UserError(
            "a parameter is missing", "parameters.csv", column="parameter", expected=missing[0],
            action="Add a row with its unit, prior, range and ground.",
        )  # fmt: skip
    return {
        m.card.id: m.Params(**{name.split(".")[1]: jnp.asarray(values[name], float) for name in m.parameters})
        for m in mechanisms
    }
