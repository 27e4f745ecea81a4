"""The country that runs are of, as their manifest names it, and its evidence where that is at
hand."""

from __future__ import annotations

from pathlib import Path

from partystate.core.errors import UserError
from partystate.country.country import Country, find


def id_in(manifest: dict) -> str:
    """The id of the country; blank where the manifest names none."""
    return (manifest.get("country") or {}).get("id", "")


def evidence_at_hand(country: Country | None, manifest: dict) -> Path | None:
    """The evidence of a country that was given, or of the one that the manifest names; None where
    that does not come with the package."""
    if country is not None:
        return country.path / "evidence"
    try:
        return find(id_in(manifest)) / "evidence"
    except UserError:
        return None


def for_places(evidence: Path | None, opened: str, call: str) -> Path:
    """The evidence, without which places have no meaning; UserError where there is none, with the
    `call` that opens what was `opened` with its country."""
    if evidence is None:
        raise UserError(
            f"this {opened} is of a country that is not at hand, so places have no meaning",
            expected=f"{'an' if opened[0] in 'aeiou' else 'a'} {opened} opened with its country",
            action=f"Write ps.{call}(folder, country=ps.load_country(PATH)).",
        )
    return evidence
