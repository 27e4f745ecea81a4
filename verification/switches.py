"""A mechanism that is switched off against a list without it, for every mechanism.

`python -m verification.switches [--months 3] [--from 90] [--only NAME ...]`. Toyland runs to the
month `--from` in one compiled history; from there each month is reckoned operation by operation,
so that no compiler orders sums otherwise, once with the mechanism switched off and once without it
in the list (where others need the posts that it is asked for: with it wrapped so that it proposes
nothing). Printed: the largest difference of any field of the world against the field, and how many
fields differ by a bit; and how many the mechanism moves, as a switch that moves nothing shows
nothing. Compilation of each list would take an hour; the first month here takes two minutes, all
others some seconds."""

from __future__ import annotations

import argparse
from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from partystate.core.runtime import configure
from partystate.country.country import load
from partystate.engine import wrappers
from partystate.engine.run import inputs_at, months_between, run
from partystate.engine.step import Pending, Rules, Setting, step
from partystate.mechanisms.contract import Mechanism
from partystate.scenario.scenario import Scenario
from partystate.scenario.traces import traces_of
from partystate.world.inputs import Inputs
from partystate.world.state import World


def stepped(
    rules: Rules, world: World, pending: Pending, inputs: Inputs, setting: Setting, months: range
) -> World:
    """The world after some months, one operation at a time."""
    for month in months:
        world, pending, *_ = step(rules, world, pending, inputs_at(inputs, month), setting)
    return world


def without(rules: Rules, mechanism: Mechanism, has_posts: bool) -> Rules:
    """The rules without a mechanism."""
    kept = (
        tuple(wrappers.ablate(m) if m == mechanism else m for m in rules.mechanisms)
        if has_posts
        else tuple(m for m in rules.mechanisms if m != mechanism)
    )
    return replace(rules, mechanisms=kept)


def difference(one: World, other: World) -> tuple[float, int]:
    """(largest difference against the largest of the field, fields that differ)."""
    most, differ = 0.0, 0
    for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
        a, b = np.asarray(a), np.asarray(b)
        if np.array_equal(a, b, equal_nan=a.dtype.kind == "f"):
            continue
        differ += 1
        apart = np.max(np.abs(a.astype(float) - b.astype(float)))
        most = max(most, float(apart / max(np.max(np.abs(b.astype(float))), 1e-300)))
    return most, differ


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--from", type=int, default=90, dest="start")
    parser.add_argument("--only", nargs="*")
    given = parser.parse_args()
    configure()
    country = load("toyland")
    scenario, traced = Scenario(country).assembled, traces_of(country)
    rules, inputs = scenario.rules, scenario.inputs
    world, setting = scenario.start(scenario.values("central", 1, 0), 1)
    past = run(rules, world, months_between(inputs, 0, given.start), setting)
    months = range(given.start, given.start + given.months)
    everyone = {m.id: jnp.asarray(True) for m in rules.mechanisms}
    whole = stepped(rules, past.world, past.pending, inputs, setting, months)
    all_on = stepped(
        rules, past.world, past.pending, inputs, replace(setting, acting=everyone), months
    )
    print("| mechanism | largest difference | fields that differ | fields it moves |")
    print("|---|---|---|---|")
    print(f"| all switches on | {difference(all_on, whole)[0]:.1g} |", flush=True)
    for m in rules.mechanisms:
        if given.only and m.id not in given.only:
            continue
        has_posts = any(entry.startswith("posts:") for entry in traced[m.id].proposes)
        off = replace(setting, acting=everyone | {m.id: jnp.asarray(False)})
        switched = stepped(rules, past.world, past.pending, inputs, off, months)
        listed = without(rules, m, has_posts)
        left_out = stepped(listed, past.world, past.pending, inputs, setting, months)
        most, differ = difference(switched, left_out)
        print(f"| {m.id} | {most:.1g} | {differ} | {difference(left_out, whole)[1]} |", flush=True)


if __name__ == "__main__":
    main()
