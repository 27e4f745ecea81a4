"""The ultimate ruling coalition, exactly (Acemoglu, Egorov and Sonin 2008, theorem 1).

A coalition Y of X is winning in X if its power is more than alpha of X's. X is self-enforcing if no
proper part of it is winning in X and self-enforcing; of the winning self-enforcing parts (and X
itself, if nothing breaks it) the lightest rules. Powers are scaled to whole numbers, so that ties
are ties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from partystate.published.model import Inputs, Outputs, Published

MOST_PLAYERS = 20
LARGEST = 2**62
SEQUENCE = 6  # terms of the sequence of sizes that the cases state


def whole_numbers(powers: Sequence[int | Fraction], alpha: Fraction) -> np.ndarray:
    """Powers times a common factor, int64; ValueError where a product with alpha would not fit."""
    exact = [Fraction(p) for p in powers]
    if not exact or min(exact) <= 0 or len(exact) > MOST_PLAYERS:
        raise ValueError(f"powers must be positive, and between 1 and {MOST_PLAYERS} of them")
    scale = lcm(*(p.denominator for p in exact))
    scaled = [int(p * scale) for p in exact]
    if sum(scaled) * max(alpha.denominator, alpha.numerator) >= LARGEST:
        raise ValueError("powers too large to compare exactly; divide them by a common factor")
    return np.array(scaled, np.int64)


def coalition_powers(powers: np.ndarray) -> np.ndarray:
    """int64 [2**n] power of every coalition, numbered by bits."""
    total = np.zeros(1, np.int64)
    for power in powers:
        total = np.concatenate([total, total + power])
    return total


def self_enforcing_coalitions(total: np.ndarray, alpha: Fraction) -> np.ndarray:
    """bool [2**n]: no proper part is winning and self-enforcing. Parts have smaller numbers, so one
    pass decides."""
    up, down = alpha.numerator, alpha.denominator
    stable = np.zeros(len(total), bool)
    members: list[int] = []  # self-enforcing coalitions found so far, as masks
    found = np.zeros(len(total), np.int64)
    for mask in range(1, len(total)):
        parts = found[: len(members)]
        inside = parts[(parts & ~mask) == 0]
        if not np.any(down * total[inside] > up * total[mask]):
            stable[mask] = True
            found[len(members)] = mask
            members.append(mask)
    return stable


def ultimate_ruling_coalitions(
    powers: Sequence[int | Fraction], alpha: Fraction = Fraction(1, 2)
) -> list[tuple[int, ...]]:
    """Members (positions in `powers`) of every lightest coalition that rules; several where they
    tie."""
    alpha = Fraction(alpha)
    total = coalition_powers(whole_numbers(powers, alpha))
    stable = self_enforcing_coalitions(total, alpha)
    everyone = len(total) - 1
    wins = alpha.denominator * total > alpha.numerator * total[everyone]
    able = np.flatnonzero(stable & wins)
    lightest = able[total[able] == total[able].min()] if len(able) else np.array([everyone])
    return [tuple(i for i in range(len(powers)) if mask >> i & 1) for mask in lightest.tolist()]


def rulers(inputs: Inputs) -> Outputs:
    """Powers of the members of each ultimate ruling coalition."""
    powers = inputs["powers"]
    found = ultimate_ruling_coalitions(powers, Fraction(inputs["alpha"]))
    coalitions = ([powers[i] for i in members] for members in found)
    return {"urc": sorted(coalitions, key=lambda c: (len(c), c))}


def sizes(inputs: Inputs) -> Outputs:
    """Sizes by number of players with nearly equal powers, and the sequence of sizes that hold:
    each the least above the last one's share alpha."""
    alpha = Fraction(inputs["alpha"])
    sequence = [1]
    while len(sequence) < SEQUENCE:
        sequence.append(int(sequence[-1] / alpha) + 1)
    by_number = _sizes(inputs["n"], nearly_equal, alpha)
    return {"k_sequence": sequence, "urc_size_by_n": by_number}


def sizes_of_equals(inputs: Inputs) -> Outputs:
    """The same where all powers are exactly equal."""
    return {"urc_size_by_n": _sizes(inputs["n"], lambda n: [1] * n, Fraction(1, 2))}


def nearly_equal(n: int) -> list[int]:
    """Powers of `n` players, no two of whose coalitions tie."""
    return [10**6 + 2**i for i in range(n)]


def _sizes(numbers: str, powers: Callable[[int], list[int]], alpha: Fraction) -> dict[str, int]:
    """Size of the ruling coalition by number of players, `numbers` written as "1..12"."""
    first, last = (int(n) for n in numbers.split(".."))
    return {
        str(n): len(ultimate_ruling_coalitions(powers(n), alpha)[0]) for n in range(first, last + 1)
    }


COMPILED = "tests/published/test_ruling_coalition.py::test_the_compiled_game_is_the_exact_one"
MODELS = {
    name: Published(answer=answer, used_by=("mechanisms.power.coalition",), tied_by=COMPILED)
    for name, answer in {
        "URC": rulers,
        "URC sizes, near-equal generic powers": sizes,
        "URC sizes, EXACTLY equal powers, alpha=1/2, strict inequality": sizes_of_equals,
    }.items()
}
