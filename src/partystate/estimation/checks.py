"""What is wrong with lists before anything is estimated: mended where that is safe, else told.

Lists that hold nobody, and lists that are copies of others, are left out, since they would be taken
for evidence. Whatever else is odd is told and kept."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from partystate.core.errors import UserError
from partystate.estimation.histories import Histories, cells

FEW = 10  # cases in a list, fewer than which say little (as dga warns)


def number_of(number: int, one: str, more: str) -> str:
    """So many of something, in words that fit the number."""
    return f"{number} {one if number == 1 else more}"


def mended(histories: Histories) -> tuple[Histories, tuple[str, ...]]:
    """The lists that can be used, and what was wrong; UserError where fewer than two are left."""
    told, kept = [], []
    inside = cells(len(histories.lists)).astype(bool)
    filled = histories.counts > 0
    if not filled.any():
        raise UserError("no case stands in any list", expected="cases in two lists or more")
    for i, name in enumerate(histories.lists):
        same = [o for o in kept if (inside[filled, i] == inside[filled, o]).all()]
        if histories.in_list[i] == 0:
            told.append(f"list {name} holds no case and was left out")
        elif same:
            other = histories.lists[same[0]]
            told.append(f"lists {other} and {name} hold the same cases: {name} was left out")
        else:
            kept.append(i)
    found = histories.only([histories.lists[i] for i in kept])
    if len(kept) < 2:
        why = f" ({'; '.join(told)})" if told else ""
        raise UserError(
            f"one list alone cannot tell how many it misses{why}",
            found=", ".join(found.lists),
            expected="two lists or more, better three",
        )
    return found, (*told, *warnings_of(found))


def warnings_of(histories: Histories) -> tuple[str, ...]:
    """What is odd about lists that are used, in a sentence each."""
    told, names, totals = [], histories.lists, histories.in_list
    shared = histories.overlaps
    for i, name in enumerate(names):
        if totals[i] == 0:
            told.append(f"list {name} holds no case here")
        elif totals[i] == histories.observed:
            told.append(
                f"list {name} holds every case that any list has: either it is whole, or the "
                "others were drawn from it, and then no number here can be trusted"
            )
        elif shared[i].sum() == totals[i]:
            told.append(
                f"list {name} shares no case with any other and tells nothing of the missing"
            )
        if 0 < totals[i] < FEW:
            told.append(f"list {name} holds only {number_of(int(totals[i]), 'case', 'cases')}")
    for i, j in combinations(range(len(names)), 2):
        small, large = (i, j) if totals[i] < totals[j] else (j, i)
        inside = 0 < shared[i, j] == totals[small] < totals[large] < histories.observed
        if inside:
            told.append(
                f"every case of list {names[small]} stands in list {names[large]}: if the one was "
                "copied from the other, they are one list"
            )
    islands = _islands(shared > 0)
    if len(islands) > 1 and all(len(island) > 1 for island in islands):
        groups = " and ".join(", ".join(names[i] for i in island) for island in islands)
        told.append(f"lists fall apart in groups that share no case: {groups}")
    if len(names) == 2:
        told.append("with two lists nothing shows whether they depend on each other")
    return tuple(told)


def _islands(tied: np.ndarray) -> list[list[int]]:
    """Lists in groups that share cases, directly or through others."""
    left, found = set(range(len(tied))), []
    while left:
        group, waiting = set(), [min(left)]
        while waiting:
            here = waiting.pop()
            if here not in group:
                group.add(here)
                waiting += [int(i) for i in np.flatnonzero(tied[here])]
        found.append(sorted(group))
        left -= group
    return found
