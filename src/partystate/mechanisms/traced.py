"""What a mechanism reads and what it proposes, seen in its trace; nobody types them."""

from __future__ import annotations

from dataclasses import dataclass

import equinox as eqx
import jax

from partystate.mechanisms.contract import Mechanism
from partystate.world.view import View

PART_AND_FIELD = slice(1, 3)  # of a path into the world; deeper keys are inside a field


@dataclass(frozen=True)
class Traced:
    """`reads` are dotted paths (`people.persons`, `inputs.exports`, `month`), in the order of the
    world; `proposes` are entries of an effect (`hazards:death`, `values:policy.plan`)."""

    reads: tuple[str, ...]
    proposes: tuple[str, ...]


def trace(mechanism: Mechanism, view: View, params: eqx.Module) -> Traced:
    """Trace `propose` on a view and parameters: only shapes matter, and which parts of the world
    are there.

    A field is read where some part of it reaches what is proposed. A draw reads the month."""
    leaves, tree = jax.tree.flatten((view.world, view.inputs))
    proposed: list[str] = []

    def flat(*flat_leaves):
        world, inputs = jax.tree.unflatten(tree, flat_leaves)
        now = eqx.tree_at(lambda v: v.draws.month, view, world.month)
        now = eqx.tree_at(lambda v: (v.world, v.inputs), now, (world, inputs))
        entries = mechanism.propose(now, params).entries()
        proposed.extend(entries)
        return list(entries.values())

    jaxpr = jax.make_jaxpr(flat)(*leaves).jaxpr
    names, used = _leaf_names(view), _used_inputs(jaxpr)
    reads = dict.fromkeys(name for i, name in enumerate(names) if i in used)
    return Traced(tuple(reads), tuple(proposed))


def _leaf_names(view: View) -> list[str]:
    """Dotted names of the leaves of the world (`part.field`, whatever is inside a field) and the
    inputs, in flattened order."""
    paths = jax.tree_util.tree_flatten_with_path((view.world, view.inputs))[0]
    names = []
    for path, _ in paths:
        keys = [getattr(k, "name", getattr(k, "key", getattr(k, "idx", None))) for k in path]
        name = keys[PART_AND_FIELD] if keys[0] == 0 else ["inputs", *keys[1:]]
        names.append(".".join(str(k) for k in name))
    return names


def _used_inputs(jaxpr) -> set[int]:
    """Positions of the inputs of a jaxpr that reach an output, by going back from the outputs."""
    needed = {v for v in jaxpr.outvars if not hasattr(v, "val")}
    for equation in reversed(jaxpr.eqns):
        if any(v in needed for v in equation.outvars):
            needed |= {v for v in equation.invars if not hasattr(v, "val")}
    return {i for i, v in enumerate(jaxpr.invars) if v in needed}
