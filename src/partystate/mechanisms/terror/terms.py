"""Who in the camps serves a long term.

    L <- min{L (1 - 1 / long_term - d) + s, N},   released a month: (N - L) / term + L / long_term
L inmates with a long term, N all of them, d what dies or escapes of camps in a month, s those whom
the last month's three men sent there, by category or as a people: boards and courts gave the
shorter terms, and mass operations eight to ten years. So a wave stays long after it has ended.

Shapes: scalars, persons.
Source: the order of July 1937 on terms, as recalled; our own rule."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.world.repression import CAMP, NATIONAL, SECOND
from partystate.world.view import View

LONG = (SECOND, NATIONAL)  # channels whose sentences to camps are long


def long_terms(view: View, inmates: Float[Array, ""]) -> Float[Array, ""]:
    """Inmates who serve a long term, with those whom the last month sent."""
    organs = view.world.repression
    sent = organs.sentences.sum(0) * organs.verdicts[:, CAMP]
    return jnp.minimum(organs.long_terms + sent[jnp.array(LONG)].sum(), inmates)


def released(
    inmates: Float[Array, ""],
    long: Float[Array, ""],
    term: Float[Array, ""],
    long_term: Float[Array, ""],
) -> Float[Array, ""]:
    """Share of `inmates` released in a month, where `long` of them serve `long_term` months and the
    rest `term`."""
    share = long / jnp.maximum(inmates, 1)
    return (1 - share) / term + share / long_term
