"""One month: every phase in turn, the accountant last but the report."""

from __future__ import annotations

from dataclasses import dataclass

import equinox as eqx
import jax
import jax.numpy as jnp

from partystate.core.draws import Draws
from partystate.engine import reach
from partystate.engine.phases import in_phase
from partystate.engine.switch import if_acting
from partystate.mechanisms.contract import Mechanism
from partystate.world.accountant.people import PeopleFlows, settle_people
from partystate.world.accountant.posts import settle_posts
from partystate.world.accountant.stocks import settle_stocks
from partystate.world.accountant.values import set_values
from partystate.world.agricultural_clock import month_of_year
from partystate.world.drift import JANUARY, Drift, drifted, moved_on
from partystate.world.effect import Effect, combine
from partystate.world.endowment import Endowment
from partystate.world.forcing import hold_until_seated, impose_line
from partystate.world.inputs import Inputs
from partystate.world.layout import Layout
from partystate.world.state import World
from partystate.world.view import View


@dataclass(frozen=True)
class Rules:
    """What is fixed when a run is compiled: who acts, how people move, who is served first."""

    mechanisms: tuple[Mechanism, ...]
    streams: tuple[tuple[str, int], ...]
    state_order: tuple[str, ...]
    granary_order: tuple[str, ...]
    counted: bool = False

    def stream(self, name: str) -> int:
        return dict(self.streams)[name]


class Setting(eqx.Module):
    """What a run is given: parameters by mechanism, luck, endowment, layout, recorded effects for
    replay, which parameters drift (None where none do), and of mechanisms that can be left out
    whether they act (None where none can)."""

    parameters: dict[str, eqx.Module]
    luck: jax.Array
    endowment: Endowment
    layout: Layout
    recorded: dict[str, Effect] = eqx.field(default_factory=dict)
    drift: Drift | None = None
    acting: dict[str, jax.Array] | None = None


class Pending(eqx.Module):
    """Proposals of delayed mechanisms that are still under way: mechanism -> stacked effects,
    oldest first."""

    effects: dict[str, Effect]
    waited: dict[str, jax.Array]  # months since its delay began


def view_of(
    mechanism: Mechanism, rules: Rules, world: World, inputs: Inputs, setting: Setting
) -> View:
    """All that one mechanism may look at this month."""
    draws = Draws(setting.luck, rules.stream(mechanism.stream), world.month)
    return View(world, inputs, setting.endowment, setting.layout, draws)


def propose(
    mechanism: Mechanism, rules: Rules, world: World, inputs: Inputs, setting: Setting
) -> Effect:
    """The effect of one mechanism this month."""
    view = view_of(mechanism, rules, world, inputs, setting)
    given = setting.parameters[mechanism.id]
    if setting.drift is not None and world.drifting is not None:
        given = drifted(setting.drift, world.drifting, mechanism.id, given)
    if mechanism.id in setting.recorded:
        given = (
            given,
            jax.tree.map(
                lambda a: a[inputs.calendar.elapsed.astype(int)], setting.recorded[mechanism.id]
            ),
        )
    return mechanism.propose(view, given)


def first_pending(rules: Rules, world: World, inputs: Inputs, setting: Setting) -> Pending:
    """Empty queues of the right shapes for the delayed mechanisms."""
    queues = {}
    for mechanism in rules.mechanisms:
        if mechanism.delay:
            shape = jax.eval_shape(lambda m=mechanism: propose(m, rules, world, inputs, setting))
            queues[mechanism.id] = jax.tree.map(
                lambda leaf, n=mechanism.delay: jnp.zeros((n, *leaf.shape), leaf.dtype), shape
            )
    return Pending(queues, {name: jnp.zeros((), jnp.int32) for name in queues})


def still_pending(before: Pending, first: Pending) -> Pending:
    """Queues of `before` for mechanisms that are delayed as they were; those of `first` for what is
    delayed anew."""
    kept = [
        name
        for name, queue in first.effects.items()
        if name in before.effects and _is_like(before.effects[name], queue)
    ]

    def take(ours, theirs):
        return ours | {name: theirs[name] for name in kept}

    return Pending(take(first.effects, before.effects), take(first.waited, before.waited))


def _is_like(one: Effect, other: Effect) -> bool:
    """Whether two queues hold the same things, for as many months."""

    def shape(queue):
        return jax.tree.map(lambda leaf: leaf.shape, queue)

    return jax.tree.structure(one) == jax.tree.structure(other) and jax.tree.leaves(
        shape(one)
    ) == jax.tree.leaves(shape(other))


