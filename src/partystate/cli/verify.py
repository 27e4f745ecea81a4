"""`partystate verify`: published exact cases through the model's own functions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.output import console, print_json, print_table, teaching
from partystate.verify.cases import NOT_IMPLEMENTED, as_json, load_cases
from partystate.verify.cases import verify as recompute

SHIPPED = Path(__file__).parents[1] / "verify" / "cases.json"


@teaching
def verify(
    cases: Annotated[
        Path, typer.Argument(help="a JSON file of cases; the shipped ones if not given")
    ] = SHIPPED,
    as_json_: Annotated[bool, typer.Option("--json", help="print the results as JSON")] = False,
) -> None:
    """Recompute published results. Exit status 1 if a case fails."""
    results = recompute(load_cases(cases))
    summary = as_json(results)
    if as_json_:
        print_json(summary)
    else:
        done = [r for r in results if r.status != NOT_IMPLEMENTED]
        print_table(
            "Recomputed", ["case", "model", "status"], [(r.id, r.model, r.status) for r in done]
        )
        rest = sorted({r.model for r in results if r.status == NOT_IMPLEMENTED})
        print_table("Not implemented, so not passed", ["model"], [(model,) for model in rest])
        counts = ", ".join(
            f"{summary[key]} {key.replace('_', ' ')}"
            for key in ("passed", "failed", "not_implemented")
        )
        console.print(counts, highlight=False)
    if summary["failed"]:
        sys.exit(1)
