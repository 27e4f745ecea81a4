"""The histories of a design: one a point, of which the figure that is asked about is kept.

Points are of the unit cube of the priors; every other parameter stands at its central value or at
the posterior's, and what-ifs have the last word. A history that breaks has no figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from partystate.calibration.runs import in_units
from partystate.core.status import RunStatus
from partystate.designs.design import Design
from partystate.designs.figure import Figure
from partystate.experiments.gathering import assembled_of
from partystate.experiments.histories import finished, run_whole
from partystate.experiments.parts import Plan
from partystate.history.block import Block
from partystate.history.series import blocks_of
from partystate.scenario import parameters as country_parameters
from partystate.scenario.assemble import Assembled
from partystate.scenario.edits import edit_parameters
from partystate.scenario.parameter_kinds import POSTERIOR

CHUNK = 10  # histories of one file, which is what a stopped job loses


@dataclass(frozen=True)
class Histories:
    """The work of a design, as `calibration.runs` does it; two of one `digest` are the same, so
    that a worker builds its scenario once."""

    digest: str
    folder: Path = field(compare=False)
    plan: Plan = field(compare=False)
    design: Design = field(compare=False)
    figure: Figure = field(compare=False)
    is_lumped: bool = field(compare=False)

    @property
    def chunk(self) -> int:
        """Histories of one file."""
        return CHUNK

    def figures(self, points: np.ndarray, start: int) -> np.ndarray:
        """The figure [c, 1] of runs `start`, ... at points [c, k]; NaN of a history that broke."""
        scenario, still = _built(self)
        given = self.given(scenario, points).iter_rows(named=True)
        values = (edit_parameters(still | one, scenario.what_ifs) for one in given)
        return np.array([[self._figure(scenario, v, start + i)] for i, v in enumerate(values)])

    def given(self, scenario: Assembled, points: np.ndarray) -> pl.DataFrame:
        """Values of the parameters at points [c, k], one column each, in their units."""
        return in_units(scenario.country, self.design.names, points)

    def _figure(self, scenario: Assembled, values: dict[str, float], run: int) -> float:
        luck = self.design.luck_of(run)
        blocks = blocks_at(scenario, values, self.plan.seed, luck, self.figure)
        return float("nan") if blocks is None else self.figure.value(blocks)


def blocks_at(
    scenario: Assembled, values: dict[str, float], seed: int, luck: int, figure: Figure
) -> list[Block] | None:
    """The series of a figure's observable in one history; None where it broke."""
    world, setting = scenario.start(values, seed, luck)
    outcome = run_whole(scenario, world, setting, values, flows=False)
    if RunStatus.of(int(outcome.status)) is not RunStatus.FINISHED:
        return None
    made = finished(outcome, scenario, world, values, seed, luck)
    return blocks_of(made.trajectory, scenario, figure.wanted)


def standing_at(scenario: Assembled, kind: str) -> dict[str, float]:
    """Values of all parameters, central or those of the draw that stands for the posterior."""
    if kind == POSTERIOR:
        return country_parameters.representative(scenario.country)
    return country_parameters.central(scenario.country)


@lru_cache(maxsize=1)
def _built(work: Histories) -> tuple[Assembled, dict[str, float]]:
    """The scenario, and where parameters stand that are not moved."""
    scenario = assembled_of(work.plan.described(), work.is_lumped)
    return scenario, standing_at(scenario, work.plan.parameters)