def _delayed(
    mechanism: Mechanism, effect: Effect, pending: Pending, world: World
) -> tuple[Effect, Effect]:
    """The effect proposed `delay` months ago, and the queue with today's at its end."""
    queue = pending.effects[mechanism.id]
    oldest = jax.tree.map(lambda leaf: leaf[0], queue)
    ready = pending.waited[mechanism.id] >= mechanism.delay
    kept = {
        path: jnp.where(
            ready, value, getattr(getattr(world, path.split(".")[0]), path.split(".")[1])
        )
        for path, value in oldest.values.items()
    }
    longer = jax.tree.map(lambda old, new: jnp.concatenate([old[1:], new[None]]), queue, effect)
    return eqx.tree_at(lambda e: e.values, oldest, kept), longer


def step(rules: Rules, world: World, pending: Pending, inputs: Inputs, setting: Setting):
    """Move the world one month on: (world, pending, flows, inflows of stocks by mechanism, effects
    by mechanism).

    Inflows are those of this month, effects what was proposed in it: of a delayed mechanism they
    differ."""
    before, world = world, impose_line(with_drift(rules, world, setting), inputs.forced)
    proposed: dict[str, Effect] = {}
    came: dict[str, dict[str, jax.Array]] = {}
    queues = dict(pending.effects)

    def gather(phase: str, now: World, given: Inputs) -> Effect:
        effects = []
        for mechanism in in_phase(rules.mechanisms, phase):
            met = now
            if phase == "act" and inputs.war is not None:
                met = reach.as_met(mechanism, now, inputs, setting.layout)
            effect = propose(mechanism, rules, met, given, setting)
            effect = if_acting(mechanism, effect, now, setting.acting)
            proposed[mechanism.id] = effect
            if mechanism.delay:
                effect, queues[mechanism.id] = _delayed(mechanism, effect, pending, now)
                effect = if_acting(mechanism, effect, now, setting.acting)
            came[mechanism.id] = effect.inflows
            effects.append(effect)
        return combine(effects)

    asked = {}  # posts may be asked for in any phase; they are settled once
    for phase in ("perceive", "decide"):
        known = (world, inputs) if inputs.war is None else reach.seen(world, inputs)
        effect = gather(phase, *known)
        world, asked = set_values(world, effect.values), asked | effect.posts
    acted = gather("act", world, inputs)
    if inputs.war is not None:
        acted = reach.within(acted, inputs, setting.layout)
    acted = eqx.tree_at(lambda e: e.posts, acted, asked | acted.posts)
    world = set_values(world, acted.values)
    world, flows = settle(rules, world, acted, inputs, setting)
    reported = gather("report", world, inputs)
    if inputs.war is not None:
        reported = reach.told(reported, world, inputs)
    world = set_values(world, reported.values)
    if inputs.war is not None:
        world = eqx.tree_at(lambda w: w.war.controlled, world, inputs.controlled)
    world = hold_until_seated(before, world, inputs.party)
    world = eqx.tree_at(lambda w: w.month, world, world.month + 1)
    return (
        world,
        Pending(queues, {name: months + 1 for name, months in pending.waited.items()}),
        flows,
        came,
        proposed,
    )


def with_drift(rules: Rules, world: World, setting: Setting) -> World:
    """The world with its parameters where they stand this month."""
    if setting.drift is None or world.drifting is None:
        return world
    draws = Draws(setting.luck, rules.stream("drift"), world.month)
    is_january = month_of_year(world.month) == JANUARY
    return world.with_drift(moved_on(setting.drift, world.drifting, draws, is_january))


def settle(rules: Rules, world: World, acted: Effect, inputs, setting: Setting):
    """The accountant's part, for the parts of the world that are there: (world, flows of people or
    None)."""
    flows = None
    if world.people is not None:
        stream = rules.stream("accountant")
        world, flows = settle_people(
            world, acted, setting.layout, setting.luck, stream, rules.counted
        )
        world = settle_stocks(world, acted, rules.state_order, rules.granary_order)
    if world.power is not None:
        world = settle_posts(world, acted, inputs, setting.endowment.party.police)
    return world, flows


__all__ = [
    "PeopleFlows",
    "Pending",
    "Rules",
    "Setting",
    "first_pending",
    "propose",
    "step",
    "still_pending",
    "view_of",
]
