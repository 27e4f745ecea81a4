"""Worlds nobody has seen: every field another, within what it may be. For tests and
verification."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from partystate.core import dates, draws
from partystate.engine.run import inputs_at

SHARES = (
    "information.known_shortfall",
    "policy.coercion",
    "policy.blacklist",
    "policy.lesson",
    "land.herding",
    "policy.drive",
    "policy.pace",
    "policy.paused",
    "policy.supply_part",
    "policy.passports",
    "policy.flight_barred",
    "land.unsettled",
    "land.fed",
    "policy.accumulation",
    "policy.equipment",
    "policy.exertion",
    "industry.running",
    "people.enrolled",
    "people.literate",
    "people.literacy",
    "information.known_literacy",
    "people.infected",
    "people.immune",
    "people.hospital_births",
    "people.abortion",
    "policy.birth_alarm",
    "industry.women",
    "industry.shock_workers",
    "industry.sources",
    "repression.failure",
    "repression.distrust_people",
    "repression.campaign",
    "repression.line",
    "repression.orders",
    "repression.crowding",
    "repression.fresh",
    "repression.verdicts",
    "belief.support",
    "belief.kin",
    "belief.dissent",
    "belief.scope",
    "belief.innocent",
    "information.known_support",
)
FLAGS = ("policy.paused", "policy.passports", "repression.campaign")
SMALL = (
    "land.sown_area",
    "land.disruption",
    "land.unrest",
    "policy.frustration",
    "information.known_unrest",
    "information.known_flight",
    "policy.output_target",
    "information.reported_output",
    "information.report_excess",
    "industry.plant",
    "industry.output",
    "industry.invested",
    "industry.imported",
    "industry.conscripted",
    "industry.turnover",
    "industry.norm",
    "industry.wage",
    "industry.usual_wage",
    "repression.threat",
    "repression.pressure",
    "peril.danger",
    "peril.shock",
    "repression.blame",
    "repression.distrust_status",
    "repression.brake",
    "repression.climate",
    "belief.grievance",
    "belief.exposure",
    "belief.usual_wage",
)
HUNGER = ("people.hunger_rural", "people.hunger_urban", "people.hunger_remembered")
OFTEN_ZERO = 0.25


def leaf_names(world):
    """Dotted names of the leaves of a world, in flattened order."""
    paths = jax.tree_util.tree_flatten_with_path(world)[0]
    return [
        ".".join(str(getattr(k, "name", getattr(k, "key", k))) for k in path) for path, _ in paths
    ]


def random_world(start, rng):
    """A world whose every field is another: shares in 0..1, hunger to 5, tonnes and persons of any
    size, and often nothing."""

    def another(name, leaf):
        if name.startswith("power."):
            return leaf  # the leadership stays as it opens: its rules are not those of books
        if name == "policy.line":
            return jnp.asarray(rng.uniform(-1, 1), leaf.dtype)
        if name == "month":
            return jnp.int32(dates.month_number("1930-01") + rng.integers(0, 12))
        size = {True: 1.0}.get(
            name in SHARES, 3.0 if name in SMALL else 5.0 if name in HUNGER else None
        )
        values = (
            rng.random(leaf.shape) * size if size else rng.lognormal(np.log(3e4), 3, leaf.shape)
        )
        if name in FLAGS:
            values = np.round(values)
        if name == "people.persons":
            values = rng.poisson(rng.lognormal(4, 2, leaf.shape)).astype(float)
        values = np.where(rng.random(leaf.shape) < OFTEN_ZERO, 0, values)
        return jnp.asarray(values, leaf.dtype)

    leaves, tree = jax.tree.flatten(start)
    return jax.tree.unflatten(
        tree, [another(name, leaf) for name, leaf in zip(leaf_names(start), leaves, strict=True)]
    )


def random_case(scenario, start, seed: int, months: int = 1):
    """A random world, inputs of so many months on end from any month of the run, told in the
    world's own months, and luck."""
    rng = np.random.default_rng(seed)
    world = random_world(start, rng)
    first = int(rng.integers(0, len(scenario.months) - months + 1))
    inputs = [
        eqx.tree_at(
            lambda i: i.calendar.month, inputs_at(scenario.inputs, first + k), world.month + k
        )
        for k in range(months)
    ]
    return world, inputs, draws.luck(seed)
