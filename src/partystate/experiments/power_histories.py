"""Histories of the party's top, run in batches of one compiled shape."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from partystate.core.errors import UserError
from partystate.core.status import RunStatus
from partystate.engine.run import Outcome, run_batch
from partystate.history.power_kept import PowerKept, power_kept
from partystate.scenario.assemble_power import PowerScenario
from partystate.world.state import World

BATCH = 25  # histories at once: the state of a batch stays in the cache of a processor


def simulate_batch(
    scenario: PowerScenario,
    seed: int,
    runs: range,
    parameters: str = "central",
    own: dict[str, np.ndarray] | None = None,
) -> tuple[PowerKept, list[dict]]:
    """Run `runs` at once; returns what was kept and the parameter values of each run. `own` gives
    each run its own series of an input: name -> [runs, T]."""
    values = [scenario.values(parameters, seed, run) for run in runs]
    worlds, trees, lucks, shared = scenario.start(values, seed, runs)
    outcome = run_batch(scenario.rules, worlds, scenario.inputs, trees, lucks, shared, own)
    return checked(outcome, scenario, worlds, seed, runs), values


def checked(
    outcome: Outcome, scenario: PowerScenario, opening: World, seed: int, runs: range
) -> PowerKept:
    """Finished runs on the host; one that broke is an error."""
    status = np.asarray(outcome.status)
    broken = np.flatnonzero(status != RunStatus.FINISHED.code)
    if len(broken):
        raise UserError(
            f"run {runs[int(broken[0])]} of seed {seed} broke: "
            f"{RunStatus.of(int(status[broken[0]])).value}",
            action="Report it with the parameters and the seed.",
        )
    return power_kept(scenario, opening, outcome, runs)


def batches(runs: int, first: int = 0) -> Iterator[range]:
    """Ranges of run numbers, each of one compiled shape but for the last."""
    for start in range(first, first + runs, BATCH):
        yield range(start, min(start + BATCH, first + runs))


def simulate_many(
    scenario: PowerScenario, seed: int, runs: int, parameters: str = "central"
) -> Iterator[PowerKept]:
    """Batches of `runs` histories."""
    for part in batches(runs):
        yield simulate_batch(scenario, seed, part, parameters)[0]
