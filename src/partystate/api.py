"""The public functions of Python."""

from __future__ import annotations

import tempfile
import weakref
from pathlib import Path

from partystate.country.country import Country
from partystate.country.country import load as load_country
from partystate.experiments.compare import Comparison
from partystate.experiments.compare import compare as run_pairs
from partystate.experiments.ensemble import Plan, run_ensemble
from partystate.experiments.histories import run_and_write
from partystate.experiments.theses import Contest, contest
from partystate.history.directory import History, open_history
from partystate.scenario.assemble import EXPECTED, RECORDED, Scenario, assemble
from partystate.scenario.parameter_kinds import for_many, for_one
from partystate.scoring import Scorecard, score


def run(
    country: Country,
    seed: int = 1,
    what_if: list[str] | None = None,
    counting: str = EXPECTED,
    until: str | None = None,
    out: Path | None = None,
    thesis: str | None = None,
    parameters: str | None = None,
    parts: tuple[str, ...] | None = None,
    line: str = RECORDED,
) -> History:
    """Run one history; without `out` its directory is a temporary one, which is removed when the
    history is no longer held, or when Python ends. `parameters` is central, prior or posterior; if
    not given, posterior where the country ships one, else central. `parts` are society and
    leadership, both if not given; `line` is recorded or endogenous."""
    scenario = assemble(country, counting, what_if or [], until, thesis, parts, line)
    kind = for_one(country, parameters)
    if out is not None:
        return open_history(run_and_write(scenario, seed, Path(out), kind))
    temporary = tempfile.TemporaryDirectory(prefix="partystate-", ignore_cleanup_errors=True)
    try:
        history = open_history(run_and_write(scenario, seed, Path(temporary.name) / "run", kind))
    except BaseException:
        temporary.cleanup()
        raise
    weakref.finalize(history, temporary.cleanup)
    return history


def ensemble(
    country: Country,
    runs: int,
    out: Path,
    seed: int = 1,
    what_if: list[str] | None = None,
    parameters: str | None = None,
    executor: str = "serial",
    counting: str = EXPECTED,
    thesis: str | None = None,
    parts: tuple[str, ...] | None = None,
    line: str = RECORDED,
) -> Path:
    """Run or resume an ensemble in `out`; returns the folder."""
    plan = Plan(
        str(country.path),
        runs,
        seed,
        for_many(country, parameters),
        counting,
        tuple(what_if or ()),
        thesis=thesis,
        parts=parts,
        line=line,
    )
    return run_ensemble(plan, Path(out), executor)


def compare(
    country: Country,
    what_if: list[str],
    runs: int = 100,
    seed: int = 1,
    parameters: str | None = None,
    thesis: str | None = None,
    fork: str | None = None,
    luck: str = "same",
    parts: tuple[str, ...] | None = None,
    line: str = RECORDED,
) -> Comparison:
    """Pairs of histories without and with what-ifs, under the same luck. `thesis` stands on both
    sides. Until the month `fork` (YYYY-MM) the sides are the same to the last bit; with `luck`
    fresh effects under a luck drawn anew from there stand beside."""
    return run_pairs(
        country,
        what_if,
        runs,
        seed,
        for_many(country, parameters),
        thesis,
        fork=fork,
        luck=luck,
        parts=parts,
        line=line,
    )


def compare_theses(
    country: Country,
    thesis: list[str],
    runs: int = 200,
    seed: int = 1,
    parameters: str | None = None,
) -> Contest:
    """Theses scored side by side on the same rows, under the same luck and the same draws."""
    return contest(country, thesis, runs, seed, for_many(country, parameters))


__all__ = [
    "Comparison",
    "Contest",
    "Country",
    "History",
    "Scenario",
    "Scorecard",
    "compare",
    "compare_theses",
    "ensemble",
    "load_country",
    "run",
    "score",
]
