"""`partystate ensemble`: many histories, in parts that survive a kill."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from partystate.cli.compare import number, span
from partystate.cli.executors import (
    Chosen,
    Executor,
    Finish,
    Scheduler,
    Task,
    Workers,
    show_array,
)
from partystate.cli.output import (
    console,
    print_json,
    print_table,
    problems,
    say_problem,
    teaching,
)
from partystate.cli.run import (
    Counting,
    Enters,
    Line,
    Parts,
    ReplayUntil,
    Thesis,
    Until,
    WhatIfs,
)
from partystate.core.whole import whole
from partystate.country.country import Country, load
from partystate.evidence.loading import load_meta
from partystate.experiments.comparisons import PAIRS, Beside, run_beside, saved
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.ensemble_manifest import manifest_of
from partystate.experiments.parts import Plan
from partystate.experiments.questions import asked_of
from partystate.scenario.assemble import EXPECTED, RECORDED
from partystate.scenario.parameter_kinds import for_many


@teaching
def ensemble(
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    runs: Annotated[int, typer.Option(help="number of histories")] = 200,
    parameters: Annotated[
        str | None,
        typer.Option(
            help="central, prior or posterior; posterior where the country ships one, else prior"
        ),
    ] = None,
    executor: Executor = "serial",
    workers: Workers = None,
    scheduler: Scheduler = None,
    task: Task = None,
    finish: Finish = False,
    seed: Annotated[int, typer.Option(help="the luck of the ensemble")] = 1,
    counting: Counting = EXPECTED,
    what_if: WhatIfs = None,
    thesis: Thesis = None,
    until: Until = None,
    parts: Parts = None,
    line: Line = RECORDED,
    replay_until: ReplayUntil = None,
    episodes: Annotated[
        bool,
        typer.Option("--episodes", help="also an ensemble for every episode start of the evidence"),
    ] = False,
    placebos: Annotated[
        int,
        typer.Option(
            help="shuffles of facts among persons of one entry year; the runs are shared among them"
        ),
    ] = 0,
    directions: Annotated[
        bool,
        typer.Option(
            "--directions",
            help="also the arms that directions of the evidence compare: without a mechanism, with "
            "a what-if",
        ),
    ] = False,
    answers: Annotated[
        bool,
        typer.Option(
            "--answers",
            help="the same, and with every what-if of the country, told in a table; `release` "
            "ships them",
        ),
    ] = False,
    ablations: Annotated[
        bool,
        typer.Option(
            "--ablations",
            help="the same, and without every mechanism and with every what-if, told in a table",
        ),
    ] = False,
    pairs: Annotated[
        int, typer.Option(help="histories of each arm, at most those of the ensemble")
    ] = PAIRS,
    enters: Enters = None,
    out: Annotated[Path | None, typer.Option(help="directory to write or to resume")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print what was done as JSON")] = False,
) -> None:
    """Run an ensemble; the same command again takes up where it was stopped, and a larger number of
    runs makes it longer."""
    found = load(country)
    plan = Plan(
        country,
        runs,
        seed,
        for_many(found, parameters),
        counting,
        tuple(what_if or ()),
        until,
        thesis,
        tuple(parts) if parts else None,
        line,
        replay_until,
        enters,
    )
    chosen = Chosen(executor, workers, scheduler, task, finish)
    chosen.check(
        {
            "--episodes": episodes,
            "--placebos": placebos,
            "--directions": directions,
            "--answers": answers,
            "--ablations": ablations,
        }
    )
    name = "-".join([Path(country).name, *(parts or ()), *([line] if line != RECORDED else ())])
    folder = out or Path("runs") / f"{name}-ensemble"
    if chosen.is_array:
        show_array(chosen, plan, folder, as_json)
        return
    jobs = jobs_of(plan, folder, episode_starts(found) if episodes else [], placebos)
    columns = (TextColumn("histories"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=problems, transient=True) as bar:

        def watched(text):
            task = bar.add_task(text)
            return lambda done, of: bar.update(task, completed=done, total=of)

        for job, where in jobs:
            told = watched(where.name)
            run_ensemble(job, where, executor, chosen.processes, told, scheduler)
        compares = answers or ablations
        if directions or compares:
            some = min(whole(pairs, "pairs", least=1), runs)
            beside = Beside(plan, folder, some, compares, ablations)
            _announce(beside)
            run_beside(
                beside,
                executor,
                chosen.processes,
                watched("arms"),
                lambda seconds: _foretell(beside, seconds, chosen.processes),
            )
    there = [(int(manifest_of(where).get("runs", job.runs)), where) for job, where in jobs]
    if as_json:
        print_json({"directory": str(folder), "runs": there[0][0]})
        return
    for number_of_runs, where in there:
        console.print(f"{number_of_runs} histories in {where}", highlight=False)
    if compares:
        show_compared(found, folder, min(pairs, runs))


def _announce(beside: Beside) -> None:
    """How much will be run beside the ensemble."""
    arms, missing = len(beside.every), len(beside.missing())
    say_problem(
        f"{arms} arms of {beside.pairs} histories each, the base among them: {missing} to run, "
        f"{missing * beside.pairs:,} histories."
    )


def _foretell(beside: Beside, seconds: float, processes: int) -> None:
    """How long the rest takes, by what the first arm took."""
    left = len(beside.missing()) * beside.pairs
    minutes = left * seconds / processes / 60
    say_problem(
        f"{seconds:.1f} s a history in {processes} at a time: about {max(minutes, 1):.0f} minutes "
        "more."
    )


def jobs_of(
    plan: Plan, folder: Path, episodes: list[str], placebos: int
) -> list[tuple[Plan, Path]]:
    """The ensemble itself, one for each episode start and one for each placebo, with their
    folders."""
    share = max(plan.runs // max(placebos, 1), 1)
    return [
        (plan, folder),
        *((replace(plan, replay_until=m), folder / "episodes" / m) for m in episodes),
        *(
            (replace(plan, placebo=k, runs=share), folder / "placebo" / str(k))
            for k in range(1, placebos + 1)
        ),
    ]


def show_compared(country: Country, folder: Path, pairs: int) -> None:
    """Ablations and what-ifs of people and land, on the headline questions for the whole
    country."""
    compared = saved(folder)
    answered = {e["outcome"] for c in compared for e in c["effects"]}  # nothing without society
    heads = [
        a.outcome
        for a in asked_of(country)
        if a.question.headline and not a.row.group and a.outcome in answered
    ]
    rows = [(", ".join(c["what_ifs"]), *_cells(c, heads)) for c in compared]
    print_table(
        f"Effects in {pairs} pairs under the same luck, with 95 per cent intervals",
        ["change", *heads, ""],
        rows,
    )


def _cells(comparison: dict, outcomes: list[str]) -> list[str]:
    """The effect on each outcome, and a word where nothing that is asked changes."""
    effects = {e["outcome"]: e for e in comparison["effects"]}
    cells = []
    for outcome in outcomes:
        e = effects.get(outcome)
        cells.append(
            "" if e is None else f"{number(e['effect'], '+')} ({span(e['low'], e['high'])})"
        )
    moved = [e for e in effects.values() if e["effect"] or e["low"] or e["high"]]
    word = (
        "changes nothing that is asked"
        if not moved
        else ""
        if any(e["is_clear"] for e in moved)
        else "not told from nothing"
    )
    return [*cells, word]


def episode_starts(country: Country) -> list[str]:
    """Starts of episodes of the evidence after the leadership has entered."""
    top = country.leadership
    starts = load_meta(country.path / "evidence").episode_starts
    return [start for start in starts if top and top.start < start <= top.end]
