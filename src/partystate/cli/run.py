"""`partystate run`: one history, as a directory with its report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.output import console, print_json, teaching
from partystate.country.country import Country, load
from partystate.experiments.histories import run_and_write
from partystate.experiments.which_run import which_run
from partystate.history.files import read_manifest
from partystate.history.provenance import manifest
from partystate.history.release import require_the_same
from partystate.report.build import build_report
from partystate.scenario.assemble import EXPECTED, RECORDED
from partystate.scenario.parts import ALL
from partystate.scenario.scenario import Scenario

WhatIfs = Annotated[list[str] | None, typer.Option(help="name or TOML file; may be repeated")]
Thesis = Annotated[
    str | None,
    typer.Option(help="what named authors suppose: a name of theses/ or a TOML file"),
]
Until = Annotated[str | None, typer.Option(help="last month, YYYY-MM")]
ReplayUntil = Annotated[
    str | None, typer.Option(help="recorded politics before this month, YYYY-MM")
]
Parts = Annotated[
    list[str] | None,
    typer.Option(
        "--parts",
        help="society or leadership, to leave the other out; both if not given; or revolution",
    ),
]
Line = Annotated[
    str,
    typer.Option(help="the rulers' line on the village: recorded, or endogenous (their own)"),
]
Counting = Annotated[
    str,
    typer.Option(
        "--counting", "--people", help="expected (means) or counted (whole persons are drawn)"
    ),
]
Enters = Annotated[
    str | None,
    typer.Option(
        "--enters",
        "--start",
        help="month in which the leadership enters, YYYY-MM, with posts as recorded in it",
    ),
]


@teaching
def run(
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    seed: Annotated[int | None, typer.Option(help="the luck of the run; 1 if not given")] = None,
    number: Annotated[
        int | None,
        typer.Option(help="which run of an ensemble of the seed; it has that run's luck and draw"),
    ] = None,
    nearest: Annotated[
        bool,
        typer.Option(
            "--nearest",
            help="the run of the shipped results that comes nearest to figures used in fitting",
        ),
    ] = False,
    counting: Counting = EXPECTED,
    what_if: WhatIfs = None,
    thesis: Thesis = None,
    parameters: Annotated[
        str | None,
        typer.Option(
            help="central, prior or posterior; posterior where the country ships one, else central"
        ),
    ] = None,
    parts: Parts = None,
    line: Line = RECORDED,
    replay_until: ReplayUntil = None,
    enters: Enters = None,
    until: Until = None,
    ensemble: Annotated[
        Path | None, typer.Option(help="an ensemble directory for bands and scores in the report")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="directory to write")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the manifest as JSON")] = False,
) -> None:
    """Run one history and write its directory, the report included."""
    found = load(country)
    one = which_run(found, seed, number, parameters, nearest=nearest, mark="--")
    folder = out or Path("runs") / usual_name(found, what_if or [], thesis, one.seed, one.number)
    scenario = Scenario(
        found,
        what_ifs=what_if or [],
        thesis=thesis,
        line=line,
        counting=counting,
        parts=parts or ALL,
        until=until,
        replay_until=replay_until,
        enters=enters,
    )
    world = scenario.assembled
    if ensemble is not None:
        require_the_same(
            manifest(world, seed=one.seed, parameters=one.parameters, runs=1), ensemble
        )
    run_and_write(world, one.seed, folder, one.parameters, one.number)
    report = build_report(folder, found, ensemble)
    if as_json:
        print_json(read_manifest(folder) | {"directory": str(folder), "report": str(report)})
    else:
        console.print(f"History written to {folder}", soft_wrap=True)
        console.print(f"Report: {report.resolve()}", soft_wrap=True)


def usual_name(
    country: Country, what_ifs: list[str], thesis: str | None, seed: int, number: int | None = None
) -> str:
    """The folder of a run that names none: one for each country, what-ifs, thesis, seed and
    number."""
    words = [country.id, *([thesis] if thesis else []), *what_ifs]
    luck = f"seed{seed}" + ("" if number is None else f"-run{number}")
    return "-".join([*(Path(word).stem for word in words), luck])
