"""One calibration to be done: its sizes, its folder, its stages, and what is refused."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import polars as pl

from partystate.calibration import ensemble_smoother as smoother
from partystate.calibration import weighing
from partystate.calibration.figures import Targets
from partystate.calibration.history_matching import space_filling
from partystate.calibration.parameters_of import in_cube
from partystate.calibration.runs import Progress, Stage, in_turn, points_of, run_points
from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.history import files
from partystate.history.provenance import code_digest
from partystate.scenario.posterior import basis_digest

RUNS, WAVES, MEMBERS, WORKERS, SEED = 2000, 1, 500, 2, 7  # where nothing else is asked
APART = 1000  # between the seeds of two fits: more than a fit has stages
LUCK_RUNS = 50  # at central values, which tell how far luck alone moves each figure
RUNS_A_PARAMETER = 3  # fewest in a wave
DESIGN = "calibration.json"


@dataclass(frozen=True)
class Job:
    """What a calibration is, and the folder it is done in; `done` counts the runs of stages that
    are over."""

    country: Country
    folder: Path
    runs: int
    waves: int
    members: int
    workers: int
    seed: int
    free: tuple[str, ...]
    varied: tuple[str, ...]
    progress: Progress
    part: int
    held: pl.DataFrame | None = None
    again: bool = False
    rounds: int = weighing.ROUNDS
    done: list[int] = field(default_factory=list)

    def run(
        self,
        name: str,
        number: int,
        wanted: Targets,
        pool,
        choose_points,
        names: tuple[str, ...] | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Points [n, k] and figures [n, m] of one stage; every stage has luck of its own. Points
        are of the free parameters unless others are named."""
        folder, before = self.folder / name, sum(self.done)
        points = points_of(folder, choose_points)
        stage = Stage(
            str(self.country.path),
            names or self.free,
            wanted,
            folder,
            self.seed + number,
            self.held,
        )
        steps = self.rounds + 1
        steps += 0 if self.again else len(smoother.INFLATIONS) + smoother.FURTHER
        total = LUCK_RUNS + self.runs * self.waves + self.members * steps
        figures = run_points(stage, pool, lambda done, of: self.progress(before + done, total))
        self.done.append(len(points))
        return points, figures

    def opening(self) -> np.ndarray:
        """Points [n, k] of the first members: even over the priors, or draws of the posterior that
        there is, in turn, with what it does not hold from the priors."""
        even = space_filling(self.members, len(self.varied), self.seed + self.waves + 1)
        if not self.again:
            return even
        if self.country.posterior is None:
            raise UserError(
                "the country has no posterior to weigh again",
                action="Calibrate it first, without --again.",
            )
        draws = in_turn(self.country.posterior.draws, 0, self.members)
        given = [name for name in self.varied if name in draws.columns]
        even[:, [self.varied.index(name) for name in given]] = in_cube(self.country, given, draws)
        return even

    def check(self, asked: Targets) -> None:
        """Refuse what cannot be done, and a folder that holds another calibration."""
        fewest = RUNS_A_PARAMETER * len(self.free)
        if not self.free or not asked.rows:
            raise UserError(
                "nothing to calibrate",
                found=f"{len(self.free)} free parameters and {len(asked.rows)} figures",
                expected="some of both",
                action=(
                    "Mark parameters as free in parameters.csv, and give a series of their "
                    "themes the role calibrate, even or odd."
                ),
            )
        if self.runs < fewest:
            raise UserError(
                f"too few runs for {len(self.free)} free parameters",
                found=str(self.runs),
                expected=f"at least {fewest}",
                action="Give more --runs.",
            )
        if self.members < smoother.FEWEST:
            raise UserError(
                "too few members",
                found=str(self.members),
                expected=f"at least {smoother.FEWEST}",
                action="Give more --members.",
            )
        before = self.country.posterior
        if self.held is not None and before is not None and before.about.roles != asked.roles:
            raise UserError(
                "a part fitted under other roles than the part before it",
                found=asked.roles,
                expected=before.about.roles,
                action="Give the same --roles.",
            )
        if not 0 <= asked.discrepancy < np.inf:
            raise UserError(
                "a discrepancy is a standard deviation",
                found=f"{asked.discrepancy:g}",
                expected="0 or more",
                action="Give another --discrepancy.",
            )
        if self.waves < 1 or self.workers < 1:
            raise UserError(
                "a calibration needs a wave and a worker",
                found=f"{self.waves} and {self.workers}",
                action="Give --waves and --workers of 1 or more.",
            )
        about = {
            "country": self.country.id,
            "basis": basis_digest(self.country, self.part, asked.roles),
            "code": code_digest(),
            "runs": self.runs,
            "waves": self.waves,
            "members": self.members,
            "inflations": smoother.INFLATIONS,
            "seed": self.seed,
            "again": self.again,
            "rounds": self.rounds,
            "free": list(self.free),
            "varied": list(self.varied),
            "held": [] if self.held is None else [*self.held.columns, *map(list, self.held.rows())],
            "targets": [
                [asdict(r) for r in asked.rows],
                asked.middle.tolist(),
                asked.variance.tolist(),
                asked.discrepancy,
            ],
        }
        path = files.writable_folder(self.folder) / DESIGN
        if path.is_file() and json.loads(path.read_text(encoding="utf-8")) != json.loads(
            json.dumps(about)
        ):
            raise UserError(
                f"the folder {self.folder} holds another calibration, or one of another "
                "version of the model",
                action="Give another --out, or remove that folder.",
            )
        files.write_json(path, about)


def another(job: Job, number: int) -> Job:
    """Fit `number` of the same, with a design and luck of its own, in a folder inside of the first
    one's; of the parts before it takes the draws that the fits before it have left."""
    seed, taken = job.seed + APART * (number - 1), job.members * (number - 1)
    held = None if job.held is None else in_turn(job.held, taken, len(job.held))
    return replace(job, folder=job.folder / f"fit-{number}", seed=seed, held=held, done=[])
