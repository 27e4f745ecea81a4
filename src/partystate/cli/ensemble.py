"""`partystate ensemble`: many histories, in parts that survive a kill."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from partystate.cli.compare import number
from partystate.cli.output import console, print_json, print_table, problems, teaching
from partystate.cli.run import check_people
from partystate.core.errors import UserError
from partystate.country.country import Country, load
from partystate.evidence.loading import load_meta
from partystate.experiments.comparisons import PAIRS, compare_all, pair_all, saved
from partystate.experiments.ensemble import FREE, ONLY_POWER, RECORDED, Plan, run_ensemble
from partystate.experiments.questions import asked_of
from partystate.scenario.parameter_kinds import PRIOR, for_many


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
    executor: Annotated[str, typer.Option(help="serial or processes")] = "serial",
    seed: Annotated[int, typer.Option(help="the luck of the ensemble")] = 1,
    people: Annotated[str, typer.Option(help="expected or counted")] = "expected",
    what_if: Annotated[
        list[str] | None, typer.Option(help="name or TOML file; may be repeated")
    ] = None,
    thesis: Annotated[
        str | None,
        typer.Option(
            help="what named authors suppose of people and land: a name of theses/ or a TOML file"
        ),
    ] = None,
    until: Annotated[str | None, typer.Option(help="last month, YYYY-MM")] = None,
    free: Annotated[
        bool,
        typer.Option(
            "--free",
            help=(
                "the line on the village comes out of the party's top, and is not the recorded one"
            ),
        ),
    ] = False,
    only: Annotated[str | None, typer.Option(help="power: the party's top alone")] = None,
    replay_until: Annotated[
        str | None,
        typer.Option(help="recorded politics before this month, YYYY-MM (with --only power)"),
    ] = None,
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
    ablations: Annotated[
        bool,
        typer.Option(
            "--ablations",
            help=(
                "also pairs of runs without each mechanism of this part, and with each what-if "
                "that touches it"
            ),
        ),
    ] = False,
    start: Annotated[
        str | None,
        typer.Option(
            "--start",
            "--from",
            help="first month, YYYY-MM, with posts as recorded in it (with --only power)",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="directory to write or to resume")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print what was done as JSON")] = False,
) -> None:
    """Run an ensemble; the same command again takes up where it was stopped."""
    check_only(only, bool(replay_until or episodes or placebos or start), bool(thesis or free))
    found = load(country)
    kind = for_many(found, parameters or (PRIOR if only else None))
    plan = Plan(
        country,
        check_people(people),
        tuple(what_if or ()),
        until,
        kind,
        seed,
        runs,
        only,
        replay_until,
        None,
        start,
        thesis,
        FREE if free else RECORDED,
    )
    folder = (
        out or Path("runs") / f"{Path(country).name}-{only or (FREE if free else 'all')}-ensemble"
    )
    columns = (TextColumn("histories"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    starts = episode_starts(country) if episodes else []
    jobs = [(plan, folder)] + [
        (replace(plan, replay_until=month), folder / "episodes" / month) for month in starts
    ]
    share = max(runs // max(placebos, 1), 1)
    jobs += [
        (replace(plan, placebo=k, runs=share), folder / "placebo" / str(k))
        for k in range(1, placebos + 1)
    ]
    with Progress(*columns, console=problems, transient=True) as bar:
        for job, where in jobs:
            task = bar.add_task(where.name, total=job.runs)
            run_ensemble(
                job,
                where,
                executor,
                progress=lambda done, of, task=task: bar.update(task, completed=done, total=of),
            )
        if ablations:
            task = bar.add_task("pairs of directions")
            pair_all(
                plan, folder, executor, lambda done, of: bar.update(task, completed=done, total=of)
            )
            task = bar.add_task("comparisons")
            compare_all(plan, folder, lambda done, of: bar.update(task, completed=done, total=of))
    if as_json:
        print_json({"directory": str(folder), "runs": runs})
    else:
        console.print(f"{runs} histories in {folder}", highlight=False)
        for job, where in jobs[1:]:
            console.print(f"{job.runs} histories in {where}", highlight=False)
        if ablations and not only:
            show_compared(found, folder)


def show_compared(country: Country, folder: Path) -> None:
    """Ablations and what-ifs of people and land, on the headline questions for the whole
    country."""
    heads = [a for a in asked_of(country) if a.question.headline and not a.row.group]
    rows = [
        (", ".join(c["what_ifs"]), *_cells(c, [a.outcome for a in heads])) for c in saved(folder)
    ]
    print_table(
        f"Effects in {PAIRS} pairs under the same luck, with 95 per cent intervals",
        ["change", *(a.outcome for a in heads), ""],
        rows,
    )


def _cells(comparison: dict, outcomes: list[str]) -> list[str]:
    """The effect on each outcome, and a word where nothing that is asked changes."""
    effects = {e["outcome"]: e for e in comparison["effects"]}
    cells = []
    for outcome in outcomes:
        e = effects.get(outcome)
        cells.append(
            ""
            if e is None
            else f"{number(e['effect'], '+')} ({number(e['low'], '+')} to {number(e['high'], '+')})"
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


def check_only(only: str | None, needs_power: bool, of_land: bool) -> None:
    """`--only` has one value, and what belongs to the party's top needs it."""
    if only not in (None, ONLY_POWER):
        raise UserError(
            "unknown part of the model",
            found=repr(only),
            expected=ONLY_POWER,
            action="Leave --only out for all of it.",
        )
    if only is None and needs_power:
        raise UserError(
            "replay, episodes, placebos and a later start belong to the party's top",
            expected=f"--only {ONLY_POWER}",
            action="People and land answer to the rulers' line as given; leave the option out.",
        )
    if only and of_land:
        raise UserError(
            "a thesis or a free line bears on people and land",
            found=f"--only {only}",
            action="Leave out --only, or --thesis and --free.",
        )


def episode_starts(country: str) -> list[str]:
    """Starts of episodes of the evidence inside the run of the party's top, its first month
    apart."""
    found = load(country)
    top = found.meta.power
    starts = load_meta(found.path / "evidence").episode_starts
    return [start for start in starts if top and top.start < start <= top.end]
