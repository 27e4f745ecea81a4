"""Worlds nobody has seen: every field another, within what it may be. For tests and
verification."""

from __future__ import annotations

import dataclasses

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from partystate.core import dates, draws
from partystate.engine.run import inputs_at
from partystate.world.power import (
    BANISHED,
    DETAINED,
    EXPELLED,
    FREE,
    FULL,
    IMPRISONED,
    MEMBER,
    NO_SEAT,
    NOBODY,
    Power,
)

SHARES = (
    "land.struck",
    "information.known_struck",
    "people.starved",
    "information.known_shortfall",
    "policy.coercion",
    "policy.blacklist",
    "policy.lesson",
    "land.herding",
    "land.herders_diet",
    "policy.state_trade",
    "policy.drive",
    "policy.pace",
    "policy.paused",
    "policy.passports",
    "policy.flight_barred",
    "land.unsettled",
    "land.fed",
    "land.done_in_autumn",
    "land.done_in_spring",
    "policy.cover",
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
    "faith.by_faith",
    "faith.pressed",
    "faith.others",
    "faith.pressure",
    "faith.believing",
    "faith.believers",
    "faith.declared",
    "faith.recognised",
    "faith.schism",
    "faith.outlawed",
    "science.control",
    "science.adherents",
    "science.lost",
    "science.need",
    "science.measure",
    "culture.grip",
    "culture.works",
    "culture.monumental",
    "culture.heroes",
    "culture.preference",
    "culture.officials",
    "culture.own_tongue",
)
# shares that mechanisms of the leadership move
OF_THE_TOP = (
    *(
        f"creed.{name}"
        for name in (
            "devotion",
            "image",
            "founder_share",
            "meaning",
            "father",
            "distance",
            "transfer",
            "signs",
            "gloss",
            "candor",
            "one_country",
            "licence",
            "concord",
        )
    ),
    "memory.trace",
    "memory.left",
    "memory.credit",
    "intelligence.strength",
    "secrets.withheld",
    "secrets.leaked",
    "secrets.false_cause",
    "secrets.unsaid",
)
FLAGS = ("policy.paused", "policy.passports", "repression.campaign")
FLAGS += ("faith.recognised", "faith.schism", "faith.outlawed")
SMALL = (
    "land.sown_area",
    "land.disruption",
    "land.weeds",
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
    "creed.praise",
    "faith.provoked",
    "faith.offence",
    "science.yield_lost",
)
HUNGER = ("people.hunger_rural", "people.hunger_urban", "people.hunger_remembered")
HUNGER += ("people.hunger_fifths",)
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
            return leaf  # see `random_power`
        if name.startswith("drifting."):
            return jnp.asarray(rng.standard_normal(leaf.shape), leaf.dtype)
        if name == "creed.honoured":
            return jnp.int32(rng.integers(NOBODY, 3))
        if name == "policy.line":
            return jnp.asarray(rng.uniform(-1, 1), leaf.dtype)
        if name == "month":
            return jnp.int32(dates.month_number("1930-01") + rng.integers(0, 12))
        size = {True: 1.0}.get(
            name in (*SHARES, *OF_THE_TOP),
            3.0 if name in SMALL else 5.0 if name in HUNGER else None,
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
    world = jax.tree.unflatten(
        tree, [another(name, leaf) for name, leaf in zip(leaf_names(start), leaves, strict=True)]
    )
    if world.power is None:
        return world
    return eqx.tree_at(lambda w: w.power, world, random_power(world.power, rng.spawn(1)[0]))


TRAITS = ("skill", "caution", "ruthlessness", "commitment", "compromised")
POWER_SHARES = (*TRAITS, "own", "bloc", "presence", "bereft", "established", "conformity")
POWER_SHARES += ("outlook", "disruption", "experience")
SIGNED = ("belief", "position", "trust", "line")
POWER_FLAGS = ("opposing", "recanted", "yielded", "ruling", "beaten", "faction_ban", "simplified")
POWER_FLAGS += ("blamed", "accused", "confessed", "disgraced", "braking")
# as shares, up to a number
UP_TO = {
    **dict.fromkeys(("capital", "standing"), 10),
    **dict.fromkeys(("wanted", "intensity"), 0.25),
    **dict.fromkeys(("officers_arrested", "officers_left"), 500),
    **dict.fromkeys(("names", "threat", "confessing"), 6),
    "networks": 7,
    "tied": 2,
}
WHOLE_UP_TO = {"steps": 6, "leading_months": 120, "testament": 4, "motion": 7, "chief_left": 2}
WHOLE_UP_TO |= {"order": 6}
VOTES = ("vote_for", "division", "challenge")  # -1 where none was taken
WHO = ("sponsor", "leader", "strongest", "subject")  # a person or nobody
ALIVE, AT_LARGE, IN_THE_PARTY = 0.85, 0.8, 0.7  # chances
LONGEST = 120  # months of a sentence, or since an expulsion


def random_power(start: Power, rng: np.random.Generator) -> Power:
    """A leadership whose every field is another; nobody dead, in custody or out of the party sits
    or holds an office, and a body may have more members than places."""
    people, offices = len(start.alive), len(start.holder)
    alive = rng.random(people) < ALIVE
    custody = np.where(
        alive & (rng.random(people) > AT_LARGE),
        rng.integers(DETAINED, IMPRISONED + 1, people),
        FREE,
    )
    is_out = (custody != FREE) | (rng.random(people) > IN_THE_PARTY)
    status = np.where(is_out, rng.integers(EXPELLED, BANISHED + 1, people), MEMBER)
    fit = alive & ~is_out
    shot = ~alive & (rng.random(people) < 1 / 3)
    patron = rng.integers(0, people, people)
    chosen = {
        "alive": alive,
        "custody": custody,
        "term": np.where(custody == IMPRISONED, rng.integers(1, LONGEST, people), 0),
        "status": status,
        "months_out": np.where(is_out, rng.integers(0, LONGEST, people), 0),
        "executed": shot,
        "killed_abroad": ~alive & ~shot & (rng.random(people) < 1 / 3),
        "seats": np.where(fit, rng.integers(NO_SEAT, FULL + 1, start.seats.shape), NO_SEAT),
        "holder": rng.choice([NOBODY, *np.flatnonzero(fit)], offices),
        "patron": patron,
        "principal": patron[patron],
        "arrested": np.zeros(people, bool),
        "apparatus": rng.random(start.apparatus.shape) / people,
        "committee_bloc": rng.random(people) / people,
        "delegates": rng.dirichlet(np.ones(len(start.delegates))),
        "townspeople": rng.lognormal(np.log(3e4), 3, start.townspeople.shape),
    }
    for field in dataclasses.fields(start):
        name, shape = field.name, getattr(start, field.name).shape
        if name not in chosen:
            chosen[name] = _of_the_leadership(name, shape, people, rng)
    chosen["ever_opposed"] = chosen["ever_opposed"] | chosen["opposing"]
    return dataclasses.replace(
        start,
        **{name: jnp.asarray(value, getattr(start, name).dtype) for name, value in chosen.items()},
    )


def _of_the_leadership(name: str, shape: tuple[int, ...], people: int, rng: np.random.Generator):
    """Any value of a field within its range; often nothing."""
    often = rng.random(shape) < OFTEN_ZERO
    if name in WHO:
        return rng.integers(NOBODY, people, shape)
    if name in SIGNED:
        return rng.uniform(-1, 1, shape)
    if name in VOTES:
        return np.where(often, -1, rng.random(shape))
    if name in WHOLE_UP_TO:
        return rng.integers(0, WHOLE_UP_TO[name] + 1, shape)
    if name in (*POWER_FLAGS, "ever_opposed"):
        return rng.random(shape) < 1 / 2
    if name not in POWER_SHARES and name not in UP_TO:
        raise ValueError(f"power.{name} has no range here")
    return np.where(often, 0, rng.random(shape) * UP_TO.get(name, 1))


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
