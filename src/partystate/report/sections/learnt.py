"""What a calibration learnt of each parameter: how far its draws narrow the prior."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.country.country import Country
from partystate.country.posterior_file import FILE
from partystate.country.priors import probability
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Section, Table
from partystate.report.series import rounded

IDENTIFIED = 0.2  # contraction below which a parameter counts as not identified
UNIFORM_SD = 1 / np.sqrt(12)  # of a number anywhere between 0 and 1


def contraction_of(row: dict, values: pl.Series) -> float:
    """1 - sd of the draws / sd of the prior, both as probabilities under the prior: 0 is nothing
    learnt."""
    places = [
        probability(row["prior"], row["low"], row["central"], row["high"], value)
        for value in values
    ]
    return float(1 - np.std(places) / UNIFORM_SD)


def learnt(country: Country) -> Figure | None:
    """Prior-to-posterior contraction of every parameter the posterior has."""
    if country.posterior is None:
        return None
    draws = country.posterior.draws
    known = {r["parameter"]: r for r in country.tables["parameters"].iter_rows(named=True)}
    found = sorted(((contraction_of(known[n], draws[n]), n) for n in draws.columns), reverse=True)

    def word(c):
        return "identified" if c >= IDENTIFIED else "not identified"

    table = pl.DataFrame(
        {
            "parameter": [n for _, n in found],
            "contraction": [max(c, 0.0) for c, _ in found],
            "identified": [word(c) for c, _ in found],
        }
    )
    cells = [
        (
            n,
            word(c),
            f"{c:.0%}",
            *(rounded(draws[n].quantile(q), 3) for q in (0.05, 0.5, 0.95)),
            *(rounded(known[n][end], 3) for end in ("low", "central", "high")),
            known[n]["unit"],
        )
        for c, n in found
    ]
    few = sum(c >= IDENTIFIED for c, _ in found)
    caption = (
        f"Of {len(found)} fitted parameters {few} are identified: the figures used in fitting "
        f"narrow them by {IDENTIFIED:.0%} or more. "
        "The others stay about as wide as their prior, and nothing may be read off their "
        f"values. {len(draws)} draws."
    )
    heads = (
        "parameter",
        "",
        "contraction",
        "draws 5 %",
        "median",
        "95 %",
        "prior low",
        "central",
        "high",
        "unit",
    )
    return Figure(
        "contraction",
        "What fitting learnt",
        caption,
        land_charts.contractions(table, IDENTIFIED),
        Table(heads, cells),
        [f"{FILE} and parameters.csv of the country"],
    )


def section(country: Country) -> Section | None:
    """The same as a part of a page; None for a country without a posterior."""
    figure = learnt(country)
    text = "Each parameter starts from a prior with its ground; fitting narrows some of them."
    return Section("learnt", "What fitting learnt", [text], [figure]) if figure else None
