"""Random draws that depend on nothing but what they are for (design section 7).

A draw is a function of (luck, stream, site, month, id): a mechanism's stream, the place in it where
the draw is made, the month, and the 64-bit id of the cell or person. Three rounds of Threefry-2x32
with 20 rounds, each keyed by the last:

    key 1 = threefry(luck,  (stream, site))
    key 2 = threefry(key 1, (month, 0))
    bits  = threefry(key 2, id)

A longer list of ids, another order, `vmap`, `scan` or sharding change no draw. Two draws with the
same five arguments are the same draw: give each use its own site. `count` and `uniform` at one site
share their uniform.

Source: Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3" (known
answers in the tests)."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jax.core import Tracer
from jax.extend.random import threefry_2x32
from jax.scipy.special import ndtri
from jaxtyping import Array, Float, Float32, Int, UInt32

from partystate.core.quantile import binomial_quantile
from partystate.core.runtime import need_64_bits
from partystate.core.whole import whole

WORD_BITS = 32
ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))  # four rounds each, in turn
GROUPS = 5  # of four rounds
PARITY = 0x1BD11BDA  # of the third word of the key
UNIFORM_BITS = 52  # so that bits + 1/2 is exact in a float64, and 0 < u < 1
HIGH_BITS = UNIFORM_BITS - WORD_BITS
RENEWED = 1  # site of a luck drawn anew, in stream 0


class Draws(eqx.Module):
    """What one mechanism may draw in one month: the functions of this file with luck, stream and
    month filled in. Each use in the mechanism takes a site of its own."""

    luck: UInt32[Array, "2"]
    stream: int = eqx.field(static=True)
    month: Int[Array, ""]  # month number

    def bits(self, site, ids: UInt32[Array, "*shape 2"]) -> tuple[Array, Array]:
        """Two uint32 words for each id, shape [*shape] each."""
        return bits(self.luck, self.stream, site, self.month, ids)

    def key(self, site) -> UInt32[Array, "2"]:
        """The key under which the ids of a site are hashed this month."""
        return _mix(_mix(self.luck, self.stream, site), self.month, 0)

    def uniform(self, site, ids: UInt32[Array, "*shape 2"]) -> Float[Array, "*shape"]:
        """Uniform in the open interval (0, 1)."""
        return uniform(self.luck, self.stream, site, self.month, ids)

    def normal(self, site, ids: UInt32[Array, "*shape 2"]) -> Float[Array, "*shape"]:
        """Standard normal."""
        return normal(self.luck, self.stream, site, self.month, ids)

    def count(self, site, ids: UInt32[Array, "*shape 2"], n, p) -> Array:
        """How many of `n` [*shape] happen with probability `p` [*shape], in the dtype of `n`."""
        return count(self.luck, self.stream, site, self.month, ids, n, p)


def threefry(key: UInt32[Array, "2"], first, second) -> tuple[Array, Array]:
    """Threefry-2x32-20 of the counters (first, second), uint32 arrays of one shape: two words of
    that shape."""
    counters = jnp.concatenate([first.reshape(-1), second.reshape(-1)])
    words = threefry_2x32((key[0], key[1]), counters).reshape(2, *first.shape)
    return words[0], words[1]


def threefry_unrolled(key: UInt32[Array, "2"], first, second) -> tuple[Array, Array]:
    """The same words as `threefry`, its rounds written out: three times faster over long arrays,
    and a graph of some hundred operations."""
    words = [key[0], key[1], key[0] ^ key[1] ^ np.uint32(PARITY)]
    first, second = first + words[0], second + words[1]
    for group in range(GROUPS):
        for rotation in ROTATIONS[group % len(ROTATIONS)]:
            first = first + second
            second = first ^ _rotated(second, rotation)
        first = first + words[(group + 1) % 3]
        second = second + words[(group + 2) % 3] + np.uint32(group + 1)
    return first, second


def luck(seed: int, run: int = 0) -> UInt32[Array, "2"]:
    """The key of one run: `seed` and `run` are whole numbers of at most 64 and 32 bits, not
    negative."""
    seed_word = _number(seed, "seed", 2 * WORD_BITS)
    run_word = _number(run, "run", WORD_BITS)
    key = jnp.array([seed_word >> WORD_BITS, seed_word & (2**WORD_BITS - 1)], jnp.uint32)
    return _mixed(key, run_word, 0)


def renewed(luck, month) -> UInt32[Array, "2"]:
    """Another luck for what follows `month`, of the same run: under the stream of nobody (registers
    begin at 1)."""
    return _mix(_mix(luck, 0, RENEWED), month, 0)


def bits(luck, stream, site, month, ids: UInt32[Array, "*shape 2"]) -> tuple[Array, Array]:
    """Two uint32 words for each id, shape [*shape] each."""
    key = _mix(_mix(luck, stream, site), month, 0)
    ids = jnp.asarray(ids)
    return threefry(key, ids[..., 0], ids[..., 1])


def uniform(luck, stream, site, month, ids: UInt32[Array, "*shape 2"]) -> Float[Array, "*shape"]:
    """Uniform in the open interval (0, 1), float64, on the grid (k + 1/2) / 2**52; 1 - u is exact
    too."""
    return from_bits(*bits(luck, stream, site, month, ids))


def below(high: UInt32[Array, "*shape"]) -> Float32[Array, "*shape"]:
    """A number that `from_bits` is not under, whatever the other word is, and less than 2**-20 from
    it."""
    return (high >> (WORD_BITS - HIGH_BITS)).astype(jnp.float32) * np.float32(2.0**-HIGH_BITS)


def from_bits(high, low) -> Array:
    """The first 20 bits of `high` and all of `low` as a number in (0, 1): (k + 1/2) / 2**52."""
    need_64_bits()
    high = (high >> (WORD_BITS - HIGH_BITS)).astype(jnp.float64)
    return (high * 2.0**WORD_BITS + (low.astype(jnp.float64) + 0.5)) * 2.0**-UNIFORM_BITS


def normal(luck, stream, site, month, ids: UInt32[Array, "*shape 2"]) -> Float[Array, "*shape"]:
    """Standard normal, float64, rising with `uniform` of the same arguments; at most 8.2 from
    zero."""
    return ndtri(uniform(luck, stream, site, month, ids))


def count(luck, stream, site, month, ids: UInt32[Array, "*shape 2"], n, p):
    """How many of `n` [*shape] (whole numbers, integer or float dtype) happen with probability `p`
    [*shape].

    Whole numbers in the dtype of `n`, between 0 and n; binomial in distribution; falls with
    `uniform` of the same arguments and rises with `p`, so that runs under the same luck differ by
    no more than their causes do."""
    n = jnp.asarray(n)
    u_tail = uniform(luck, stream, site, month, ids)
    return binomial_quantile(u_tail, n, p).astype(n.dtype)


def _mix(key: Array, first, second) -> UInt32[Array, "2"]:
    """A new key from `key` and two words (each may be traced)."""
    return jnp.stack(threefry(key, _word(first), _word(second)))


_mixed = jax.jit(_mix)  # compiled, for keys that are made outside of compiled code


def _rotated(word: Array, bits: int) -> Array:
    return (word << np.uint32(bits)) | (word >> np.uint32(WORD_BITS - bits))


def _word(value) -> Array:
    return jnp.asarray(value).astype(jnp.uint32)


def _number(value, name: str, most_bits: int) -> int:
    if isinstance(value, Tracer):
        raise TypeError(
            f"{name} must be a number when the key is made; make the keys outside jit and "
            "map over them"
        )
    return whole(value, name, below=2**most_bits)
