"""Counted capture histories: how many cases stand in each combination of lists.

A combination is a cell, numbered by its bits, of which the first list is the highest: with lists
A, B, C, cell 0b101 is those in A and C and not in B. Cell 0, in no list, cannot be seen: its count
is held at zero, and what belongs there is what every estimator of this package is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

MOST_LISTS = 12  # 4,096 cells, beyond which nearly all are empty and nothing is told


@dataclass(frozen=True, kw_only=True)
class Histories:
    """`counts` [2 ** lists], whole numbers, of the cases in each cell; `lists` are their names."""

    lists: tuple[str, ...]
    counts: np.ndarray

    @property
    def observed(self) -> int:
        """Cases in at least one list."""
        return int(self.counts.sum())

    @property
    def in_list(self) -> np.ndarray:
        """Cases in each list [lists]."""
        return self.counts @ cells(len(self.lists))

    @property
    def overlaps(self) -> np.ndarray:
        """Cases in both of two lists [lists, lists]; in one list on the diagonal."""
        inside = cells(len(self.lists))
        return inside.T @ (self.counts[:, None] * inside)

    @property
    def alone(self) -> np.ndarray:
        """Cases in this list and in no other [lists]."""
        return self.counts[list_bits(len(self.lists))]

    @property
    def times_seen(self) -> np.ndarray:
        """Cases in exactly one list, in two and so on [lists]."""
        seen = cells(len(self.lists)).sum(1)
        return np.bincount(seen, self.counts, len(self.lists) + 1)[1:].astype(np.int64)

    def only(self, lists: Sequence[str]) -> Histories:
        """The same cases as some of the lists show them; who stands in none of these is gone."""
        bits = list_bits(len(self.lists))[[self.lists.index(name) for name in lists]]
        at = np.arange(len(self.counts))
        to = sum((at & bit > 0) * new for bit, new in zip(bits, list_bits(len(bits)), strict=True))
        counts = np.bincount(to, self.counts, 2 ** len(bits)).astype(np.int64)
        counts[0] = 0
        return Histories(lists=tuple(lists), counts=counts)

    def with_counts(self, counts: np.ndarray) -> Histories:
        """The same lists with other counts [2 ** lists]."""
        return Histories(lists=self.lists, counts=np.asarray(counts))

    def name_of(self, cell: int) -> str:
        """Lists of a cell or of a term, as "A:B"."""
        bits = list_bits(len(self.lists))
        return ":".join(name for name, bit in zip(self.lists, bits, strict=True) if cell & bit)


def cells(lists: int) -> np.ndarray:
    """Which lists each cell holds [2 ** lists, lists], as zeros and ones."""
    return (np.arange(2**lists)[:, None] & list_bits(lists) > 0).astype(np.int64)


def list_bits(lists: int) -> np.ndarray:
    """The bit of each list [lists], the first the highest."""
    return 2 ** np.arange(lists - 1, -1, -1)


def of_rows(lists: Sequence[str], rows: Iterable[Sequence[int]]) -> Histories:
    """Histories of rows of zeros and ones, a count last, as papers print them."""
    bits, counts = list_bits(len(lists)), np.zeros(2 ** len(lists), np.int64)
    for *inside, count in rows:
        counts[int(np.dot(inside, bits))] += count
    return Histories(lists=tuple(lists), counts=counts)
