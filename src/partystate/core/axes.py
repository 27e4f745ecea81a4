"""Named axes, their stable ids, and the text of a group (`region=Urals;nationality=Tatar`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from partystate.core.errors import UserError


def stable_ids(names: Iterable[str]) -> np.ndarray:
    """Two 32-bit words [n, 2] for each name, from its text alone: adding a name changes no other's."""
    digests = [hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names]
    return np.frombuffer(b"".join(digests), dtype="<u4").reshape(-1, 2).astype(np.uint32)


@dataclass(frozen=True)
class Axis:
    """A named axis with unique labels."""

    name: str
    labels: tuple[str, ...]

    def __post_init__(self):
        object.__setattr__(self, "labels", tuple(self.labels))
        if len(set(self.labels)) != len(self.labels):
            twice = sorted({x for x in self.labels if self.labels.count(x) > 1})
            raise UserError(f"axis {self.name} has a label twice", found=", ".join(twice), action="Keep one of them.")

    def __len__(self) -> int:
        return len(self.labels)

    def index(self, label: str) -> int:
        """Position of a label; an unknown one is told with what there is."""
        if label not in self.labels:
            raise UserError(f"unknown {self.name}", found=repr(label), expected=", ".join(self.labels[:40]))
        return self.labels.index(label)

    @cached_property
    def ids(self) -> np.ndarray:
        """Stable ids [n, 2]."""
        return stable_ids(f"{self.name}={label}" for label in self.labels)


def group_text(labels: Mapping[str, str], order: Iterable[str]) -> str:
    """`axis=label;...` in the order of the axes, blank for the whole."""
    return ";".join(f"{axis}={labels[axis]}" for axis in order if axis in labels)


def parse_group(text: str) -> dict[str, str]:
    """Labels by axis of a group's text."""
    if not text:
        return {}
    parts = [part.split("=", 1) for part in text.split(";")]
    if any(len(part) != 2 or not all(part) for part in parts):
        raise UserError("not a group", found=repr(text), expected="axis=label;axis=label, or nothing for the whole")
    return {axis: label for axis, label in parts}
