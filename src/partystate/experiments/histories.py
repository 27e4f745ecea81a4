"""One history, run and written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.status import RunStatus
from partystate.engine.run import Outcome, carried_on, months_between
from partystate.engine.step import Setting
from partystate.experiments.stretches import run_months
from partystate.history.directory import kept_for, write_run
from partystate.history.leadership import Leadership, leadership_of
from partystate.history.trajectory import Trajectory, trajectory_of
from partystate.scenario import parameters as country_parameters
from partystate.scenario.assemble import Assembled
from partystate.scenario.parameter_kinds import POSTERIOR
from partystate.world.layout import Layout
from partystate.world.state import World


@dataclass(frozen=True)
class Simulated:
    """A finished history of the parts that ran, and the parameters it was given."""

    run: int
    values: dict[str, float]
    trajectory: Trajectory
    leadership: Leadership | None

    @property
    def society(self) -> Trajectory | None:
        """The same history, where people and land were not left out."""
        return self.trajectory if self.trajectory.has_people else None


def simulate(
    scenario: Assembled,
    seed: int,
    run_number: int = 0,
    parameters: str = "central",
    flows: bool = False,
    values: dict[str, float] | None = None,
) -> Simulated:
    """Run a scenario under `values`, or those of a kind of `parameters`. A run that broke is an
    error in a sentence."""
    values = scenario.values(parameters, seed, run_number) if values is None else values
    world, setting = scenario.start(values, seed, run_number)
    outcome = run_whole(scenario, world, setting, values, flows)
    return finished(outcome, scenario, world, values, seed, run_number)


def run_whole(
    scenario: Assembled, world: World, setting: Setting, values: dict[str, float], flows: bool
) -> Outcome:
    """All months of a scenario from `world`; those beyond its country's end are carried on from
    what a run without them would have come to."""
    rules, inputs, edits = scenario.rules, scenario.inputs, scenario.what_ifs
    if scenario.onward is None:
        return run_months(rules, world, inputs, setting, edits, keep_flows=flows)
    usual = months_between(inputs, 0, scenario.onward.at)
    before = run_months(rules, world, usual, setting, edits, keep_flows=flows)
    opened, rest, later = scenario.carry_on(before.world, values, setting)
    further = (scenario.onward.rules, opened, rest, later, edits, before.pending)
    after = run_months(*further, keep_flows=flows)
    return carried_on(before, after)


def finished(
    outcome: Outcome,
    scenario: Assembled,
    opening: World,
    values: dict[str, float],
    seed: int,
    run_number: int,
) -> Simulated:
    """A finished run on the host; one that broke is an error."""
    status = RunStatus.of(int(outcome.status))
    if status is not RunStatus.FINISHED:
        raise UserError(
            f"run {run_number} of seed {seed} broke: {status.value}",
            expected="numbers, births and inflows of which none is below nought"
            if scenario.own
            else "",
            action="Look what the mechanisms of your own propose: without them it may not break."
            if scenario.own
            else "Report it with the parameters and the seed.",
        )
    trajectory = trajectory_of(outcome, layout_told(scenario), scenario.months, opening)
    leadership = leadership_of(scenario, opening, outcome, run_number)
    return Simulated(run_number, values, trajectory, leadership)


def layout_told(scenario: Assembled) -> Layout:
    """The layout under which a whole run is told: it has every cause of its months."""
    return scenario.layout if scenario.onward is None else scenario.onward.layout


def values_of_one(scenario: Assembled, kind: str, seed: int) -> dict[str, float]:
    """Values of a single history: of a posterior, the draw that stands for it; what-ifs have the
    last word."""
    if kind != POSTERIOR:
        return scenario.values(kind, seed, 0)
    representative = country_parameters.representative(scenario.country)
    return scenario.edited(representative, country_parameters.CENTRAL)


def run_and_write(
    scenario: Assembled,
    seed: int,
    folder: Path,
    parameters: str = "central",
    number: int | None = None,
) -> Path:
    """The reference job: one history, with flows, as a directory; UserError before anything is run
    where the folder holds another. With a `number` it is that run of an ensemble of the seed, by
    its luck and its draw."""
    with kept_for(folder, scenario, seed, parameters, number):
        if number is None:
            values = values_of_one(scenario, parameters, seed)
        else:
            values = scenario.values(parameters, seed, number)
        made = simulate(scenario, seed, number or 0, flows=True, values=values)
        kept = (made.trajectory, made.leadership)
        return write_run(folder, scenario, *kept, values, seed, parameters, number)
