"""Run a design of histories in a folder, and say on which parameters the figure hangs; the same
again takes up where it was stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import polars as pl

from partystate.calibration.job import DESIGN as CALIBRATION
from partystate.calibration.runs import (
    POINTS,
    Progress,
    missing_of,
    points_of,
    run_points,
    workers_of,
)
from partystate.core.errors import UserError
from partystate.core.whole import whole
from partystate.designs.asked import Asked
from partystate.designs.design import Design
from partystate.designs.histories import Histories, blocks_at, standing_at
from partystate.designs.indices import indices_of
from partystate.designs.told import Sensitivity
from partystate.designs.which_parameters import chosen
from partystate.experiments.ensemble_manifest import SAME
from partystate.experiments.gathering import assembled_of
from partystate.experiments.parts import plan_of
from partystate.history import files
from partystate.history.provenance import manifest
from partystate.scenario.assemble import Assembled
from partystate.scenario.edits import edit_parameters, edits_of
from partystate.scenario.scenario import Scenario

DESIGN = "design.json"
DESCRIBED = {
    DESIGN: "what was run: versions, digests, design, parameters, figure, luck",
    POINTS: "points of the unit cube, one a history",
    "figures-*.npy": "the figure of each history, in parts that a stopped job takes up",
    "histories.parquet": "parameters and figure of each history, in their units",
    "indices.json": "what was found, as it is printed with --json",
}


def run_design(
    scenario: Scenario,
    asked: Asked,
    folder: Path,
    workers: int = 1,
    progress: Progress = lambda done, of: None,
    tell: Callable[[str], None] = lambda text: None,
) -> Sensitivity:
    """Run what is missing of a design in `folder`, and measure its parameters. `tell` is told the
    cost before anything is run, `progress(done, of)` runs."""
    asked.check()
    whole(workers, "workers", least=1)
    with files.only_writer(folder):
        world = assembled_of(scenario, asked.is_lumped)
        kind = asked.stand_at(scenario.country)
        design = asked.made(chosen(world, asked.parameters))
        _refuse_what_is_set(world, design)
        about = _about(world, asked, design, kind)
        known = _known(folder, about)
        plan = plan_of(scenario, about["runs"], asked.seed, kind)
        digest = files.digest(json.dumps(about, sort_keys=True).encode())
        work = Histories(digest, folder, plan, design, asked.figure, asked.is_lumped)
        tell(_cost(design, missing_of(work)[1] if (folder / POINTS).is_file() else 0))
        unit = known["unit"] if known else _unit(world, work)
        files.write_json(folder / DESIGN, about | {"unit": unit})
        points = points_of(folder, design.points)
        with workers_of(workers) as pool:
            outcomes = run_points(work, pool, progress)[:, 0]
        found = _measured(design, asked, kind, unit, outcomes)
        _write(folder, found, work.given(world, points), design, outcomes)
    return found


def _cost(design: Design, done: int) -> str:
    """How much is run, in a sentence."""
    units, runs, k = design.units, design.units * design.unit_runs, len(design.names)
    there = f", of which {done:,} are there" if done else ""
    return (
        f"{design.kind}: {units:,} {design.unit_word} of {k} parameter{'' if k == 1 else 's'}, "
        f"{design.unit_runs} histories each: {runs:,} histories{there}."
    )


def _unit(world: Assembled, work: Histories) -> str:
    """The unit of the figure, by a first history in which nothing is moved; UserError where it does
    not tell the figure, before all others are run."""
    values = edit_parameters(standing_at(world, work.plan.parameters), world.what_ifs)
    blocks = blocks_at(world, values, work.plan.seed, 0, work.figure)
    if blocks is None:
        raise UserError(
            "a history in which nothing is moved broke",
            action="Mend the what-ifs, or report it with the seed.",
        )
    work.figure.value(blocks)
    return work.figure.unit(blocks)


def _measured(
    design: Design, asked: Asked, kind: str, unit: str, outcomes: np.ndarray
) -> Sensitivity:
    indices, left_out = indices_of(design, outcomes)
    whole_ones = outcomes[np.isfinite(outcomes)]
    return Sensitivity(
        design=design.kind,
        figure=asked.figure,
        unit=unit,
        units=design.units,
        left_out=left_out,
        runs=len(outcomes),
        luck=asked.luck,
        seed=asked.seed,
        others=kind,
        mean=float(whole_ones.mean()),
        sd=float(whole_ones.std(ddof=1)),
        indices=indices,
    )


def _about(world: Assembled, asked: Asked, design: Design, kind: str) -> dict:
    """What a folder holds."""
    about = manifest(world, seed=asked.seed, parameters=kind, runs=design.units * design.unit_runs)
    return about | {
        "design": {
            "kind": design.kind,
            "units": design.units,
            "parameters": list(design.names),
            "luck": asked.luck,
            "lumped": asked.is_lumped,
        },
        "figure": asdict(asked.figure),
    }


def _known(folder: Path, about: dict) -> dict | None:
    """What the folder says it holds, None where it is new; UserError where that is another
    thing."""
    if (folder / files.MANIFEST).is_file():
        raise _other(folder, "a run or an ensemble")
    if (folder / CALIBRATION).is_file():
        raise _other(folder, "a calibration")
    if not (folder / DESIGN).is_file():
        return None
    known = files.read_json(folder / DESIGN)
    same = [key for key in SAME if key in about]
    for key in (*same, "design", "figure"):
        if known.get(key) != about[key]:
            raise _other(folder, f"a different {key}")
    return known


def _other(folder: Path, found: str) -> UserError:
    return UserError(
        f"the folder {folder} holds something else",
        found=found,
        expected="the same design of the same version of the model, to be taken up",
        action="Give another --out, or remove that folder.",
    )


def _refuse_what_is_set(world: Assembled, design: Design) -> None:
    """UserError where a what-if sets what the design would move."""
    for what_if, edit in edits_of(world.what_ifs, "parameter"):
        if edit.set is not None and edit.name in design.names:
            raise UserError(
                "a what-if sets a parameter that is to be moved",
                found=f"{edit.name} in {what_if.name}",
                action="Take it out of one of them.",
            )


def _write(
    folder: Path, found: Sensitivity, given: pl.DataFrame, design: Design, outcomes: np.ndarray
) -> None:
    """The histories and what was found, for other programs."""
    runs = range(len(outcomes))
    table = pl.DataFrame({"run": runs, "luck": [design.luck_of(run) for run in runs]})
    figure = pl.Series(found.figure.observable, outcomes)
    files.write_parquet(folder / "histories.parquet", table.hstack(given).with_columns(figure))
    files.write_json(folder / "indices.json", found.as_json())
