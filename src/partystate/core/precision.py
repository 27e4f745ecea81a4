"""Set JAX to 64 bits: counts of persons and tail probabilities need more than the 24 bits of a
float32.

Import for its effect, before the first array is made; `partystate/__init__.py` does."""

from __future__ import annotations

import jax

jax.config.update("jax_enable_x64", True)
