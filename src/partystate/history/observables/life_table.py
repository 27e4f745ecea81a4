"""Period life tables from deaths and persons by age band.

n_q_x = n m / (1 + (n - a) m), e0 = sum of years lived / l0 (Preston, Heuveline and Guillot 2001,
ch. 3)."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

# of the first year lived by those who die in it; Coale and Demeny (1983), high mortality
INFANT_SHARE = 0.3


def expectation_at_birth(
    deaths: Float[Array, "ages"], exposure: Float[Array, "ages"], widths: Float[Array, "ages"]
) -> Float[Array, ""]:
    """Life expectancy [years] from deaths and person-years; `widths` in years, the last one
    open."""
    deaths, exposure, widths = (jnp.asarray(values) for values in (deaths, exposure, widths))
    rate = deaths / jnp.where(exposure > 0, exposure, 1)
    lived = (widths / 2).at[0].set(INFANT_SHARE)
    dying = jnp.minimum(widths * rate / (1 + (widths - lived) * rate), 1).at[-1].set(1)
    alive = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - dying[:-1])])
    years = alive * ((1 - dying) * widths + dying * lived)
    last = jnp.where(rate[-1] > 0, alive[-1] / jnp.where(rate[-1] > 0, rate[-1], 1), 0)
    return years.at[-1].set(jnp.where(rate[-1] > 0, last, alive[-1] * widths[-1])).sum()
