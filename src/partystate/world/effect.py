"""What a mechanism proposes. Only the accountant applies it."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array


class Effect(eqx.Module):
    """A proposal; every field is a dictionary, empty unless the mechanism speaks of it.

    hazards: cause -> [cells], per month.
    births: "per_woman" -> [cells], births a month (read for female cells).
    values: "part.field" of the world -> its new value, for quantities that are not conserved; one proposer a field.
    inflows: stock -> t gained from outside the books (a harvest).
    claims: "stock.use" -> t asked of a stock this month.
    """

    hazards: dict[str, Array] = eqx.field(default_factory=dict)
    births: dict[str, Array] = eqx.field(default_factory=dict)
    values: dict[str, Array] = eqx.field(default_factory=dict)
    inflows: dict[str, Array] = eqx.field(default_factory=dict)
    claims: dict[str, Array] = eqx.field(default_factory=dict)

    def entries(self) -> dict[str, Array]:
        """Every proposal under one name, `kind:key`, for declarations and tests."""
        return {
            f"{kind}:{key}": value
            for kind in ("hazards", "births", "values", "inflows", "claims")
            for key, value in getattr(self, kind).items()
        }


def combine(effects: list[Effect]) -> Effect:
    """Add proposals of the same kind and key; a field with two proposers of `values` is a mistake of the build."""
    out: dict[str, dict[str, Array]] = {}
    for kind in ("hazards", "births", "inflows", "claims"):
        sums: dict[str, Array] = {}
        for effect in effects:
            for key, value in getattr(effect, kind).items():
                sums[key] = sums[key] + value if key in sums else value
        out[kind] = sums
    values: dict[str, Array] = {}
    for effect in effects:
        for key, value in effect.values.items():
            if key in values:
                raise ValueError(f"two mechanisms set {key}; a field that is not conserved has one proposer a phase")
            values[key] = value
    return Effect(values=values, **out)
