"""How firmly the order of falls stands: every parameter of the party's top moved by 30 per cent at
once, and ties capped.

`python -m verification.order_spread [--draws 40] [--runs 25]` prints, for each draw, the most
frequent order, and at the end the share of draws in which the recorded order is the most frequent.
About four minutes on one core."""

from __future__ import annotations

import argparse
from collections import Counter

import numpy as np
import polars as pl

from partystate.country.country import load
from partystate.country.what_ifs import Edit, WhatIf
from partystate.experiments.histories import simulate
from partystate.history.leadership import together
from partystate.history.ledger.leaders import leaders
from partystate.history.ledger.leadership import ledger
from partystate.mechanisms.registry import of_leadership
from partystate.scenario.assemble import OPENING, assemble
from partystate.scenario.parts import LEADERSHIP
from partystate.scoring.events import Ledger
from partystate.scoring.order import order_of_fall

SPREAD = 0.3
RULES = ("coalition.majority",)  # a rule, not a measured number: it stays


def draw(country, number: int) -> WhatIf:
    """All parameters of the top times a factor between 0.7 and 1.3."""
    rng = np.random.default_rng(number)
    themes = {m.id for m in of_leadership()} | {OPENING}
    names = [
        n
        for n in country.tables["parameters"]["parameter"]
        if n.split(".")[0] in themes and n not in RULES
    ]
    edits = [
        Edit(target="parameter", name=n, scale=float(rng.uniform(1 - SPREAD, 1 + SPREAD)))
        for n in names
    ]
    return WhatIf(title=f"draw {number}", edit=edits, name=f"draw-{number}")


def order_in(country, what_if: WhatIf, runs: int, start: str | None):
    scenario = assemble(country, what_ifs=[what_if], parts=(LEADERSHIP,), enters=start)
    kept = together([simulate(scenario, 1, run).leadership for run in range(runs)])
    top = country.meta.power
    table = Ledger(ledger(kept), runs, int(kept.months[0]), int(kept.months[-1]))
    return order_of_fall(table, leaders(kept), country, top.order_until, top.leader_year)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--from", dest="start", default=None, help="first month, YYYY-MM")
    given = parser.parse_args()
    country, most, parts = load("ussr"), Counter(), []
    for number in range(given.draws):
        found = order_in(country, draw(country, number), given.runs, given.start)
        most[found.orders[0][0]] += 1
        parts.append(found.parts | {"recorded order": found.share})
        print(number, found.orders[0], f"recorded {found.share:.2f}", flush=True)
    print(f"\nMost frequent order, share of {given.draws} draws:")
    for text, n in most.most_common():
        print(f"  {n / given.draws:.2f}  {text}")
    print("Parts, mean and range over draws:")
    for name in parts[0]:
        values = pl.Series([p[name] for p in parts])
        print(f"  {values.mean():.2f}  ({values.min():.2f} to {values.max():.2f})  {name}")


if __name__ == "__main__":
    main()
