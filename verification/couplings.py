"""What is found without each coupling of society and the leadership, or without a mechanism.

`python -m verification.couplings [--runs 20] [--parameters posterior] [--only NAME ...]`.
Pairs of histories under the same luck and parameters, with and without each coupling of
docs/explanation/couplings.md (its parameter at nought); a name without a dot is a mechanism, which
is left out whole. Printed as rows of that table: of what the
country asks and of the outcomes of the leadership, the clear effects that are largest against their
base, with 95 per cent intervals of the mean, and how many were looked at: one in twenty of those is
clear by chance."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from partystate.country.country import load
from partystate.country.what_ifs import Edit, WhatIf
from partystate.experiments.compare import compare
from partystate.experiments.effects import wanted
from partystate.experiments.gathering import gather
from partystate.experiments.paired import Effect
from partystate.experiments.questions import asked_of
from partystate.scenario.assemble import ENDOGENOUS, RECORDED
from partystate.scenario.scenario import Scenario

TABLE = Path(__file__).parents[1] / "docs" / "explanation" / "couplings.md"
ROW = re.compile(r"^\|[^|]+\|[^|]+\| `(\w+\.\w+)` \|", re.MULTILINE)
OF_THE_LINE = ("village_line.", "issues.")  # they act on a line of the leadership's own
SHOWN = 3


def parameters_of_table() -> list[str]:
    """The parameters of the couplings, in the order of the table."""
    return ROW.findall(TABLE.read_text(encoding="utf-8"))


def without(name: str) -> WhatIf:
    """The what-if that leaves a coupling out, by its parameter, or a whole mechanism."""
    edit = (
        Edit(target="parameter", name=name, set=0.0)
        if "." in name
        else Edit(target="mechanism", name=name, change="ablate")
    )
    return WhatIf(title=f"Without {name}", edit=[edit], name=f"without-{name}")


def told(effects: list[Effect]) -> str:
    """The largest clear effects in words."""
    clear = sorted(
        (e for e in effects if e.is_clear),
        key=lambda e: -abs(e.effect) / max(abs(e.base), 1e-9),
    )
    found = "; ".join(
        f"{e.outcome} {e.effect:+.3g} [{e.low:.3g}, {e.high:.3g}] of {e.base:.3g}"
        for e in clear[:SHOWN]
    )
    return f"{found or 'nothing told from nothing'} ({len(clear)} of {len(effects)} clear)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parameters", default="posterior")
    parser.add_argument("--only", nargs="*", default=parameters_of_table())
    given = parser.parse_args()
    country = load("ussr")
    asked = wanted(asked_of(country))
    for line in (RECORDED, ENDOGENOUS):
        ours = [p for p in given.only if p.startswith(OF_THE_LINE) == (line != RECORDED)]
        if not ours:
            continue
        scenario = Scenario(country, line=line)
        base = gather(scenario.assembled, given.seed, given.runs, given.parameters, asked)
        for parameter in ours:
            found = compare(
                scenario,
                scenario.edited(without(parameter)),
                given.runs,
                given.seed,
                given.parameters,
                base=base,
            )
            print(f"| `{parameter}` | {told(found.effects)} |", flush=True)


if __name__ == "__main__":
    main()
