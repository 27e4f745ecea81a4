"""The books of random worlds, counted: persons to the person, grain to the gram. By hand, two
minutes on one core.

    python -m verification.books [country [worlds [months]]]

Each world is another (`random_worlds`) and runs for some months with counted people. After every
month the accounts are drawn up anew from the flows, by the table of causes (`world/causes.py`) and
the table of uses (`world/stocks.py`) and not by the accountant's own code:

    cells      persons after = before - left + came + born, in every cell; sums by region and by
        status likewise
    causes     only those whom a cause may take leave under it, in whole numbers, and nobody leaves
        twice
    pools      who leaves under a pooled cause arrives: as many of each nationality, age and sex,
        where the cause leads
    posts      who sits or holds an office is alive, at large and of the party; an office has one
        holder; no body grows beyond its places; nobody rises from the dead; who was shot is dead
    grain      barns of every region and the granary: after = before + inflows + received - granted

Prints the worst gap of each; exit status 1 where persons or posts are off by anything, or grain by
more than a float can hold."""

from __future__ import annotations

import sys
from dataclasses import replace

import jax
import numpy as np

from partystate.country.country import load
from partystate.engine.step import first_pending, step
from partystate.scenario.assemble import Assembled, assemble
from partystate.world import causes
from partystate.world.layout import Layout
from partystate.world.power import CANDIDATE, FREE, FULL, MEMBER, NOBODY, Power
from partystate.world.stocks import RECEIVED_BY
from verification.random_worlds import random_case

COUNTRY, WORLDS, MONTHS = "toyland", 1000, 4
# gaps that a float may leave: tonnes, and share of the largest stock
GRAIN_LEAST, GRAIN_SHARE = 1e-6, 1e-12
PERSONS = (
    "persons: cells",
    "persons: regions",
    "persons: statuses",
    "persons: under a cause they may not leave",
    "persons: not whole",
    "persons: left twice",
    "persons: lost in a pool",
)
GRAIN = ("grain: barns", "grain: granary")
POSTS = (
    "posts: the dead, the held or the expelled sit",
    "posts: a holder who is nobody",
    "posts: beyond the places",
    "posts: rose from the dead",
    "posts: shot and alive, or dead twice",
)
NAMES = (*PERSONS, *POSTS, *GRAIN)


class Books:
    """Accounts of one scenario."""

    def __init__(self, scenario: Assembled):
        self.scenario = scenario
        self.start, self.setting = scenario.start(scenario.values("central", 1, 0), 1)
        self.layout, self.shape = scenario.layout, scenario.layout.axes.sizes
        self.goes = {cause.name: destinations(self.layout, cause) for cause in causes.PEACE}
        self._step = jax.jit(self._a_month)

    def _a_month(self, world, pending, inputs, luck):
        return step(self.scenario.rules, world, pending, inputs, replace(self.setting, luck=luck))[
            :4
        ]

    def months(self, world, inputs: list, luck):
        """Worlds before and after each month on end, flows of people, inflows of stocks by
        mechanism."""
        pending = first_pending(
            self.scenario.rules, world, inputs[0], replace(self.setting, luck=luck)
        )
        for now in inputs:
            after, pending, flows, came = self._step(world, pending, now, luck)
            yield world, after, flows, came
            world = after

    def run(self, seed: int, months: int = MONTHS) -> dict[str, float]:
        """Worst gap of each account in one world; grain as a multiple of what a float may leave."""
        worst = dict.fromkeys(NAMES, 0.0)
        case = random_case(self.scenario, self.start, seed, months)
        for now, (before, after, flows, came) in zip(case[1], self.months(*case), strict=True):
            found = self.persons(before, after, flows) | grain(before, after, came)
            found |= posts(before.power, after.power, np.asarray(now.party.places))
            worst = {name: max(worst[name], found[name]) for name in NAMES}
        return worst

    def persons(self, before, after, flows) -> dict[str, float]:
        """Gaps of persons in one month."""
        left, born = np.asarray(flows.left), np.asarray(flows.born)
        old, new = (np.asarray(world.people.persons) for world in (before, after))
        grid = left.reshape(-1, *self.shape)
        expected = (
            old - left.sum(0) + born + sum(np.asarray(came) for came in flows.arrived.values())
        )
        expected = expected + self._came(grid).reshape(-1)
        gap = expected - new
        forbidden = sum(grid[k][self.goes[c.name] < 0].sum() for k, c in enumerate(causes.PEACE))
        parts = [left, born, new, *map(np.asarray, flows.arrived.values())]
        off = (
            np.abs(gap).max(),
            self._largest(gap, self.layout.cell_region),
            self._largest(gap, self.layout.cell_status),
            forbidden,
            max(
                float(np.abs(part - np.round(part)).max()) + float(np.maximum(-part, 0).max())
                for part in parts
            ),
            np.maximum(left.sum(0) - old, 0).max(),
            self._lost(grid, flows.arrived),
        )
        return dict(zip(PERSONS, map(float, off), strict=True))

    def _came(self, grid: np.ndarray) -> np.ndarray:
        """Arrivals [Q, A, S] from within the community: those a band younger, and those of other
        statuses."""
        came = np.zeros(self.shape)
        for k, cause in enumerate(causes.PEACE):
            if cause.leaves_to == causes.AGE:
                came[:, 1:] += grid[k][:, :-1]
            elif cause.leaves_to and not cause.pooled:
                goes = self.goes[cause.name]
                np.add.at(came, goes[goes >= 0], grid[k][goes >= 0])
        return came

    def _lost(self, grid: np.ndarray, arrived: dict) -> float:
        """Persons of a nationality, age and sex who left under a pooled cause and did not arrive
        where it leads."""
        worst, statuses = (
            0.0,
            np.array(self.layout.axes.statuses.labels)[np.asarray(self.layout.pair_status)],
        )
        for k, cause in enumerate(causes.PEACE):
            if cause.pooled:
                came = np.asarray(arrived[cause.name]).reshape(self.shape)
                astray = came[statuses != cause.leaves_to].sum()
                gap = np.zeros((len(self.layout.axes.nationalities), *self.shape[1:]))
                np.add.at(gap, np.asarray(self.layout.pair_nationality), grid[k] - came)
                worst = max(worst, float(np.abs(gap).max()), float(astray))
        return worst

    @staticmethod
    def _largest(gap: np.ndarray, of) -> float:
        return float(np.abs(np.bincount(np.asarray(of), weights=gap)).max())


