"""A country's revolution from its tables: axes, fixed facts, what comes from outside in each month,
and the state in which it begins."""

from __future__ import annotations

from dataclasses import replace

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.axes import Axis, stable_ids
from partystate.core.errors import UserError
from partystate.core.pytree import of_numpy
from partystate.country.cells import read_time
from partystate.country.country import Country
from partystate.country.revolution_tables import AT_ONCE, OF_ARMIES, OF_COMMANDS
from partystate.scenario.dated_series import flow, standing
from partystate.scenario.inputs import build_calendar, build_endowment, neighbour_shares
from partystate.scenario.inputs import months_of as usual_months
from partystate.scenario.population import layout_of
from partystate.world.endowment import Endowment
from partystate.world.inputs import Forced, Foreign, Inputs
from partystate.world.layout import Layout
from partystate.world.revolution import (
    COMMANDS,
    LOCAL,
    OTHERS,
    REGIME,
    Revolution,
    RevolutionAxes,
    RevolutionFacts,
    RevolutionInputs,
)

TABLE = "revolution"
LOCAL_POWERS = "local"
RADIUS = 6371.0  # km, of the earth
COUNTRY = "country"


def months_of_revolution(country: Country, until: str | None = None) -> np.ndarray:
    """Month numbers of the run, first to last; UserError where `until` is none of them."""
    ours = country.uprising
    first = dates.month_number(ours.start)
    last = dates.month_number(until or ours.end)
    if not first <= last <= dates.month_number(ours.end):
        raise UserError(
            "the last month of the run is not one of the revolution's",
            found=repr(until),
            expected=f"a month from {ours.start} to {ours.end}",
            action="Give another --until, or leave it out.",
        )
    return np.arange(first, last + 1)


def revolution_axes(country: Country) -> RevolutionAxes:
    """Who votes, and who can hold land: the regime, local powers, and the armies of others."""
    armies, ours = country.tables["armies"], country.uprising
    holders = (ours.regime, LOCAL_POWERS, *armies["army"])
    sides = tuple(dict.fromkeys((ours.regime, LOCAL_POWERS, *armies["side"])))
    return RevolutionAxes(
        Axis("voter", tuple(country.tables["voters"]["voter"])),
        Axis("holder", holders),
        Axis("side", sides),
    )


def revolution_layout(country: Country) -> Layout:
    """The layout of the country, with who votes and who holds land."""
    layout = layout_of(country)
    return replace(layout, axes=replace(layout.axes, revolution=revolution_axes(country)))


def revolution_endowment(country: Country) -> Endowment:
    """Fixed facts, those of the revolution among them."""
    usual = build_endowment(country, usual_months(country))
    facts = jax.device_put(_facts(country, revolution_axes(country)))
    return eqx.tree_at(lambda e: e.revolution, usual, facts, is_leaf=lambda part: part is None)


def _facts(country: Country, axes: RevolutionAxes) -> RevolutionFacts:
    tables, ours = country.tables, country.uprising
    voters, armies, regions = tables["voters"], tables["armies"], tables["regions"]
    names = list(regions["region"])
    seat = np.isin(names, ours.seats).astype(float)
    base = np.zeros((len(axes.holders), len(names)))
    aim = np.ones_like(base)
    base[REGIME] = seat
    for number, row in enumerate(armies.iter_rows(named=True), OTHERS):
        base[number] = np.isin(names, row["bases"].split(";"))
        if row["aims"]:
            aim[number] = np.isin(names, [*row["aims"].split(";"), *row["bases"].split(";")])
    opening = tables[TABLE].filter(pl.col("series") == "seats")["central"]
    return of_numpy(
        RevolutionFacts,
        voter_ids=axes.voters.ids.copy(),
        holder_ids=axes.holders.ids.copy(),
        command_ids=stable_ids([f"command={name}" for name in COMMANDS]),
        country_id=stable_ids([COUNTRY]),
        seniority=voters["seniority"].to_numpy().astype(float),
        conviction=voters["conviction"].to_numpy().astype(float),
        founder=(voters["voter"] == ours.founder).to_numpy().astype(float),
        population=regions["population"].to_numpy().astype(float),
        rural=regions["rural_share"].to_numpy().astype(float),
        base=np.where(np.arange(len(base))[:, None] >= OTHERS, base, 0.0),
        aim=aim,
        distance=_distances(country, base),
        neighbours=neighbour_shares(country),
        seat=seat,
        raises=_flags(armies, "raises"),
        landlords=_flags(armies, "landlords"),
        opening_support=np.asarray(float(opening[0]) if len(opening) else 0.0),
        side=np.array(
            [axes.sides.index(s) for s in (ours.regime, LOCAL_POWERS, *armies["side"])], np.int32
        ),
    )


