"""Counter-based random numbers: a draw is a function of (luck, stream, site, month, stable id) and nothing else.

Threefry-2x32 with 20 rounds (Salmon et al. 2011). The luck of a run and the stream, site and month make a key; the
two words of an id are the counter. A longer list of ids, another order, `jit`, `vmap` or `scan` change no draw.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, UInt32

from partystate.core.quantile import binomial_quantile

ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
PARITY = 0x1BD11BDA
ROUNDS_OF_FOUR = 5
HIGH_BITS, LOW_BITS = 5, 6  # dropped from the two words, leaving 27 + 26 = 53 bits
TWO_TO_53 = 2.0**53
TWO_TO_26 = 2.0**26


def threefry(key: UInt32[Array, "2"], first, second):
    """Encrypt counters (first, second), uint32 arrays of one shape, under `key`; two uint32 arrays."""
    keys = (key[0], key[1], key[0] ^ key[1] ^ jnp.uint32(PARITY))
    x, y = first + keys[0], second + keys[1]
    for block in range(ROUNDS_OF_FOUR):
        for turn in ROTATIONS[block % 2]:
            x = x + y
            y = ((y << jnp.uint32(turn)) | (y >> jnp.uint32(32 - turn))) ^ x
        x = x + keys[(block + 1) % 3]
        y = y + keys[(block + 2) % 3] + jnp.uint32(block + 1)
    return x, y


def luck(seed: int, run: int = 0) -> UInt32[Array, "2"]:
    """The key of one run of a seed."""
    words = jnp.asarray([seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF], jnp.uint32)
    x, y = threefry(words, jnp.uint32(run), jnp.uint32(0))
    return jnp.stack([x, y])


def site_key(luck, stream, site, month) -> UInt32[Array, "2"]:
    """The key of one stream, site and month; any of the three may be traced."""
    as_word = lambda value: jnp.asarray(value).astype(jnp.uint32)  # noqa: E731
    x, y = threefry(luck, as_word(stream), as_word(site))
    x, y = threefry(jnp.stack([x, y]), as_word(month), jnp.uint32(0))
    return jnp.stack([x, y])


def uniform(luck, stream, site, month, ids: UInt32[Array, "... 2"]) -> Float[Array, "..."]:
    """Uniform draws strictly between 0 and 1, with 53 bits."""
    x, y = threefry(site_key(luck, stream, site, month), ids[..., 0], ids[..., 1])
    high = (x >> jnp.uint32(HIGH_BITS)).astype(jnp.float64)
    low = (y >> jnp.uint32(LOW_BITS)).astype(jnp.float64)
    return (high * TWO_TO_26 + low + 1 / 2) / TWO_TO_53


def normal(luck, stream, site, month, ids: UInt32[Array, "... 2"]) -> Float[Array, "..."]:
    """Standard normal draws."""
    return jax.scipy.special.ndtri(uniform(luck, stream, site, month, ids))


def count(luck, stream, site, month, ids: UInt32[Array, "n 2"], n, p) -> Float[Array, "n"]:
    """How many of `n` persons, each with probability `p`: whole numbers in float64, monotone in the draw."""
    return binomial_quantile(uniform(luck, stream, site, month, ids), n, p)
