"""`partystate ensemble`: many histories, in parts that survive a kill."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from partystate.cli.output import console, print_json, problems, teaching
from partystate.cli.run import check_people
from partystate.core.errors import UserError
from partystate.experiments.ensemble import Plan, run_ensemble

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
    out: Annotated[Path | None, typer.Option(help="directory to write or to resume")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print what was done as JSON")] = False,
) -> None:
    """Run an ensemble; the same command again takes up where it was stopped."""
    if parameters not in PARAMETERS:
        raise UserError(
            "unknown choice of parameters", found=repr(parameters), expected=" or ".join(PARAMETERS),
            action="A posterior needs a calibration, which this version does not have yet.",
        )  # fmt: skip
    plan = Plan(country, check_people(people), tuple(what_if or ()), until, parameters, seed, runs)
    folder = out or Path("runs") / f"{Path(country).name}-ensemble"
    columns = (TextColumn("histories"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=problems, transient=True) as bar:
        task = bar.add_task("histories", total=runs)
        run_ensemble(plan, folder, executor, progress=lambda done, of: bar.update(task, completed=done, total=of))
    if as_json:
        print_json({"directory": str(folder), "runs": runs})
    else:
        console.print(f"{runs} histories in {folder}", highlight=False)
