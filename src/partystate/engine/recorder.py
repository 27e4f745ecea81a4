"""What to keep of a month. Stocks are those of its first day, flows those of the month."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.world import moves
from partystate.world import statuses as s
from partystate.world.accountant import PeopleFlows
from partystate.world.layout import Layout
from partystate.world.power import Power, PowerEndowment
from partystate.world.state import World
from partystate.world.stocks import RECEIVED_BY

FAMINE = moves.CAUSES.index(moves.CAUSE["famine_death"])
FATAL = tuple(k for k, cause in enumerate(moves.CAUSES) if cause.name in moves.DEATHS)


class Record(eqx.Module):
    """One month; stacked [T, ...] over a run. Persons unless said."""

    population: Float[Array, "*t pairs"]  # first day
    births: Float[Array, "*t pairs"]
    deaths: Float[Array, "*t pairs"]  # of every cause but hunger
    famine_deaths: Float[Array, "*t pairs"]
    persons_by_age: Float[Array, "*t ages sexes"]  # first day
    deaths_by_age: Float[Array, "*t ages sexes"]  # every cause
    # regional and national fields at the end of the month; with flows, what came into stocks
    world: dict[str, Float[Array, "..."]]
    moved: Float[Array, "*t causes pairs"] | None  # persons leaving by cause, where flows are kept
    # persons arriving by pooled cause, where flows are kept
    arrived: dict[str, Float[Array, "*t pairs"]]
    # persons of each cause in FATES, by the region they left
    fates: dict[str, Float[Array, "*t regions"]]
    fates_by_people: dict[str, Float[Array, "*t nationalities"]]  # the same of SENTENCED, by people
    # the same of CONFINED, by the status they left
    confined: dict[str, Float[Array, "*t statuses"]]
    # persons of each cause in RECEIVED, by the region they came to
    received: dict[str, Float[Array, "*t regions"]]
    # what people think and show: whole, by region, status and people
    opinion: dict[str, Float[Array, "..."]]


# fields of the world kept each month, at its end
KEPT = (
    "land.harvest",
    "land.collected",
    "land.sown_area",
    "land.herds",
    "land.tractors",
    "land.disruption",
    "land.risings",
    "land.lacked",
    "land.peasant_grain",
    "land.state_grain",
    "people.hunger_rural",
    "people.hunger_urban",
    "information.known_population",
    "information.known_births",
    "information.known_deaths",
    "information.known_harvest",
    "information.published_harvest",
    "information.known_collected",
    "information.expected_harvest",
    "information.known_collectivised_share",
    "policy.plan",
    "policy.coercion",
    "policy.blacklist",
    "policy.drive",
    "policy.paused",
    "policy.flight_barred",
    "policy.passports",
    "policy.output_target",
    "policy.accumulation",
    "policy.equipment",
    "information.reported_output",
    "people.literacy",
    "people.infected",
    "people.doctors",
    "people.hospital_births",
    "policy.abortion_banned",
    "information.known_cases",
    "information.known_literacy",
    "industry.output",
    "industry.invested",
    "industry.products",
    "industry.wage",
    "industry.employed",
    "industry.crew",
    "industry.turnover",
    "industry.women",
    "industry.shock_workers",
    "industry.forced",
    "industry.engineers",
    "industry.railways",
    "industry.sources",
    "industry.income",
    "industry.consumed",
    "information.reported_income",
    "information.known_support",
    "repression.threat",
    "repression.pressure",
    "repression.blame",
    "repression.staff",
    "repression.campaign",
    "repression.brake",
    "repression.limit",
    "repression.filled",
    "repression.arrests",
    "repression.sentences",
    "repression.verdicts",
    "belief.scope",
    "belief.innocent",
)
GRANTS = tuple(RECEIVED_BY)  # every use of grain, so that the books can be closed
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


def record_people(
    before: World, after: World, flows: PeopleFlows, came: dict, layout: Layout, keep_flows: bool
) -> Record:
    """Reduce a month to what is kept."""
    left = flows.by_pair(len(layout.axes.pairs))
    kept = {path: getattr(getattr(after, path.split(".")[0]), path.split(".")[1]) for path in KEPT}
    kept |= {f"granted.{use}": after.land.granted[use] for use in GRANTS}
    if keep_flows:
        kept |= {
            f"came.{stock}.{mechanism}": t
            for mechanism, inflows in came.items()
            for stock, t in inflows.items()
        }
    return Record(
        population=layout.by_pair(before.people.persons),
        births=layout.by_pair(flows.born),
        deaths=sum(left[k] for k in FATAL if k != FAMINE),
        famine_deaths=left[FAMINE],
        persons_by_age=layout.by_age_and_sex(before.people.persons),
        deaths_by_age=sum(flows.of(k)[0].sum(0) for k in FATAL).reshape(layout.axes.sizes[1:]),
        world=kept,
        moved=left if keep_flows else None,
        arrived={name: layout.by_pair(came) for name, came in flows.arrived.items()}
        if keep_flows
        else {},
        fates={name: layout.pairs_by_region(left[_index(name)]) for name in FATES},
        fates_by_people={name: layout.by_people(left[_index(name)]) for name in SENTENCED},
        confined={name: layout.by_status(left[_index(name)]) for name in CONFINED},
        received={name: layout.by_region(flows.arrived[name]) for name in RECEIVED},
        opinion=opinion_of(after, layout),
    )


def _index(cause: str) -> int:
    return moves.CAUSES.index(moves.CAUSE[cause])


def opinion_of(world: World, layout: Layout) -> dict:
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
    return means | risk | {"dissent.region": belief.dissent}


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


class PowerRecord(eqx.Module):
    """One month of the party's top at its end, small; stacked [T, ...] over a run."""

    power: dict[str, Array]  # fields of world.power.Power, as kept
    held: Float[Array, "*t persons"]  # share of the apparatus held by a person's clients
    founder_trust: Float[Array, "*t persons"]  # the founder's in each person
    circle: Array  # persons [T, K] with the largest followings
    circle_trust: Float[Array, "*t circle circle"]


