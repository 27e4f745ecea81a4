"""`partystate compare`: histories with and without a what-if, under the same luck."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from partystate.cli.output import console, print_json, print_table, problems, teaching
from partystate.experiments.compare import Comparison
from partystate.experiments.compare import compare as take
from partystate.history.files import writable_folder, write_json
from partystate.scenario.country import load


@teaching
def compare(
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    what_if: Annotated[list[str] | None, typer.Option(help="name or TOML file; may be repeated")] = None,
    runs: Annotated[int, typer.Option(help="pairs of histories")] = 100,
    seed: Annotated[int, typer.Option(help="the luck of the pairs")] = 1,
    parameters: Annotated[str, typer.Option(help="central or prior")] = "prior",
    start: Annotated[str | None, typer.Option("--from", help="first month, YYYY-MM, with posts as recorded in it")] = None,
    out: Annotated[Path | None, typer.Option(help="directory for compare.json")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the comparison as JSON")] = False,
) -> None:
    """Effects of a what-if on the party's top, with intervals; what cannot be told apart from nothing is said to be so."""
    with Progress(console=problems, transient=True) as bar:
        task = bar.add_task("pairs", total=runs)
        found = take(load(country), what_if or [], runs, seed, parameters, start, lambda done, of: bar.update(task, completed=done))
    if out:
        write_json(writable_folder(out) / "compare.json", json.loads(json.dumps(found.as_json())))
    if as_json:
        print_json(found.as_json())
    else:
        show(found)


def show(found: Comparison) -> None:
    """A comparison for a person."""
    rows = [
        (e.outcome, f"{e.base:.3g}", f"{e.changed:.3g}", f"{e.effect:+.3g}", f"{e.low:+.3g} to {e.high:+.3g}", "" if e.is_clear else "not told from nothing")
        for e in found.effects
    ]  # fmt: skip
    print_table(f"{', '.join(found.what_ifs)}: {found.pairs} pairs under the same luck", ["outcome", "without", "with", "effect", "95 per cent interval", ""], rows)
    for text, share in found.first_differences:
        console.print(f"First difference in {share:.0%} of pairs: {text}", highlight=False)
    if found.decorrelated:
        console.print(f"From {found.decorrelated} the pairs have drifted apart: later effects are averages.", highlight=False)
