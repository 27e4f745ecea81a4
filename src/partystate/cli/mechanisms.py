"""`partystate mechanisms`: the month as a list, and every card."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from partystate.cli.output import print_json, print_table, teaching
from partystate.engine.phases import printed
from partystate.mechanisms.registry import MECHANISMS


@teaching
def mechanisms(
    as_json: Annotated[bool, typer.Option("--json", help="print the cards as JSON")] = False,
) -> None:
    """Print the phases of a month and the mechanisms in each, with what they read and propose."""
    if as_json:
        cards = [asdict(m.card) | {"parameters": list(m.parameters)} for m in MECHANISMS]
        print_json(
            {
                "phases": [
                    dict(zip(("phase", "what", "mechanisms"), row, strict=True))
                    for row in printed(MECHANISMS)
                ],
                "cards": cards,
            }
        )
        return
    print_table("A month", ["phase", "what happens", "mechanisms"], printed(MECHANISMS))
    rows = [
        (
            m.card.id,
            m.card.phase,
            m.card.status,
            ", ".join(m.card.reads),
            ", ".join(m.card.proposes),
            "; ".join(m.card.sources),
        )
        for m in MECHANISMS
    ]
    print_table(
        "Mechanisms", ["mechanism", "phase", "status", "reads", "proposes", "sources"], rows
    )
