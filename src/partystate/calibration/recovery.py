"""Recover known parameters: a record made by the model itself, calibrated against as if it were
history.

The record holds the figures of the whole country, by year and by first of January and at the first
level of each observable, of a run at parameters drawn evenly from the priors, each missed by as
much as a measured figure may be. Its luck is not that of any run of the calibration, and as it is
the model's own there is no discrepancy."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from partystate.calibration.calibrate import calibrate
from partystate.calibration.calibrated import MIDDLE_90, Calibration
from partystate.calibration.figures import SCALES, targets
from partystate.calibration.parameters_of import free_parameters
from partystate.calibration.runs import in_units
from partystate.core import dates
from partystate.country.country import Country
from partystate.engine.run import run
from partystate.evidence import Observable, load_observables
from partystate.history.files import writable_folder
from partystate.history.series import blocks_of_society
from partystate.history.trajectory import trajectory_of
from partystate.mechanisms.registry import PARTS
from partystate.scenario import parameters
from partystate.scenario.assemble import assemble
from partystate.scenario.lumping import lumped
from partystate.scenario.parts import SOCIETY
from partystate.scoring.quantity import NORMAL_WIDTH
from partystate.scoring.ranges import TOLERANCE
from partystate.scoring.record_file import COLUMNS, load_record_file

CLASS = "measured"
# relative sd of a figure whose range is its 90 per cent interval
ERROR = 2 * TOLERANCE[CLASS] / NORMAL_WIDTH
APART = 1_000_003  # between the seed of a record and that of its calibration


@dataclass(frozen=True)
class Recovered:
    """True values and the middle 90 per cent of the draws, in the unit cube [k]."""

    made: Calibration
    truth: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def inside(self) -> np.ndarray:
        """Which true values [k] lie in their interval."""
        return (self.low <= self.truth) & (self.truth <= self.high)


def recover(
    country: Country,
    folder: Path,
    runs: int,
    waves: int,
    members: int,
    seed: int,
    free: tuple[str, ...] | None = None,
    workers: int = 1,
) -> Recovered:
    """Draw true values, make their record, calibrate against it."""
    free = free or free_parameters(country)
    truth = np.random.default_rng(seed).random(len(free))
    observables = load_observables(country.path / "evidence")
    path = writable_folder(folder) / "record.csv"
    write_record(
        path,
        country,
        in_units(country, free, truth[None]).row(0, named=True),
        observables,
        seed + APART,
    )
    wanted = targets(load_record_file(path, observables), observables, discrepancy=0.0)
    made = calibrate(country, folder, runs, waves, members, workers, seed, wanted, free)
    # nine tenths for one more draw, however few there are
    low, high = np.quantile(made.cube, MIDDLE_90, axis=0, method="weibull")
    return Recovered(made, truth, low, high)


def write_record(
    path: Path,
    country: Country,
    values: dict[str, float],
    observables: dict[str, Observable],
    seed: int,
) -> None:
    """A record file of one run, its figures missed at random."""
    scenario = assemble(lumped(country), parts=(SOCIETY,))
    world, setting = scenario.start(parameters.central(country) | values, seed)
    outcome = run(scenario.rules, world, scenario.inputs, setting)
    kept = trajectory_of(outcome, scenario.layout, scenario.months, world)
    error = np.random.default_rng(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for block in blocks_of_society(kept, scenario):
            observable = observables.get(block.observable)
            if (
                observable
                and block.level == observable.levels[0]
                and observable.scale in SCALES
                and observable.theme in PARTS[0]
                and "" in block.groups
            ):
                for time, value in _yearly(block):
                    figure = value * np.exp(ERROR * error.standard_normal())
                    if value > observable.resolution and (
                        observable.scale != "share" or figure < 1
                    ):
                        writer.writerow(
                            (
                                observable.name,
                                block.level,
                                time,
                                "",
                                "",
                                f"{figure:.6g}",
                                "",
                                observable.unit,
                                "a run of the model",
                                "calibrate",
                                CLASS,
                            )
                        )


def _yearly(block) -> list[tuple[str, float]]:
    """Times and values of the whole country, of years and of their first days."""
    spans = [(t, dates.parse(t)) for t in block.times]
    whole = block.values[:, block.groups.index("")]
    return [
        (t, float(v))
        for (t, s), v in zip(spans, whole, strict=True)
        if s.precision == "year"
        or (s.precision == "day" and (s.start.month, s.start.day) == (1, 1))
    ]
