"""Growth when a fixed share of investment goes to the making of investment goods: Fel'dman (1928),
as Domar (1957) has it.

Without wear, trade or scarce labour, with share g of investment to the producer department and
capital to output v1, v2 of the two: I = I0 exp(g t / v1), C = C0 + I0 (1 - g) / g (v1 / v2) (exp(g
t / v1) - 1)."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Number, Outputs, Published


def feldman(
    invested: float,
    consumed: float,
    producer_share: float,
    ratios: tuple[float, float],
    years: Number,
) -> tuple[Float[Array, "..."], Float[Array, "..."]]:
    """(investment, consumption) after `years`, when `producer_share` of investment goes to the
    producer department; `ratios` are capital to output of the two, in years."""
    first, second = ratios
    grown = jnp.exp(producer_share * jnp.asarray(years) / first)
    return invested * grown, consumed + invested * (1 - producer_share) / producer_share * (
        first / second
    ) * (grown - 1)


def answer(inputs: Inputs) -> Outputs:
    """Investment and consumption on the path, and the rate at which investment grows."""
    share, ratios = inputs["gamma"], (inputs["V1"], inputs["V2"])
    years = jnp.asarray(inputs["t"], float)
    invested, consumed = feldman(inputs["I0"], inputs["C0"], share, ratios, years)
    next_year, _ = feldman(1.0, 0.0, share, ratios, 1.0)
    return {"I": invested, "C": consumed, "growth_I": jnp.log(next_year)}


PATH = (
    "tests/mechanisms/industry/test_growth.py::test_added_month_by_month_comes_near_feldmans_path"
)
MODELS = {
    "Fel'dman-Domar": Published(
        answer=answer, used_by=("mechanisms.industry.growth",), tied_by=PATH
    )
}
