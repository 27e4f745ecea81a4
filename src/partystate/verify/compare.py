"""Whether an answer is the expected one: the one place that judges, by the case's tolerance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

FRACTION = re.compile(r"-?\d+/\d+")


@dataclass(frozen=True)
class Tolerance:
    """What an output may differ by, in its own unit and as a share of what is expected."""

    absolute: float = 0.0
    relative: float = 0.0


def tolerance_of(case: dict[str, Any], output: str) -> Tolerance:
    """`tolerance` of a case: a number, {"rel": number}, or either by name of output; none is 0."""
    given = case.get("tolerance", 0)
    if isinstance(given, dict) and "rel" not in given:
        given = given.get(output, 0)
    return (
        Tolerance(relative=float(given["rel"]))
        if isinstance(given, dict)
        else Tolerance(absolute=float(given))
    )


def agrees(got: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Numbers within the tolerance, texts equal, lists and tables item by item.

    Both sides are turned into plain values first, so that no type of an answer takes part in the
    judgement."""
    got, expected = plain(got), plain(expected)
    if isinstance(expected, dict):
        return (
            isinstance(got, dict)
            and got.keys() == expected.keys()
            and all(agrees(got[key], value, tolerance) for key, value in expected.items())
        )
    if isinstance(expected, list):
        return (
            isinstance(got, list)
            and len(got) == len(expected)
            and all(agrees(a, b, tolerance) for a, b in zip(got, expected, strict=True))
        )
    if isinstance(expected, str) and FRACTION.fullmatch(expected):
        expected = float(Fraction(expected))
    if isinstance(expected, str) or isinstance(got, str):
        return got == expected
    return abs(got - expected) <= tolerance.absolute + tolerance.relative * abs(expected)


def plain(value: Any) -> Any:
    """A value as JSON has it: dicts, lists, texts and numbers; TypeError for anything else."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in dict.items(value)}
    if isinstance(value, list | tuple):
        return [plain(item) for item in tuple(value)]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if hasattr(value, "__array__"):
        return np.asarray(value).tolist()
    raise TypeError(f"an answer of type {type(value).__name__}")
