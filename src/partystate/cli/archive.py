"""`partystate archive`: lists of the dead of a counted history, with gaps, and its truth beside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partystate.archive.draw import Archive
from partystate.archive.written import LISTS, write_archive
from partystate.cli.output import console, print_json, print_table, teaching


@teaching
def archive(
    directory: Annotated[Path, typer.Argument(help="a run directory of a counted history")],
    out: Annotated[Path, typer.Option(help="folder to write the lists in")] = Path("archive"),
    organs: Annotated[
        Path | None,
        typer.Option(help="a table of organs and what survives in each; ours if not given"),
    ] = None,
    seed: Annotated[int, typer.Option(help="the luck of what survives")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="print what was drawn as JSON")] = False,
) -> None:
    """Draw synthetic archives of those who were killed in a counted history: lists of several
    organs, with gaps, records twice and names misspelt. Every name is invented; the truth is
    written beside."""
    found, _ = write_archive(directory, out, organs, seed)
    told = {
        "persons": len(found.dead),
        "in_some_list": int(found.standing.any(1).sum()),
        "lists": {
            name: {"persons": int(found.standing[:, i].sum()), "records": _records(found, name)}
            for i, name in enumerate(found.lists)
        },
    }
    print_json({"directory": str(out)} | told) if as_json else show(found, told, out)


def _records(found: Archive, name: str) -> int:
    return int((found.records["list"] == name).sum())


def show(found: Archive, told: dict, out: Path) -> None:
    """An archive for a person."""
    rows = [
        (name, f"{of['persons']:,}", f"{of['persons'] / told['persons']:.0%}", f"{of['records']:,}")
        for name, of in told["lists"].items()
    ]
    print_table("What survives", ["list", "persons", "of the truth", "records"], rows)
    console.print(
        f"{told['persons']:,} were killed, {told['in_some_list']:,} stand in some list. All names "
        f"are invented. Ask how many are missing: partystate estimate {out / LISTS} "
        "--strata region",
        highlight=False,
    )
