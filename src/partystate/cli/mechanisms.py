"""`partystate mechanisms`: the month as a list, and what every mechanism reads and proposes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from partystate.cli.output import print_json, print_table, teaching
from partystate.country.country import load
from partystate.engine.phases import printed
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import MECHANISMS
from partystate.mechanisms.traced import Traced
from partystate.scenario.traces import traces_of

TRACED_IN = "toyland"  # reads and proposals are the same in every country; this one is small


@teaching
def mechanisms(
    as_json: Annotated[bool, typer.Option("--json", help="print all of it as JSON")] = False,
) -> None:
    """Print the phases of a month and the mechanisms in each, with what they read and propose."""
    traced = traces_of(load(TRACED_IN))
    if as_json:
        phases = [
            dict(zip(("phase", "what", "mechanisms"), row, strict=True))
            for row in printed(MECHANISMS)
        ]
        print_json({"phases": phases, "mechanisms": [_told(m, traced[m.id]) for m in MECHANISMS]})
        return
    print_table("A month", ["phase", "what happens", "mechanisms"], printed(MECHANISMS))
    rows = [
        (
            m.id,
            m.phase,
            ", ".join(traced[m.id].reads),
            ", ".join(traced[m.id].proposes),
            "; ".join(m.citations),
        )
        for m in MECHANISMS
    ]
    print_table("Mechanisms", ["mechanism", "phase", "reads", "proposes", "rests on"], rows)


def _told(mechanism: Mechanism, traced: Traced) -> dict[str, object]:
    """One mechanism for JSON."""
    return {
        "id": mechanism.id,
        "theme": mechanism.theme,
        "phase": mechanism.phase,
        "stream": mechanism.stream,
        "reads": list(traced.reads),
        "proposes": list(traced.proposes),
        "claims": list(mechanism.claims),
        "citations": list(mechanism.citations),
        "directions": [asdict(d) for d in mechanism.directions],
        "parameters": list(mechanism.parameters),
    }
