"""Parts of an ensemble: what the ensemble is, in words that travel to any process, and a range of
its runs made, written and found again.

A part's name carries the hash of what it holds, and its bytes depend on the plan and the range
alone: whoever makes it, wherever and however often, makes the same file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from partystate.country.country import load
from partystate.country.what_ifs import WhatIf
from partystate.experiments.histories import Simulated, simulate
from partystate.experiments.placebo import with_placebo
from partystate.history import files
from partystate.history.directory import parameters_table
from partystate.history.ledger.land import land_ledger
from partystate.history.ledger.leaders import leaders
from partystate.history.ledger.leadership import ledger
from partystate.history.ledger.revolution import revolution_ledger
from partystate.history.observables.about import about_of
from partystate.history.observables.observe import observe
from partystate.history.series import index_of, long_table
from partystate.scenario.assemble import EXPECTED, RECORDED, Assembled
from partystate.scenario.own_mechanism import OwnMechanism
from partystate.scenario.parts import ALL
from partystate.scenario.scenario import Scenario

RUNS_PER_PART = 10


@dataclass(frozen=True)
class Plan:
    """What an ensemble is, in terms a worker process can rebuild."""

    country: str
    runs: int
    seed: int = 1
    parameters: str = "prior"
    counting: str = EXPECTED
    what_ifs: tuple[str | WhatIf, ...] = ()
    until: str | None = None
    thesis: str | None = None
    parts: tuple[str, ...] | None = None
    line: str = RECORDED
    replay_until: str | None = None
    enters: str | None = None
    placebo: int | None = None
    own: tuple[OwnMechanism, ...] = ()

    def described(self) -> Scenario:
        """What the runs are of, but for a placebo."""
        return Scenario(
            load(self.country),
            what_ifs=self.what_ifs,
            thesis=self.thesis,
            line=self.line,
            counting=self.counting,
            parts=ALL if self.parts is None else self.parts,
            until=self.until,
            replay_until=self.replay_until,
            enters=self.enters,
            mechanisms=self.own,
        )

    def scenario(self) -> Assembled:
        """What the runs are of, ready to run."""
        made = self.described().assembled
        return made if self.placebo is None else with_placebo(made, self.placebo)

    def ranges(self) -> list[range]:
        """The runs of each part."""
        starts = range(0, self.runs, RUNS_PER_PART)
        return [range(a, min(a + RUNS_PER_PART, self.runs)) for a in starts]


def plan_of(scenario: Scenario, runs: int, seed: int, parameters: str) -> Plan:
    """The plan of an ensemble of a scenario."""
    return Plan(
        country=str(scenario.country.path),
        runs=runs,
        seed=seed,
        parameters=parameters,
        counting=scenario.counting,
        what_ifs=tuple(scenario.what_ifs),
        until=scenario.until,
        thesis=scenario.thesis,
        parts=tuple(scenario.parts),
        line=scenario.line,
        replay_until=scenario.replay_until,
        enters=scenario.enters,
        own=scenario.own,
    )


@dataclass(frozen=True)
class Part:
    """A range of runs as Parquet: series, parameters, and the ledger where there is one."""

    series: bytes
    parameters: bytes
    ledgers: dict[str, bytes]  # events; with a leadership, leaders too

    def write(self, folder: Path, runs: range) -> None:
        """Write parameters and events first, then the series part whose presence says that the
        range is done."""
        files.write_whole(folder / f"parameters-{span(runs)}.parquet", self.parameters)
        for name, data in self.ledgers.items():
            files.write_whole(folder / f"{name}-{span(runs)}.parquet", data)
        files.write_whole(folder / "parts" / part_name(runs, self.series), self.series)


def span(runs: range) -> str:
    """A range in the name of a file."""
    return f"{runs.start:06d}-{runs.stop:06d}"


def part_name(runs: range, data: bytes) -> str:
    return f"part-{span(runs)}-{files.digest(data)}.parquet"


def existing_part(folder: Path, runs: range) -> Path | None:
    """A whole part for this range: its bytes hash to its name."""
    for path in folder.glob(f"part-{span(runs)}-*.parquet"):
        if path.name == part_name(runs, path.read_bytes()):
            return path
        path.unlink(missing_ok=True)
    return None


def make_part(
    plan: Plan, scenario: Assembled, runs: range, index: pl.DataFrame | None = None
) -> tuple[Part, pl.DataFrame]:
    """A range of runs, and the index of its series, which is that of any other range."""
    about = about_of(scenario)
    values, parameters, events, led = [], [], [], []
    for run in runs:
        made = simulate(scenario, plan.seed, run, plan.parameters)
        series = observe(made.trajectory, about)
        index = index_of(series.labels) if index is None else index
        values.append(np.asarray(series.values))
        parameters.append(parameters_table(scenario.country, made.values, run))
        events.append(events_of_run(made, scenario))
        if made.leadership is not None:
            led.append(leaders(made.leadership))
    if index is None:
        raise ValueError("a part without runs")
    tables = {"events": pl.concat(events)} | ({"leaders": pl.concat(led)} if led else {})
    part = Part(
        files.parquet_bytes(long_table(index, values, list(runs))),
        files.parquet_bytes(pl.concat(parameters)),
        {name: files.parquet_bytes(table) for name, table in tables.items()},
    )
    return part, index


def events_of_run(made: Simulated, scenario: Assembled) -> pl.DataFrame:
    """The ledgers of the parts that ran, in order of time."""
    found = []
    if made.leadership is not None:
        found.append(ledger(made.leadership))
    if made.society is not None:
        season = np.asarray(scenario.inputs.calendar.collection_season)
        found.append(land_ledger(made.society, season, made.run))
    if scenario.endowment.revolution is not None:
        found.append(revolution_ledger(made.trajectory, scenario, made.run))
    return pl.concat(found).sort("time", maintain_order=True)


def write_parts(
    folder: Path, plan: Plan, scenario: Assembled, every: Iterable[range]
) -> Iterator[range]:
    """Make and write one part after the other; each range is told once it is there."""
    index = None
    for runs in every:
        part, index = make_part(plan, scenario, runs, index)
        part.write(folder, runs)
        yield runs
