"""The figures that calibrate: what they ask for, and what a run gives, on the scale of the score.

Only rows of role `calibrate` are read. Nationalities are lumped for speed, in two: regions, ages
and statuses stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core.status import RunStatus
from partystate.country.country import Country
from partystate.engine.run import run
from partystate.evidence import Observable, Row, compile_rows, load_observables
from partystate.evidence.roles import ALTERNATE
from partystate.history.observables.observe import Selection
from partystate.history.series import blocks_of_society
from partystate.history.trajectory import Trajectory, trajectory_of
from partystate.mechanisms.registry import part_of_figure
from partystate.scenario import parameters
from partystate.scenario.assemble import Assembled
from partystate.scoring.aggregate import POPULATION, Ensemble, value_of
from partystate.scoring.quantity import NORMAL_WIDTH
from partystate.scoring.ranges import range_of
from partystate.scoring.reading import READING
from partystate.scoring.scale import to_scale

SCALES = ("positive", "share")
# Sd, on the scale of the score, by which the model may miss for reasons of its own; what is said of
# figures holds it too. Drift of parameters is in the luck of every run; what is left is small.
DISCREPANCY = READING
TANGENT = np.exp(-1.0)  # of the low end of a figure's range: below it the scale is straight; ours


@dataclass(frozen=True)
class Targets:
    """Figures to reach: m rows, the middle and variance [m] of their ranges, and the model's
    discrepancy (sd), on the scale of the score; `roles` is the assignment under which they
    calibrate."""

    rows: tuple[Row, ...]
    observables: dict[str, Observable]
    middle: np.ndarray
    variance: np.ndarray
    discrepancy: float = DISCREPANCY
    roles: str = ALTERNATE

    def where(self, use: np.ndarray) -> Targets:
        """The targets that a mask [m] keeps."""
        rows = tuple(row for row, kept in zip(self.rows, use, strict=True) if kept)
        return replace(self, rows=rows, middle=self.middle[use], variance=self.variance[use])


def targets_of(
    country: Country, discrepancy: float = DISCREPANCY, part: int = 0, roles: str = ALTERNATE
) -> Targets:
    """The country's calibrate figures that a part of the calibration uses, under `roles`."""
    evidence = country.path / "evidence"
    rows = [
        r
        for r in compile_rows(evidence, roles)
        if r.kind == "quantity"
        and r.role == "calibrate"
        and part_of_figure(r.observable, r.theme) == part
    ]
    return replace(targets(rows, load_observables(evidence), discrepancy), roles=roles)


def targets(
    rows: list[Row], observables: dict[str, Observable], discrepancy: float = DISCREPANCY
) -> Targets:
    """Targets of the rows that have a range on two sides; its width is that of a normal's 90 per
    cent interval."""
    bounded = [
        (r, b)
        for r in rows
        if r.tolerance and r.scale in SCALES and (b := range_of(r)) and b.is_two_sided
    ]
    ends = np.array(
        [[_scaled(r, v, observables) for v in (b.low, b.high)] for r, b in bounded]
    ).reshape(-1, 2)
    variance = ((ends[:, 1] - ends[:, 0]) / NORMAL_WIDTH) ** 2
    return Targets(tuple(r for r, _ in bounded), observables, ends.mean(1), variance, discrepancy)


def figures_of_runs(
    scenario: Assembled, given: pl.DataFrame, first: int, seed: int, wanted: Targets
) -> np.ndarray:
    """Figures [runs, m] of runs first, first + 1, ... with the given parameters, all others
    central; each its own luck."""
    found = [
        figures_of(scenario, values, seed, first + i, wanted)
        for i, values in enumerate(given.iter_rows(named=True))
    ]
    return np.array(found).reshape(-1, len(wanted.rows))


def figures_of(
    scenario: Assembled, values: dict[str, float], seed: int, number: int, wanted: Targets
) -> list[float]:
    """One run's figures; NaN where the model does not speak to a row, and everywhere if the run
    broke."""
    world, setting = scenario.start(parameters.central(scenario.country) | values, seed, number)
    outcome = run(scenario.rules, world, scenario.inputs, setting)
    if RunStatus.of(int(outcome.status)) is not RunStatus.FINISHED:
        return [float("nan")] * len(wanted.rows)
    names = {POPULATION} | {r.observable for r in wanted.rows}
    made = trajectory_of(outcome, scenario.layout, scenario.months, world)
    emitted = emitted_by(made, scenario, names)
    return [
        _scaled(r, value_of(r, emitted, wanted.observables), wanted.observables)
        for r in wanted.rows
    ]


def emitted_by(kept: Trajectory, scenario: Assembled, names: set[str]) -> Ensemble:
    """The named observables of one run, as the score reads them."""
    values: dict = {}
    for block in blocks_of_society(kept, scenario, (Selection(frozenset(names)),)):
        for g, group in enumerate(block.groups):
            series = {time: block.values[t, g : g + 1] for t, time in enumerate(block.times)}
            values.setdefault((block.observable, block.level, group), {}).update(series)
    return Ensemble(Path(), 1, values, None)


def in_unit(row: Row, scaled: float) -> float:
    """A figure back from the scale on which figures are fitted."""
    if row.scale != "positive":
        return float(1 / (1 + np.exp(-scaled)))
    if least(row) <= 0:
        return float(np.exp(scaled))
    floor = _floor(row)
    return (
        float(np.exp(scaled))
        if scaled > np.log(floor)
        else float(floor * (1 + scaled - np.log(floor)))
    )


def stretched_log(value, floor: float):
    """log above `floor`, and its tangent below, so that nothing, or less, still tells how far from
    the figure it is: deaths above those of ordinary years may be below nought, and a run without a
    famine must be told from one with half of it."""
    value = np.asarray(value, float)
    return np.where(
        value > floor, np.log(np.maximum(value, floor)), np.log(floor) + value / floor - 1
    )


def least(row: Row) -> float:
    """Lower end of a figure that is fitted: its range has both ends."""
    bounds = range_of(row)
    if bounds is None or bounds.low is None:
        raise ValueError(f"{row.id} has no lower end")
    return bounds.low


def _floor(row: Row) -> float:
    return least(row) * TANGENT


def _scaled(row: Row, value, observables: dict[str, Observable]) -> float:
    if value is None:
        return float("nan")
    return float(scaled_values(row, value, observables).reshape(-1)[0])


def scaled_values(row: Row, values, observables: dict[str, Observable]) -> np.ndarray:
    """Values of a row on the scale on which figures are fitted."""
    if row.scale == "positive" and least(row) > 0:
        return stretched_log(values, _floor(row))
    return to_scale(values, row.scale, observables[row.observable].resolution)