def _flags(armies: pl.DataFrame, column: str) -> np.ndarray:
    return np.concatenate([np.zeros(OTHERS), armies[column].to_numpy().astype(float)])


def _distances(country: Country, base: np.ndarray) -> np.ndarray:
    """Kilometres from each region to the nearest base of each holder; nought where it has none."""
    regions = country.tables["regions"]
    lat, lon = (np.radians(regions[c].to_numpy().astype(float)) for c in ("lat", "lon"))
    cosine = np.sin(lat)[:, None] * np.sin(lat)[None] + np.cos(lat)[:, None] * np.cos(lat)[
        None
    ] * np.cos(lon[:, None] - lon[None])
    apart = RADIUS * np.arccos(np.clip(cosine, -1, 1))
    far = np.where(base[:, None, :] > 0, apart[None], np.inf).min(2)
    return np.where(np.isfinite(far), far, 0.0)


def revolution_inputs(country: Country, months: np.ndarray) -> Inputs:
    """Stacked inputs [T, ...] of a run of the revolution, from revolution.csv and voters.csv."""
    axes = revolution_axes(country)
    rows = country.tables[TABLE]

    def of(name: str) -> np.ndarray:
        mine = rows.filter(pl.col("series") == name)
        told = flow if name in AT_ONCE else standing
        if name not in (*OF_ARMIES, *OF_COMMANDS):
            return told(mine, months)
        labels = axes.holders.labels if name in OF_ARMIES else COMMANDS
        return np.stack([told(mine.filter(pl.col("group") == g), months) for g in labels], -1)

    nations = len(country.tables["nationalities"])
    none, many = np.zeros(len(months)), np.zeros((len(months), nations))
    series = ("crisis", "loyal", "garrison", "entering", "foreign", "aid", "unity")
    given = {name: of(name) for name in (*series, "enemy", "reserve")}
    built = of_numpy(
        Inputs,
        calendar=build_calendar(country, months),
        foreign=of_numpy(Foreign, none, none, many, np.zeros((len(months), 1))),
        murder=none,
        forced=of_numpy(Forced, line=none + np.nan, shortfall=none + np.nan),
        controlled=np.ones((len(months), len(country.tables["regions"]))),
        towns_ranked=none,
        revolution=of_numpy(
            RevolutionInputs,
            present=_present(country, months),
            founder_away=none,
            meeting=of("meeting") > 0,
            **given,
        ),
    )
    return jax.device_put(built)


def _present(country: Country, months: np.ndarray) -> np.ndarray:
    """Share [T, V] of each month in which a voter is there."""
    shares = np.ones((len(months), len(country.tables["voters"])))
    for number, arrives in enumerate(country.tables["voters"]["arrives"]):
        if arrives is None:
            continue
        day = read_time(arrives).start
        first = dates.number_of(day)
        left = 1 - (day.day - 1) / dates.last_day(first).day
        shares[:, number] = np.where(months > first, 1.0, np.where(months == first, left, 0.0))
    return shares


def opening_revolution(inputs: Inputs, facts: RevolutionFacts) -> Revolution:
    """The first day: a government that the party supports or not as its voters then stood, and
    local powers everywhere."""
    given = inputs.revolution
    none, holders = jnp.zeros(()), jnp.zeros_like(facts.raises)
    # who comes in the course of the first month has not spoken yet
    weight = jnp.where(given.present >= 1, facts.seniority, 0)
    said = (weight @ facts.conviction) / jnp.maximum(weight.sum(), 1)
    return Revolution(
        stance=facts.conviction + none,
        line=said,
        support=facts.opening_support + none,
        chance=none,
        votes=none,
        rose=none,
        in_power=none,
        ruled=none,
        held=jnp.zeros_like(facts.base).at[LOCAL].set(1),
        army=holders,
        waiting=holders,
        threat=none,
        called=holders,
        deserted=none,
        returned=none,
        at_large=none,
        deterrence=none,
        fallen=holders,
        terror=holders,
        executed=holders,
        advance=none,
        decided=none,
        cohesion=none,
        won=jnp.zeros(len(COMMANDS)),
        routed=none,
        standing=jnp.ones(len(COMMANDS)),
    )
