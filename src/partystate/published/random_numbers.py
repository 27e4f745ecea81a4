"""The generator behind every draw, and what drawing twice from one uniform does: Salmon and others
(2011) for Threefry; common random numbers and the maximal coupling of two choices."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jaxtyping import Array

from partystate.core import draws
from partystate.core.quantile import binomial_quantile
from partystate.published.model import Inputs, Outputs, Published

BISECTIONS = 60  # beyond which a double is halved no further
ALL_ONES = 0xFFFFFFFF


@jax.jit  # its loops are compiled once, not at every halving
def _quantile(u_tail: Array, n: Array, p: Array) -> Array:
    return binomial_quantile(u_tail, n, p)


def threefry_words(key: list[int], counter: list[int]) -> list[str]:
    """Two words of output in hexadecimal for two words of key and two of counter."""
    words = (jnp.uint32(word) for word in counter)
    found = draws.threefry(jnp.asarray(key, jnp.uint32), *words)
    return [f"{int(word):08x}" for word in found]


def probability_of_one(p: float) -> float:
    """Where the quantile of one trial of chance `p` changes from one to none, found by halving."""
    one, chance, low, high = jnp.array([1.0]), jnp.array([p]), 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        is_one = float(_quantile(jnp.array([middle]), one, chance)[0]) == 1
        low, high = (middle, high) if is_one else (low, middle)
    return low


def known_answers(inputs: Inputs) -> Outputs:
    """Of the generator: for zeros, for ones, and for the digits of pi as the case writes them."""
    key, counter = inputs["pi"].removeprefix("key=").split(" ctr=")
    pi = [[int(word, 16) for word in text.split()] for text in (key, counter)]
    given = {"zero": ([0, 0], [0, 0]), "ones": ([ALL_ONES] * 2, [ALL_ONES] * 2), "pi": pi}
    return {name: threefry_words(*words) for name, words in given.items()}


def two_draws(inputs: Inputs) -> Outputs:
    """Two Bernoulli draws from one uniform through the count quantile, and from two."""
    p, q = (probability_of_one(inputs[name]) for name in "pq")
    differ, apart = abs(p - q), p * (1 - q) + q * (1 - p)
    return {
        "P_differ_crn": differ,
        "var_diff_crn": differ - (p - q) ** 2,
        "P_differ_indep": apart,
        "var_diff_indep": apart - (p - q) ** 2,
    }


def two_choices(inputs: Inputs) -> Outputs:
    """A choice of two under two laws, drawn from one uniform through the count quantile: what it
    was, and what it becomes."""
    first, second = (probability_of_one(inputs[name][1]) for name in "pq")
    return {
        "P_same_i": [min(1 - first, 1 - second), min(first, second)],
        "P_flip_1_to_0_given_1": max(first - second, 0) / first,
        "P_flip_0_to_1": max(second - first, 0),
    }


MODELS = {
    "Threefry2x32-20 known answers": Published(answer=known_answers, used_by=("core.draws",)),
    "Common random numbers, Bernoulli .5 vs .3": Published(
        answer=two_draws, used_by=("core.quantile",)
    ),
    "Gumbel-max, binary = maximal/monotone coupling": Published(
        answer=two_choices, used_by=("core.quantile",)
    ),
}
