"""A run: a loop of the step over months of the inputs, compiled once a shape, whichever months it
is to run."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Int

from partystate.core.status import RunStatus
from partystate.engine.keep import keep
from partystate.engine.phases import check_phases
from partystate.engine.step import Pending, Rules, Setting, first_pending, step, still_pending
from partystate.world.flows_kept import Month
from partystate.world.inputs import Inputs
from partystate.world.state import World


class Outcome(eqx.Module):
    """The last world, what was kept of each month, and how the run ended (a code of
    `core.status.RunStatus`)."""

    world: World
    pending: Pending
    record: dict[str, jax.Array]
    status: jax.Array
    effects: dict


def inputs_at(inputs: Inputs, t: int | Int[Array, ""]) -> Inputs:
    """The inputs of month `t` of the run."""
    return jax.tree.map(lambda a: jax.lax.dynamic_index_in_dim(a, t, keepdims=False), inputs)


def months_between(inputs: Inputs, start: int, stop: int | None) -> Inputs:
    """The inputs of months `start` up to `stop` of the run, `stop` left out."""
    return jax.tree.map(lambda a: a[start:stop], inputs)


def joined(*parts: Outcome) -> Outcome:
    """A run that was cut, whole again, on the host: the months of all parts, the end of the last,
    and the status of the first that did not finish."""
    record, effects = (
        jax.tree.map(lambda *rows: np.concatenate(rows), *kept)
        for kept in ([part.record for part in parts], [part.effects for part in parts])
    )
    ended = [part.status for part in parts]
    broke = [status for status in ended if int(status) != RunStatus.FINISHED.code]
    last = parts[-1]
    return Outcome(last.world, last.pending, record, (broke or ended)[0], effects)


def carried_on(before: Outcome, after: Outcome) -> Outcome:
    """A run whose second part keeps more than its first, whole again: what was not yet kept was
    nought."""
    kept = {name: _since(before.record, name, values) for name, values in after.record.items()}
    return joined(replace(before, record=kept), after)


def _since(record: dict[str, jax.Array], name: str, later: jax.Array) -> jax.Array:
    """An array of the first part, of the shape in which it is kept later."""
    length = next(iter(record.values())).shape[0]
    found = record.get(name)
    if found is None:
        return jnp.zeros((length, *later.shape[1:]), later.dtype)
    more = [(0, n - m) for n, m in zip(later.shape[1:], found.shape[1:], strict=True)]
    return jnp.pad(found, [(0, 0), *more])


def status_of(world: World, kept: dict[str, jax.Array]) -> jax.Array:
    """RunStatus of a finished run: not-a-number first, then negative stocks."""
    leaves = [
        leaf for leaf in jax.tree.leaves((world, kept)) if jnp.issubdtype(leaf.dtype, jnp.floating)
    ]
    finite = jnp.all(jnp.stack([jnp.all(jnp.isfinite(leaf)) for leaf in leaves]))
    positive = jnp.array([stock.min() >= 0 for stock in world.stocks] or [True]).all()
    bad = jnp.where(finite, RunStatus.NEGATIVE_STOCK.code, RunStatus.NOT_A_NUMBER.code)
    return jnp.where(finite & positive, RunStatus.FINISHED.code, bad)


def months_of_run(
    rules: Rules,
    world: World,
    inputs: Inputs,
    setting: Setting,
    pending: Pending | None = None,
    between: tuple[int | Int[Array, ""], int | Int[Array, ""]] | None = None,
    keep_flows: bool = False,
    keep_effects: tuple[str, ...] = (),
) -> Outcome:
    """Run months of `inputs` [T, ...] from `world` (`run` is the same, compiled): all, or those
    `between` a first and the one after the last, and what is kept of others is nought. Pass
    `pending` to resume a run that was cut, under the same rules or others."""
    check_phases(rules.mechanisms)
    months = len(inputs.calendar.month)
    opening = inputs_at(inputs, 0)
    first = first_pending(rules, world, opening, setting)
    pending = first if pending is None else still_pending(pending, first)

    # Traced once: what it keeps of a month says how much room a run needs.
    @partial(jax.jit, inline=True)
    def month(world: World, waiting: Pending, now: Inputs, setting: Setting):
        after, waiting, flows, came, effects = step(rules, world, waiting, now, setting)
        settled = Month(world, after, flows, came)
        kept = keep(settled, setting.endowment, setting.layout, keep_flows)
        return after, waiting, (kept, {name: effects[name] for name in keep_effects})

    def one_more(t: Array, carry: tuple):
        before, waiting, record = carry
        after, waiting, kept = month(before, waiting, inputs_at(inputs, t), setting)
        put = partial(jax.lax.dynamic_update_index_in_dim, index=t, axis=0)
        return after, waiting, jax.tree.map(put, record, kept)

    *_, shapes = jax.eval_shape(month, world, pending, opening, setting)
    record = jax.tree.map(lambda a: jnp.zeros((months, *a.shape), a.dtype), shapes)
    carry = (world, pending, record)
    last, waiting, (kept, effects) = jax.lax.fori_loop(*(between or (0, months)), one_more, carry)
    return Outcome(last, waiting, kept, status_of(last, kept), effects)


# What does not change over the months is left in the loop of months: moving it out takes the
# compiler a quarter of its time, and the loop then carries thousands of values it could make.
LEAN = {
    "xla_disable_hlo_passes": "while-loop-invariant-code-motion,simplify-while-loops,"
    "while-loop-constant-sinking"
}
# Thousands of small sums: without the compiler's own kernels for fused ones the graph is ready a
# fifth sooner and runs a tenth quicker; the long loops of a counted run are better off with them.
PLAINLY = {"xla_cpu_use_fusion_emitters": False} | LEAN
STATIC = ("rules", "keep_flows", "keep_effects")
_expected = jax.jit(months_of_run, static_argnames=STATIC, compiler_options=PLAINLY)
_counted = jax.jit(months_of_run, static_argnames=STATIC, compiler_options=LEAN)


def program(rules: Rules):
    """`months_of_run` as it is compiled for these rules."""
    return _counted if rules.counted else _expected


def run(
    rules: Rules,
    world: World,
    inputs: Inputs,
    setting: Setting,
    pending: Pending | None = None,
    between: tuple[int, int] | None = None,
    **kept: Any,
) -> Outcome:
    """`months_of_run` with the same arguments, compiled once a shape, whatever months it is to run;
    what is kept is of these alone."""
    if pending is None and not any(m.delay for m in rules.mechanisms):
        pending = Pending({}, {})  # so that a run and one that is resumed are one program
    first, stop = between or (0, len(inputs.calendar.month))
    ends = np.int32(first), np.int32(stop)
    outcome = program(rules)(rules, world, inputs, setting, pending, ends, **kept)
    is_whole = (first, stop) == (0, len(inputs.calendar.month))
    return outcome if is_whole else _of_months(outcome, first, stop)


def _of_months(outcome: Outcome, first: int, stop: int) -> Outcome:
    """A run of which no other months are kept, on the host."""
    record, effects = (
        jax.tree.map(lambda a: np.asarray(a)[first:stop].copy(), kept)
        for kept in (outcome.record, outcome.effects)
    )
    return replace(outcome, record=record, effects=effects)
