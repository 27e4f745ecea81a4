"""A calibration that is done: its draws, what they have learnt and miss, its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import polars as pl

from partystate.calibration.figures import Targets, in_unit
from partystate.calibration.job import MEMBERS
from partystate.calibration.near_and_far import implausible
from partystate.calibration.waves import Wave
from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.country.posterior_file import ABOUT, FILE, About
from partystate.history import files
from partystate.scenario.posterior import as_csv, as_toml

FEWEST_SHIPPED = 200
IDENTIFIED = 0.2  # contraction
EVEN_SD = 12**-0.5  # of a place that is even over the unit interval
MIDDLE_90 = (0.05, 0.95)


@dataclass(frozen=True)
class Calibration:
    """Parameters that vary and their draws, in the unit cube [n, k] and in their units; figures
    [n, m] their own runs gave, and the variance [m] that luck alone gives them."""

    varied: tuple[str, ...]
    cube: np.ndarray
    draws: pl.DataFrame
    figures: np.ndarray
    luck: np.ndarray
    targets: Targets
    unspoken: int
    waves: tuple[Wave, ...]
    about: About

    @property
    def share(self) -> float:
        """Share of the space of the priors that the waves do not rule out; 0 where it is too small
        to be told."""
        return float(np.prod([wave.share for wave in self.waves]))

    def table(self) -> list[dict]:
        """One line a parameter, the least identified first."""
        learnt = 1 - self.cube.std(0) / EVEN_SD
        lines = [
            {
                "parameter": name,
                "contraction": float(c),
                "identified": bool(c >= IDENTIFIED),
                **_spread(self.draws[name]),
            }
            for name, c in zip(self.varied, learnt, strict=True)
        ]
        return sorted(lines, key=lambda line: line["contraction"])

    def misses(self) -> list[dict]:
        """One line a figure, the worst first: how far the median of the draws' own runs stands from
        its target."""
        median = np.nanmedian(self.figures, 0)
        far = implausible(median[None], self.targets, self.luck)[0]
        lines = [
            {
                "id": row.id,
                "observable": row.observable,
                "time": row.time,
                "group": row.group,
                "implausibility": float(far[j]),
                "model": in_unit(row, median[j]),
                "target": in_unit(row, self.targets.middle[j]),
                "unit": row.unit,
            }
            for j, row in enumerate(self.targets.rows)
        ]
        return sorted(lines, key=lambda line: -line["implausibility"])


def write(made: Calibration, folder: Path) -> None:
    """posterior.csv and what it rests on."""
    files.write_whole(folder / FILE, as_csv(made.draws))
    files.write_whole(folder / ABOUT, as_toml(made.about))


def ship(made: Calibration, country: Country) -> Path:
    """Write the posterior into the country's own folder."""
    if len(made.draws) < FEWEST_SHIPPED:
        raise UserError(
            "too few draws to ship as a posterior",
            found=str(len(made.draws)),
            expected=f"at least {FEWEST_SHIPPED}",
            action=f"Give --members {MEMBERS}.",
        )
    write(made, country.path)
    return country.path / FILE


def _spread(draws: pl.Series) -> dict[str, float]:
    low, high = MIDDLE_90
    values = {"low": draws.quantile(low), "median": draws.median(), "high": draws.quantile(high)}
    return {name: cast(float, value) for name, value in values.items()}
