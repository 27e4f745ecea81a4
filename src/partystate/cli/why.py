"""`partystate why`: the ancestry of an event, and what it could not have happened without."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from partystate.cli.output import console, print_json, print_table, problems, teaching
from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.country.names import Names
from partystate.experiments.why import Answer
from partystate.experiments.why import why as answer
from partystate.history import files
from partystate.history.ledger.words import asked_id
from partystate.history.provenance import scenario_in


@teaching
def why(
    directory: Annotated[Path, typer.Argument(help="a run directory")],
    event: Annotated[
        str,
        typer.Argument(
            help="an event as it is told, such as 'Bukharin removed from the Politburo', or "
            "kind:target:office, or its id"
        ),
    ],
    runs: Annotated[
        int, typer.Option(help="histories in which necessity is tried; 0: the ancestry alone")
    ] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="print the answer as JSON")] = False,
) -> None:
    """Ancestry in the ledger, then paired replays with each cause removed."""
    path, about = directory / "events.parquet", directory / "manifest.json"
    if not (path.is_file() and about.is_file()):
        raise UserError(
            f"{directory} is not a run directory",
            expected="events.parquet and manifest.json",
            action="Run `partystate run` first.",
        )
    made = files.read_manifest(directory)
    country = load(made["country"]["id"])
    with Progress(console=problems, transient=True) as bar:
        task = bar.add_task("histories", total=runs)
        found = answer(
            scenario_in(made, country),
            files.read_parquet(path),
            asked_id(event, Names(country)),
            runs,
            int(made["seed"]),
            lambda done, of: bar.update(task, completed=done),
        )
    print_json(found.as_json()) if as_json else show(found, runs)


def show(found: Answer, runs: int) -> None:
    """An answer for a person, of `runs` histories."""
    for depth, text, _ in found.ancestry:
        console.print("  " * depth + text, highlight=False)
    if not runs:
        return
    console.print(
        f"In other histories the event happens within a year of its date in {found.frequency:.0%}.",
        highlight=False,
    )
    rows = [
        (
            n.cause,
            n.how,
            "" if n.share is None else f"{n.share:.0%}",
            "" if n.share is None else f"{n.low:.0%} to {n.high:.0%}",
            n.histories,
        )
        for n in found.necessity
    ]
    if not rows:
        console.print("The ledger has no cause of it that could be taken out.")
        return
    print_table(
        "Necessity: how often the event fails without the cause",
        ["cause", "taken out", "fails", "95 per cent interval", "histories"],
        rows,
    )
