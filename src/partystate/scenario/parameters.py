"""Parameters of a country: central values, draws from their priors or its posterior, and the tree
the mechanisms read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import jax
import jax.numpy as jnp
import numpy as np
import polars as pl
from jaxtyping import Array

from partystate.core import draws
from partystate.core.axes import stable_ids
from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.country.priors import Priors, probability
from partystate.country.renamed import first_name
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import STREAMS, is_calibrated
from partystate.scenario import posterior

CENTRAL, PRIOR, POSTERIOR = "central", "prior", "posterior"
PRIOR_SITE, POSTERIOR_SITE = 1, 2  # of the draws


class Choices:
    """The parameters of a country, read once and drawn from many times."""

    def __init__(self, country: Country):
        self._country = country
        rows = list(country.tables["parameters"].iter_rows(named=True))
        self.central = {row["parameter"]: row["central"] for row in rows}
        self._priors = Priors([prior_of(row) for row in rows])
        self._ids = jnp.asarray(
            stable_ids([f"parameter={first_name(name)}" for name in self.central])
        )
        self._drawn = [name for name in self.central if not is_calibrated(name)]

    @cached_property
    def _posterior(self) -> tuple[pl.DataFrame, Array]:
        """Draws of the posterior, and their ids."""
        found = posterior.current(self._country).draws
        return found, jnp.asarray(stable_ids(f"draw={row}" for row in found.iter_rows()))

    def from_prior(self, seed: int, run: int) -> dict[str, float]:
        """One draw of every parameter, each from its own counter: adding a parameter changes no
        other's draw, and renaming one does not change its own."""
        values = self._priors.at(uniforms(seed, run, PRIOR_SITE, self._ids))
        return dict(zip(self.central, values.tolist(), strict=True))

    def from_posterior(self, seed: int, run: int) -> dict[str, float]:
        """One draw of the posterior. Of the rest, those of calibrated themes stand at their central
        values, as they stood when it was made; those of other themes come from their priors.

        Every draw bids with a uniform of its own values and the highest is taken: a draw more,
        fewer or in another place changes no run but those it wins or held."""
        found, ids = self._posterior
        bids = uniforms(seed, run, POSTERIOR_SITE, ids)
        drawn = self.from_prior(seed, run)
        open_ = {name: drawn[name] for name in self._drawn}
        return self.central | open_ | found.row(int(bids.argmax()), named=True)

    def of_kind(self, kind: str, seed: int, run: int) -> dict[str, float]:
        """Values of one run: `central`, or a draw from the `prior` or the `posterior`."""
        if kind == CENTRAL:
            return dict(self.central)
        if kind not in (PRIOR, POSTERIOR):
            raise UserError(
                "unknown choice of parameters",
                found=repr(kind),
                expected=f"{CENTRAL}, {PRIOR} or {POSTERIOR}",
                action="Name one of these.",
            )
        return (self.from_prior if kind == PRIOR else self.from_posterior)(seed, run)


def uniforms(seed: int, run: int, site: int, ids: Array) -> np.ndarray:
    """Uniforms [n] of one run at a site of the draws of parameters, by ids [n, 2]."""
    return np.asarray(_uniform(draws.luck(seed, run), STREAMS["parameters"], site, 0, ids))


_uniform = jax.jit(draws.uniform)


def central(country: Country) -> dict[str, float]:
    """Central value of every parameter."""
    return {
        row["parameter"]: row["central"]
        for row in country.tables["parameters"].iter_rows(named=True)
    }


def representative(country: Country) -> dict[str, float]:
    """Central values, with the fitted parameters at the posterior draw nearest the posterior's mean
    in the unit cube.

    The draw is one that was run, which the mean was not. Without a posterior, all are central."""
    if country.posterior is None:
        return central(country)
    found = posterior.current(country).draws
    rows = {row["parameter"]: row for row in country.tables["parameters"].iter_rows(named=True)}
    cube = np.array(
        [
            [probability(*prior_of(rows[name]), value) for value in found[name]]
            for name in found.columns
        ]
    ).T
    nearest = np.square(cube - cube.mean(0)).sum(1).argmin()
    return central(country) | found.row(int(nearest), named=True)


def prior_of(row: dict) -> tuple[str, float, float, float]:
    """Prior, low, central and high of a row of parameters.csv."""
    return row["prior"], row["low"], row["central"], row["high"]


def tree(values: Mapping[str, float | Array], mechanisms: tuple[Mechanism, ...]) -> dict:
    """`Params` of each mechanism from named values; a missing one is the country's mistake."""
    missing = [name for m in mechanisms for name in m.parameters if name not in values]
    if missing:
        raise UserError(
            "a parameter is missing",
            "parameters.csv",
            column="parameter",
            expected=missing[0],
            action="Add a row with its unit, prior, range and ground.",
        )
    return {
        m.id: m.Params(
            **{name.split(".")[1]: jnp.asarray(values[name], float) for name in m.parameters}
        )
        for m in mechanisms
    }
