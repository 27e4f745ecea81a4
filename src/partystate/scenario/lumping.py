"""Nationalities lumped for speed, in two: regions, ages and the rest stay as they are."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from partystate.country.country import Country

OTHER = "other"


def lumped(country: Country) -> Country:
    """The country with one nationality in every region and, where any of them live or are sent, one
    with a state of kin abroad and no republic, as no mechanism tells those apart but by the land
    they live on."""
    tables = country.tables
    diaspora = tables["nationalities"].filter(
        pl.col("kin_state_abroad").is_not_null() & (pl.col("titular") == 0)
    )["nationality"]
    label = (
        pl.when(pl.col("nationality").is_in(diaspora.implode()))
        .then(pl.lit(diaspora[0] if len(diaspora) else OTHER))
        .otherwise(pl.lit(OTHER))
    )
    given = tables["communities"].with_columns(
        label.alias("nationality"),
        (pl.col("share") / pl.col("share").sum().over("region")).alias("share"),
    )
    columns = tables["communities"].columns
    rest = [
        pl.first(name)
        for name in columns
        if name not in ("region", "nationality", "share", "share_low", "share_high", "preallocated")
    ]
    one = given.group_by("region", "nationality", maintain_order=True).agg(
        pl.sum("share"),
        pl.sum("share").alias("share_low"),
        pl.sum("share").alias("share_high"),
        pl.min("preallocated"),
        *rest,
    )
    return replace(country, tables=tables | {"communities": one.select(columns)})
