"""What a mechanism proposes. Only the accountant applies it."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array

from partystate.world.proposed import KINDS


class Effect(eqx.Module):
    """A proposal; every field is a dictionary, empty unless the mechanism speaks of it.

    hazards: cause -> [cells], per month.
    destinations: pooled cause -> [Q] weights of the pairs that receive (only their proportions
    count); one proposer.
    births: "per_woman" -> [cells], births a month (read for female cells).
    values: "part.field" of the world -> its new value, for quantities that are not conserved; one
    proposer a field.
    inflows: stock -> t gained from outside the books (a harvest).
    claims: "stock.use" -> t asked of a stock this month.
    posts: kind of `accountant.posts.POSTS` -> removals and candidates; one proposer a kind."""

    hazards: dict[str, Array] = eqx.field(default_factory=dict)
    destinations: dict[str, Array] = eqx.field(default_factory=dict)
    births: dict[str, Array] = eqx.field(default_factory=dict)
    values: dict[str, Array] = eqx.field(default_factory=dict)
    inflows: dict[str, Array] = eqx.field(default_factory=dict)
    claims: dict[str, Array] = eqx.field(default_factory=dict)
    posts: dict[str, Array] = eqx.field(default_factory=dict)

    def entries(self) -> dict[str, Array]:
        """Every proposal under one name, `kind:key`, for declarations and tests."""
        return {
            f"{kind}:{key}": value for kind in KINDS for key, value in getattr(self, kind).items()
        }


def combine(effects: list[Effect]) -> Effect:
    """Add proposals of the same kind and key; a field with two proposers of `values` is a mistake
    of the build."""
    out: dict[str, dict[str, Array]] = {}
    for kind in ("hazards", "births", "inflows", "claims"):
        sums: dict[str, Array] = {}
        for effect in effects:
            for key, value in getattr(effect, kind).items():
                sums[key] = sums[key] + value if key in sums else value
        out[kind] = sums
    for kind in ("values", "posts", "destinations"):
        out[kind] = {}
        for effect in effects:
            for key, value in getattr(effect, kind).items():
                if key in out[kind]:
                    raise ValueError(
                        f"two mechanisms set {key}; a field that is not conserved has one "
                        "proposer a phase"
                    )
                out[kind][key] = value
    return Effect(**out)
