"""Nationalities lumped for speed, in two: regions, ages and the rest stay as they are."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from partystate.country.country import Country
from partystate.scenario.faith_and_science import shares_of_peoples
from partystate.scenario.kin_abroad import states_of_kin

OTHER = "other"


def lumped(country: Country) -> Country:
    """The country with one nationality in every region and, where any of them live or are sent, one
    with a state of kin abroad and no republic. It has the mean danger of its peoples' states and
    their mean share in units of their own, by heads."""
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
    return replace(
        country,
        tables=tables
        | {
            "communities": one.select(columns),
            "dangers": _dangers(country, list(diaspora)),
            "autonomies": _autonomies(country, list(diaspora)),
        }
        | _adherents(country, label)
        | {  # nobody of a republic is told apart
            name: tables[name].clear() for name in ("officials",) if name in tables
        },
    )


def _heads(country: Country, peoples: list[str]) -> pl.DataFrame:
    """Persons of some peoples by region."""
    tables = country.tables
    return (
        tables["communities"]
        .filter(pl.col("nationality").is_in(peoples))
        .join(tables["regions"].select("region", "population"), on="region")
        .with_columns((pl.col("share") * pl.col("population")).alias("heads"))
        .select("region", "nationality", "heads")
    )


def _dangers(country: Country, peoples: list[str]) -> pl.DataFrame:
    """The rows of each state by the share of the heads who answer for it, all for the state of the
    first people."""
    rows, kin = country.tables["dangers"], states_of_kin(country)
    if rows.is_empty() or not peoples:
        return rows
    heads = _heads(country, peoples).group_by("nationality").agg(pl.sum("heads"))
    everyone = heads["heads"].sum()
    weight: dict[str, float] = {}
    for people, persons in heads.iter_rows():
        for state in kin[people]:
            weight[state] = weight.get(state, 0.0) + persons / everyone / len(kin[people])
    return (
        rows.with_columns(
            pl.col("points")
            * pl.col("state").replace_strict(weight, default=0.0, return_dtype=pl.Float64),
        )
        .group_by("time", maintain_order=True)
        .agg(pl.sum("points"), pl.first("source", "verified"))
        .with_columns(pl.lit(kin[peoples[0]][0]).alias("state"))
        .select(rows.columns)
    )


def _autonomies(country: Country, peoples: list[str]) -> pl.DataFrame:
    """The mean share of the lumped people of a region in units of their own."""
    rows = country.tables["autonomies"]
    if rows.is_empty() or not peoples:
        return rows
    heads = _heads(country, peoples)
    everyone = pl.sum("heads").over("region")
    return (
        heads.with_columns((pl.col("heads") / everyone).alias("weight"))
        .join(rows, on=["region", "nationality"])
        .group_by("region", maintain_order=True)
        .agg((pl.col("share") * pl.col("weight")).sum(), pl.first("source", "verified"))
        .with_columns(pl.lit(peoples[0]).alias("nationality"))
        .select(rows.columns)
    )


def _adherents(country: Country, label: pl.Expr) -> dict[str, pl.DataFrame]:
    """The mean share of each lumped people of a region in each faith, by heads; nothing where the
    country names no faith."""
    rows = country.tables.get("adherents")
    if rows is None or rows.is_empty():
        return {}
    lived = country.tables["communities"].select(
        "region", label.alias("people"), "nationality", pl.col("share").alias("part")
    )
    everyone = lived.group_by("region", "people").agg(pl.sum("part").alias("everyone"))
    found = (
        shares_of_peoples(country)
        .join(lived, on=["region", "nationality"])
        .join(everyone, on=["region", "people"])
        .filter(pl.col("everyone") > 0)
        .group_by("region", "people", "faith", maintain_order=True)
        .agg((pl.col("share") * pl.col("part") / pl.col("everyone")).sum().alias("share"))
        .rename({"people": "nationality"})
        .with_columns(pl.lit("mean by heads").alias("source"), pl.lit("no").alias("verified"))
    )
    return {"adherents": found.select(rows.columns)}
