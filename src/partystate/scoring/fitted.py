"""Which figures the runs that are scored have been fitted to, whatever roles are in force."""

from __future__ import annotations

from partystate.country.country import Country
from partystate.evidence import compile_rows
from partystate.evidence.roles import ALTERNATE, FITTED_TO

POSTERIOR = "posterior"


def fitted_to(manifest: dict, country: Country) -> frozenset[str]:
    """Ids of the figures that the posterior of the runs was fitted to, or that a reanalysis took
    in; none where the runs draw from the prior."""
    found = frozenset()
    if manifest.get("parameters") == POSTERIOR and country.posterior is not None:
        found |= _ids(country, country.posterior.about.roles, "calibrate")
    card = manifest.get("reanalysis")
    if card:
        found |= _ids(country, card.get("roles", ALTERNATE), card["rows"])
    return found


def _ids(country: Country, roles: str, rows: str) -> frozenset[str]:
    taken = FITTED_TO[rows]
    return frozenset(
        row.id
        for row in compile_rows(country.path / "evidence", roles)
        if row.kind == "quantity" and row.role in taken
    )
