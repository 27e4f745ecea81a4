"""The great powers of a country's table, and contact with each by month."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.country.country import Country
from partystate.scenario.party_inputs import stepwise

TABLE = "great_powers"


def powers_of(country: Country) -> list[str]:
    """Names of the great powers, in the order of the table; none where a country has no table."""
    return country.tables[TABLE]["power"].unique(maintain_order=True).to_list()


def contact(country: Country, months: np.ndarray) -> np.ndarray:
    """Contact [T, powers] with each power: the last dated value at or before the month."""
    rows = country.tables[TABLE]
    each = [
        stepwise(rows.filter(pl.col("power") == power), months, "contact")
        for power in powers_of(country)
    ]
    return np.stack(each, 1) if each else np.zeros((len(months), 0))
