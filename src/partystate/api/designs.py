"""Designs of histories that say on which parameters a figure hangs."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from partystate.core.runtime import configure
from partystate.country.country import Country
from partystate.designs.asked import Asked
from partystate.designs.figure import figure_of
from partystate.designs.run_design import run_design
from partystate.designs.told import Sensitivity
from partystate.designs.which_parameters import words_of
from partystate.experiments.forks import SAME
from partystate.scenario.scenario import Scenario, scenario_of


def sensitivity(
    scenario: Scenario | Country,
    *,
    design: str,
    of: str,
    time: str,
    parameters: str | Sequence[str],
    trajectories: int | None = None,
    points: int | None = None,
    level: str = "truth",
    seed: int = 1,
    luck: str = SAME,
    others: str | None = None,
    lumped: bool = False,
    workers: int = 1,
    out: str | Path | None = None,
) -> Sensitivity:
    """On which parameters a figure hangs, by a design of histories of its own. k parameters take
    `trajectories` x (k + 1) histories, or `points` x (k + 2).

    Arguments:
        scenario: what histories are of; a country by itself is one without what-ifs.
        design: "morris", elementary effects, or "sobol", shares of the variance.
        of: an observable, "population.deaths", or one of a group, "population.deaths:region=Kyiv".
        time: as it is told: 1933, 1933-06, 1937-01-01.
        parameters: which move over their priors, names of parameters, of mechanisms or of themes,
            or "free"; a list, or with commas between them.
        trajectories: of a design of Morris; 10 if not given.
        points: base points of a design of Sobol, a power of two; 128 if not given.
        level: truth, known, published or preserved.
        seed: of the points and of the luck.
        luck: "same" in all histories, or "fresh": one for each trajectory, or one more parameter of
            a design of Sobol, which takes `points` histories more.
        others: where all other parameters stand, "central" or "posterior"; if not given the
            posterior where the country ships one.
        lumped: whether each region has one nationality: quicker, and coarser.
        workers: number of processes; a script that asks for more than one starts under
            `if __name__ == "__main__":`.
        out: folder to write or to resume; without it nothing is kept.

    Returns:
        `indices`, one a parameter, the largest first; `table()` has a row for each, with the ends
        of 90 per cent intervals.

    Raises:
        UserError: for a name the country does not have, a figure its histories do not tell, a
            number the design cannot have, or a folder that holds something else.

    Example:
        >>> import partystate as ps
        >>> found = ps.sensitivity(
        ...     ps.load_country("toyland"), design="morris", of="population.births", time="1930",
        ...     parameters="births_deaths.fertility_level", trajectories=2,
        ... )
        >>> found.runs, found.indices[0].estimates["mu"].value > 0
        (4, True)
    """
    configure()
    scenario = scenario_of(scenario)
    asked = Asked(
        design,
        words_of(parameters),
        figure_of(of, time, level=level),
        trajectories,
        points,
        seed,
        luck,
        others,
        lumped,
    )
    if out is not None:
        return run_design(scenario, asked, Path(out), workers)
    with tempfile.TemporaryDirectory(prefix="partystate-", ignore_cleanup_errors=True) as folder:
        return run_design(scenario, asked, Path(folder), workers)
