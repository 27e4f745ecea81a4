"""A block of series: one observable at one level, times by groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Block:
    """`values` [times, groups] in `unit`; `times` are EDTF, `groups` as `axis=label;...` (blank =
    the whole)."""

    observable: str
    level: str
    unit: str
    times: tuple[str, ...]
    groups: tuple[str, ...]
    values: np.ndarray

    def __post_init__(self):
        if self.values.shape != (len(self.times), len(self.groups)):
            raise ValueError(
                f"{self.observable}: {self.values.shape} values for {len(self.times)} x "
                f"{len(self.groups)}"
            )


def with_levels(block: Block, **others: np.ndarray | None) -> list[Block]:
    """The block at its level, and the same observable at other levels where values are given."""
    more = [
        Block(block.observable, level, block.unit, block.times, block.groups, values)
        for level, values in others.items()
        if values is not None
    ]
    return [block, *more]
