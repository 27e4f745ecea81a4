"""Flows of a month that are kept beside the fields of the world: persons by cause and place, what
each use of grain got, what people think, and the leadership's trust."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array

from partystate.world import statuses as s
from partystate.world.accountant.flows import PeopleFlows
from partystate.world.causes import WAR
from partystate.world.endowment import PartyFacts
from partystate.world.layout import Layout
from partystate.world.power import Power
from partystate.world.state import World

FAMINE = "famine_death"
FATES = (
    "executed",
    "sent_to_camp",
    "deported",
    "ruined",
    "fled_hunger",
    "moved_to_town",
    "hired_far",
    "back_to_village",
    "joined_collective",
    "left_collective",
)
# causes kept by people, by the region they lead to, and by the status that is left
SENTENCED = ("arrested", "shot", "people_deported")
RECEIVED = ("deported", "people_deported", "exiled")
CONFINED = (
    "death",
    "famine_death",
    "confined_death",
    "arrested",
    "shot",
    "convicted_camp",
    "convicted_colony",
    "exiled",
    "released",
    "escaped",
    "fled_settlement",
    "sent_to_camp",
)
CIRCLE = 14  # persons with the largest followings, whose trust in each other is kept


class Month(eqx.Module):
    """A month that has been settled: the world before and after, flows of people, and inflows of
    stocks by mechanism."""

    before: World
    after: World
    people: PeopleFlows | None
    came: dict[str, dict[str, Array]]


def flows_kept(
    month: Month, layout: Layout, party: PartyFacts | None, is_whole: bool
) -> dict[str, Array]:
    """Everything kept of a month that is no field of the world; `is_whole` keeps every cause by
    pair, and the source of every inflow."""
    found: dict[str, Array] = {}
    if month.people is not None:
        found |= people_kept(month, month.people, layout, is_whole)
        found |= opinion_kept(month.after, layout)
    if month.after.power is not None and party is not None:
        found |= leadership_kept(month.after.power, party)
    return found


def people_kept(
    month: Month, flows: PeopleFlows, layout: Layout, is_whole: bool
) -> dict[str, Array]:
    """Persons on the first day and their flows, by pair, age, region, people or status; grain by
    use."""
    persons = month.before.people.persons
    regions, nations, statuses = (
        len(layout.axes.regions),
        len(layout.axes.nationalities),
        len(layout.axes.statuses),
    )
    kept = {
        "persons.population": layout.by_pair(persons),
        "persons.births": flows.newborn.sum(1),
        "persons.deaths": flows.by_pair(*(name for name in flows.deaths if name != FAMINE)),
        "persons.famine_deaths": flows.by_pair(FAMINE),
        "persons.by_age": layout.by_age_and_sex(persons),
        "persons.deaths_by_age": sum(
            (flows.of(name).sum(0) for name in flows.deaths), jnp.zeros(())
        ).reshape(layout.axes.sizes[1:]),
    }
    kept |= {f"granted.{use}": tonnes for use, tonnes in month.after.land.granted.items()}
    for part, named, group, groups in (
        ("fates", FATES, layout.pair_region, regions),
        ("by_people", SENTENCED, layout.pair_nationality, nations),
        ("confined", CONFINED, layout.pair_status, statuses),
    ):
        kept |= {f"{part}.{name}": flows.summed(name, group, groups) for name in named}
    kept |= {
        f"received.{name}": layout.pairs_by_region(flows.came_by_pair(name)) for name in RECEIVED
    }
    if month.after.war is not None:
        kept |= {f"at_war.{c.name}": flows.summed(c.name, layout.pair_region, regions) for c in WAR}
    if is_whole:
        kept |= {"moved": jnp.stack([flows.by_pair(name) for name in layout.exits.names])}
        kept |= {f"arrived.{name}": flows.came_by_pair(name) for name in flows.came}
        kept |= {
            f"came.{stock}.{mechanism}": t
            for mechanism, inflows in month.came.items()
            for stock, t in inflows.items()
        }
    return kept


def opinion_kept(world: World, layout: Layout) -> dict[str, Array]:
    """Support, fear and grievance as means over those at liberty: over all, by region, status and
    people; arrests a person; dissent by region."""
    belief, free = world.belief, layout.pairs_of(*s.FREE)
    persons = jnp.where(free, layout.by_pair(world.people.persons), 0)
    cuts = {
        "": lambda v: v.sum()[None],
        "region": layout.pairs_by_region,
        "status": layout.by_status,
        "nationality": layout.by_people,
    }
    fields = {
        "support": belief.support,
        "fear": -jnp.expm1(-belief.exposure),
        "grievance": belief.grievance,
    }
    means = {
        f"{name}.{cut}": total(values * persons) / jnp.maximum(total(persons), 1)
        for name, values in fields.items()
        for cut, total in cuts.items()
    }
    taken = jnp.where(free, world.repression.taken, 0)
    risk = {
        f"risk.{cut}": cuts[cut](taken) / jnp.maximum(cuts[cut](persons), 1)
        for cut in ("status", "nationality")
    }
    found = means | risk | {"dissent.region": belief.dissent}
    return {f"opinion.{name}": value for name, value in found.items()}


def leadership_kept(power: Power, party: PartyFacts) -> dict[str, Array]:
    """Shares of the apparatus, the founder's trust, and trust in the circle of the strongest."""
    _, circle = jax.lax.top_k(power.own, min(CIRCLE, len(power.own)))
    return {
        "power.held": (power.delegates @ power.apparatus).astype(jnp.float32),
        "power.founder_trust": power.trust[party.founder].astype(jnp.float32),
        "power.circle": circle.astype(jnp.int16),
        "power.circle_trust": power.trust[circle][:, circle].astype(jnp.float32),
    }
