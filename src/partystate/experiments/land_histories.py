"""Many histories of people and land, held in memory: of each only what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from partystate.country.country import Country
from partystate.country.what_ifs import WhatIf, load_thesis, load_what_if
from partystate.experiments.forks import Arm, fork_land
from partystate.experiments.histories import simulate
from partystate.history.block import Block
from partystate.history.series import blocks_of
from partystate.history.trajectory import Trajectory
from partystate.scenario.assemble import Scenario, assemble
from partystate.scenario.edits import edit_endowment
from partystate.scenario.lumping import lumped
from partystate.scenario.population import nationality_shares
from partystate.scoring.aggregate import POPULATION, Ensemble

WHOLE = ("",)
TRUTH = "truth"
LUMPED = "nationalities lumped"


def scenario_of(
    country: Country,
    what_ifs: list[str | WhatIf],
    thesis: str | None = None,
    until: str | None = None,
    is_lumped: bool = False,
) -> Scenario:
    """People and land under what-ifs and a thesis. Lumped there are two nationalities in every
    region, diasporas and all others: quicker, but regions of many peoples come out otherwise, as
    small communities hold fewer statuses. What a thesis supposes of a people is kept, as it works
    by that people's share of each region."""
    if not is_lumped:
        return assemble(country, "expected", what_ifs, until, thesis)
    edits = [load_thesis(thesis, country.path / "theses")] if thesis else []
    edits += [
        load_what_if(w, country.path / "what_ifs") if isinstance(w, str) else w for w in what_ifs
    ]
    without_peoples = [
        w.model_copy(update={"edit": [e for e in w.edit if e.target != "people"]}) for w in edits
    ]
    small = assemble(lumped(country), "expected", without_peoples, until)
    endowment = edit_endowment(small.endowment, edits, nationality_shares(country))
    return replace(small, what_ifs=tuple(edits), endowment=endowment)


def gather(
    scenario: Scenario,
    seed: int,
    runs: int,
    parameters: str,
    wanted: Iterable[str],
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Ensemble:
    """Run 0..runs - 1 of a seed: the observables `wanted` in all groups, and every other for the
    whole country."""
    kept = []
    for run in range(runs):
        history, _ = simulate(scenario, seed, run, parameters)
        kept.append(_asked(history, scenario, wanted))
        progress(run + 1, runs)
    return Ensemble(Path(), runs, _values(kept), None)


def gather_forked(
    arms: list[Arm],
    at: int,
    seed: int,
    runs: int,
    parameters: str,
    wanted: Iterable[str],
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Ensemble]:
    """As `gather` for each arm; all are the first until month `at` of the run."""
    kept = [[] for _ in arms]
    for run in range(runs):
        for mine, arm, history in zip(
            kept, arms, fork_land(arms, at, seed, run, parameters), strict=True
        ):
            mine.append(_asked(history, arm.scenario, wanted))
        progress(run + 1, runs)
    return [Ensemble(Path(), runs, _values(mine), None) for mine in kept]


def _asked(history: Trajectory, scenario: Scenario, wanted: Iterable[str]) -> list[Block]:
    """What is kept of a history."""
    wanted = {*wanted, POPULATION}
    return [
        b
        for b in blocks_of(history, scenario)
        if b.observable in wanted or (b.groups == WHOLE and b.level == TRUTH)
    ]


def _values(kept: list[list[Block]]) -> dict:
    """Values [runs] by observable, level and group, and by time; every run has the same blocks."""
    values: dict = {}
    for same in zip(*kept, strict=True):
        first, stacked = same[0], np.stack([b.values for b in same], -1)
        for g, group in enumerate(first.groups):
            series = values.setdefault((first.observable, first.level, group), {})
            series |= {time: stacked[t, g] for t, time in enumerate(first.times)}
    return values
