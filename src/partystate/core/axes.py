"""Named axes, ids of their labels that never move, and the text form of a group
(`region=Urals;sex=female`)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from partystate.core.errors import UserError

ID_BYTES = 8
RESERVED = (";", "=")


@dataclass(frozen=True)
class Axis:
    """One named axis: its name and its labels in order; hashable, so that it can be static under
    `jit`."""

    name: str
    labels: tuple[str, ...]

    def __post_init__(self):
        object.__setattr__(self, "labels", tuple(self.labels))
        _check_axis(self.name, self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def __iter__(self) -> Iterator[str]:
        return iter(self.labels)

    def __contains__(self, label: object) -> bool:
        return label in self.labels

    def index(self, label: str) -> int:
        """Position of `label`; UserError names the axis if it has no such label."""
        try:
            return self.labels.index(label)
        except ValueError:
            raise UserError(
                f"{label!r} is no label of the axis {self.name!r}",
                expected=f"one of {_some(self.labels)}",
                action="Use the spelling of the country's own file.",
            ) from None

    @cached_property
    def ids(self) -> np.ndarray:
        """uint32 [n, 2], read only: the stable id of each `name=label`."""
        ids = stable_ids(f"{self.name}={label}" for label in self.labels)
        ids.setflags(write=False)
        return ids


def stable_ids(names: Iterable[str]) -> np.ndarray:
    """uint32 [n, 2]: a 64-bit blake2b hash of each name, the same on every machine and in every
    list.

    Raises UserError where two names are equal or collide, as their draws would then be the same.
    """
    names = list(names)
    digests = [hashlib.blake2b(name.encode(), digest_size=ID_BYTES).digest() for name in names]
    if len(set(digests)) < len(digests):
        shared = next(digest for digest, times in Counter(digests).items() if times > 1)
        raise UserError(
            "two things share one random id",
            found=" and ".join(
                repr(name) for name, digest in zip(names, digests, strict=True) if digest == shared
            ),
            action="Give each a name of its own.",
        )
    return np.frombuffer(b"".join(digests), dtype="<u4").astype(np.uint32).reshape(-1, 2)


def group_text(group: Mapping[str, str], order: Iterable[str]) -> str:
    """`{"nationality": "Tatar", "region": "Urals"}` -> `axis=label;axis=label`, in the order of the
    axes.

    Raises UserError for an axis that `order` lacks or a label with `;` or `=`."""
    order = tuple(order)
    for axis, label in group.items():
        if axis not in order:
            raise UserError(
                f"{axis!r} is no axis",
                expected=f"one of {_some(order)}",
                action="Name the axis as its file does.",
            )
        _check_word(axis, "the name of an axis")
        _check_word(label, f"a label of {axis!r}")
    return ";".join(f"{axis}={group[axis]}" for axis in order if axis in group)


def parse_group(text: str) -> dict[str, str]:
    """`axis=label;axis=label` -> `{"region": "Urals", "sex": "female"}`; empty text is the whole:
    `{}`."""
    group: dict[str, str] = {}
    for part in text.split(";") if text else ():
        axis, equals, label = part.partition("=")
        if not (axis and equals and label) or "=" in label or axis in group:
            raise UserError(
                "a group cannot be read",
                found=repr(text),
                expected="axis=label;axis=label, each axis once",
                action="Write for example axis=label;axis=label, or leave it empty for the whole.",
            )
        group[axis] = label
    return group


def _check_axis(name: str, labels: tuple[str, ...]) -> None:
    _check_word(name, "the name of an axis")
    for label in labels:
        _check_word(label, f"a label of {name!r}")
    twice = [label for label, times in Counter(labels).items() if times > 1]
    if twice:
        raise UserError(
            f"the axis {name!r} has a label twice",
            found=repr(twice[0]),
            action="Remove or rename one of them.",
        )


def _check_word(word: str, what: str) -> None:
    if not isinstance(word, str) or not word or any(sign in word for sign in RESERVED):
        raise UserError(
            f"not fit for use as {what}",
            found=repr(word),
            expected="text, not empty, without ';' and '='",
            action="Rename it.",
        )


def _some(labels: Sequence[str], most: int = 12) -> str:
    return ", ".join(labels[:most]) + (
        f" and {len(labels) - most} more" if len(labels) > most else ""
    )
