"""Faiths and sciences of a country: facts from its tables, and both on the first day of a run.

A country without `faiths.csv` or `fields.csv` has one faith without adherents, one field of no
use."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import polars as pl

from partystate.core.axes import Axis
from partystate.core.pytree import of_numpy
from partystate.country.country import Country
from partystate.world.endowment import Endowment
from partystate.world.faith import NO_FAITH, Faith, FaithFacts
from partystate.world.layout import Layout
from partystate.world.science import NO_FIELD, Science, ScienceFacts


def faith_axis(country: Country) -> Axis:
    """The faiths of faiths.csv, in its order."""
    return _axis(country, "faiths", NO_FAITH)


def field_axis(country: Country) -> Axis:
    """The fields of fields.csv, in its order."""
    return _axis(country, "fields", NO_FIELD)


def _axis(country: Country, table: str, empty: Axis) -> Axis:
    rows = country.tables.get(table)
    return empty if rows is None or rows.is_empty() else Axis(empty.name, tuple(rows[empty.name]))


def shares_of_peoples(country: Country) -> pl.DataFrame:
    """Rows region, nationality, faith, share of every community; its own row of adherents.csv
    stands before the one for everywhere."""
    given, communities = country.tables["adherents"], country.tables["communities"]
    places = communities.select("region", "nationality")
    own = given.filter(pl.col("region").is_not_null()).select(
        "region", "nationality", "faith", "share"
    )
    everywhere = given.filter(pl.col("region").is_null()).select("nationality", "faith", "share")
    rest = places.join(own, on=["region", "nationality"], how="anti")
    return pl.concat(
        [
            places.join(own, on=["region", "nationality"]),
            rest.join(everywhere, on="nationality"),
        ]
    )


def adherents(country: Country, faiths: Axis) -> np.ndarray:
    """Share [F, R] of each region's people born into each faith."""
    regions = list(country.tables["regions"]["region"])
    found = np.zeros((len(faiths), len(regions)))
    if country.tables.get("adherents") is None or faiths == NO_FAITH:
        return found
    lived = country.tables["communities"].select(
        "region", "nationality", pl.col("share").alias("part")
    )
    rows = shares_of_peoples(country).join(lived, on=["region", "nationality"])
    for row in rows.iter_rows(named=True):
        place = faiths.index(row["faith"]), regions.index(row["region"])
        found[place] += row["share"] * row["part"]
    return found


def build_faith_facts(country: Country) -> FaithFacts:
    """Adherents by the peoples of each region; communities and clergy shared out by adherents."""
    faiths, regions = faith_axis(country), country.tables["regions"]
    born = adherents(country, faiths)
    heads = born * regions["population"].to_numpy()[None].astype(float)
    where = heads / np.maximum(heads.sum(1, keepdims=True), 1)
    rural = regions["rural_share"].to_numpy().astype(float)[None]

    def of(column: str) -> np.ndarray:
        if faiths == NO_FAITH:
            return np.zeros((1, 1))
        return country.tables["faiths"][column].to_numpy().astype(float)[:, None]

    believing = of("believing_rural") * rural + of("believing_urban") * (1 - rural)
    largest = np.zeros(len(faiths))
    largest[heads.sum(1).argmax()] = float(heads.any())
    return of_numpy(
        FaithFacts,
        adherents=born,
        communities=of("communities") * where,
        clergy=of("clergy") * where,
        believing=believing,
        strict=of("strict")[:, 0],
        head_abroad=of("head_abroad")[:, 0],
        exiles=of("exiles")[:, 0],
        largest=largest,
    )


def build_science_facts(country: Country) -> ScienceFacts:
    """The fields as their table has them."""
    none = field_axis(country) == NO_FIELD

    def of(column: str) -> np.ndarray:
        return np.zeros(1) if none else country.tables["fields"][column].to_numpy().astype(float)

    return of_numpy(
        ScienceFacts,
        arms=of("arms"),
        near=of("near"),
        harvest=of("harvest"),
        adherents=of("adherents"),
    )


def opening_faith(layout: Layout, endowment: Endowment) -> Faith:
    """All that the tables have is open and at liberty; no pressure, no list, and everybody says
    what he believes."""
    facts, none = endowment.faith, jnp.zeros(())
    by_region, by_faith = jnp.zeros(len(layout.axes.regions)), jnp.zeros(len(layout.axes.faiths))
    believers = (facts.adherents * facts.believing).sum(0)
    return Faith(
        open=facts.communities,
        clergy=facts.clergy,
        listed=by_region,
        by_faith=jnp.zeros_like(facts.communities),
        pressed=by_faith,
        others=none,
        pressure=none,
        believing=facts.believing,
        believers=believers,
        declared=believers,
        closed=by_faith,
        taken=by_region,
        shot=by_region,
        provoked=by_region,
        offence=by_region,
        recognised=none,
        schism=none,
        outlawed=by_faith,
    )


def opening_science(layout: Layout, endowment: Endowment) -> Science:
    """Nobody controlled, nobody lost, and the adherents whom the tables have."""
    none, by_field = jnp.zeros(()), jnp.zeros(len(layout.axes.fields))
    return Science(
        control=by_field,
        adherents=endowment.science.adherents,
        lost=by_field,
        need=none,
        measure=none,
        yield_lost=none,
    )
