"""Published exact results, recomputed by the model's own functions.

A file of cases has `cases`, each with `id`, `model`, `inputs`, `expected` and `tolerance`
(absolute; `{"rel": x}` for relative; or keyed by output). A model that is not in `RECOMPUTED` is
listed as not implemented, never passed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import jax.numpy as jnp
import numpy as np

from partystate.core import draws
from partystate.core.errors import UserError
from partystate.core.quantile import binomial_quantile
from partystate.verify.industry import INDUSTRY
from partystate.verify.land import LAND
from partystate.verify.power import POWER
from partystate.verify.terror import TERROR

NOT_IMPLEMENTED = "not implemented"
BISECTIONS = 60
FRACTION = re.compile(r"-?\d+/\d+")


@dataclass(frozen=True)
class Result:
    """One case; `status` is passed, failed or not implemented."""

    id: str
    model: str
    status: str
    expected: object
    got: object


def threefry_answers(inputs: dict) -> dict:
    """Random123 known answers of the generator behind every draw."""

    def words(text):
        return [int(word, 16) for word in text.split()]

    key, counter = (
        words(part.split("=")[1]) for part in inputs["pi"].replace(" ctr", "|ctr").split("|")
    )
    blocks = {"zero": ([0, 0], [0, 0]), "ones": ([0xFFFFFFFF] * 2,) * 2, "pi": (key, counter)}
    return {name: [f"{int(w):08x}" for w in _threefry(*given)] for name, given in blocks.items()}


def _threefry(key: list[int], counter: list[int]):
    return draws.threefry(jnp.asarray(key, jnp.uint32), *(jnp.uint32(word) for word in counter))


def coupled_bernoulli(inputs: dict) -> dict:
    """Two Bernoulli draws from one uniform through the count quantile, and from two."""
    p, q = (_probability_of_one(inputs[name]) for name in ("p", "q"))
    differ, apart = abs(p - q), p * (1 - q) + q * (1 - p)
    return {
        "P_differ_crn": differ,
        "var_diff_crn": differ - (p - q) ** 2,
        "P_differ_indep": apart,
        "var_diff_indep": apart - (p - q) ** 2,
    }


def _probability_of_one(p: float) -> float:
    """Where the quantile of one trial changes from one to none, found by halving."""
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        is_one = (
            float(binomial_quantile(jnp.array([middle]), jnp.array([1.0]), jnp.array([p]))[0]) == 1
        )
        low, high = (middle, high) if is_one else (low, middle)
    return low


def coupled_choice(inputs: dict) -> dict:
    """A choice of two under two laws, drawn from one uniform through the count quantile: what it
    was, and what it becomes."""
    first, second = (_probability_of_one(inputs[name][1]) for name in ("p", "q"))
    return {
        "P_same_i": [min(1 - first, 1 - second), min(first, second)],
        "P_flip_1_to_0_given_1": max(first - second, 0) / first,
        "P_flip_0_to_1": max(second - first, 0),
    }


RECOMPUTED: dict[str, Callable[[dict], dict]] = (
    {
        "Threefry2x32-20 known answers": threefry_answers,
        "Common random numbers, Bernoulli .5 vs .3": coupled_bernoulli,
        "Gumbel-max, binary = maximal/monotone coupling": coupled_choice,
    }
    | LAND
    | INDUSTRY
    | POWER
    | TERROR
)


def load_cases(path: Path) -> list[dict]:
    """Cases of a file, or an error that says what is wrong with it."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(
            f"cannot read the cases: {error.strerror}",
            str(path),
            action="Give a JSON file of cases.",
        ) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UserError(
            f"not a JSON file: {error}", Path(path).name, getattr(error, "lineno", None)
        ) from None
    cases = data.get("cases") if isinstance(data, dict) else None
    if not isinstance(cases, list):
        raise UserError("no list of cases", Path(path).name, expected='{"cases": [...]}')
    for number, case in enumerate(cases, start=1):
        missing = [
            key
            for key in ("id", "model", "inputs", "expected")
            if not isinstance(case, dict) or key not in case
        ]
        if missing:
            raise UserError(
                f"case {number} is not complete",
                Path(path).name,
                expected=f"the key {missing[0]!r}",
            )
    return cases


def verify(cases: list[dict]) -> list[Result]:
    """Recompute every case."""
    return [_one(case) for case in cases]


def _one(case: dict) -> Result:
    recompute = RECOMPUTED.get(case["model"])
    if recompute is None:
        return Result(case["id"], case["model"], NOT_IMPLEMENTED, case["expected"], None)
    try:
        got = recompute(case["inputs"])
    except (KeyError, TypeError, ValueError) as error:
        return Result(
            case["id"],
            case["model"],
            "failed",
            case["expected"],
            f"inputs not understood: {error!r}",
        )
    ok = all(
        name in got and agrees(got[name], value, tolerance_of(case, name))
        for name, value in case["expected"].items()
    )
    return Result(case["id"], case["model"], "passed" if ok else "failed", case["expected"], got)


def tolerance_of(case: dict, output: str) -> tuple[float, float]:
    """(absolute, relative) tolerance of one output."""
    given = case.get("tolerance", 0)
    if isinstance(given, dict):
        given = given if "rel" in given else given.get(output, 0)
    return (0.0, given["rel"]) if isinstance(given, dict) else (float(given), 0.0)


def agrees(got, expected, tolerance: tuple[float, float]) -> bool:
    """Numbers within tolerance, everything else equal."""
    try:
        a, b = np.asarray(got, float), np.asarray(_plain(expected), float)
    except (TypeError, ValueError):
        return got == expected
    absolute, relative = tolerance
    return a.shape == b.shape and bool(np.all(np.abs(a - b) <= absolute + relative * np.abs(b)))


def _plain(expected):
    """Fractions written as text become numbers, in lists too."""
    if isinstance(expected, list):
        return [_plain(item) for item in expected]
    return (
        float(Fraction(expected))
        if isinstance(expected, str) and FRACTION.fullmatch(expected)
        else expected
    )


def as_json(results: list[Result]) -> dict:
    """The printed schema; cases that are not implemented count neither as passed nor as failed."""
    return {
        "passed": sum(r.status == "passed" for r in results),
        "failed": sum(r.status == "failed" for r in results),
        "not_implemented": sum(r.status == NOT_IMPLEMENTED for r in results),
        "cases": [
            {"id": r.id, "status": r.status, "expected": r.expected, "got": r.got} for r in results
        ],
    }
