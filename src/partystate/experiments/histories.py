"""One history, run and written."""

from __future__ import annotations

from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.status import RunStatus
from partystate.engine.run import Outcome, run
from partystate.experiments.power_histories import simulate_batch
from partystate.history.directory import write_run
from partystate.history.trajectory import Trajectory, trajectory_of
from partystate.scenario import parameters as country_parameters
from partystate.scenario.assemble import Scenario
from partystate.scenario.assemble_power import PowerScenario
from partystate.scenario.edits import edit_parameters
from partystate.scenario.parameter_kinds import POSTERIOR


def simulate(
    scenario: Scenario,
    seed: int,
    run_number: int = 0,
    parameters: str = "central",
    flows: bool = False,
    values: dict[str, float] | None = None,
) -> tuple[Trajectory, dict[str, float]]:
    """Run a scenario; returns what was kept and the parameter values: `values`, or those of a kind
    of `parameters`. A run that broke is an error in a sentence."""
    values = scenario.values(parameters, seed, run_number) if values is None else values
    world, setting = scenario.start(values, seed, run_number)
    outcome = run(scenario.rules, world, scenario.inputs, setting, keep_flows=flows)
    return checked(outcome, scenario, seed, run_number), values


def checked(outcome: Outcome, scenario: Scenario, seed: int, run_number: int) -> Trajectory:
    """A finished run on the host; one that broke is an error."""
    status = RunStatus.of(int(outcome.status))
    if status is not RunStatus.FINISHED:
        raise UserError(
            f"run {run_number} of seed {seed} broke: {status.value}",
            action="Report it with the parameters and the seed.",
        )
    return trajectory_of(outcome, scenario.layout, scenario.months)


def values_of_one(scenario: Scenario, kind: str, seed: int) -> dict[str, float]:
    """Values of a single history: of a posterior, the draw that stands for it; what-ifs have the
    last word."""
    if kind != POSTERIOR:
        return scenario.values(kind, seed, 0)
    return edit_parameters(
        country_parameters.representative(scenario.country), list(scenario.what_ifs)
    )


def run_and_write(
    scenario: Scenario,
    seed: int,
    people: str,
    folder: Path,
    top: PowerScenario | None = None,
    parameters: str = "central",
) -> Path:
    """The reference job: one history, with flows, as a directory. The party's top is run at central
    parameters."""
    kept, values = simulate(
        scenario, seed, flows=True, values=values_of_one(scenario, parameters, seed)
    )
    power = simulate_batch(top, seed, range(1))[0] if top else None
    return write_run(folder, scenario, kept, values, seed, people, power, parameters)
