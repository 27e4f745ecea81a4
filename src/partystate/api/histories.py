"""Histories: one, or many under draws of parameters and luck."""

from __future__ import annotations

import tempfile
import weakref
from pathlib import Path

from partystate.core.runtime import configure
from partystate.country.country import Country
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.histories import run_and_write
from partystate.experiments.parts import plan_of
from partystate.experiments.which_run import which_run
from partystate.history.opened import History, open_history
from partystate.scenario.parameter_kinds import for_many
from partystate.scenario.scenario import Scenario, scenario_of


def run(
    scenario: Scenario | Country,
    *,
    seed: int | None = None,
    number: int | None = None,
    nearest: bool = False,
    out: str | Path | None = None,
    parameters: str | None = None,
) -> History:
    """Run one history.

    Arguments:
        scenario: what it is of; a country by itself is one without what-ifs.
        seed: the luck, a whole number of at most 64 bits, not negative; 1 if not given.
        number: which run of an ensemble of the seed it is, from 0: with that run's luck and draw.
        nearest: whether it is the run of the shipped results that comes nearest to figures used in
            fitting; it has its own luck and parameters.
        out: folder to write; without it a temporary one, which is removed when the history is no
            longer held, or when Python ends.
        parameters: "central", "prior" or "posterior"; if not given the posterior where the country
            ships one, else central values.

    Returns:
        The history: its folder, opened. `history["population.total"]` is an array [year] of
        persons, `history.array(..., by="region")` one of [year, region].

    Raises:
        UserError: for a folder that holds another run, or a choice the country does not have.

    Example:
        >>> import partystate as ps
        >>> history = ps.run(ps.load_country("toyland"), seed=1)
        >>> bool(history["population.births"].sel(year=1927) > 100_000)
        True
    """
    configure()
    scenario = scenario_of(scenario)
    one = which_run(scenario.country, seed, number, parameters, nearest=nearest)
    asked = (one.parameters, one.number)
    if out is not None:
        made = run_and_write(scenario.assembled, one.seed, Path(out), *asked)
        return open_history(made, country=scenario.country)
    temporary = tempfile.TemporaryDirectory(prefix="partystate-", ignore_cleanup_errors=True)
    try:
        made = run_and_write(scenario.assembled, one.seed, Path(temporary.name) / "run", *asked)
        history = open_history(made, country=scenario.country)
    except BaseException:
        temporary.cleanup()
        raise
    weakref.finalize(history, temporary.cleanup)
    return history


def ensemble(
    scenario: Scenario | Country,
    *,
    runs: int,
    out: str | Path,
    seed: int = 1,
    parameters: str | None = None,
    executor: str = "serial",
    workers: int = 2,
    scheduler: str | None = None,
) -> Path:
    """Run many histories under draws of parameters and luck, or take an ensemble up where it was
    stopped; a larger number of runs makes it longer.

    Arguments:
        scenario: what they are of; a country by itself is one without what-ifs.
        runs: number of histories.
        out: folder to write or to resume.
        seed: the luck of the ensemble; run i has luck i of it.
        parameters: "central", "prior" or "posterior"; if not given the posterior where the country
            ships one, else draws from the prior.
        executor: "serial", "processes" or "dask" (`pip install 'partystate[dask]'`), with the same
            bytes. A script that asks for one of the latter starts under
            `if __name__ == "__main__":`. Array jobs are of the command line.
        workers: number of processes, of "processes" and of "dask" without a `scheduler`.
        scheduler: of "dask", the address of a scheduler that runs already.

    Returns:
        The folder: `parts/*.parquet` and a manifest. `ps.open_ensemble` opens it; `ps.score` and
        DuckDB read it.

    Raises:
        UserError: for a folder that holds something else, a number that is none, a mechanism of
            your own that other processes cannot import, or dask where it is not installed or no
            scheduler answers.

    Example:
        >>> import tempfile
        >>> import partystate as ps
        >>> scenario = ps.Scenario(ps.load_country("toyland"))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     made = ps.ensemble(scenario, runs=2, out=folder)
        ...     len(list(made.glob("parts/*.parquet")))
        1
    """
    configure()
    scenario = scenario_of(scenario)
    plan = plan_of(scenario, runs, seed, for_many(scenario.country, parameters))
    return run_ensemble(plan, Path(out), executor, workers, scheduler=scheduler)
