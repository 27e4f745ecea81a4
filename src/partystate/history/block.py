"""A block of series: one observable at one level, times by groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Array

WHOLE = ("",)  # the one group of the whole country


@dataclass(frozen=True)
class Label:
    """What a block of values is of: `times` are EDTF, `groups` as `axis=label;...` (blank = the
    whole)."""

    observable: str
    level: str
    unit: str
    times: tuple[str, ...]
    groups: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.times), len(self.groups)

    @property
    def size(self) -> int:
        return len(self.times) * len(self.groups)


@dataclass(frozen=True)
class Block(Label):
    """`values` [times, groups] in `unit`, on the host or traced."""

    values: Array | np.ndarray

    def __post_init__(self):
        if self.values.shape != self.shape:
            raise ValueError(
                f"{self.observable}: {self.values.shape} values for {len(self.times)} x "
                f"{len(self.groups)}"
            )

    @property
    def label(self) -> Label:
        return Label(self.observable, self.level, self.unit, self.times, self.groups)
