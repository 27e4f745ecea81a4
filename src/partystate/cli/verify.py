"""`partystate verify`: published exact cases, and which mechanism runs the model of each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.output import console, print_json, print_table, teaching
from partystate.published.catalogue import CASES
from partystate.verify.cases import NONE, NOT_IMPLEMENTED, Result, as_json, load_cases, totals
from partystate.verify.cases import verify as recompute


@teaching
def verify(
    cases: Annotated[
        Path, typer.Argument(help="a JSON file of cases; the shipped ones if not given")
    ] = CASES,
    as_json_: Annotated[bool, typer.Option("--json", help="print the results as JSON")] = False,
) -> None:
    """Recompute published results, and say which mechanism runs the model of each, or none. Exit
    status 1 if a case fails."""
    results = recompute(load_cases(cases))
    if as_json_:
        print_json(as_json(results))
    else:
        _print(results)
    if totals(results)["failed"]:
        sys.exit(1)


def _print(results: list[Result]) -> None:
    done = [r for r in results if r.status != NOT_IMPLEMENTED]
    print_table(
        "Recomputed",
        ["case", "model", "used by", "status"],
        [(r.id, r.model, user(r), r.status) for r in done],
    )
    rest = sorted({r.model for r in results if r.status == NOT_IMPLEMENTED})
    print_table("Not implemented, so not passed", ["model"], [(model,) for model in rest])
    count = totals(results)
    console.print(
        f"{count['passed']} passed, {count['failed']} failed, "
        f"{count['not_implemented']} not implemented",
        highlight=False,
    )
    console.print(
        f"of the {len(done)} recomputed, {count['used_by_a_mechanism']} are of models that a "
        f"mechanism runs, {count['used_elsewhere']} of what draws, units, calibration and "
        f"estimation run, {count['used_by_none']} of models that no mechanism uses",
        highlight=False,
    )


def user(result: Result) -> str:
    """Who runs the model of a case, as it is printed; said where only a test ties the two."""
    names = ", ".join(name.removeprefix("mechanisms.") for name in result.used_by) or NONE
    return f"{names} (tied by a test)" if result.tied_by else names
