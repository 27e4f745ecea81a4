"""The ledger of a revolution: a vote for rising, power taken and lost, battles of the foreign war,
regions won from others.

Columns and kinds are those of the ledger of the party's top; `actor` is a voter, `target` a region
as `region=NAME`, or blank."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.history.ledger.land import SCHEMA
from partystate.history.ledger.rows import OPENING, PARTY
from partystate.history.trajectory import Trajectory
from partystate.scenario.assemble import Assembled
from partystate.world.revolution import REGIME

HALF = 1 / 2
COMMITTEE = "central_committee"  # the body that votes, as the evidence has it
Row = tuple[int, str, str, str, str, str, float]  # month of the run, kind, actor, target, ...


def revolution_ledger(kept: Trajectory, scenario: Assembled, run: int = 0) -> pl.DataFrame:
    """Events of one run of the revolution."""
    months = kept.months.numbers
    told = [*_voters(scenario), *_rising(kept, scenario), *_war(kept, scenario), *_land(kept)]
    rows = [
        (run, dates.month_text(int(months[t])), kind, actor, target, office, mechanism, weight)
        for t, kind, actor, target, office, mechanism, weight in told
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("time", "kind", "target")


def _voters(scenario: Assembled) -> Iterator[Row]:
    """Who is in the party when the run begins."""
    axes = scenario.layout.axes.revolution
    for voter in axes.voters if axes else ():
        yield 0, "appointed", "", voter, PARTY, OPENING, 0.0


def _rising(kept: Trajectory, scenario: Assembled) -> Iterator[Row]:
    """Votes for rising, told of the most senior of those who are for it, and what came of them."""
    axes, facts = scenario.layout.axes.revolution, scenario.endowment.revolution
    if axes is None:
        return
    seniority, voters = np.asarray(facts.seniority), axes.voters.labels
    power = np.asarray(kept["revolution.in_power"])
    before = np.concatenate([[0.0], power[:-1]])
    for t in np.flatnonzero(np.asarray(kept["revolution.rose"])):
        stance = np.asarray(kept["revolution.stance"][t])
        first = int(np.argmax(np.where(stance > 0, seniority, -1)))
        votes = float(kept["revolution.votes"][t])
        yield int(t), "vote_carried", voters[first], "", COMMITTEE, "insurrection", votes
        kind = "power_taken" if power[t] else "rising_failed"
        yield int(t), kind, "", "", PARTY, "insurrection", float(kept["revolution.chance"][t])
    for t in np.flatnonzero((before > 0) & (power < 1)):
        yield int(t), "power_lost", "", "", PARTY, "civil_war", 0.0


def _war(kept: Trajectory, scenario: Assembled) -> Iterator[Row]:
    """The battles of the foreign war."""
    fought = np.flatnonzero(np.asarray(kept["revolution.decided"]))
    if not len(fought):
        return
    t = int(fought[0])
    for name, won in zip(
        scenario.country.uprising.commands, kept["revolution.won"][t], strict=True
    ):
        yield t, "battle_won" if won else "battle_lost", "", "", name, "divided_command", 0.0


def _land(kept: Trajectory) -> Iterator[Row]:
    """Months from which the regime holds more than half of a region."""
    held = np.asarray(kept["revolution.held"])[:, REGIME]
    mine = held > HALF
    before = np.vstack([np.zeros_like(mine[:1]), mine[:-1]])
    for kind, changed in (("region_taken", mine & ~before), ("region_lost", before & ~mine)):
        for t, region in zip(*np.nonzero(changed), strict=True):
            share = float(held[t, region])
            yield int(t), kind, "", kept.region_groups[region], "", "civil_war", share
