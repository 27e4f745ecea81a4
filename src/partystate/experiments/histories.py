"""One history, run and written."""

from __future__ import annotations

from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.status import RunStatus
from partystate.engine.run import run
from partystate.experiments.power_histories import simulate_batch
from partystate.history.directory import write_run
from partystate.history.kept import Kept, kept_of
from partystate.scenario.assemble import Scenario
from partystate.scenario.assemble_power import PowerScenario


def simulate(scenario: Scenario, seed: int, run_number: int = 0, parameters: str = "central", flows: bool = False) -> tuple[Kept, dict[str, float]]:
    """Run a scenario; returns what was kept and the parameter values. A run that broke is an error in a sentence."""
    values = scenario.values(parameters, seed, run_number)
    world, setting = scenario.start(values, seed, run_number)
    outcome = run(scenario.rules, world, scenario.inputs, setting, keep_flows=flows)
    status = RunStatus.of(int(outcome.status))
    if status is not RunStatus.FINISHED:
        raise UserError(
            f"run {run_number} of seed {seed} broke: {status.value}", action="Report it with the parameters and the seed."
        )
    return kept_of(outcome, scenario.layout, scenario.months), values


def run_and_write(scenario: Scenario, seed: int, people: str, folder: Path, top: PowerScenario | None = None) -> Path:
    """The reference job: one history at central parameters, with flows, as a directory."""
    kept, values = simulate(scenario, seed, flows=True)
    power = simulate_batch(top, seed, range(1))[0] if top else None
    return write_run(folder, scenario, kept, values, seed, people, power)
