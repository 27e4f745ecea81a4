"""Many histories, held in memory: of each only what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from partystate.experiments.forks import Arm, fork
from partystate.experiments.histories import Simulated, simulate
from partystate.experiments.outcomes import outcomes
from partystate.history.block import Block
from partystate.history.ledger.leadership import ledger
from partystate.history.ledger.rows import OPENING
from partystate.history.observables.observe import Selection
from partystate.history.observables.registry import TRUTH, registered
from partystate.history.series import blocks_of
from partystate.scenario.assemble import Assembled
from partystate.scenario.edit_checks import read_what_ifs
from partystate.scenario.edits import edit_endowment
from partystate.scenario.lumping import lumped
from partystate.scenario.parts import SOCIETY
from partystate.scenario.population import nationality_shares
from partystate.scenario.scenario import Scenario
from partystate.scoring.aggregate import POPULATION, Ensemble
from partystate.world.keep import left_out

OF_SOCIETY = frozenset(one.name for one in registered() if one.part == SOCIETY)
WHOLE_COUNTRY = Selection(OF_SOCIETY, frozenset({TRUTH}), is_whole=True)
LUMPED = "nationalities lumped"


@dataclass(frozen=True)
class Answers:
    """What N histories of the leadership answer: outcomes [N], who sits in the inner body [N, T, P]
    and the ledgers, openings apart."""

    outcomes: dict[str, np.ndarray]
    inner: np.ndarray
    ledger: pl.DataFrame
    months: np.ndarray


@dataclass(frozen=True)
class Gathered:
    """Histories of one scenario: series of society (without a society, those that were asked for),
    answers of the leadership."""

    society: Ensemble = left_out()
    leadership: Answers = left_out()


def assembled_of(scenario: Scenario, is_lumped: bool = False) -> Assembled:
    """A scenario, ready to run. Lumped there are two nationalities in every region, diasporas and
    all others: quicker, but regions of many peoples come out otherwise, as small communities hold
    fewer statuses. What a thesis supposes of a people is kept, as it works by that people's share
    of each region."""
    if not is_lumped:
        return scenario.assembled
    country = scenario.country
    edits = read_what_ifs(country, scenario.what_ifs, scenario.thesis, scenario.own)
    without_peoples = [
        w.model_copy(update={"edit": [e for e in w.edit if e.target != "people"]}) for w in edits
    ]
    small = replace(
        scenario, country=lumped(country), what_ifs=without_peoples, thesis=None
    ).assembled
    endowment = edit_endowment(small.endowment, edits, nationality_shares(country))
    return replace(small, what_ifs=edits, endowment=endowment)


def gather(
    scenario: Assembled,
    seed: int,
    runs: int,
    parameters: str,
    wanted: Iterable[str],
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Gathered:
    """Run 0..runs - 1 of a seed: the observables `wanted` in all groups, and every other for the
    whole country."""
    kept = []
    for run in range(runs):
        kept.append(asked_of_one(simulate(scenario, seed, run, parameters), scenario, wanted))
        progress(run + 1, runs)
    return gathered(kept)


def gather_series(
    scenario: Assembled,
    seed: int,
    runs: int,
    parameters: str,
    wanted: Iterable[str],
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Ensemble:
    """Run 0..runs - 1 of a seed, and of them the observables `wanted` in all groups alone."""
    kept, asked = [], (Selection(frozenset(wanted)),)
    for run in range(runs):
        made = simulate(scenario, seed, run, parameters)
        kept.append(blocks_of(made.trajectory, scenario, asked))
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
) -> list[Gathered]:
    """As `gather` for each arm; all are the first until month `at` of the run."""
    kept: list[list] = [[] for _ in arms]
    for run in range(runs):
        made = fork(arms, at, seed, run, parameters)
        for mine, arm, history in zip(kept, arms, made, strict=True):
            mine.append(asked_of_one(history, arm.scenario, wanted))
        progress(run + 1, runs)
    return [gathered(mine) for mine in kept]


def asked_of_one(
    history: Simulated, scenario: Assembled, wanted: Iterable[str]
) -> tuple[list[Block], Answers | None]:
    """What is kept of a history: the observables `wanted` in all groups, every other for the whole
    country, and the answers of its leadership."""
    blocks: list[Block] = []
    if history.society is not None:
        asked = (Selection(frozenset({*wanted, POPULATION})), WHOLE_COUNTRY)
        blocks = blocks_of(history.trajectory, scenario, asked)
    elif wanted:
        blocks = blocks_of(history.trajectory, scenario, (Selection(frozenset(wanted)),))
    top = history.leadership
    if top is None:
        return blocks, None
    return blocks, Answers(
        outcomes(top),
        top.body(top.country.leadership.inner) > 0,
        ledger(top).filter(pl.col("mechanism") != OPENING),
        top.months,
    )


def gathered(kept: list[tuple[list[Block], Answers | None]]) -> Gathered:
    """Histories together, of which `asked_of_one` has kept each."""
    blocks, answers = [b for b, _ in kept], [a for _, a in kept if a is not None]
    society = Ensemble(Path(), len(kept), _values(blocks), None) if blocks[0] else left_out()
    return Gathered(society, _joined(answers) if answers else left_out())


def _joined(answers: list[Answers]) -> Answers:
    """Answers of all runs."""
    return Answers(
        {name: np.concatenate([a.outcomes[name] for a in answers]) for name in answers[0].outcomes},
        np.concatenate([a.inner for a in answers]),
        pl.concat([a.ledger for a in answers]),
        answers[0].months,
    )


def _values(kept: list[list[Block]]) -> dict:
    """Values [runs] by observable, level and group, and by time; every run has the same blocks."""
    values: dict = {}
    for same in zip(*kept, strict=True):
        first, stacked = same[0], np.stack([b.values for b in same], -1)
        for g, group in enumerate(first.groups):
            series = values.setdefault((first.observable, first.level, group), {})
            series |= {time: stacked[t, g] for t, time in enumerate(first.times)}
    return values