def destinations(layout: Layout, cause: causes.Cause) -> np.ndarray:
    """The pair [Q] each pair leads to by the table of causes: itself where the goal is a pool, an
    age or the grave; -1 for none."""
    labels, pairs = layout.axes.statuses.labels, layout.axes.pairs
    within = cause.leaves_to is None or cause.leaves_to == causes.AGE or cause.pooled
    goes = []
    for q, (community, status) in enumerate(pairs):
        may = not cause.leaves_from or labels[status] in cause.leaves_from
        there = [
            p for p, (c, s) in enumerate(pairs) if c == community and labels[s] == cause.leaves_to
        ]
        goes.append(-1 if not may else q if within else there[0] if there else -1)
    return np.array(goes)


def posts(before: Power, after: Power, places: np.ndarray) -> dict[str, float]:
    """Gaps of posts in one month; `places` [bodies, kinds] are of candidates and of full members.
    Nobody is turned out for want of a place, so a body that was too large may stay so."""
    seats, was, holder = (np.asarray(a) for a in (after.seats, before.seats, after.holder))
    alive, shot, killed = (
        np.asarray(a) for a in (after.alive, after.executed, after.killed_abroad)
    )
    is_out = ~alive | (np.asarray(after.custody) != FREE) | (np.asarray(after.status) != MEMBER)
    beyond = [
        np.maximum((seats == kind).sum(1) - np.maximum(places[:, k], (was == kind).sum(1)), 0)
        for k, kind in enumerate((CANDIDATE, FULL))
    ]
    off = (
        (is_out & (seats > 0).any(0)).sum() + is_out[holder[holder >= 0]].sum(),
        ((holder < NOBODY) | (holder >= len(alive))).sum(),
        np.sum(beyond),
        (alive & ~np.asarray(before.alive)).sum(),
        ((shot | killed) & alive).sum() + (shot & killed).sum(),
    )
    return dict(zip(POSTS, map(float, off), strict=True))


def grain(before, after, came: dict) -> dict[str, float]:
    """Gaps of grain in one month, over what a float may leave."""
    got = {use: np.asarray(t) for use, t in after.land.granted.items()}
    barns, granary = np.asarray(before.land.peasant_grain), float(before.land.state_grain)
    grown = {
        stock: sum((np.asarray(f[stock]) for f in came.values() if stock in f), 0.0)
        for stock in ("peasant_grain", "state_grain")
    }
    largest = float(
        barns.sum() + granary + np.sum(grown["peasant_grain"]) + np.sum(grown["state_grain"])
    )
    barns, granary = barns + grown["peasant_grain"], granary + float(np.sum(grown["state_grain"]))
    for use, to in RECEIVED_BY.items():
        if use.startswith("peasant_grain."):
            barns = barns - got[use]
        else:
            granary -= float(got[use].sum())
        if to == "peasant_grain":
            barns = barns + got[use]
        elif to == "state_grain":
            granary += float(got[use].sum())
    allowed = max(GRAIN_LEAST, GRAIN_SHARE * largest)
    return {
        "grain: barns": float(np.abs(barns - np.asarray(after.land.peasant_grain)).max()) / allowed,
        "grain: granary": abs(granary - float(after.land.state_grain)) / allowed,
    }


def main() -> int:
    name, worlds, months = (*sys.argv[1:], *(COUNTRY, WORLDS, MONTHS)[len(sys.argv) - 1 :])
    books, worst = Books(assemble(load(name), "counted")), {}
    for seed in range(int(worlds)):
        for account, gap in books.run(seed, int(months)).items():
            worst[account] = max(worst.get(account, (0.0, 0)), (gap, seed))
    cells, failed = np.prod(books.shape), 0
    print(
        f"{name}: {worlds} random worlds of {cells} cells, {months} months each, people "
        "counted; worst gap of each account"
    )
    for account, (gap, seed) in worst.items():
        is_off = gap > (1 if account in GRAIN else 0)
        failed += is_off
        print(
            f"  {account:44s} "
            f"{gap:10.3g}{' of what a float may leave' if account in GRAIN else ''}"
            f"{f'   FAILS, world {seed}' if is_off else ''}"
        )
    print("the books close" if not failed else f"{failed} accounts do not close")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
