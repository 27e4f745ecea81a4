"""All decomposable graphs of a few lists: 2, 8, 61 and 822 of two, three, four and five.

A graph ties lists that depend on each other directly; it is decomposable (chordal) where every
cycle of four or more has a chord, and then the chance of a cell is the product of those of its
cliques over that of their separators.

Sources: Lauritzen (1996); the counts are A058862 of the encyclopedia of integer sequences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations

from partystate.estimation.histories import list_bits


@dataclass(frozen=True)
class Graph:
    """`cliques` and `separators`, each a cell: the bits of its lists. A separator that is empty, or
    that comes twice, stands there as such."""

    cliques: tuple[int, ...]
    separators: tuple[int, ...]


@cache
def decomposable(lists: int) -> tuple[Graph, ...]:
    """Every decomposable graph of so many lists."""
    bits = [int(bit) for bit in list_bits(lists)]
    edges = [a | b for a, b in combinations(bits, 2)]
    found = []
    for chosen in range(2 ** len(edges)):
        tied = dict.fromkeys(bits, 0)
        for i, edge in enumerate(edges):
            if chosen >> i & 1:
                for bit in bits:
                    if edge & bit:
                        tied[bit] |= edge & ~bit
        graph = _of(tied)
        if graph is not None:
            found.append(graph)
    return tuple(found)


def _of(tied: dict[int, int]) -> Graph | None:
    """The graph in which each list (bit) is `tied` to others; None if it is not decomposable."""
    left, families = dict(tied), []
    while left:
        simplicial = next((b for b in left if _all_tied(left[b], tied)), None)
        if simplicial is None:
            return None
        families.append(left.pop(simplicial) | simplicial)
        left = {bit: others & ~simplicial for bit, others in left.items()}
    cliques = [f for f in families if not any(f != g and f & g == f for g in families)]
    return Graph(tuple(sorted(cliques, reverse=True)), _separators(cliques))


def _all_tied(others: int, tied: dict[int, int]) -> bool:
    """Whether these lists are all tied to one another."""
    return all(others & ~bit & ~tied[bit] == 0 for bit in tied if others & bit)


def _separators(cliques: list[int]) -> tuple[int, ...]:
    """What cliques share along a tree of largest overlaps (a junction tree)."""
    joined, left, found = [cliques[0]], list(cliques[1:]), []
    while left:
        shared, new = max(
            ((a & b, b) for a in joined for b in left), key=lambda pair: pair[0].bit_count()
        )
        found.append(shared)
        joined.append(new)
        left.remove(new)
    return tuple(sorted(found, reverse=True))
