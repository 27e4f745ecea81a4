"""One history however it is computed: a scan, a loop of months, runs side by side, mechanisms in
the reverse order, and cut and resumed, each by itself, with people expected and counted.

`python -m verification.one_history` prints, of toyland's first seventeen months (where it is cut,
of all), the largest difference of any field of the world from that of the scan, against the field;
and whether persons are the same to the last bit. Several programs, minutes on one core; exit
status 1 where a way is off. The suite (tests/metamorphic/test_same_history.py) has these of
counted people, the loop and the order in one, and side by side on two devices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp
import numpy as np

from partystate.core.runtime import configure
from partystate.country.country import load
from partystate.engine.run import (
    PLAINLY,
    Outcome,
    inputs_at,
    months_between,
    months_of_run,
    run,
)
from partystate.engine.step import Rules, Setting, first_pending, step
from partystate.scenario.assemble import COUNTING, Assembled, assemble
from partystate.world.inputs import Inputs
from partystate.world.state import World

PIECES = 5  # that divide the 85 months of toyland


@dataclass(frozen=True)
class Opened:
    """A scenario at its opening, its months cut in pieces of one length."""

    scenario: Assembled
    world: World
    setting: Setting

    @property
    def rules(self) -> Rules:
        """The rules of the scenario."""
        return self.scenario.rules

    @property
    def turned(self) -> Rules:
        """The rules with mechanisms in the reverse order."""
        return replace(self.rules, mechanisms=self.rules.mechanisms[::-1])

    @property
    def length(self) -> int:
        """Months of a piece."""
        return len(self.scenario.months) // PIECES

    def piece(self, number: int) -> Inputs:
        """The inputs of the months of a piece, counted from 0."""
        start = number * self.length
        return months_between(self.scenario.inputs, start, start + self.length)

    def scanned(self, rules: Rules | None = None) -> Outcome:
        """The first piece in one go, with what is pending given, so that it is the program of the
        later ones."""
        rules, inputs = rules or self.rules, self.piece(0)
        pending = first_pending(rules, self.world, inputs_at(inputs, 0), self.setting)
        return run(rules, self.world, inputs, self.setting, pending)

    def looped(self, rules: Rules) -> World:
        """The world after the first piece, one compiled month after another."""
        world, inputs = self.world, self.piece(0)
        pending = first_pending(rules, world, inputs_at(inputs, 0), self.setting)
        one_month = jax.jit(
            lambda w, p, i: step(rules, w, p, i, self.setting)[:2], compiler_options=PLAINLY
        )
        for month in range(self.length):
            world, pending = one_month(world, pending, inputs_at(inputs, month))
        return world

    @property
    def lucks(self) -> jax.Array:
        """The luck of this history, and another."""
        return jnp.stack([self.setting.luck, self.setting.luck + jnp.uint32(1)])

    def world_under(self, luck: jax.Array) -> World:
        """The world after the first piece under a luck, traced into whatever calls it."""
        setting = replace(self.setting, luck=luck)
        return months_of_run(self.rules, self.world, self.piece(0), setting).world

    def resumed(self, first: Outcome) -> World:
        """The world at the end, all pieces one after another, of which the first is done."""
        piece = first
        for number in range(1, PIECES):
            given = (piece.world, self.piece(number), self.setting, piece.pending)
            piece = run(self.rules, *given)
        return piece.world

    def side_by_side(self, lucks: jax.Array) -> World:
        """The worlds after the first piece under each luck."""
        return jax.jit(jax.vmap(self.world_under), compiler_options=PLAINLY)(lucks)


def opened(scenario: Assembled) -> Opened:
    """The scenario at central values."""
    return Opened(scenario, *scenario.start(scenario.values("central", 1, 0), 1))


def apart(one: World, other: World) -> float:
    """The largest difference of any field, against the largest of the field."""
    most = 0.0
    for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
        a, b = (np.asarray(x).astype(float) for x in (a, b))
        gap = np.where(a == b, 0.0, np.abs(a - b))
        most = max(most, float(gap.max(initial=0.0) / max(np.abs(b).max(initial=0.0), 1e-300)))
    return most


def ways(ready: Opened) -> dict[str, Callable[[], World]]:
    """The world after the first piece, by each way there is to reckon it but the scan."""
    assert ready.length * PIECES == len(ready.scenario.months)
    return {
        "a loop of months": lambda: ready.looped(ready.rules),
        "side by side": lambda: jax.tree.map(lambda a: a[0], ready.side_by_side(ready.lucks)),
        "mechanisms in the reverse order": lambda: ready.scanned(ready.turned).world,
    }


def main() -> None:
    """Print the table; exit with 1 where a way is off."""
    configure()
    off = False
    print("| people | way | largest difference | persons to the last bit |")
    print("|---|---|---|---|")
    for counting in COUNTING:
        ready = opened(assemble(load("toyland"), counting))
        first = ready.scanned()
        found = {name: (way(), first.world) for name, way in ways(ready).items()}
        end = run(ready.rules, ready.world, ready.scenario.inputs, ready.setting).world
        for name, (one, whole) in (
            found | {"cut and resumed": (ready.resumed(first), end)}
        ).items():
            most = apart(one, whole)
            same = np.array_equal(one.people.persons, whole.people.persons)
            off |= most > 1e-9 or (ready.rules.counted and not same)
            print(f"| {counting} | {name} | {most:.1g} | {'yes' if same else 'no'} |", flush=True)
    raise SystemExit(int(off))


if __name__ == "__main__":
    main()
