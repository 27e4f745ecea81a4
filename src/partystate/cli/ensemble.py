"""`partystate ensemble`: many histories, in parts that survive a kill."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from partystate.cli.output import console, print_json, problems, teaching
from partystate.cli.run import check_people
from partystate.core.errors import UserError
from partystate.evidence.loading import load_meta
from partystate.experiments.comparisons import compare_all, pair_all
from partystate.experiments.ensemble import ONLY_POWER, Plan, run_ensemble
from partystate.scenario.country import load

PARAMETERS = ("central", "prior")


@teaching
def ensemble(
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    runs: Annotated[int, typer.Option(help="number of histories")] = 200,
    parameters: Annotated[str, typer.Option(help="central or prior")] = "prior",
    executor: Annotated[str, typer.Option(help="serial or processes")] = "serial",
    seed: Annotated[int, typer.Option(help="the luck of the ensemble")] = 1,
    people: Annotated[str, typer.Option(help="expected or counted")] = "expected",
    what_if: Annotated[list[str] | None, typer.Option(help="name or TOML file; may be repeated")] = None,
    until: Annotated[str | None, typer.Option(help="last month, YYYY-MM")] = None,
    only: Annotated[str | None, typer.Option(help="power: the party's top alone")] = None,
    replay_until: Annotated[str | None, typer.Option(help="recorded politics before this month, YYYY-MM (with --only power)")] = None,
    episodes: Annotated[bool, typer.Option("--episodes", help="also an ensemble for every episode start of the evidence")] = False,
    placebos: Annotated[int, typer.Option(help="shuffles of facts among persons of one entry year; the runs are shared among them")] = 0,
    ablations: Annotated[bool, typer.Option("--ablations", help="also pairs of runs without each mechanism, and each what-if of the country")] = False,
    start: Annotated[str | None, typer.Option("--from", help="first month, YYYY-MM, with posts as recorded in it (with --only power)")] = None,
    out: Annotated[Path | None, typer.Option(help="directory to write or to resume")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print what was done as JSON")] = False,
) -> None:
    """Run an ensemble; the same command again takes up where it was stopped."""
    if parameters not in PARAMETERS:
        raise UserError(
            "unknown choice of parameters", found=repr(parameters), expected=" or ".join(PARAMETERS),
            action="A posterior needs a calibration, which this version does not have yet.",
        )  # fmt: skip
    check_only(only, bool(replay_until or episodes or placebos or ablations or start))
    plan = Plan(country, check_people(people), tuple(what_if or ()), until, parameters, seed, runs, only, replay_until, None, start)
    folder = out or Path("runs") / f"{Path(country).name}-{only or 'all'}-ensemble"
    columns = (TextColumn("histories"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    starts = episode_starts(country) if episodes else []
    jobs = [(plan, folder)] + [(replace(plan, replay_until=month), folder / "episodes" / month) for month in starts]
    share = max(runs // max(placebos, 1), 1)
    jobs += [(replace(plan, placebo=k, runs=share), folder / "placebo" / str(k)) for k in range(1, placebos + 1)]
    with Progress(*columns, console=problems, transient=True) as bar:
        for job, where in jobs:
            task = bar.add_task(where.name, total=job.runs)
            run_ensemble(job, where, executor, progress=lambda done, of, task=task: bar.update(task, completed=done, total=of))
        if ablations:
            task = bar.add_task("pairs of directions")
            pair_all(plan, folder, executor, lambda done, of: bar.update(task, completed=done, total=of))
            task = bar.add_task("comparisons")
            compare_all(plan, folder, lambda done, of: bar.update(task, completed=done, total=of))
    if as_json:
        print_json({"directory": str(folder), "runs": runs})
    else:
        console.print(f"{runs} histories in {folder}", highlight=False)
        for job, where in jobs[1:]:
            console.print(f"{job.runs} histories in {where}", highlight=False)


def check_only(only: str | None, needs_power: bool) -> None:
    """`--only` has one value, and what belongs to the party's top needs it."""
    if only not in (None, ONLY_POWER):
        raise UserError("unknown part of the model", found=repr(only), expected=ONLY_POWER, action="Leave --only out for all of it.")
    if only is None and needs_power:
        raise UserError(
            "replay, episodes, placebos and a later start belong to the party's top", expected=f"--only {ONLY_POWER}",
            action="People and land have their politics replayed throughout.",
        )  # fmt: skip


def episode_starts(country: str) -> list[str]:
    """Starts of episodes of the evidence inside the run of the party's top, its first month apart."""
    found = load(country)
    top = found.meta.power
    starts = load_meta(found.path / "evidence").episode_starts
    return [start for start in starts if top and top.start < start <= top.end]
