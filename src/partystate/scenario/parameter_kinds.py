"""Which parameter values runs are given: central values, draws from the prior, or draws from the
posterior a country ships."""

from __future__ import annotations

from partystate.core.errors import UserError
from partystate.country.country import Country

CENTRAL, PRIOR, POSTERIOR = "central", "prior", "posterior"
KINDS = (CENTRAL, PRIOR, POSTERIOR)
FILE = "posterior.csv"


def has_posterior(country: Country) -> bool:
    """Whether a calibration of the country's parameters comes with it."""
    return (country.path / FILE).is_file()


def for_many(country: Country, kind: str | None = None) -> str:
    """The kind that was asked for, or the usual one of ensembles and comparisons."""
    return checked(country, kind or (POSTERIOR if has_posterior(country) else PRIOR))


def for_one(country: Country, kind: str | None = None) -> str:
    """The kind that was asked for, or the usual one of a single history."""
    return checked(country, kind or (POSTERIOR if has_posterior(country) else CENTRAL))


def checked(country: Country, kind: str) -> str:
    """A kind this country can give."""
    if kind not in KINDS:
        raise UserError(
            "unknown choice of parameters",
            found=repr(kind),
            expected=", ".join(KINDS),
            action="Name one of these.",
        )
    if kind == POSTERIOR and not has_posterior(country):
        raise UserError(
            f"the country {country.id} ships no posterior",
            expected=f"its file {FILE}, written by a calibration",
            action=f"Use --parameters {PRIOR}, or calibrate the country first.",
        )
    return kind
