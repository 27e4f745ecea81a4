"""`partystate run`: one history, as a directory with its report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.output import console, print_json, teaching
from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.experiments.histories import run_and_write
from partystate.report.build import build_report
from partystate.scenario.assemble import assemble
from partystate.scenario.assemble_power import assemble_power
from partystate.scenario.parameter_kinds import for_one

PEOPLE = ("expected", "counted")


def check_people(people: str) -> str:
    """`expected` or `counted`."""
    if people not in PEOPLE:
        raise UserError(
            "unknown way to move people",
            found=repr(people),
            expected=" or ".join(PEOPLE),
            action="Use --people counted.",
        )
    return people


@teaching
def run(
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    seed: Annotated[int, typer.Option(help="the luck of the run")] = 1,
    people: Annotated[str, typer.Option(help="expected or counted")] = "expected",
    what_if: Annotated[
        list[str] | None, typer.Option(help="name or TOML file; may be repeated")
    ] = None,
    thesis: Annotated[
        str | None,
        typer.Option(help="what named authors suppose: a name of theses/ or a TOML file"),
    ] = None,
    parameters: Annotated[
        str | None,
        typer.Option(
            help="central, prior or posterior; posterior where the country ships one, else central"
        ),
    ] = None,
    replay_until: Annotated[
        str | None, typer.Option(help="recorded politics before this month, YYYY-MM")
    ] = None,
    politics: Annotated[
        Path | None,
        typer.Option(help="an ensemble of the party's top for bands and scores in the report"),
    ] = None,
    until: Annotated[str | None, typer.Option(help="last month, YYYY-MM")] = None,
    ensemble: Annotated[
        Path | None, typer.Option(help="an ensemble directory for bands and scores in the report")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="directory to write")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the manifest as JSON")] = False,
) -> None:
    """Run one history and write its directory, the report included."""
    folder = out or Path("runs") / f"{Path(country).name}-seed{seed}"
    found = load(country)
    kind = for_one(found, parameters)
    scenario = assemble(found, check_people(people), what_if or [], until, thesis)
    top = (
        assemble_power(scenario.country, what_if or [], replay_until=replay_until)
        if scenario.country.meta.power
        else None
    )
    run_and_write(scenario, seed, people, folder, top, kind)
    report = build_report(folder, scenario.country, ensemble, politics)
    if as_json:
        print_json({"directory": str(folder), "report": str(report)})
    else:
        console.print(f"History written to {folder}", highlight=False)
        console.print(f"Report: {report.resolve()}", highlight=False, soft_wrap=True)