CIRCLE = 14
FLAGS = (
    "alive",
    "opposing",
    "recanted",
    "yielded",
    "ruling",
    "faction_ban",
    "ever_opposed",
    "blamed",
    "accused",
    "confessed",
    "arrested",
    "executed",
    "killed_abroad",
    "disgraced",
    "simplified",
    "braking",
)
SMALL = (
    "status",
    "seats",
    "holder",
    "sponsor",
    "principal",
    "motion",
    "testament",
    "subject",
    "leader",
    "strongest",
    "custody",
    "chief_left",
)
MEASURES = (
    "standing",
    "bloc",
    "line",
    "vote_for",
    "division",
    "challenge",
    "presence",
    "threat",
    "established",
    "intensity",
    "wanted",
    "disruption",
    "officers_arrested",
    "officers_left",
    "experience",
    "networks",
    "conformity",
)


def record_power(power: Power, base: PowerEndowment) -> PowerRecord:
    """What is kept of the party's top."""
    kept = {name: getattr(power, name) for name in FLAGS}
    kept |= {name: getattr(power, name).astype(jnp.int16) for name in SMALL}
    kept |= {name: getattr(power, name).astype(jnp.float32) for name in MEASURES}
    _, circle = jax.lax.top_k(power.own, min(CIRCLE, len(power.own)))
    trust = power.trust[circle][:, circle].astype(jnp.float32)
    return PowerRecord(
        kept,
        (base.delegates @ power.apparatus).astype(jnp.float32),
        power.trust[base.founder].astype(jnp.float32),
        circle.astype(jnp.int16),
        trust,
    )


def record(
    before: World, after: World, flows: PeopleFlows | None, came: dict, setting, keep_flows: bool
) -> Record | PowerRecord:
    """Keep a month of people and land, or of the party's top; `came` are inflows [stock] of each
    mechanism."""
    if after.power is not None:
        return record_power(after.power, setting.endowment)
    return record_people(before, after, flows, came, setting.layout, keep_flows)
