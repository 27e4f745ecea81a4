"""The public functions of Python. Each sets the process up first (`ps.configure`) where nobody
did."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path

from partystate.core.errors import UserError as UserError
from partystate.core.runtime import configure
from partystate.country.country import Country
from partystate.country.country import load as load_country
from partystate.country.described import Described, described
from partystate.country.names import Names
from partystate.designs.asked import Asked
from partystate.designs.figure import figure_of
from partystate.designs.run_design import run_design
from partystate.designs.told import Sensitivity
from partystate.designs.which_parameters import words_of
from partystate.evidence import load_observables
from partystate.evidence.roles import ALTERNATE
from partystate.experiments.compare import Comparison
from partystate.experiments.compare import compare as run_pairs
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.forks import SAME
from partystate.experiments.histories import run_and_write
from partystate.experiments.parts import plan_of
from partystate.experiments.theses import Contest, contest
from partystate.experiments.which_run import which_run
from partystate.experiments.why import Answer
from partystate.experiments.why import why as answer
from partystate.history import files
from partystate.history.ledger.words import asked_id
from partystate.history.opened import History, open_history
from partystate.history.opened_ensemble import Ensemble as Ensemble
from partystate.history.opened_ensemble import open_ensemble as open_ensemble
from partystate.history.provenance import scenario_in
from partystate.history.release import require_country
from partystate.reanalysis.shipped import Reanalysis as Reanalysis
from partystate.reanalysis.shipped import open_reanalysis
from partystate.scenario.parameter_kinds import for_many
from partystate.scenario.parts import ALL as ALL
from partystate.scenario.scenario import Scenario, scenario_of
from partystate.scoring import Scorecard
from partystate.scoring import score as take_score
from partystate.scoring.record_file import load_record_file


def load_reanalysis(country: str | Country) -> Reanalysis:
    """The reanalysis that a country ships: the best account of what happened, of model and record
    together.

    Arguments:
        country: its name, the path of its folder, or what `ps.load_country` returns.

    Returns:
        The reanalysis: `reanalysis["grain.harvest"]` is an array [statistic, time], its `card` says
        how it was made and how well it predicts what it was not given.

    Raises:
        UserError: for a country that ships none.

    Example:
        >>> import partystate as ps
        >>> harvest = ps.load_reanalysis("ussr")["grain.harvest"]
        >>> harvest.sel(statistic="median").dims
        ('time',)
    """
    return open_reanalysis(country if isinstance(country, Country) else load_country(country))


def describe(name: str, *, country: str | Country = "ussr") -> Described:
    """What a name means: a parameter, an observable, a mechanism, a what-if or a thesis.

    Arguments:
        name: as it is written in files and in Python.
        country: whose name it is: its name, the path of its folder, or `ps.load_country`'s.

    Returns:
        What it is, in a sentence, with unit, prior, posterior, ground and source; printed, it is
        some lines of text.

    Raises:
        UserError: for a name the country does not have, with the nearest that it has.

    Example:
        >>> import partystate as ps
        >>> told = ps.describe("relief.generosity", country="toyland")
        >>> told.kind, told.what
        ('parameter', 'Share of a believed lack that is to be filled.')
    """
    owner = country if isinstance(country, Country) else load_country(country)
    return described(name, owner)


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


def compare(
    scenario: Scenario,
    edited: Scenario,
    *,
    runs: int = 100,
    seed: int = 1,
    parameters: str | None = None,
    fork: str | None = None,
    luck: str = SAME,
    lumped: bool = False,
) -> Comparison:
    """Pairs of histories without and with what-ifs, or mechanisms of your own, under the same luck
    and parameters.

    Arguments:
        scenario: the side without.
        edited: the side with, `scenario.edited("NAME")`, or of edits written in Python, or
            `scenario.with_mechanism(...)`.
        runs: number of pairs; below five there is no interval.
        seed: the luck of the pairs.
        parameters: as for `ps.ensemble`.
        fork: both sides are the same to the last bit until this month, YYYY-MM.
        luck: "same", or "fresh": beside it also effects under a luck drawn anew from the fork on.
        lumped: whether each region has one nationality: quicker, and coarser where many peoples
            live.

    Returns:
        `effects`, each with its 95 per cent interval over pairs, in the unit of what is asked; the
        first things that differ; the month from which the pairs are strangers.

    Raises:
        UserError: where the sides differ in anything else, or an edit cannot act.

    Example:
        >>> import partystate as ps
        >>> scenario = ps.Scenario(ps.load_country("toyland"))
        >>> found = ps.compare(scenario, scenario.edited("no_exports"), runs=1)
        >>> found.what_ifs, found.pairs
        (('no_exports',), 1)
    """
    configure()
    scenario, edited = scenario_of(scenario), scenario_of(edited)
    kind = for_many(scenario.country, parameters)
    return run_pairs(scenario, edited, runs, seed, kind, is_lumped=lumped, fork=fork, luck=luck)


def compare_theses(
    country: Country,
    theses: Sequence[str],
    *,
    runs: int = 200,
    seed: int = 1,
    parameters: str | None = None,
    until: str | None = None,
) -> Contest:
    """Theses scored side by side on the same rows, under the same luck and the same draws. Society
    runs alone, under the recorded line.

    Arguments:
        country: whose record they are held against.
        theses: two or more names of its `theses/`, or paths of TOML files.
        runs: histories a thesis; hits are counted from 200.
        seed: the luck of the histories.
        parameters: as for `ps.ensemble`.
        until: last month, YYYY-MM.

    Returns:
        `scores`, one a thesis, and `differences` of skill with their intervals.

    Raises:
        UserError: for a thesis there is not, for fewer than two, or where no row is spoken to.

    Example:
        >>> import partystate as ps
        >>> ps.compare_theses(ps.load_country("toyland"), ["alone"])
        Traceback (most recent call last):
        partystate.core.errors.UserError: a thesis is set beside other ones; ...
    """
    configure()
    return contest(country, list(theses), runs, seed, for_many(country, parameters), until)


def score(
    runs: str | Path | History | Reanalysis,
    *,
    free: str | Path | None = None,
    record: Sequence[str | Path] = (),
    country: Country | None = None,
    roles: str = ALTERNATE,
) -> Scorecard:
    """Score runs against the claims of their country, or against records of your own.

    Arguments:
        runs: folder of an ensemble, a run or a reanalysis; a history; a reanalysis.
        free: folder of an ensemble whose politics come out from the start.
        record: record files, CSV, in place of the country's claims.
        country: whose claims; that of the runs, by its name, if not given.
        roles: which figures are held out: "alternate" years, or "blocks" of years and places.

    Returns:
        The scorecard; `as_json()` has all of it, misses first. Hits are counted from 200 runs.

    Raises:
        UserError: for a folder without runs or of another country, or a record that cannot be read.

    Example:
        >>> import partystate as ps
        >>> history = ps.run(ps.load_country("toyland"))
        >>> ps.score(history).as_json()["runs"]
        1
    """
    configure()
    folder = runs.path if isinstance(runs, History | Reanalysis) else Path(runs)
    own = runs.country if isinstance(runs, Reanalysis) else None
    judged = country or own or load_country(files.country_of(folder))
    for one in (folder, Path(free or folder)):
        if (one / files.MANIFEST).is_file():
            require_country(files.read_manifest(one), judged.id)
    observables = load_observables(judged.path / "evidence")
    rows = [row for path in record for row in load_record_file(Path(path), observables, judged)]
    return take_score(
        judged,
        replayed=folder,
        free=None if free is None else Path(free),
        rows=rows if record else None,
        observables=observables,
        roles=roles,
    )


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


def why(
    history: History,
    event: str,
    *,
    runs: int = 100,
    country: Country | None = None,
) -> Answer:
    """Why an event of the leadership happened: its ancestry in the ledger, then how often it fails
    in other histories of the same scenario from which one of its causes is taken out.

    Arguments:
        history: of a run with the leadership.
        event: as it is told, "Bukharin removed from the Politburo", or kind:target:office, or an id
            of `history.events`.
        runs: histories under other luck in which each cause is tried; 0: the ancestry alone.
        country: of the history; the one of its name if not given.

    Returns:
        `ancestry`, (depth, text, of which) a line; `necessity` of each cause, a share with a 95 per
        cent interval; `frequency`, the share of histories with the event.

    Raises:
        UserError: for an event this history does not have, with what it has; for a history with
            mechanisms of your own, which its folder does not hold.

    Example:
        >>> import partystate as ps
        >>> history = ps.run(ps.load_country("toyland"))
        >>> ps.why(history, "crowned:nobody", runs=1)
        Traceback (most recent call last):
        partystate.core.errors.UserError: events.parquet: this history has no such event; ...
    """
    configure()
    about = files.read_manifest(history.path)
    country = country or load_country(files.country_of(history.path))
    asked = asked_id(event, Names(country))
    return answer(scenario_in(about, country), history.events, asked, runs, int(about["seed"]))
